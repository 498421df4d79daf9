//! How each visit of a session ended, as it goes into the Ministry's booking system. Only what
//! somebody has noted: what follows from the steps is proposed and not filled in. Pure.

use std::collections::HashMap;

use visits_domain::visit::VisitHandle;

use crate::board::{Person, Row, State};
use crate::clock::{local, moment};
use crate::outcome::{Attendance, Outcome};
use crate::store::visits::{Visit, Visitor};

/// A visit somebody has to say something about.
pub struct Undecided<'a> {
    /// Its row.
    pub row: &'a Row,
    /// The outcome that somebody noted: then it is the attendance that is missing.
    pub said: Option<Outcome>,
    /// The outcome that the steps suggest.
    pub proposed: Option<Outcome>,
    /// Of whom nobody can know whether they were there.
    pub unknown: Vec<&'a Person>,
}

/// A visit of which all is said.
pub struct Decided<'a> {
    /// Its row.
    pub row: &'a Row,
    /// How it ended.
    pub outcome: Outcome,
    /// When that was noted. Microseconds.
    pub at: i64,
    /// Who was there and who was not.
    pub people: Vec<(&'a Person, Attendance)>,
}

/// The visits of a session.
pub struct Sheet<'a> {
    /// What has to be decided.
    pub undecided: Vec<Undecided<'a>>,
    /// What is decided.
    pub decided: Vec<Decided<'a>>,
}

/// Tells the decided from the undecided. A visit that the list has moved to another day is on that
/// day's sheet.
pub fn sheet(rows: &[Row]) -> Sheet<'_> {
    let mut sheet = Sheet { undecided: Vec::new(), decided: Vec::new() };
    for row in rows.iter().filter(|row| !row.moved) {
        match judge(row) {
            Ok(decided) => sheet.decided.push(decided),
            Err(undecided) => sheet.undecided.push(undecided),
        }
    }
    // What somebody can decide now comes before what is still going on.
    sheet.undecided.sort_by_key(|one| one.proposed.is_none() && one.said.is_none());
    sheet
}

fn judge(row: &Row) -> Result<Decided<'_>, Undecided<'_>> {
    let known = |person| Some((person, attendance(row, person)?));
    let people: Vec<_> = row.people.iter().filter_map(known).collect();
    match &row.progress.outcome {
        Some((outcome, mark)) if people.len() == row.people.len() && is_so(row, *outcome) => {
            Ok(Decided { row, outcome: *outcome, at: mark.at, people })
        }
        said => Err(Undecided {
            row,
            said: said.as_ref().map(|(outcome, _)| *outcome),
            proposed: match said {
                Some(_) => None,
                None => row.outcome().map(|(outcome, _)| outcome),
            },
            unknown: if said.is_some() {
                row.people.iter().filter(|one| attendance(row, one).is_none()).collect()
            } else {
                Vec::new()
            },
        }),
    }
}

/// They came after somebody had noted that they did not.
fn is_so(row: &Row, outcome: Outcome) -> bool {
    !(outcome == Outcome::VisitorDidNotArrive && row.is_here())
}

/// Whether somebody was there: what was noted, or what the ID ticks and the steps leave no doubt
/// of. A party that sat in the hall and was then turned away is for a person to say.
fn attendance(row: &Row, person: &Person) -> Option<Attendance> {
    let in_doubt = row.state == State::Refused && row.progress.hall.is_some();
    let known = row.attendance(person).filter(|(_, said)| *said || !in_doubt);
    known.map(|(attendance, _)| attendance)
}

/// What the first line of the file says.
pub const HEADING: [&str; 9] = [
    "reference",
    "date",
    "start",
    "outcome",
    "visitor_first_name",
    "visitor_last_name",
    "attendance",
    "on_list",
    "noted_at",
];

/// The lines of the file: one a visitor, of decided visits only. `undecided` is what it says of
/// the others, below all lines; empty when there are none.
pub fn lines(decided: &[Decided<'_>], visits: &[Visit], undecided: &str) -> Vec<Vec<String>> {
    let visits: HashMap<VisitHandle, &Visit> =
        visits.iter().map(|visit| (visit.handle, visit)).collect();
    let mut lines = vec![HEADING.map(str::to_owned).to_vec()];
    for one in decided {
        let visit = visits.get(&one.row.visit);
        let visitors: &[Visitor] = visit.map_or(&[], |visit| &visit.visitors);
        if one.people.is_empty() {
            lines.push(line(one, None, None));
        }
        for (person, attendance) in &one.people {
            let visitor = visitors.iter().find(|visitor| visitor.id == person.id);
            lines.push(line(one, visitor, Some(*attendance)));
        }
    }
    if !undecided.is_empty() {
        let mut last = vec![String::new(); HEADING.len()];
        undecided.clone_into(&mut last[0]);
        lines.push(last);
    }
    lines
}

fn line(
    one: &Decided<'_>,
    visitor: Option<&Visitor>,
    attendance: Option<Attendance>,
) -> Vec<String> {
    let slot = one.row.slot;
    let on_list = !one.row.by_hand && visitor.is_none_or(|visitor| !visitor.by_hand);
    vec![
        one.row.reference.clone(),
        slot.date.to_string(),
        slot.start.format("%H:%M").to_string(),
        one.outcome.code().to_owned(),
        visitor.map(|visitor| visitor.first.clone()).unwrap_or_default(),
        visitor.map(|visitor| visitor.last.clone()).unwrap_or_default(),
        attendance.map(|attendance| attendance.code().to_owned()).unwrap_or_default(),
        if on_list { "yes" } else { "no" }.to_owned(),
        local(moment(one.at)).format("%Y-%m-%d %H:%M").to_string(),
    ]
}
