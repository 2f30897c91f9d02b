//! Whether the database has the tables of this program, and is whole.

use samfin_core::{Text, say};

use super::{Check, Fault, Faults};
use crate::app::backup::{difference, tables_of_this_program};
use crate::app::maintain::NotReady;
use crate::storage::{Db, Error, Tx, copy, integrity};

/// Whether every migration of this program has run, and no other.
pub(super) fn migrations(pending: Result<Vec<i64>, Error>) -> Result<Check, NotReady> {
    let mut faults = Faults::default();
    let mut fault =
        |problem: Text, advice: Text| faults.add(Fault { place: "_sqlx_migrations".to_owned(), problem, advice });
    match pending {
        Ok(missing) if missing.is_empty() => {}
        Ok(missing) => {
            let list = missing.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            fault(
                say!("{list} har inte körts.", "{list} have not run."),
                say!("Kör samfin migrate.", "Run samfin migrate."),
            );
        }
        Err(Error::Newer { version }) => fault(
            say!("{version} finns inte i det här programmet.", "{version} is not in this program."),
            say!("Använd ett nyare samfin.", "Use a newer samfin."),
        ),
        Err(Error::Rewritten { version }) => fault(
            say!("{version} kördes i en annan lydelse.", "{version} ran in another wording."),
            say!("Använd det bygge som databasen hör till.", "Use the build that the database belongs to."),
        ),
        Err(other) => return Err(other.into()),
    }
    Ok(faults.check("migrations", say!("migrationer", "migrations"), say!("alla har körts", "all have run")))
}

/// Whether the tables are as the migrations made them.
pub(super) async fn tables(tx: &mut Tx) -> Result<Check, Error> {
    let found = copy::tables(tx).await?;
    let mut faults = Faults::default();
    if let Some(table) = difference(&found, &tables_of_this_program().await?) {
        faults.add(Fault {
            place: table,
            problem: say!(
                "Tabellen saknas, är någon annans, eller har andra kolumner än migrationerna ger den.",
                "The table is missing, is somebody else's, or has other columns than the migrations give it."
            ),
            advice: say!(
                "Flytta andra programs tabeller till ett annat schema; annars: återställ en säkerhetskopia till en ny databas.",
                "Move the tables of other programs to another schema; otherwise: restore a backup into a new database."
            ),
        });
    }
    let count = found.len();
    let fine =
        say!("{count} tabeller, alla som migrationerna gör dem", "{count} tables, all as the migrations make them");
    Ok(faults.check("tables", say!("tabeller", "tables"), fine))
}

/// Whether the file of an embedded database is whole.
pub(super) async fn file(db: &Db) -> Result<Check, Error> {
    let mut faults = Faults::default();
    let damage = db.damage().await?;
    let fine = if damage.is_some() {
        say!("databasfilen är hel", "the database file is whole")
    } else {
        say!("sköts av PostgreSQL", "PostgreSQL looks after it")
    };
    for said in damage.unwrap_or_default() {
        faults.add(Fault {
            place: "SQLite".to_owned(),
            problem: say!("{said}.", "{said}."),
            advice: keep_and_restore(),
        });
    }
    Ok(faults.check("file", say!("fil", "file"), fine))
}

/// Whether everything that is referred to is there.
pub(super) async fn references(tx: &mut Tx) -> Result<Check, Error> {
    let mut faults = Faults::default();
    let dangling = integrity::dangling(tx).await?;
    let fine = if dangling.is_some() {
        say!("alla leder någonstans", "all of them lead somewhere")
    } else {
        say!("sköts av PostgreSQL", "PostgreSQL looks after them")
    };
    for integrity::Dangling { table, row, parent } in dangling.unwrap_or_default() {
        faults.add(Fault {
            place: row.map_or_else(|| table.clone(), |row| format!("{table} rowid {row}")),
            problem: say!(
                "Raden hänvisar till en rad i {parent} som inte finns.",
                "The row refers to a row of {parent} that is not there."
            ),
            advice: super::edited(),
        });
    }
    Ok(faults.check("references", say!("hänvisningar", "references"), fine))
}

/// What to do when the file is damaged.
pub(super) fn keep_and_restore() -> Text {
    say!(
        "Stoppa tjänsten, ta en kopia av filen som den är, och återställ den senaste hela säkerhetskopian till en ny.",
        "Stop the service, keep a copy of the file as it is, and restore the latest whole backup into a new one."
    )
}
