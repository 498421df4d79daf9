//! The Today board in words. Pure.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use visits_domain::arrival::Language;

use super::Loaded;
use crate::board::{self, Row, State};
use crate::clock::{local, moment};
use crate::desk::rules::Step;
use crate::outcome::{Attendance, Outcome};
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

/// Somebody on a row.
pub struct PersonView {
    /// For forms.
    pub id: String,
    /// `SHAW Jeanette`
    pub name: String,
    /// Shows ID.
    pub adult: bool,
    /// It was seen.
    pub seen: bool,
    /// ATTENDED, ABSENT or empty, where a member of staff has said so.
    pub attendance: &'static str,
}

/// A row, ready to show.
pub struct RowView {
    /// For forms.
    pub visit: String,
    /// For forms: a later act of somebody else is noticed by it.
    pub version: i64,
    /// `A12 B3`; empty when nobody is here.
    pub numbers: Vec<String>,
    /// `also B5`
    pub also: String,
    /// Who is on it, adults first.
    pub people: Vec<PersonView>,
    /// How many adults are on it.
    pub adults: usize,
    /// How many children are on it.
    pub children_count: usize,
    /// `2 children`; empty when there is none.
    pub children: String,
    /// `ab-cd-ef-gh`
    pub reference: String,
    /// `3 of 4`
    pub here: String,
    /// What the chip says.
    pub state: String,
    /// How far it has come, for style and script.
    pub code: &'static str,
    /// The colour of the chip.
    pub tint: &'static str,
    /// What they need.
    pub needs: String,
    /// Since when.
    pub since: String,
    /// Where they sit; empty when nowhere.
    pub table: String,
    /// The next thing to do.
    pub next: Next,
    /// Somebody is here: boxes can be ticked.
    pub is_here: bool,
    /// What else can be done.
    pub menu: Menu,
}

/// The next thing to do with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    Nothing,
    /// They came and no kiosk saw them.
    ArrivedByHand,
    /// See the ID of all adults.
    SeeId,
    /// What kept them at the desk is settled.
    Settled,
    /// Call the number.
    Call,
    /// They are through search.
    Search,
    /// They are in the hall.
    Hall,
    /// They have left.
    Leave,
}

impl Next {
    fn after(row: &Row) -> Self {
        match row.state {
            State::Expected | State::Late if row.cancelled => Self::Nothing,
            State::Expected | State::Late => Self::ArrivedByHand,
            State::Arrived => Self::SeeId,
            State::AtDesk if row.progress.desk.is_some() => Self::Settled,
            // Somebody has to decide what becomes of them.
            State::AtDesk if row.cancelled || row.moved || row.progress.outcome.is_some() => {
                Self::Nothing
            }
            State::AtDesk => Self::SeeId,
            State::IdSeen => Self::Call,
            State::Called => Self::Search,
            State::Searched => Self::Hall,
            State::InHall => Self::Leave,
            State::Left | State::Refused | State::DidNotArrive => Self::Nothing,
        }
    }
}

