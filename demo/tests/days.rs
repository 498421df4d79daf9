//! Short days with real kiosks in processes of their own and a desk that works by its pages: nothing
//! is lost, and what is lost or repeated on purpose is noticed.

use std::path::PathBuf;

use visits_demo::day::{self, Length, Options, Played};
use visits_demo::ledger::desk::Counts;
use visits_demo::sabotage::Sabotage;

fn short_day(sabotage: Option<Sabotage>) -> Played {
    // Both sides of the house bring a TLS provider: the first one is the one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let pictures = tempfile::tempdir().expect("a folder");
    let options = Options {
        program: PathBuf::from(env!("CARGO_BIN_EXE_visits-demo")),
        pictures: pictures.path().to_owned(),
        length: Length::Short,
        sabotage,
    };
    day::play(&options).unwrap_or_else(|why| panic!("{why}"))
}

fn differences(played: &Played) -> Vec<String> {
    played.desk.differences(&played.desk_shown)
}

#[test]
fn eight_families_a_cable_and_a_power_cut_lose_nothing() {
    let played = short_day(None);
    assert_eq!(played.sums.families_checked_in, 8);
    assert!(played.sums.agree(), "{:?}", played.sums);
    assert_eq!(played.rows_quarantined, 6);
    assert_eq!(differences(&played), Vec::<String>::new());
    let Counts { id_seen, called, in_hall, left, .. } = played.desk_shown.counts();
    assert_eq!([id_seen, called, in_hall, left], [8, 8, 4, 4]);
}

#[test]
fn a_record_that_is_dropped_on_the_way_is_noticed() {
    let played = short_day(Some(Sabotage::Drop));
    assert_eq!((played.sums.lost, played.sums.duplicated), (1, 0), "{:?}", played.sums);
}

#[test]
fn a_record_that_is_delivered_twice_is_noticed() {
    let played = short_day(Some(Sabotage::Repeat));
    assert_eq!((played.sums.lost, played.sums.duplicated), (0, 1), "{:?}", played.sums);
}

#[test]
fn what_the_desk_did_and_the_server_never_heard_of_is_noticed() {
    let played = short_day(Some(Sabotage::Desk));
    assert!(played.sums.agree(), "{:?}", played.sums);
    assert_eq!(
        differences(&played),
        [
            "in_hall: 4 played, 5 on the pages",
            "in_hall_on_roll_call: 4 played, 5 on the pages",
            "left: 4 played, 3 on the pages"
        ]
    );
}
