//! What may follow what. Pure.

use super::{Standing, Why};
use crate::outcome::Outcome;
use crate::store::progress::{Mark, Progress};

/// A step of a party that can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Its number was called.
    Called,
    /// It is through search.
    Searched,
    /// It is in the hall.
    Hall,
    /// It has left.
    Left,
    /// How it ended was said.
    Outcome,
}

impl Step {
    /// All, in their order.
    pub const ALL: [Self; 5] =
        [Self::Called, Self::Searched, Self::Hall, Self::Left, Self::Outcome];

    /// In forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Searched => "searched",
            Self::Hall => "hall",
            Self::Left => "left",
            Self::Outcome => "outcome",
        }
    }

    /// Whether it was done.
    pub fn is_done(self, progress: &Progress) -> bool {
        match self {
            Self::Called => progress.called.is_some(),
            Self::Searched => progress.searched.is_some(),
            Self::Hall => progress.hall.is_some(),
            Self::Left => progress.left.is_some(),
            Self::Outcome => progress.outcome.is_some(),
        }
    }

    /// The last that was done: the one that can be taken back.
    pub fn last(progress: &Progress) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|step| step.is_done(progress))
    }
}

/// What an officer wants to be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Their number is called.
    Call,
    /// They are through search.
    Search,
    /// They are in the hall; at this table, or at the one they have.
    Hall(Option<String>),
    /// They have left.
    Leave,
    /// This step was not done after all.
    TakeBack(Step),
    /// Something has to be settled with them first.
    ToTheDesk,
    /// It is settled.
    Settled,
    /// It ended so.
    End(Outcome),
    /// They have this table, or none.
    Table(Option<String>),
}

/// What follows from a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This is to be stored.
    Do(Box<Progress>),
    /// Nothing: it is so.
    AlreadySo,
    /// It is refused.
    No(Why),
}

/// Judges a wish of somebody who saw a version of the row.
pub fn decide(standing: &Standing, saw: i64, wish: &Wish, mark: &Mark) -> Verdict {
    let now = &standing.progress;
    if is_so(now, wish) {
        return Verdict::AlreadySo;
    }
    if is_stale(now, saw, wish) {
        return Verdict::No(Why::Stale);
    }
    if let Some(why) = obstacle(standing, wish) {
        return Verdict::No(why);
    }
    let mut next = after(now, wish, mark);
    next.version = now.version + 1;
    if touches_stage(wish) {
        next.stage_changed = next.version;
    }
    if next.table != now.table {
        next.table_changed = next.version;
    }
    Verdict::Do(Box::new(next))
}

fn is_so(now: &Progress, wish: &Wish) -> bool {
    let beyond = |step: Step| {
        Step::ALL.into_iter().any(|s| s >= step && s != Step::Outcome && s.is_done(now))
    };
    match wish {
        Wish::Call => beyond(Step::Called) && now.desk.is_none(),
        Wish::Search => beyond(Step::Searched),
        Wish::Hall(table) => {
            beyond(Step::Hall)
                && table.as_ref().is_none_or(|table| now.table.as_ref() == Some(table))
        }
        Wish::Leave => now.left.is_some(),
        Wish::TakeBack(step) => !step.is_done(now),
        Wish::ToTheDesk => now.desk.is_some(),
        Wish::Settled => now.desk.is_none(),
        Wish::End(outcome) => now.outcome.as_ref().is_some_and(|(is, _)| is == outcome),
        Wish::Table(table) => now.table == *table,
    }
}

/// Somebody has changed since what this wish would change. A version from the future was given by
/// a server that has been restored from a copy since.
fn is_stale(now: &Progress, saw: i64, wish: &Wish) -> bool {
    let stage = touches_stage(wish) && now.stage_changed > saw;
    let table = touches_table(wish) && now.table_changed > saw;
    saw > now.version || stage || table
}

fn touches_stage(wish: &Wish) -> bool {
    !matches!(wish, Wish::Table(_))
}

fn touches_table(wish: &Wish) -> bool {
    matches!(wish, Wish::Table(_) | Wish::Hall(Some(_)))
}

fn obstacle(standing: &Standing, wish: &Wish) -> Option<Why> {
    let now = &standing.progress;
    let ended = now.left.is_some() || now.outcome.is_some();
    match wish {
        Wish::TakeBack(step) => (Step::last(now) != Some(*step)).then_some(Why::NotTheLast),
        Wish::End(outcome) => end_obstacle(standing, *outcome),
        Wish::Table(_) => None,
        _ if !standing.is_here() => Some(Why::NobodyHere),
        Wish::ToTheDesk | Wish::Settled => {
            standing.is_through_search().then_some(Why::ThroughSearch)
        }
        Wish::Leave => now.hall.is_none().then_some(Why::NotInTheHall),
        _ if ended => Some(Why::NotTheLast),
        Wish::Search | Wish::Hall(_) => (!standing.ids_are_seen()).then_some(Why::IdFirst),
        Wish::Call => None,
    }
}

fn end_obstacle(standing: &Standing, outcome: Outcome) -> Option<Why> {
    let now = &standing.progress;
    if outcome.took_place() {
        return now.hall.is_none().then_some(Why::NotInTheHall);
    }
    match outcome {
        Outcome::VisitorDidNotArrive => standing.is_here().then_some(Why::Arrived),
        // The person inside may refuse, and the prison may call it off, before anybody came.
        Outcome::PrisonerRefusedToAttend | Outcome::EstablishmentCancelled => None,
        _ => (!standing.is_here()).then_some(Why::NobodyHere),
    }
}

fn after(now: &Progress, wish: &Wish, mark: &Mark) -> Progress {
    let (mut next, mark) = (now.clone(), mark.clone());
    match wish {
        Wish::Call => {
            next.desk = None;
            next.called = next.called.or(Some(mark));
        }
        Wish::Search => next.searched = Some(mark),
        Wish::Hall(table) => {
            next.hall = next.hall.or(Some(mark));
            next.table = table.clone().or(next.table);
        }
        Wish::Leave => next.left = Some(mark),
        Wish::TakeBack(step) => take_back(&mut next, *step),
        Wish::ToTheDesk => next.desk = Some(mark),
        Wish::Settled => next.desk = None,
        Wish::End(outcome) => {
            if outcome.took_place() {
                next.left = next.left.or_else(|| Some(mark.clone()));
            }
            next.outcome = Some((*outcome, mark));
        }
        Wish::Table(table) => next.table.clone_from(table),
    }
    next
}

fn take_back(next: &mut Progress, step: Step) {
    match step {
        Step::Called => next.called = None,
        Step::Searched => next.searched = None,
        Step::Hall => next.hall = None,
        Step::Left => next.left = None,
        Step::Outcome => next.outcome = None,
    }
}

#[cfg(test)]
mod tests;
