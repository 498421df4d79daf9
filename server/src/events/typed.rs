//! What somebody typed into the form of an event, and an event as it would be typed.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use visits_domain::event::{Both, PoolKind};

use super::{Event, Plan};

/// Fields by name, each with what was typed, ticked or chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

/// Buses that a form has room for.
pub const BUSES: [u8; 3] = [1, 2, 3];

/// As a browser's own field for day and time sends it.
pub const DAY_AND_TIME: &str = "%Y-%m-%dT%H:%M";

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Typed {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            typed.0.entry(name.into()).or_default().push(value.into());
        }
        typed
    }
}

impl Typed {
    /// Without the space around it; empty when there is nothing.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// Whether it was ticked or chosen.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.get(name).is_some_and(|values| values.iter().any(|known| known == value))
    }

    /// Everything of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.get(name).into_iter().flatten().map(String::as_str)
    }

    /// Puts something in the place of what was there.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), vec![value.into()]);
    }

    fn set_both(&mut self, stem: &str, text: &Both) {
        self.set(format!("{stem}_en"), text.en.as_str());
        self.set(format!("{stem}_cy"), text.cy.as_str());
    }

    fn set_all<'a>(&mut self, name: &str, words: impl Iterator<Item = &'a str>) {
        self.0.insert(name.to_owned(), words.map(str::to_owned).collect());
    }

    /// An empty form: what is most likely stands in it.
    pub fn blank(now: NaiveDateTime, (children, people): (u8, u8)) -> Self {
        let mut typed = Self::default();
        typed.set("kind", "family-day");
        typed.set("booking", "usual");
        typed.set("youngest", "0");
        typed.set("oldest", "17");
        typed.set("most_children", children.to_string());
        typed.set("most_people", people.to_string());
        typed.set("volunteers_needed", "0");
        typed.set("ballot_share", "0");
        let day = now.date() + TimeDelta::days(28);
        typed.set("day", day.to_string());
        typed
    }

    /// An event as it would be typed.
    pub fn of(event: &Event) -> Self {
        let mut typed = Self::of_plan(&event.plan);
        typed.set("version", event.version.to_string());
        typed
    }

    /// The same event once more: another day, and the prison has not seen it.
    pub fn copy_of(plan: &Plan) -> Self {
        let mut typed = Self::of_plan(plan);
        for name in
            ["day", "books_from", "books_until", "ballot_closes", "prison_approved", "wing_staff"]
        {
            typed.set(name, "");
        }
        for n in BUSES {
            typed.set(format!("seats_{n}_pool"), "");
        }
        typed
    }

    fn of_plan(plan: &Plan) -> Self {
        let mut typed = Self::default();
        typed.set("kind", plan.kind.as_str());
        typed.set("booking", plan.booking.code());
        for (stem, text) in [
            ("title", &plan.title),
            ("words", &plan.words),
            ("place", &plan.place),
            ("first", &plan.first),
        ] {
            typed.set_both(stem, text);
        }
        typed.set("day", plan.day.to_string());
        typed.set("start", plan.start.format("%H:%M").to_string());
        typed.set("end", plan.end.format("%H:%M").to_string());
        typed.set("prison_approved", if plan.prison_approved { "1" } else { "" });
        if let Some(ages) = plan.ages {
            typed.set("youngest", ages.youngest.to_string());
            typed.set("oldest", ages.oldest.to_string());
        }
        if let Some(born) = plan.born {
            typed.set("born_from", born.from.to_string());
            typed.set("born_until", born.until.to_string());
        }
        typed.set_all("facilities", plan.facilities.iter().map(|one| one.as_str()));
        typed.set_all("access", plan.access.iter().map(|one| one.as_str()));
        typed.set("books_from", plan.books_from.format(DAY_AND_TIME).to_string());
        typed.set("books_until", plan.books_until.format(DAY_AND_TIME).to_string());
        typed.set("most_children", plan.most_children.to_string());
        typed.set("most_people", plan.most_people.to_string());
        typed.set("wings", plan.wings.join("\n"));
        typed.set("wing_staff", plan.wing_staff.join("\n"));
        typed.set("providers", plan.providers.join("\n"));
        typed.set("volunteers_needed", plan.volunteers_needed.to_string());
        let share = plan.ballot.map_or(0, |lots| lots.share.percent());
        typed.set("ballot_share", share.to_string());
        if let Some(lots) = plan.ballot {
            typed.set("ballot_closes", lots.closes.format(DAY_AND_TIME).to_string());
        }
        typed.set_pools(plan);
        typed
    }

    fn set_pools(&mut self, plan: &Plan) {
        for (name, counts) in [("people", PoolKind::People), ("tables", PoolKind::Tables)] {
            let capacity = plan.capacity(counts).map(|many| many.to_string());
            self.set(name, capacity.unwrap_or_default());
        }
        let buses = plan.pools.iter().filter(|pool| pool.counts == PoolKind::Seats);
        for (n, bus) in BUSES.iter().zip(buses) {
            self.set(format!("seats_{n}"), bus.capacity.to_string());
            self.set_both(&format!("seats_{n}"), &bus.name);
            self.set(
                format!("seats_{n}_pool"),
                bus.id.map(|id| id.to_string()).unwrap_or_default(),
            );
        }
    }
}
