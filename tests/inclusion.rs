//! Inclusion 1, 2, 3, 5, 6 and 7 on every screen and in every state of the real kiosk: its own
//! session, store and configuration, both languages, both themes, all four text sizes, on pixels.
//!
//! `GALLERY=DIR cargo test -p visits-kiosk --test inclusion every` also writes what was looked at:
//! `NN-state-language-size-theme.png` (and `-page2` … where a large size needs more pages). With
//! `WALK=guide` only the states with that in their names are looked at; the others are passed by.

#[path = "inclusion/at_family_days.rs"]
mod at_family_days;
#[path = "inclusion/at_help.rs"]
mod at_help;
#[path = "inclusion/behind_the_pin.rs"]
mod behind_the_pin;
#[path = "inclusion/in_private.rs"]
mod in_private;
#[path = "inclusion/look.rs"]
mod look;
#[path = "inclusion/states.rs"]
mod states;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use look::{COMFORTS, Comfort, dress, look, untranslated};
use slint::Global as _;
use states::State;
use support::TestKiosk;
use visits_domain::arrival::{Language, Need, Route};
use visits_kiosk::config::{Config, Words};
use visits_kiosk::session::{Event, Press, Screen};
use visits_kiosk::worker::Heard;
use visits_ui as ui;
use visits_ui::rehearsal::{Area, Picture, inclusion};

/// The reference panel: 336 mm of 1280 pixels.
const PANEL: f32 = 1280.0 / 336.0;
const STANDARD: Comfort = Comfort { size: 1, high_contrast: false };
const LARGEST: Comfort = Comfort { size: 3, high_contrast: false };

/// A kiosk of its own thread: a thread has one stage.
fn alone<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> T {
    thread::spawn(act).join().expect("it has ended well")
}

type WordsOf = BTreeMap<&'static str, BTreeSet<String>>;

/// Goes through all states; says what is wrong, and which words stood in each.
fn walk(
    kiosk: &TestKiosk,
    states: &[State],
    from: usize,
    language: Language,
) -> (Vec<String>, WordsOf) {
    let (mut faults, mut words) = (Vec::new(), WordsOf::new());
    for (state, number) in states.iter().zip(from..) {
        if !state.goes_on {
            kiosk.begins(language);
        }
        (state.reach)(kiosk);
        if !is_looked_at(state) {
            continue;
        }
        let mut at_standard = 0;
        for comfort in COMFORTS {
            dress(kiosk, comfort);
            (state.again)(kiosk);
            let theme = if comfort.high_contrast { "contrast" } else { "paper" };
            let (name, code, size) = (state.name, language.code(), comfort.size);
            let title = format!("{number:02}-{name}-{code}-{size}-{theme}");
            let seen = look(kiosk, comfort, PANEL, &title);
            faults.extend(seen.faults.iter().map(|fault| format!("{title}, {fault}")));
            // Large words take more pages, and no choice away.
            if size == STANDARD.size {
                at_standard = seen.targets.len();
            } else if size > STANDARD.size && seen.targets.len() < at_standard {
                faults.push(format!("{title}: {} of {at_standard} targets", seen.targets.len()));
            }
            words.entry(state.name).or_default().extend(seen.words);
        }
        dress(kiosk, STANDARD);
    }
    (faults, words)
}

fn is_looked_at(state: &State) -> bool {
    std::env::var("WALK").map_or(true, |part| state.name.contains(&part))
}

fn walk_everywhere(language: Language) -> (Vec<String>, WordsOf) {
    let (mut faults, mut words) = alone(move || {
        let kiosk = TestKiosk::new();
        states::first_family(&kiosk);
        walk(&kiosk, states::ALL, 1, language)
    });
    let (more, elsewhere) = alone(move || {
        let kiosk = TestKiosk::with(states::elsewhere);
        walk(&kiosk, states::ELSEWHERE, 1 + states::ALL.len(), language)
    });
    faults.extend(more);
    words.extend(elsewhere);
    (faults, words)
}

