//! Users, keys, share links and the caller.

use serde_json::{Value, json};

use super::agreement_id;

pub(in crate::http) fn user_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8061")
}

pub(in crate::http) fn key_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8062")
}

pub(in crate::http) fn share_link_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8063")
}

/// Something that looks like a secret and opens nothing.
pub(in crate::http) fn secret() -> String {
    "0123456789abcdef".repeat(4)
}

fn with(mut one: Value, more: &Value) -> Value {
    if let (Value::Object(one), Value::Object(more)) = (&mut one, more.clone()) {
        one.extend(more);
    }
    one
}

pub(in crate::http) fn new_user() -> Value {
    json!({
        "login": "kim.karlsson@example.org", "name": "Kim Karlsson",
        "grants": [{ "role": "party_officer", "agreement": agreement_id(), "party": "are" }]
    })
}

pub(in crate::http) fn user_body() -> Value {
    let grants = json!([{ "role": "party_officer", "agreement": agreement_id(), "party": "are" }]);
    json!({ "name": "Kim Karlsson", "status": "active", "grants": grants })
}

pub(in crate::http) fn user() -> Value {
    json!({
        "id": user_id(), "login": "kim.karlsson@example.org", "name": "Kim Karlsson", "status": "active",
        "has_password": false, "issuer": null,
        "grants": [{ "role": "party_officer", "agreement": agreement_id(), "party": "are", "source": "manual" }],
        "revision": 1, "created_at": "2026-10-15T08:00:00Z", "changed_at": "2026-10-15T08:00:00Z"
    })
}

pub(in crate::http) fn invited() -> Value {
    with(user(), &json!({ "invitation": format!("/losenord/{}", secret()) }))
}

pub(in crate::http) fn users() -> Value {
    json!({ "items": [user()], "next": null })
}

pub(in crate::http) fn new_key() -> Value {
    json!({ "name": "Ekonomisystemet", "grants": [{ "role": "reader" }], "expires_on": "2027-12-31" })
}

pub(in crate::http) fn key() -> Value {
    json!({
        "id": key_id(), "name": "Ekonomisystemet",
        "grants": [{ "role": "reader", "agreement": null, "party": null, "limit": null, "source": "manual" }],
        "created_at": "2026-10-15T08:00:00Z", "created_by": user_id(), "expires_at": "2027-12-31T22:59:59.999999Z",
        "revoked_at": null, "revoke_reason": null
    })
}

pub(in crate::http) fn made_key() -> Value {
    with(key(), &json!({ "key": format!("samfin_{}_{}", key_id().as_str().unwrap_or_default(), secret()) }))
}

pub(in crate::http) fn keys() -> Value {
    json!({ "items": [key()], "next": null })
}

pub(in crate::http) fn revocation() -> Value {
    json!({ "reason": "Programmet används inte längre" })
}

pub(in crate::http) fn revoked_key() -> Value {
    with(key(), &revoked())
}

fn revoked() -> Value {
    json!({ "revoked_at": "2026-11-02T08:00:00Z", "revoke_reason": "Programmet används inte längre" })
}

pub(in crate::http) fn me() -> Value {
    json!({
        "kind": "key", "id": key_id(), "name": "Ekonomisystemet",
        "grants": [{ "role": "reader", "agreement": null, "party": null, "limit": null }], "rights": ["calculate", "read", "follow"],
        "unattested_issuers": []
    })
}

pub(in crate::http) fn new_share_link() -> Value {
    json!({
        "agreement": agreement_id(), "name": "Till nämnden den 20 oktober", "query": "s=avtal&s=avtal;bort=are&ar=2027",
        "expires_on": "2027-01-31"
    })
}

pub(in crate::http) fn share_link() -> Value {
    json!({
        "id": share_link_id(), "agreement": agreement_id(), "name": "Till nämnden den 20 oktober", "shows": "comparison",
        "query": "s=avtal&s=avtal;bort=are&ar=2027", "created_at": "2026-10-15T08:00:00Z", "created_by": user_id(),
        "expires_at": "2027-01-31T22:59:59.999999Z", "revoked_at": null, "revoke_reason": null
    })
}

pub(in crate::http) fn made_share_link() -> Value {
    with(share_link(), &json!({ "address": format!("/delad/{}", secret()) }))
}

pub(in crate::http) fn share_links() -> Value {
    json!({ "items": [share_link()], "next": null })
}

pub(in crate::http) fn revoked_share_link() -> Value {
    with(share_link(), &revoked())
}
