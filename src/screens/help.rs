//! What a family may need, as tiles.

use std::rc::Rc;

use slint::{ComponentHandle as _, Model as _, ModelRc, SharedString};
use visits_domain::help::HelpNeed;
use visits_ui as ui;

use super::{Send, changed, int};
use crate::kiosk::View;
use crate::session::{HelpPress, Press, Reading};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let choose = Rc::clone(press);
    let help = window.global::<ui::Help>();
    help.on_choose(move |id| {
        if let Some(need) = HelpNeed::parse(&id) {
            choose(Press::Help(HelpPress::Need(need)));
        }
    });
    let on = |what: HelpPress| {
        let press = Rc::clone(press);
        move || press(Press::Help(what))
    };
    help.on_search(on(HelpPress::Search));
    help.on_take(on(HelpPress::Basket));
    let read = Rc::clone(press);
    help.on_read(move || read(Press::Read(Reading::Guides)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let help = window.global::<ui::Help>();
    let language = view.session.language;
    let rows = HelpNeed::ALL.iter().map(|need| ui::NeedRow {
        id: need.as_str().into(),
        title: need.title().of(language).into(),
    });
    if let Some(rows) = changed(&help.get_rows(), rows) {
        help.set_rows(rows);
    }
    let taken = view.session.draft.finding.as_ref().map_or(0, |finding| finding.basket.len());
    help.set_taken(int(taken));
}

/// Nobody looks for help any more: nothing of it stays in the window either.
pub(super) fn forget(window: &ui::Kiosk) {
    let (list, search) = (window.global::<ui::HelpList>(), window.global::<ui::HelpSearch>());
    let (shown, take) = (window.global::<ui::HelpService>(), window.global::<ui::HelpTake>());
    search.set_text(SharedString::new());
    list.set_title(SharedString::new());
    shown.set_number(SharedString::new());
    search.set_names(SharedString::new());
    emptied(&list.get_rows(), |rows| list.set_rows(rows));
    emptied(&shown.get_sheets(), |sheets| shown.set_sheets(sheets));
    emptied(&take.get_codes(), |codes| take.set_codes(codes));
    emptied(&take.get_texts(), |texts| take.set_texts(texts));
    emptied(&take.get_names(), |names| take.set_names(names));
}

/// Whether there is anything in it or not, a model that stays is not replaced.
fn emptied<T: Clone + 'static>(shown: &ModelRc<T>, set: impl FnOnce(ModelRc<T>)) {
    if shown.row_count() > 0 {
        set(ModelRc::default());
    }
}
