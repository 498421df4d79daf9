//! Finds one person over all visits. A person stands under the Ministry's id, or under full name
//! and date of birth, or under both; two people who share a name and a birthday stay two.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::AnyConnection;
use visits_domain::person::Surname;
use visits_domain::places::BookingReference;
use visits_domain::reference::{ReferenceRule, VisitReference};
use visits_domain::site::SiteCode;

use super::typed_day;
use crate::error::Error;
use crate::house::House;
use crate::import::ListedVisitor;
use crate::keys::hex;
use crate::store::subjects::{self, Listed};

/// What somebody is looked for by.
#[derive(Clone)]
pub enum Search {
    /// Surname and date of birth.
    Name(Surname, NaiveDate),
    /// The reference of any visit, everybody on it; or of a booking, who leads it.
    Reference(String),
}

impl Search {
    /// From what was typed: a reference, or else a surname and a date of birth.
    pub fn parse(
        (surname, born, reference): (&str, &str, &str),
        rule: &ReferenceRule,
    ) -> Option<Self> {
        if !reference.trim().is_empty() {
            let visit = VisitReference::parse(reference, rule).ok();
            let visit = visit.map(|visit| visit.compact().to_owned());
            let booking = || BookingReference::parse(reference).ok();
            let booking = || booking().map(|booking| booking.compact().to_owned());
            return visit.or_else(booking).map(Self::Reference);
        }
        let surname = Surname::parse(surname).ok()?;
        Some(Self::Name(surname, typed_day(born)?))
    }
}

/// A person and every visit they are on.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Stands for the person where no name may be: in the audit, in the record of what was shared.
    pub id: String,
    /// At least one, by day.
    pub listed: Vec<Listed>,
}

impl Subject {
    /// As the newest visit has the person.
    pub fn newest(&self) -> &Listed {
        &self.listed[self.listed.len() - 1]
    }

    /// Every key under which the person stands.
    pub fn keys(&self) -> Vec<String> {
        unique(self.listed.iter().map(|one| one.who.clone()))
    }

    /// The Ministry's ids for the person.
    pub fn person_ids(&self) -> Vec<String> {
        unique(self.listed.iter().filter_map(|one| one.person.clone()))
    }

    /// The visits.
    pub fn visits(&self) -> Vec<String> {
        unique(self.listed.iter().map(|one| one.visit.clone()))
    }
}

fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Everybody who is found, by name.
pub async fn find(
    house: &House,
    conn: &mut AnyConnection,
    site: SiteCode,
    search: &Search,
) -> Result<Vec<Subject>, Error> {
    let hits: Vec<Listed> = match search {
        Search::Name(surname, born) => {
            let alike = subjects::born_on(conn, site, &[born.to_string()]).await?;
            alike.into_iter().filter(|one| fold(&one.last_name) == surname.folded()).collect()
        }
        Search::Reference(reference) => subjects::on_visit(conn, site, reference).await?,
    };
    let (strong, weak): (Vec<_>, Vec<_>) =
        hits.into_iter().filter(|one| !is_nobody(one)).partition(is_certain);
    let mut all =
        subjects::by_keys(conn, site, &unique(strong.iter().map(|o| o.who.clone()))).await?;
    let days = unique(all.iter().filter_map(|one| one.born.clone()));
    all.extend(subjects::born_on(conn, site, &days).await?.into_iter().filter(is_certain));
    let wanted = unique(strong.into_iter().map(|one| one.who));
    let mut groups = group(all);
    groups.retain(|group| group.iter().any(|one| wanted.contains(&one.who)));
    // Without a date of birth and an id a name may be anybody's: each visit is a person.
    groups.extend(weak.into_iter().map(|one| vec![one]));
    let mut found: Vec<Subject> = groups
        .into_iter()
        .map(|listed| Subject { id: id_of(house, site, &listed), listed })
        .collect();
    found.sort_by_key(|one| (fold(&one.newest().last_name), fold(&one.newest().first_name)));
    Ok(found)
}

/// One of those who are found.
pub async fn find_one(
    house: &House,
    conn: &mut AnyConnection,
    site: SiteCode,
    (search, id): (&Search, &str),
) -> Result<Option<Subject>, Error> {
    let found = find(house, conn, site, search).await?;
    Ok(found.into_iter().find(|subject| subject.id == id))
}

/// Nothing of the name is known: there is nobody to find.
fn is_nobody(one: &Listed) -> bool {
    one.who.starts_with("unknown:")
}

/// An id, or a name with a date of birth.
pub fn is_certain(one: &Listed) -> bool {
    one.person.is_some() || (one.born.is_some() && !is_nobody(one))
}

fn fold(name: &str) -> String {
    Surname::parse(name).map(|name| name.folded().to_owned()).unwrap_or_default()
}

