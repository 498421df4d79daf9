//! What is urgent goes out at once or not at all, and the answer is one of three honest ones. It is
//! never stored here and never queued.

use visits_domain::wire::UrgentTalk;

use super::client::{CallError, Client};
use crate::session::{Event, TalkAnswer};

/// Sends urgent talks, each on a thread of its own, so that it waits behind nothing; tells what
/// became of each.
pub fn talker(
    client: Client,
    tell: impl Fn(Event) + Clone + Send + 'static,
) -> impl Fn(u64, UrgentTalk) + 'static {
    move |number, talk| {
        let (client, tell_later) = (client.clone(), tell.clone());
        let started = std::thread::Builder::new().name("talk".to_owned()).spawn(move || {
            let answer = answer_of(&client.talk(&talk));
            tell_later(Event::Talked(number, answer));
        });
        if started.is_err() {
            tell(Event::Talked(number, TalkAnswer::NotSent));
        }
    }
}

/// "Staff have it" only when the server said that it stored it.
fn answer_of(result: &Result<bool, CallError>) -> TalkAnswer {
    match result {
        Ok(false) => TalkAnswer::StaffHaveIt,
        Ok(true) => TalkAnswer::Seen,
        Err(error) if error.is_not_sent() => TalkAnswer::NotSent,
        Err(_) => TalkAnswer::CannotTell,
    }
}
