//! Questions about places go out at once or not at all: a family stands there and waits. What was
//! not answered is no answer, and the wish is written down as asked for.

use std::time::Duration;

use visits_domain::wire::{BookingAsked, BookingStands};

use super::client::{CallError, Client};
use crate::session::{DaysNews, Event, PlacesCall};

/// The record of a booking that was just made is on its way: so often it is asked for once more.
const TRIES: u32 = 8;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(500);

/// Asks, each question on a thread of its own, so that it waits behind nothing; tells what the
/// server says.
pub fn caller(
    client: Client,
    tell: impl Fn(Event) + Clone + Send + 'static,
) -> impl Fn(u64, PlacesCall) + 'static {
    move |job, call| {
        let (client, tell_later) = (client.clone(), tell.clone());
        let nothing = call.unanswered();
        let started = std::thread::Builder::new().name("places".to_owned()).spawn(move || {
            let news = match call {
                PlacesCall::Wanted(wanted) => DaysNews::Granted(said(client.places(&wanted))),
                PlacesCall::Stands(asked) => DaysNews::Stands(stands(&client, &asked)),
            };
            tell_later(Event::Days(job, Box::new(news)));
        });
        if started.is_err() {
            tell(Event::Days(job, Box::new(nothing)));
        }
    }
}

/// How the server has it, once its record is there.
fn stands(client: &Client, asked: &BookingAsked) -> Option<BookingStands> {
    for _ in 1..TRIES {
        match said(client.booking(asked))? {
            BookingStands::NotKnown => std::thread::sleep(PAUSE),
            stands => return Some(stands),
        }
    }
    said(client.booking(asked))
}

fn said<T>(result: Result<T, CallError>) -> Option<T> {
    result.inspect_err(|error| tracing::warn!(%error, "the server said nothing of places")).ok()
}
