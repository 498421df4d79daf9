//! Finding help at one kiosk: real screens, real disk, a directory that the server published.

mod support;

use slint::Global as _;
use support::TestKiosk;
use support::help::{MONEY, directory, id, in_wales, safety, service};
use visits_domain::help::{HelpNeed, Nation, Stage};
use visits_domain::wire::{HelpAct, Mistake, News, Sought, SoughtCount};
use visits_kiosk::session::{HelpPress, Screen};

fn kiosk() -> TestKiosk {
    let kiosk = TestKiosk::with(in_wales);
    kiosk.knows(directory());
    kiosk.at_help(&[HelpPress::Open]);
    kiosk
}

impl TestKiosk {
    fn screen(&self) -> Screen {
        self.running.kiosk().view().session.screen
    }

    /// The rows of the list, by what stands first in each.
    fn rows(&self) -> Vec<String> {
        let kiosk = self.running.kiosk();
        let session = kiosk.view().session.clone();
        let finding = session.draft.finding.as_ref().expect("somebody looks for help");
        let language = session.language;
        let services = finding.found.services.iter();
        services.map(|service| service.name.of(language).to_owned()).collect()
    }

    fn looks_for(&self, need: HelpNeed) {
        self.at_help(&[HelpPress::Need(need), HelpPress::Stage(None)]);
    }

    fn searches(&self, word: &str) -> Vec<String> {
        self.at_help(&[HelpPress::Search]);
        self.type_keys(word);
        self.rows()
    }

    fn presses_all(&self, labels: &[&str]) {
        for label in labels {
            self.press(label);
        }
    }

    /// The counts that were told, as records.
    fn told(&self) -> Vec<Sought> {
        let acts = self.help_acts().into_iter();
        acts.filter_map(|act| if let HelpAct::Sought(sought) = act { Some(sought) } else { None })
            .collect()
    }

    fn is_told_at_once(&self) -> Vec<Sought> {
        self.running.crew().call(visits_kiosk::worker::Worker::tell_looks).expect("a worker");
        self.told()
    }
}

#[test]
fn a_need_and_a_stage_lead_to_services_and_to_all_that_is_known_of_one() {
    let kiosk = kiosk();
    kiosk.press("More");
    kiosk.press("Money, benefits and debt");
    assert!(kiosk.shows("What is happening now?"), "{:?}", kiosk.texts());
    kiosk.press("The first weeks inside");
    assert!(kiosk.shows("Services found: 7. Touch one to see more."), "{:?}", kiosk.texts());
    assert_eq!(kiosk.rows()[0], MONEY, "checked in time, for this stage: first");
    assert!(kiosk.shows("0808 157 0111 · Open now") && kiosk.shows("Last checked 20 May 2026"));
    let first = kiosk.labels().into_iter().find(|label| label.starts_with(MONEY)).expect("a row");
    kiosk.press(&first);
    for told in [
        MONEY,
        "0808 157 0111",
        "Open now",
        "Free help with benefits, bills and debt.",
        "They ring you back.",
        "For: Families of people inside",
    ] {
        assert!(kiosk.shows(told), "{told}: {:?}", kiosk.texts());
    }
    let mut rest = kiosk.texts();
    while kiosk.try_press("More") {
        rest.extend(kiosk.texts());
    }
    for told in [
        "From 18 years",
        "0808 157 0111 (free to call)",
        "Open: Monday to Friday, 9\u{a0}am to 5\u{a0}pm",
        "Cost: Free",
        "Languages: English, Welsh",
        "Where: 1 Example Street, Cardiff",
        "On the web: example.org/money",
        "Last checked 20 May 2026",
    ] {
        assert!(rest.iter().any(|text| text == told), "{told}: {rest:?}");
    }
}

#[test]
fn what_was_searched_for_is_found_with_mistakes_and_in_welsh() {
    let kiosk = kiosk();
    for (typed, found) in [
        ("money", MONEY),
        ("mon", MONEY),
        ("benifits", MONEY),
        ("moeny", MONEY),
        ("dyled", MONEY),
        ("dyledion", MONEY),
        ("nyled", MONEY),
        ("ddyled", "Debt Line 10"),
        ("arian", MONEY),
        ("help with debt please", MONEY),
        ("ysgol", "Little Steps"),
        ("scool", "Little Steps"),
        ("athro", "Little Steps"),
        ("little", "Little Steps"),
        ("harbuor", "Safe Harbour"),
    ] {
        assert!(kiosk.searches(typed).iter().any(|name| name == found), "{typed}");
        kiosk.press("Back");
    }
    for typed in ["m", "zzzz", "'- -'", "\"money\" OR *"] {
        let found = kiosk.searches(typed);
        assert!(found.is_empty() || typed.contains("money"), "{typed}: {found:?}");
        kiosk.press("Back");
    }
}

