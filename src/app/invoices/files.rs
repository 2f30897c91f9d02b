//! A document as a file: made from what was frozen, stored once, and the same bytes ever after.
//!
//! Files are made after the issue and never in its transaction. What a crash leaves without its files gets them when somebody
//! asks, when the program starts, and once an hour.

use futures_util::StreamExt as _;
use samfin_core::billing::document::Document;
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::say;
use samfin_documents::{invoice_pdf, peppol};

use super::details::Years;
use super::{Invoice, Status, numbered_by, seen, store};
use crate::app::{App, Desk, Error};
use crate::digest::sha256;

pub use crate::storage::invoices::{File, FileKind};

/// How many documents are written at a time after an issue.
const AT_A_TIME: usize = 2;
/// The most documents whose files are stored in one transaction.
const STORED_TOGETHER: usize = 16;
/// How many such transactions wait at a time.
const STORED_AT_A_TIME: usize = 2;
/// So many that have no files are looked up at once.
const AT_ONCE: i64 = 200;

/// Both files of a document: as paper, and as an e-invoice where it can be one.
struct Made {
    pdf: Vec<u8>,
    xml: Option<Vec<u8>>,
}

impl Desk {
    /// A document as a file. A draft has no e-invoice, and its paper says that it is a draft.
    pub async fn invoice_file(&self, id: String, kind: FileKind) -> Result<(Invoice, File), Error> {
        let (scope, today) = (self.scope().clone(), self.today());
        let (invoice, stored, in_ledger) = self
            .db
            .read((id, scope), move |tx, (id, scope)| {
                Box::pin(async move {
                    let invoice = seen(tx, scope, id).await?;
                    let stored = store::file(tx, id, kind).await?;
                    let issued_by = match &invoice.issue {
                        Some(issue) => numbered_by(issue),
                        None => Years::on(today).of(tx, &invoice).await?.issued_by(&invoice.document),
                    };
                    Ok::<_, Error>((invoice, stored, issued_by == IssuedBy::External))
                })
            })
            .await?;
        if let Some(stored) = stored {
            return Ok((invoice, stored));
        }
        if in_ledger {
            // The invoice is the ledger's: what is made here is never taken for it, and so never stored as what was sent.
            if kind == FileKind::Xml {
                return Err(no_einvoice_of_a_basis());
            }
            let document = invoice.document.clone();
            let bytes = self.pool.heavy(move || basis(&document)).await??;
            return Ok((invoice, File { sha256: sha256(&bytes), bytes }));
        }
        match (invoice.status, kind) {
            (Status::Issued, _) => {}
            (_, FileKind::Xml) => return Err(no_einvoice_of_a_draft()),
            (_, FileKind::Pdf) => {
                let document = invoice.document.clone();
                let bytes = self.pool.heavy(move || paper(&document, None)).await??;
                return Ok((invoice, File { sha256: sha256(&bytes), bytes }));
            }
        }
        if kind == FileKind::Xml {
            // Told before anything is made: whoever asks for an e-invoice wants to know why there is none.
            e_invoice(&invoice.document)?;
        }
        let file = self.write_files(&invoice).await?.into_iter().find(|(made, _)| *made == kind);
        let (_, file) = file.ok_or_else(|| Error::Broken(format!("the files of {} were not made", invoice.id)))?;
        Ok((invoice, file))
    }
}

impl App {
    /// Makes the files of what was just issued, while the caller goes on.
    pub(super) fn write_files_soon(&self, ids: Vec<String>) {
        let app = self.clone();
        tokio::spawn(async move { app.write_files_of(ids).await });
    }

    /// Makes the files of what was issued and has none: what a crash or a fault has left. How many there were.
    pub async fn write_missing_files(&self) -> Result<usize, Error> {
        let (mut after, mut count) = (String::new(), 0);
        loop {
            let from = after.clone();
            let found = self.db.read(from, |tx, from| Box::pin(store::without_files(tx, from, AT_ONCE))).await?;
            let Some(last) = found.last() else { return Ok(count) };
            after.clone_from(last);
            count += found.len();
            self.write_files_of(found).await;
        }
    }

