//! `/installningar`: what an organisation's people look after, each to whom it is open.
//!
//! | address | is |
//! | --- | --- |
//! | `/installningar` | the way to everything |
//! | `/installningar/organisationer` | the legal entities |
//! | `/installningar/organisationer/ny`, `/installningar/organisationer/{id}` | one, with its invoicing details and accounts |
//! | `/installningar/organisationer/{id}/layouter` | in which layouts its files are written |
//! | `/installningar/referensrantor` | the reference rates that interest on late payment follows |
//! | `/installningar/bokforing` | the books as a file: `?utstallare=&fran=&till=&form=sie` |

mod accounts;
mod books;
mod coding;
mod door;
mod fields;
mod hub;
mod layout_columns;
mod layout_fields;
mod layouts;
mod list;
mod one;
mod pattern;
mod rates;

pub(super) use books::export_books;
pub(super) use hub::settings;
pub(super) use layouts::{change_layouts, show_layouts};
pub(super) use list::list_organisations;
pub(super) use one::{change_organisation, make_organisation, new_organisation, show_organisation};
pub(super) use rates::{enter_rate, show_rates};

fn address(id: &str) -> String {
    format!("/installningar/organisationer/{id}")
}
