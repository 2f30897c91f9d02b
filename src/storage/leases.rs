//! Leases: who of several programs on one database does something that one is enough for.

use chrono::{DateTime, Utc};

use super::columns::moment;
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const LEASES: &str = "leases";

/// Takes or renews a lease until `until`; whether `holder` has it now. One statement, so of several that come at once one
/// gets it; another one gets it once it has run out.
pub async fn take(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, Error> {
    let taken = sql!(tx.execute(
        "INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
         WHERE leases.holder = excluded.holder OR leases.expires_at <= $4",
        name,
        holder,
        moment(until),
        moment(now),
    ))
    .on(LEASES)?;
    Ok(taken == 1)
}