#[test]
fn results_come_while_a_word_is_typed_and_lead_to_a_service() {
    let kiosk = kiosk();
    kiosk.press("Search by a word");
    kiosk.press("Show the list");
    assert!(kiosk.shows("Please type it first."));
    kiosk.type_keys("litt");
    kiosk.pass(std::time::Duration::from_millis(10));
    assert!(kiosk.shows("Services found: 1") && kiosk.shows("Little Steps"), "{:?}", kiosk.texts());
    kiosk.press("Show the list");
    let row = kiosk.labels().into_iter().find(|label| label.starts_with("Little Steps"));
    kiosk.press(&row.expect("a row"));
    assert_eq!(kiosk.screen(), Screen::HelpService);
    assert!(kiosk.shows("From 4 to 16 years"), "{:?}", kiosk.texts());
}

#[test]
fn a_list_is_narrowed_down_by_what_a_family_says_and_is_whole_again() {
    let kiosk = kiosk();
    kiosk.looks_for(HelpNeed::Money);
    assert_eq!(kiosk.rows().len(), 7);
    kiosk.presses_all(&["Narrow it down", "Open now", "Show the list"]);
    assert_eq!(kiosk.rows(), [MONEY]);
    kiosk.presses_all(&["Narrow it down", "For: Any age", "A child at school", "Show the list"]);
    assert!(kiosk.rows().is_empty());
    assert!(kiosk.shows("Nothing fits all you chose. Show all, or choose less."));
    kiosk.press("Show all again");
    assert_eq!(kiosk.rows().len(), 7);
    kiosk.presses_all(&["Narrow it down", "You live in Wales", "Scotland"]);
    kiosk.press("Show the list");
    assert_eq!(kiosk.rows(), ["Northern Money"]);
    kiosk.presses_all(&["Narrow it down", "Show all again", "Help in: Any language", "Welsh"]);
    kiosk.press("Show the list");
    assert_eq!(kiosk.rows(), [MONEY]);
    kiosk.presses_all(&["Narrow it down", "Near: Anywhere", "Swansea", "Show the list"]);
    let first = kiosk.labels().into_iter().find(|label| label.starts_with(MONEY)).expect("a row");
    kiosk.press(&first);
    let mut all = kiosk.texts();
    while kiosk.try_press("More") {
        all.extend(kiosk.texts());
    }
    assert!(all.iter().any(|text| text == "34 miles from Swansea"), "{all:?}");
}

#[test]
fn what_is_about_safety_is_gone_at_one_touch_and_no_code_is_shown_unasked() {
    let kiosk = kiosk();
    kiosk.press("More");
    kiosk.press("Feeling safe at home");
    assert!(kiosk.labels().contains(&"Leave this page".to_owned()), "{:?}", kiosk.labels());
    kiosk.press("Skip");
    assert_eq!(kiosk.rows(), ["Safe Harbour", "All Islands Line"], "the nation’s own line first");
    let danger = "In danger now: ring 999. Can’t speak? On a mobile, press 55 when asked.";
    assert!(kiosk.shows(danger));
    kiosk.at_help(&[HelpPress::Service(safety()[1].service)]);
    assert!(kiosk.shows(danger) && kiosk.shows("0808 157 0144"));
    kiosk.press("Take along");
    assert!(kiosk.shows("Is your phone safe?"), "{:?}", kiosk.texts());
    let codes = || visits_ui::HelpTake::get(kiosk.running.window()).get_codes();
    assert_eq!(slint::Model::row_count(&codes()), 0);
    kiosk.press("Show me the code anyway");
    assert_eq!(slint::Model::row_count(&codes()), 1);
    kiosk.press("Leave this page");
    assert_eq!(kiosk.screen(), Screen::Welcome);
    assert!(kiosk.running.kiosk().view().session.draft.finding.is_none());
    assert_eq!(slint::Model::row_count(&codes()), 0, "nor in the window");
}

#[test]
fn safety_found_by_a_word_is_as_discreet() {
    let kiosk = kiosk();
    assert_eq!(kiosk.searches("harbour"), ["Safe Harbour"]);
    kiosk.pass(std::time::Duration::from_millis(10));
    assert!(kiosk.labels().contains(&"Leave this page".to_owned()), "{:?}", kiosk.labels());
}

