//! The HTTP interface: JSON under `/api/v1`, described by `/api/openapi.json`.
//!
//! [`routes`] is the one list of operations: the router and the description both come from it, and
//! which methods an address has (405 and its `Allow`) comes from the description. One file per
//! resource: its bodies, its documentation and its handlers.

pub mod agreement_calendar;
pub mod agreements;
mod answer;
pub mod audit_events;
pub(crate) mod auth;
pub mod bodies;
pub mod body;
pub mod budgets;
pub mod calculations;
pub mod changes;
pub mod claims;
pub(crate) mod client;
pub mod comparisons;
pub mod contributions;
pub(crate) mod cookies;
pub mod counterfactuals;
pub(crate) mod cross_site;
pub mod default_proposals;
mod docs;
mod edge;
mod examples;
pub mod exits;
pub mod export_layouts;
pub mod exports;
mod fallback;
pub mod findings;
pub mod forwards;
mod front;
pub mod goal_seeks;
mod headers;
pub mod health;
pub mod imports;
pub mod interest;
pub mod invoice_files;
pub mod invoice_progress;
pub mod invoice_steps;
pub mod invoice_tables;
pub mod invoices;
pub mod invoicing_details;
pub mod keys;
pub mod late_money;
pub mod ledger_issues;
pub mod me;
pub mod meetings;
pub mod metrics;
pub(crate) mod multipart;
mod openapi;
pub mod organisations;
pub mod outcome;
pub mod outcome_imports;
pub mod paging;
pub mod payment_imports;
pub mod payment_steps;
pub mod payments;
pub mod people;
pub mod period_steps;
pub mod periods;
mod preconditions;
pub mod problem;
pub mod query;
pub mod reader;
pub mod scenario_steps;
pub mod scenarios;
pub mod schema;
pub mod sensitivities;
pub mod settlements;
pub mod share_links;
pub mod statistics;
pub mod stored_calculation;
pub mod stored_comparison;
pub mod stress_tests;
pub mod users;
pub mod versions;
pub mod vouchers;
pub mod workbooks;

use actix_web::dev::HttpServiceFactory;
use actix_web::web::ServiceConfig;
use utoipa_actix_web::OpenApiFactory;

pub use edge::edge;
pub use fallback::fallback;
pub use front::Front;
pub use metrics::Metrics;
pub use openapi::openapi_json;

/// What takes the operations one by one: the router, or the description.
pub trait Operations {
    /// Takes one.
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self;
}

/// Every worker has a router of its own. None of them needs the description, which is large while it is made.
impl Operations for ServiceConfig {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        Self::service(self, operation)
    }
}

/// Every operation of the API.
pub fn routes<O: Operations>(operations: &mut O) {
    operations
        .service(calculations::calculate)
        .service(comparisons::compare)
        .service(stress_tests::stress_test)
        .service(sensitivities::find_sensitivities)
        .service(goal_seeks::seek_goal)
        .service(exits::compare_exit)
        .service(workbooks::make_workbook)
        .service(agreements::create_agreement)
        .service(agreements::list_agreements)
        .service(agreements::get_agreement)
        .service(versions::create_version)
        .service(versions::list_versions)
        .service(versions::get_version)
        .service(versions::adopt_version)
        .service(budgets::get_budget)
        .service(budgets::put_budget)
        .service(budgets::adopt_budget)
        .service(stored_calculation::calculate_agreement);
    year(operations);
    documents(operations);
    money(operations);
    operations
        .service(scenarios::create_scenario)
        .service(scenarios::list_scenarios)
        .service(scenarios::get_scenario)
        .service(scenarios::put_scenario)
        .service(scenarios::delete_scenario)
        .service(scenario_steps::share_scenario)
        .service(scenario_steps::lock_scenario)
        .service(scenario_steps::get_scenario_basis)
        .service(stored_comparison::compare_agreement)
        .service(findings::list_findings)
        .service(invoicing_details::get_invoicing_details)
        .service(organisations::create_organisation)
        .service(organisations::list_organisations)
        .service(organisations::get_organisation)
        .service(organisations::put_organisation)
        .service(organisations::list_organisation_revisions)
        .service(export_layouts::list_export_layouts)
        .service(export_layouts::get_export_layout)
        .service(export_layouts::put_export_layout)
        .service(export_layouts::delete_export_layout)
        .service(statistics::list_series)
        .service(statistics::list_observations)
        .service(statistics::add_observations)
        .service(statistics::get_observation)
        .service(imports::import_observations)
        .service(imports::list_imports)
        .service(imports::get_import)
        .service(changes::list_changes)
        .service(audit_events::list_audit_events)
        .service(me::get_me)
        .service(users::create_user)
        .service(users::list_users)
        .service(users::get_user)
        .service(users::put_user)
        .service(users::invite_user)
        .service(keys::create_api_key)
        .service(keys::list_api_keys)
        .service(keys::get_api_key)
        .service(keys::revoke_api_key)
        .service(share_links::create_share_link)
        .service(share_links::list_share_links)
        .service(share_links::get_share_link)
        .service(share_links::revoke_share_link)
        .service(health::live)
        .service(health::ready);
}

