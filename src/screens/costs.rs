//! Help with the cost of visits: plain facts by nation, and where to ask.

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use crate::config::Nation;
use crate::kiosk::View;

/// What is told at a site of this nation, and of the others. In Northern Ireland nothing of a
/// scheme that does not pay there.
fn facts(nation: Nation) -> (&'static [ui::Cost], &'static [ui::Cost]) {
    use ui::Cost::{
        AskHow, EnglandAndWales, ForWhom, Form, HereInNorthernIreland, HereInScotland, KeepTickets,
        NorthernIreland, Scheme, Scotland,
    };
    match nation {
        Nation::EnglandAndWales => {
            (&[Scheme, ForWhom, KeepTickets, Form], &[Scotland, NorthernIreland])
        }
        Nation::Scotland => (
            &[Scheme, ForWhom, HereInScotland, KeepTickets, Form],
            &[EnglandAndWales, NorthernIreland],
        ),
        Nation::NorthernIreland => (&[HereInNorthernIreland, AskHow], &[]),
    }
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let costs = window.global::<ui::Costs>();
    let first = &view.config.first_time;
    let (here, elsewhere) = facts(first.nation);
    let contact = first.cost_contact.iter();
    let contact = contact.map(|words| words.in_language(view.session.language).into());
    let mut sheets = Sheets::of(view, &CARD);
    let words = |fact: &ui::Cost| costs.invoke_words(*fact);
    let at_home = here.iter().map(words).chain(contact);
    sheets.add(&costs.invoke_headline(false), signed(ui::Sign::Dot, at_home));
    let elsewhere = signed(ui::Sign::Dot, elsewhere.iter().map(words));
    sheets.add(&costs.invoke_headline(true), elsewhere);
    if let Some(sheets) = sheets::changed(&costs.get_sheets(), sheets) {
        costs.set_sheets(sheets);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_in_northern_ireland_tells_nothing_of_schemes_that_do_not_pay_there() {
        let (here, elsewhere) = facts(Nation::NorthernIreland);
        assert!(!here.contains(&ui::Cost::Scheme) && elsewhere.is_empty());
    }
}
