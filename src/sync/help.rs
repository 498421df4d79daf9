//! What a volunteer does goes out at once or not at all, and the answer is one of three honest
//! ones.

use visits_domain::wire::{VolunteerActs, VolunteerAnswer};

use super::client::{CallError, Client};
use crate::session::{Event, HelpAnswer};

/// Sends what volunteers do, each on a thread of its own; tells what became of it.
pub fn helper(
    client: Client,
    tell: impl Fn(Event) + Clone + Send + 'static,
) -> impl Fn(u64, VolunteerActs) + 'static {
    move |job, acts| {
        let (client, tell_later) = (client.clone(), tell.clone());
        let started = std::thread::Builder::new().name("help".to_owned()).spawn(move || {
            let answer = answer_of(client.volunteer(&acts));
            tell_later(Event::Helped(job, answer));
        });
        if started.is_err() {
            tell(Event::Helped(job, HelpAnswer::NotSent));
        }
    }
}

fn answer_of(result: Result<VolunteerAnswer, CallError>) -> HelpAnswer {
    match result {
        Ok(answer) => HelpAnswer::Told(answer.waiting),
        Err(error) if error.is_not_sent() => HelpAnswer::NotSent,
        Err(_) => HelpAnswer::CannotTell,
    }
}