#[test]
fn looks_are_counted_and_told_in_one_record_after_an_hour_and_no_word_is_kept() {
    let kiosk = kiosk();
    kiosk.at_help(&[HelpPress::Need(HelpNeed::Money), HelpPress::Stage(Some(Stage::Home))]);
    kiosk.presses_all(&["Narrow it down", "Open now", "Show the list", "Start again"]);
    for _ in 0..2 {
        kiosk.at_help(&[HelpPress::Open]);
        kiosk.looks_for(HelpNeed::DrinkDrugs);
        assert!(kiosk.shows("We know of no help for this here yet. We count that it is missing."));
        kiosk.press("Start again");
    }
    kiosk.at_help(&[HelpPress::Open, HelpPress::Search]);
    kiosk.type_keys("gamblings");
    kiosk.press("Show the list");
    kiosk.press("Start again");
    kiosk.apply([]);
    assert!(kiosk.told().is_empty(), "no look stands beside an arrival");
    kiosk.pass(std::time::Duration::from_hours(1));
    kiosk.apply([News::Places { on: true }]);
    let [told] = kiosk.told().try_into().expect("one record");
    let count = |need, stage, found, times| SoughtCount {
        need,
        stage,
        nation: Nation::Wales,
        language: "en".to_owned(),
        found,
        times,
    };
    assert_eq!(
        told.counts,
        [
            count(None, None, false, 1),
            count(Some(HelpNeed::DrinkDrugs), None, false, 2),
            count(Some(HelpNeed::Money), Some(Stage::Home), true, 1),
        ]
    );
    assert_eq!(told.date.to_string(), "2026-06-02");
    kiosk.apply([News::Places { on: false }]);
    assert_eq!(kiosk.is_told_at_once().len(), 1, "and then there is nothing to tell");
}

#[test]
fn a_nation_or_a_language_without_help_is_counted_once_and_what_is_only_closed_is_not() {
    let kiosk = kiosk();
    kiosk.looks_for(HelpNeed::Money);
    for _ in 0..2 {
        kiosk.presses_all(&["Narrow it down", "Help in: Any language", "Polish"]);
        kiosk.press("Show the list");
        assert!(kiosk.rows().is_empty());
        kiosk.press("Show all again");
    }
    kiosk.presses_all(&["Narrow it down", "For: Any age", "A child at school", "Open now"]);
    kiosk.presses_all(&["For women only", "Show the list"]);
    assert!(kiosk.rows().is_empty());
    let [told] = kiosk.is_told_at_once().try_into().expect("one record");
    let counts = told.counts.iter().map(|c| (c.language.as_str(), c.found, c.times));
    assert_eq!(counts.collect::<Vec<_>>(), [("en", true, 1), ("pl", false, 1)]);
}

#[test]
fn what_was_wanted_of_one_need_is_not_wanted_of_the_next() {
    let kiosk = kiosk();
    kiosk.looks_for(HelpNeed::Money);
    kiosk.presses_all(&["Narrow it down", "For: Any age", "A child at school", "For women only"]);
    kiosk.presses_all(&["You live in Wales", "Scotland", "Show the list"]);
    assert!(kiosk.rows().is_empty());
    kiosk.presses_all(&["Back", "Back"]);
    kiosk.looks_for(HelpNeed::Money);
    assert_eq!(kiosk.rows(), ["Northern Money"], "they still live in Scotland");
}

#[test]
fn who_is_asked_to_make_contact_about_safety_can_be_left_at_one_touch() {
    let kiosk = kiosk();
    let mut takes = safety()[0].clone();
    takes.takes_requests = true;
    kiosk.knows([takes.clone()]);
    kiosk.looks_for(HelpNeed::Safety);
    kiosk.at_help(&[HelpPress::Service(takes.service)]);
    kiosk.press("Ask someone to contact me");
    assert_eq!(kiosk.screen(), Screen::ContactConsent);
    kiosk.press("Yes, I agree");
    kiosk.press("Leave this page");
    assert_eq!(kiosk.screen(), Screen::Welcome);
}

#[test]
fn a_search_that_is_narrowed_down_looks_at_all_there_is() {
    let kiosk = kiosk();
    let many = (100..200).map(|n| service(n, &format!("Debt Help {n}"), "Dyled", HelpNeed::Money));
    let mut last = service(300, "Debt Help, Polish too", "Dyled", HelpNeed::Money);
    last.languages = vec!["pl".to_owned()];
    kiosk.knows(many.chain([last]));
    assert_eq!(kiosk.searches("debt help").len(), 60);
    kiosk.press("Show the list");
    assert!(kiosk.shows("The first 60. Narrow it down to see others."), "{:?}", kiosk.texts());
    kiosk.presses_all(&["Narrow it down", "Help in: Any language", "Polish", "Show the list"]);
    assert_eq!(kiosk.rows(), ["Debt Help, Polish too"]);
}

