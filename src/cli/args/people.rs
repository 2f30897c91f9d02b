//! What `samfin user` and `samfin key` take.

use chrono::NaiveDate;
use clap::Subcommand;

use super::OutputFormat;
use crate::app::scope::Role;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum UserVerb {
    /// Make a user. The password is asked for on a terminal, otherwise it is the first line of standard input
    Create(CreateUser),
    /// Every user
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CreateUser {
    /// What the person signs in as
    #[arg(long)]
    pub(in crate::cli) login: String,
    /// What the person is called
    #[arg(long)]
    pub(in crate::cli) name: String,
    #[command(flatten)]
    pub(in crate::cli) grant: GrantArgs,
    /// Print the secret of a one-time link at which the person chooses a password, instead of asking for one
    #[arg(long)]
    pub(in crate::cli) invite: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum KeyVerb {
    /// Make a key, and print it: this is the only time that it is shown
    Create(CreateKey),
    /// Every key, without its secret
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
    /// Revoke a key, at once and for good
    Revoke {
        /// The key's id
        id: String,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CreateKey {
    /// What the key is for
    #[arg(long)]
    pub(in crate::cli) name: String,
    #[command(flatten)]
    pub(in crate::cli) grant: GrantArgs,
    /// The last day that the key is valid [default: until it is revoked]
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) expires: Option<NaiveDate>,
}

/// What somebody is trusted with.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct GrantArgs {
    /// The role
    #[arg(long, value_parser = role)]
    pub(in crate::cli) role: Role,
    /// The agreement, by id [default: all of them]
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) agreement: Option<String>,
    /// The party, by id, of a `party_officer`
    #[arg(long)]
    pub(in crate::cli) party: Option<String>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::find(text).ok_or_else(|| format!("write one of {}", Role::ALL.map(Role::as_str).join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_one_of_those_there_are() {
        assert_eq!(role("party_officer"), Ok(Role::PartyOfficer));
        let told = role("boss").expect_err("no role");
        assert_eq!(told, "write one of admin, officer, approver, party_officer, reader, auditor");
    }
}
