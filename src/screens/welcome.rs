//! Welcome: the doors, who is called, and how this screen stands.

use std::rc::Rc;

use chrono::Timelike as _;
use slint::ComponentHandle as _;
use visits_domain::arrival::Route;
use visits_ui as ui;

use super::{Send, changed, int, local, texts, weekday};
use crate::kiosk::View;
use crate::public::Link;
use crate::session::{DaysPress, HelpPress, Press, Reading, TalkPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let welcome = window.global::<ui::Welcome>();
    let by_name = Rc::clone(press);
    welcome.on_check_in_by_name(move || by_name(Press::CheckIn(Route::Name)));
    let open = Rc::clone(press);
    welcome.on_open(move |door| {
        open(match door {
            ui::WelcomeDoor::Help => Press::Help(HelpPress::Open),
            ui::WelcomeDoor::Days => Press::Days(DaysPress::Open),
            ui::WelcomeDoor::FirstTime => Press::Read(Reading::Guide),
            ui::WelcomeDoor::Talk => Press::Talk(TalkPress::Open),
        });
    });
    let by_reference = Rc::clone(press);
    welcome.on_check_in_by_reference(move || by_reference(Press::CheckIn(Route::Reference)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let welcome = window.global::<ui::Welcome>();
    welcome.set_by_name(view.config.check_in.by_name);
    welcome.set_can_check_in(view.can_check_in());
    if let Some(doors) = changed(&welcome.get_doors(), doors(view)) {
        welcome.set_doors(doors);
    }
    welcome.set_clock_doubtful(view.is_clock_doubtful());
    welcome.set_example(view.config.reference.example().into());
    welcome.set_unsent(int(view.public.unsent));
    let board = view.board();
    // The newest first: it is the one that somebody waits for.
    let called = board.into_iter().flat_map(|board| board.called.iter().rev());
    if let Some(called) =
        changed(&welcome.get_called(), texts(called.map(std::string::ToString::to_string)))
    {
        welcome.set_called(called);
    }
    let late = board.map(|board| board.running_late_minutes);
    welcome.set_running(match late {
        None => ui::Running::Unknown,
        Some(0) => ui::Running::OnTime,
        Some(_) => ui::Running::Late,
    });
    welcome.set_late_minutes(late.unwrap_or(0).into());
    welcome.set_link(if view.is_offline() { ui::Link::Offline } else { ui::Link::Online });
    if let Link::OfflineSince(since) = view.public.link {
        welcome.set_offline_hour(int(local(since).hour()));
        welcome.set_offline_minute(int(local(since).minute()));
    }
    if let Some(as_of) = view.public.list_as_of.map(local) {
        welcome.set_list_hour(int(as_of.hour()));
        welcome.set_list_minute(int(as_of.minute()));
        welcome.set_list_weekday(weekday(as_of, view));
    }
}

/// A site can close a door behind which it has nothing.
fn doors(view: &View<'_>) -> impl Iterator<Item = ui::WelcomeDoor> {
    use ui::WelcomeDoor::{Days, FirstTime, Help, Talk};
    let (help, talk) = (view.config.help.on, view.config.talk.on);
    let all = [(Help, help), (Days, true), (FirstTime, true), (Talk, talk)];
    all.into_iter().filter_map(|(door, is_open)| is_open.then_some(door))
}
