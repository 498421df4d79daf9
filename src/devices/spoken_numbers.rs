//! Arrival numbers as people say them: a letter, then a number in words.

use visits_domain::arrival::Language;

const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const WELSH: [&str; 10] =
    ["dim", "un", "dau", "tri", "pedwar", "pump", "chwech", "saith", "wyth", "naw"];
/// Before *deg*, five and six are shorter; after *dau* it is *ddeg*.
const WELSH_TENS: [&str; 10] = [
    "",
    "un deg",
    "dau ddeg",
    "tri deg",
    "pedwar deg",
    "pum deg",
    "chwe deg",
    "saith deg",
    "wyth deg",
    "naw deg",
];
/// After *a*, three letters change; before a vowel it is *ac*.
const WELSH_AFTER_AND: [&str; 10] = [
    "",
    "ac un",
    "a dau",
    "a thri",
    "a phedwar",
    "a phump",
    "a chwech",
    "a saith",
    "ac wyth",
    "a naw",
];
const MOST: u16 = 199;

/// A number in words up to 199. Above, digit by digit: nobody has to follow a long one.
pub(super) fn in_words(number: u16, language: Language) -> String {
    match (language, number) {
        (Language::En, ..=MOST) => english(number),
        (Language::Cy, ..=MOST) => welsh(number),
        _ => digits(number, language),
    }
}

fn english(number: u16) -> String {
    match number {
        0..20 => ENGLISH[usize::from(number)].to_owned(),
        20..100 => {
            let tens = ENGLISH_TENS[usize::from(number / 10)];
            match number % 10 {
                0 => tens.to_owned(),
                ones => format!("{tens} {}", ENGLISH[usize::from(ones)]),
            }
        }
        100 => "one hundred".to_owned(),
        _ => format!("one hundred and {}", english(number % 100)),
    }
}

/// The tens system, as it is taught and as numbers are called out: *un deg dau*, not *deuddeg*.
fn welsh(number: u16) -> String {
    match number {
        0..10 => WELSH[usize::from(number)].to_owned(),
        10 => "deg".to_owned(),
        11..100 => {
            let tens = WELSH_TENS[usize::from(number / 10)];
            match number % 10 {
                0 => tens.to_owned(),
                ones => format!("{tens} {}", WELSH[usize::from(ones)]),
            }
        }
        100 => "cant".to_owned(),
        101..110 => format!("cant {}", WELSH_AFTER_AND[usize::from(number - 100)]),
        110 => "cant a deg".to_owned(),
        _ => format!("cant {}", welsh(number % 100)),
    }
}

fn digits(number: u16, language: Language) -> String {
    let words = match language {
        Language::En => &ENGLISH[..10],
        Language::Cy => &WELSH[..],
    };
    let spoken = number.to_string();
    let spoken = spoken.bytes().map(|digit| words[usize::from(digit - b'0')]);
    spoken.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn english_numbers_are_said_as_people_say_them() {
        for (number, said) in [
            (1, "one"),
            (12, "twelve"),
            (20, "twenty"),
            (47, "forty seven"),
            (100, "one hundred"),
            (107, "one hundred and seven"),
            (119, "one hundred and nineteen"),
            (199, "one hundred and ninety nine"),
            (204, "two zero four"),
        ] {
            assert_eq!(in_words(number, Language::En), said);
        }
    }

    #[test]
    fn welsh_numbers_are_said_by_tens_with_their_mutations() {
        for (number, said) in [
            (1, "un"),
            (5, "pump"),
            (6, "chwech"),
            (10, "deg"),
            (11, "un deg un"),
            (12, "un deg dau"),
            (16, "un deg chwech"),
            (20, "dau ddeg"),
            (23, "dau ddeg tri"),
            (50, "pum deg"),
            (65, "chwe deg pump"),
            (99, "naw deg naw"),
            (100, "cant"),
            (101, "cant ac un"),
            (103, "cant a thri"),
            (104, "cant a phedwar"),
            (105, "cant a phump"),
            (106, "cant a chwech"),
            (108, "cant ac wyth"),
            (110, "cant a deg"),
            (112, "cant un deg dau"),
            (120, "cant dau ddeg"),
            (199, "cant naw deg naw"),
            (204, "dau dim pedwar"),
        ] {
            assert_eq!(in_words(number, Language::Cy), said);
        }
    }

    #[test]
    fn no_two_numbers_sound_alike() {
        for language in Language::ALL {
            let said: BTreeSet<_> = (0..=999).map(|number| in_words(number, language)).collect();
            assert_eq!(said.len(), 1000, "{language:?}");
        }
    }
}