fn walk_behind_the_pin(language: Language) -> (Vec<String>, WordsOf) {
    alone(move || {
        let kiosk = TestKiosk::with(support::paper::with_printer);
        behind_the_pin::people(&kiosk);
        walk(&kiosk, behind_the_pin::ALL, 101, language)
    })
}

fn walk_at_family_days(language: Language) -> (Vec<String>, WordsOf) {
    alone(move || walk(&TestKiosk::new(), at_family_days::ALL, 201, language))
}

fn walk_in_private(language: Language) -> (Vec<String>, WordsOf) {
    alone(move || walk(&TestKiosk::with(in_private::site), in_private::ALL, 301, language))
}

fn walk_at_help(language: Language) -> (Vec<String>, WordsOf) {
    alone(move || walk(&TestKiosk::with(at_help::site), at_help::ALL, 401, language))
}

/// Goes the same walk in both languages; nothing may be wrong, and nothing the same.
fn is_for_everybody(walk: fn(Language) -> (Vec<String>, WordsOf)) {
    let welsh = thread::spawn(move || walk(Language::Cy));
    let (mut faults, english) = walk(Language::En);
    let (more, welsh) = welsh.join().expect("it has ended well");
    faults.extend(more);
    for (state, words) in &english {
        let same = untranslated(words, &welsh[state]);
        faults.extend(same.into_iter().map(|fault| format!("{state}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_screen_is_for_everybody() {
    is_for_everybody(walk_everywhere);
}

#[test]
fn every_screen_behind_the_pin_is_for_everybody() {
    is_for_everybody(walk_behind_the_pin);
}

#[test]
fn every_screen_of_family_days_is_for_everybody() {
    is_for_everybody(walk_at_family_days);
}

#[test]
fn every_screen_of_talk_and_guides_is_for_everybody() {
    is_for_everybody(walk_in_private);
}

#[test]
fn every_screen_on_which_help_is_found_is_for_everybody() {
    is_for_everybody(walk_at_help);
}

/// Which targets wear the ring of the keyboard, read off the pixels.
fn ringed(kiosk: &TestKiosk) -> Vec<String> {
    let window = kiosk.running.window();
    let focus = ui::Theme::get(window).get_focus().to_argb_u8();
    let is_focus = |picture: &Picture, x: f32, y: f32| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "on the screen"
        )]
        let pixel = picture.at(x as u32, y as u32);
        pixel.is_some_and(|p| (p.r, p.g, p.b) == (focus.red, focus.green, focus.blue))
    };
    let has_ring = |Area { x, y, width, height }: Area| {
        let y = y + height / 2.0;
        kiosk.stage.look(|p| is_focus(p, x - 5.0, y) && is_focus(p, x + width + 4.0, y))
    };
    let targets = kiosk.stage.touchables(window).into_iter();
    targets.filter(|t| t.enabled && has_ring(t.area)).map(|t| t.label).collect()
}

/// Goes to a control with Tab alone and uses it with Return.
fn uses(kiosk: &TestKiosk, label: &str) {
    let found = (0..60).any(|_| {
        kiosk.stage.tab();
        ringed(kiosk) == [label]
    });
    assert!(found, "Tab does not lead to {label:?}: {:?}", kiosk.labels());
    kiosk.pass(Duration::from_millis(600));
    kiosk.type_keys("\n");
    kiosk.pass(Duration::from_millis(10));
}

#[test]
fn in_welsh_and_very_large_a_keyboard_alone_checks_in() {
    let kiosk = TestKiosk::new();
    for label in ["Cymraeg", "Gwneud pethau’n haws", "Mawr iawn", "Iawn", "Cofrestru"] {
        uses(&kiosk, label);
    }
    kiosk.type_keys("okafor");
    uses(&kiosk, "Nesaf");
    kiosk.type_keys("28071986");
    for label in ["Nesaf", "Ychwanegu plentyn", "Nesaf", "Ie", "Lle tawel", "Nesaf"] {
        uses(&kiosk, label);
    }
    assert!(kiosk.shows("A1") && kiosk.shows("Rydyn ni’n gwybod"), "{:?}", kiosk.texts());
    for steps in [["Dangoswch ID", "mewn locer"], ["galw rhifau", "Ofn cŵn"]] {
        uses(&kiosk, "Mwy");
        assert!(steps.iter().all(|step| kiosk.shows(step)), "{steps:?}: {:?}", kiosk.texts());
    }
    uses(&kiosk, "Iawn");
    let after = kiosk.running.kiosk();
    assert!(after.view().session.is_fresh(after.view().config), "nothing is left");
}

/// Touches twice where something is called this.
fn touches_twice(kiosk: &TestKiosk, label: &str, pause: Duration) -> bool {
    kiosk.pass(Duration::from_millis(600));
    let found = kiosk.stage.touchable(kiosk.running.window(), label);
    let place = found.map(|button| button.area.centre());
    for (x, y) in place.iter().chain(place.iter()) {
        kiosk.stage.touch(*x, *y);
        kiosk.pass(Duration::from_millis(1));
        kiosk.pass(pause);
    }
    place.is_ok()
}

/// Checks in with fingers that touch every button twice; says which screens came.
fn trembling(pause: Duration) -> Vec<Screen> {
    alone(move || {
        let kiosk = TestKiosk::new();
        let screen = || kiosk.running.kiosk().view().session.screen;
        let mut screens = Vec::new();
        for (typed, label) in [
            ("", "Check in for a visit"),
            ("okafor", "Next"),
            ("28071986", "Next"),
            ("", "That’s us today"),
            ("", "Yes, my first time"),
            ("", "Nothing, thank you"),
            ("", "Done"),
        ] {
            kiosk.type_keys(typed);
            if !touches_twice(&kiosk, label, pause) {
                break;
            }
            screens.push(screen());
        }
        screens
    })
}

#[test]
fn a_button_that_is_touched_twice_at_once_acts_once() {
    use Screen::{BirthDate, Done, FirstTime, Needs, Party, Surname, Welcome};
    let calm = [Surname, BirthDate, Party, FirstTime, Needs, Done, Welcome];
    assert_eq!(trembling(Duration::from_millis(200)), calm);
    // Two touches that are meant do act twice: the test would see it.
    assert_ne!(trembling(Duration::from_millis(700)), calm);
}

#[test]
fn the_second_of_two_touches_is_none_of_what_comes_next() {
    let kiosk = TestKiosk::new();
    states::first_family(&kiosk);
    dress(&kiosk, LARGEST);
    assert!(touches_twice(&kiosk, "More", Duration::from_millis(100)));
    assert!(kiosk.shows("Show ID"), "one page on, not two: {:?}", kiosk.texts());
    kiosk.pass(Duration::from_secs(46));
    // *Done* stands where the answer stood.
    assert!(touches_twice(&kiosk, "I’m still here", Duration::from_millis(100)));
    assert_eq!(kiosk.running.kiosk().view().session.screen, Screen::Done);
}

#[test]
fn what_is_chosen_can_be_told_in_grey() {
    let kiosk = TestKiosk::new();
    states::first_family(&kiosk);
    kiosk.begins(Language::En);
    let differs = |label: &str, press: Press| {
        let before = kiosk.picture();
        kiosk.chooses(press);
        let area = kiosk.stage.touchable(kiosk.running.window(), label).expect("a tile").area;
        inclusion::differ_in_grey(&before, &kiosk.picture(), area)
    };
    assert!(differs("Cymraeg", Press::Language(Language::Cy)));
    kiosk.begins(Language::En);
    kiosk.chooses(Press::Easier);
    assert!(differs("Small", Press::TextSize(0)));
    assert!(differs("Black on white", Press::HighContrast(true)));
    assert!(!differs("Black on white", Press::HighContrast(true)), "nothing was chosen");
    let needs = states::ALL.iter().position(|state| state.name == "needs").expect("a state");
    let fresh = states::ALL[..needs].iter().rposition(|state| !state.goes_on).expect("a state");
    kiosk.begins(Language::En);
    states::ALL[fresh..=needs].iter().for_each(|state| (state.reach)(&kiosk));
    assert!(differs("A quiet space", Press::Need(Need::Quiet)));
}

#[test]
fn capitals_are_4_5_7_and_9_mm_high() {
    let kiosk = TestKiosk::new();
    kiosk.chooses(Press::Easier);
    for (size, mm) in (0..).zip([4.0, 5.0, 7.0, 9.0]) {
        kiosk.chooses(Press::TextSize(size));
        let words = kiosk.stage.words(kiosk.running.window());
        let sample = words.iter().find(|words| words.text.starts_with("This is how")).expect("it");
        let height = inclusion::first_letter_height(&kiosk.picture(), sample) / PANEL;
        assert!((height - mm).abs() < 0.2, "{size}: {height} mm"); // half a pixel is 0.13 mm
    }
}

/// What is found wrong with a kiosk of this configuration.
fn planted(change: fn(&mut Config), find: fn(&TestKiosk) -> Vec<String>) -> String {
    alone(move || find(&TestKiosk::with(change))).join("\n")
}

fn look_at(kiosk: &TestKiosk, comfort: Comfort) -> Vec<String> {
    dress(kiosk, comfort);
    look(kiosk, comfort, PANEL, "planted").faults
}

fn seats(config: &mut Config, texts: [&str; 2]) {
    let seat = |text: &str| Words { en: text.to_owned(), cy: text.to_owned() };
    config.ask.seat = texts.into_iter().map(seat).collect();
}

#[test]
fn each_rule_finds_the_fault_it_is_for() {
    let seated = |k: &TestKiosk| {
        k.chooses(Press::AskPerson);
        look_at(k, LARGEST)
    };
    let plain: fn(&mut Config) = |_| {};
    let found = planted(plain, |k| {
        k.chooses(Press::CheckIn(Route::Name));
        look(k, STANDARD, 8.0, "planted").faults // a finer panel than the configuration says
    });
    assert!(found.contains("\"q\" is ") && found.contains("px apart"), "1: {found}");

    let found = planted(plain, |k| {
        let asked = Comfort { high_contrast: true, ..STANDARD }; // and the paper theme is shown
        look(k, asked, PANEL, "planted").faults
    });
    assert!(found.contains("has a contrast of"), "2: {found}");

    let found = planted(
        |c| seats(c, ["By the third window behind the tea bar and the toys, on the left"; 2]),
        seated,
    );
    assert!(found.contains("is cut") && found.contains("two targets are called"), "3, 6: {found}");

    let found = planted(
        |config| config.step[1].en = "Go to the desk, or there was an error. ".repeat(12),
        |k| {
            states::first_family(k);
            look_at(k, LARGEST)
        },
    );
    assert!(
        found.contains("leaves the window") && found.contains("\"error\" is said"),
        "3: {found}"
    );

    let found = planted(plain, |k| {
        ui::Keyboard::get(k.running.window()).on_intercept(|_| true); // Tab is swallowed
        look_at(k, STANDARD)
    });
    assert!(found.contains("Tab 1 shows []"), "6: {found}");

    let found = planted(
        |c| seats(c, ["Play corner", "Tea bar"]),
        |k| {
            let [english, welsh] = [Language::En, Language::Cy].map(|language| {
                k.begins(language);
                k.chooses(Press::AskPerson);
                look(k, STANDARD, PANEL, "planted").words
            });
            untranslated(&english, &welsh)
        },
    );
    assert!(found.contains("\"Tea bar\" is English"), "6: {found}");

    let found = planted(plain, |k| {
        let weak = Rc::downgrade(&k.running);
        ui::Navigation::get(k.running.window()).on_touched(move || {
            let press = Event::Pressed(Press::CheckIn(Route::Name)); // on the way down
            weak.upgrade().expect("a kiosk").hear(Heard::Session(press));
        });
        look::touch(k)
    });
    assert!(found.contains("acts before the finger is lifted"), "7: {found}");
}
