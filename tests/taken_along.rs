//! The codes with which a family takes services along, read off the rendered screen by a reader of
//! its own. Needs zbarimg, and is reported as ignored, with the reason, where it is absent.

mod support;

use std::path::Path;
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use support::TestKiosk;
use support::help::{directory, id, in_wales};
use visits_domain::arrival::Language;
use visits_domain::help::HelpNeed;
use visits_kiosk::session::{Event, HelpPress, Press};
use visits_kiosk::worker::Heard;

const ENGLISH: &str = "Moor Money Advice\n0808 157 0111 (free to call)\nexample.org/money\n\
    Monday to Friday, 9 am to 5 pm";
const WELSH: &str = "Cyngor Arian y Rhos\n0808 157 0111 (am ddim)\nexample.org/money\n\
    Dydd Llun - Dydd Gwener, 9 yb i 5 yp";

fn main() -> ExitCode {
    let is_there = Command::new("zbarimg").arg("--version").output().is_ok();
    let required = std::env::var("VISITS_TEST_REQUIRE").is_ok_and(|value| value == "all");
    let test = |name: &str, test: fn() -> Result<(), Failed>| {
        let name =
            if is_there { name.to_owned() } else { format!("{name} (not installed: zbarimg)") };
        // A thread has one stage.
        let alone = move || std::thread::spawn(test).join().map_err(|_| "it panicked")?;
        Trial::test(name, alone).with_ignored_flag(!is_there && !required)
    };
    let tests = vec![
        test("the_code_holds_name_number_and_hours_at_every_size", the_text_is_right),
        test("in_welsh_it_holds_them_in_welsh", in_welsh),
        test("what_is_too_much_for_one_code_stands_in_several", several),
        test("a_contact_is_one_that_a_telephone_takes", a_contact),
        test("the_code_on_paper_holds_the_same", on_paper),
        test("about_safety_there_is_no_code_until_it_is_asked_for", nothing_unasked),
    ];
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}

fn kiosk(need: HelpNeed) -> TestKiosk {
    let kiosk = TestKiosk::with(in_wales);
    kiosk.knows(directory());
    kiosk.at_help(&[HelpPress::Open, HelpPress::Need(need), HelpPress::Stage(None)]);
    kiosk
}

fn takes(kiosk: &TestKiosk, services: &[u128]) {
    for n in services {
        kiosk.at_help(&[HelpPress::Service(id(*n)), HelpPress::Take]);
        kiosk.press("Back");
        kiosk.press("Back");
    }
    kiosk.at_help(&[HelpPress::Basket]);
}

/// Every code that is on the screen.
fn read(kiosk: &TestKiosk) -> Result<String, Failed> {
    let file = kiosk.folder.path().join("screen.png");
    kiosk.picture().write_png(&file)?;
    codes_in(&file)
}

fn codes_in(picture: &Path) -> Result<String, Failed> {
    let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(picture).output()?;
    Ok(String::from_utf8(read.stdout)?.trim_end().replace("\r\n", "\n"))
}

fn is(read: &str, wanted: &str, what: &str) -> Result<(), Failed> {
    if read == wanted { Ok(()) } else { Err(format!("{what}: {read:?} is not {wanted:?}").into()) }
}

fn the_text_is_right() -> Result<(), Failed> {
    let kiosk = kiosk(HelpNeed::Money);
    takes(&kiosk, &[1]);
    is(&read(&kiosk)?, ENGLISH, "standard")?;
    for press in [Press::HighContrast(true), Press::TextSize(3)] {
        kiosk.hear(Heard::Session(Event::Pressed(press)));
    }
    is(&read(&kiosk)?, ENGLISH, "largest, black on white")
}

fn in_welsh() -> Result<(), Failed> {
    let kiosk = kiosk(HelpNeed::Money);
    takes(&kiosk, &[1]);
    kiosk.pass(std::time::Duration::from_millis(600));
    kiosk.hear(Heard::Session(Event::Pressed(Press::Language(Language::Cy))));
    is(&read(&kiosk)?, WELSH, "Welsh")
}

fn several() -> Result<(), Failed> {
    let kiosk = kiosk(HelpNeed::Money);
    takes(&kiosk, &[1, 10, 11, 12, 13, 14, 15]);
    let mut all = read(&kiosk)?;
    let mut codes = 1;
    while kiosk.try_press("More") {
        all = format!("{all}\n\n{}", read(&kiosk)?);
        codes += 1;
    }
    let lines =
        (10..16).map(|n| format!("Debt Line {n}\n01632 9601{n}\nexample.org/debt-line-{n}"));
    let wanted: Vec<String> = [ENGLISH.to_owned()].into_iter().chain(lines).collect();
    is(&all, &wanted.join("\n\n"), "all of them")?;
    if codes > 1 { Ok(()) } else { Err("it was not too much".into()) }
}

fn a_contact() -> Result<(), Failed> {
    let kiosk = kiosk(HelpNeed::Money);
    takes(&kiosk, &[1]);
    kiosk.press("Save as a contact");
    is(
        &read(&kiosk)?,
        "BEGIN:VCARD\nVERSION:3.0\nN:Moor Money Advice;;;;\nFN:Moor Money Advice\n\
         TEL:0808 157 0111\nURL:example.org/money\n\
         NOTE:Monday to Friday\\, 9 am to 5 pm\nEND:VCARD",
        "a contact",
    )
}

fn on_paper() -> Result<(), Failed> {
    let kiosk = TestKiosk::with(|config| {
        in_wales(config);
        support::paper::with_printer(config);
    });
    kiosk.knows(directory());
    kiosk.at_help(&[HelpPress::Open, HelpPress::Need(HelpNeed::Money), HelpPress::Stage(None)]);
    takes(&kiosk, &[1]);
    kiosk.press("Print it");
    let slip = support::paper::slip(kiosk.folder.path()).ok_or("nothing was printed")?;
    if let Some(folder) = std::env::var_os("GALLERY") {
        slip.write_png(&std::path::Path::new(&folder).join("slip.png"))?;
    }
    let file = kiosk.folder.path().join("slip.png");
    slip.write_png(&file)?;
    is(&codes_in(&file)?, ENGLISH, "on paper")
}

fn nothing_unasked() -> Result<(), Failed> {
    let kiosk = kiosk(HelpNeed::Safety);
    kiosk.at_help(&[HelpPress::Service(id(4)), HelpPress::Take]);
    is(&read(&kiosk)?, "", "unasked")?;
    kiosk.press("Show me the code anyway");
    is(&read(&kiosk)?, "Safe Harbour\n0808 157 0144", "asked for")
}
