//! One visit against the rules. A reason is one plain sentence, with no name in it.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use visits_domain::arrival::Language;
use visits_domain::person::BirthDate;
use visits_domain::reference::VisitReference;
use visits_domain::site::SiteCode;

use super::raw::{RawVisit, RawVisitor};
use super::text::clean;
use super::{ListedVisit, ListedVisitor, Quarantined, Restriction, Rules};

/// Reports look back a year and no prison books a year ahead: a day beyond either belongs to
/// another system's test data or is a slip of the pen.
const DAYS_EITHER_WAY: TimeDelta = TimeDelta::days(366);
/// Longer than any name on a passport, shorter than any trick.
const NAME_CHARACTERS: usize = 120;
/// Far above any prison's limit for one visit.
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
    judge(visit, rules).map_err(|reason| Quarantined { row, reason })
}

fn judge(visit: RawVisit, rules: &Rules) -> Result<Verdict, String> {
    if let Some(site) = &visit.site {
        let site: SiteCode =
            site.parse().map_err(|_| "The prison code is not three letters: correct it.")?;
        if site != rules.site {
            return Ok(Verdict::Elsewhere);
        }
    }
    let reference = VisitReference::parse(&visit.reference, &rules.reference).map_err(|_| {
        "The visit reference is missing or not in this site's form: look it up in the booking \
         system."
    })?;
    let reference = reference.compact().to_owned();
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
        prisoner_name: name(&visit.prisoner_name, "The name of the person visited")?,
        language: language(visit.language.as_deref()),
        visitors: visitors(visit.visitors, rules.today)?,
    })))
}

fn is_cancelled(visit: &RawVisit) -> Result<bool, String> {
    let upper = |text: &Option<String>| text.as_deref().map(str::to_uppercase);
    let cancelled = match upper(&visit.status).as_deref() {
        None | Some("BOOKED") => false,
        Some("CANCELLED") => true,
        Some(_) => {
            return Err("The status is neither BOOKED nor CANCELLED: look the visit up in the \
                        booking system."
                .into());
        }
    };
    let not_on_the_day = match upper(&visit.sub_status).as_deref() {
        None | Some("APPROVED" | "AUTO_APPROVED" | "REQUESTED") => false,
        Some("REJECTED" | "AUTO_REJECTED" | "WITHDRAWN" | "CANCELLED") => true,
        Some(_) => {
            return Err("The sub-status is not one we know: look the visit up in the booking \
                        system."
                .into());
        }
    };
    Ok(cancelled || not_on_the_day)
}

fn slot(visit: &RawVisit) -> Result<(NaiveDate, NaiveTime, NaiveTime), String> {
    let day = date(&visit.day).ok_or("The day of the visit is missing or does not exist.")?;
    let start = time(&visit.start).ok_or("The start of the visit is missing or not a time.")?;
    let end = time(&visit.end).ok_or("The end of the visit is missing or not a time.")?;
    let end_day = visit.end_day.as_deref().map_or(Some(day), date);
    if end_day != Some(day) {
        return Err("The visit ends on another day than it begins: correct its times.".into());
    }
    if end <= start {
        return Err("The visit ends when it begins or before: correct its times.".into());
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
fn prison_number(text: &str) -> Result<String, String> {
    let number = text.trim().to_uppercase();
    let shape = |(i, byte): (usize, u8)| match i {
        1..=4 => byte.is_ascii_digit(),
        _ => byte.is_ascii_uppercase(),
    };
    if number.len() == 7 && number.bytes().enumerate().all(shape) {
        Ok(number)
    } else {
        Err("The prison number is not a letter, four digits and two letters: correct it.".into())
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

fn visitors(raw: Vec<RawVisitor>, today: NaiveDate) -> Result<Vec<ListedVisitor>, String> {
    if raw.len() > VISITORS {
        return Err(format!("The visit lists more than {VISITORS} visitors: correct it."));
    }
    let mut visitors: Vec<ListedVisitor> = Vec::with_capacity(raw.len());
    let mut seen = std::collections::HashSet::new();
    for (place, visitor) in raw.into_iter().enumerate() {
        let visitor = ListedVisitor {
            person: visitor.person.map(|id| clean(&id)).filter(|id| id.chars().count() <= 40),
            first: name(&visitor.first, "A visitor's first name")?,
            last: name(&visitor.last, "A visitor's surname")?,
            born: visitor.born.map(|text| birth(&text, today)).transpose()?,
        };
        if seen.insert(visitor.who(place)) {
            visitors.push(visitor);
        }
    }
    Ok(visitors)
}

fn birth(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    use chrono::Datelike as _;
    let day =
        date(text).ok_or("A visitor's date of birth is not a day that exists: correct it.")?;
    match BirthDate::parse(day.year(), day.month(), day.day(), today) {
        Ok(born) => Ok(born.date()),
        Err(_) => {
            Err("A visitor's date of birth is in the future or too long ago: correct it.".into())
        }
    }
}

fn name(text: &str, whose: &str) -> Result<String, String> {
    let name = clean(text);
    if name.chars().count() > NAME_CHARACTERS {
        return Err(format!("{whose} is longer than {NAME_CHARACTERS} characters: correct it."));
    }
    Ok(name)
}
