//! A ballot for places: drawn from a seed and a list, so that anybody who has both draws the same.
//!
//! Every family has tickets: one, and more for what the site counts as a reason. The seed gives
//! each ticket a number that nobody can choose, and the lowest ticket of a family is its own. In
//! that order families are given places until there are none for them. With twice the tickets a
//! family is twice as likely to be the first, as if the tickets were drawn from a hat; nothing is
//! rounded, and no machine counts differently.
//!
//! The number of a ticket is the SHA-256 of `visits-ballot-ticket`, the 32 bytes of the seed, the 16
//! of the booking's id, and one byte that counts a family's tickets from 1. What is published of the
//! seed beforehand is the SHA-256 of `visits-ballot-seed` and its bytes.
//!
//! Behaviour is no reason, and there is no field in which it could be one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::places::{BookingId, PoolId, Takes};

/// Secret until the ballot is drawn, and published then. Before that its [`Commitment`] is.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seed([u8; 32]);

/// What is published of a seed before it is drawn: it cannot be chosen again afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Commitment([u8; 32]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// Not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a seed has 64 hexadecimal digits")]
pub struct NotASeed;

/// Of the places, so many in a hundred are drawn: 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u8);

impl Share {
    /// None: nothing is drawn, or more than everything.
    pub fn new(percent: u8) -> Option<Self> {
        (1..=100).contains(&percent).then_some(Self(percent))
    }

    /// In a hundred.
    pub fn percent(self) -> u8 {
        self.0
    }

    /// How many of so many places are kept back until the draw. A share of a place is a whole one:
    /// what is said to be drawn is never less.
    pub fn of(self, places: u32) -> u32 {
        let kept = u64::from(places) * u64::from(self.0);
        u32::try_from(kept.div_ceil(100)).unwrap_or(places)
    }
}

/// Why a family has more than one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// They never had a place, or not for as long as the site says.
    NotForLong,
    /// The wing of the person they visit has its turn.
    WingsTurn,
    /// They live far away.
    Distance,
    /// It is hard for them to come at all.
    Access,
    /// Staff named them.
    Nominated,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::NotForLong, Self::WingsTurn, Self::Distance, Self::Access, Self::Nominated];
}

/// How many tickets each reason adds: 0 to [`Weights::AT_MOST`], as the site has set it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Reason, u8>", into = "BTreeMap<Reason, u8>")]
pub struct Weights(BTreeMap<Reason, u8>);

/// A reason that would outweigh all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reason adds at most {} tickets", Weights::AT_MOST)]
pub struct TooHeavy;

impl Weights {
    /// For one reason: eleven tickets against one.
    pub const AT_MOST: u8 = 10;

    /// Reads what a site has set.
    pub fn new(weights: BTreeMap<Reason, u8>) -> Result<Self, TooHeavy> {
        let fits = weights.values().all(|tickets| *tickets <= Self::AT_MOST);
        if fits { Ok(Self(weights)) } else { Err(TooHeavy) }
    }

    /// How many tickets somebody has for these reasons: one at least.
    pub fn tickets(&self, reasons: &BTreeSet<Reason>) -> u8 {
        1 + reasons.iter().filter_map(|reason| self.0.get(reason)).sum::<u8>()
    }
}

/// A family in the list. Nothing in it says who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What they asked for.
    pub booking: BookingId,
    /// The places they need: all of them, or none.
    pub takes: Takes,
    /// Why they have more than one ticket.
    #[serde(default)]
    pub reasons: BTreeSet<Reason>,
}

/// What a draw is made from. Published with its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// What the numbers come from.
    pub seed: Seed,
    /// The places that are drawn for.
    pub places: BTreeMap<PoolId, u32>,
    /// What the site has set.
    pub weights: Weights,
    /// Everybody who asked before it closed. Their order does not matter.
    pub entries: Vec<Entry>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Who has a place, in the order in which they were drawn.
    pub places: Vec<BookingId>,
    /// Who waits, the first one first.
    pub waiting: Vec<BookingId>,
}

