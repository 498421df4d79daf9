//! An ask goes out at once or not at all, and the answer is one of three honest ones.

use visits_domain::wire::Ask;

use super::client::{CallError, Client};
use crate::session::{AskAnswer, Event};

/// Sends asks, each on a thread of its own, so that it waits behind nothing; tells what became
/// of each.
pub fn asker(
    client: Client,
    tell: impl Fn(Event) + Clone + Send + 'static,
) -> impl Fn(u64, Ask) + 'static {
    move |number, ask| {
        let (client, tell_later) = (client.clone(), tell.clone());
        let started = std::thread::Builder::new().name("ask".to_owned()).spawn(move || {
            let answer = answer_of(&client.ask(&ask));
            tell_later(Event::Asked(number, answer));
        });
        if started.is_err() {
            tell(Event::Asked(number, AskAnswer::NotSent));
        }
    }
}

/// "Staff have it" only when the server said that it stored it.
fn answer_of(result: &Result<(), CallError>) -> AskAnswer {
    match result {
        Ok(()) => AskAnswer::StaffHaveIt,
        Err(error) if error.is_not_sent() => AskAnswer::NotSent,
        Err(_) => AskAnswer::CannotTell,
    }
}
