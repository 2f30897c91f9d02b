//! The levers of the column that is looked at closely: a number field each, with a slider to help, who cannot
//! contribute, and which rule then applies.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::agreement::Lever;
use samfin_core::presets;

use super::state::State;
use super::view::{View, letter};
use crate::web::words::t;

/// The panel's content; all of its fields belong to one column. The way to the form that saves it is there if that form is.
pub(super) fn panel(view: &View<'_>, state: &State, saves: bool) -> Markup {
    let words = view.words;
    let active = view.dialogue.active;
    let asked = &view.dialogue.asked[active];
    let result = &view.column(active).calculation;
    let hours = view.column(active).indicators.support_hours.units();
    html! {
        div.pn-head {
            h2 { span.badge { (letter(active)) } " " span.sc-name { (view.name(active)) } }
            p.pn-sum {
                (t!(words, "panel-sum",
                    hours = view.format().number(Decimal::from_i128_with_scale(hours, 2), 0),
                    total = view.format().kronor(result.total)))
            }
        }
        input type="hidden" name="redigerar" value=(active);
        @let levers = levers(view);
        @if !levers.is_empty() {
            fieldset {
                legend { (t!(words, "panel-levers")) }
                div.grid2 { @for (lever, now, own) in &levers { (field(view, lever, *now, *own)) } }
            }
        }
        fieldset {
            legend { (t!(words, "panel-out")) }
            input type="hidden" name="o.bort" value=(own_out(view).join("."));
            div.chips {
                @for party in view.agreement(active).parties.iter().filter(|party| party.shares_costs) {
                    @let is_out = out(view).contains(&party.id.to_string());
                    label.chip {
                        input #(format!("bort-{}", party.id)) type="checkbox" name="bort" value=(party.id) checked[is_out];
                        span { (view.short_name(party)) }
                    }
                }
            }
            label.lbl for="regel" { (t!(words, "panel-rule")) }
            select #regel name="regel" {
                option value="" selected[asked.rule.is_none()] { (t!(words, "panel-own-rule")) }
                @for preset in presets(view.agreement(active)) {
                    option value=(preset.id) selected[asked.rule.as_deref() == Some(preset.id)] { (preset.name.get(words.lang())) }
                }
            }
        }
        div.pn-act {
            button.btn.btn-p.nojs type="submit" { (t!(words, "panel-update")) }
            @if asked.is_varied() { button.btn #gor-aterstall type="submit" name="gor" value="aterstall" { (t!(words, "panel-reset")) } }
            @if active != view.dialogue.baseline {
                button.btn #gor-utgangslage type="submit" name="gor" value="utgangslage" { (t!(words, "panel-baseline")) }
            }
            @if state.columns.len() > 1 { button.btn #gor-ta-bort type="submit" name="gor" value="ta-bort" { (t!(words, "panel-remove")) } }
            @if saves { a.btn href="#spara" { (t!(words, "panel-save")) } }
        }
    }
}

/// The levers that stand at a number: what at, and what at in the scenario itself.
fn levers<'v>(view: &View<'v>) -> Vec<(&'v Lever, Decimal, Decimal)> {
    let active = view.dialogue.active;
    let column = &view.dialogue.comparison.columns[view.dialogue.positions[active]];
    let own = &view.dialogue.own_levers;
    let levers = column.request.agreement.levers.iter().zip(&column.levers);
    let standing = |(lever, now): (&'v Lever, &Option<Decimal>)| {
        let now = (*now)?;
        let own = own.iter().find(|(id, _)| id == lever.id.as_str()).map_or(now, |(_, own)| *own);
        Some((lever, now, own))
    };
    levers.filter_map(standing).collect()
}

fn field(view: &View<'_>, lever: &Lever, now: Decimal, own: Decimal) -> Markup {
    let words = view.words;
    let id = format!("l-{}", lever.id);
    let unit = lever.unit.as_deref().unwrap_or_default();
    let plain = now.normalize().to_string();
    let shown = view.format().number(now, now.normalize().scale().min(2));
    html! {
        div.fld {
            label for=(id) { (lever.name) }
            div.fld-n {
                input #(id) name=(format!("l.{}", lever.id)) inputmode="decimal" value=(shown) autocomplete="off";
                span aria-hidden="true" { (unit) }
            }
            input.js-only type="range" data-for=(id) aria-label=(t!(words, "panel-slider", lever = lever.name.as_str()))
                aria-valuetext=(format!("{shown} {unit}")) min=(lever.min.normalize()) max=(lever.max.normalize())
                step=(lever.step.normalize()) value=(plain);
            input type="hidden" name=(format!("o.{}", lever.id)) value=(own.normalize());
        }
    }
}

/// Who contributes nothing in the column.
fn out(view: &View<'_>) -> Vec<String> {
    let request = &view.dialogue.comparison.columns[view.dialogue.positions[view.dialogue.active]].request;
    request.events.iter().map(|event| request.agreement.parties[event.party].id.to_string()).collect()
}

/// Who contributes nothing in the scenario itself, in the agreement's order.
fn own_out<'v>(view: &View<'v>) -> &'v [String] {
    &view.dialogue.own_without
}