/// What everybody may see once it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// What was published of the seed while families could still ask.
    pub commitment: Commitment,
    /// What it was drawn from.
    pub draw: Draw,
    /// What came of it.
    pub drawn: Drawn,
}

/// Why a result is not what its seed and list give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// It was chosen after families had asked.
    #[error("the seed is not the one that was committed to before the ballot closed")]
    OtherSeed,
    /// Nothing can be drawn from it.
    #[error(transparent)]
    List(#[from] NotDrawn),
    /// Somebody was moved.
    #[error("the seed and the list draw others than those that were published")]
    OtherResult,
}

impl Published {
    /// Draws once more.
    pub fn verify(&self) -> Result<(), Doubt> {
        if self.draw.seed.commitment() != self.commitment {
            return Err(Doubt::OtherSeed);
        }
        if self.draw.drawn()? != self.drawn {
            return Err(Doubt::OtherResult);
        }
        Ok(())
    }
}

/// A list that cannot be drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawn {
    /// Somebody would have tickets twice.
    #[error("one booking is in the list twice")]
    Twice,
}

impl Draw {
    /// Draws. A party for which the places that are left do not suffice waits, and the next one is
    /// looked at: no place stays empty because a larger party came before.
    pub fn drawn(&self) -> Result<Drawn, NotDrawn> {
        let once: BTreeSet<BookingId> = self.entries.iter().map(|entry| entry.booking).collect();
        if once.len() != self.entries.len() {
            return Err(NotDrawn::Twice);
        }
        let mut order: Vec<&Entry> = self.entries.iter().collect();
        order.sort_by_cached_key(|entry| (self.lowest_ticket(entry), entry.booking));
        let (mut left, mut drawn) = (self.places.clone(), Drawn::default());
        for entry in order {
            if take(&mut left, &entry.takes) {
                drawn.places.push(entry.booking);
            } else {
                drawn.waiting.push(entry.booking);
            }
        }
        Ok(drawn)
    }

    fn lowest_ticket(&self, entry: &Entry) -> [u8; 32] {
        let tickets = 1..=self.weights.tickets(&entry.reasons);
        tickets.map(|ticket| self.seed.number(entry.booking, ticket)).min().unwrap_or([0xff; 32])
    }
}

/// Takes all the places, or none.
fn take(left: &mut BTreeMap<PoolId, u32>, takes: &Takes) -> bool {
    let suffices =
        |(pool, units): (PoolId, u32)| left.get(&pool).is_some_and(|left| *left >= units);
    if !takes.iter().all(suffices) {
        return false;
    }
    for (pool, units) in takes.iter() {
        left.entry(pool).and_modify(|left| *left -= units);
    }
    true
}

impl Seed {
    /// From random bytes that somebody else made.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What is published of it before the ballot closes.
    pub fn commitment(&self) -> Commitment {
        Commitment(
            Sha256::new()
                .chain_update(b"visits-ballot-seed")
                .chain_update(self.0)
                .finalize()
                .into(),
        )
    }

    /// The number of one ticket.
    fn number(&self, booking: BookingId, ticket: u8) -> [u8; 32] {
        let hash = Sha256::new().chain_update(b"visits-ballot-ticket").chain_update(self.0);
        hash.chain_update(booking.0.as_bytes()).chain_update([ticket]).finalize().into()
    }
}

fn to_hex(bytes: [u8; 32]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn of_hex(text: &str) -> Result<[u8; 32], NotASeed> {
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|n| u8::try_from(n).ok());
    let text = text.trim().as_bytes();
    if text.len() != 64 {
        return Err(NotASeed);
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0]).zip(digit(pair[1])).map(|(a, b)| a * 16 + b).ok_or(NotASeed)?;
    }
    Ok(bytes)
}

macro_rules! as_hex {
    ($Name:ident) => {
        impl TryFrom<String> for $Name {
            type Error = NotASeed;
            fn try_from(text: String) -> Result<Self, NotASeed> {
                of_hex(&text).map(Self)
            }
        }

        impl From<$Name> for String {
            fn from(bytes: $Name) -> Self {
                to_hex(bytes.0)
            }
        }
    };
}

