//! A directory as large as a nation's: made up, with as many different words as a real one has.

use chrono::Weekday;
use visits_domain::event::Both;
use visits_domain::help::{HelpNeed, Hours, Nation, Phone, Service, Stage};
use visits_domain::wire::News;

use crate::support::help::service;

const SYLLABLES: [&str; 24] = [
    "mor", "wen", "tal", "bry", "cor", "lan", "pen", "dre", "gar", "ffor", "stan", "wick", "ham",
    "ley", "ton", "by", "ches", "ter", "mel", "ros", "nan", "tre", "har", "dun",
];

/// A number that looks like any other (splitmix64).
fn mixed(n: u64) -> u64 {
    let mut z = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z ^ (z >> 27)
}

fn pick<T: Copy>(from: &[T], n: u64) -> T {
    let place = mixed(n) % from.len() as u64;
    from[usize::try_from(place).unwrap_or(0)]
}

fn word(n: u64) -> String {
    (0..3).map(|part| pick(&SYLLABLES, n % 9_000 * 7 + part)).collect()
}

fn sentence(n: u64) -> String {
    let words: Vec<String> = (0..24).map(|place| word(mixed(n * 31 + place))).collect();
    format!("Help with {}.", words.join(" "))
}

/// So many services; a third of them in each of three nations, half of them known by their hours.
pub fn services(count: u64) -> impl Iterator<Item = News> {
    (1..=count).map(|n| {
        let both = |en: String, cy: String| Both { en, cy };
        let needs = (0..3).map(|place| pick(HelpNeed::ALL, n * 3 + place)).collect();
        let time = |text: &str| text.parse().expect("a time");
        let office = Hours {
            days: vec![Weekday::Mon, Weekday::Tue, Weekday::Fri],
            opens: time("09:00:00"),
            closes: time("17:00:00"),
        };
        News::Service(Box::new(Service {
            needs,
            words: both(sentence(n), sentence(n + 50_000)),
            nations: vec![Nation::England, pick(Nation::ALL, n)],
            stages: vec![pick(Stage::ALL, n)],
            hours: if n % 2 == 0 { vec![office] } else { vec![] },
            phones: vec![Phone { number: format!("01632 96{n:04}"), words: Both::default() }],
            ..service(u128::from(n), &word(n), &word(n + 1_000), HelpNeed::Money)
        }))
    })
}