/// What else can be done with a row.
#[derive(Default)]
pub struct Menu {
    /// Of whom, for those who hear it: `More for A12`.
    pub name: String,
    /// Call, though it is not the likely next thing.
    pub call: bool,
    /// Through search, though it is not the likely next thing.
    pub search: bool,
    /// In the hall, though it is not the likely next thing.
    pub hall: bool,
    /// Ask them to the desk.
    pub to_desk: bool,
    /// The last step: its code and what the button says.
    pub take_back: Option<(&'static str, String)>,
    /// Arrivals can be undone, moved and merged, more can come.
    pub mend: Vec<(String, String, String)>,
    /// Give a number though it is not the likely next thing.
    pub by_hand: bool,
    /// A table can be set.
    pub table: bool,
    /// How it can have ended: code, words, said.
    pub outcomes: Vec<(&'static str, &'static str, bool)>,
    /// Attendance can be noted.
    pub attendance: bool,
}

/// A visit's row in words.
pub fn row((words, t, language): (&Words, &TodayWords, Language), row: &Row) -> RowView {
    let also = fill(t.also_number, &[("numbers", &row.also.join(" "))]);
    RowView {
        visit: row.visit.to_string(),
        version: row.progress.version,
        numbers: row.numbers.clone(),
        also: if row.also.is_empty() { String::new() } else { also },
        people: people(row),
        adults: row.adults().count(),
        children_count: row.children(),
        children: match row.children() {
            0 => String::new(),
            1 => words.one_child.to_owned(),
            n => fill(words.children, &[("n", &n)]),
        },
        reference: row.reference.clone(),
        here: if row.by_hand {
            row.here.to_string()
        } else {
            fill(words.here_of, &[("n", &row.here), ("m", &row.listed)])
        },
        state: chip((words, t, language), row),
        code: code(row.state),
        tint: tint(row.state),
        needs: needs((words, t), row),
        since: row.since.map(Words::short_time).unwrap_or_default(),
        table: row.progress.table.clone().unwrap_or_default(),
        next: Next::after(row),
        is_here: row.is_here(),
        menu: menu(t, row),
    }
}

fn people(row: &Row) -> Vec<PersonView> {
    let (adults, children): (Vec<_>, Vec<_>) = row.people.iter().partition(|p| p.adult);
    let view = |person: &board::Person| PersonView {
        id: person.id.to_string(),
        name: person.name.clone(),
        adult: person.adult,
        seen: person.seen,
        attendance: person.attendance.map(Attendance::code).unwrap_or_default(),
    };
    adults.into_iter().chain(children).map(view).collect()
}

fn menu(t: &TodayWords, row: &Row) -> Menu {
    let who = row.numbers.first().cloned().or(row.adults().next().map(|p| p.name.clone()));
    let who = who.unwrap_or_else(|| row.reference.clone());
    let (state, next, here) = (row.state, Next::after(row), row.is_here());
    let before_search = here && state < State::Searched;
    let mend = |number: &String| {
        let named: &[(&str, &(dyn std::fmt::Display + Sync))] = &[("number", number)];
        (number.clone(), fill(t.undo_arrival, named), fill(t.belongs_to, named))
    };
    let last = Step::last(&row.progress);
    Menu {
        name: fill(t.more_for, &[("who", &who)]),
        call: before_search && state != State::Called && next != Next::Call,
        search: before_search && next != Next::Search,
        hall: here && state < State::InHall && next != Next::Hall,
        to_desk: before_search && row.progress.desk.is_none(),
        take_back: last.map(|s| (s.code(), fill(t.take_back, &[("step", &t.step(s))]))),
        mend: if before_search && row.progress.outcome.is_none() {
            row.numbers.iter().map(mend).collect()
        } else {
            Vec::new()
        },
        by_hand: !here && state != State::Refused && row.progress.outcome.is_none(),
        table: here && state < State::Left && next != Next::Hall,
        outcomes: outcomes(t, row),
        attendance: here,
    }
}

/// The ends that are possible as things stand.
fn outcomes(t: &TodayWords, row: &Row) -> Vec<(&'static str, &'static str, bool)> {
    let possible = |outcome: Outcome| match outcome {
        outcome if outcome.took_place() => row.progress.hall.is_some(),
        Outcome::VisitorDidNotArrive => !row.is_here(),
        Outcome::PrisonerRefusedToAttend | Outcome::EstablishmentCancelled => true,
        _ => row.is_here(),
    };
    let said = row.progress.outcome.as_ref().map(|(outcome, _)| *outcome);
    let all = Outcome::ALL.iter().copied().filter(|outcome| possible(*outcome));
    all.map(|outcome| (outcome.code(), t.outcome(outcome), said == Some(outcome))).collect()
}

fn chip((words, t, language): (&Words, &TodayWords, Language), row: &Row) -> String {
    let plain = t.state(row.state).unwrap_or(match row.state {
        State::Late => words.state_late,
        State::Arrived => words.state_arrived,
        State::IdSeen => words.state_id_seen,
        State::Called => words.state_called,
        _ => words.state_expected,
    });
    let refused = row.progress.outcome.as_ref().filter(|_| row.state == State::Refused);
    match (row.state, &row.progress.table) {
        (State::AtDesk, _) if row.moved => {
            fill(t.state_moved, &[("day", &day(row.slot.date, language))])
        }
        (State::AtDesk, _) if row.cancelled => words.state_cancelled.to_owned(),
        (State::Expected | State::Late, _) if row.cancelled => t.state_session_off.to_owned(),
        (State::Refused, _) => refused.map_or(plain, |(is, _)| t.outcome(*is)).to_owned(),
        (State::Arrived | State::IdSeen, _) if row.came_late => {
            // `Late, ID seen`, `Late, arrived`: only a first letter that is followed by another
            // capital stays one.
            fill(t.state_late, &[("state", &uncapitalised(plain))])
        }
        (State::Called | State::Searched | State::InHall, Some(table)) => {
            fill(t.state_table, &[("state", &plain), ("table", table)])
        }
        _ => plain.to_owned(),
    }
}

fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

fn code(state: State) -> &'static str {
    match state {
        State::Expected => "expected",
        State::Late => "late",
        State::Arrived => "arrived",
        State::AtDesk => "at-desk",
        State::IdSeen => "id-seen",
        State::Called => "called",
        State::Searched => "searched",
        State::InHall => "in-hall",
        State::Left => "left",
        State::Refused => "refused",
        State::DidNotArrive => "did-not-arrive",
    }
}

fn tint(state: State) -> &'static str {
    match state {
        State::Expected | State::Left | State::DidNotArrive => "plain",
        State::Late => "honey",
        State::Arrived | State::InHall => "sage",
        State::IdSeen => "lilac",
        State::Called | State::Searched => "sky",
        State::AtDesk | State::Refused => "blush",
    }
}

fn needs((words, t): (&Words, &TodayWords), row: &Row) -> String {
    let mut needs: Vec<&str> = Vec::new();
    needs.extend(row.by_hand.then_some(t.not_on_the_list));
    needs.extend((row.desk && !row.by_hand).then_some(words.desk_check));
    needs.extend(row.first_visit.then_some(words.first_visit));
    needs.extend(row.needs.iter().map(|need| words.need(*need)));
    needs.extend(row.language.map(Language::own_name));
    needs.join(" · ")
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
