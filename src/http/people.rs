//! Users and keys as they are shown, and what they are trusted with.

use chrono::{DateTime, Utc};
use samfin_core::Ore;
use serde::Serialize;
use utoipa::ToSchema;

use super::schema::words::{GrantRole, GrantSource, Money, Slug, UserStatus};
use crate::app::people::keys::Key;
use crate::app::people::users::{Held, Source, User};

/// That somebody has a role.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Grant)]
pub struct GrantView {
    /// The role.
    #[schema(value_type = GrantRole)]
    role: String,
    /// In which agreement; null: in all of them, and in what belongs to none.
    #[schema(format = Uuid, required)]
    agreement: Option<String>,
    /// For a party's officer, the party.
    #[schema(value_type = Option<Slug>, required)]
    party: Option<String>,
    /// For an approver, the largest amount to pay that it attests, kronor; null: any.
    #[schema(value_type = Option<Money>, required)]
    limit: Option<Ore>,
    /// Who decides over it.
    #[schema(value_type = GrantSource)]
    source: Source,
}

impl From<Held> for GrantView {
    fn from(held: Held) -> Self {
        let limit = held.amount_limit.and_then(Ore::from_ore);
        Self { role: held.role, agreement: held.agreement_id, party: held.party, limit, source: held.source }
    }
}

/// A person with an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// The user's id.
    #[schema(format = Uuid)]
    pub(super) id: String,
    /// What the person signs in as.
    login: String,
    /// What the person is called.
    name: String,
    /// Whether the person may sign in.
    #[schema(value_type = UserStatus)]
    status: &'static str,
    /// Whether a password has been chosen.
    has_password: bool,
    /// For those who sign in elsewhere (`OpenID Connect`), where.
    #[schema(required)]
    issuer: Option<String>,
    /// What the person is trusted with.
    grants: Vec<GrantView>,
    /// 1, 2, 3 … with every change.
    #[schema(minimum = 1)]
    pub(super) revision: i64,
    /// When the account was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    changed_at: DateTime<Utc>,
}

impl From<User> for UserView {
    fn from(User { account, grants }: User) -> Self {
        Self {
            id: account.id,
            login: account.login,
            name: account.name,
            status: account.status.as_str(),
            has_password: account.has_password,
            issuer: account.issuer,
            grants: grants.into_iter().map(GrantView::from).collect(),
            revision: account.revision,
            created_at: account.created_at,
            changed_at: account.changed_at,
        }
    }
}

/// A program's key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub struct KeyView {
    /// The key's id.
    #[schema(format = Uuid)]
    pub(super) id: String,
    /// What it is for.
    name: String,
    /// What it is trusted with.
    grants: Vec<GrantView>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// Who made it: the id of a user or a key; null for those made on the command line.
    #[schema(required)]
    created_by: Option<String>,
    /// When it stops being valid; null: never.
    #[schema(required)]
    expires_at: Option<DateTime<Utc>>,
    /// When it was revoked; null while it is not.
    #[schema(required)]
    revoked_at: Option<DateTime<Utc>>,
    /// Why it was revoked.
    #[schema(required)]
    revoke_reason: Option<String>,
}

impl From<Key> for KeyView {
    fn from(Key { key, grants }: Key) -> Self {
        Self {
            id: key.id,
            name: key.name,
            grants: grants.into_iter().map(GrantView::from).collect(),
            created_at: key.created_at,
            created_by: key.created_by,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            revoke_reason: key.revoke_reason,
        }
    }
}
