//! `/delad/<secret>`: one comparison for whoever has its address, to read and to print.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, get, web};
use maud::{Markup, PreEscaped, html};

use super::state::State;
use super::view::View;
use super::{asked, results};
use crate::app::share_links::Shows;
use crate::clock::in_sweden;
use crate::http::problem::Problem;
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::t;

/// The comparison that an address was given away for. It can be read and nothing else: no lever, no other agreement, no
/// other page about this one.
#[get("/delad/{secret}")]
pub(in crate::web) async fn show_shared(visitor: Visitor, secret: web::Path<String>) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let (link, desk) = visitor.app.shared(&secret, Shows::Comparison).await?;
    let state = State { agreement: Some(link.agreement_id.clone()), ..State::read(&link.query) };
    let reader = visitor.at_desk(desk);
    let wanted = asked(&reader, &state, link.agreement_id.clone()).await?;
    let until = words.format().date(in_sweden(link.expires_at).date());
    let content = reader.app.explore(wanted, move |dialogue| {
        let view = View::of(words, dialogue, state.unit);
        let state = state.settled(dialogue);
        html! {
            (super::hatch())
            p.crumb { (t!(words, "compare-of", agreement = view.agreement_name(), version = dialogue.version)) }
            p.note { (t!(words, "shares-shown", name = link.name.as_str(), day = until)) }
            section #resultat aria-label=(t!(words, "compare-results")) { (unlinked(&results(&view, &state, true))) }
        }
    });
    let content = content.await?;
    let title = t!(words, "compare-title");
    // In the frame the reader is nobody again.
    let nobody = Visitor::unknown(&reader);
    let mut response = nobody.page_of_data(&Page { title: &title, place: None, actions: None, content });
    let robots = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(robots, HeaderValue::from_static("noindex, nofollow"));
    Ok(response)
}

/// The same without links: what they lead to needs signing in. In what `maud` writes, `<a ` begins a link and nothing else,
/// since text has its `<` escaped.
fn unlinked(markup: &Markup) -> Markup {
    let mut text = String::with_capacity(markup.0.len());
    let mut rest = markup.0.as_str();
    while let Some((before, link)) = rest.split_once("<a ") {
        text.push_str(before);
        let (attributes, after) = link.split_once('>').unwrap_or((link, ""));
        let class = attributes.split_once("class=\"").and_then(|(_, rest)| rest.split_once('"'));
        match class {
            Some((class, _)) => {
                text.push_str("<span class=\"");
                text.push_str(class);
                text.push_str("\">");
            }
            None => text.push_str("<span>"),
        }
        rest = after;
    }
    text.push_str(rest);
    PreEscaped(text.replace("</a>", "</span>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_its_text_and_text_stays_text() {
        let markup = html! { p { a.num href="/x?a=1&b=2" data-aktiv="1" { "12 <a b>" } " " a href="/y" { "y" } } };
        let expected = "<p><span class=\"num\">12 &lt;a b&gt;</span> <span>y</span></p>";
        assert_eq!(unlinked(&markup).into_string(), expected);
    }
}
