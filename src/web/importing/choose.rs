//! The first step: a file is chosen. What cannot be read at all is refused here.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::html;

use super::{NAMES, address, crumb, first, place, steps};
use crate::app::uploads::Purpose;
use crate::http::body::UploadForm;
use crate::http::multipart::Multipart;
use crate::http::problem::Problem;
use crate::web::form::{Form, Refused, see};
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::t;
use crate::web::year::{required, year_of};

/// The longest name of a file that is kept.
const LONGEST_NAME: usize = 200;

/// The form for statistics.
#[get("/underlag/importera")]
pub(in crate::web) async fn choose_statistics(visitor: Visitor) -> Result<HttpResponse, Problem> {
    page(&visitor, &Purpose::Statistics, None)
}

/// The form for a year's outcome.
#[get("/ar/{year}/utfall/importera")]
pub(in crate::web) async fn choose_outcome(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    page(&visitor, &outcome(&visitor, &request, &year).await?, None)
}

/// Keeps a file of statistics.
#[post("/underlag/importera")]
pub(in crate::web) async fn receive_statistics(visitor: Visitor, form: UploadForm) -> Result<HttpResponse, Problem> {
    receive(&visitor, Purpose::Statistics, form.0).await
}

/// Keeps a file of outcome.
#[post("/ar/{year}/utfall/importera")]
pub(in crate::web) async fn receive_outcome(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
    form: UploadForm,
) -> Result<HttpResponse, Problem> {
    let purpose = outcome(&visitor, &request, &year).await?;
    receive(&visitor, purpose, form.0).await
}

async fn outcome(visitor: &Visitor, request: &HttpRequest, year: &str) -> Result<Purpose, Problem> {
    let year = year_of(year)?;
    Ok(Purpose::Outcome { agreement: required(visitor, request).await?, year })
}

async fn receive(visitor: &Visitor, purpose: Purpose, mut form: Multipart) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    visitor.app.require_purpose(&purpose)?;
    let fields = Fields(std::mem::take(&mut form.fields));
    let Some(file) = form.files.into_iter().find(|file| file.field == "fil" && !file.name.is_empty()) else {
        let refused = Refused::field(fields, "fil", t!(words, "import-choose-file"));
        return page(visitor, &purpose, Some(&refused));
    };
    let name: String = file.name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    match visitor.app.keep_upload(purpose.clone(), name, file.bytes).await {
        Ok(id) => Ok(see(&address(&id, ""))),
        Err(error) => {
            let refused = Refused::by(&NAMES, words, fields, Problem::from(error))?;
            // What is wrong is wrong with the file.
            let reasons =
                refused.reasons.into_iter().map(|reason| crate::web::form::Reason { field: Some("fil"), ..reason });
            page(visitor, &purpose, Some(&Refused { reasons: reasons.collect(), ..refused }))
        }
    }
}

fn page(visitor: &Visitor, purpose: &Purpose, refused: Option<&Refused>) -> Result<HttpResponse, Problem> {
    visitor.app.require_purpose(purpose)?;
    let words = visitor.words;
    let form = Form::new(words, &NAMES, refused);
    let (title, what) = match purpose {
        Purpose::Statistics => (t!(words, "import-title"), t!(words, "import-what")),
        Purpose::Outcome { year, .. } => {
            (t!(words, "import-outcome-title", year = *year), t!(words, "import-outcome-what"))
        }
    };
    let content = html! {
        (crumb(words, purpose))
        (steps(words, 1))
        (form.reasons())
        form.card.read method="post" action=(first(purpose)) enctype="multipart/form-data" {
            (visitor.form_token())
            p { (what) }
            div.field {
                label for="fil" { (t!(words, "import-file")) }
                (form.error("fil"))
                input #fil name="fil" type="file" required aria-invalid=[form.is_wrong("fil")] aria-describedby="fil-hur"
                    accept=".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
                p.u #fil-hur { (t!(words, "import-file-how")) }
            }
            div.acts { button.btn.btn-p type="submit" { (t!(words, "import-next")) } }
        }
        p.note { (t!(words, "import-kept")) }
    };
    let page = Page { title: &title, place: Some(place(purpose)), actions: None, content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}
