//! What a database holds, read beside the program: a line for each row, the same for SQLite and PostgreSQL.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use samfin::app::backup::LEFT_OUT;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::databases::Database;

/// Every table but sqlx's own, with its rows.
pub(crate) type Dump = BTreeMap<String, Vec<String>>;

/// Everything that is stored.
pub(crate) async fn dump(database: &Database) -> Dump {
    dump_of(&database.url).await
}

/// Everything that is stored at an address, but for what no backup holds.
pub(crate) async fn dump_of(url: &str) -> Dump {
    let mut dump = if url.starts_with("sqlite") { sqlite(url).await } else { postgres(url).await };
    dump.retain(|table, _| LEFT_OUT.iter().all(|(left_out, _)| left_out != table));
    dump
}

async fn sqlite(url: &str) -> Dump {
    let mut connection = SqliteConnection::connect(url).await.expect("a connection");
    // Each row as an object, by the names of the table's columns.
    let listed: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, group_concat('''' || c.name || ''', CASE WHEN typeof(\"' || c.name || '\") = ''blob'' THEN ''blob'' ELSE \"' || c.name || '\" END')
         FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND t.name <> '_sqlx_migrations' GROUP BY t.name",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the tables");
    let mut dump = Dump::new();
    for (table, pairs) in listed {
        let text = AssertSqlSafe(format!("SELECT json_object({pairs}) FROM \"{table}\""));
        let rows: Vec<(String,)> = sqlx::query_as(text).fetch_all(&mut connection).await.expect("the rows");
        dump.insert(table, sorted(rows));
    }
    connection.close().await.expect("closed");
    dump
}

async fn postgres(url: &str) -> Dump {
    let mut connection = PgConnection::connect(url).await.expect("a connection");
    let tables: Vec<(String,)> = sqlx::query_as(
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the tables");
    let mut dump = Dump::new();
    for (table,) in tables {
        let text = AssertSqlSafe(format!("SELECT to_jsonb(t)::text FROM \"{table}\" AS t"));
        let rows: Vec<(String,)> = sqlx::query_as(text).fetch_all(&mut connection).await.expect("the rows");
        dump.insert(table, sorted(rows));
    }
    connection.close().await.expect("closed");
    dump
}

fn sorted(rows: Vec<(String,)>) -> Vec<String> {
    let mut rows: Vec<String> = rows.into_iter().map(|(row,)| plain(&row)).collect();
    rows.sort_unstable();
    rows
}

/// Moments have one spelling and truths are numbers.
fn plain(row: &str) -> String {
    let mut row: BTreeMap<String, Value> = serde_json::from_str(row).expect("an object");
    for value in row.values_mut() {
        let moment = value.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        if let Some(moment) = moment {
            *value = moment.with_timezone(&Utc).to_rfc3339().into();
        } else if let Some(truth) = value.as_bool() {
            *value = i64::from(truth).into();
        }
    }
    serde_json::to_string(&row).expect("JSON")
}
