//! A voice that says who is called, in English and in Welsh: a program of the machine.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use visits_domain::arrival::{ArrivalNumber, Language};

use super::programs::{Programs, Silent, run};
use super::spoken_numbers::in_words;

/// A second and a half a number, and time to begin.
const TO_BEGIN: Duration = Duration::from_secs(5);
const A_NUMBER: Duration = Duration::from_secs(3);

/// A voice, where there is one.
#[derive(Clone, Debug)]
pub struct Voice {
    program: PathBuf,
    volume: u8,
    words_a_minute: u16,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announcement {
    /// These numbers are called.
    Numbers(Vec<ArrivalNumber>),
    /// So many that nobody could follow them.
    LookAtTheScreen,
}

impl Voice {
    /// espeak-ng, if it is there. Volume is 0 to 100.
    pub fn find(programs: &Programs, volume: u8, words_a_minute: u16) -> Option<Self> {
        let (_, program) = programs.first(&["espeak-ng"])?;
        Some(Self { program, volume: volume.min(100), words_a_minute })
    }

    /// Says it to its end.
    pub fn say(&self, what: &Announcement, language: Language) -> Result<(), Silent> {
        let voice = match language {
            Language::En => "en-gb",
            Language::Cy => "cy",
        };
        let volume = (u16::from(self.volume) * 2).to_string(); // its scale ends at 200
        let speed = self.words_a_minute.to_string();
        let words = sentence(what, language, &as_a_letter);
        let arguments = ["-m", "-v", voice, "-a", &volume, "-s", &speed, "--", &words];
        let arguments: Vec<_> = arguments.into_iter().map(OsString::from).collect();
        let numbers = match what {
            Announcement::Numbers(numbers) => u32::try_from(numbers.len()).unwrap_or(1),
            Announcement::LookAtTheScreen => 1,
        };
        run(&self.program, &arguments, b"", TO_BEGIN + A_NUMBER * numbers)
    }
}

/// Marked up, so that *A* is the letter and not a small word.
fn as_a_letter(letter: &str) -> String {
    format!("<say-as interpret-as=\"characters\">{letter}</say-as>")
}

fn sentence(what: &Announcement, language: Language, letter: &dyn Fn(&str) -> String) -> String {
    let numbers = match what {
        Announcement::Numbers(numbers) => numbers,
        Announcement::LookAtTheScreen => {
            return match language {
                Language::En => "New numbers are called. Please look at the screen.",
                Language::Cy => "Mae rhifau newydd wedi’u galw. Edrychwch ar y sgrin.",
            }
            .to_owned();
        }
    };
    let spoken: Vec<_> = numbers.iter().map(|number| spoken(*number, language, letter)).collect();
    let spoken = spoken.join(", ");
    match (language, numbers.len()) {
        (Language::En, 1) => format!("Number {spoken}, please."),
        (Language::En, _) => format!("Numbers {spoken}, please."),
        (Language::Cy, 1) => format!("Rhif {spoken}, os gwelwch yn dda."),
        (Language::Cy, _) => format!("Rhifau {spoken}, os gwelwch yn dda."),
    }
}

/// *A twelve*, *A un deg dau*.
fn spoken(number: ArrivalNumber, language: Language, letter: &dyn Fn(&str) -> String) -> String {
    format!("{} {}", letter(&number.kiosk.to_string()), in_words(number.count, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(numbers: &[&str], language: Language) -> String {
        let numbers = numbers.iter().map(|text| text.parse().expect("a number")).collect();
        sentence(&Announcement::Numbers(numbers), language, &str::to_owned)
    }

    #[test]
    fn a_number_is_said_as_people_say_it() {
        assert_eq!(said(&["A12"], Language::En), "Number A twelve, please.");
        assert_eq!(said(&["A12"], Language::Cy), "Rhif A un deg dau, os gwelwch yn dda.");
    }

    #[test]
    fn several_are_said_in_one_breath() {
        let three = ["A12", "A7", "B103"];
        assert_eq!(
            said(&three, Language::En),
            "Numbers A twelve, A seven, B one hundred and three, please."
        );
        assert_eq!(
            said(&three, Language::Cy),
            "Rhifau A un deg dau, A saith, B cant a thri, os gwelwch yn dda."
        );
    }
}
