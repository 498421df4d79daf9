//! The guides: easy to read, in both languages, and without anything that is wrong tomorrow.

use visits_domain::help::Said;
use visits_kiosk::guides::{Letter, Topic};
use visits_kiosk::session::Screen;

use super::screen;
use super::support::TestKiosk;

fn all() -> Vec<Said> {
    let topics = Topic::ALL.into_iter().flat_map(|topic| {
        let parts = topic.parts().iter();
        let said = parts.flat_map(|part| part.points.iter().copied().chain([part.title]));
        said.chain([topic.title()]).collect::<Vec<_>>()
    });
    let letters = Letter::ALL.into_iter();
    let letters = letters.flat_map(|letter| letter.lines().iter().copied().chain([letter.title()]));
    topics.chain(letters).collect()
}

fn syllables(word: &str) -> usize {
    let lower = word.to_lowercase();
    let groups = lower.split(|c| !"aeiouy".contains(c)).filter(|group| !group.is_empty()).count();
    let silent = lower.ends_with('e') && !lower.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

/// Flesch-Kincaid, as the screens' own words are measured.
#[test]
#[allow(clippy::cast_precision_loss)]
fn they_read_at_the_age_of_nine() {
    let (mut sentences, mut words, mut sounds) = (0, 0, 0);
    for text in all() {
        for sentence in text.en.split_inclusive(['.', '?', '!', ':']) {
            let own: Vec<String> = sentence
                .split_whitespace()
                .map(|word| word.chars().filter(|c| c.is_alphabetic()).collect())
                .filter(|word: &String| !word.is_empty())
                .collect();
            assert!(own.len() <= 14, "a long sentence: {sentence}");
            if own.len() > 2 {
                sentences += 1;
                words += own.len();
                sounds += own.iter().map(|word| syllables(word)).sum::<usize>();
            }
        }
    }
    let (sentences, words, sounds) = (sentences as f32, words as f32, sounds as f32);
    let grade = 0.39 * words / sentences + 11.8 * sounds / words - 15.59;
    assert!(grade <= 4.0, "grade {grade:.1}");
}

#[test]
fn every_sentence_is_in_both_languages_and_fits_three_lines() {
    for text in all() {
        assert!(!text.cy.is_empty() && text.cy != text.en, "{}", text.en);
        for words in [text.en, text.cy] {
            assert!(words.chars().count() <= 110, "{words}");
        }
        assert_eq!(text.en.matches("____").count(), text.cy.matches("____").count(), "{}", text.en);
    }
}

#[test]
fn they_name_no_number_and_no_page_and_call_nobody_a_name() {
    for text in all() {
        let english = text.en.to_lowercase();
        assert!(!english.contains("www") && !english.contains("http"), "{english}");
        assert!(english.chars().filter(char::is_ascii_digit).count() < 3, "{english}");
        for never in ["offender", "inmate", "prisoner", "convict"] {
            assert!(!english.contains(never), "{english}");
        }
    }
}

#[test]
fn a_family_reads_a_guide_and_takes_a_letter_along() {
    let kiosk = TestKiosk::new();
    kiosk.presses(&["First time here?", "Guides", "School", "More", "A letter to take along"]);
    assert_eq!(screen(&kiosk), Screen::Letter(Letter::School));
    assert!(kiosk.shows("To the head teacher"), "{:?}", kiosk.texts());
    while kiosk.try_press("More") {}
    assert!(kiosk.shows("A phone can take this picture. It holds the letter. Fill in the gaps."));
    kiosk.press("Back");
    kiosk.press("Back");
    kiosk.presses(&["More", "Help with the cost of visits"]);
    assert_eq!(screen(&kiosk), Screen::Costs);
    kiosk.presses(&["Start again", "Find help", "Read a guide"]);
    assert_eq!(screen(&kiosk), Screen::Guides);
}
