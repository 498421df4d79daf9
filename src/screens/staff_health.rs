//! How this kiosk is, in plain words.

use std::rc::Rc;

use chrono::{TimeDelta, Timelike as _};
use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, int, local, weekday};
use crate::kiosk::View;
use crate::public::Link;
use crate::session::{Press, Report};

/// Below this a clock is right, as the server's own page says it.
const CLOCK_IS_RIGHT: TimeDelta = TimeDelta::seconds(5);

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let press = Rc::clone(press);
    window.global::<ui::StaffHealth>().on_finish(move || press(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let health = window.global::<ui::StaffHealth>();
    health.set_online(view.public.link == Link::Online);
    if let Link::OfflineSince(since) = view.public.link {
        let since = local(since);
        health.set_offline_hour(int(since.hour()));
        health.set_offline_minute(int(since.minute()));
    }
    health.set_has_list(view.public.list_as_of.is_some());
    if let Some(as_of) = view.public.list_as_of.map(local) {
        health.set_list_weekday(weekday(as_of, view));
        health.set_list_hour(int(as_of.hour()));
        health.set_list_minute(int(as_of.minute()));
    }
    health.set_unsent(int(view.public.unsent));
    health.set_version(env!("CARGO_PKG_VERSION").into());
    if let Some(report) = &view.session.staff.report {
        show_report(&health, report);
    }
}

fn show_report(health: &ui::StaffHealth<'_>, report: &Report) {
    health.set_disk_is_whole(report.disk_is_whole);
    let ahead = report.clock_ahead;
    health.set_clock_seconds(int(ahead.map_or(0, |ahead| ahead.num_seconds().abs())));
    health.set_clock(match ahead {
        None => ui::ClockState::Unknown,
        Some(ahead) if ahead.abs() <= CLOCK_IS_RIGHT => ui::ClockState::Right,
        Some(ahead) if ahead > TimeDelta::zero() => ui::ClockState::Ahead,
        Some(_) => ui::ClockState::Behind,
    });
}
