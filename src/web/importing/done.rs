//! After the fourth step: what a file did.

use actix_web::{HttpResponse, get, web};
use maud::html;

use super::{address, crumb, first, id_of, place, steps};
use crate::app::uploads::Purpose;
use crate::http::problem::Problem;
use crate::web::form::see;
use crate::web::layout::Page;
use crate::web::statistics;
use crate::web::visitor::Visitor;
use crate::web::words::t;

/// What a file did.
#[get("/importera/{id}/klart")]
pub(in crate::web) async fn show_done(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let (id, words) = (id_of(&id)?, visitor.words);
    let Some(stored) = visitor.app.stored_upload(id.clone()).await? else { return Ok(see(&address(&id, ""))) };
    let (sum, purpose) = (&stored.sum, &stored.purpose);
    let (to, name) = match (purpose, &sum.import) {
        (Purpose::Outcome { agreement, year }, _) => {
            (format!("/ar/{year}/utfall?avtal={agreement}"), t!(words, "import-see-outcome", year = *year))
        }
        (Purpose::Statistics, import) => {
            let series = import.as_ref().map_or("", |(series, _)| series);
            (statistics::address(series), t!(words, "import-see-series", series = statistics::name(words, series)))
        }
    };
    let content = html! {
        (crumb(words, purpose))
        (steps(words, 4))
        p.finding { (t!(words, "import-done", new = sum.new, corrected = sum.corrected, unchanged = sum.unchanged)) }
        div.acts {
            a.btn.btn-p href=(to) { (name) }
            a.btn href=(first(purpose)) { (t!(words, "import-another")) }
        }
        p.note { (t!(words, "import-mapping-kept")) }
    };
    let title = t!(words, "import-done-title", name = stored.file_name.as_str());
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(place(purpose)), actions: None, content }))
}
