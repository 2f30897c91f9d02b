//! Layouts that an organisation keeps for its files to other systems, so that whoever fetches a file only has to name one.

use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber};
use samfin_core::{Code, Id, Issue, say};

use super::budgets::{Expected, tag};
use super::organisations::with_number;
use super::scope::{On, Right};
use super::told::Event;
use super::{Desk, Error};
use crate::storage::{self, export_layouts as store, organisations};

pub use crate::storage::export_layouts::{ExportLayout, Exports, Named};

/// The most layouts of an organisation.
pub const MOST_LAYOUTS: usize = 100;

/// A layout that is to be kept.
#[derive(Debug, Clone)]
pub struct NewLayout {
    /// Whose it is.
    pub organisation: String,
    /// What it is called there.
    pub name: Id,
    /// What it is for.
    pub exports: Exports,
    /// How the file looks: JSON that has been found right.
    pub layout: String,
}

impl Desk {
    /// Every layout of an organisation, by name.
    pub async fn export_layouts(&self, organisation: String) -> Result<Vec<ExportLayout>, Error> {
        self.require(Right::ReadOrganisations, On::Service)?;
        let read = self.db.read(organisation, |tx, id| {
            Box::pin(async move {
                organisations::get(tx, id).await?;
                Ok::<_, Error>(store::all(tx, id).await?)
            })
        });
        let mut layouts = read.await?;
        layouts.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(layouts)
    }

    /// Every layout for something, whoever keeps it, by organisation and name.
    pub async fn layouts_for(&self, exports: Exports) -> Result<Vec<Named>, Error> {
        self.require(Right::ReadOrganisations, On::Service)?;
        let read =
            self.db.read((), move |tx, ()| Box::pin(async move { Ok::<_, Error>(store::named(tx, exports).await?) }));
        let mut named = read.await?;
        named.sort_by(|one, other| (&one.organisation, &one.name).cmp(&(&other.organisation, &other.name)));
        Ok(named)
    }

    /// One layout.
    pub async fn export_layout(&self, organisation: String, name: Id) -> Result<ExportLayout, Error> {
        self.require(Right::ReadOrganisations, On::Service)?;
        self.db
            .read((organisation, name), |tx, (id, name)| {
                Box::pin(async move {
                    organisations::get(tx, id).await?;
                    store::get(tx, id, name.as_str()).await?.ok_or_else(|| no_layout(name))
                })
            })
            .await
    }

    /// Writes a layout over what the caller had read.
    pub async fn put_export_layout(&self, new: NewLayout, expected: Expected) -> Result<ExportLayout, Error> {
        self.require(Right::WriteOrganisations, On::Service)?;
        let new = ExportLayout {
            organisation_id: new.organisation,
            name: new.name.to_string(),
            exports: new.exports,
            layout: new.layout,
            revision: 0,
            changed_at: self.now(),
        };
        self.write((new, expected), |tx, (new, expected)| {
            Box::pin(async move {
                let organisation = &new.organisation_id;
                organisations::get(tx, organisation).await?;
                let before = store::get(tx, organisation, &new.name).await?;
                let revision = match expected {
                    Expected::TheFirst if before.is_some() => return Err(condition_missing()),
                    Expected::Nothing | Expected::TheFirst => None,
                    Expected::Revision(revision) => Some(*revision),
                };
                if before.is_none() && store::all(tx, organisation).await?.len() >= MOST_LAYOUTS {
                    let detail = say!(
                        "organisationen har redan {MOST_LAYOUTS} layouter; ta bort en eller skriv över en",
                        "the organisation has {MOST_LAYOUTS} layouts already; delete one or write one over"
                    );
                    return Err(Issue::new("", Code::OutOfRange, detail).into());
                }
                let written = store::put(tx, new.clone(), revision).await.map_err(stale)?;
                let told = Event::new("export_layout.written", object(&written)).to(&written);
                Ok((written, before.iter().fold(told, Event::from).into()))
            })
        })
        .await
    }

    /// Deletes a layout that the caller had read.
    pub async fn delete_export_layout(
        &self,
        organisation: String,
        name: Id,
        revision: i64,
        reason: Option<String>,
    ) -> Result<(), Error> {
        self.require(Right::WriteOrganisations, On::Service)?;
        self.write((organisation, name, reason), move |tx, (id, name, reason)| {
            Box::pin(async move {
                organisations::get(tx, id).await?;
                let before = store::get(tx, id, name.as_str()).await?.ok_or_else(|| no_layout(name))?;
                store::delete(tx, id, name.as_str(), revision).await.map_err(stale)?;
                let told = Event::new("export_layout.deleted", object(&before)).from(&before).because(reason.as_ref());
                Ok(((), told.into()))
            })
        })
        .await
    }

    /// The layout that the organisation with a number has under a name, for one who exports; `at` is where it was named.
    pub async fn layout_named(
        &self,
        issuer: OrganisationNumber,
        name: Id,
        exports: Exports,
        at: &'static str,
    ) -> Result<String, Error> {
        self.require(Right::ReadOrganisations, On::Anything)?;
        self.db
            .read((issuer, name), move |tx, (issuer, name)| {
                Box::pin(async move {
                    let found = match with_number(tx, issuer).await? {
                        Some(organisation) => store::get(tx, &organisation.id, name.as_str()).await?,
                        None => None,
                    };
                    let number = issuer.as_str();
                    let found = found.ok_or_else(|| {
                        let detail = say!(
                            "organisationen {number} har ingen layout \"{name}\"",
                            "the organisation {number} has no layout \"{name}\""
                        );
                        Issue::new(at, Code::UnknownReference, detail)
                    })?;
                    if found.exports != exports {
                        let detail = match found.exports {
                            Exports::Invoices => say!(
                                "layouten \"{name}\" är för fakturaunderlag",
                                "the layout \"{name}\" is for invoice basis"
                            ),
                            Exports::Ledger => {
                                say!("layouten \"{name}\" är för bokföring", "the layout \"{name}\" is for the books")
                            }
                        };
                        return Err(Issue::new(at, Code::UnknownReference, detail).into());
                    }
                    Ok(found.layout)
                })
            })
            .await
    }
}

fn object(layout: &ExportLayout) -> String {
    format!("{}-{}", layout.organisation_id, layout.name)
}

fn no_layout(name: &Id) -> Error {
    Error::NotFound(say!("Det finns ingen layout \"{name}\".", "There is no layout \"{name}\"."))
}

fn condition_missing() -> Error {
    Error::ConditionMissing(say!(
        "Layouten finns redan: hämta den och skicka dess ETag i If-Match, så att ingen annans ändring går förlorad.",
        "The layout is there: fetch it and send its ETag in If-Match, so that nobody's change is lost."
    ))
}

fn stale(error: storage::Error) -> Error {
    match error {
        storage::Error::Stale { current, .. } => Error::Stale {
            detail: match current {
                Some(revision) => say!(
                    "Layouten är nu på revision {revision}. Hämta den och gör om ändringen.",
                    "The layout is now at revision {revision}. Fetch it and make the change again."
                ),
                None => say!(
                    "Det finns ingen sådan layout än. Skriv den med If-None-Match: *.",
                    "There is no such layout yet. Write it with If-None-Match: *."
                ),
            },
            current: current.map(tag),
        },
        error => error.into(),
    }
}
