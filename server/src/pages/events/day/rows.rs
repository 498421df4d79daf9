//! The families of the day as lines of a table. Pure.

use visits_domain::person::Surname;
use visits_domain::places::BookingReference;
use visits_domain::wish::Wish;

use crate::bookings::family::Families;
use crate::events::Plan;
use crate::on_the_day::Family;
use crate::on_the_day::party;
use crate::words::day::DayWords;
use crate::words::fill;

/// Whose names are shown.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Opens what families have typed.
    pub opened: &'a Families,
    /// Somebody asked for all.
    pub all: bool,
    /// A reference or a name; empty: everybody is shown, by number.
    pub typed: &'a str,
}

/// One family.
pub struct Row {
    pub n: usize,
    pub booking: String,
    pub name: String,
    pub party: String,
    pub standing: String,
    pub tint: &'static str,
    /// Who may have come; empty where nothing can be said.
    pub people: Vec<PersonRow>,
    pub is_checked: bool,
    pub about: String,
}

/// One person.
pub struct PersonRow {
    pub n: u8,
    pub name: String,
    pub ticked: bool,
}

/// All, or those who were searched for.
pub fn rows((t, plan): (&DayWords, &Plan), families: &[Family], names: Names<'_>) -> Vec<Row> {
    let waits = |family: &&Family| ["waiting", "late"].contains(&family.asked.standing.as_str());
    let mut rows = Vec::new();
    let mut waiting = 0;
    for (n, family) in (1..).zip(families) {
        waiting += usize::from(waits(&family));
        let wish = wish(family, names);
        if !names.typed.is_empty() && !wish.as_ref().is_some_and(|wish| is(names.typed, wish)) {
            continue;
        }
        let (standing, tint) = standing(t, family, waiting);
        let is_shown = names.all || !names.typed.is_empty();
        rows.push(Row {
            n,
            booking: family.asked.id.to_string(),
            name: name(t, n, is_shown, wish.as_ref()),
            party: family.asked.party.map_or_else(String::new, |party| {
                fill(t.party_of, &[("adults", &party.adults), ("children", &party.children)])
            }),
            standing,
            tint,
            people: people(t, family, plan),
            is_checked: family.came.is_some(),
            about: fill(t.who_came_of, &[("n", &n)]),
        });
    }
    rows
}

/// What the family typed, where its name is asked for.
fn wish(family: &Family, names: Names<'_>) -> Option<Wish> {
    if !names.all && names.typed.is_empty() {
        return None;
    }
    let sealed = family.asked.sealed.as_ref()?;
    names.opened.open(family.asked.id, sealed)
}

/// Whether a reference or a name is theirs: every word that was typed begins one of the name.
pub fn is(typed: &str, wish: &Wish) -> bool {
    let is_reference = BookingReference::parse(typed)
        .is_ok_and(|reference| reference.compact() == wish.reference.as_str());
    let (words, typed) = (words(&wish.lead.name), words(typed));
    let begins_one = |part: &String| words.iter().any(|word| word.starts_with(part.as_str()));
    is_reference || (!typed.is_empty() && typed.iter().all(begins_one))
}

/// Its words in small letters, without accents.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '-');
    words.filter_map(|word| Surname::parse(word).ok()).map(|w| w.folded().to_owned()).collect()
}

fn name(t: &DayWords, n: usize, is_shown: bool, wish: Option<&Wish>) -> String {
    let number = fill(t.family_n, &[("n", &n)]);
    match (is_shown, wish) {
        (true, Some(wish)) => wish.lead.name.clone(),
        (true, None) => format!("{number}: {}", t.cannot_read),
        (false, _) => number,
    }
}

fn standing(t: &DayWords, family: &Family, waiting: usize) -> (String, &'static str) {
    let text = |text: &str, tint| (text.to_owned(), tint);
    match (family.asked.standing.as_str(), &family.came) {
        _ if family.given_on => text(t.was_given_on, "plain"),
        ("held", Some(_)) if family.is_here() => text(t.is_here, "sage"),
        ("held", Some(_)) => text(t.did_not_come, "plain"),
        ("held", None) => text(t.is_expected, "lilac"),
        _ => (fill(t.waits_n, &[("n", &waiting)]), "honey"),
    }
}

/// Who may have come: all are ticked until somebody says otherwise.
fn people(t: &DayWords, family: &Family, plan: &Plan) -> Vec<PersonRow> {
    if family.asked.standing != "held" {
        return Vec::new();
    }
    let row = |person: party::Person| {
        let text = if person.is_child { t.child_n } else { t.adult_n };
        let came = family.came.as_ref().map(|people| people.get(&person.n) == Some(&true));
        PersonRow {
            n: person.n,
            name: fill(text, &[("n", &person.nth)]),
            ticked: came.unwrap_or(true),
        }
    };
    party::of(&family.asked, plan).into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use visits_domain::wish::{Lead, Ring, Visits};

    use super::*;

    #[test]
    fn a_family_is_found_by_its_reference_or_by_any_part_of_its_name() {
        let reference = BookingReference::draw([7; 16]).compact().to_owned();
        let lead = Lead {
            name: "Zsófia O’Neill-Quill".to_owned(),
            born: "1986-07-28".parse().expect("a day"),
            phone: String::new(),
            ring: Ring::Never,
            message: false,
        };
        let visits = Visits::Named { name: "Rhys".to_owned(), number: String::new() };
        let wish = Wish {
            reference: reference.clone(),
            lead,
            visits,
            ages: Vec::new(),
            needs: Vec::new(),
            needs_words: String::new(),
            diet: String::new(),
        };
        for found in [reference.to_lowercase().as_str(), "zsofia", "ONEILL", "quill zsó", "O'Ne"] {
            assert!(is(found, &wish), "{found}");
        }
        for other in ["", " ", "-", "Rhys", "sofia", "Zsófia Jones", "1986-07-28"] {
            assert!(!is(other, &wish), "{other}");
        }
    }
}
