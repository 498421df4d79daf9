//! Faults on purpose: a cable that loses a record and says it arrived, delivers one twice, or loses
//! what the desk did. The day's sums must notice each.

use uuid::Uuid;
use visits_domain::arrival::ArrivalNumber;
use visits_domain::wire::{Happening, Record, Records};

use crate::http::Message;

/// What a cable does to one arrival or to one act of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    /// The kiosk is told that it was stored; the server never hears of it.
    Drop,
    /// The server hears of it twice, under another number.
    Repeat,
    /// A family leaves and the desk is shown its page again; the server never hears of it.
    Desk,
    /// Each kiosk is told that it was granted four times as many places.
    Escrow,
}

impl Sabotage {
    /// All.
    pub const ALL: [Self; 4] = [Self::Drop, Self::Repeat, Self::Desk, Self::Escrow];

    /// As it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Repeat => "repeat",
            Self::Desk => "desk",
            Self::Escrow => "escrow",
        }
    }
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
        let posts = |path: &str| request.start.starts_with(&format!("POST {path} "));
        match self.sabotage {
            Some(Sabotage::Drop) if posts("/api/v1/records") => self.loses_a_record(request),
            Some(Sabotage::Repeat) if posts("/api/v1/records") => self.repeats_a_record(request),
            Some(Sabotage::Desk) if posts("/today/left") => self.loses_a_goodbye(request),
            _ => honest(request),
        }
    }

    fn loses_a_record(&mut self, request: Message) -> Told {
        let Some(batch) = records_of(&request) else { return honest(request) };
        let swallow = !std::mem::replace(&mut self.done, true);
        self.pretended = batch.records.last().map(|record| record.seq);
        // An empty batch in its place: the answer is the server's own, time and all.
        let records = if swallow { Vec::new() } else { batch.records };
        honest(with_body(&request, &Records { records, after: None }))
    }

    fn repeats_a_record(&mut self, request: Message) -> Told {
        let Some(batch) = records_of(&request) else { return honest(request) };
        let twin = batch.records.iter().find_map(twin).filter(|_| !self.done);
        self.done |= twin.is_some();
        let again =
            twin.map(|twin| with_body(&request, &Records { records: vec![twin], after: None }));
        Told { request, again }
    }

    /// The page in its place: what the desk would see next.
    fn loses_a_goodbye(&mut self, request: Message) -> Told {
        if std::mem::replace(&mut self.done, true) {
            return honest(request);
        }
        let start = "GET /today?session=all HTTP/1.1".to_owned();
        honest(Message { start, body: Vec::new(), ..request })
    }

    /// An answer goes back: once something was swallowed, every one says that all arrived.
    pub fn colours(&self, answer: &mut Message) {
        const WORD: &str = "\"acknowledged\":";
        if self.sabotage == Some(Sabotage::Escrow) {
            grants_more(answer);
        }
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

fn honest(request: Message) -> Told {
    Told { request, again: None }
}

/// The batch of a request that has any.
fn records_of(request: &Message) -> Option<Records> {
    let batch: Records = serde_json::from_slice(&request.body).ok()?;
    (!batch.records.is_empty()).then_some(batch)
}

fn with_body(request: &Message, records: &Records) -> Message {
    let body = serde_json::to_vec(records).unwrap_or_default(); // was read from JSON just now
    Message { body, ..request.clone() }
}

/// Whatever was granted is four times as much.
fn grants_more(answer: &mut Message) {
    if let Ok(mut body) = serde_json::from_slice(&answer.body) {
        multiply(&mut body);
        answer.body = serde_json::to_vec(&body).unwrap_or_default(); // was read from JSON just now
    }
}

fn multiply(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            if let Some(granted) = fields.get("granted").and_then(serde_json::Value::as_u64) {
                fields.insert("granted".to_owned(), (4 * granted).into());
            }
            fields.values_mut().for_each(multiply);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(multiply),
        _ => {}
    }
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
