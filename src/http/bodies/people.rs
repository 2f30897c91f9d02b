//! The bodies that make and change users and keys.

use samfin_core::read::{Node, Reader};
use samfin_core::{Code, Ore, say};
use utoipa::ToSchema;

use super::parse_only;
use crate::app::people::keys::NewKey;
use crate::app::people::users::{NewUser, Status, UserText, login};
use crate::app::scope::{Grant, Role};
use crate::app::share_links::{NewShareLink, Shows};
use crate::http::problem::Problem;
use crate::http::schema::words::{
    Date, GrantRole, LongText, MoneyNotNegative, ShareShows, ShortText, Slug, UserStatus,
};

/// A role that somebody is given.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    /// The role.
    pub role: GrantRole,
    /// In which agreement; absent: in all of them. An administrator always looks after the whole service.
    #[schema(format = Uuid)]
    pub agreement: Option<String>,
    /// The party of a `party_officer`.
    pub party: Option<Slug>,
    /// The largest amount to pay that an `approver` attests, kronor, VAT included; absent: any.
    pub limit: Option<MoneyNotNegative>,
}

fn grants(reader: &mut Reader, node: &Node<'_>) -> Option<Vec<Grant>> {
    let roles = Role::ALL.map(|role| (role.as_str(), role));
    reader.list(node, |r, n, _| {
        r.object(n, &["role", "agreement", "party", "limit"]);
        let role = r.required(n, "role", |r, n| r.word(n, &roles));
        let agreement = r.optional(n, "agreement", Reader::name);
        let party = r.optional(n, "party", Reader::id).map(|id| id.to_string());
        let limit = r.optional(n, "limit", |r, n| {
            let limit = r.money(n)?;
            if limit <= Ore::ZERO {
                let detail = say!(
                    "ange ett belopp över noll, eller utelämna fältet",
                    "give an amount above zero, or leave the field out"
                );
                r.fault(n, Code::OutOfRange, detail);
            }
            Some(limit)
        });
        Some(Grant { role: role?, agreement, party, limit })
    })
}

/// A person who is to have an account.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUserBody {
    /// What the person will sign in as, often an e-mail address; capitals make no difference.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]+$"
    )]
    pub login: String,
    /// What the person is called.
    pub name: ShortText,
    /// What the person is trusted with.
    #[schema(max_items = 200)]
    pub grants: Option<Vec<NewGrant>>,
}

impl NewUserBody {
    /// Reads the body of `POST /users`.
    pub fn parse(bytes: &[u8]) -> Result<NewUser, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["login", "name", "grants"]);
            let typed = reader.required(root, "login", Reader::name);
            let name = reader.required(root, "name", Reader::name);
            let grants = reader.optional(root, "grants", grants).unwrap_or_default();
            Some(NewUser { login: login(&typed?), name: name?, grants })
        })
    }
}

/// What a user is to be from now on.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserBody {
    /// What the person is called.
    pub name: ShortText,
    /// Whether the person may sign in.
    pub status: UserStatus,
    /// Everything that somebody here trusts the person with; grants that come from groups are not touched.
    #[schema(max_items = 200)]
    pub grants: Vec<NewGrant>,
}

impl UserBody {
    /// Reads the body of `PUT /users/{id}`.
    pub fn parse(bytes: &[u8]) -> Result<UserText, Problem> {
        let words = [Status::Active, Status::Closed].map(|status| (status.as_str(), status));
        parse_only(bytes, |reader, root| {
            reader.object(root, &["name", "status", "grants"]);
            let name = reader.required(root, "name", Reader::name);
            let status = reader.required(root, "status", |r, n| r.word(n, &words));
            let grants = reader.required(root, "grants", grants);
            Some(UserText { name: name?, status: status?, grants: grants?, reason: None })
        })
    }
}

/// A key that is to be made.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKeyBody {
    /// What it is for.
    pub name: ShortText,
    /// What it is trusted with, at least something.
    #[schema(min_items = 1, max_items = 200)]
    pub grants: Vec<NewGrant>,
    /// The last day that it is valid; absent: until it is revoked.
    pub expires_on: Option<Date>,
}

impl NewKeyBody {
    /// Reads the body of `POST /api-keys`.
    pub fn parse(bytes: &[u8]) -> Result<NewKey, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["name", "grants", "expires_on"]);
            let name = reader.required(root, "name", Reader::name);
            let grants = reader.required(root, "grants", grants);
            let expires_on = reader.optional(root, "expires_on", Reader::date);
            Some(NewKey { name: name?, grants: grants?, expires_on })
        })
    }
}

/// Why something is revoked.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Why.
    pub reason: LongText,
}

impl Revocation {
    /// Reads the body of `POST …/revoke`.
    pub fn parse(bytes: &[u8]) -> Result<String, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["reason"]);
            reader.required(root, "reason", Reader::text)
        })
    }
}

/// An address that is to be given away.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShareLinkRequest)]
pub struct NewShareLinkBody {
    /// The agreement.
    #[schema(format = Uuid)]
    pub agreement: String,
    /// What it is for.
    pub name: ShortText,
    /// What it opens; absent: a comparison.
    pub shows: Option<ShareShows>,
    /// Of a comparison, where it is required: the query of `/jamfor`, as the page's address has it, without `?`.
    #[schema(max_length = 4000)]
    pub query: Option<LongText>,
    /// The last day that it works; absent: 90 days from now for a comparison, ten years for a calendar.
    pub expires_on: Option<Date>,
}

impl NewShareLinkBody {
    /// Reads the body of `POST /share-links`.
    pub fn parse(bytes: &[u8]) -> Result<NewShareLink, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["agreement", "name", "shows", "query", "expires_on"]);
            let agreement = reader.required(root, "agreement", Reader::name);
            let name = reader.required(root, "name", Reader::name);
            let words = Shows::ALL.map(|shows| (shows.as_str(), shows));
            let shows = match root.field("shows") {
                Some(_) => reader.required(root, "shows", |r, n| r.word(n, &words)),
                None => Some(Shows::default()),
            };
            let query = match shows {
                Some(Shows::Calendar) => {
                    if let Some(query) = root.field("query") {
                        let detail = say!("en kalender har ingen fråga", "a calendar has no query");
                        reader.fault(&query, Code::ConflictingFields, detail);
                    }
                    Some(String::new())
                }
                Some(Shows::Comparison) => reader.required(root, "query", Reader::text),
                None => reader.optional(root, "query", Reader::text),
            };
            let expires_on = reader.optional(root, "expires_on", Reader::date);
            Some(NewShareLink { agreement: agreement?, name: name?, shows: shows?, query: query?, expires_on })
        })
    }
}
