//! The code beside a booking's reference, read off the rendered screen by a reader of its own. Needs
//! zbarimg, and is reported as ignored, with the reason, where it is absent.

mod support;

use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use support::TestKiosk;
use support::days::{THERE_ARE, family_day};
use visits_domain::places::BookingReference;
use visits_kiosk::session::{Event, Press};
use visits_kiosk::worker::Heard;

fn main() -> ExitCode {
    let is_there = Command::new("zbarimg").arg("--version").output().is_ok();
    let required = std::env::var("VISITS_TEST_REQUIRE").is_ok_and(|value| value == "all");
    let name = "the_code_on_the_screen_holds_the_reference_and_nothing_else";
    let name = if is_there { name.to_owned() } else { format!("{name} (not installed: zbarimg)") };
    let test =
        Trial::test(name, the_code_holds_the_reference).with_ignored_flag(!is_there && !required);
    libtest_mimic::run(&Arguments::from_args(), vec![test]).exit_code()
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
    kiosk.press("More");
    reads(&kiosk, &reference, "largest, black on white")
}

fn reads(kiosk: &TestKiosk, reference: &BookingReference, size: &str) -> Result<(), Failed> {
    let file = kiosk.folder.path().join("screen.png");
    kiosk.picture().write_png(&file)?;
    let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(&file).output()?;
    let text = String::from_utf8(read.stdout)?;
    if text.trim_end() == reference.written() && BookingReference::parse(text.trim()).is_ok() {
        Ok(())
    } else {
        Err(format!("{size}: something else was read: {text:?}").into())
    }
}
