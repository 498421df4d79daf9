//! Tells one family from another by a keyed hash, so that no name is stored in clear.

use chrono::NaiveDate;
use visits_domain::encoding::Bytes;
use visits_domain::person::Surname;
use visits_domain::places::{BookingId, FamilyMark};
use visits_domain::site::SiteCode;
use visits_domain::wire::{Booked, BookingChanged};
use visits_domain::wish::Wish;
use visits_domain::writing::ReadingKey;

use crate::error::Error;
use crate::house::House;
use crate::keys::hex;
use crate::store::sites;

/// Opens what families of a site have typed.
pub struct Families {
    house: House,
    site: SiteCode,
    key: ReadingKey,
}

impl Families {
    /// With the site's reading key.
    pub async fn of(house: &House, site: SiteCode) -> Result<Self, Error> {
        let locked = sites::reading_key(&house.db, site).await?;
        let key = house.master.unlock(site, &locked)?;
        Ok(Self { house: house.clone(), site, key })
    }

    /// What a family typed. None: it cannot be read.
    pub fn open(&self, booking: BookingId, sealed: &Bytes) -> Option<Wish> {
        Wish::open(&self.key, booking, sealed).ok()
    }

    /// Whose booking it is: by who leads the party, or else by the visit.
    pub fn mark(&self, booked: &Booked) -> Option<FamilyMark> {
        let lead = self.open(booked.booking, &booked.sealed).map(|wish| self.mark_of(&wish));
        lead.or_else(|| booked.visit.map(|visit| FamilyMark(format!("visit:{visit}"))))
    }

    /// The same after a change, where it says who leads.
    pub fn mark_of_change(&self, changed: &BookingChanged) -> Option<FamilyMark> {
        let wish = self.open(changed.booking, changed.sealed.as_ref()?)?;
        Some(self.mark_of(&wish))
    }

    /// Of who leads the party.
    pub fn mark_of(&self, wish: &Wish) -> FamilyMark {
        self.mark_of_lead(&wish.lead.name, wish.lead.born)
    }

    /// The same of a name and a birth.
    pub fn mark_of_lead(&self, name: &str, born: NaiveDate) -> FamilyMark {
        let key = canonical(name, born);
        let parts = [self.site.as_str().as_bytes(), key.as_bytes()];
        let mark = self.house.master.derive("booking-lead", &parts);
        FamilyMark(format!("lead:{}", hex(&mark[..16])))
    }
}

/// Letters alone, whichever name comes first.
fn canonical(name: &str, born: NaiveDate) -> String {
    let mut words: Vec<String> = name
        .split_whitespace()
        .filter_map(|word| Surname::parse(word).ok())
        .map(|word| word.folded().to_owned())
        .collect();
    words.sort_unstable();
    format!("{}|{born}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_one_however_the_name_is_written() {
        let born = "1986-07-28".parse().expect("a day");
        let one = canonical("Zsófia  Quillfeather", born);
        assert_eq!(one, canonical("quillfeather zsofia", born));
        assert_ne!(one, canonical("Zsofia Quill", born));
        assert_ne!(one, canonical("Zsófia Quillfeather", "1986-07-29".parse().expect("a day")));
    }
}
