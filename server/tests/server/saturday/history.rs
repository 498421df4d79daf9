//! Whether what was answered can have happened: for each family, is there an order of the acts, in
//! keeping with when they were sent and answered, in which a desk that does one at a time would
//! have given the same answers, shown the same rows, and ended where the board ended? If an update
//! was lost, there is none.
//!
//! The desk in here is written anew from the rules that officers know, not taken from the server.

use std::time::Instant;

use super::acts::Wish;
use super::sheet::Row;

/// What an officer was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, or so already.
    Done,
    /// Somebody else had changed it.
    Stale,
    /// ID comes before search.
    IdFirst,
    /// They are through search.
    ThroughSearch,
    /// A later step was noted.
    NotTheLast,
    /// They are not in the hall.
    NotInTheHall,
}

/// An act as its officer knows it.
#[derive(Clone, Debug)]
pub struct Op {
    pub wish: Wish,
    /// The row that the page showed.
    pub saw: Row,
    pub sent: Instant,
    pub answered: Instant,
    pub answer: Answer,
}

/// How far a family has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    #[default]
    Before,
    Called,
    Searched,
    Hall,
    Left,
}

/// A family at the desk.
#[derive(Clone, Debug)]
struct Desk {
    version: i64,
    stage: Stage,
    stage_changed: i64,
    table: String,
    table_changed: i64,
    /// Whether an adult's ID was seen, and the version at which that changed last.
    ticks: Vec<(bool, i64)>,
}

/// Orders that are tried before it is said that there is none.
const ORDERS_AT_MOST: usize = 200_000;

impl Answer {
    /// Reads the sentence under which nothing was done; none: it is one that nobody should get.
    pub fn read(sentence: &str) -> Option<Self> {
        let begins = |text: &str| sentence.starts_with(text);
        match sentence {
            "" => Some(Self::Done),
            _ if begins("Somebody else has changed") => Some(Self::Stale),
            _ if begins("First see the ID") => Some(Self::IdFirst),
            _ if begins("They are through search") => Some(Self::ThroughSearch),
            _ if begins("A later step was noted") => Some(Self::NotTheLast),
            _ if begins("They are not in the hall") => Some(Self::NotInTheHall),
            _ => None,
        }
    }
}

/// Whether there is such an order. `at_last`: the row at the end.
pub fn can_have_happened(ops: &[Op], at_last: &Row) -> bool {
    let desk = Desk::new(at_last.ticks.len());
    let mut search = Search { ops, at_last, tried: 0, shown: vec![desk.clone()] };
    search.goes_on(&desk, &mut vec![false; ops.len()])
}

struct Search<'a> {
    ops: &'a [Op],
    at_last: &'a Row,
    tried: usize,
    /// The desk after each change: its place is its version.
    shown: Vec<Desk>,
}

impl Search<'_> {
    fn goes_on(&mut self, desk: &Desk, placed: &mut Vec<bool>) -> bool {
        self.tried += 1;
        if self.tried > ORDERS_AT_MOST {
            return false;
        }
        let left = || (0..self.ops.len()).filter(|n| !placed[*n]);
        let Some(first_answer) = left().map(|n| self.ops[n].answered).min() else {
            return desk.version == self.at_last.version
                && desk.is_shown_by(self.at_last)
                && self.every_tick_was_true();
        };
        // Whatever was sent after somebody had an answer comes after that somebody.
        let may_be_next = |n: &usize| self.ops[*n].sent <= first_answer && self.page_was_true(*n);
        let next: Vec<usize> = left().filter(may_be_next).collect();
        next.into_iter().any(|n| {
            placed[n] = true;
            let found = self.ops[n].outcomes(desk).into_iter().any(|after| {
                let is_new = after.version > desk.version;
                if is_new {
                    self.shown.push(after.clone());
                }
                let found = self.goes_on(&after, placed);
                if is_new && !found {
                    self.shown.pop();
                }
                found
            });
            placed[n] = found;
            found
        })
    }

    /// A row with a version shows what was so with it, and not before.
    fn page_was_true(&self, n: usize) -> bool {
        let op = &self.ops[n];
        let then = usize::try_from(op.saw.version).ok().and_then(|place| self.shown.get(place));
        op.wish == Wish::PerhapsCalled || then.is_some_and(|then| then.stage_is(&op.saw))
    }

    /// Ticks are as they were with the version of the row, or newer: they are read after it.
    fn every_tick_was_true(&self) -> bool {
        self.ops.iter().filter(|op| op.wish != Wish::PerhapsCalled).all(|op| {
            let since = usize::try_from(op.saw.version).unwrap_or(usize::MAX);
            self.shown.iter().skip(since).any(|desk| desk.ticks_are(&op.saw))
        })
    }
}

impl Op {
    /// The desk as it may be afterwards; empty: with this answer it cannot have been.
    fn outcomes(&self, desk: &Desk) -> Vec<Desk> {
        if self.wish == Wish::PerhapsCalled {
            let called = (desk.stage == Stage::Before).then(|| desk.at_stage(Stage::Called));
            return called.into_iter().chain([desk.clone()]).collect();
        }
        let (answer, after) = desk.answer(&self.wish, self.saw.version);
        if answer == self.answer { vec![after] } else { Vec::new() }
    }
}

impl Desk {
    fn new(adults: usize) -> Self {
        Self {
            version: 0,
            stage: Stage::Before,
            stage_changed: 0,
            table: String::new(),
            table_changed: 0,
            ticks: vec![(false, 0); adults],
        }
    }