/// The key of somebody who has no id: full name and birth.
pub fn name_key(first: &str, last: &str, born: NaiveDate) -> String {
    let (first, last) = (first.to_owned(), last.to_owned());
    ListedVisitor { person: None, first, last, born: Some(born) }.who(0)
}

fn name_key_of(one: &Listed) -> Option<String> {
    let born = one.born.as_deref().and_then(subjects::day)?;
    Some(name_key(&one.first_name, &one.last_name, born))
}

/// By key; and whoever stands under a name alone belongs to the one id that has the same name and
/// birth. To none, where two ids have them.
fn group(mut all: Vec<Listed>) -> Vec<Vec<Listed>> {
    all.sort_by(|a, b| (&a.day, &a.visit, &a.who).cmp(&(&b.day, &b.visit, &b.who)));
    all.dedup();
    let mut ids_of_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in all.iter().filter(|one| one.person.is_some()) {
        if let Some(name) = name_key_of(one) {
            let ids = ids_of_name.entry(name).or_default();
            if !ids.contains(&one.who) {
                ids.push(one.who.clone());
            }
        }
    }
    let mut groups: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for one in all {
        // Whom staff wrote down by hand stands under a key of its own, and has a name too.
        let name = name_key_of(&one).filter(|_| one.person.is_none());
        let key = match name.as_ref().and_then(|name| ids_of_name.get(name)).map(Vec::as_slice) {
            Some([only]) => only.clone(),
            _ => name.unwrap_or_else(|| one.who.clone()),
        };
        groups.entry(key).or_default().push(one);
    }
    groups.into_values().collect()
}

/// The same for a person as long as nothing about them changes. Nobody without the master key can
/// tell whom it stands for.
fn id_of(house: &House, site: SiteCode, listed: &[Listed]) -> String {
    let certain = listed.iter().all(is_certain);
    let with_id = listed.iter().filter(|one| one.person.is_some()).map(|one| &one.who).min();
    let key = with_id.or_else(|| listed.iter().map(|one| &one.who).min());
    let visit = if certain { "" } else { listed[0].visit.as_str() };
    let parts =
        [site.as_str().as_bytes(), visit.as_bytes(), key.map_or(&[][..], |key| key.as_bytes())];
    hex(&house.master.derive("subject", &parts)[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(visit: &str, who: &str, person: Option<&str>, last: &str) -> Listed {
        Listed {
            visit: visit.to_owned(),
            day: "2026-06-01".to_owned(),
            who: who.to_owned(),
            person: person.map(str::to_owned),
            first_name: "Ann".to_owned(),
            last_name: last.to_owned(),
            born: Some("1980-02-03".to_owned()),
            id_seen: None,
            attendance: None,
        }
    }

    fn by_name(visit: &str, last: &str) -> Listed {
        let born = "1980-02-03".parse().expect("a day");
        listed(visit, &name_key("Ann", last, born), None, last)
    }

    #[test]
    fn an_id_and_a_name_without_one_are_one_person() {
        let groups = group(vec![listed("a", "person:1", Some("1"), "Lee"), by_name("b", "LEE")]);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].len(), 2);
    }

    #[test]
    fn somebody_written_down_by_hand_is_the_person_of_that_name_and_birthday() {
        let by_hand = listed("b", "by-hand:77", None, "Lee");
        assert_eq!(group(vec![by_name("a", "Lee"), by_hand.clone()]).len(), 1);
        assert_eq!(group(vec![listed("a", "person:1", Some("1"), "Lee"), by_hand]).len(), 1);
    }

    #[test]
    fn two_ids_of_one_name_stay_two_and_the_name_alone_belongs_to_neither() {
        let two = vec![
            listed("a", "person:1", Some("1"), "Lee"),
            listed("b", "person:2", Some("2"), "Lee"),
            by_name("c", "Lee"),
        ];
        assert_eq!(group(two).len(), 3);
    }

    #[test]
    fn somebody_who_changed_name_is_one_person_by_id() {
        let renamed = vec![
            listed("a", "person:1", Some("1"), "Lee"),
            listed("b", "person:1", Some("1"), "Moss"),
        ];
        assert_eq!(group(renamed).len(), 1);
    }

    #[test]
    fn a_search_is_by_reference_or_else_by_name_and_birth() {
        let rule = ReferenceRule::default();
        let parse = |surname, born, reference| Search::parse((surname, born, reference), &rule);
        assert!(
            matches!(parse("", "", "AB-CD-EF-GH"), Some(Search::Reference(r)) if r == "abcdefgh")
        );
        assert!(matches!(parse("Lee", "1980-02-03", ""), Some(Search::Name(..))));
        assert!(matches!(parse("Lee", "03/02/1980", " "), Some(Search::Name(..))));
        for (surname, born, reference) in
            [("", "1980-02-03", ""), ("Lee", "", ""), ("Lee", "31/02/1980", ""), ("", "", "12")]
        {
            assert!(parse(surname, born, reference).is_none(), "{surname} {born} {reference}");
        }
    }
}
