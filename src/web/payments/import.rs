//! `/betalningar/importera` and `/betalningar/importer/{id}`: the bank's file, and what came of it.

use actix_web::{HttpResponse, get, post, web};
use maud::{Markup, html};

use super::{NAMES, address, id_of};
use crate::app::Error;
use crate::app::payments::{Import, Imported, Matched};
use crate::app::scope::{On, Right};
use crate::clock::in_sweden;
use crate::http::body::UploadForm;
use crate::http::problem::Problem;
use crate::web::form::{Form, Refused, see};
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::money::scrolled;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many of the earlier imports are shown.
const SHOWN: i64 = 20;

/// The form, and the files that have been imported.
#[get("/betalningar/importera")]
pub(in crate::web) async fn import_page(visitor: Visitor) -> Result<HttpResponse, Problem> {
    page(&visitor, None, None).await
}

/// Imports a file: whole, or not at all.
#[post("/betalningar/importera")]
pub(in crate::web) async fn import_payments(visitor: Visitor, form: UploadForm) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    visitor.app.require(Right::Bill, On::Service)?;
    let UploadForm(mut form) = form;
    let fields = Fields(std::mem::take(&mut form.fields));
    let file = form.files.into_iter().find(|file| file.field == "fil" && !file.bytes.is_empty());
    let Some(file) = file else {
        let refused = Refused::field(fields, "fil", t!(words, "payments-choose-file"));
        return page(&visitor, Some(refused), None).await;
    };
    let name: String = file.name.chars().filter(|c| !c.is_control()).take(200).collect();
    let name = if name.trim().is_empty() { "camt.xml".to_owned() } else { name };
    match visitor.app.import_payments(file.bytes, name).await {
        Ok(done) => Ok(see(&format!("/betalningar/importer/{}", done.import.id))),
        Err(error) => {
            let first = if let Error::DuplicateImport { first } = &error { Some(first.clone()) } else { None };
            let problem = Problem::from(error);
            let detail = problem.detail().get(words.lang()).to_owned();
            let mut refused = Refused::by(&NAMES, words, fields, problem)?;
            // First that nothing was booked, then what is wrong and where.
            if refused.reasons.iter().all(|reason| reason.text != detail) {
                refused.reasons.insert(0, crate::web::form::Reason { field: None, text: detail });
            }
            page(&visitor, Some(refused), first).await
        }
    }
}

/// What an import did.
#[get("/betalningar/importer/{id}")]
pub(in crate::web) async fn show_import(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let imported = visitor.app.payment_import(id_of(&id)?).await?;
    let words = visitor.words;
    let import = &imported.import;
    let content = html! {
        p.crumb { a href="/betalningar" { (t!(words, "payments-title")) } " / " a href="/betalningar/importera" { (t!(words, "payments-import")) } }
        p.finding { (finding(words, &imported)) }
        @if !imported.payments.is_empty() { (scrolled(&t!(words, "payments-title"), &table(words, &imported.payments))) }
        p.note { (t!(words, "payments-import-known", known = import.known, passed = import.passed_over)) }
    };
    let title = t!(words, "payments-import-one", name = import.file_name.as_str());
    Ok(visitor.page_of_data(&Page { title: &title, place: None, actions: None, content }))
}

fn finding(words: Words, imported: &Imported) -> String {
    let waits = imported.payments.iter().filter(|one| one.payment.payment.rest() > 0).count();
    let booked = imported.import.booked;
    if waits == 0 {
        t!(words, "payments-import-all", count = booked)
    } else {
        t!(words, "payments-import-some", count = booked, waits = waits)
    }
}

fn table(words: Words, payments: &[Matched]) -> Markup {
    let format = words.format();
    html! {
        table.money {
            caption.sr { (t!(words, "payments-title")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "payments-day")) }
                    th scope="col" { (t!(words, "payments-who")) }
                    th scope="col" { (t!(words, "payments-ocr")) }
                    th.n scope="col" { (t!(words, "money-amount")) }
                    th scope="col" { (t!(words, "payments-came-of")) }
                }
            }
            tbody {
                @for Matched { payment, suggested } in payments {
                    @let told = payment.payment.entry.as_ref().map(|entry| &entry.told);
                    tr {
                        th scope="row" { a href=(address(&payment.payment.id)) { (format.date(payment.payment.paid_on)) } }
                        td { (told.and_then(|told| told.payer_name.clone()).unwrap_or_else(|| t!(words, "payments-nobody"))) }
                        td data-name=(t!(words, "payments-ocr")) { (told.and_then(|told| told.ocr.clone()).unwrap_or_default()) }
                        td.n data-name=(t!(words, "money-amount")) {
                            (format.kronor_and_ore(samfin_core::Ore::from_ore(payment.payment.amount).unwrap_or_default()))
                        }
                        td {
                            @if payment.payment.rest() == 0 { (t!(words, "payments-is-matched")) }
                            @else if suggested.is_empty() { (t!(words, "payments-is-unmatched")) }
                            @else { (t!(words, "payments-is-suggested", count = suggested.len())) }
                        }
                    }
                }
            }
        }
    }
}

async fn page(visitor: &Visitor, refused: Option<Refused>, first: Option<String>) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    visitor.app.require(Right::Bill, On::Service)?;
    let imports = visitor.app.payment_imports(None, SHOWN).await?;
    let form = Form::new(words, &NAMES, refused.as_ref());
    let content = html! {
        p.crumb { a href="/betalningar" { (t!(words, "payments-title")) } }
        (form.reasons())
        @if let Some(first) = first { p { a href=(format!("/betalningar/importer/{first}")) { (t!(words, "payments-import-first")) } } }
        form.card.read method="post" action="/betalningar/importera" enctype="multipart/form-data" {
            (visitor.form_token())
            p { (t!(words, "payments-import-what")) }
            div.field {
                label for="fil" { (t!(words, "payments-file")) }
                (form.error("fil"))
                input #fil name="fil" type="file" accept=".xml,application/xml,text/xml" required aria-invalid=[form.is_wrong("fil")] aria-describedby="fil-hur";
                p.u #fil-hur { (t!(words, "payments-file-how")) }
            }
            div.acts { button.btn.btn-p type="submit" { (t!(words, "payments-import-do")) } }
        }
        @if !imports.is_empty() { (earlier(words, &imports)) }
    };
    let title = t!(words, "payments-import");
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    if let Some(refused) = refused {
        *response.status_mut() = refused.status;
    }
    Ok(response)
}

fn earlier(words: Words, imports: &[Import]) -> Markup {
    let format = words.format();
    html! {
        section.card aria-labelledby="tidigare" {
            h2 #tidigare { (t!(words, "payments-earlier")) }
            table.money {
                caption.sr { (t!(words, "payments-earlier")) }
                thead {
                    tr {
                        th scope="col" { (t!(words, "payments-file")) }
                        th scope="col" { (t!(words, "payments-imported")) }
                        th.n scope="col" { (t!(words, "payments-booked")) }
                        th.n scope="col" { (t!(words, "payments-known")) }
                    }
                }
                tbody {
                    @for one in imports {
                        tr {
                            th scope="row" { a href=(format!("/betalningar/importer/{}", one.id)) { (one.file_name) } }
                            td { (format.date(in_sweden(one.recorded_at).date())) span.below { (one.by.name) } }
                            td.n data-name=(t!(words, "payments-booked")) { (one.booked) }
                            td.n data-name=(t!(words, "payments-known")) { (one.known) }
                        }
                    }
                }
            }
        }
    }
}
