//! Bookings of family events that one person leads. What the family typed is sealed: all of a
//! site's are opened and compared, which is a matter of milliseconds.

use visits_domain::person::Surname;
use visits_domain::places::{BookingReference, Standing};
use visits_domain::site::SiteCode;
use visits_domain::wish::Wish;

use super::subjects::{Search, Subject};
use crate::bookings::cards;
use crate::bookings::family::Families;
use crate::error::Error;
use crate::house::House;
use crate::places;
use crate::store::ballots;
use crate::store::bookings::{self, Row};
use crate::store::feed::Notice;
use crate::store::subjects as rows;
use crate::store::{Write, places as books};

/// A booking and what its family typed.
pub struct Found {
    /// As it is stored.
    pub row: Row,
    /// Opened.
    pub wish: Wish,
}

/// Whose bookings are looked for.
pub enum Whose {
    /// Who leads, by surname and birth.
    Named(Surname, chrono::NaiveDate),
    /// A booking by its reference.
    Reference(BookingReference),
}

impl Whose {
    /// What somebody typed. None: it can be no booking.
    pub fn of_search(search: &Search) -> Option<Self> {
        match search {
            Search::Name(surname, born) => Some(Self::Named(surname.clone(), *born)),
            Search::Reference(text) => BookingReference::parse(text).ok().map(Self::Reference),
        }
    }

    /// Every way in which lists have named a person.
    pub fn of_subject(subject: &Subject) -> Vec<Self> {
        let named = subject.listed.iter().filter_map(|one| {
            let born = one.born.as_deref().and_then(rows::day)?;
            // Two people of one surname may share a birthday: the whole name counts here.
            let whole = format!("{} {}", one.first_name, one.last_name);
            Some(Self::Named(Surname::parse(&whole).ok()?, born))
        });
        named.collect()
    }

    fn is(&self, wish: &Wish) -> bool {
        match self {
            Self::Named(surname, born) => {
                let name = Surname::parse(&wish.lead.name);
                wish.lead.born == *born
                    && name.is_ok_and(|name| name.folded().ends_with(surname.folded()))
            }
            Self::Reference(reference) => BookingReference::parse(&wish.reference)
                .is_ok_and(|theirs| theirs.compact() == reference.compact()),
        }
    }
}

/// The bookings of any of these.
pub async fn find(
    house: &House,
    conn: &mut sqlx::AnyConnection,
    site: SiteCode,
    whose: &[Whose],
) -> Result<Vec<Found>, Error> {
    if whose.is_empty() {
        return Ok(Vec::new());
    }
    let families = Families::of(house, site).await?;
    let all = bookings::all(conn, site).await?;
    let opened = all.into_iter().filter_map(|row| {
        let wish = families.open(row.id, row.sealed.as_ref()?)?;
        whose.iter().any(|one| one.is(&wish)).then_some(Found { row, wish })
    });
    Ok(opened.collect())
}

/// Forgets that a person ever had a place, also where the booking is long gone.
pub async fn forget_places(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    subject: &Subject,
) -> Result<(), Error> {
    let families = Families::of(house, site).await?;
    for one in &subject.listed {
        let Some(born) = one.born.as_deref().and_then(rows::day) else { continue };
        let name = format!("{} {}", one.first_name, one.last_name);
        ballots::forget_family(tx, site, &families.mark_of_lead(&name, born)).await?;
    }
    Ok(())
}

/// Takes away all that tells whose these bookings are. What is still to come is cancelled, so that
/// no place is kept for nobody. The site must be locked. Returns what kiosks must be told.
pub async fn erase(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    found: &[Found],
) -> Result<Vec<Notice>, Error> {
    let now = house.clock.now();
    let to_come = books::events_from(tx.conn(), site, now).await?;
    let mut notices = Vec::new();
    for Found { row, .. } in found {
        if row.standing != Standing::Ended && to_come.contains(&row.event) {
            notices.extend(places::end(tx, site, (row.event, row.id), now).await?);
        }
        notices.extend(cards::gone(row, &[]));
    }
    let ids: Vec<String> = found.iter().map(|one| one.row.id.to_string()).collect();
    bookings::empty(tx, site, &ids).await?;
    Ok(notices)
}
