//! What staff do about help: they fill the directory, take talks, look at what was asked for.

use std::collections::BTreeSet;

use super::{Page, Staff, StaffError};
use crate::html;
use crate::ledger::help::Shown;
use crate::services::Made;

impl Staff {
    /// Writes a service into the directory, rings it, and lets families see it.
    pub fn publishes(&self, made: &Made) -> Result<(), StaffError> {
        let mut typed = vec![
            ("name_en", made.name[0]),
            ("name_cy", made.name[1]),
            ("organization", made.organization),
            ("words_en", made.words[0]),
            ("words_cy", made.words[1]),
            ("phone_1", made.phone),
            ("hours", made.hours),
            ("sample", "1"),
        ];
        typed.extend(made.needs.iter().map(|need| ("needs", *need)));
        typed.extend(made.stages.iter().map(|stage| ("stages", *stage)));
        typed.extend(made.nations.iter().map(|nation| ("nations", *nation)));
        let languages = made.languages.join(", ");
        typed.push(("languages", &languages));
        for (field, is_so) in [
            ("any_stage", made.stages.is_empty()),
            ("women_only", made.women_only),
            ("takes_requests", made.takes_requests),
        ] {
            typed.extend(is_so.then_some((field, "1")));
        }
        let form = self.page("/directory/new")?;
        let mut page = self.press_on(&form, "/directory/new", &typed)?;
        for deed in ["checked", "publish"] {
            let mut buttons = page.buttons().into_iter();
            let button = buttons.find(|button| button.sent("do") == Some(deed));
            let not_there = || StaffError::NotThere(format!("{deed} for {}", made.name[0]));
            page = self.send(&button.ok_or_else(not_there)?, &[])?;
        }
        Ok(())
    }

    /// What the pages show of help.
    pub fn help(&self) -> Result<Shown, StaffError> {
        let receipts = cells(&self.page("/requests")?, "request-", "<a id=\"next-");
        let unmet = self.page("/requests/unmet")?;
        Ok(Shown { receipts, taken: taken(&self.talks()?), unmet: in_vain(&unmet) })
    }
}

/// What stands in one element of each row of a table.
fn cells(page: &Page, row: &str, element: &str) -> Vec<String> {
    let begins = format!("<tr id=\"{row}");
    let rows = page.html().split(&begins).skip(1);
    rows.filter_map(|row| Some(html::text(html::between(row, element, "</td>")?))).collect()
}

/// Urgent talks that somebody has taken.
fn taken(page: &Page) -> usize {
    let urgent = page.html().split("id=\"urgent\"").nth(1).unwrap_or_default();
    let urgent = urgent.split("id=\"later\"").next().unwrap_or_default();
    let is_open = |row: &&str| html::buttons(row).iter().any(|b| b.address.ends_with("/take"));
    urgent.split("<tr id=\"talk-").skip(1).filter(|row| !is_open(row)).count()
}

/// The needs of which the report says that somebody asked in vain.
fn in_vain(page: &Page) -> BTreeSet<String> {
    let gaps = page.html().split("id=\"gaps\"").nth(1).unwrap_or_default();
    let needs = gaps.split("<td class=\"people\"").skip(1);
    needs.filter_map(|cell| Some(html::text(cell.split("</td>").next()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_as_they_stand() {
        let requests = Page::from(
            "<tr id=\"request-1\" data-row><td class=\"number\"><a id=\"next-1\" href=\"/requests/1\">\
             <b>K7M-4RX-P2D</b></a></td><td>x</td></tr>"
                .to_owned(),
        );
        assert_eq!(cells(&requests, "request-", "<a id=\"next-"), ["K7M-4RX-P2D"]);
        let talks = Page::from(
            "<div id=\"urgent\"><tr id=\"talk-1\"><td><form action=\"/talks/1/take\"><button>I</button>\
             </form></td></tr><tr id=\"talk-2\"><td><form action=\"/talks/2/pass\"><button>P</button>\
             </form></td></tr></div><div id=\"later\"><tr id=\"talk-3\"><td>x</td></tr></div>"
                .to_owned(),
        );
        assert_eq!(taken(&talks), 1);
        let unmet = Page::from(
            "<div id=\"needs\"><td class=\"people\">Money</td></div><div id=\"gaps\"><tr>\
             <td class=\"people\">Drink</td><td>x</td></tr></div>"
                .to_owned(),
        );
        assert_eq!(in_vain(&unmet), ["Drink".to_owned()].into());
    }
}
