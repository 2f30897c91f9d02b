//! The second step: which column is what. It stands at what was said the last time for the same head, or at what the file tells.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};

use super::fields::{self, DATED, choices, usual};
use super::{NAMES, Words, address, crumb, id_of, place, steps};
use crate::app::uploads::{Opened, Origin, Purpose};
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::population;
use crate::web::form::{Choice, Form, Reason, Refused, Sent, see};
use crate::web::layout::Page;
use crate::web::money::scrolled;
use crate::web::statistics::name;
use crate::web::visitor::Visitor;
use crate::web::words::{key, t};

/// The form.
#[get("/importera/{id}")]
pub(in crate::web) async fn show_columns(
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = id_of(&id)?;
    let mut query = Query::read(request.query_string(), &["blad"]);
    let sheet = query.raw("blad").filter(|sheet| !sheet.is_empty()).and_then(|_| query.text("blad"));
    query.finish()?;
    if visitor.app.stored_upload(id.clone()).await?.is_some() {
        return Ok(see(&address(&id, "/klart")));
    }
    page(&visitor, id, sheet, None).await
}

/// Takes what the form says.
#[post("/importera/{id}")]
pub(in crate::web) async fn map_columns(
    visitor: Visitor,
    id: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (id, Sent(fields), words) = (id_of(&id)?, sent, visitor.words);
    let sheet = fields.filled("blad").map(str::to_owned);
    let opened = visitor.app.upload(id.clone(), sheet.clone()).await?;
    let mapping = match &opened.upload.purpose {
        Purpose::Statistics => fields::statistics(words, &fields, sheet.clone()),
        Purpose::Outcome { .. } => fields::outcome(words, &fields, sheet.clone()),
    };
    let refused = match mapping {
        Err(wrong) => {
            let reasons = wrong.into_iter().map(|(field, text)| Reason { field: Some(field), text }).collect();
            Refused { fields, status: StatusCode::UNPROCESSABLE_ENTITY, reasons }
        }
        Ok(mapping) => match visitor.app.map_upload(id.clone(), mapping).await {
            Ok(()) => return Ok(see(&address(&id, "/granska"))),
            Err(error) => Refused::by(&NAMES, words, fields, Problem::from(error))?,
        },
    };
    page(&visitor, id, sheet, Some(&refused)).await
}

async fn page(
    visitor: &Visitor,
    id: String,
    sheet: Option<String>,
    refused: Option<&Refused>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let opened = visitor.app.upload(id.clone(), sheet).await?;
    let purpose = &opened.upload.purpose;
    let form = Form::new(words, &NAMES, refused);
    let inputs = match purpose {
        Purpose::Statistics => {
            let mut known: Vec<String> = visitor.app.series().await?.into_iter().map(|one| one.name).collect();
            let usual = usual(&opened.mapping, "serie");
            if !usual.is_empty() && !known.contains(&usual) {
                known.push(usual);
            }
            statistics(&form, &opened, &known)
        }
        Purpose::Outcome { agreement, year } => {
            let costs = visitor.app.outcome(agreement.clone(), *year).await?.1;
            let costs = costs.into_iter().map(|cost| Choice { value: cost.cost, name: cost.name });
            outcome(&form, &opened, costs.collect())
        }
    };
    let content = html! {
        (crumb(words, purpose))
        (steps(words, 2))
        (form.reasons())
        p.finding { (finding(words, &opened)) }
        @if opened.look.sheets.len() > 1 { (sheets(words, &opened)) }
        (scrolled(&t!(words, "import-columns"), &samples(words, &opened)))
        form.card.read method="post" action=(address(&id, "")) {
            (form.hidden(visitor))
            @if let Some(sheet) = opened.mapping.sheet() { input type="hidden" name="blad" value=(sheet); }
            (inputs)
            div.acts { button.btn.btn-p type="submit" { (t!(words, "import-to-review")) } }
        }
    };
    let title = t!(words, "import-map-title", name = opened.upload.file_name.as_str());
    let mut response =
        visitor.page_of_data(&Page { title: &title, place: Some(place(purpose)), actions: None, content });
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn finding(words: Words, opened: &Opened) -> String {
    let rows = t!(words, "import-rows", count = opened.look.rows, how = opened.look.read_as.get(words.lang()));
    let origin = match opened.origin {
        Origin::Said => return rows,
        Origin::Remembered => t!(words, "import-remembered"),
        Origin::Proposed => t!(words, "import-proposed"),
    };
    format!("{rows} {origin}")
}

/// The sheets of a workbook, of which one is read.
fn sheets(words: Words, opened: &Opened) -> Markup {
    let here = opened.mapping.sheet().or_else(|| opened.look.sheets.first().map(String::as_str));
    html! {
        form.choose method="get" action=(address(&opened.upload.id, "")) {
            label for="blad" { (t!(words, "import-sheet")) }
            select #blad name="blad" {
                @for sheet in &opened.look.sheets { option value=(sheet) selected[Some(sheet.as_str()) == here] { (sheet) } }
            }
            button.btn type="submit" { (t!(words, "import-sheet-show")) }
        }
    }
}

