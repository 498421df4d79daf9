//! The families of a ballot as lines of a table. Pure.

use visits_domain::ballot::Weights;

use crate::ballots::{self, InIt, Marks};
use crate::bookings::family::Families;
use crate::clock::local;
use crate::pages::events::view::Texts;
use crate::store::ballots::Ballot;
use crate::words::ballot::BallotWords;
use crate::words::fill;

/// One family.
pub struct Row {
    pub n: usize,
    pub booking: String,
    /// Whose it is, when somebody asked for that; or its number.
    pub name: String,
    pub party: String,
    pub asked: String,
    pub standing: &'static str,
    pub tint: &'static str,
    pub tickets: u8,
    pub why: String,
    pub marks: Marks,
    pub miles: String,
    pub about: String,
}

/// In the drawn order where there is one, then in the order in which they asked.
pub fn rows(
    (t, texts): (&'static BallotWords, Texts),
    (families, ballot): (Vec<InIt>, Option<&Ballot>),
    (weights, names): (&Weights, Option<&Families>),
) -> Vec<Row> {
    let result = ballot.and_then(|ballot| ballot.result.as_ref());
    let order = result.map(|result| ballots::outcome(&result.published)).unwrap_or_default();
    let mut families: Vec<(usize, InIt)> = families.into_iter().enumerate().collect();
    families.sort_by_key(|(n, family)| {
        (order.get(&family.asked.id).map_or(usize::MAX, |(place, _)| *place), *n)
    });
    let line = |(n, (_, family)): (usize, (usize, InIt))| {
        let drawn = order.get(&family.asked.id).map(|(_, has)| *has);
        // What counted in the draw is what was published.
        let published = result.and_then(|result| {
            result.published.draw.entries.iter().find(|entry| entry.booking == family.asked.id)
        });
        let weights = result.map_or(weights, |result| &result.published.draw.weights);
        let reasons = published.map_or(&family.reasons, |entry| &entry.reasons);
        let is_in = ballot.is_some_and(|b| b.result.is_none() && family.asked.is_in(b.closes));
        let (standing, tint) = standing(t, (&family.asked.standing, is_in), drawn);
        let each: Vec<&str> = reasons.iter().map(|reason| t.reason(*reason)).collect();
        Row {
            n: n + 1,
            booking: family.asked.id.to_string(),
            name: name(t, n + 1, &family, names),
            party: family.asked.party.map_or_else(String::new, |party| {
                fill(t.party_of, &[("adults", &party.adults), ("children", &party.children)])
            }),
            asked: texts.moment(local(family.asked.at)),
            standing,
            tint,
            tickets: weights.tickets(reasons),
            why: if each.is_empty() { t.no_reason.to_owned() } else { each.join(", ") },
            miles: family.asked.marks.miles.map(|miles| miles.to_string()).unwrap_or_default(),
            about: fill(t.note_for, &[("n", &(n + 1))]),
            marks: family.asked.marks,
        }
    };
    families.into_iter().enumerate().map(line).collect()
}

fn name(t: &BallotWords, n: usize, family: &InIt, names: Option<&Families>) -> String {
    let number = fill(t.family_n, &[("n", &n)]);
    let Some(opened) = names else { return number };
    let sealed = family.asked.sealed.as_ref();
    let wish = sealed.and_then(|sealed| opened.open(family.asked.id, sealed));
    wish.map_or_else(|| format!("{number}: {}", t.cannot_read), |wish| wish.lead.name.clone())
}

fn standing(
    t: &BallotWords,
    (standing, is_in): (&str, bool),
    drawn: Option<bool>,
) -> (&'static str, &'static str) {
    match (drawn, standing, is_in) {
        (Some(true), ..) => (t.drawn_place, "sage"),
        (Some(false) | None, "held", _) => (t.holds, "sage"),
        (Some(false), ..) => (t.drawn_waits, "honey"),
        (None, _, true) => (t.in_it, "lilac"),
        (None, ..) => (t.waits, "honey"),
    }
}
