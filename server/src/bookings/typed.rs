//! What staff typed for a family, read at the door. Pure.

use chrono::NaiveDate;
use visits_domain::arrival::{Language, Need, Party};
use visits_domain::event::PoolKind;
use visits_domain::places::{PoolId, Takes};
use visits_domain::wish::{Lead, Ring, Visits, Wish};

use crate::events::Plan;

/// The longest line that is kept. Characters.
const LINE: usize = 120;
/// The longest text.
const TEXT: usize = 400;

/// A form, field by field.
pub trait Form {
    /// What was typed, without the space around it.
    fn text(&self, name: &str) -> &str;
    /// Whether a value was ticked.
    fn has(&self, name: &str, value: &str) -> bool;
}

/// What a family wants, as staff wrote it down.
#[derive(Clone)]
pub struct Told {
    /// Who leads the party.
    pub lead: Lead,
    /// Whom they visit; none: nothing was typed.
    pub visits: Option<Visits>,
    /// The children's ages.
    pub ages: Vec<u8>,
    /// What would help.
    pub needs: Vec<Need>,
    /// In their own words.
    pub needs_words: String,
    /// What they do not eat.
    pub diet: String,
    /// How many come.
    pub party: Party,
    /// In which they are told.
    pub language: Language,
    /// The places that takes.
    pub takes: Takes,
}

/// What needs another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody leads the party.
    NoName,
    /// Not a day of birth.
    Born,
    /// Nobody comes, or no number.
    Nobody,
    /// More people than one party may have.
    TooManyPeople(u8),
    /// More children than one party may have.
    TooManyChildren(u8),
    /// Not an age for each child.
    Ages,
    /// Not a prison number.
    Number,
    /// A bus that the event does not have.
    Bus,
    /// More than there is room for.
    TooLong,
}

/// Reads a form against what the event allows. `today`: nobody is born later.
pub fn read(form: &impl Form, plan: &Plan, today: NaiveDate) -> Result<Told, Vec<Fault>> {
    let mut faults = Vec::new();
    let lead = lead(form, today, &mut faults);
    let party = party(form, plan, &mut faults);
    let ages = ages(form, party, &mut faults);
    let visits = visits(form, &mut faults);
    let takes = takes(form, plan, party, &mut faults);
    let (needs_words, diet) = (form.text("needs_words"), form.text("diet"));
    let is_long = |text: &str, most| text.chars().count() > most;
    if [needs_words, diet].iter().any(|text| is_long(text, TEXT))
        || ["name", "phone", "visits_name"].iter().any(|name| is_long(form.text(name), LINE))
    {
        faults.push(Fault::TooLong);
    }
    let needs = Need::ALL.into_iter().filter(|need| form.has("needs", need_word(*need)));
    match (lead, party, takes) {
        (Some(lead), Some(party), Some(takes)) if faults.is_empty() => Ok(Told {
            lead,
            visits,
            ages,
            needs: needs.collect(),
            needs_words: needs_words.to_owned(),
            diet: diet.to_owned(),
            party,
            language: if form.text("language") == "cy" { Language::Cy } else { Language::En },
            takes,
        }),
        _ => Err(faults),
    }
}

impl Told {
    /// As a family's own wish, under its reference.
    pub fn wish(&self, reference: String, visits_before: Option<Visits>) -> Wish {
        let nobody = || Visits::Named { name: String::new(), number: String::new() };
        Wish {
            reference,
            lead: self.lead.clone(),
            visits: self.visits.clone().or(visits_before).unwrap_or_else(nobody),
            ages: self.ages.clone(),
            needs: self.needs.clone(),
            needs_words: self.needs_words.clone(),
            diet: self.diet.clone(),
        }
    }
}

