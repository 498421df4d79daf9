//! The code beside a booking's reference, read off the rendered screen by a reader of its own. Needs
//! zbarimg, and is reported as ignored, with the reason, where it is absent.

mod support;

use std::process::{Command, ExitCode};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use support::TestKiosk;
use support::days::{THERE_ARE, family_day};
use visits_domain::arrival::Language;
use visits_domain::places::BookingReference;
use visits_kiosk::guides::{Letter, Topic};
use visits_kiosk::session::{Event, Press, Reading};
use visits_kiosk::worker::Heard;

type Test = fn() -> Result<(), Failed>;

fn main() -> ExitCode {
    let is_there = Command::new("zbarimg").arg("--version").output().is_ok();
    let required = std::env::var("VISITS_TEST_REQUIRE").is_ok_and(|value| value == "all");
    let skipped = !is_there && !required;
    let tests: [(&str, Test); 3] = [
        (
            "the_code_on_the_screen_holds_the_reference_and_nothing_else",
            the_code_holds_the_reference,
        ),
        ("the_code_beside_a_receipt_holds_the_receipt", the_code_holds_the_receipt),
        ("the_code_of_a_letter_holds_the_letter", the_code_holds_the_letter),
    ];
    let tests = tests.into_iter().map(|(name, test)| {
        let why = if is_there { "" } else { " (not installed: zbarimg)" };
        // Each on a thread of its own: a thread has one stage.
        let alone = move || {
            let ended = std::thread::spawn(test).join();
            ended.unwrap_or_else(|_| Err("it came to no end".into()))
        };
        Trial::test(format!("{name}{why}"), alone).with_ignored_flag(skipped)
    });
    libtest_mimic::run(&Arguments::from_args(), tests.collect()).exit_code()
}

fn the_code_holds_the_reference() -> Result<(), Failed> {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(20, 5);
    kiosk.books(THERE_ARE);
    let reference = kiosk.reference();
    reads(&kiosk, &reference, "standard")?;
    for press in [Press::HighContrast(true), Press::TextSize(3)] {
        kiosk.hear(Heard::Session(Event::Pressed(press)));
    }
    kiosk.press("More");
    reads(&kiosk, &reference, "largest, black on white")
}

fn the_code_holds_the_receipt() -> Result<(), Failed> {
    let kiosk = TestKiosk::new();
    kiosk.presses(&["Talk to someone in private", "Go on", "Me", "It can wait"]);
    kiosk.presses(&["Skip", "Skip", "Skip", "Yes, send it"]);
    let receipt = kiosk.reference();
    reads(&kiosk, &receipt, "standard")?;
    for press in [Press::HighContrast(true), Press::TextSize(3)] {
        kiosk.hear(Heard::Session(Event::Pressed(press)));
    }
    kiosk.press("More");
    reads(&kiosk, &receipt, "largest, black on white")
}

fn the_code_holds_the_letter() -> Result<(), Failed> {
    let kiosk = TestKiosk::new();
    for (language, more) in [(Language::En, "More"), (Language::Cy, "Mwy")] {
        for letter in Letter::ALL {
            let topic = Topic::ALL.into_iter().find(|topic| topic.letter() == Some(letter));
            let topic = topic.ok_or("a letter without a guide")?;
            kiosk.hear(Heard::Session(Event::Pressed(Press::Finish)));
            kiosk.pass(Duration::from_millis(600));
            kiosk.hear(Heard::Session(Event::Pressed(Press::Language(language))));
            for reading in
                [Reading::Guide, Reading::Guides, Reading::Topic(topic), Reading::Letter(letter)]
            {
                kiosk.pass(Duration::from_millis(600));
                kiosk.hear(Heard::Session(Event::Pressed(Press::Read(reading))));
            }
            while kiosk.try_press(more) {}
            let lines: Vec<&str> = letter.lines().iter().map(|line| line.of(language)).collect();
            let read = read(&kiosk)?;
            if read.trim_end() != lines.join("\n").replace('’', "'") {
                return Err(format!("{letter:?}, {language:?}: something else: {read:?}").into());
            }
        }
    }
    Ok(())
}

fn reads(kiosk: &TestKiosk, reference: &BookingReference, size: &str) -> Result<(), Failed> {
    let text = read(kiosk)?;
    if text.trim_end() == reference.written() && BookingReference::parse(text.trim()).is_ok() {
        Ok(())
    } else {
        Err(format!("{size}: something else was read: {text:?}").into())
    }
}

/// What a reader of its own finds on the screen.
fn read(kiosk: &TestKiosk) -> Result<String, Failed> {
    let file = kiosk.folder.path().join("screen.png");
    kiosk.picture().write_png(&file)?;
    let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(&file).output()?;
    Ok(String::from_utf8(read.stdout)?)
}
