//! Who waits, and what an act makes of it. Pure.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use visits_domain::arrival::Language;
use visits_domain::wire::{KeyholderCode, VolunteerAct, WaitingFamily};

use super::Helper;
use crate::clock::moment;
use crate::store::helps::{Asked, Came, Help};

/// A family that waits, with what staff may read of who has gone to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    /// As kiosks are told.
    pub family: WaitingFamily,
    /// What is written of it.
    pub help: Help,
}

/// Those who asked for a volunteer and first visits, longest first. A visit's party is one family
/// however often it was seen; one that asked too is the one that asked: it has said where it sits.
pub fn families(asked: &[Asked], came: &[Came], helps: &[Help], minute: i64) -> Vec<Waits> {
    let asking: HashSet<&str> = asked.iter().filter_map(|ask| ask.number.as_deref()).collect();
    let mut waits: Vec<Waits> = asked.iter().filter_map(|ask| of_ask(ask, helps)).collect();
    let mut seen = HashSet::new();
    for first in came {
        let party = || came.iter().filter(|other| other.visit == first.visit);
        let has_asked = party().any(|one| asking.contains(one.number.as_str()));
        if seen.insert(first.visit.as_str()) && !has_asked && first.end_minute > minute {
            let ids: Vec<&str> = party().map(|one| one.id.as_str()).collect();
            waits.extend(of_arrival(first, &ids, helps));
        }
    }
    waits.sort_by_key(|waits| (waits.family.since, waits.family.id));
    waits
}

fn of_ask(ask: &Asked, helps: &[Help]) -> Option<Waits> {
    let written = helps.iter().find(|help| help.family == ask.id);
    let help = written.cloned().unwrap_or_default();
    // A member of staff took it from the alert: they are being helped.
    let staff_went = ask.taken.is_some() && help.claimed_by.is_none();
    if help.done.is_some() || staff_went {
        return None;
    }
    waits(&ask.id, (ask.number.as_deref(), ask.seat.clone()), (&ask.language, ask.since), help)
}

fn of_arrival(first: &Came, ids: &[&str], helps: &[Help]) -> Option<Waits> {
    let of_party = || helps.iter().filter(|help| ids.contains(&help.family.as_str()));
    if of_party().any(|help| help.done.is_some()) {
        return None;
    }
    let claimed = of_party().find(|help| help.claimed_by.is_some());
    // An act is written to the row that holds the claim, else to the first observation's.
    let help = claimed.cloned().unwrap_or_default();
    waits(&first.id, (Some(&first.number), None), (&first.language, first.at), help)
}

fn waits(
    id: &str,
    (number, seat): (Option<&str>, Option<String>),
    (language, since): (&str, i64),
    help: Help,
) -> Option<Waits> {
    let speaks = Language::ALL.into_iter().find(|known| known.code() == language);
    let family = WaitingFamily {
        id: id.parse().ok()?,
        number: number.and_then(|number| number.parse().ok()),
        seat,
        language: speaks.unwrap_or_default(),
        since: moment(since),
        claimed_by: help.claimed_code.clone().map(KeyholderCode),
    };
    let family_id = if help.family.is_empty() { id.to_owned() } else { help.family.clone() };
    Some(Waits { family, help: Help { family: family_id, ..help } })
}