/// What stands in the columns.
fn samples(words: Words, opened: &Opened) -> Markup {
    html! {
        table.money {
            caption.sr { (t!(words, "import-columns")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "import-column")) }
                    th scope="col" { (t!(words, "import-samples")) }
                }
            }
            tbody {
                @for seen in &opened.look.columns {
                    tr {
                        th scope="row" { (seen.column.number) ". " (seen.column.header) }
                        td data-name=(t!(words, "import-samples")) { (seen.samples.join(" · ")) }
                    }
                }
            }
        }
    }
}

fn statistics(form: &Form<'_>, opened: &Opened, known: &[String]) -> Markup {
    let words = form.words;
    let of = |field: &str| usual(&opened.mapping, field);
    let columns = |none| choices(&opened.look, none);
    let mut series: Vec<Choice> =
        known.iter().map(|one| Choice { value: one.clone(), name: name(words, one) }).collect();
    series.push(Choice { value: String::new(), name: t!(words, "import-another-series") });
    let usual_series = Some(of("serie")).filter(|one| !one.is_empty()).unwrap_or_else(|| population::SERIES.to_owned());
    let mut values = columns(t!(words, "import-none-chosen"));
    if opened.look.columns.iter().any(|seen| seen.dated) {
        values.push(Choice { value: DATED.to_owned(), name: t!(words, "import-dated-heads") });
    }
    html! {
        div.fields {
            (form.choice("serie", &usual_series, &series, None))
            (form.maybe("ny-serie", "", Some(key!("import-new-series-how")), 200))
        }
        (form.choice("plats", &of("plats"), &columns(t!(words, "import-none-chosen")), Some(key!("import-place-how"))))
        (form.choice("varde", &of("varde"), &values, None))
        div.fields {
            (form.choice("datum", &of("datum"), &columns(t!(words, "import-no-day-column")), Some(key!("import-day-how"))))
            (form.day("dag", &of("dag"), Some(key!("import-fixed-day-how")), false))
        }
        div.fields {
            (form.choice("kalla", &of("kalla"), &columns(t!(words, "import-no-column")), None))
            (form.maybe("kalltext", &of("kalltext"), Some(key!("import-fixed-source-how")), 200))
        }
        (decimal(form, &of("tecken")))
    }
}

fn outcome(form: &Form<'_>, opened: &Opened, costs: Vec<Choice>) -> Markup {
    let words = form.words;
    let of = |field: &str| usual(&opened.mapping, field);
    let columns = |none| choices(&opened.look, none);
    let none = Choice { value: String::new(), name: t!(words, "import-cost-by-column") };
    let costs: Vec<Choice> = [none].into_iter().chain(costs).collect();
    html! {
        div.fields {
            (form.choice("kostnad", &of("kostnad"), &columns(t!(words, "import-no-column")), Some(key!("import-cost-how"))))
            (form.choice("samma-kostnad", &of("samma-kostnad"), &costs, None))
        }
        (form.choice("datum", &of("datum"), &columns(t!(words, "import-none-chosen")), None))
        (form.choice("vad", &of("vad"), &columns(t!(words, "import-no-column")), Some(key!("outcome-what-how"))))
        div.fields {
            (form.choice("timmar", &of("timmar"), &columns(t!(words, "import-no-column")), Some(key!("outcome-hours-how"))))
            (form.choice("belopp", &of("belopp"), &columns(t!(words, "import-no-column")), Some(key!("outcome-amount-how"))))
        }
        (decimal(form, &of("tecken")))
    }
}

fn decimal(form: &Form<'_>, usual: &str) -> Markup {
    let words = form.words;
    let marks = [
        Choice { value: String::new(), name: t!(words, "import-decimal-guess") },
        Choice { value: ",".to_owned(), name: t!(words, "import-decimal-comma") },
        Choice { value: ".".to_owned(), name: t!(words, "import-decimal-point") },
    ];
    form.choice("tecken", usual, &marks, Some(key!("import-decimal-how")))
}