#[test]
fn a_service_that_cannot_be_read_hides_no_other_and_a_broken_list_is_no_gap() {
    let kiosk = kiosk();
    let spoil = |sql: &'static str| {
        let path = kiosk.folder.path().join("kiosk.db");
        rusqlite::Connection::open(path).expect("the disk").execute_batch(sql).expect("spoilt");
    };
    spoil("UPDATE service SET body = X'7B' WHERE number = (SELECT min(number) FROM service)");
    kiosk.looks_for(HelpNeed::Money);
    assert_eq!(kiosk.rows().len(), 6);
    kiosk.press("Start again");
    spoil("DROP TABLE service_need");
    kiosk.at_help(&[HelpPress::Open]);
    kiosk.looks_for(HelpNeed::DrinkDrugs);
    assert!(kiosk.shows("We can’t show the list just now. Please ask a person."));
    let [told] = kiosk.is_told_at_once().try_into().expect("one record");
    assert_eq!(told.counts.len(), 1, "only the look that was answered");
}

#[test]
fn staff_who_sync_now_have_what_was_counted_at_once() {
    let kiosk = kiosk();
    kiosk.looks_for(HelpNeed::School);
    assert!(kiosk.told().is_empty());
    assert_eq!(kiosk.is_told_at_once().len(), 1);
}

#[test]
fn this_is_wrong_takes_two_taps_and_says_thank_you() {
    let kiosk = kiosk();
    kiosk.looks_for(HelpNeed::Money);
    kiosk.at_help(&[HelpPress::Service(id(1))]);
    kiosk.presses_all(&["This is wrong", "The number is wrong"]);
    assert!(kiosk.shows("Thank you. Staff will look at it."), "{:?}", kiosk.texts());
    assert!(kiosk.help_acts().is_empty(), "nor does this stand beside an arrival");
    kiosk.is_told_at_once();
    let acts = kiosk.help_acts();
    let [HelpAct::ServiceWrong(wrong), HelpAct::Sought(_)] = acts.as_slice() else {
        panic!("{acts:?}")
    };
    assert_eq!((wrong.service, wrong.what), (id(1), Mistake::Number));
    kiosk.press("Back");
    assert_eq!(kiosk.screen(), Screen::HelpList);
}

#[test]
fn what_the_server_withdraws_is_found_no_more_and_what_it_changes_is_found_anew() {
    let kiosk = kiosk();
    kiosk.apply([News::ServiceGone { service: id(1) }]);
    assert!(kiosk.searches("benefits rosh").iter().all(|name| name != MONEY));
    kiosk.press("Back");
    let renamed = service(2, "Stepping Stones", "Cerrig Camu", HelpNeed::School);
    kiosk.knows([renamed]);
    assert_eq!(kiosk.searches("steping"), ["Stepping Stones"], "its words are learnt anew");
    kiosk.press("Back");
    kiosk.apply([News::ServiceGone { service: id(2) }]);
    assert!(kiosk.searches("stepping").is_empty());
}

#[test]
fn who_takes_requests_can_be_asked_to_make_contact_and_nobody_else() {
    let kiosk = kiosk();
    kiosk.looks_for(HelpNeed::Money);
    kiosk.at_help(&[HelpPress::Service(id(10))]);
    assert!(!kiosk.try_press("Ask someone to contact me"));
    kiosk.press("Back");
    kiosk.at_help(&[HelpPress::Service(id(1))]);
    kiosk.press("Ask someone to contact me");
    assert_eq!(kiosk.screen(), Screen::ContactConsent);
    assert!(kiosk.texts().iter().any(|text| text.contains(MONEY)), "{:?}", kiosk.texts());
}

#[test]
fn several_services_are_taken_along_and_go_with_the_session() {
    let kiosk = kiosk();
    kiosk.looks_for(HelpNeed::Money);
    for n in [1, 10] {
        kiosk.at_help(&[HelpPress::Service(id(n)), HelpPress::Take]);
        kiosk.presses_all(&["Back", "Back"]);
    }
    kiosk.press("Taken along: 2");
    assert!(kiosk.shows("Take it along") && kiosk.shows(MONEY), "{:?}", kiosk.texts());
    kiosk.press("Done");
    kiosk.at_help(&[HelpPress::Open]);
    assert!(!kiosk.labels().iter().any(|label| label.starts_with("Taken along")));
}
