//! The web pages: HTML made here, over the same use cases as the API.
//!
//! Every page takes a `Visitor`, which knows the language, the address and whose service it is, and
//! `layout` puts the frame around the content. Words are Fluent messages (`words.rs`), figures are dressed by
//! `format.rs`, styles and script are files beside them, and nothing comes from elsewhere.
//!
//! A new page is a handler here, its address in `ADDRESSES`, and, when it belongs in the menu, a line in
//! `layout::MENU`.

mod accessibility;
mod assets;
mod basis;
mod compare;
mod errors;
mod events;
mod explanation;
mod form;
pub mod format;
mod forms;
mod glossary;
mod help;
mod importing;
mod invoices;
mod language;
mod layout;
mod log;
mod money;
mod names;
mod overview;
mod parties;
mod parts;
mod payments;
mod payouts;
mod people;
mod problems;
mod scenarios;
mod settings;
mod statistics;
mod visitor;
mod words;
mod year;

use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use actix_web::web::ServiceConfig;

use crate::http::Front;

/// Every page.
pub fn pages(config: &mut ServiceConfig) {
    config.configure(of_agreements).configure(of_money).configure(of_people).configure(of_the_service);
}

/// What is agreed, what it comes to, and what else it could be.
fn of_agreements(config: &mut ServiceConfig) {
    config
        .service(overview::overview)
        .service(compare::compare)
        .service(compare::compare_xlsx)
        .service(compare::save_scenario)
        .service(scenarios::list_scenarios)
        .service(scenarios::explore_shortfall)
        .service(scenarios::show_scenario)
        .service(scenarios::change_scenario)
        .service(scenarios::decision_record)
        .service(basis::basis)
        .service(statistics::list_series)
        .service(statistics::show_series)
        .service(statistics::add_observation)
        .service(importing::choose_statistics)
        .service(importing::receive_statistics)
        .service(importing::choose_outcome)
        .service(importing::receive_outcome)
        .service(importing::show_columns)
        .service(importing::map_columns)
        .service(importing::show_review)
        .service(importing::store)
        .service(importing::faulty_rows)
        .service(importing::show_done)
        .service(basis::edit_agreement)
        .service(basis::change_agreement)
        .service(basis::new_agreement)
        .service(basis::make_agreement)
        .service(basis::show_version)
        .service(basis::change_version)
        .service(explanation::follow)
        .service(parties::list_parties)
        .service(parties::party_budget)
        .service(parties::own_page)
        .service(parties::moved_page)
        .service(log::show_log)
        .service(compare::show_shared);
}

/// The billing year, its documents and payments, and what they need to be set.
fn of_money(config: &mut ServiceConfig) {
    config
        .service(payments::list_payments)
        .service(payments::import_page)
        .service(payments::import_payments)
        .service(payments::show_import)
        .service(payments::default_proposals)
        .service(payments::new_payment)
        .service(payments::register_payment)
        .service(payments::show_payment)
        .service(payments::change_payment)
        .service(payouts::list_payouts)
        .service(payouts::show_payout)
        .service(payouts::change_payout)
        .service(settings::settings)
        .service(settings::export_books)
        .service(settings::show_rates)
        .service(settings::enter_rate)
        .service(settings::show_layouts)
        .service(settings::change_layouts)
        .service(settings::list_organisations)
        .service(settings::new_organisation)
        .service(settings::make_organisation)
        .service(settings::show_organisation)
        .service(settings::change_organisation)
        .service(invoices::list_invoices)
        .service(invoices::register_xlsx)
        .service(invoices::register_csv)
        .service(invoices::download_selected)
        .service(invoices::basis_csv)
        .service(invoices::show_ledger_issues)
        .service(invoices::register_ledger_issues)
        .service(invoices::show_selected)
        .service(invoices::carry_out_selected)
        .service(invoices::show_progress)
        .service(invoices::show_invoice)
        .service(invoices::change_invoice)
        .service(invoices::list_waiting)
        .service(year::list_years)
        .service(year::show_year)
        .service(year::change_year)
        .service(year::show_contributions)
        .service(year::register_contribution)
        .service(year::show_late_money)
        .service(year::register_late_money)
        .service(year::show_meetings)
        .service(year::write_meetings)
        .service(year::show_budget)
        .service(year::change_budget)
        .service(year::show_outcome)
        .service(year::add_outcome)
        .service(year::show_settlement)
        .service(year::settle_year);
}

/// Who may come in, and what is shared with those who need not.
fn of_people(config: &mut ServiceConfig) {
    config
        .service(people::make_share)
        .service(people::list_shares)
        .service(people::make_calendar_share)
        .service(people::revoke_share)
        .service(people::choose_role)
        .service(people::sign_in_page)
        .service(people::sign_in)
        .service(people::sign_out)
        .service(people::go_elsewhere)
        .service(people::come_back)
        .service(people::set_up)
        .service(people::do_set_up)
        .service(people::show_password)
        .service(people::choose_password)
        .service(people::list_users)
        .service(people::make_user)
        .service(people::show_user)
        .service(people::change_user)
        .service(people::list_keys)
        .service(people::make_key)
        .service(people::show_key)
        .service(people::change_key);
}

