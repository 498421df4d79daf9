//! One visit against the rules. A reason is one plain sentence, with no name in it.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use visits_domain::arrival::Language;
use visits_domain::person::BirthDate;
use visits_domain::reference::VisitReference;
use visits_domain::site::SiteCode;

use super::raw::{RawVisit, RawVisitor};
use super::text::clean;
use super::{ListedVisit, ListedVisitor, Quarantined, Reason, Restriction, Rules};

/// Reports look back a year and no prison books a year ahead: a day beyond either belongs to
/// another system's test data or is a slip of the pen.
const DAYS_EITHER_WAY: TimeDelta = TimeDelta::days(366);
/// Longer than any name on a passport, shorter than any trick. Said in `sentences.rs` too.
const NAME_CHARACTERS: usize = 120;
/// Far above any prison's limit for one visit. Said in `sentences.rs` too.
const VISITORS: usize = 40;

/// What a readable visit is to this site.
#[derive(Debug)]
pub enum Verdict {
    /// It goes ahead.
    Booked(Box<ListedVisit>),
    /// It does not, by its reference.
    Cancelled(String),
    /// It is not this site's, or not of these days.
    Elsewhere,
}

impl Verdict {
    /// The reference by which a repetition is noticed.
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Booked(visit) => Some(&visit.reference),
            Self::Cancelled(reference) => Some(reference),
            Self::Elsewhere => None,
        }
    }
}

/// Checks a visit.
pub fn check(visit: RawVisit, rules: &Rules) -> Result<Verdict, Quarantined> {
    let row = visit.row;
    judge(visit, rules).map_err(|reason| Quarantined::new(row, reason))
}

/// A visit's reference in this site's form, if it has one.
pub fn reference(visit: &RawVisit, rules: &Rules) -> Option<String> {
    let reference = VisitReference::parse(&visit.reference, &rules.reference).ok()?;
    Some(reference.compact().to_owned())
}

fn judge(visit: RawVisit, rules: &Rules) -> Result<Verdict, Reason> {
    if let Some(site) = &visit.site {
        let site: SiteCode = site.parse().map_err(|_| Reason::PrisonCode)?;
        if site != rules.site {
            return Ok(Verdict::Elsewhere);
        }
    }
    let reference = reference(&visit, rules).ok_or(Reason::Reference)?;
    if is_cancelled(&visit)? {
        return Ok(Verdict::Cancelled(reference));
    }
    let (day, start, end) = slot(&visit)?;
    if (day - rules.today).abs() > DAYS_EITHER_WAY {
        return Ok(Verdict::Elsewhere);
    }
    let prisoner_number = prison_number(&visit.prisoner)?;
    Ok(Verdict::Booked(Box::new(ListedVisit {
        row: visit.row,
        reference,
        day,
        start,
        end,
        restriction: restriction(visit.restriction.as_deref()),
        prisoner_number,
        prisoner_name: name(&visit.prisoner_name, Reason::PrisonerNameTooLong)?,
        language: language(visit.language.as_deref()),
        visitors: visitors(visit.visitors, rules.today)?,
    })))
}

fn is_cancelled(visit: &RawVisit) -> Result<bool, Reason> {
    let upper = |text: &Option<String>| text.as_deref().map(str::to_uppercase);
    let cancelled = match upper(&visit.status).as_deref() {
        None | Some("BOOKED") => false,
        Some("CANCELLED") => true,
        Some(_) => return Err(Reason::Status),
    };
    let not_on_the_day = match upper(&visit.sub_status).as_deref() {
        None | Some("APPROVED" | "AUTO_APPROVED" | "REQUESTED") => false,
        Some("REJECTED" | "AUTO_REJECTED" | "WITHDRAWN" | "CANCELLED") => true,
        Some(_) => return Err(Reason::SubStatus),
    };
    Ok(cancelled || not_on_the_day)
}

