//! Users, keys and what they hold; one-time links; sessions.

use samfin::storage::grants::{self, Held, Holder, Source};
use samfin::storage::keys::{self, ApiKey};
use samfin::storage::links::{self, Purpose};
use samfin::storage::sessions::{self, Session};
use samfin::storage::users::{self, Account, Status};
use samfin::storage::{Db, Error, Tx, Work};

use crate::databases::on_both_databases;
use crate::given::{agreement, at, id, raw};

const NOW: &str = "2026-12-01T09:00:00Z";
const DIGEST: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn account(number: u32, login: &str) -> Account {
    Account {
        id: id(number),
        login: login.to_owned(),
        name: "Tove Test".to_owned(),
        has_password: true,
        issuer: None,
        subject: None,
        status: Status::Active,
        revision: 1,
        created_at: at(NOW),
        changed_at: at(NOW),
    }
}

fn held(number: u32, role: &str, source: Source) -> Held {
    Held { id: id(number), role: role.to_owned(), agreement_id: None, party: None, amount_limit: None, source }
}

async fn write<T: Send + 'static>(
    db: &Db,
    work: impl for<'a> Fn(&'a mut Tx, &'a ()) -> Work<'a, T, Error> + Send + Sync + 'static,
) -> Result<T, Error> {
    db.write((), work).await
}

async fn add(db: &Db, number: u32, login: &str, role: &str) {
    let input = (account(number, login), held(number + 100, role, Source::Manual));
    let added: Result<(), Error> = db
        .write(input, |tx, (account, held)| {
            Box::pin(async move {
                users::insert(tx, account, Some("$argon2id$…")).await?;
                grants::replace(tx, Holder::User(&account.id), Source::Manual, std::slice::from_ref(held)).await
            })
        })
        .await;
    added.expect("the user is stored");
}