/// The service itself.
fn of_the_service(config: &mut ServiceConfig) {
    config
        .service(help::help)
        .service(glossary::glossary)
        .service(accessibility::accessibility)
        .service(problems::index)
        .service(problems::one)
        .service(language::choose)
        .service(assets::asset);
}

/// The addresses of [`pages`] that are read.
pub const ADDRESSES: &[&str] = &[
    "/",
    "/jamfor",
    "/jamfor.xlsx",
    "/scenarier",
    "/scenarier/bortfall",
    "/scenarier/{scenario}",
    "/underlag-for-beslut/{scenario}",
    "/underlag",
    "/statistik",
    "/statistik/{series}",
    "/underlag/importera",
    "/ar/{year}/utfall/importera",
    "/importera/{id}",
    "/importera/{id}/granska",
    "/importera/{id}/felaktiga.csv",
    "/importera/{id}/klart",
    "/underlag/andra",
    "/underlag/nytt",
    "/underlag/versioner/{version}",
    "/sa-raknar-vi",
    "/betalningar",
    "/betalningar/importera",
    "/betalningar/importer/{id}",
    "/betalningar/ny",
    "/betalningar/bortfall",
    "/betalningar/{id}",
    "/utbetalningar",
    "/utbetalningar/{id}",
    "/installningar",
    "/installningar/bokforing",
    "/installningar/referensrantor",
    "/installningar/organisationer",
    "/installningar/organisationer/ny",
    "/installningar/organisationer/{id}",
    "/installningar/organisationer/{id}/layouter",
    "/part/{party}",
    "/parter",
    "/parter/{party}",
    "/parter/{party}/budget.xlsx",
    "/logg",
    "/ar",
    "/ar/{year}",
    "/ar/{year}/bidrag",
    "/ar/{year}/sena-pengar",
    "/ar/{year}/moten",
    "/ar/{year}/budget",
    "/ar/{year}/utfall",
    "/ar/{year}/slutavrakning",
    "/fakturor",
    "/fakturor.xlsx",
    "/fakturor.csv",
    "/fakturor/valda",
    "/fakturor/valda.zip",
    "/fakturor/underlag.csv",
    "/fakturor/kundreskontra",
    "/fakturor/utfardade/{key}",
    "/fakturor/{id}",
    "/attest",
    "/delad/{secret}",
    "/delade",
    "/roll",
    "/logga-in",
    "/logga-in/oidc",
    "/logga-in/oidc/tillbaka",
    "/kom-igang/{secret}",
    "/losenord/{secret}",
    "/anvandare",
    "/anvandare/{id}",
    "/nycklar",
    "/nycklar/{id}",
    "/hjalp",
    "/ordlista",
    "/tillganglighet",
    "/problems",
    "/problems/{code}",
    "/sprak",
    "/assets/{file}",
];

/// The addresses of [`pages`] that forms are sent to.
pub const FORMS: &[&str] = &[
    "/jamfor/spara",
    "/jamfor/dela",
    "/delade/{id}",
    "/scenarier/{scenario}",
    "/statistik/{series}",
    "/underlag/importera",
    "/ar/{year}/utfall/importera",
    "/importera/{id}",
    "/importera/{id}/granska",
    "/underlag/andra",
    "/underlag/nytt",
    "/underlag/versioner/{version}",
    "/betalningar/importera",
    "/betalningar/ny",
    "/betalningar/{id}",
    "/utbetalningar/{id}",
    "/installningar/referensrantor",
    "/installningar/organisationer/ny",
    "/installningar/organisationer/{id}",
    "/installningar/organisationer/{id}/layouter",
    "/ar/{year}",
    "/ar/{year}/bidrag",
    "/ar/{year}/sena-pengar",
    "/ar/{year}/moten",
    "/ar/{year}/budget",
    "/ar/{year}/utfall",
    "/ar/{year}/slutavrakning",
    "/fakturor/valda",
    "/fakturor/kundreskontra",
    "/fakturor/{id}",
    "/delade",
    "/logga-in",
    "/logga-ut",
    "/kom-igang/{secret}",
    "/losenord/{secret}",
    "/anvandare",
    "/anvandare/{id}",
    "/nycklar",
    "/nycklar/{id}",
];

/// What the rest of the service needs to know of the pages.
pub const FRONT: Front = Front { methods, error_page: errors::error_page };

/// The methods that the page at a path takes, when there is one.
fn methods(path: &str) -> Option<&'static str> {
    type Patterns = LazyLock<Vec<ResourceDef>>;
    static READ: Patterns = LazyLock::new(|| ADDRESSES.iter().map(|address| ResourceDef::new(*address)).collect());
    static SENT: Patterns = LazyLock::new(|| FORMS.iter().map(|address| ResourceDef::new(*address)).collect());
    let among = |patterns: &Patterns| patterns.iter().any(|pattern| pattern.is_match(path));
    match (among(&READ), among(&SENT)) {
        (true, true) => Some("GET, HEAD, POST"),
        (true, false) => Some("GET, HEAD"),
        (false, true) => Some("POST"),
        (false, false) => None,
    }
}