fn slot(visit: &RawVisit) -> Result<(NaiveDate, NaiveTime, NaiveTime), Reason> {
    let day = date(&visit.day).ok_or(Reason::Day)?;
    let start = time(&visit.start).ok_or(Reason::Start)?;
    let end = time(&visit.end).ok_or(Reason::End)?;
    let end_day = visit.end_day.as_deref().map_or(Some(day), date);
    if end_day != Some(day) {
        return Err(Reason::EndsAnotherDay);
    }
    if end <= start {
        return Err(Reason::EndsBeforeItBegins);
    }
    Ok((day, start, end))
}

/// `2026-06-01`, or `01/06/2026` as spreadsheets in Britain write it.
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let (year, month, day) = match text.split(['-', '/']).collect::<Vec<_>>()[..] {
        [y, m, d] if y.len() == 4 && text.contains('-') => (y, m, d),
        [d, m, y] if y.len() == 4 && text.contains('/') => (y, m, d),
        _ => return None,
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if ![year, month, day].into_iter().all(digits) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `13:45`, `9:30`, `13:45:00` or `13:45:00.000`, to the minute.
pub fn time(text: &str) -> Option<NaiveTime> {
    let mut parts = text.trim().split(':');
    let mut number = || {
        let part = parts.next()?;
        (part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (hour, minute) = (number()?, number()?);
    let rest_is_seconds = parts
        .next()
        .is_none_or(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    if !rest_is_seconds || parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// `^[A-Z][0-9]{4}[A-Z]{2}$` (Ministry of Justice).
fn prison_number(text: &str) -> Result<String, Reason> {
    let number = text.trim().to_uppercase();
    let shape = |(i, byte): (usize, u8)| match i {
        1..=4 => byte.is_ascii_digit(),
        _ => byte.is_ascii_uppercase(),
    };
    if number.len() == 7 && number.bytes().enumerate().all(shape) {
        Ok(number)
    } else {
        Err(Reason::PrisonNumber)
    }
}

/// Anything but a clear OPEN sends the family to the desk.
fn restriction(text: Option<&str>) -> Restriction {
    match text.map(str::to_uppercase).as_deref() {
        Some("OPEN") => Restriction::Open,
        Some("CLOSED") => Restriction::Closed,
        _ => Restriction::Unknown,
    }
}

fn language(text: Option<&str>) -> Option<Language> {
    match text?.to_lowercase().as_str() {
        "cy" | "welsh" | "cymraeg" => Some(Language::Cy),
        "en" | "english" => Some(Language::En),
        _ => None,
    }
}

fn visitors(raw: Vec<RawVisitor>, today: NaiveDate) -> Result<Vec<ListedVisitor>, Reason> {
    if raw.len() > VISITORS {
        return Err(Reason::TooManyVisitors);
    }
    let mut visitors: Vec<ListedVisitor> = Vec::with_capacity(raw.len());
    let mut seen = std::collections::HashSet::new();
    for (place, visitor) in raw.into_iter().enumerate() {
        let visitor = ListedVisitor {
            person: visitor.person.map(|id| clean(&id)).filter(|id| id.chars().count() <= 40),
            first: name(&visitor.first, Reason::FirstNameTooLong)?,
            last: name(&visitor.last, Reason::SurnameTooLong)?,
            born: visitor.born.map(|text| birth(&text, today)).transpose()?,
        };
        if seen.insert(visitor.who(place)) {
            visitors.push(visitor);
        }
    }
    Ok(visitors)
}

fn birth(text: &str, today: NaiveDate) -> Result<NaiveDate, Reason> {
    use chrono::Datelike as _;
    let day = date(text).ok_or(Reason::BirthDoesNotExist)?;
    BirthDate::parse(day.year(), day.month(), day.day(), today)
        .map(BirthDate::date)
        .map_err(|_| Reason::BirthOutOfRange)
}

fn name(text: &str, too_long: Reason) -> Result<String, Reason> {
    let name = clean(text);
    if name.chars().count() > NAME_CHARACTERS { Err(too_long) } else { Ok(name) }
}