/// A billing year: what it comes to, and its steps.
fn year<O: Operations>(operations: &mut O) {
    operations
        .service(periods::list_periods)
        .service(periods::get_period)
        .service(periods::preview_period)
        .service(periods::get_period_snapshot)
        .service(period_steps::plan_period)
        .service(period_steps::adopt_period)
        .service(period_steps::correct_period)
        .service(contributions::register_contribution)
        .service(contributions::list_contributions)
        .service(late_money::register_late_money)
        .service(late_money::list_late_money)
        .service(outcome::get_outcome)
        .service(outcome::put_outcome)
        .service(outcome::add_outcome)
        .service(outcome_imports::import_outcome)
        .service(forwards::get_forecast)
        .service(forwards::forward_period)
        .service(settlements::get_settlement)
        .service(settlements::settle_period)
        .service(settlements::close_period)
        .service(counterfactuals::counterfactual_period);
}

/// What asks for money.
fn documents<O: Operations>(operations: &mut O) {
    operations
        .service(invoice_steps::call_period)
        .service(invoice_steps::issue_invoices)
        .service(invoice_progress::get_issue_progress)
        .service(invoice_progress::register_incoming_invoice)
        .service(ledger_issues::issue_invoices_externally)
        .service(ledger_issues::issue_invoice_externally)
        .service(invoices::list_invoices)
        .service(invoices::get_invoice)
        .service(invoices::discard_invoice)
        .service(invoice_steps::attest_invoice)
        .service(invoice_steps::issue_invoice)
        .service(invoice_steps::credit_invoice)
        .service(invoice_tables::get_invoices_csv)
        .service(invoice_tables::get_invoices_xlsx)
        .service(invoice_tables::export_invoices)
        .service(agreement_calendar::get_agreement_calendar)
        .service(agreement_calendar::get_shared_calendar)
        .service(meetings::get_meetings)
        .service(meetings::put_meetings)
        .service(invoice_files::get_invoice_pdf)
        .service(invoice_files::get_invoice_xml);
}

/// What comes of it: claims, payments, the books.
fn money<O: Operations>(operations: &mut O) {
    operations
        .service(claims::remind_payer)
        .service(claims::dispute_invoice)
        .service(claims::resolve_dispute)
        .service(claims::defer_invoice)
        .service(interest::get_interest)
        .service(interest::charge_interest)
        .service(interest::enter_reference_rate)
        .service(interest::list_reference_rates)
        .service(default_proposals::list_default_proposals)
        .service(payment_imports::import_payments)
        .service(payment_imports::list_payment_imports)
        .service(payment_imports::get_payment_import)
        .service(payment_steps::register_payment)
        .service(payments::list_payments)
        .service(payments::get_payment)
        .service(payment_steps::allocate_payment)
        .service(payment_steps::refund_payment)
        .service(payment_steps::reverse_payment)
        .service(vouchers::list_vouchers)
        .service(vouchers::get_voucher)
        .service(vouchers::get_balances)
        .service(exports::export_sie)
        .service(exports::export_ledger);
}

/// What stands beside the API: figures, and the description itself. All of it is read with GET.
pub fn extras(config: &mut ServiceConfig) {
    config.service(metrics::metrics).service(docs::openapi).service(docs::to_docs).service(docs::swagger_ui());
}

/// The addresses of [`extras`].
const EXTRAS: &[&str] = &["/metrics", "/api/openapi.json", "/api/docs", "/api/docs/{file:.*}"];
