//! What there is to say of a service, in the language of the screen: for its page, for a phone and
//! for paper.

use chrono::{Datelike as _, Timelike as _, Weekday};
use slint::{ComponentHandle as _, SharedString};
use visits_domain::help::{Hours, Service, is_open};
use visits_ui as ui;

use super::int;
use crate::kiosk::View;

/// Open, closed, or nobody knows.
pub(super) fn open(service: &Service, view: &View<'_>) -> ui::HelpOpen {
    match is_open(&service.hours, view.now.local()) {
        None => ui::HelpOpen::Unknown,
        Some(true) => ui::HelpOpen::Open,
        Some(false) => ui::HelpOpen::Closed,
    }
}

/// When a person last made sure of it.
pub(super) fn checked(service: &Service, words: &ui::HelpWords<'_>) -> SharedString {
    let day = service.checked;
    words.invoke_checked(int(day.day()), int(day.month()), day.year())
}

/// When it is open: in its own words, else in ours.
pub(super) fn hours(
    service: &Service,
    view: &View<'_>,
    words: &ui::HelpWords<'_>,
) -> Vec<SharedString> {
    let own = service.hours_words.of(view.session.language);
    if !own.is_empty() {
        return vec![own.into()];
    }
    service.hours.iter().map(|hours| in_words(hours, words)).collect()
}

fn in_words(hours: &Hours, words: &ui::HelpWords<'_>) -> SharedString {
    let days = days(&hours.days, words);
    if hours.opens == hours.closes {
        return words.invoke_all_day(days);
    }
    let at = |time: chrono::NaiveTime| (int(time.hour()), int(time.minute()));
    let ((hour, minute), (end_hour, end_minute)) = (at(hours.opens), at(hours.closes));
    words.invoke_from_to(days, hour, minute, end_hour, end_minute)
}

/// Days that follow each other as one.
fn days(open: &[Weekday], words: &ui::HelpWords<'_>) -> SharedString {
    let mut days: Vec<u32> = open.iter().map(Weekday::number_from_monday).collect();
    days.sort_unstable();
    days.dedup();
    if days.len() == 7 {
        return words.invoke_every_day();
    }
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let runs = runs.into_iter().map(|(first, last)| words.invoke_days(int(first), int(last)));
    runs.map(String::from).collect::<Vec<_>>().join(", ").into()
}

/// How it is reached by telephone, one number each.
pub(super) fn phones<'a>(
    service: &'a Service,
    view: &'a View<'_>,
    words: &'a ui::HelpWords<'_>,
) -> impl Iterator<Item = SharedString> + 'a {
    service.phones.iter().map(|phone| {
        let what = phone.words.of(view.session.language);
        words.invoke_phone(phone.number.as_str().into(), what.into())
    })
}

/// The words of this window.
pub(super) fn words(window: &ui::Kiosk) -> ui::HelpWords<'_> {
    window.global::<ui::HelpWords>()
}