/// What is written after an act. None: it changes nothing.
pub fn after(
    waits: &Waits,
    act: VolunteerAct,
    helper: &Helper,
    now: DateTime<Utc>,
) -> Option<Help> {
    let help = &waits.help;
    let holder = help.claimed_by.as_deref();
    // One person's code at a kiosk and account on a page are one.
    let is_mine = holder == Some(helper.who.as_str())
        || (holder.is_some() && help.claimed_code.as_ref() == Some(&helper.code.0));
    let may = holder.is_none() || is_mine || helper.for_others;
    match act {
        VolunteerAct::Claim if holder.is_none() => Some(Help {
            claimed_by: Some(helper.who.clone()),
            claimed_code: Some(helper.code.0.clone()),
            claimed_name: Some(helper.name.clone()),
            ..help.clone()
        }),
        VolunteerAct::HandBack if holder.is_some() && may => {
            Some(Help { family: help.family.clone(), ..Help::default() })
        }
        VolunteerAct::Done if may => {
            Some(Help { done: Some(now.timestamp_micros()), ..help.clone() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 12 * 60;

    fn id(n: u128) -> String {
        uuid::Uuid::from_u128(n).to_string()
    }

    fn ask(n: u128, number: Option<&str>, at: i64) -> Asked {
        let number = number.map(str::to_owned);
        let (seat, language) = (Some("Play corner".to_owned()), "cy".to_owned());
        Asked { id: id(n), number, seat, language, since: at, taken: None }
    }

    fn came(n: u128, visit: &str, number: &str, at: i64) -> Came {
        let (visit, number, language) = (visit.to_owned(), number.to_owned(), "en".to_owned());
        Came { id: id(n), visit, number, language, at, end_minute: 900 }
    }

    fn helper(who: &str) -> Helper {
        let code = KeyholderCode(who.to_owned());
        Helper { who: who.to_owned(), code, name: who.to_owned(), for_others: false }
    }

    fn numbers(waits: &[Waits]) -> Vec<String> {
        let number = |w: &Waits| w.family.number.map(|n| n.to_string()).unwrap_or_default();
        waits.iter().map(number).collect()
    }

    #[test]
    fn a_party_that_was_seen_twice_waits_once_and_longest_first() {
        let came = [came(1, "a", "A1", 10), came(2, "a", "B1", 20), came(3, "b", "A2", 30)];
        let waits = families(&[ask(9, None, 15)], &came, &[], NOON);
        assert_eq!(numbers(&waits), ["A1", "", "A2"]);
        assert!(families(&[], &came, &[], 900).is_empty(), "their visits are over");
    }

    #[test]
    fn who_asked_is_named_by_the_ask_and_helped_by_either() {
        let came = [came(1, "a", "A1", 10)];
        let asked = [ask(9, Some("A1"), 15)];
        let waits = families(&asked, &came, &[], NOON);
        assert_eq!(waits.len(), 1);
        assert_eq!(waits[0].family.seat.as_deref(), Some("Play corner"));
        let done = Help { family: id(9), done: Some(1), ..Help::default() };
        assert!(families(&asked, &came, &[done], NOON).is_empty());
        let taken = [Asked { taken: Some(1), ..asked[0].clone() }];
        assert!(families(&taken, &came, &[], NOON).is_empty(), "a member of staff has gone");
    }

    #[test]
    fn a_claim_stands_until_it_is_handed_back_and_only_by_its_holder() {
        let now = moment(1);
        let came = [came(1, "a", "A1", 10)];
        let [first, second] = ["12", "34"].map(helper);
        let free = families(&[], &came, &[], NOON).remove(0);
        let claim = after(&free, VolunteerAct::Claim, &first, now).expect("a claim");
        let held = families(&[], &came, &[claim], NOON).remove(0);
        assert_eq!(held.family.claimed_by, Some(KeyholderCode("12".to_owned())));
        for act in [VolunteerAct::Claim, VolunteerAct::HandBack, VolunteerAct::Done] {
            assert_eq!(after(&held, act, &second, now), None, "{act:?}");
        }
        assert_eq!(after(&held, VolunteerAct::Claim, &first, now), None, "repeated");
        let back = after(&held, VolunteerAct::HandBack, &first, now).expect("handed back");
        assert_eq!(families(&[], &came, &[back], NOON)[0].family.claimed_by, None);
        let done = after(&held, VolunteerAct::Done, &first, now).expect("done");
        assert!(families(&[], &came, &[done], NOON).is_empty());
        let desk = Helper { for_others: true, ..helper("desk") };
        assert!(after(&held, VolunteerAct::HandBack, &desk, now).is_some());
    }

    #[test]
    fn a_claim_follows_the_party_when_an_earlier_observation_comes_late() {
        let claim = Help { family: id(2), claimed_by: Some("12".into()), ..Help::default() };
        let came = [came(1, "a", "B1", 5), came(2, "a", "A1", 10)];
        let waits = families(&[], &came, &[claim], NOON);
        assert_eq!(waits[0].help.family, id(2), "the row that holds the claim is written");
        assert_eq!(waits[0].family.id.to_string(), id(1));
    }
}
