//! Which numbers a call board announces: each newly called one once, and nothing old. Pure.

use chrono::NaiveDate;
use visits_domain::arrival::ArrivalNumber;

use crate::public::{Link, Public};

/// What a call board has seen called.
#[derive(Clone, Debug, Default)]
pub struct Calls {
    day: NaiveDate,
    seen: Vec<ArrivalNumber>,
    newest: Vec<ArrivalNumber>,
    is_listening: bool,
}

impl Calls {
    /// How things stand now. Returns the numbers that have just been called, in their order.
    ///
    /// Until the server was heard once, everything is old: what the disk remembers, and what was
    /// called while the program was not running. A number that was taken back and is called once
    /// more is called anew. While the line is down nothing is called, so what comes after it is
    /// compared with what was seen before it.
    pub fn hear(&mut self, public: &Public) -> Vec<ArrivalNumber> {
        let board = &public.board;
        if board.date != self.day {
            self.day = board.date;
            self.seen.clear();
            self.newest.clear();
        }
        let called = &board.called;
        let new: Vec<_> = called.iter().filter(|n| !self.seen.contains(n)).copied().collect();
        self.seen.clone_from(called);
        self.newest.retain(|number| called.contains(number));
        if !self.is_listening {
            self.is_listening = public.link == Link::Online;
            return Vec::new();
        }
        if !new.is_empty() {
            self.newest.clone_from(&new);
        }
        new
    }

    /// Whether this number is among those that were called last.
    pub fn is_newest(&self, number: ArrivalNumber) -> bool {
        if self.newest.is_empty() {
            // After a start: the last of the list, which is in the order of calling.
            self.seen.last() == Some(&number)
        } else {
            self.newest.contains(&number)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use visits_domain::wire::Board;

    use super::*;

    fn numbers(texts: &[&str]) -> Vec<ArrivalNumber> {
        texts.iter().map(|text| text.parse().expect("a number")).collect()
    }

    fn public(link: Link, called: &[&str]) -> Public {
        let date = "2026-06-02".parse().expect("a day");
        let board = Board { date, called: numbers(called), ..Board::default() };
        Public { enrolled: true, link, board, ..Public::default() }
    }

    fn heard(calls: &mut Calls, link: Link, called: &[&str]) -> Vec<String> {
        let new = calls.hear(&public(link, called));
        new.iter().map(ToString::to_string).collect()
    }

    fn offline() -> Link {
        Link::OfflineSince(DateTime::<Utc>::UNIX_EPOCH)
    }

    const NOTHING: [&str; 0] = [];

    #[test]
    fn after_a_start_nothing_old_is_announced() {
        let mut calls = Calls::default();
        assert_eq!(heard(&mut calls, Link::Unknown, &["A1"]), NOTHING, "from the disk");
        assert_eq!(heard(&mut calls, offline(), &["A1"]), NOTHING, "the server is away");
        assert_eq!(heard(&mut calls, offline(), &["A1", "A2"]), NOTHING, "its first answer");
        assert_eq!(heard(&mut calls, Link::Online, &["A1", "A2"]), NOTHING, "and the link");
        assert!(calls.is_newest("A2".parse().expect("a number")));
        assert_eq!(heard(&mut calls, Link::Online, &["A1", "A2", "B3"]), ["B3"]);
    }

    #[test]
    fn a_number_is_announced_once_even_over_a_lost_line() {
        let mut calls = Calls::default();
        heard(&mut calls, Link::Online, &[]);
        assert_eq!(heard(&mut calls, Link::Online, &["A1"]), ["A1"]);
        assert_eq!(heard(&mut calls, offline(), &["A1"]), NOTHING);
        // Called while the line was down: new to everybody in the room.
        assert_eq!(heard(&mut calls, offline(), &["A1", "A2"]), ["A2"]);
        assert_eq!(heard(&mut calls, Link::Online, &["A1", "A2"]), NOTHING);
    }

    #[test]
    fn a_number_that_was_taken_back_is_called_anew() {
        let mut calls = Calls::default();
        heard(&mut calls, Link::Online, &["A1"]);
        assert_eq!(heard(&mut calls, Link::Online, &[]), NOTHING);
        assert_eq!(heard(&mut calls, Link::Online, &["A1"]), ["A1"]);
    }

    #[test]
    fn those_called_together_are_the_newest_together() {
        let mut calls = Calls::default();
        heard(&mut calls, Link::Online, &["A1"]);
        assert_eq!(heard(&mut calls, Link::Online, &["A1", "A2", "B3"]), ["A2", "B3"]);
        let newest = |calls: &Calls| {
            let of = numbers(&["A1", "A2", "B3"]);
            of.into_iter().map(|number| calls.is_newest(number)).collect::<Vec<_>>()
        };
        assert_eq!(newest(&calls), [false, true, true]);
        // One of them has gone in; the other is still the newest.
        heard(&mut calls, Link::Online, &["A1", "B3"]);
        assert_eq!(newest(&calls), [false, false, true]);
        // A new day begins with nothing.
        let mut tomorrow = public(Link::Online, &["A1"]);
        tomorrow.board.date = "2026-06-03".parse().expect("a day");
        assert_eq!(calls.hear(&tomorrow), numbers(&["A1"]));
    }
}
