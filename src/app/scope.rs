//! Who is acting, and what that one may do: every use case belongs to a [`Desk`](super::Desk), which has a [`Scope`].
//!
//! Whoever has no grant that reaches an agreement is told that there is none; whoever has one that does not allow the step
//! is told so. There is no scope that may do everything because nobody said otherwise: each comes from a user, a key or the
//! command line.

use std::collections::BTreeSet;

use samfin_core::{Ore, Text, say};

use super::Error;

/// What somebody is trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// People, keys and settings; can neither decide nor issue.
    Admin,
    /// Agreements, budgets, scenarios, statistics; later the drafts and the issuing.
    Officer,
    /// Attests what an officer has prepared.
    Approver,
    /// Sees its own party's documents and all that is shared, and tries scenarios of its own.
    PartyOfficer,
    /// Sees what is shared.
    Reader,
    /// Sees everything, changes nothing.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::Admin, Self::Officer, Self::Approver, Self::PartyOfficer, Self::Reader, Self::Auditor];

    /// As it is written in the API, on the command line and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::PartyOfficer => "party_officer",
            Self::Reader => "reader",
            Self::Auditor => "auditor",
        }
    }

    /// The role that is written so.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Admin => say!("administratör", "administrator"),
            Self::Officer => say!("handläggare", "officer"),
            Self::Approver => say!("attestant", "approver"),
            Self::PartyOfficer => say!("parts handläggare", "party officer"),
            Self::Reader => say!("läsare", "reader"),
            Self::Auditor => say!("revisor", "auditor"),
        }
    }

    /// The one table of who may do what.
    #[must_use]
    pub fn has(self, right: Right) -> bool {
        use Role::{Admin, Approver, Auditor, Officer, PartyOfficer, Reader};
        match right {
            Right::Calculate | Right::Read => true,
            Right::ReadDrafts => matches!(self, Officer | Approver | Auditor),
            Right::Follow => matches!(self, Officer | Approver | PartyOfficer | Reader | Auditor),
            Right::Write | Right::WriteOrganisations | Right::Decide | Right::Bill | Right::ShareLinks => {
                matches!(self, Officer)
            }
            Right::WriteOwnScenarios => matches!(self, Officer | PartyOfficer),
            Right::ReadInvoices => matches!(self, Officer | Approver | PartyOfficer | Auditor),
            Right::ReadLedger => matches!(self, Officer | Approver | Auditor),
            Right::Attest => matches!(self, Approver),
            Right::ReadOrganisations => matches!(self, Admin | Officer | Approver | Auditor),
            Right::ReadShareLinks => matches!(self, Officer | Auditor),
            Right::ReadAudit | Right::ReadPeople => matches!(self, Admin | Auditor),
            Right::ManagePeople => matches!(self, Admin),
        }
    }
}

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Calculate from what one brings along; nothing stored is touched.
    Calculate,
    /// Agreements, budgets, statistics, and scenarios that are shared.
    Read,
    /// Scenarios that others are still writing.
    ReadDrafts,
    /// The feed of what has happened.
    Follow,
    /// Agreements, versions, budgets, statistics.
    Write,
    /// Scenarios of one's own, as drafts.
    WriteOwnScenarios,
    /// Adopt, share, lock; write over or delete what others have written.
    Decide,
    /// See invoices; a party's officer those that its party pays or is paid by, once they are issued.
    ReadInvoices,
    /// The books: vouchers, balances, exports.
    ReadLedger,
    /// Call, issue, credit.
    Bill,
    /// Attest what others have prepared.
    Attest,
    /// Organisations with the accounts that they are paid to, and what is missing for invoicing.
    ReadOrganisations,
    /// Organisations and their invoicing details.
    WriteOrganisations,
    /// See which addresses have been given away.
    ReadShareLinks,
    /// Give away an address that needs no login, and take it back.
    ShareLinks,
    /// The audit trail.
    ReadAudit,
    /// See users and keys.
    ReadPeople,
    /// Users, grants, keys.
    ManagePeople,
}

/// That somebody has a role.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// In one agreement; none: in all of them, and in what belongs to no agreement.
    pub agreement: Option<String>,
    /// For a party's officer, the party.
    pub party: Option<String>,
    /// For an approver, the largest amount to pay that it attests; none: any.
    pub limit: Option<Ore>,
}

