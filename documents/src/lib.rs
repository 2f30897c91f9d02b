//! Documents of a split: plain data goes in, bytes come out.
//!
//! A writer is told everything, the date included, so that the same data gives the same bytes. It
//! depends on the calculation only and never asks a database, a clock or the network.
//!
//! | document | module |
//! | --- | --- |
//! | the comparison as a workbook with live formulas (XLSX) | [`workbook`] |

pub mod workbook;
