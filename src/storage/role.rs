//! What a role of PostgreSQL may do with the tables when it does not own them: read, add, and change or delete only where samfin
//! itself does. The triggers refuse the rest to everybody; without owning the tables nobody takes the triggers away either.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::error::{Error, On};
use super::migrate::APPLIED;
use super::{Db, Store};

/// What errors that arise here name.
const RIGHTS: &str = "the rights of a role";

/// The statements, made by the server, which knows how names are quoted, from the triggers that refuse: a table that refuses
/// `UPDATE` is not granted it. Bits 8 and 16 of a trigger's type are `DELETE` and `UPDATE`.
const STATEMENTS: &str = "
    WITH refused AS (
        SELECT c.oid, c.relname AS name,
               COALESCE(BOOL_OR((t.tgtype & 16) <> 0), FALSE) AS no_update,
               COALESCE(BOOL_OR((t.tgtype & 8) <> 0), FALSE) AS no_delete
        FROM pg_class AS c
        LEFT JOIN pg_trigger AS t
               ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgfoid = to_regproc('refuse_change')
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
        GROUP BY c.oid, c.relname
    )
    SELECT format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), $1)
    UNION ALL SELECT format('REVOKE ALL ON TABLE %I FROM %I', name, $1) FROM refused
    UNION ALL SELECT format(
        'GRANT SELECT%s%s%s ON TABLE %I TO %I',
        CASE WHEN name = $2 THEN '' ELSE ', INSERT' END,
        CASE WHEN name = $2 OR no_update THEN '' ELSE ', UPDATE' END,
        CASE WHEN name = $2 OR no_delete THEN '' ELSE ', DELETE' END,
        name, $1
    ) FROM refused";

impl Db {
    /// Gives a role what the service needs, and takes everything else of these tables from it; all of it or nothing. False where
    /// there are no roles, in a file.
    pub async fn grant_to(&self, role: &str) -> Result<bool, Error> {
        let Store::Postgres(pool) = &self.0 else { return Ok(false) };
        let mut connection = pool.acquire().await.on(RIGHTS)?;
        let mut tx = connection.begin().await.on(RIGHTS)?;
        let connection: &mut PgConnection = &mut tx;
        let statements: Vec<(String,)> =
            sqlx::query_as(STATEMENTS).bind(role).bind(APPLIED).fetch_all(&mut *connection).await.on(RIGHTS)?;
        for (statement,) in statements {
            connection.execute(AssertSqlSafe(statement)).await.on(RIGHTS)?;
        }
        tx.commit().await.map_err(Error::from_commit)?;
        Ok(true)
    }
}
