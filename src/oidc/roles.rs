//! What groups elsewhere are trusted with here.
//!
//! ```
//! use samfin::oidc::roles::parse;
//! let roles = parse("
//!     Samfin-administratörer = admin
//!     Ekonomi = officer
//!     Bräcke = party_officer@01990000-0000-7000-8000-000000000001/bracke
//! ").unwrap();
//! assert_eq!(roles.of(["Bräcke", "Fritid"])[0].party.as_deref(), Some("bracke"));
//! ```
//!
//! | written | is |
//! | --- | --- |
//! | `GROUP=ROLE` | the role in every agreement |
//! | `GROUP=ROLE@AGREEMENT` | the role in the agreement with this id |
//! | `GROUP=party_officer@AGREEMENT/PARTY`, `GROUP=party_officer/PARTY` | a party's officer, in one agreement or all |
//!
//! Semicolons or line ends separate them, so that the same text fits in `samfin.toml` and in the environment. The last `=`
//! separates group and role: names of groups may have more of them (`CN=Samfin,OU=Groups`). A group may be written several
//! times. Capitals in the names of groups matter.

use samfin_core::{Text, say};

use crate::app::scope::{Grant, Role};

/// What groups are trusted with, in the order it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles(Vec<(String, Grant)>);

impl Roles {
    /// Which group is trusted with what.
    pub fn each(&self) -> impl Iterator<Item = (&str, &Grant)> {
        self.0.iter().map(|(group, grant)| (group.as_str(), grant))
    }

    /// What somebody in these groups is trusted with; nothing twice.
    #[must_use]
    pub fn of<'g>(&self, groups: impl IntoIterator<Item = &'g str>) -> Vec<Grant> {
        let groups: Vec<&str> = groups.into_iter().collect();
        let mut grants = Vec::new();
        for (group, grant) in &self.0 {
            if groups.contains(&group.as_str()) && !grants.contains(grant) {
                grants.push(grant.clone());
            }
        }
        grants
    }
}

/// Reads the setting.
pub fn parse(text: &str) -> Result<Roles, Text> {
    let lines = text.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty());
    let roles: Vec<_> = lines.map(line).collect::<Result<_, _>>()?;
    if roles.is_empty() {
        return Err(say!(
            "oidc_roles är tom: ingen skulle kunna logga in. Skriv till exempel Ekonomi=officer.",
            "oidc_roles is empty: nobody could sign in. Write for example Finance=officer."
        ));
    }
    Ok(Roles(roles))
}

fn line(line: &str) -> Result<(String, Grant), Text> {
    let (group, trusted) = line.rsplit_once('=').unwrap_or(("", line));
    let (group, trusted) = (group.trim(), trusted.trim());
    if group.is_empty() {
        return Err(say!(
            "oidc_roles har {line}; skriv GRUPP=ROLL, till exempel Ekonomi=officer.",
            "oidc_roles has {line}; write GROUP=ROLE, for example Finance=officer."
        ));
    }
    let (rest, party) = trusted.split_once('/').map_or((trusted, None), |(rest, party)| (rest, Some(party.trim())));
    let (role, agreement) = rest.split_once('@').map_or((rest, None), |(role, id)| (role, Some(id.trim())));
    let Some(role) = Role::find(role.trim()) else {
        let roles = Role::ALL.map(Role::as_str).join(", ");
        return Err(say!(
            "oidc_roles har {line}; rollen ska vara en av {roles}.",
            "oidc_roles has {line}; the role must be one of {roles}."
        ));
    };
    let agreement = match agreement.map(uuid::Uuid::try_parse) {
        None => None,
        Some(Ok(id)) => Some(id.to_string()),
        Some(Err(_)) => {
            return Err(say!(
                "oidc_roles har {line}; efter @ ska avtalets id stå.",
                "oidc_roles has {line}; after @ comes the id of the agreement."
            ));
        }
    };
    if (role == Role::PartyOfficer) != party.is_some_and(|party| !party.is_empty()) || (party == Some("")) {
        return Err(say!(
            "oidc_roles har {line}; party_officer, och ingen annan, har en part: party_officer/bracke.",
            "oidc_roles has {line}; party_officer, and no other, has a party: party_officer/bracke."
        ));
    }
    if role == Role::Admin && agreement.is_some() {
        return Err(say!(
            "oidc_roles har {line}; en administratör sköter hela tjänsten, utelämna avtalet.",
            "oidc_roles has {line}; an administrator looks after the whole service, leave the agreement out."
        ));
    }
    Ok((group.to_owned(), Grant { agreement, party: party.map(str::to_owned), ..Grant::everywhere(role) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGREEMENT: &str = "01990000-0000-7000-8000-000000000001";

    #[test]
    fn groups_give_roles_in_one_agreement_or_in_all() {
        let text = format!(
            "Admins=admin; CN=Samfin,OU=Groups = reader ;\n A=party_officer@{AGREEMENT}/bracke;A=auditor;;B=auditor"
        );
        let roles = parse(&text).expect("roles");
        let reader = Grant::everywhere(Role::Reader);
        let officer = Grant {
            agreement: Some(AGREEMENT.to_owned()),
            party: Some("bracke".to_owned()),
            ..Grant::everywhere(Role::PartyOfficer)
        };
        assert_eq!(roles.of(["CN=Samfin,OU=Groups", "other"]), [reader]);
        assert_eq!(roles.of(["B", "A"]), [officer, Grant::everywhere(Role::Auditor)], "nothing twice");
        assert_eq!(roles.of(["admins", "ADMINS", ""]), [], "capitals matter");
        assert_eq!(parse("A=party_officer/bracke").expect("roles").of(["A"])[0].agreement, None);
    }

    #[test]
    fn what_is_not_a_group_with_a_role_is_refused_and_repeated() {
        for wrong in [
            "admin",
            "=admin",
            "A=",
            "A=chef",
            "A=officer@jamtland",
            "A=party_officer",
            "A=party_officer/",
            "A=officer/bracke",
            "A=officer/",
            &format!("A=admin@{AGREEMENT}"),
        ] {
            let refused = parse(&format!("B=reader;{wrong}")).expect_err(wrong);
            assert!(refused.en.contains(&format!("has {wrong};")), "{}", refused.en);
        }
        assert!(parse(" ;\n").is_err(), "nothing at all");
    }
}
