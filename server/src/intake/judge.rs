//! What a record does, or why it cannot. Pure.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use visits_domain::arrival::{Arrival, ArrivalNumber, Joined};
use visits_domain::site::KioskLetter;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Happening, HelpAct, News, PlacesAct, Record};

use crate::clock::local;
use crate::store::arrivals::{Fate, KnownVisit, Observation};
use crate::store::records::DAMAGED;

/// The body is of a kind, or a shape, that this server does not know.
pub const UNKNOWN_KIND: &str = "unknown-kind";
/// The visit is not on this site's list.
pub const UNKNOWN_VISIT: &str = "unknown-visit";
/// The visit is on another day.
pub const OTHER_DAY: &str = "other-day";
/// The number begins with another kiosk's letter.
pub const OTHER_LETTER: &str = "other-letter";
/// More of a party came under a number that staff had taken back.
pub const NUMBER_UNDONE: &str = "number-undone";

/// A kiosk corrects its clock by what it measured; beyond this much ahead of ours its time is not
/// believed.
const AHEAD: TimeDelta = TimeDelta::minutes(2);

/// Somebody came.
pub enum Came {
    /// A family.
    Arrived(Arrival),
    /// More of one.
    Joined(Joined),
}

/// A record and who came, or what is the matter with it.
pub type Read = (Record, Result<Came, &'static str>);

/// What a batch is about.
#[derive(Default)]
pub struct Batch {
    /// Who came, and what cannot be read.
    pub came: Vec<Read>,
    /// Places at family events.
    pub places: Vec<(Record, PlacesAct)>,
    /// Help.
    pub help: Vec<(Record, HelpAct)>,
}

/// Reads the bodies.
pub fn read(records: Vec<Record>) -> Batch {
    let mut batch = Batch { came: Vec::with_capacity(records.len()), ..Batch::default() };
    for record in records {
        match happening(&record) {
            Ok(Happening::Arrived(came)) => batch.came.push((record, Ok(Came::Arrived(came)))),
            Ok(Happening::Joined(joined)) => batch.came.push((record, Ok(Came::Joined(joined)))),
            Ok(Happening::Places(act)) => batch.places.push((record, act)),
            Ok(Happening::Help(act)) => batch.help.push((record, act)),
            Err(trouble) => batch.came.push((record, Err(trouble))),
        }
    }
    batch
}

fn happening(record: &Record) -> Result<Happening, &'static str> {
    if !record.is_whole() {
        return Err(DAMAGED);
    }
    let told = serde_json::from_str(record.body.get());
    told.ok().filter(is_in_our_words).ok_or(UNKNOWN_KIND)
}

/// The only text of a record that is stored as it came. A database that refuses it, as PostgreSQL
/// does a NUL, would refuse the whole batch, each time it comes.
fn is_in_our_words(told: &Happening) -> bool {
    let Happening::Help(HelpAct::Sought(sought)) = told else { return true };
    sought.counts.iter().all(|count| is_language(&count.language))
}

/// ISO 639: two or three small letters.
fn is_language(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|letter| letter.is_ascii_lowercase())
}

/// The visits that are spoken of, each once.
pub fn handles(read: &[Read]) -> Vec<String> {
    let mut seen = HashSet::new();
    let spoken_of = read.iter().filter_map(|(_, happening)| happening.as_ref().ok());
    spoken_of
        .map(visit_of)
        .filter(|visit| seen.insert(*visit))
        .map(|visit| visit.to_string())
        .collect()
}

fn visit_of(came: &Came) -> VisitHandle {
    match came {
        Came::Arrived(arrival) => arrival.visit,
        Came::Joined(joined) => joined.visit,
    }
}

/// The numbers under which more of a party came.
pub fn joined_numbers(read: &[Read]) -> Vec<(NaiveDate, ArrivalNumber)> {
    let spoken_of = read.iter().filter_map(|(_, happening)| happening.as_ref().ok());
    let joined = spoken_of.filter_map(|happening| match happening {
        Came::Joined(joined) => Some((joined.date, joined.number)),
        Came::Arrived(_) => None,
    });
    joined.collect::<HashSet<_>>().into_iter().collect()
}

/// Staff may have moved a number to another visit: who joins under it goes there too.
pub fn follow(read: &mut [Read], fates: &HashMap<(NaiveDate, ArrivalNumber), Fate>) {
    for (_, happening) in read {
        let Ok(Came::Joined(joined)) = happening else { continue };
        match fates.get(&(joined.date, joined.number)) {
            Some(fate) if fate.undone => *happening = Err(NUMBER_UNDONE),
            Some(fate) => joined.visit = fate.visit,
            None => {}
        }
    }
}

