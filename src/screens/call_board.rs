//! The wall: numbers called, how visits run, what does not go ahead. Nothing to press.

use chrono::{NaiveTime, Timelike as _};
use slint::ComponentHandle as _;
use visits_domain::arrival::ArrivalNumber;
use visits_ui as ui;

use super::{changed, int, local, speak};
use crate::kiosk::View;
use crate::wall::Wall;

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let wall = view.wall();
    let board = window.global::<ui::CallBoard>();
    let time = view.now.local().time();
    // The catalogue speaks one language at a time: each is asked in its turn.
    let words = wall.languages.iter().map(|language| {
        speak(*language);
        words(window, &wall, time)
    });
    let words: Vec<_> = words.collect();
    speak(view.session.language);
    if let Some(words) = changed(&board.get_words(), words) {
        board.set_words(words);
    }
    let shown = |(number, newest): &(ArrivalNumber, bool)| ui::WallNumber {
        number: number.to_string().into(),
        newest: *newest,
    };
    if let Some(numbers) = changed(&board.get_numbers(), wall.numbers.iter().map(shown)) {
        board.set_numbers(numbers);
    }
    let longest = wall.numbers.iter().map(|(number, _)| number.to_string().len()).max();
    board.set_longest(int(longest.unwrap_or(1)));
    board.set_resting(wall.is_resting);
    board.set_offline(wall.offline_since.is_some());
    board.set_late(wall.late.is_some_and(|minutes| minutes > 0));
    board.set_page(int(wall.page.0));
    board.set_pages(int(wall.page.1));
}

/// All sentences, in the language that is chosen now.
fn words(window: &ui::Kiosk, wall: &Wall, now: NaiveTime) -> ui::WallWords {
    let (board, shared) = (window.global::<ui::CallBoard>(), window.global::<ui::Words>());
    let at = |time: NaiveTime| shared.invoke_time(int(time.hour()), int(time.minute()));
    let cancelled = wall.cancelled.iter().map(|start| at(*start));
    let cancelled = cancelled.reduce(|all, next| board.invoke_and(all, next));
    ui::WallWords {
        heading: board.invoke_heading(),
        nobody: board.invoke_nobody(),
        newest: board.invoke_newest(),
        running: match wall.late {
            None => "".into(),
            Some(0) => board.invoke_on_time(),
            Some(minutes) => shared.invoke_late(minutes.into()),
        },
        cancelled: cancelled.map(|times| board.invoke_cancelled(times)).unwrap_or_default(),
        offline: wall.offline_since.map(local).map_or_else(Default::default, |since| {
            board.invoke_offline_since(int(since.hour()), int(since.minute()))
        }),
        resting: board.invoke_resting_words(),
        time: at(now),
    }
}