    /// Makes files, two at a time, and stores some together: a transaction waits for the disk longer than a file takes to make.
    /// Why some could not be made is kept, to be told.
    async fn write_files_of(&self, ids: Vec<String>) {
        let made = futures_util::stream::iter(ids)
            .map(|id| async move {
                let made = async {
                    let invoice = self.db.read(id.clone(), |tx, id| Box::pin(store::get(tx, id))).await?;
                    self.made_of(&invoice).await
                };
                let made = made.await;
                (id, made)
            })
            .buffer_unordered(AT_A_TIME)
            .chunks(STORED_TOGETHER);
        // While some are stored the next are made: a server of its own takes its time too.
        made.for_each_concurrent(STORED_AT_A_TIME, |some| async {
            let (mut good, mut bad) = (Vec::with_capacity(some.len()), Vec::new());
            for (id, made) in some {
                match made {
                    Ok(made) => good.push((id, made)),
                    Err(error) => bad.push((id, error.to_string())),
                }
            }
            let ids: Vec<String> = good.iter().map(|(id, _)| id.clone()).collect();
            if let Err(error) = self.store_files(good).await {
                bad.extend(ids.into_iter().map(|id| (id, error.to_string())));
            }
            for (id, fault) in bad {
                self.keep_fault(id, fault).await;
            }
        })
        .await;
    }

    async fn keep_fault(&self, id: String, fault: String) {
        tracing::warn!(invoice = id, fault, "its files could not be made, which is tried again");
        let now = self.now();
        let kept = self.db.write((id, fault), move |tx, (id, fault)| {
            Box::pin(async move { Ok::<_, Error>(store::keep_fault(tx, id, fault, now).await?) })
        });
        if let Err(error) = kept.await {
            tracing::warn!(%error, "why could not be kept");
        }
    }

    async fn made_of(&self, invoice: &Invoice) -> Result<Made, Error> {
        let document = invoice.document.clone();
        self.pool.patiently(move || make(&document)).await?
    }

    /// Makes and stores the files of an issued document; where there are files already, gives those.
    async fn write_files(&self, invoice: &Invoice) -> Result<Vec<(FileKind, File)>, Error> {
        let made = self.made_of(invoice).await?;
        self.store_files(vec![(invoice.id.clone(), made)]).await
    }

    /// Stores files of issued documents in one transaction; gives those that are stored.
    async fn store_files(&self, made: Vec<(String, Made)>) -> Result<Vec<(FileKind, File)>, Error> {
        let now = self.now();
        self.db
            .write(made, move |tx, made| {
                Box::pin(async move {
                    let mut files = Vec::with_capacity(2 * made.len());
                    for (id, made) in made {
                        files.push((FileKind::Pdf, store::put_file(tx, id, FileKind::Pdf, &made.pdf, now).await?));
                        if let Some(xml) = &made.xml {
                            files.push((FileKind::Xml, store::put_file(tx, id, FileKind::Xml, xml, now).await?));
                        }
                    }
                    Ok(files)
                })
            })
            .await
    }
}

fn make(document: &Document) -> Result<Made, Error> {
    let xml = e_invoice(document).ok();
    Ok(Made { pdf: paper(document, xml.as_deref())?, xml })
}

fn paper(document: &Document, xml: Option<&[u8]>) -> Result<Vec<u8>, Error> {
    invoice_pdf::pdf(document, xml).map_err(|error| Error::Broken(error.to_string()))
}

fn basis(document: &Document) -> Result<Vec<u8>, Error> {
    invoice_pdf::basis(document).map_err(|error| Error::Broken(error.to_string()))
}

fn e_invoice(document: &Document) -> Result<Vec<u8>, Error> {
    peppol::peppol(document).map_err(|error| match error {
        peppol::Error::Faults(faults) => {
            let texts: Vec<_> = faults.iter().map(peppol::Fault::text).collect();
            let (sv, en): (Vec<_>, Vec<_>) = texts.iter().map(|text| (text.sv.as_str(), text.en.as_str())).unzip();
            Error::NoEInvoice(samfin_core::Text::new(sv.join("; "), en.join("; ")))
        }
        error @ peppol::Error::Writing(_) => Error::Broken(error.to_string()),
    })
}

fn no_einvoice_of_a_draft() -> Error {
    Error::InvalidState {
        detail: say!(
            "Utkastet är inte utfärdat, och en e-faktura har ett nummer. Utfärda den först.",
            "The draft is not issued, and an e-invoice has a number. Issue it first."
        ),
        legal: vec!["attest", "issue"],
    }
}

fn no_einvoice_of_a_basis() -> Error {
    Error::NoEInvoice(say!(
        "Fakturan utfärdas i säljarens egen kundreskontra, och dess e-faktura finns där.",
        "The invoice is issued in the seller's own customer ledger, and its e-invoice is found there."
    ))
}
