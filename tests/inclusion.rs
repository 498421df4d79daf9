//! Inclusion 1, 2, 3, 5, 6 and 7 on every screen and in every state of the real kiosk: its own
//! session, store and configuration, both languages, both themes, all four text sizes, on pixels.
//!
//! `GALLERY=DIR cargo test -p visits-kiosk --test inclusion every` also writes what was looked at:
//! `NN-state-language-size-theme.png` (and `-page2` … where a large size needs more pages).

#[path = "inclusion/look.rs"]
mod look;
#[path = "inclusion/states.rs"]
mod states;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use look::{COMFORTS, Comfort, dress, look, untranslated};
use slint::ComponentHandle as _;
use states::State;
use support::TestKiosk;
use visits_domain::arrival::{Language, Need, Route};
use visits_kiosk::config::{Config, Words};
use visits_kiosk::session::{Press, Screen};
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
fn walk(kiosk: &TestKiosk, states: &[State], from: usize, language: Language) -> (Vec<String>, WordsOf) {
    let (mut faults, mut words) = (Vec::new(), WordsOf::new());
    for (state, number) in states.iter().zip(from..) {
        if !state.goes_on {
            kiosk.begins(language);
        }
        (state.reach)(kiosk);
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

#[test]
fn every_screen_is_for_everybody() {
    let welsh = thread::spawn(|| walk_everywhere(Language::Cy));
    let (mut faults, english) = walk_everywhere(Language::En);
    let (more, welsh) = welsh.join().expect("it has ended well");
    faults.extend(more);
    for (state, words) in &english {
        let same = untranslated(words, &welsh[state]);
        let of_a_place = |fault: &String| !fault.contains("Moorvale") && !fault.contains("Erlestoke");
        faults.extend(same.into_iter().filter(of_a_place).map(|fault| format!("{state}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