impl Grant {
    /// A role in every agreement.
    #[must_use]
    pub fn everywhere(role: Role) -> Self {
        Self { role, agreement: None, party: None, limit: None }
    }

    fn reaches(&self, on: On<'_>) -> bool {
        match (on, &self.agreement) {
            (On::Agreement(id), Some(own)) => own == id,
            (On::Service, Some(_)) => false,
            (On::Anything, _) | (_, None) => true,
        }
    }
}

/// Who is acting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody who has said who they are.
    Nobody,
    /// A person.
    User {
        /// The user's id.
        id: String,
        /// The person's name.
        name: String,
    },
    /// A program with a key.
    Key {
        /// The key's id.
        id: String,
        /// What it was called when it was made.
        name: String,
    },
    /// Whoever can write the database from the command line administers it.
    CommandLine,
}

impl Actor {
    /// `user`, `key`, `command` or `nobody`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::User { .. } => "user",
            Self::Key { .. } => "key",
            Self::CommandLine => "command",
        }
    }

    /// The id of a user or a key.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::User { id, .. } | Self::Key { id, .. } => id,
            Self::CommandLine => "command",
            Self::Nobody => "nobody",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::User { name, .. } | Self::Key { name, .. } => name,
            Self::CommandLine => "samfin",
            Self::Nobody => "",
        }
    }
}

/// What a right is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On<'a> {
    /// One agreement and what belongs to it.
    Agreement(&'a str),
    /// What belongs to no agreement: the list of agreements to add to, statistics to write, people.
    Service,
    /// Anything at all: what everybody who has any grant may do.
    Anything,
}

/// Who is acting, and what that one may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Who.
    pub actor: Actor,
    grants: Vec<Grant>,
    /// Whether those who have not said who they are may calculate: so on the loopback address.
    open_calculations: bool,
    /// The id of the request, for the audit trail.
    pub request_id: Option<String>,
}

/// Which agreements somebody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    /// All of them.
    All,
    /// These.
    Only(BTreeSet<String>),
}

impl Scope {
    /// A user or a key with what it has been granted.
    #[must_use]
    pub fn granted(actor: Actor, grants: Vec<Grant>) -> Self {
        Self { actor, grants, open_calculations: false, request_id: None }
    }

    /// Somebody who has not said who they are.
    #[must_use]
    pub fn nobody() -> Self {
        Self::granted(Actor::Nobody, Vec::new())
    }

    /// The command line: whoever can write the database administers it, and nothing is hidden from that one anyway.
    #[must_use]
    pub fn command_line() -> Self {
        Self::granted(Actor::CommandLine, [Role::Admin, Role::Officer].map(Grant::everywhere).to_vec())
    }

    /// Lets even those who have not said who they are calculate, from what they bring along.
    #[must_use]
    pub fn with_open_calculations(self) -> Self {
        Self { open_calculations: true, ..self }
    }

    /// Notes which request it is.
    #[must_use]
    pub fn in_request(self, id: impl Into<String>) -> Self {
        Self { request_id: Some(id.into()), ..self }
    }

    /// What it has been granted.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Whether somebody has said who they are.
    #[must_use]
    pub fn is_somebody(&self) -> bool {
        self.actor != Actor::Nobody
    }

    /// Whether it may do this.
    #[must_use]
    pub fn may(&self, right: Right, on: On<'_>) -> bool {
        if right == Right::Calculate {
            return self.open_calculations || self.is_somebody();
        }
        self.grants.iter().any(|grant| grant.reaches(on) && grant.role.has(right))
    }

    /// Refuses what it may not do: without a name, without a grant that reaches so far, without the right.
    pub fn require(&self, right: Right, on: On<'_>) -> Result<(), Error> {
        if self.may(right, on) {
            return Ok(());
        }
        if !self.is_somebody() {
            return Err(Error::Unauthenticated);
        }
        if let On::Agreement(id) = on
            && !self.grants.iter().any(|grant| grant.reaches(on))
        {
            return Err(super::error::no_agreement(id));
        }
        Err(Error::Forbidden)
    }

