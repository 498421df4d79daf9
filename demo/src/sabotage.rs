//! Faults on purpose: a cable that loses a record and says it arrived, or delivers one twice.
//! The day's sums must notice both.

use uuid::Uuid;
use visits_domain::arrival::ArrivalNumber;
use visits_domain::wire::{Happening, Record, Records};

use crate::http::Message;

/// What the cable does to one arrival of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    /// The kiosk is told that it was stored; the server never hears of it.
    Drop,
    /// The server hears of it twice, under another number.
    Repeat,
}

/// Added to the sequence and to the number of what is delivered again.
const FAR: u16 = 700;

/// A cable's memory.
pub struct Liar {
    sabotage: Option<Sabotage>,
    done: bool,
    /// The highest sequence the kiosk has sent, once one was swallowed.
    pretended: Option<u64>,
}

/// What goes on to the server in place of a request.
pub struct Told {
    /// Answered to the kiosk.
    pub request: Message,
    /// Sent after it; its answer reaches nobody.
    pub again: Option<Message>,
}

impl Liar {
    /// An honest cable, or one that lies once.
    pub fn new(sabotage: Option<Sabotage>) -> Self {
        Self { sabotage, done: false, pretended: None }
    }

    /// A request comes in.
    pub fn hears(&mut self, request: Message) -> Told {
        let honest = |request| Told { request, again: None };
        let is_records = request.start.starts_with("POST /api/v1/records ");
        let (Some(sabotage), true) = (self.sabotage, is_records) else { return honest(request) };
        let Ok(batch) = serde_json::from_slice::<Records>(&request.body) else {
            return honest(request);
        };
        let Some(last) = batch.records.last().map(|record| record.seq) else {
            return honest(request);
        };
        match sabotage {
            Sabotage::Drop => {
                let swallow = !std::mem::replace(&mut self.done, true);
                self.pretended = Some(last);
                // An empty batch in its place: the answer is the server's own, time and all.
                let records = if swallow { Vec::new() } else { batch.records };
                honest(with_body(&request, &Records { records, after: None }))
            }
            Sabotage::Repeat => {
                let twin = batch.records.iter().find_map(twin).filter(|_| !self.done);
                self.done |= twin.is_some();
                let again = twin
                    .map(|twin| with_body(&request, &Records { records: vec![twin], after: None }));
                Told { request, again }
            }
        }
    }

    /// An answer goes back: once something was swallowed, every one says that all arrived.
    pub fn colours(&self, answer: &mut Message) {
        const WORD: &str = "\"acknowledged\":";
        let Some(pretended) = self.pretended else { return };
        let Ok(text) = std::str::from_utf8(&answer.body) else { return };
        if let Some((before, after)) = text.split_once(WORD) {
            let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
            // Without the proof of it: a liar has none, and an older server gives none.
            let rest = rest.replace("\"acknowledged_id\":", "\"not_said\":");
            answer.body = format!("{before}{WORD}{pretended}{rest}").into_bytes();
        }
    }
}

fn with_body(request: &Message, records: &Records) -> Message {
    let body = serde_json::to_vec(records).unwrap_or_default(); // was read from JSON just now
    Message { body, ..request.clone() }
}

/// The same arrival under another number, another id and another sequence.
fn twin(record: &Record) -> Option<Record> {
    let Ok(Happening::Arrived(mut arrival)) = serde_json::from_str(record.body.get()) else {
        return None;
    };
    let count = arrival.number.count + FAR;
    arrival.number = ArrivalNumber { count, ..arrival.number };
    let body = serde_json::value::to_raw_value(&Happening::Arrived(arrival)).ok()?;
    Some(Record::new(record.seq + u64::from(FAR), Uuid::now_v7(), record.epoch, body))
}
