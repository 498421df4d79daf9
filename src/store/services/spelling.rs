//! What somebody may have meant by what was typed: letters without their signs, a word that begins
//! as another after a Welsh mutation, a word with a letter wrong. Pure.

/// Of a word that is looked for, at least. Letters.
const LEAST: usize = 2;
/// From so many letters on a word may have one mistake, and from so many two.
const ONE_MISTAKE: usize = 4;
const TWO_MISTAKES: usize = 7;
/// Of an ending that a word may be without. Letters.
const ENDING_AT_MOST: usize = 3;
/// No more words than these are tried for one that was typed.
const MEANT_AT_MOST: usize = 12;

/// A first letter, and what Welsh may make of it. Nothing: it falls away.
const MUTATIONS: &[(&str, &[&str])] = &[
    ("p", &["b", "ph", "mh"]),
    ("t", &["d", "th", "nh"]),
    ("c", &["g", "ch", "ngh"]),
    ("b", &["f", "m"]),
    ("d", &["dd", "n"]),
    ("g", &["", "ng"]),
    ("m", &["f"]),
    ("ll", &["l"]),
    ("rh", &["r"]),
];

/// The words of a text as they are kept: small letters, without their signs.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let folded: String = text.chars().flat_map(char::to_lowercase).map(folded).collect();
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| word.chars().count() >= LEAST);
    words.map(str::to_owned).collect()
}

/// A small letter without its sign, as the index keeps it.
fn folded(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' => 'y',
        other => other,
    }
}

/// The same word with every first letter that Welsh may give it: *ddyled* is *dyled* too.
pub(super) fn mutated(word: &str) -> Vec<String> {
    if word.len() < ONE_MISTAKE {
        return Vec::new();
    }
    let mut others = Vec::new();
    for (radical, forms) in MUTATIONS {
        for form in *forms {
            // What falls away can have stood before any word: only before one that is long.
            if let Some(rest) = word.strip_prefix(form).filter(|rest| rest.len() >= 3) {
                others.push(format!("{radical}{rest}"));
            }
            if let Some(rest) = word.strip_prefix(radical).filter(|rest| rest.len() >= 3) {
                others.push(format!("{form}{rest}"));
            }
        }
    }
    others.sort();
    others.dedup();
    others
}

/// The words of the vocabulary that may be meant, the most likely first. A word that is not typed
/// to its end yet may be the beginning of one.
pub(super) fn meant<'a>(typed: &str, vocabulary: &'a [String]) -> Vec<&'a str> {
    let letters = typed.chars().count();
    let mistakes = match letters {
        ..ONE_MISTAKE => return Vec::new(),
        ONE_MISTAKE..TWO_MISTAKES => 1,
        _ => 2,
    };
    let mut row = Vec::new();
    let mut found: Vec<(usize, usize, &str)> = vocabulary
        .iter()
        .filter(|word| word.len() + mistakes >= typed.len())
        .filter_map(|word| {
            let wrong = mistakes_in(typed.as_bytes(), word.as_bytes(), mistakes, &mut row)?;
            Some((wrong, word.len().abs_diff(typed.len()), word.as_str()))
        })
        .collect();
    found.sort_unstable();
    let fewest = found.first().map_or(0, |(wrong, ..)| *wrong);
    let best = found.into_iter().take_while(|(wrong, ..)| *wrong == fewest);
    best.take(MEANT_AT_MOST).map(|(_, _, word)| word).collect()
}

/// A word without its ending, if it is one then: *dyledion* is about a *dyled*.
pub(super) fn stem<'a>(typed: &'a str, vocabulary: &[String]) -> Option<&'a str> {
    let stems = (1..=ENDING_AT_MOST).filter_map(|ending| {
        typed.get(..typed.len().checked_sub(ending)?).filter(|stem| stem.len() >= ONE_MISTAKE)
    });
    let mut known =
        stems.filter(|stem| vocabulary.binary_search_by(|word| word.as_str().cmp(stem)).is_ok());
    known.next()
}

/// How many letters are wrong, missing, too many or in each other's place, as far as it was typed;
/// none: more than `most`.
fn mistakes_in(
    typed: &[u8],
    word: &[u8],
    most: usize,
    rows: &mut Vec<[usize; 3]>,
) -> Option<usize> {
    // No further than a word as long as was typed, and as many letters more as may be missing.
    let word = &word[..word.len().min(typed.len() + most)];
    // For each place of the word: this row, the one before it, and the one before that.
    rows.clear();
    rows.extend((0..=word.len()).map(|place| [place, 0, 0]));
    for (at, letter) in typed.iter().enumerate() {
        for row in rows.iter_mut() {
            *row = [0, row[0], row[1]];
        }
        rows[0][0] = at + 1;
        let mut least = at + 1;
        for (place, other) in word.iter().enumerate() {
            let swap = rows[place][1] + usize::from(letter != other);
            let mut best = swap.min(rows[place][0] + 1).min(rows[place + 1][1] + 1);
            let is_swapped =
                at > 0 && place > 0 && typed[at - 1] == *other && word[place - 1] == *letter;
            if is_swapped {
                best = best.min(rows[place - 1][2] + 1);
            }
            rows[place + 1][0] = best;
            least = least.min(best);
        }
        if least > most {
            return None;
        }
    }
    rows.iter().map(|row| row[0]).min().filter(|wrong| *wrong <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_lose_their_signs_and_nothing_else() {
        assert_eq!(words_of("Help â Dŵr, mam-gu’s TŶ a"), ["help", "dwr", "mam", "gu", "ty"]);
    }

    #[test]
    fn a_mistake_in_a_word_is_forgiven_and_two_in_a_long_one() {
        let known = vocabulary(&["benefits", "debt", "grandparents", "housing", "debts", "depth"]);
        assert_eq!(meant("benifits", &known), ["benefits"]);
        assert_eq!(meant("benif", &known), ["benefits"], "while it is typed");
        assert_eq!(meant("dbet", &known), ["debt", "debts"], "letters in each other’s place");
        assert_eq!(meant("granparants", &known), ["grandparents"]);
        assert_eq!(meant("hosuing", &known), ["housing"]);
        assert!(meant("dog", &known).is_empty(), "a short word is what it is");
        assert!(meant("adoption", &known).is_empty());
    }

    #[test]
    fn a_word_with_another_ending_is_known_without_it() {
        let known = vocabulary(&["dyled", "support"]);
        assert_eq!(stem("dyledion", &known), Some("dyled"));
        assert_eq!(stem("supporting", &known), Some("support"));
        assert_eq!(stem("dyl", &known), None);
    }

    #[test]
    fn a_welsh_word_is_known_by_its_other_first_letters() {
        for (typed, radical) in [
            ("ddyled", "dyled"),
            ("blentyn", "plentyn"),
            ("phlentyn", "plentyn"),
            ("garchar", "carchar"),
            ("ngharchar", "carchar"),
            ("fudd", "budd"),
            ("wasanaeth", "gwasanaeth"),
            ("lythyr", "llythyr"),
        ] {
            assert!(mutated(typed).iter().any(|word| word == radical), "{typed}");
        }
        assert!(mutated("plentyn").contains(&"blentyn".to_owned()), "and the other way round");
        assert!(mutated("tai").is_empty());
    }
}
