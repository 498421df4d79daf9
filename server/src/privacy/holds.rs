//! A hold keeps a person's data, though its period is over or they ask to be erased: for
//! safeguarding, or for the law. It has a reason, somebody who answers for it, and a last day.

use chrono::{NaiveDate, TimeDelta};
use visits_domain::site::SiteCode;

use super::subjects::{self, Search};
use super::typed_day;
use crate::audit::{self, Noted};
use crate::error::Error;
use crate::house::House;
use crate::random;
use crate::store::holds::{self, Hold};
use crate::store::sites;

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Somebody may come to harm.
    Safeguarding,
    /// A court, an inquiry, a claim.
    Legal,
}

impl Ground {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Safeguarding, Self::Legal];

    /// As it is stored, and as forms name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safeguarding => "safeguarding",
            Self::Legal => "legal",
        }
    }

    /// From what was stored or sent.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == text)
    }
}

/// A hold that may be placed.
#[derive(Clone, Debug)]
pub struct Wanted {
    ground: Ground,
    reason: String,
    owner: String,
    until: NaiveDate,
}

/// The most characters of a reason.
pub const REASON_CHARACTERS: usize = 300;
/// The most characters of an owner's name.
pub const OWNER_CHARACTERS: usize = 120;
/// A hold is looked at again after so long at the latest.
pub const LONGEST: TimeDelta = TimeDelta::days(2 * 366);

impl Wanted {
    /// From what was typed. None: something is missing, too long, or the last day is past or too
    /// far away.
    pub fn parse(
        (ground, reason, owner, until): (&str, &str, &str, &str),
        today: NaiveDate,
    ) -> Option<Self> {
        let text = |typed: &str, most: usize| {
            let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
            (1..=most).contains(&text.chars().count()).then_some(text)
        };
        let until = typed_day(until).filter(|until| (today..=today + LONGEST).contains(until))?;
        Some(Self {
            ground: Ground::parse(ground)?,
            reason: text(reason, REASON_CHARACTERS)?,
            owner: text(owner, OWNER_CHARACTERS)?,
            until,
        })
    }
}

/// Places a hold on one of those who are found. False: nobody is found any more.
pub async fn place(
    house: &House,
    site: SiteCode,
    by: &str,
    (search, id): (&Search, &str),
    wanted: Wanted,
) -> Result<bool, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let Some(subject) = subjects::find_one(house, tx.conn(), site, (search, id)).await? else {
        return Ok(false);
    };
    let person = subject.newest();
    let hold = Hold {
        id: random::opaque_id().to_string(),
        ground: wanted.ground.as_str().to_owned(),
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        born: person.born.clone(),
        reason: wanted.reason,
        owner: wanted.owner,
        until_day: wanted.until.to_string(),
        placed: house.clock.now().timestamp_micros(),
        placed_by: by.to_owned(),
        ended: None,
    };
    holds::add(&mut tx, site, &hold, &subject.keys()).await?;
    audit::note(house, &mut tx, site, (by, Noted::HoldPlaced), hold.id).await?;
    house.commit_and_tell(tx, site).await?;
    Ok(true)
}

/// Ends a hold. What is past its period then goes in the night.
pub async fn end(house: &House, site: SiteCode, by: &str, hold: &str) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    if !holds::end(&mut tx, site, hold, (by, house.clock.now())).await? {
        return Ok(());
    }
    audit::note(house, &mut tx, site, (by, Noted::HoldEnded), hold).await?;
    house.commit_and_tell(tx, site).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_has_a_ground_a_reason_an_owner_and_a_last_day() {
        let today = "2026-06-01".parse().expect("a day");
        let parse = |ground, reason, owner, until| {
            Wanted::parse((ground, reason, owner, until), today).is_some()
        };
        assert!(parse("legal", "a claim", "Sam", "2026-06-01"));
        assert!(parse("safeguarding", "a concern", "Sam", "31/12/2026"));
        for (ground, reason, owner, until) in [
            ("gossip", "a claim", "Sam", "2026-07-01"),
            ("legal", "  ", "Sam", "2026-07-01"),
            ("legal", "a claim", "", "2026-07-01"),
            ("legal", "a claim", "Sam", "2026-05-31"),
            ("legal", "a claim", "Sam", "2036-05-31"),
            ("legal", "a claim", "Sam", ""),
        ] {
            assert!(!parse(ground, reason, owner, until), "{ground} {reason} {owner} {until}");
        }
        assert!(!parse("legal", &"x".repeat(301), "Sam", "2026-07-01"));
    }
}
