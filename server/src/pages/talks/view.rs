//! A talk, ready to show.

use chrono::{DateTime, Utc};
use visits_domain::arrival::Language;
use visits_domain::help::Receipt;

use crate::auth::may::Act;
use crate::clock::{local, moment};
use crate::pages::Visitor;
use crate::store::talks::Talk;
use crate::words::fill;

/// An urgent talk on every page.
#[allow(clippy::struct_excessive_bools, reason = "each is a part that is shown or not")]
pub struct Alarm {
    /// For its address.
    pub id: String,
    /// Strong when nobody has gone in time.
    pub title: &'static str,
    /// Kind, number, seat, language, since when.
    pub details: String,
    /// Who has it, or whom to tell.
    pub more: Option<String>,
    /// Somebody has it.
    pub is_taken: bool,
    /// Nobody went in time.
    pub is_late: bool,
    /// It is with who looks, and not passed on yet.
    pub is_mine: bool,
    /// This person may take it.
    pub may_take: bool,
}

impl Alarm {
    /// As somebody sees it.
    pub fn of(talk: Talk, visitor: &Visitor) -> Self {
        let t = visitor.talk_words();
        let is_late = talk.escalated.is_some() && talk.taken.is_none();
        let told = talk.told.as_deref().filter(|told| !told.is_empty());
        let tell = || told.map_or(t.tell_duty.to_owned(), |whom| fill(t.tell, &[("whom", &whom)]));
        let taken = talk
            .taken
            .zip(talk.taken_name.as_deref())
            .map(|(at, name)| fill(t.taken_by, &[("name", &name), ("time", &time(visitor, at))]));
        Self {
            title: if is_late { t.nobody_went } else { t.needs_to_talk },
            details: details(&talk, visitor),
            more: taken.or_else(|| is_late.then(tell)),
            is_taken: talk.taken.is_some(),
            is_late,
            is_mine: talk.taken_by.as_ref() == Some(&visitor.user.name) && talk.passed.is_none(),
            may_take: talk.taken.is_none() && visitor.may(Act::AnswerTalks),
            id: talk.talk,
        }
    }
}

fn details(talk: &Talk, visitor: &Visitor) -> String {
    let t = visitor.talk_words();
    let call = match (&talk.number, talk.call_number) {
        (None, _) => None,
        (Some(_), 1) => Some(t.may_call.to_owned()),
        (Some(_), _) => Some(t.do_not_call.to_owned()),
    };
    let parts = [
        Some(t.about_of(&talk.about).to_owned()),
        talk.number.as_ref().map(|number| fill(t.number, &[("number", number)])),
        talk.seat.clone(),
        Some(language(talk).to_owned()),
        Some(fill(t.since, &[("time", &time(visitor, talk.asked))])),
        call,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn language(talk: &Talk) -> &str {
    let known = Language::ALL.into_iter().find(|one| one.code() == talk.language);
    known.map_or(talk.language.as_str(), |one| one.own_name())
}

fn time(visitor: &Visitor, at: i64) -> String {
    visitor.words().time(local(moment(at)).time())
}

/// Day and time.
pub fn day_time(visitor: &Visitor, at: i64) -> String {
    let day = local(moment(at)).format("%-d/%-m/%Y");
    format!("{day}, {}", time(visitor, at))
}

/// An urgent talk in the log.
pub struct Urgent {
    pub id: String,
    pub when: String,
    pub about: &'static str,
    pub where_: String,
    pub language: String,
    pub who: String,
    pub passed: String,
    pub state: String,
    pub tint: &'static str,
    pub is_taken: bool,
    pub is_open: bool,
}

impl Urgent {
    /// As somebody sees it.
    pub fn of(talk: Talk, visitor: &Visitor) -> Self {
        let t = visitor.talk_words();
        let (state, tint) = match &talk {
            Talk { closed: Some(_), .. } => (t.closed.to_owned(), "plain"),
            Talk { passed: Some(_), .. } => (t.was_passed.to_owned(), "sage"),
            Talk { taken: Some(_), .. } => (t.with.to_owned(), "sky"),
            Talk { escalated: Some(at), .. } => {
                (fill(t.told_more, &[("time", &time(visitor, *at))]), "blush")
            }
            _ => (t.waits.to_owned(), "honey"),
        };
        let at = |what: Option<(&String, i64)>| {
            what.map(|(who, at)| format!("{who}, {}", time(visitor, at)))
        };
        let place = [talk.number.clone(), talk.seat.clone()];
        Self {
            when: day_time(visitor, talk.asked),
            about: t.about_of(&talk.about),
            where_: place.into_iter().flatten().collect::<Vec<_>>().join(", "),
            language: language(&talk).to_owned(),
            who: at(talk.taken_name.as_ref().zip(talk.taken)).unwrap_or_default(),
            passed: at(talk.passed_to.as_ref().zip(talk.passed)).unwrap_or_default(),
            state,
            tint,
            is_taken: talk.taken.is_some(),
            is_open: talk.closed.is_none(),
            id: talk.talk,
        }
    }
}

/// A talk that can wait.
#[allow(clippy::struct_excessive_bools, reason = "each is a part that is shown or not")]
pub struct Later {
    pub id: String,
    pub receipt: String,
    pub when: String,
    pub waits: String,
    pub about: &'static str,
    pub language: String,
    pub owner: String,
    pub answered_by: String,
    pub state: &'static str,
    pub tint: &'static str,
    pub is_taken: bool,
    pub is_open: bool,
    pub is_answered: bool,
    pub has_contact: bool,
}

impl Later {
    /// As somebody sees it.
    pub fn of(talk: Talk, visitor: &Visitor, now: DateTime<Utc>) -> Self {
        let t = visitor.talk_words();
        let (state, tint) = match &talk {
            Talk { withdrawn: Some(_), .. } => (t.withdrawn, "plain"),
            Talk { closed: Some(_), .. } => (t.closed, "plain"),
            Talk { answered: Some(_), .. } => (t.answered, "sage"),
            Talk { taken: Some(_), .. } => (t.with, "sky"),
            _ => (t.waits, "honey"),
        };
        let until = talk.answered.or(talk.closed).map_or(now, moment);
        Self {
            receipt: written(talk.receipt.as_deref()).unwrap_or_else(|| t.sealed_gone.to_owned()),
            when: day_time(visitor, talk.asked),
            waits: t.waited(until - moment(talk.asked)),
            about: t.about_of(&talk.about),
            language: language(&talk).to_owned(),
            owner: talk.taken_name.clone().unwrap_or_default(),
            answered_by: talk.answered_by.clone().unwrap_or_default(),
            state,
            tint,
            is_taken: talk.taken.is_some(),
            is_open: talk.closed.is_none(),
            is_answered: talk.answered.is_some(),
            has_contact: talk.sealed.is_some(),
            id: talk.talk,
        }
    }
}

/// A receipt in groups, as it is read aloud.
pub fn written(receipt: Option<&str>) -> Option<String> {
    let receipt = receipt?;
    Some(Receipt::parse(receipt).map_or_else(|_| receipt.to_owned(), |read| read.written()))
}
