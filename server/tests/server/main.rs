//! Every test of the server, each on SQLite and on PostgreSQL.
//!
//! Where PostgreSQL, a browser or the shared samples are absent the tests that need them are
//! reported as ignored, with the reason. `VISITS_TEST_REQUIRE=all` makes absence a failure.

#![allow(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]
#![allow(missing_docs, reason = "tests say what they show")]

mod accounts;
mod audit;
mod axe;
mod ballots;
mod bookings;
mod browser;
mod browser_ballot;
mod browser_bookings;
mod browser_day;
mod browser_events;
mod browser_everywhere;
mod browser_people;
mod browser_talks;
mod busy;
mod calendars;
mod cards;
mod command_line;
mod desk;
mod desk_browser;
mod desk_days;
mod directory;
mod directory_details;
mod directory_form;
mod directory_fuzz;
mod directory_pages;
mod directory_samples;
mod directory_served;
mod directory_trust;
mod dirty_lists;
mod event_day;
mod events;
mod fetching;
mod handles;
mod help_told;
mod imports;
mod kiosk_calls;
mod matrix;
mod mending;
mod pages;
mod paper;
mod people;
mod places;
mod printing;
mod privacy;
mod referrals;
mod requests;
mod restoring;
mod retention;
mod safeguarding;
mod saturday;
mod subjects;
mod support;
mod syncing;
mod talks;
mod uploads;
mod volunteers;
mod watching;

use support::harness::{Suite, finish};

fn main() {
    // The HTTP client brings no cryptography of its own.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let suite = Suite::default()
        .with(imports::TESTS)
        .with(dirty_lists::TESTS)
        .with(cards::TESTS)
        .with(handles::TESTS)
        .with(fetching::TESTS)
        .with(kiosk_calls::TESTS)
        .with(syncing::TESTS)
        .with(uploads::TESTS)
        .with(restoring::TESTS)
        .with(watching::TESTS)
        .with(pages::TESTS)
        .with(desk::TESTS)
        .with(desk_days::TESTS)
        .with(mending::TESTS)
        .with(paper::TESTS)
        .with(matrix::TESTS)
        .with(accounts::TESTS)
        .with(people::TESTS)
        .with(audit::TESTS)
        .with(privacy::TESTS)
        .with(retention::TESTS)
        .with(subjects::TESTS)
        .with(volunteers::TESTS)
        .with(talks::TESTS)
        .with(requests::TESTS)
        .with(referrals::TESTS)
        .with(help_told::TESTS)
        .with(safeguarding::TESTS)
        .with(busy::TESTS)
        .with(events::TESTS)
        .with(calendars::TESTS)
        .with(places::TESTS)
        .with(bookings::TESTS)
        .with(ballots::TESTS)
        .with(event_day::TESTS)
        .with(directory::TESTS)
        .with(directory_pages::TESTS)
        .with(directory_form::TESTS)
        .with(directory_details::TESTS)
        .with(directory_trust::TESTS)
        .with(directory_fuzz::TESTS)
        .with(directory_served::TESTS)
        .with(command_line::TESTS)
        .with_needing(calendars::PARSED, calendars::absence().as_deref())
        .with_needing(imports::SAMPLES, imports::samples_absence().as_deref())
        .with_needing(directory_served::SCHEMAS, directory_served::schemas_absence().as_deref())
        .with_needing(directory_samples::SAMPLES, directory_samples::samples_absence().as_deref())
        .with_needing(browser::TESTS, support::browser::absence().as_deref())
        .with_needing(desk_browser::TESTS, support::browser::absence().as_deref())
        .with_needing(browser_everywhere::TESTS, support::browser::absence().as_deref())
        .with_needing(browser_day::TESTS, support::browser::absence().as_deref())
        .with_needing(browser_day::PRINTED, printing::absence().as_deref())
        .with_needing(printing::TESTS, support::browser::absence().as_deref())
        .with_needing(printing::TEXTS, printing::absence().as_deref())
        .with_needing(axe::TESTS, axe::absence().as_deref())
        .with_needing(browser_bookings::TESTS, support::browser::absence().as_deref())
        .with_needing(browser_events::TESTS, support::browser::absence().as_deref())
        .with_needing(browser_ballot::TESTS, support::browser::absence().as_deref())
        .with_needing(browser_talks::TESTS, support::browser::absence().as_deref())
        .with_needing(browser_people::TESTS, support::browser::absence().as_deref());
    finish(suite);
}