    /// What it answers to somebody who saw a version, and how things stand then.
    fn answer(&self, wish: &Wish, saw: i64) -> (Answer, Self) {
        let no = |answer| (answer, self.clone());
        match self.after(wish) {
            None => no(Answer::Done),
            Some(_) if saw > self.version || self.has_changed_since(wish, saw) => no(Answer::Stale),
            Some(after) => match self.obstacle(wish) {
                Some(answer) => no(answer),
                None => (Answer::Done, after),
            },
        }
    }

    /// None: it is so.
    fn after(&self, wish: &Wish) -> Option<Self> {
        match wish {
            Wish::SeeAll => self.ticked(|_| true, true),
            Wish::Tick(place, seen) => self.ticked(|n| n == *place, *seen),
            Wish::Call => (self.stage < Stage::Called).then(|| self.at_stage(Stage::Called)),
            Wish::Search => (self.stage < Stage::Searched).then(|| self.at_stage(Stage::Searched)),
            Wish::Hall(table) => (self.stage < Stage::Hall || self.table != *table)
                .then(|| self.at_stage(self.stage.max(Stage::Hall)).at_table(table)),
            Wish::Table(table) => (self.table != *table).then(|| {
                let next = Self { version: self.version + 1, ..self.clone() };
                next.at_table(table)
            }),
            Wish::Leave => (self.stage < Stage::Left).then(|| self.at_stage(Stage::Left)),
            Wish::TakeBackSearch => {
                (self.stage >= Stage::Searched).then(|| self.at_stage(Stage::Called))
            }
            Wish::TakeBackLeft => (self.stage == Stage::Left).then(|| self.at_stage(Stage::Hall)),
            Wish::PerhapsCalled => None,
        }
    }

    fn ticked(&self, whose: impl Fn(usize) -> bool, seen: bool) -> Option<Self> {
        let mut next = Self { version: self.version + 1, ..self.clone() };
        let ticks = next.ticks.iter_mut().enumerate();
        let wanted = ticks.filter(|(n, tick)| whose(*n) && tick.0 != seen);
        let changed = wanted.map(|(_, tick)| *tick = (seen, self.version + 1)).count();
        (changed > 0).then_some(next)
    }

    fn at_stage(&self, stage: Stage) -> Self {
        let version = self.version + 1;
        Self { version, stage, stage_changed: version, ..self.clone() }
    }

    fn at_table(self, table: &str) -> Self {
        Self { table: table.to_owned(), table_changed: self.version, ..self }
    }

    fn has_changed_since(&self, wish: &Wish, saw: i64) -> bool {
        let tick = |whose: &dyn Fn(usize) -> bool, seen: bool| {
            let ticks = self.ticks.iter().enumerate();
            ticks.into_iter().any(|(n, tick)| whose(n) && tick.0 != seen && tick.1 > saw)
        };
        match wish {
            Wish::SeeAll => tick(&|_| true, true),
            Wish::Tick(place, seen) => tick(&|n| n == *place, *seen),
            Wish::Hall(_) => self.stage_changed > saw || self.table_changed > saw,
            Wish::Table(_) => self.table_changed > saw,
            _ => self.stage_changed > saw,
        }
    }

    fn obstacle(&self, wish: &Wish) -> Option<Answer> {
        let unseen = self.ticks.iter().any(|tick| !tick.0);
        match wish {
            Wish::Tick(_, false) if self.stage >= Stage::Searched => Some(Answer::ThroughSearch),
            Wish::Search | Wish::Hall(_) if self.stage == Stage::Left => Some(Answer::NotTheLast),
            Wish::Search | Wish::Hall(_) if unseen => Some(Answer::IdFirst),
            Wish::Leave if self.stage < Stage::Hall => Some(Answer::NotInTheHall),
            Wish::TakeBackSearch if self.stage > Stage::Searched => Some(Answer::NotTheLast),
            _ => None,
        }
    }

    fn is_shown_by(&self, row: &Row) -> bool {
        self.stage_is(row) && self.ticks_are(row)
    }

    /// The step, and the table where there is a field for it.
    fn stage_is(&self, row: &Row) -> bool {
        let stage = match row.state.as_str() {
            "called" => Stage::Called,
            "searched" => Stage::Searched,
            "in-hall" => Stage::Hall,
            "left" => Stage::Left,
            _ => Stage::Before,
        };
        stage == self.stage && row.table.as_ref().is_none_or(|table| *table == self.table)
    }

    fn ticks_are(&self, row: &Row) -> bool {
        self.ticks.iter().map(|tick| tick.0).eq(row.ticks.iter().map(|tick| tick.1))
    }
}

/// An order of events for whoever has to find out: what was seen, wished and answered.
pub fn told(ops: &[Op], at_last: &Row) -> String {
    let Some(first) = ops.iter().map(|op| op.sent).min() else { return "nothing was done".into() };
    let mut lines: Vec<(Instant, String)> = ops
        .iter()
        .filter(|op| op.wish != Wish::PerhapsCalled)
        .map(|op| {
            let from = op.sent.duration_since(first).as_millis();
            let to = op.answered.duration_since(first).as_millis();
            let (version, state) = (op.saw.version, &op.saw.state);
            let line =
                format!("{from}-{to} ms {:?} of {state} {version}: {:?}", op.wish, op.answer);
            (op.sent, line)
        })
        .collect();
    lines.sort();
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    format!("{}; at last {} {}", lines.join(", "), at_last.state, at_last.version)
}