/// What a batch does.
#[derive(Default)]
pub struct Judged {
    /// To be kept, each with what is the matter with it, if anything.
    pub records: Vec<(Record, Option<&'static str>)>,
    /// To be stored.
    pub observations: Vec<Observation>,
    /// To be told to all kiosks, each with the observation it comes from.
    pub news: Vec<(String, News)>,
}

/// Decides for each record in turn.
pub fn judge(
    read: Vec<Read>,
    mut visits: HashMap<String, KnownVisit>,
    letters: &[KioskLetter],
    now: DateTime<Utc>,
) -> Judged {
    let mut judged = Judged::default();
    for (record, happening) in read {
        let times = Times { received: now, now };
        let seen =
            happening.and_then(|happening| one(&record, happening, &mut visits, (letters, times)));
        let seen = seen.map(|(seen, news)| {
            judged.news.extend(news.map(|news| (seen.id.clone(), news)));
            seen
        });
        match seen {
            Ok(seen) => {
                judged.observations.push(seen);
                judged.records.push((record, None));
            }
            Err(trouble) => judged.records.push((record, Some(trouble))),
        }
    }
    judged
}

/// When a record came, and when it is judged: the same, but for one that was set aside.
#[derive(Clone, Copy)]
pub struct Times {
    /// It came.
    pub received: DateTime<Utc>,
    /// It is judged.
    pub now: DateTime<Utc>,
}

/// One record: what it observed, and what all kiosks must learn from it.
pub fn one(
    record: &Record,
    happening: Came,
    visits: &mut HashMap<String, KnownVisit>,
    (letters, times): (&[KioskLetter], Times),
) -> Result<(Observation, Option<News>), &'static str> {
    let seen = observation(record, happening, times.received);
    let visit = visits.get_mut(&seen.arrival.visit.to_string()).ok_or(UNKNOWN_VISIT)?;
    believable(&seen, visit, letters)?;
    let news = first_number(&seen, visit, times.now);
    Ok((seen, news))
}

/// Whether a record speaks of a visit that is not known, or not on that day. An import that is
/// under way may be about to bring it.
pub fn is_doubtful(read: &[Read], visits: &HashMap<String, KnownVisit>) -> bool {
    let spoken_of = read.iter().filter_map(|(_, happening)| happening.as_ref().ok());
    spoken_of.into_iter().any(|happening| {
        let (visit, date) = match happening {
            Came::Arrived(arrival) => (arrival.visit, arrival.date),
            Came::Joined(joined) => (joined.visit, joined.date),
        };
        visits.get(&visit.to_string()).is_none_or(|known| known.day != date.to_string())
    })
}

fn believable(
    seen: &Observation,
    visit: &KnownVisit,
    letters: &[KioskLetter],
) -> Result<(), &'static str> {
    if seen.arrival.date.to_string() != visit.day {
        Err(OTHER_DAY)
    } else if !seen.joined && !letters.contains(&seen.arrival.number.kiosk) {
        // More of a party may join at another kiosk, under the number it has. A device that was
        // enrolled anew may have given numbers under another letter before.
        Err(OTHER_LETTER)
    } else {
        Ok(())
    }
}

fn observation(record: &Record, happening: Came, now: DateTime<Utc>) -> Observation {
    let (arrival, joined) = match happening {
        Came::Arrived(arrival) => (arrival, false),
        Came::Joined(joined) => (joined.into(), true),
    };
    let honest = arrival.at <= now + AHEAD && local(arrival.at).date() == arrival.date;
    let at = if honest { arrival.at } else { now }.timestamp_micros();
    Observation { id: record.id.to_string(), arrival, joined, at, honest }
}

/// The earliest number of a visit stands for its party on every kiosk.
fn first_number(seen: &Observation, visit: &mut KnownVisit, now: DateTime<Utc>) -> Option<News> {
    let earlier = visit.first.as_ref().is_none_or(|(at, _)| seen.at < *at);
    if seen.joined || !earlier {
        return None;
    }
    visit.first = Some((seen.at, seen.arrival.number.to_string()));
    (seen.arrival.date >= local(now).date()).then_some(News::Arrived {
        visit: seen.arrival.visit,
        date: seen.arrival.date,
        number: seen.arrival.number,
    })
}
