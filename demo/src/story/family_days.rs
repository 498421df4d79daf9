//! A family day is booked: three kiosks, two of them offline and one of those started anew, twice
//! as many families as tables, a family of five, one that cancels; an event that does not take
//! place; a ballot.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::NaiveTime;

use crate::booking::{self, Party, Told};
use crate::day::{A, B, C, Day, DayError, time};
use crate::family;
use crate::ledger::family_day::{Stands, Sums, Wish, sums};
use crate::staff::events::Plan;

/// What is said and done everywhere is said and done long before this.
const COMES_TO_REST: Duration = Duration::from_secs(15);
/// Families who want to come to the family day, and tables there.
const FAMILIES: usize = 16;
const TABLES: usize = 8;

const FAMILY_DAY: Plan<'_> = Plan {
    title: ["Summer family day", "Diwrnod teulu’r haf"],
    day: "2026-06-20",
    places: [40, TABLES],
    until: "2026-06-18T17:00",
    ballot: None,
};
const CALLED_OFF: Plan<'_> = Plan {
    title: ["Picnic on the grass", "Picnic ar y glaswellt"],
    day: "2026-06-27",
    places: [12, 4],
    until: "2026-06-25T17:00",
    ballot: None,
};
const DRAWN: Plan<'_> = Plan {
    title: ["Autumn family day", "Diwrnod teulu’r hydref"],
    day: "2026-07-04",
    places: [6, 2],
    until: "2026-07-02T17:00",
    ballot: Some((100, "2026-06-01T17:00")),
};

/// Plays it, with pictures; and the event that is called off, and the ballot.
pub fn with_pictures(day: &mut Day) -> Result<Sums, DayError> {
    day.at(time(15, 0))?;
    let off = day.desk.staff.opens_event(&CALLED_OFF)?;
    let drawn = day.desk.staff.opens_event(&DRAWN)?;
    let sums = family_day(day, time(15, 10))?;
    day.at(time(16, 30))?;
    is_called_off(day, &off)?;
    is_drawn(day, &drawn)?;
    Ok(sums)
}

/// Plays the family day alone.
pub fn family_day(day: &mut Day, from: NaiveTime) -> Result<Sums, DayError> {
    let event = day.desk.staff.opens_event(&FAMILY_DAY)?;
    day.third_kiosk()?;
    all_have_places(day, &event)?;
    day.at(from)?;
    for kiosk in [B, C] {
        day.cables[kiosk].pull_out();
        day.kiosks[kiosk].wait_for(&["This screen has been offline since"])?;
    }
    let mut wishes = BTreeMap::new();
    let mut first = None;
    for n in 0..FAMILIES {
        if n == 5 {
            day.starts_anew(C)?; // it has a place left, and may not spend it any more
        }
        let kiosk = [A, B, C][n % 3];
        let party = Party::of(n);
        let (told, reference) = books(day, kiosk, FAMILY_DAY.title[0], &party)?;
        first.get_or_insert((reference.clone(), party.clone()));
        let wish = Wish { people: party.people(), told, cancelled: false };
        wishes.insert(reference, wish);
    }
    if let Some((reference, party)) = first {
        gives_its_place_to_others(day, &reference, &party)?;
        wishes.entry(reference).and_modify(|wish| wish.cancelled = true);
    }
    for kiosk in [B, C] {
        day.cables[kiosk].put_in()?;
    }
    let shown = comes_to_rest(day, &event, &wishes)?;
    approves_one(day, &event, &wishes)?;
    Ok(sums(&wishes, &shown))
}

