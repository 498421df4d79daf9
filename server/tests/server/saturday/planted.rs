//! Histories in which something was lost, and their honest twins: what the check finds.

use std::time::{Duration, Instant};

use super::acts::Wish;
use super::history::{Answer, Op, can_have_happened};
use super::sheet::Row;

/// When it was sent and answered, in milliseconds; what was wished, seen and answered.
type Act = ((u64, u64), Wish, Row, Answer);

/// A row of one adult.
fn row(version: i64, state: &str, seen: bool, table: &str) -> Row {
    Row {
        visit: String::new(),
        version,
        state: state.to_owned(),
        numbers: Vec::new(),
        reference: String::new(),
        ticks: vec![(String::new(), seen)],
        // Who has left has no field for it.
        table: (state != "left").then(|| table.to_owned()),
    }
}

/// As those would tell it who did it.
fn history(acts: &[Act]) -> Vec<Op> {
    let begin = Instant::now();
    let at = |ms: u64| begin + Duration::from_millis(ms);
    let op = |((sent, answered), wish, saw, answer): &Act| Op {
        wish: wish.clone(),
        saw: saw.clone(),
        sent: at(*sent),
        answered: at(*answered),
        answer: *answer,
    };
    acts.iter().map(op).collect()
}

/// Up to the hall: version 4 when nothing else happens.
fn to_the_hall(table: &str) -> Vec<Act> {
    vec![
        ((0, 1), Wish::SeeAll, row(0, "arrived", false, ""), Answer::Done),
        ((2, 9), Wish::PerhapsCalled, row(0, "", false, ""), Answer::Done),
        ((10, 11), Wish::Search, row(2, "called", true, ""), Answer::Done),
        ((12, 20), Wish::Hall(table.to_owned()), row(3, "searched", true, ""), Answer::Done),
    ]
}

/// Each history with whether it can have happened, and whether the check says so.
pub fn what_is_found() -> Vec<(&'static str, bool, bool)> {
    let hall = |table: &str| Wish::Hall(table.to_owned());
    let mut found = Vec::new();
    let mut look = |name, expected, more: &[Act], at_last: Row| {
        let ops = history(&[to_the_hall("T1"), more.to_vec()].concat());
        found.push((name, expected, can_have_happened(&ops, &at_last)));
    };
    let searched = row(3, "searched", true, "");
    look("a family goes its way", true, &[], row(4, "in-hall", true, "T1"));
    look("its table is forgotten", false, &[], row(4, "in-hall", true, ""));
    look("its last step is forgotten", false, &[], row(3, "searched", true, ""));
    let late = |answer| [((13, 21), hall("T2"), searched.clone(), answer)];
    look("the second is told", true, &late(Answer::Stale), row(4, "in-hall", true, "T1"));
    look("the second overwrites", false, &late(Answer::Done), row(5, "in-hall", true, "T2"));
    let instead = row(4, "in-hall", true, "T2");
    look("the second takes its place", false, &late(Answer::Done), instead);
    let left = |version| row(version, "left", true, "");
    let back = [
        ((30, 31), Wish::Leave, row(4, "in-hall", true, "T1"), Answer::Done),
        ((32, 33), Wish::TakeBackLeft, left(5), Answer::Done),
        ((34, 35), Wish::Leave, row(6, "in-hall", true, "T1"), Answer::Done),
    ];
    look("a step is taken back and done again", true, &back, left(7));
    let again = |answer| {
        let second = [((36, 37), Wish::TakeBackLeft, left(5), answer)];
        [back.to_vec(), second.to_vec()].concat()
    };
    look("who saw an older row is refused", true, &again(Answer::Stale), left(7));
    let in_hall = row(8, "in-hall", true, "T1");
    look("who saw an older row takes it back", false, &again(Answer::Done), in_hall);
    let wrong = [((30, 31), Wish::Leave, row(4, "in-hall", false, "T1"), Answer::Done)];
    look("a page shows a tick that is gone", false, &wrong, left(5));
    found
}