on_both_databases! {
    async fn an_account_is_found_by_id_and_by_login(database) {
        let db = database.connect().await;
        add(&db, 1, "tove@example.org", "officer").await;
        let found = write(&db, |tx, ()| Box::pin(async move {
            let by_id = users::get(tx, &id(1)).await?;
            let (by_login, hash) = users::with_login(tx, "tove@example.org").await?.expect("the login is known");
            assert_eq!((by_id == by_login, hash.as_deref()), (true, Some("$argon2id$…")));
            assert_eq!(users::with_login(tx, "TOVE@example.org").await?, None);
            Ok(by_id)
        })).await.expect("reads");
        assert_eq!(found, account(1, "tove@example.org"));
    }

    async fn a_login_belongs_to_one(database) {
        let db = database.connect().await;
        add(&db, 1, "tove", "officer").await;
        let second = write(&db, |tx, ()| Box::pin(async move { users::insert(tx, &account(2, "tove"), None).await })).await;
        assert!(matches!(second, Err(Error::Conflict { what: "users" })), "{second:?}");
    }

    async fn a_stale_writer_is_refused_and_told_the_revision(database) {
        let db = database.connect().await;
        add(&db, 1, "tove", "officer").await;
        let written = write(&db, |tx, ()| Box::pin(async move { users::replace(tx, &account(1, "tove"), 1).await })).await;
        written.expect("the first one writes");
        let stale = write(&db, |tx, ()| Box::pin(async move { users::replace(tx, &account(1, "tove"), 1).await })).await;
        assert!(matches!(stale, Err(Error::Stale { what: "user", current: Some(2) })), "{stale:?}");
    }

    async fn a_source_replaces_its_own_grants_only(database) {
        let db = database.connect().await;
        add(&db, 1, "tove", "officer").await;
        let roles = write(&db, |tx, ()| Box::pin(async move {
            let tove = id(1);
            let holder = Holder::User(&tove);
            grants::replace(tx, holder, Source::Groups, &[held(7, "reader", Source::Groups)]).await?;
            grants::replace(tx, holder, Source::Groups, &[held(8, "auditor", Source::Groups)]).await?;
            let both = grants::of(tx, holder).await?;
            grants::replace(tx, holder, Source::Manual, &[]).await?;
            let groups = grants::of(tx, holder).await?;
            Ok([both, groups].map(|held| held.into_iter().map(|held| held.role).collect::<Vec<_>>()))
        })).await.expect("writes");
        assert_eq!(roles, [vec!["auditor".to_owned(), "officer".to_owned()], vec!["auditor".to_owned()]]);
    }

    async fn a_grant_that_makes_no_sense_is_refused_by_the_database(database) {
        let db = database.connect().await;
        add(&db, 1, "tove", "officer").await;
        agreement(&db, &id(50)).await;
        let row = |columns: &str| format!("INSERT INTO grants (id, user_id, key_id, role, agreement_id, party, source) VALUES ('{}', {columns})", id(9));
        let tove = id(1);
        raw(&database, &row(&format!("'{tove}', NULL, 'party_officer', '{}', 'are', 'manual'", id(50)))).await.expect("this one does");
        for columns in [
            format!("'{tove}', NULL, 'boss', NULL, NULL, 'manual'"),
            format!("'{tove}', NULL, 'officer', NULL, 'are', 'manual'"),
            format!("'{tove}', NULL, 'party_officer', NULL, NULL, 'manual'"),
            format!("'{tove}', NULL, 'admin', '{}', NULL, 'manual'", id(50)),
            format!("'{tove}', NULL, 'officer', '{}', NULL, 'manual'", id(51)),
            "NULL, NULL, 'officer', NULL, NULL, 'manual'".to_owned(),
            format!("'{tove}', NULL, 'officer', NULL, NULL, 'whim'"),
        ] {
            raw(&database, "DELETE FROM grants").await.expect("deleted");
            assert!(raw(&database, &row(&columns)).await.is_err(), "{columns}");
        }
    }

    async fn administrators_are_counted_while_their_accounts_are_open(database) {
        let db = database.connect().await;
        add(&db, 1, "tove", "admin").await;
        add(&db, 2, "kim", "admin").await;
        add(&db, 3, "alex", "officer").await;
        let counted = write(&db, |tx, ()| Box::pin(async move {
            let before = users::hold_administrators(tx).await?;
            users::replace(tx, &Account { status: Status::Closed, ..account(2, "kim") }, 1).await?;
            Ok((before, users::hold_administrators(tx).await?))
        })).await.expect("writes");
        assert_eq!(counted, (2, 1));
    }

    async fn a_key_is_revoked_once(database) {
        let db = database.connect().await;
        let (first, second, key) = write(&db, |tx, ()| Box::pin(async move {
            let key = ApiKey {
                id: id(1), name: "Ekonomisystemet".into(), created_at: at(NOW), created_by: None,
                expires_at: Some(at("2027-01-01T00:00:00Z")), revoked_at: None, revoke_reason: None,
            };
            keys::insert(tx, &key, DIGEST).await?;
            assert_eq!(keys::find(tx, &id(1)).await?, Some((key, DIGEST.to_owned())));
            let first = keys::revoke(tx, &id(1), at("2026-12-02T00:00:00Z"), Some("borttappad")).await?;
            let second = keys::revoke(tx, &id(1), at("2026-12-03T00:00:00Z"), None).await?;
            Ok((first, second, keys::get(tx, &id(1)).await?))
        })).await.expect("writes");
        assert_eq!((first, second), (true, false));
        assert_eq!((key.revoked_at, key.revoke_reason.as_deref()), (Some(at("2026-12-02T00:00:00Z")), Some("borttappad")));
    }

    async fn a_link_is_used_once_and_in_time_and_a_new_one_takes_its_place(database) {
        let db = database.connect().await;
        add(&db, 1, "tove", "officer").await;
        let (other, soon) = ("f".repeat(64), "2026-12-01T10:00:00Z");
        write(&db, move |tx, ()| { let other = other.clone(); Box::pin(async move {
            let (setup, password) = (Purpose::Setup, Purpose::Password(id(1)));
            links::insert(tx, DIGEST, &setup, at(NOW), at(soon)).await?;
            links::insert(tx, &other, &password, at(NOW), at(soon)).await?;
            assert_eq!(links::find(tx, &other, at(NOW)).await?, Some(password.clone()));
            assert_eq!(links::find(tx, &other, at(soon)).await?, None, "it has run out");
            assert!(!links::take(tx, &other, at(soon)).await?);
            assert!(links::take(tx, &other, at(NOW)).await? && !links::take(tx, &other, at(NOW)).await?);
            assert_eq!(links::find(tx, DIGEST, at(NOW)).await?, Some(Purpose::Setup));
            links::insert(tx, &other, &setup, at(NOW), at(soon)).await?;
            assert_eq!(links::find(tx, DIGEST, at(NOW)).await?, None, "a newer one has taken its place");
            Ok(())
        })}).await.expect("writes");
    }

    async fn a_session_is_found_until_it_is_ended(database) {
        let db = database.connect().await;
        add(&db, 1, "tove", "officer").await;
        write(&db, |tx, ()| Box::pin(async move {
            let later = at("2026-12-01T21:00:00Z");
            let session = Session { token_sha256: DIGEST.into(), user_id: id(1), created_at: at(NOW), seen_at: at(NOW), expires_at: later };
            sessions::insert(tx, &session).await?;
            sessions::seen(tx, DIGEST, at("2026-12-01T09:05:00Z")).await?;
            let seen = Session { seen_at: at("2026-12-01T09:05:00Z"), ..session.clone() };
            assert_eq!(sessions::find(tx, DIGEST).await?, Some(seen));
            assert!(sessions::end(tx, DIGEST).await? && !sessions::end(tx, DIGEST).await?);
            sessions::insert(tx, &session).await?;
            assert_eq!(sessions::forget(tx, at("2026-12-01T20:59:59Z")).await?, 0);
            assert_eq!(sessions::forget(tx, later).await?, 1);
            sessions::insert(tx, &session).await?;
            assert_eq!(sessions::end_all(tx, &id(1)).await?, 1);
            Ok(())
        })).await.expect("writes");
    }
}