/// Each kiosk was granted some.
fn all_have_places(day: &mut Day, event: &str) -> Result<(), DayError> {
    for kiosk in &mut day.kiosks {
        kiosk.wait_for(&["Family days"])?;
    }
    let begun = Instant::now();
    // Three quarters of the tables, in three equal parts.
    while day.desk.staff.tables_at_kiosks(event)? < TABLES * 3 / 4 {
        if begun.elapsed() > COMES_TO_REST {
            return Err(DayError::NeverCame("places at all kiosks"));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_millis(500)); // told, and written down there
    Ok(())
}

/// From *Welcome* to *Welcome*: what a family was told, and its reference.
fn books(day: &mut Day, at: usize, event: &str, party: &Party) -> Result<(Told, String), DayError> {
    booking::answers(&mut day.kiosks[at], event, party)?;
    day.pictures_once(at, "days-check")?;
    let told = booking::asks(&mut day.kiosks[at])?;
    day.pictures_once(at, &format!("days-{told:?}").to_lowercase())?;
    let kiosk = &mut day.kiosks[at];
    let reference = booking::reference(kiosk)?.ok_or(DayError::NeverCame("a reference"))?;
    family::finish(kiosk)?;
    Ok((told, reference))
}

fn expects(told: Told, right: Told, what: &'static str) -> Result<(), DayError> {
    if told == right { Ok(()) } else { Err(DayError::ToldOfBooking { told, right, what }) }
}

/// Cancelled where the screen knows of it; the place goes to somebody who waits.
fn gives_its_place_to_others(
    day: &mut Day,
    reference: &str,
    party: &Party,
) -> Result<(), DayError> {
    let kiosk = &mut day.kiosks[A];
    expects(booking::looks_up(kiosk, reference, party)?, Told::Held, "look up")?;
    expects(booking::cancels(kiosk)?, Told::Cancelled, "cancel")?;
    Ok(family::finish(kiosk)?)
}

/// Everybody has said everything, and nothing moves any more: the page of the bookings.
fn comes_to_rest(
    day: &Day,
    event: &str,
    wishes: &BTreeMap<String, Wish>,
) -> Result<crate::ledger::family_day::Shown, DayError> {
    let begun = Instant::now();
    loop {
        let shown = day.desk.staff.bookings(event)?;
        let all = wishes.keys().all(|reference| shown.bookings.contains_key(reference));
        let is_at_rest = all && sums(wishes, &shown).stranded == 0;
        // Whoever is over the number stays so: what is to be seen is seen after a while.
        if is_at_rest || begun.elapsed() > COMES_TO_REST {
            return Ok(shown);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Staff say yes to one, who reads it on another screen.
fn approves_one(
    day: &mut Day,
    event: &str,
    wishes: &BTreeMap<String, Wish>,
) -> Result<(), DayError> {
    let shown = day.desk.staff.bookings(event)?;
    let party = Party::of(1);
    let theirs = wishes.iter().filter(|(_, wish)| wish.people == party.people());
    let mut held = theirs.filter(|(reference, wish)| {
        !wish.cancelled
            && wish.told == Told::Held
            && shown.bookings.get(*reference) == Some(&Stands::Held)
    });
    let Some((reference, _)) = held.next() else { return Ok(()) };
    day.desk.staff.decides(event, reference, "prison-yes")?;
    Ok(day.desk.staff.decides(event, reference, "approve")?)
}

/// An event is called off: who has a place there reads it, and is on the list of whom to ring.
fn is_called_off(day: &mut Day, event: &str) -> Result<(), DayError> {
    let party = Party::of(20);
    let (told, reference) = books(day, A, CALLED_OFF.title[0], &party)?;
    expects(told, Told::Held, "an event with places")?;
    day.waits_for_booking(event, &reference)?;
    day.desk.staff.cancels_event(event)?;
    if !day.desk.staff.to_ring(event)?.contains(&reference) {
        return Err(DayError::NeverCame("the family on the list of whom to ring"));
    }
    let told = hears(day, &reference, &party, Told::DayCancelled)?;
    expects(told, Told::DayCancelled, "an event that was called off")
}

/// Three families for two tables: drawn, drawn once more, and read on the screen.
fn is_drawn(day: &mut Day, event: &str) -> Result<(), DayError> {
    let mut asked = Vec::new();
    for n in 21..24 {
        let party = Party { adults: 1, children: 1, ..Party::of(n) };
        let (told, reference) = books(day, A, DRAWN.title[0], &party)?;
        expects(told, Told::InTheDraw, "an event with a ballot")?;
        day.waits_for_booking(event, &reference)?;
        asked.push((reference, party));
    }
    day.at(time(17, 5))?;
    day.desk.staff.draws(event)?;
    let said = day.desk.staff.verifies(event)?;
    let shown = day.desk.staff.bookings(event)?;
    let mut held = 0;
    for (reference, party) in &asked {
        let right = match shown.bookings.get(reference) {
            Some(Stands::Held) => Told::Held,
            _ => Told::Waiting,
        };
        held += usize::from(right == Told::Held);
        let told = hears(day, reference, party, right)?;
        expects(told, right, "after the draw")?;
    }
    if held != DRAWN.places[1] || said.is_empty() {
        return Err(DayError::NeverCame("a ballot that fills the tables"));
    }
    Ok(())
}

/// Looks a booking up until the news has come, or long enough.
fn hears(day: &mut Day, reference: &str, party: &Party, right: Told) -> Result<Told, DayError> {
    let begun = Instant::now();
    loop {
        let told = booking::looks_up(&mut day.kiosks[A], reference, party)?;
        let is_over = told == right || begun.elapsed() > COMES_TO_REST;
        if is_over {
            day.pictures_once(A, &format!("booking-{told:?}").to_lowercase())?;
        }
        family::finish(&mut day.kiosks[A])?;
        if is_over {
            return Ok(told);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}