as_hex!(Seed);
as_hex!(Commitment);

impl TryFrom<BTreeMap<Reason, u8>> for Weights {
    type Error = TooHeavy;
    fn try_from(weights: BTreeMap<Reason, u8>) -> Result<Self, TooHeavy> {
        Self::new(weights)
    }
}

impl From<Weights> for BTreeMap<Reason, u8> {
    fn from(weights: Weights) -> Self {
        weights.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const PEOPLE: PoolId = PoolId(Uuid::from_u128(1));
    const TABLES: PoolId = PoolId(Uuid::from_u128(2));

    fn seed(n: u8) -> Seed {
        Seed::new([n; 32])
    }

    fn entry(n: u128, people: u32, reasons: &[Reason]) -> Entry {
        Entry {
            booking: BookingId(Uuid::from_u128(n)),
            takes: Takes::new([(PEOPLE, people), (TABLES, 1)]).expect("places"),
            reasons: reasons.iter().copied().collect(),
        }
    }

    fn draw(seed: Seed, people: u32, entries: Vec<Entry>) -> Draw {
        let weights = Weights::new(BTreeMap::from([(Reason::NotForLong, 2)])).expect("weights");
        let places = BTreeMap::from([(PEOPLE, people), (TABLES, 100)]);
        Draw { seed, places, weights, entries }
    }

    #[test]
    fn the_same_seed_and_list_draw_the_same_whatever_their_order() {
        let entries: Vec<Entry> = (1..=30).map(|n| entry(n, 2, &[])).collect();
        let one = draw(seed(7), 20, entries.clone());
        let turned = draw(seed(7), 20, entries.into_iter().rev().collect());
        assert_eq!(one.drawn(), turned.drawn());
        let drawn = one.drawn().expect("a result");
        assert_eq!((drawn.places.len(), drawn.waiting.len()), (10, 20));
        let other = Draw { seed: seed(8), ..one };
        assert_ne!(other.drawn().expect("a result"), drawn, "another seed draws others");
    }

    #[test]
    fn what_was_drawn_once_is_drawn_in_years_to_come() {
        let entries = (1..=6).map(|n| entry(n, 1, &[])).collect();
        let drawn = draw(seed(1), 3, entries).drawn().expect("a result");
        let numbers = |ids: &[BookingId]| ids.iter().map(|id| id.0.as_u128()).collect::<Vec<_>>();
        // Worked out by another program, from the description of this file alone.
        assert_eq!(numbers(&drawn.places), [5, 1, 2]);
        assert_eq!(numbers(&drawn.waiting), [3, 4, 6]);
        let committed = String::from(seed(1).commitment());
        assert_eq!(committed, "364b2a24981621897f82a75c92b1d9cba59945d40cbed44ae1d80710727fb925");
    }

    #[test]
    fn a_party_that_does_not_fit_waits_and_leaves_the_places_to_who_does() {
        let entries = vec![entry(1, 5, &[]), entry(2, 5, &[]), entry(3, 1, &[])];
        for n in 0..40 {
            let drawn = draw(seed(n), 6, entries.clone()).drawn().expect("a result");
            let small = BookingId(Uuid::from_u128(3));
            assert!(drawn.places.contains(&small), "one and five fit");
            assert_eq!((drawn.places.len(), drawn.waiting.len()), (2, 1));
        }
    }

    #[test]
    fn three_tickets_are_drawn_first_three_times_as_often_as_one() {
        let firsts = (0..3_000_u32).filter(|n| {
            let mut bytes = [0; 32];
            bytes[..4].copy_from_slice(&n.to_be_bytes());
            let entries = vec![entry(1, 1, &[Reason::NotForLong]), entry(2, 1, &[])];
            let drawn = draw(Seed::new(bytes), 1, entries).drawn().expect("a result");
            drawn.places == [BookingId(Uuid::from_u128(1))]
        });
        // 2,250 expected, standard deviation 24.
        let firsts = firsts.count();
        assert!((2_130..2_370).contains(&firsts), "{firsts}");
    }

    #[test]
    fn nobody_is_in_the_list_twice() {
        let twice = draw(seed(1), 9, vec![entry(1, 1, &[]), entry(1, 2, &[])]);
        assert_eq!(twice.drawn(), Err(NotDrawn::Twice));
    }

    #[test]
    fn a_share_is_never_less_than_was_said_and_never_more_than_there_is() {
        let kept = |percent, places| Share::new(percent).map(|share| share.of(places));
        assert_eq!((kept(50, 60), kept(50, 13), kept(1, 2_000)), (Some(30), Some(7), Some(20)));
        assert_eq!((kept(100, 13), kept(99, 1), kept(40, 0)), (Some(13), Some(1), Some(0)));
        assert_eq!((kept(0, 60), kept(101, 60)), (None, None));
        assert_eq!(kept(100, u32::MAX), Some(u32::MAX));
    }

    #[test]
    fn no_reason_outweighs_all_others() {
        let heavy = BTreeMap::from([(Reason::Nominated, Weights::AT_MOST + 1)]);
        assert_eq!(Weights::new(heavy), Err(TooHeavy));
        let most = Reason::ALL.map(|reason| (reason, Weights::AT_MOST));
        let most = Weights::new(BTreeMap::from(most)).expect("weights");
        assert_eq!(most.tickets(&Reason::ALL.into_iter().collect()), 51);
        assert_eq!(most.tickets(&BTreeSet::new()), 1);
    }

    #[test]
    fn what_is_published_is_read_back_and_damage_is_noticed() {
        let one = draw(seed(3), 9, vec![entry(1, 1, &[Reason::Distance])]);
        let text = serde_json::to_string(&one).expect("JSON");
        assert_eq!(serde_json::from_str::<Draw>(&text).ok(), Some(one.clone()));
        for (from, to) in [("\"distance\"", "\"behaviour\""), ("0303", "03"), ("0303", "0x03")] {
            assert!(serde_json::from_str::<Draw>(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
        assert_ne!(seed(3).commitment(), seed(4).commitment());
        assert_ne!(String::from(seed(3).commitment()), String::from(seed(3)));
    }

    #[test]
    fn a_result_that_was_mended_by_hand_is_noticed() {
        let draw = draw(seed(5), 4, (1..=9).map(|n| entry(n, 2, &[])).collect());
        let drawn = draw.drawn().expect("a result");
        let honest = Published { commitment: seed(5).commitment(), draw, drawn };
        assert_eq!(honest.verify(), Ok(()));
        let mut moved = honest.clone();
        let friend = moved.drawn.waiting.pop().expect("somebody waits");
        moved.drawn.places.push(friend);
        assert_eq!(moved.verify(), Err(Doubt::OtherResult));
        let mut shorter = honest.clone();
        shorter.draw.entries.pop();
        assert_eq!(shorter.verify(), Err(Doubt::OtherResult));
        let mut again = honest.clone();
        again.draw.seed = seed(6);
        again.drawn = again.draw.drawn().expect("a result");
        assert_eq!(again.verify(), Err(Doubt::OtherSeed), "drawn until it suited somebody");
    }

    proptest! {
        #[test]
        fn never_more_is_given_than_there_is_and_nobody_is_lost(
            sizes in prop::collection::vec(1_u32..=8, 0..40),
            people in 0_u32..100,
            bytes in any::<[u8; 32]>(),
        ) {
            let entries: Vec<Entry> =
                (1..).zip(&sizes).map(|(n, size)| entry(n, *size, &[])).collect();
            let drawn = draw(Seed::new(bytes), people, entries.clone()).drawn().expect("a result");
            let size = |id: &BookingId| {
                let found = entries.iter().find(|entry| entry.booking == *id);
                found.map_or(0, |entry| entry.takes.of(PEOPLE))
            };
            let given: u32 = drawn.places.iter().map(size).sum();
            prop_assert!(given <= people);
            prop_assert!(drawn.waiting.iter().all(|id| size(id) > people - given));
            prop_assert_eq!(drawn.places.len() + drawn.waiting.len(), entries.len());
        }
    }
}
