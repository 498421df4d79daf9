//! What the desk does with events: it plans them, decides on bookings, and draws.

use super::{Page, Staff, StaffError};
use crate::html;
use crate::ledger::family_day::{Shown, Stands};

/// The fields of an event's form that are alike for all.
const FIELDS: [(&str, &str); 13] = [
    ("booking", "usual"),
    ("words_en", "Games, lunch and time together."),
    ("words_cy", "Gemau, cinio ac amser gyda’n gilydd."),
    ("place_en", "Visits hall"),
    ("place_cy", "Neuadd ymweliadau"),
    ("prison_approved", "1"),
    ("facilities", "food"),
    ("youngest", "0"),
    ("oldest", "17"),
    ("books_from", "2026-06-01T08:00"),
    ("most_children", "4"),
    ("most_people", "6"),
    ("volunteers_needed", "2"),
];

/// An event as it is planned.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// What it is called, in English and in Welsh.
    pub title: [&'a str; 2],
    /// Its day.
    pub day: &'a str,
    /// People and tables at most.
    pub places: [usize; 2],
    /// Until when families can ask.
    pub until: &'a str,
    /// Of a hundred places so many are drawn, at a time.
    pub ballot: Option<(u8, &'a str)>,
}

impl Staff {
    /// Plans an event and opens it to families. Returns its address.
    pub fn opens_event(&self, plan: &Plan<'_>) -> Result<String, StaffError> {
        let form = self.page("/events/new")?;
        let [people, tables] = plan.places.map(|number| number.to_string());
        let share = plan.ballot.map(|(share, _)| share.to_string()).unwrap_or_default();
        let mut typed = FIELDS.to_vec();
        typed.extend([
            ("kind", "family-day"),
            ("title_en", plan.title[0]),
            ("title_cy", plan.title[1]),
            ("day", plan.day),
            ("start", "10:00"),
            ("end", "15:00"),
            ("people", &people),
            ("tables", &tables),
            ("books_until", plan.until),
            ("ballot_share", &share),
            ("ballot_closes", plan.ballot.map_or("", |(_, closes)| closes)),
        ]);
        let page = self.press_on(&form, "/events/new", &typed)?;
        let address = page.buttons().into_iter().find_map(|button| {
            let at = button.address.strip_suffix("/step")?;
            (button.sent("step") == Some("open")).then(|| at.to_owned())
        });
        let address = address.ok_or_else(|| StaffError::NotThere("event to open".to_owned()))?;
        self.steps(&address, "open")?;
        Ok(address)
    }

    /// Presses the button of a page that takes this step.
    fn steps(&self, address: &str, step: &str) -> Result<Page, StaffError> {
        let page = self.page(address)?;
        let mut buttons = page.buttons().into_iter();
        let button = buttons.find(|button| button.sent("step") == Some(step));
        let not_there = || StaffError::NotThere(format!("step {step}"));
        self.send(&button.ok_or_else(not_there)?, &[])
    }

    /// It does not take place.
    pub fn cancels_event(&self, event: &str) -> Result<(), StaffError> {
        self.steps(event, "cancel").map(|_| ())
    }

    /// Says yes to a booking, or whatever the step is.
    pub fn decides(&self, event: &str, reference: &str, step: &str) -> Result<(), StaffError> {
        let page = self.page(&format!("{event}/bookings"))?;
        let row = rows(&page).find(|row| row.contains(reference));
        let row = row.ok_or_else(|| StaffError::NotThere(format!("booking {reference}")))?;
        let id = html::between(row, "id=\"more-", "\"").unwrap_or_default();
        self.steps(&format!("{event}/bookings/{id}"), step).map(|_| ())
    }

    /// Draws the ballot of an event.
    pub fn draws(&self, event: &str) -> Result<(), StaffError> {
        let page = self.page(&format!("{event}/ballot"))?;
        self.press_on(&page, &format!("{event}/ballot/draw"), &[]).map(|_| ())
    }

    /// Has the drawn ballot drawn once more; what the page says of it.
    pub fn verifies(&self, event: &str) -> Result<String, StaffError> {
        let page = self.page(&format!("{event}/ballot"))?;
        let address = format!("{event}/ballot/verify");
        let mut buttons = page.buttons().into_iter();
        let button = buttons.find(|button| button.address == address);
        let button = button.ok_or_else(|| StaffError::NotThere("drawn ballot".to_owned()))?;
        match self.send(&button, &[]) {
            Err(StaffError::Said { sentence, .. }) => Ok(sentence),
            other => other.map(|page| html::text(page.html())),
        }
    }

    /// Whom to ring, as it stands on the page.
    pub fn to_ring(&self, event: &str) -> Result<String, StaffError> {
        Ok(self.page(&format!("{event}/ring"))?.html().to_owned())
    }

    /// How many tables of an event lie at kiosks.
    pub fn tables_at_kiosks(&self, event: &str) -> Result<usize, StaffError> {
        let page = self.page(&format!("{event}/bookings"))?;
        Ok(pool(&page, "Tables").and_then(|cells| cells.get(2).copied()).unwrap_or(0))
    }

    /// The bookings of an event and its places.
    pub fn bookings(&self, event: &str) -> Result<Shown, StaffError> {
        let page = self.page(&format!("{event}/bookings"))?;
        let capacity = |name| pool(&page, name).and_then(|cells| cells.first().copied());
        let not_there = || StaffError::NotThere("places of the event".to_owned());
        Ok(Shown {
            people: capacity("People").ok_or_else(not_there)?,
            tables: capacity("Tables").ok_or_else(not_there)?,
            bookings: rows(&page).filter_map(booking).collect(),
        })
    }
}

/// The rows of bookings.
fn rows(page: &Page) -> impl Iterator<Item = &str> {
    let begun = page.html().split("<tr id=\"b-").skip(1);
    begun.map(|row| row.split("</tr>").next().unwrap_or_default())
}

fn booking(row: &str) -> Option<(String, Stands)> {
    let reference = html::text(html::between(row, "<a href", "</a>")?);
    let state = html::text(html::between(row, "<span class=\"chip", "</span>")?);
    let stands = if state.starts_with("Held") || state == "Approved" {
        Stands::Held
    } else if state.starts_with("Waiting") {
        Stands::Waiting
    } else {
        Stands::Without
    };
    Some((reference, stands))
}

/// The numbers in the row of a pool: all, held, at kiosks, free, waiting, asked.
fn pool(page: &Page, name: &str) -> Option<Vec<usize>> {
    let rows = page.html().split("<th scope=\"row\"").skip(1);
    let mut rows = rows.map(|row| row.split("</tr>").next().unwrap_or_default());
    let row = rows.find(|row| {
        row.split("</th>").next().is_some_and(|head| html::text(head).starts_with(name))
    })?;
    let cells = row.split("<td").skip(1).map(html::text);
    Some(cells.filter_map(|cell| cell.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_bookings_is_read_as_it_stands() {
        let page = Page::from(
            "<tr><th scope=\"row\" class=\"people\">Tables</th><td data-label=\"x\">6</td>\
             <td>4</td><td>1</td></tr>\
             <tr id=\"b-1\" data-row><td class=\"number\"><a href=\"/x\" id=\"more-1\">K7M-4RX-P2D</a>\
             </td><td><span class=\"chip sage\">Held: to be decided</span></td></tr>\
             <tr id=\"b-2\" data-row><td class=\"number\"><a href=\"/x\" id=\"more-2\">K7M-4RX-P2F</a>\
             </td><td><span class=\"chip\">Waiting list, number 1</span></td></tr>"
                .to_owned(),
        );
        assert_eq!(pool(&page, "Tables"), Some(vec![6, 4, 1]));
        let found: Vec<_> = rows(&page).filter_map(booking).collect();
        let named = |name: &str| name.to_owned();
        assert_eq!(
            found,
            [(named("K7M-4RX-P2D"), Stands::Held), (named("K7M-4RX-P2F"), Stands::Waiting)]
        );
    }
}