    /// The largest amount that it attests in an agreement; none: any. Of several grants the widest counts.
    #[must_use]
    pub fn attestation_limit(&self, agreement: &str) -> Option<Ore> {
        let reaching = |grant: &&Grant| grant.role.has(Right::Attest) && grant.reaches(On::Agreement(agreement));
        let limits = self.grants.iter().filter(reaching).map(|grant| grant.limit);
        limits.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// The parties that it is there for in an agreement, when it is there for nothing else; none: for all of them.
    #[must_use]
    pub fn only_for(&self, agreement: &str) -> Option<BTreeSet<&str>> {
        let reaching: Vec<_> = self.grants.iter().filter(|grant| grant.reaches(On::Agreement(agreement))).collect();
        let is_for_all = reaching.iter().any(|grant| grant.role != Role::PartyOfficer);
        (!is_for_all).then(|| reaching.into_iter().filter_map(|grant| grant.party.as_deref()).collect())
    }

    /// The agreements in which it has the right.
    #[must_use]
    pub fn visible(&self, right: Right) -> Visible {
        let mut only = BTreeSet::new();
        for grant in self.grants.iter().filter(|grant| grant.role.has(right)) {
            match &grant.agreement {
                None => return Visible::All,
                Some(agreement) => {
                    only.insert(agreement.clone());
                }
            }
        }
        Visible::Only(only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_grant_that_reaches_an_agreement_says_how_much_is_attested() {
        let limit = |kronor: &str| Some(kronor.parse().expect("an amount"));
        let of = |agreement: &str, kronor: &str| Grant {
            agreement: Some(agreement.to_owned()),
            limit: limit(kronor),
            ..Grant::everywhere(Role::Approver)
        };
        let one = user(vec![of("a", "100.00"), of("a", "500.00"), of("b", "900.00"), Grant::everywhere(Role::Officer)]);
        assert_eq!((one.attestation_limit("a"), one.attestation_limit("b")), (limit("500.00"), limit("900.00")));
        let other = user(vec![of("a", "100.00"), Grant::everywhere(Role::Approver)]);
        assert_eq!(other.attestation_limit("a"), None);
    }

    fn user(grants: Vec<Grant>) -> Scope {
        Scope::granted(Actor::User { id: "u".into(), name: "U".into() }, grants)
    }

    fn within(role: Role, agreement: &str) -> Grant {
        Grant { agreement: Some(agreement.to_owned()), ..Grant::everywhere(role) }
    }

    #[test]
    fn a_party_officer_is_there_for_its_own_party_unless_it_is_more_than_that() {
        let of = |party: &str| Grant { party: Some(party.to_owned()), ..within(Role::PartyOfficer, "a") };
        let own = user(vec![of("are"), of("berg"), within(Role::Officer, "b")]);
        assert_eq!(own.only_for("a"), Some(BTreeSet::from(["are", "berg"])));
        assert_eq!(own.only_for("b"), None);
        assert_eq!(user(vec![of("are"), within(Role::Reader, "a")]).only_for("a"), None);
    }

    #[test]
    fn an_agreement_without_a_grant_is_not_there_and_one_with_a_weaker_grant_is_forbidden() {
        let scope = user(vec![within(Role::Reader, "a"), within(Role::Officer, "b")]);
        assert!(scope.require(Right::Read, On::Agreement("a")).is_ok());
        assert!(matches!(scope.require(Right::Write, On::Agreement("a")), Err(Error::Forbidden)));
        assert!(scope.require(Right::Write, On::Agreement("b")).is_ok());
        assert!(matches!(scope.require(Right::Read, On::Agreement("c")), Err(Error::NotFound(_))));
        assert!(matches!(scope.require(Right::Write, On::Service), Err(Error::Forbidden)));
        assert_eq!(scope.visible(Right::Write), Visible::Only(["b".to_owned()].into()));
    }

    #[test]
    fn nobody_may_nothing_but_calculate_where_that_is_open() {
        assert!(matches!(Scope::nobody().require(Right::Calculate, On::Anything), Err(Error::Unauthenticated)));
        let local = Scope::nobody().with_open_calculations();
        assert!(local.may(Right::Calculate, On::Anything) && !local.may(Right::Read, On::Anything));
    }

    #[test]
    fn an_administrator_can_neither_write_nor_decide_and_an_auditor_changes_nothing() {
        let changing =
            [Right::Write, Right::WriteOrganisations, Right::Decide, Right::WriteOwnScenarios, Right::ShareLinks];
        assert!(changing.iter().all(|right| !Role::Admin.has(*right)));
        assert!(changing.iter().chain(&[Right::ManagePeople]).all(|right| !Role::Auditor.has(*right)));
    }
}
