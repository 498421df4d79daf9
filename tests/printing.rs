//! Slips of paper at one kiosk: who can print what, and what is said of it.

mod support;

use support::TestKiosk;
use support::help::{directory, id, in_wales};
use support::keyholder;
use support::paper::{device, slip, with_printer};
use visits_domain::help::HelpNeed;
use visits_domain::wire::Mode;
use visits_kiosk::config::{Config, Printer};
use visits_kiosk::guides::{Letter, Topic};
use visits_kiosk::session::Event;
use visits_kiosk::session::{HelpPress, Press, Reading, Screen, SlipState};
use visits_kiosk::worker::Heard;

fn kiosk() -> TestKiosk {
    TestKiosk::with(|config| {
        in_wales(config);
        with_printer(config);
    })
}

impl TestKiosk {
    fn screen(&self) -> Screen {
        self.running.kiosk().view().session.screen
    }

    fn slip_state(&self) -> Option<SlipState> {
        self.running.kiosk().view().session.slip.map(|(_, state)| state)
    }

    /// How much black is on the slip that was printed last.
    fn ink(&self) -> usize {
        let slip = slip(self.folder.path());
        slip.map_or(0, |slip| slip.pixels.iter().filter(|dot| dot.r == 0).count())
    }

    fn slip_rows(&self) -> u32 {
        slip(self.folder.path()).map_or(0, |slip| slip.height)
    }

    fn takes(&self, need: HelpNeed, n: u128) {
        self.knows(directory());
        self.at_help(&[HelpPress::Open, HelpPress::Need(need), HelpPress::Stage(None)]);
        self.at_help(&[HelpPress::Service(id(n)), HelpPress::Take]);
    }
}

#[test]
fn what_is_taken_along_comes_on_paper_and_the_way_on_stays_open() {
    let kiosk = kiosk();
    kiosk.takes(HelpNeed::Money, 1);
    assert_eq!(kiosk.ink(), 0);
    kiosk.press("Print it");
    assert!(kiosk.shows("Your slip is there"), "{:?}", kiosk.texts());
    assert!(kiosk.ink() > 1000);
    let long = kiosk.slip_rows();
    kiosk.press("Back");
    assert_eq!(kiosk.screen(), Screen::HelpTake);
    for press in [Press::TextSize(3), Press::Print] {
        kiosk.pass(std::time::Duration::from_millis(600));
        kiosk.hear(Heard::Session(Event::Pressed(press)));
    }
    assert!(kiosk.slip_rows() > long, "large letters on the screen are large on paper");
}

#[test]
fn at_the_large_sizes_it_has_a_page_of_its_own() {
    let kiosk = kiosk();
    kiosk.takes(HelpNeed::Money, 1);
    kiosk.hear(Heard::Session(Event::Pressed(Press::TextSize(3))));
    kiosk.press("More");
    assert!(kiosk.shows("On paper"), "{:?}", kiosk.texts());
    kiosk.press("Print it");
    assert_eq!(kiosk.slip_state(), Some(SlipState::Printed));
}

#[test]
fn about_safety_nothing_is_printed_until_it_is_asked_for() {
    let kiosk = kiosk();
    kiosk.takes(HelpNeed::Safety, 4);
    assert!(kiosk.shows("Is your phone safe?") && kiosk.shows("0808 157 0144"));
    kiosk.pass(std::time::Duration::from_millis(600));
    kiosk.hear(Heard::Session(Event::Pressed(Press::Print)));
    assert_eq!((kiosk.slip_state(), kiosk.ink()), (None, 0));
    kiosk.press("Show me the code anyway");
    kiosk.press("Print it");
    assert!(kiosk.ink() > 1000);
    kiosk.press("Leave this page");
    assert_eq!(kiosk.screen(), Screen::Welcome);
}

#[test]
fn a_printer_that_is_gone_is_one_calm_sentence() {
    let kiosk = kiosk();
    std::fs::remove_file(device(kiosk.folder.path())).expect("unplugged");
    kiosk.takes(HelpNeed::Money, 1);
    kiosk.press("Print it");
    assert!(kiosk.shows("Nothing came out"), "{:?}", kiosk.texts());
    kiosk.press("Back");
    assert_eq!(kiosk.screen(), Screen::HelpTake);
}

#[test]
fn without_a_printer_nothing_offers_paper() {
    let kiosk = TestKiosk::with(in_wales);
    kiosk.takes(HelpNeed::Money, 1);
    assert!(!kiosk.try_press("Print it"));
    kiosk.hear(Heard::Session(Event::Pressed(Press::Print)));
    assert_eq!((kiosk.screen(), kiosk.slip_state()), (Screen::HelpTake, None));
}

#[test]
fn letters_and_numbers_to_ring_are_printed_too() {
    let kiosk = kiosk();
    for reading in [
        Reading::Guide,
        Reading::Guides,
        Reading::Topic(Topic::School),
        Reading::Letter(Letter::School),
    ] {
        kiosk.pass(std::time::Duration::from_millis(600));
        kiosk.hear(Heard::Session(Event::Pressed(Press::Read(reading))));
    }
    kiosk.press("Print it");
    let letter = kiosk.ink();
    assert!(letter > 1000);
    kiosk.press("Done");
    for label in ["Talk to someone in private", "Numbers to ring", "Print it"] {
        kiosk.press(label);
    }
    assert!(kiosk.ink() > 1000 && kiosk.ink() < letter);
}

/// Checks in as a family does.
fn checks_in(kiosk: &TestKiosk) {
    kiosk.press("Check in for a visit");
    kiosk.type_keys("okafor");
    kiosk.press("Next");
    kiosk.type_keys("28071986");
    for label in ["Next", "That’s us today", "No, I have been before", "Nothing, thank you"] {
        kiosk.press(label);
    }
    assert!(kiosk.shows("A1"), "{:?}", kiosk.texts());
}

/// With slips for who arrives, or without.
fn at_the_door(slips: bool) -> TestKiosk {
    TestKiosk::with(|config: &mut Config| {
        with_printer(config);
        if let Printer::Escpos(printer) = &mut config.printer {
            printer.arrival_slips = slips;
        }
    })
}

#[test]
fn who_has_checked_in_takes_the_number_along() {
    let kiosk = at_the_door(true);
    checks_in(&kiosk);
    assert!(kiosk.ink() > 1000 && kiosk.slip_state() == Some(SlipState::Printed));
    assert_eq!(kiosk.screen(), Screen::Done);
}

#[test]
fn where_a_site_does_not_want_that_there_is_no_slip() {
    let kiosk = at_the_door(false);
    checks_in(&kiosk);
    assert_eq!((kiosk.ink(), kiosk.slip_state()), (0, None));
}

#[test]
fn staff_try_the_printer_and_are_told_when_nothing_comes_out() {
    let kiosk = kiosk();
    kiosk.apply([keyholder("12", Mode::Staff, "482913")]);
    for label in ["Make it easier", "For staff: PIN"] {
        kiosk.press(label);
    }
    kiosk.type_keys("12");
    kiosk.press("Next");
    kiosk.type_keys("482913");
    for label in ["Next", "Try the devices", "Print a test"] {
        kiosk.press(label);
    }
    assert!(kiosk.ink() > 1000);
    std::fs::remove_file(device(kiosk.folder.path())).expect("unplugged");
    kiosk.press("Print it again");
    assert!(kiosk.shows("Nothing came out. Is there paper? Is it switched on?"));
}