fn lead(form: &impl Form, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<Lead> {
    let name = form.text("name");
    if name.is_empty() {
        faults.push(Fault::NoName);
    }
    let born = day(form.text("born")).filter(|born| {
        let years = today.years_since(*born);
        years.is_some_and(|years| years <= 125)
    });
    if born.is_none() {
        faults.push(Fault::Born);
    }
    let ring = Ring::ALL.into_iter().find(|ring| ring_word(*ring) == form.text("ring"));
    Some(Lead {
        name: name.to_owned(),
        born: born?,
        phone: form.text("phone").to_owned(),
        ring: ring.unwrap_or(Ring::Never),
        message: form.has("message", "1"),
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    let mut shapes = ["%Y-%m-%d", "%d/%m/%Y"].into_iter();
    shapes.find_map(|shape| NaiveDate::parse_from_str(text, shape).ok())
}

fn party(form: &impl Form, plan: &Plan, faults: &mut Vec<Fault>) -> Option<Party> {
    let number = |name| match form.text(name) {
        "" => Some(0_u8),
        typed => typed.parse().ok(),
    };
    let found = number("adults").zip(number("children"));
    let Some((adults, children)) = found.filter(|(a, c)| a.saturating_add(*c) > 0) else {
        faults.push(Fault::Nobody);
        return None;
    };
    if adults.saturating_add(children) > plan.most_people {
        faults.push(Fault::TooManyPeople(plan.most_people));
    } else if children > plan.most_children {
        faults.push(Fault::TooManyChildren(plan.most_children));
    }
    Some(Party { adults, children })
}

fn ages(form: &impl Form, party: Option<Party>, faults: &mut Vec<Fault>) -> Vec<u8> {
    let typed = form.text("ages").split([',', ' ', ';']).filter(|part| !part.is_empty());
    let ages: Option<Vec<u8>> = typed.map(|age| age.parse().ok().filter(|age| *age < 26)).collect();
    let fits = |ages: &Vec<u8>| party.is_none_or(|party| ages.len() == usize::from(party.children));
    if let Some(ages) = ages.filter(fits) {
        return ages;
    }
    faults.push(Fault::Ages);
    Vec::new()
}

fn visits(form: &impl Form, faults: &mut Vec<Fault>) -> Option<Visits> {
    let (name, number) = (form.text("visits_name"), form.text("visits_number").to_uppercase());
    if !number.is_empty() && !is_prison_number(&number) {
        faults.push(Fault::Number);
    }
    let is_typed = !name.is_empty() || !number.is_empty();
    is_typed.then(|| Visits::Named { name: name.to_owned(), number })
}

/// `A1234BC`
fn is_prison_number(text: &str) -> bool {
    let letter = |place: usize| matches!(place, 0 | 5 | 6);
    text.len() == 7
        && text.bytes().enumerate().all(|(place, byte)| {
            if letter(place) { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() }
        })
}

/// A place for each, a table for all, a seat for each where they take a bus.
fn takes(
    form: &impl Form,
    plan: &Plan,
    party: Option<Party>,
    faults: &mut Vec<Fault>,
) -> Option<Takes> {
    let bus = match form.text("bus") {
        "" => None,
        typed => {
            let chosen = typed.parse().ok().filter(|bus| is_bus(plan, *bus));
            if chosen.is_none() {
                faults.push(Fault::Bus);
            }
            chosen
        }
    };
    takes_of(plan, party?, bus)
}

fn is_bus(plan: &Plan, bus: PoolId) -> bool {
    plan.pools.iter().any(|pool| pool.id == Some(bus) && pool.counts == PoolKind::Seats)
}

/// What a party takes of an event. None: it takes nothing that is counted.
pub fn takes_of(plan: &Plan, party: Party, bus: Option<PoolId>) -> Option<Takes> {
    let people = u32::from(party.adults) + u32::from(party.children);
    let of = |counts: PoolKind, id: PoolId| match counts {
        PoolKind::People => people,
        PoolKind::Tables => 1,
        PoolKind::Seats if bus == Some(id) => people,
        PoolKind::Seats => 0,
    };
    let pools = plan.pools.iter().filter_map(|pool| Some((pool.id?, pool.counts)));
    let units = pools.map(|(id, counts)| (id, of(counts, id))).filter(|(_, units)| *units > 0);
    Takes::new(units).ok()
}

/// The bus that a booking takes, if any.
pub fn bus_of(plan: &Plan, takes: &Takes) -> Option<PoolId> {
    let seats = plan.pools.iter().filter(|pool| pool.counts == PoolKind::Seats);
    seats.filter_map(|pool| pool.id).find(|id| takes.of(*id) > 0)
}

/// A need as forms name it.
pub fn need_word(need: Need) -> &'static str {
    match need {
        Need::Quiet => "quiet",
        Need::StepFree => "step_free",
        Need::Hearing => "hearing",
        Need::Baby => "baby",
        Need::Language => "language",
    }
}

/// When to ring, as forms name it.
pub fn ring_word(ring: Ring) -> &'static str {
    match ring {
        Ring::AnyTime => "any_time",
        Ring::Mornings => "mornings",
        Ring::Afternoons => "afternoons",
        Ring::Evenings => "evenings",
        Ring::Never => "never",
    }
}

impl Form for crate::events::typed::Typed {
    fn text(&self, name: &str) -> &str {
        Self::text(self, name)
    }

    fn has(&self, name: &str, value: &str) -> bool {
        Self::has(self, name, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Pool;
    use crate::events::typed::Typed;
    use visits_domain::event::Both;

    fn pool(n: u128, counts: PoolKind) -> Pool {
        let id = Some(PoolId(uuid::Uuid::from_u128(n)));
        Pool { id, counts, name: Both::default(), capacity: 20 }
    }

    fn plan() -> Plan {
        let mut plan = crate::events::plan::tests::a_plan();
        plan.pools =
            vec![pool(1, PoolKind::People), pool(2, PoolKind::Tables), pool(3, PoolKind::Seats)];
        (plan.most_people, plan.most_children) = (6, 4);
        plan
    }

    fn typed(changes: &[(&str, &str)]) -> Typed {
        let mut typed: Typed = [
            ("name", "Zsófia Quillfeather"),
            ("born", "28/07/1986"),
            ("adults", "1"),
            ("children", "2"),
            ("ages", "3, 9"),
            ("ring", "mornings"),
        ]
        .into_iter()
        .collect();
        for (name, value) in changes {
            typed.set(*name, *value);
        }
        typed
    }

    fn faults(changes: &[(&str, &str)]) -> Vec<Fault> {
        let today = "2026-06-01".parse().expect("a day");
        read(&typed(changes), &plan(), today).err().unwrap_or_default()
    }

    #[test]
    fn a_party_takes_a_place_each_a_table_and_seats_where_it_takes_the_bus() {
        let bus = uuid::Uuid::from_u128(3).to_string();
        let today = "2026-06-01".parse().expect("a day");
        let told = read(&typed(&[("bus", &bus)]), &plan(), today).expect("it is read");
        let units = |n| told.takes.of(PoolId(uuid::Uuid::from_u128(n)));
        assert_eq!([units(1), units(2), units(3)], [3, 1, 3]);
        let walks = read(&typed(&[]), &plan(), today).expect("it is read");
        assert_eq!(walks.takes.of(PoolId(uuid::Uuid::from_u128(3))), 0);
        assert_eq!(bus_of(&plan(), &walks.takes), None);
    }

    #[test]
    fn what_cannot_be_is_named() {
        assert_eq!(faults(&[]), []);
        assert_eq!(faults(&[("adults", "0"), ("children", "0"), ("ages", "")]), [Fault::Nobody]);
        assert_eq!(faults(&[("adults", "40")]), [Fault::TooManyPeople(6)]);
        let many = [("adults", "1"), ("children", "5"), ("ages", "1 2 3 4 5")];
        assert_eq!(faults(&many), [Fault::TooManyChildren(4)]);
        assert_eq!(faults(&[("ages", "3")]), [Fault::Ages]);
        assert_eq!(faults(&[("born", "31/02/1986")]), [Fault::Born]);
        assert_eq!(faults(&[("born", "2026-06-02")]), [Fault::Born]);
        assert_eq!(faults(&[("name", "")]), [Fault::NoName]);
        assert_eq!(faults(&[("visits_number", "12")]), [Fault::Number]);
        assert_eq!(faults(&[("visits_number", "a1234bc")]), []);
        assert_eq!(faults(&[("bus", "9")]), [Fault::Bus]);
        assert_eq!(faults(&[("diet", &"x".repeat(401))]), [Fault::TooLong]);
    }
}
