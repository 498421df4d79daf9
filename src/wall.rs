//! What stands on a call board at a moment. Pure.

use std::time::Duration;

use chrono::{DateTime, NaiveTime, Utc};
use visits_domain::arrival::{ArrivalNumber, Language};

use crate::kiosk::View;
use crate::public::Link;

/// The most numbers that stand together: five in a row, four rows. More go to the next page.
pub const NUMBERS_A_PAGE: usize = 20;

/// What stands on the wall.
#[derive(Clone, Debug, PartialEq)]
pub struct Wall {
    /// The languages shown now.
    pub languages: Vec<Language>,
    /// The numbers of this page, the newest first, and whether each is among the newest.
    pub numbers: Vec<(ArrivalNumber, bool)>,
    /// This page, from 0, and how many there are.
    pub page: (usize, usize),
    /// How late visits run, in minutes; none when nobody knows.
    pub late: Option<u16>,
    /// The starts of visits that do not go ahead today.
    pub cancelled: Vec<NaiveTime>,
    /// The server is away since then: everything above may be old.
    pub offline_since: Option<DateTime<Utc>>,
    /// It belongs to no site, or was withdrawn: nothing else counts.
    pub is_resting: bool,
}

impl View<'_> {
    /// What stands on the wall now.
    pub fn wall(&self) -> Wall {
        let board = &self.public.board;
        let is_today = board.date == self.now.local().date();
        let offline_since = match self.public.link {
            Link::OfflineSince(since) => Some(since),
            Link::Online | Link::Unknown => None,
        };
        let called = if is_today { board.called.as_slice() } else { &[] };
        let turn = turns(self.now.running, self.config.call_board.turn());
        let pages = called.len().div_ceil(NUMBERS_A_PAGE).max(1);
        let page = turn % pages;
        let newest_first = called.iter().rev();
        let offered = &self.config.languages.offered;
        let languages = if self.config.call_board.languages_in_turn {
            offered.iter().copied().skip(turn % offered.len().max(1)).take(1).collect()
        } else {
            offered.clone()
        };
        Wall {
            languages,
            numbers: newest_first
                .skip(page * NUMBERS_A_PAGE)
                .take(NUMBERS_A_PAGE)
                .map(|number| (*number, self.calls.is_newest(*number)))
                .collect(),
            page: (page, pages),
            late: self.board().map(|news| news.running_late_minutes),
            cancelled: if is_today { board.cancelled_sessions.clone() } else { Vec::new() },
            offline_since,
            is_resting: !self.public.enrolled,
        }
    }

    /// How long the wall stays as it is when nothing happens.
    pub fn wall_stands_for(&self) -> Option<Duration> {
        let turn = self.config.call_board.turn();
        let many = self.public.board.called.len() > NUMBERS_A_PAGE;
        let takes_turns = many || self.config.call_board.languages_in_turn;
        let into = self.now.running.as_millis() % turn.as_millis().max(1);
        let left = turn.as_millis().saturating_sub(into);
        takes_turns.then(|| Duration::from_millis(u64::try_from(left).unwrap_or(u64::MAX)))
    }
}

fn turns(running: Duration, turn: Duration) -> usize {
    let turns = running.as_millis() / turn.as_millis().max(1);
    usize::try_from(turns).unwrap_or(usize::MAX)
}
