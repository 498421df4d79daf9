//! The Today board in words. Pure.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use visits_domain::arrival::Language;

use crate::board::{Adult, Row, State};
use crate::clock::{local, moment};
use crate::store::kiosks::Shown;
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

/// A row, ready to show.
pub struct RowView {
    /// For forms.
    pub visit: String,
    /// `A12 B3`; empty when nobody is here.
    pub numbers: Vec<String>,
    /// Adults with their boxes.
    pub adults: Vec<Adult>,
    /// `2 children`; empty when there is none.
    pub children: String,
    /// `ab-cd-ef-gh`
    pub reference: String,
    /// `3 of 4`
    pub here: String,
    /// What the chip says.
    pub state: &'static str,
    /// The colour of the chip.
    pub tint: &'static str,
    /// What they need.
    pub needs: String,
    /// Since when.
    pub since: String,
    /// The next thing to do.
    pub next: Next,
    /// Somebody is here: boxes can be ticked.
    pub is_here: bool,
}

/// The next thing to do with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    Nothing,
    /// See the ID of all adults.
    SeeId,
    /// Call the number.
    Call,
    /// It was called: that can be taken back.
    CallBack,
}

impl Next {
    fn after(state: State) -> Self {
        match state {
            State::Expected | State::Late | State::Cancelled => Self::Nothing,
            State::Arrived => Self::SeeId,
            State::IdSeen => Self::Call,
            State::Called => Self::CallBack,
        }
    }
}

/// A visit's row in words.
pub fn row(words: &Words, row: &Row) -> RowView {
    let is_here = !row.numbers.is_empty();
    RowView {
        visit: row.visit.to_string(),
        numbers: row.numbers.clone(),
        adults: row.adults.clone(),
        children: match row.children {
            0 => String::new(),
            1 => words.one_child.to_owned(),
            n => fill(words.children, &[("n", &n)]),
        },
        reference: row.reference.clone(),
        here: fill(words.here_of, &[("n", &row.here), ("m", &row.listed)]),
        state: state(words, row.state),
        tint: tint(row.state),
        needs: needs(words, row),
        since: row.since.map(Words::short_time).unwrap_or_default(),
        next: Next::after(row.state),
        is_here,
    }
}

fn state(words: &Words, state: State) -> &'static str {
    match state {
        State::Expected => words.state_expected,
        State::Late => words.state_late,
        State::Arrived => words.state_arrived,
        State::IdSeen => words.state_id_seen,
        State::Called => words.state_called,
        State::Cancelled => words.state_cancelled,
    }
}

fn tint(state: State) -> &'static str {
    match state {
        State::Expected => "plain",
        State::Late => "honey",
        State::Arrived => "sage",
        State::IdSeen => "lilac",
        State::Called => "sky",
        State::Cancelled => "blush",
    }
}

fn needs(words: &Words, row: &Row) -> String {
    let mut needs: Vec<&str> = Vec::new();
    needs.extend(row.desk.then_some(words.desk_check));
    needs.extend(row.first_visit.then_some(words.first_visit));
    needs.extend(row.needs.iter().map(|need| words.need(*need)));
    needs.extend(row.language.map(Language::own_name));
    needs.join(" · ")
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
