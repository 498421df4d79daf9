//! The call board's sounds, with programs of the test's own in place of the machine's.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use visits_domain::arrival::{ArrivalNumber, Language};
use visits_kiosk::config::SoundConfig;
use visits_kiosk::devices::Programs;
use visits_kiosk::devices::announcer::{Announcer, Sounds};

/// A program that writes down what it was told, and how many bytes it was given.
fn install(folder: &Path, name: &str, does: &str) {
    let log = folder.join("log");
    let script =
        format!("#!/bin/sh\necho \"{name} $* ($(wc -c))\" >> '{}'\n{does}\n", log.display());
    // Written under another name first: a file that is open for writing cannot be run.
    let draft = folder.join(format!("{name}.draft"));
    std::fs::write(&draft, script).expect("written");
    std::fs::set_permissions(&draft, std::fs::Permissions::from_mode(0o755)).expect("executable");
    std::fs::rename(draft, folder.join(name)).expect("installed");
}

fn sounds(folder: &Path, config: &SoundConfig) -> Sounds {
    let programs = Programs::within(folder.as_os_str());
    Sounds::find(&programs, config, &[Language::En, Language::Cy])
}

fn numbers(texts: &[&str]) -> Vec<ArrivalNumber> {
    texts.iter().map(|text| text.parse().expect("a number")).collect()
}

/// What the programs have written down, once there are so many lines.
fn log(folder: &Path, lines: usize) -> Vec<String> {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let text = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        let told: Vec<_> = text.lines().map(str::to_owned).collect();
        if told.len() >= lines {
            return told;
        }
        assert!(Instant::now() < end, "only {told:#?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_number_is_chimed_and_spoken_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    install(folder.path(), "aplay", "");
    install(folder.path(), "espeak-ng", "");
    let config = SoundConfig { volume: 40, words_a_minute: 120, ..SoundConfig::default() };
    let announcer = Announcer::start(sounds(folder.path(), &config)).expect("a thread");
    announcer.announce(numbers(&["A12"]));
    let told = log(folder.path(), 3);
    assert!(told[0].starts_with("aplay -q - (52"), "{told:#?}"); // 1.2 s of sound
    let letter = "<say-as interpret-as=\"characters\">A</say-as>";
    assert_eq!(
        told[1..],
        [
            format!("espeak-ng -m -v en-gb -a 80 -s 120 -- Number {letter} twelve, please. (0)"),
            format!(
                "espeak-ng -m -v cy -a 80 -s 120 -- Rhif {letter} un deg dau, os gwelwch yn dda. (0)"
            ),
        ]
    );
}

#[test]
fn a_room_that_is_called_quickly_hears_the_numbers_together() {
    let folder = tempfile::tempdir().expect("a folder");
    install(folder.path(), "espeak-ng", "sleep 0.4");
    let announcer =
        Announcer::start(sounds(folder.path(), &SoundConfig::default())).expect("a thread");
    announcer.announce(numbers(&["A1"]));
    log(folder.path(), 1); // it is being said
    for number in ["A2", "A3", "B4", "B5"] {
        announcer.announce(numbers(&[number]));
    }
    let told = log(folder.path(), 4);
    assert!(told[2].contains("Numbers ") && told[2].contains(" two, "), "{told:#?}");
    assert!(told[2].contains(" five, please"), "all four in one: {told:#?}");
    assert!(told[3].contains("Rhifau "), "{told:#?}");
}

#[test]
fn a_program_that_hangs_or_fails_takes_no_number_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    install(folder.path(), "paplay", "exit 1");
    install(folder.path(), "espeak-ng", "case \"$*\" in *one*) exec sleep 60;; esac");
    let announcer =
        Announcer::start(sounds(folder.path(), &SoundConfig::default())).expect("a thread");
    let began = Instant::now();
    announcer.announce(numbers(&["A1"]));
    announcer.announce(numbers(&["B2"]));
    assert!(began.elapsed() < Duration::from_secs(1), "nobody waits for a sound");
    let told = log(folder.path(), 6);
    assert!(began.elapsed() < Duration::from_secs(18), "what hangs is ended");
    assert!(told[4].contains("B</say-as> two, please."), "{told:#?}");
}

#[test]
fn without_programs_or_switched_off_there_is_silence_and_no_harm() {
    let folder = tempfile::tempdir().expect("a folder");
    let nothing = sounds(folder.path(), &SoundConfig::default());
    assert_eq!(nothing.are_there(), (false, false));
    Announcer::start(nothing).expect("no thread").announce(numbers(&["A1"]));
    install(folder.path(), "pw-play", "");
    install(folder.path(), "espeak-ng", "");
    let on = SoundConfig::default();
    assert_eq!(sounds(folder.path(), &on).are_there(), (true, true));
    let quiet = SoundConfig { chime: false, ..on.clone() };
    assert_eq!(sounds(folder.path(), &quiet).are_there(), (false, true));
    let off = SoundConfig { on: false, ..on };
    assert_eq!(sounds(folder.path(), &off).are_there(), (false, false));
}
