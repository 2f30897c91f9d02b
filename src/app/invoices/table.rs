//! Many documents as one file: a table for people, and a basis for another ledger in its own layout.

use samfin_core::billing::document::Document;
use samfin_core::{Code, Issue, Lang, say};
use samfin_documents::invoice_table::{Layout, basis_csv, table, usual};
use samfin_documents::table::{Dialect, csv, xlsx};

use super::Filter;
use crate::app::{Desk, Error};

/// The most documents in one file.
pub const MOST_IN_A_TABLE: usize = 2_000;

/// What sort of file a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFile {
    /// CSV.
    Csv(Dialect),
    /// A workbook of one sheet.
    Xlsx,
}

/// Which documents are exported.
#[derive(Debug, Clone)]
pub enum Exported {
    /// These, in this order.
    Ids(Vec<String>),
    /// All that pass, in the order they came.
    Matching(Filter),
}

impl Desk {
    /// The documents that pass, in the order they came, with all their lines.
    pub async fn invoice_table(&self, filter: Filter, file: TableFile, lang: Lang) -> Result<Vec<u8>, Error> {
        let documents = self.matching(filter, "/query").await?;
        let (today, sheet) = (self.today(), say!("Fakturor", "Invoices"));
        let write = move || {
            let table = table(&usual(lang), &documents, lang);
            match file {
                TableFile::Csv(dialect) => Ok(csv(&table, dialect)),
                TableFile::Xlsx => {
                    xlsx(&table, sheet.get(lang), today).map_err(|error| Error::Broken(error.to_string()))
                }
            }
        };
        self.pool.heavy(write).await?
    }

    /// Documents as another ledger reads them.
    pub async fn invoice_export(&self, exported: Exported, layout: Layout, lang: Lang) -> Result<Vec<u8>, Error> {
        let documents = match exported {
            Exported::Matching(filter) => self.matching(filter, "").await?,
            Exported::Ids(ids) => {
                let mut documents = Vec::with_capacity(ids.len());
                for id in ids {
                    documents.push(self.invoice(id).await?.invoice.document);
                }
                documents
            }
        };
        self.pool.heavy(move || basis_csv(&layout, &documents, lang)).await
    }

    async fn matching(&self, filter: Filter, pointer: &str) -> Result<Vec<Document>, Error> {
        let limit = i64::try_from(MOST_IN_A_TABLE + 1).unwrap_or(i64::MAX);
        let mut found = self.invoices(filter, None, limit).await?;
        if found.len() > MOST_IN_A_TABLE {
            let detail = say!(
                "det är fler än {MOST_IN_A_TABLE} underlag; välj ett avtal, ett år eller en part",
                "there are more than {MOST_IN_A_TABLE} documents; choose an agreement, a year or a party"
            );
            return Err(Issue::new(pointer, Code::OutOfRange, detail).into());
        }
        // Lists begin with the newest, tables with the oldest.
        found.reverse();
        Ok(found.into_iter().map(|whole| whole.invoice.document).collect())
    }
}
