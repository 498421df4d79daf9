//! A visit's row in words. Pure.

use visits_domain::arrival::Language;

use super::view::day;
use crate::board::{self, Row, State};
use crate::desk::rules::Step;
use crate::outcome::{Attendance, Outcome};
use crate::words::today::TodayWords;
use crate::words::{Words, fill};

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
    /// Somebody is here: boxes can be ticked, attendance can be noted.
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
            State::AtDesk if row.progress.desk.is_some() => Self::Settled,
            // Somebody has to decide what becomes of them.
            State::AtDesk if row.cancelled || row.moved || row.progress.outcome.is_some() => {
                Self::Nothing
            }
            State::Arrived | State::AtDesk => Self::SeeId,
            State::IdSeen => Self::Call,
            State::Called => Self::Search,
            State::Searched => Self::Hall,
            State::InHall => Self::Leave,
            State::Left | State::Refused | State::DidNotArrive => Self::Nothing,
        }
    }
}

/// What else can be done with a row.
pub struct Menu {
    /// Of whom, for those who hear it: `More for A12`.
    pub name: String,
    /// Steps that are possible and not the likely next thing: address and what the button says.
    pub steps: Vec<(&'static str, &'static str)>,
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
}

/// A visit's row in words.
pub fn view((words, t, language): (&Words, &TodayWords, Language), row: &Row) -> RowView {
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
        menu: menu((words, t), row),
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

fn menu((words, t): (&Words, &TodayWords), row: &Row) -> Menu {
    let who = row.numbers.first().cloned().or(row.adults().next().map(|p| p.name.clone()));
    let who = who.unwrap_or_else(|| row.reference.clone());
    let (state, next, here) = (row.state, Next::after(row), row.is_here());
    let before_search = here && state < State::Searched;
    let mend = |number: &String| {
        let named: &[(&str, &(dyn std::fmt::Display + Sync))] = &[("number", number)];
        (number.clone(), fill(t.undo_arrival, named), fill(t.belongs_to, named))
    };
    let last = Step::last(&row.progress);
    let call = before_search && state != State::Called && next != Next::Call;
    let hall = here && state < State::InHall && next != Next::Hall;
    let steps = [
        (call, "/today/call", words.call),
        (before_search && next != Next::Search, "/today/search-done", t.through_search),
        (hall, "/today/hall", t.in_the_hall),
        (before_search && row.progress.desk.is_none(), "/today/to-the-desk", t.to_the_desk),
    ];
    let possible = steps.into_iter().filter(|(possible, ..)| *possible);
    Menu {
        name: fill(t.more_for, &[("who", &who)]),
        steps: possible.map(|(_, address, label)| (address, label)).collect(),
        take_back: last.map(|s| (s.code(), fill(t.take_back, &[("step", &t.step(s))]))),
        mend: if before_search && row.progress.outcome.is_none() {
            row.numbers.iter().map(mend).collect()
        } else {
            Vec::new()
        },
        by_hand: !here && state != State::Refused && row.progress.outcome.is_none(),
        table: here && state < State::Left && next != Next::Hall,
        outcomes: outcomes(t, row),
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
