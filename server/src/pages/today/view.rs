//! What stands around the rows of Today, in words. Pure.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use visits_domain::arrival::Language;

use super::Loaded;
use crate::board::{self, Row};
use crate::clock::{local, moment};
use crate::store::kiosks::Shown;
use crate::words::today::TodayWords;
use crate::words::{Words, fill};

/// A kiosk asks at least every 55 s: after two minutes without it is away.
pub const AWAY_AFTER: TimeDelta = TimeDelta::minutes(2);

/// A session to choose.
pub struct Tab {
    /// For the address.
    pub value: String,
    /// What it says.
    pub label: String,
    /// It is the one that is shown.
    pub chosen: bool,
}

/// How many of what is shown were called: a form that calls the next says so.
pub fn called_so_far(loaded: &Loaded) -> usize {
    let of_session = |row: &&Row| loaded.session.is_none_or(|start| row.slot.start == start);
    loaded.rows.iter().filter(of_session).filter(|row| row.progress.called.is_some()).count()
}

/// A session that does not go ahead, and whom to ring.
pub struct SessionOff {
    /// For its form.
    pub value: String,
    /// What it says.
    pub title: String,
    /// How many there are to ring.
    pub to_ring: String,
    /// Names and reference.
    pub families: Vec<(String, String)>,
}

/// The session that is shown, when it does not go ahead.
pub fn session_off((words, t): (&Words, &TodayWords), loaded: &Loaded) -> Option<SessionOff> {
    let start = loaded.session.filter(|start| loaded.sessions_off.contains(start))?;
    let names = |row: &Row| {
        let names: Vec<&str> = row.adults().map(|person| person.name.as_str()).collect();
        names.join(", ")
    };
    let families: Vec<(String, String)> = board::to_ring(&loaded.rows, start)
        .map(|row| (names(row), row.reference.clone()))
        .collect();
    Some(SessionOff {
        value: session_value(Some(start)),
        title: fill(t.session_is_off, &[("time", &words.time(start))]),
        to_ring: fill(t.to_ring, &[("n", &families.len())]),
        families,
    })
}

/// The sessions that a walk-in can be for; now, when the day has none.
pub fn starts(words: &Words, loaded: &Loaded) -> Vec<Tab> {
    let chosen = loaded.session.or(loaded.sessions.first().copied());
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    let starts = if loaded.sessions.is_empty() { vec![nine] } else { loaded.sessions.clone() };
    let tab = |start: NaiveTime| Tab {
        value: session_value(Some(start)),
        label: words.time(start),
        chosen: Some(start) == chosen,
    };
    starts.into_iter().map(tab).collect()
}

/// `Today · 1.45 pm session`
pub fn heading(words: &Words, session: Option<NaiveTime>) -> String {
    match session {
        Some(start) => {
            let session = fill(words.session_at, &[("time", &words.time(start))]);
            format!("{} · {session}", words.today)
        }
        None => format!("{} · {}", words.today, words.all_day.to_lowercase()),
    }
}

/// `1 June 2026`, `1 Mehefin 2026`
pub fn day(day: NaiveDate, language: Language) -> String {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const CY: [&str; 12] = [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ];
    let months = if language == Language::Cy { CY } else { EN };
    let month = months.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

/// `13:45`, or `all`: in addresses.
pub fn session_value(session: Option<NaiveTime>) -> String {
    session.map_or_else(|| "all".to_owned(), |start| start.format("%H:%M").to_string())
}

/// The address of what is shown. A surname that was searched stays out of it, and so out of the
/// browser's history of redirects.
pub fn address(session: Option<NaiveTime>) -> String {
    format!("/today?session={}", session_value(session))
}

/// The sessions of the day and the whole day.
pub fn tabs(words: &Words, sessions: &[NaiveTime], chosen: Option<NaiveTime>) -> Vec<Tab> {
    let starts = sessions.iter().map(|start| Some(*start));
    starts
        .chain([None])
        .map(|session| Tab {
            value: session_value(session),
            label: session.map_or_else(|| words.all_day.to_owned(), |start| words.time(start)),
            chosen: session == chosen,
        })
        .collect()
}

/// `On time`, `20 minutes late`
pub fn lateness(words: &Words, minutes: u16) -> String {
    match minutes {
        0 => words.on_time.to_owned(),
        minutes => fill(words.minutes_late, &[("n", &minutes)]),
    }
}

/// How much of the day this list can know.
pub struct KioskLine {
    /// `Kiosks A, B online`
    pub online: String,
    /// One sentence for each kiosk that is away.
    pub away: Vec<String>,
    /// `Visit list of 9.10 am`
    pub list: String,
}

/// Which kiosks are heard from, and how old the list is.
pub fn kiosk_line(
    words: &Words,
    kiosks: &[Shown],
    list: Option<NaiveDateTime>,
    now: DateTime<Utc>,
) -> KioskLine {
    let in_use = || kiosks.iter().filter(|kiosk| kiosk.revoked.is_none());
    let online = |kiosk: &&Shown| kiosk.last_seen.is_some_and(|at| now - moment(at) < AWAY_AFTER);
    let letters: Vec<&str> = in_use().filter(online).map(|kiosk| kiosk.letter.as_str()).collect();
    let away = in_use().filter(|kiosk| !online(kiosk)).filter_map(|kiosk| {
        let since = words.time(local(moment(kiosk.last_seen?)).time());
        Some(fill(words.kiosk_away, &[("letter", &kiosk.letter), ("time", &since)]))
    });
    KioskLine {
        online: if letters.is_empty() {
            words.no_kiosk_online.to_owned()
        } else {
            fill(words.kiosks_online, &[("letters", &letters.join(", "))])
        },
        away: away.collect(),
        list: list.map_or_else(
            || words.no_list.to_owned(),
            |at| fill(words.list_as_of, &[("time", &words.time(at.time()))]),
        ),
    }
}
