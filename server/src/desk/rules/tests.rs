use chrono::NaiveTime;
use uuid::Uuid;
use visits_domain::arrival::{Language, Party};
use visits_domain::visit::{Slot, VisitHandle};

use super::*;
use crate::board::Person;
use crate::import::Restriction;
use crate::store::arrivals::Seen;
use crate::store::visits::Visit;

fn mark() -> Mark {
    Mark { at: 7, by: "jo officer".to_owned() }
}

fn standing(here: bool, ticked: bool) -> Standing {
    let visit = VisitHandle(Uuid::from_u128(1));
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
    let date = "2026-06-01".parse().expect("a day");
    let seen = Seen {
        visit,
        number: "A1".parse().expect("a number"),
        joined: false,
        merged: false,
        at: 1,
        party: Party { adults: 1, children: 0 },
        first_visit: false,
        needs: Vec::new(),
        language: Language::En,
    };
    let person = Person {
        id: Uuid::from_u128(2),
        name: "SHAW Jeanette".to_owned(),
        adult: true,
        seen: ticked,
        attendance: None,
        by_hand: false,
    };
    Standing {
        visit: Visit {
            handle: visit,
            reference: "abcdefgh".to_owned(),
            slot: Slot { date, start: time(13), end: time(15) },
            cancelled: false,
            restriction: Restriction::Open,
            language: None,
            by_hand: false,
            visitors: Vec::new(),
        },
        people: vec![person],
        progress: Progress::default(),
        arrivals: if here { vec![seen] } else { Vec::new() },
    }
}

/// Does it, seeing the newest version.
fn done(mut standing: Standing, wish: &Wish) -> Standing {
    let version = standing.progress.version;
    match decide(&standing, version, wish, &mark()) {
        Verdict::Do(next) => standing.progress = *next,
        other => panic!("{wish:?}: {other:?}"),
    }
    standing
}

fn refused(standing: &Standing, wish: &Wish) -> Option<Why> {
    match decide(standing, standing.progress.version, wish, &mark()) {
        Verdict::No(why) => Some(why),
        _ => None,
    }
}

#[test]
fn a_party_goes_from_the_desk_to_the_hall_and_home() {
    let table = Some("14".to_owned());
    let mut now = standing(true, true);
    for wish in [Wish::Call, Wish::Search, Wish::Hall(table.clone()), Wish::Leave] {
        now = done(now, &wish);
        let again = decide(&now, 0, &wish, &mark());
        assert_eq!(again, Verdict::AlreadySo, "{wish:?}, whatever was seen");
    }
    assert_eq!((now.progress.version, now.progress.table.clone()), (4, table));
    for step in Step::ALL.into_iter().rev().skip(1) {
        assert_eq!(Step::last(&now.progress), Some(step));
        now = done(now, &Wish::TakeBack(step));
    }
    assert_eq!(Step::last(&now.progress), None);
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    let (nobody, here, ready) =
        (standing(false, false), standing(true, false), standing(true, true));
    for (standing, wish, why) in [
        (&nobody, Wish::Call, Why::NobodyHere),
        (&nobody, Wish::ToTheDesk, Why::NobodyHere),
        (&nobody, Wish::End(Outcome::VisitorFailedSecurityChecks), Why::NobodyHere),
        (&here, Wish::Search, Why::IdFirst),
        (&here, Wish::Hall(None), Why::IdFirst),
        (&here, Wish::End(Outcome::VisitorDidNotArrive), Why::Arrived),
        (&ready, Wish::Leave, Why::NotInTheHall),
        (&ready, Wish::End(Outcome::CompletedNormally), Why::NotInTheHall),
    ] {
        assert_eq!(refused(standing, &wish), Some(why), "{wish:?}");
    }
    let called_and_searched = done(done(ready, &Wish::Call), &Wish::Search);
    let back = Wish::TakeBack(Step::Called);
    assert_eq!(refused(&called_and_searched, &back), Some(Why::NotTheLast));
    assert_eq!(refused(&called_and_searched, &Wish::ToTheDesk), Some(Why::ThroughSearch));
}

#[test]
fn an_act_that_saw_an_older_row_contradicts_nobody() {
    let called = done(standing(true, true), &Wish::Call);
    let taken_back = done(called, &Wish::TakeBack(Step::Called));
    for (saw, wish) in [(0, Wish::Call), (1, Wish::Search), (0, Wish::ToTheDesk), (9, Wish::Call)] {
        let verdict = decide(&taken_back, saw, &wish, &mark());
        assert_eq!(verdict, Verdict::No(Why::Stale), "{wish:?} of {saw}");
    }
    // A table does not contradict a call; another table contradicts a table.
    let table = |name: &str| Wish::Table(Some(name.to_owned()));
    assert!(matches!(decide(&taken_back, 0, &table("3"), &mark()), Verdict::Do(_)));
    let seated = done(taken_back, &table("3"));
    assert_eq!(decide(&seated, 0, &table("4"), &mark()), Verdict::No(Why::Stale));
}

#[test]
fn whoever_ends_in_the_hall_has_left() {
    let mut now = standing(true, true);
    for wish in [Wish::Search, Wish::Hall(None), Wish::End(Outcome::TerminatedByStaff)] {
        now = done(now, &wish);
    }
    assert!(now.progress.left.is_some());
    assert_eq!(Step::last(&now.progress), Some(Step::Outcome));
}

#[test]
fn the_person_inside_may_refuse_before_anybody_came() {
    let outcome = Outcome::PrisonerRefusedToAttend;
    let now = done(standing(false, false), &Wish::End(outcome));
    assert_eq!(now.progress.outcome.as_ref().map(|(is, _)| *is), Some(outcome));
    assert!(now.progress.left.is_none());
}
