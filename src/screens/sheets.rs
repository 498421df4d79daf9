//! Lists of short sentences, as many on a sheet as fit at the size that was chosen, and about as
//! much on each of them.

use slint::{Model as _, ModelRc, SharedString, VecModel};
use visits_ui as ui;

use super::measure::Letters;
use crate::kiosk::View;

/// What a sheet holds at a text size, in pixels of the reference panel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Of a sentence, beside its sign.
    pub width: usize,
    /// Of all of them.
    pub height: usize,
    /// How large they are written.
    pub letters: Letters,
    /// Of the sign before a sentence.
    pub least: usize,
    /// After each.
    pub gap: usize,
}

/// A card that fills a page under its headline, with two rows of buttons at the large sizes.
pub(super) const CARD: [Room; 4] = [
    Room { width: 1066, height: 467, letters: Letters(260), least: 46, gap: 22 },
    Room { width: 1066, height: 459, letters: Letters(281), least: 46, gap: 22 },
    Room { width: 1076, height: 393, letters: Letters(400), least: 56, gap: 16 },
    Room { width: 1096, height: 430, letters: Letters(514), least: 64, gap: 12 },
];

/// More in one place are not read, unless they are one text.
const AT_MOST: usize = 5;

impl Room {
    fn taken_by(&self, sentence: &str) -> usize {
        let lines = self.letters.lines(sentence, self.width);
        self.letters.high(lines).max(self.least) + self.gap
    }

    /// How many stand on each sheet: no more sheets than it takes, and about as much on each.
    fn counts(&self, sentences: &[SharedString], at_most: usize) -> Vec<usize> {
        let heights: Vec<usize> = sentences.iter().map(|text| self.taken_by(text)).collect();
        let limit = self.height + self.gap;
        let fewest = filled(&heights, limit, at_most);
        even(&heights, limit, fewest.len(), at_most).unwrap_or(fewest)
    }
}

/// One after the other, as long as there is room. What is higher than a sheet has one alone.
fn filled(heights: &[usize], limit: usize, at_most: usize) -> Vec<usize> {
    let (mut counts, mut used) = (Vec::<usize>::new(), 0);
    for height in heights {
        match counts.last_mut() {
            Some(count) if *count < at_most && used + height <= limit => {
                *count += 1;
                used += height;
            }
            _ => {
                counts.push(1);
                used = *height;
            }
        }
    }
    counts
}

/// On so many sheets, the squares of what they hold adding up to the least: three and three, not
/// five and one.
fn even(heights: &[usize], limit: usize, sheets: usize, at_most: usize) -> Option<Vec<usize>> {
    // For the first `end` sentences on the sheets so far: that sum, and how many stand on each.
    let mut best: Vec<Option<(usize, Vec<usize>)>> = vec![None; heights.len() + 1];
    best[0] = Some((0, Vec::new()));
    for _ in 0..sheets {
        let upto = |end: usize| {
            let firsts = (end.saturating_sub(at_most)..end).filter_map(|first| {
                let (sum, counts) = best[first].as_ref()?;
                let height: usize = heights[first..end].iter().sum();
                let fits = height <= limit || end - first == 1;
                fits.then(|| (sum + height * height, [counts.as_slice(), &[end - first]].concat()))
            });
            firsts.min()
        };
        best = (0..=heights.len()).map(upto).collect();
    }
    best.pop().flatten().map(|(_, counts)| counts)
}

/// Sheets of a screen.
pub(super) struct Sheets {
    room: Room,
    at_most: usize,
    /// What the buttons take of each sheet when there is more than one.
    second_row: usize,
    all: Vec<(SharedString, Vec<ui::Sentence>)>,
}

impl Sheets {
    /// None yet, for the size on the screen.
    pub(super) fn of(view: &View<'_>, rooms: &[Room; 4]) -> Self {
        let size = usize::from(view.session.comfort.text_size.min(3));
        Self { room: rooms[size], at_most: AT_MOST, second_row: 0, all: Vec::new() }
    }

    /// At the small sizes the buttons take a second row where there is one that leads on from the
    /// last page; at the large ones they always have two.
    pub(super) fn beside_two_rows(self, view: &View<'_>) -> Self {
        let second_row = if view.session.comfort.text_size < 2 { 90 } else { 0 };
        self.less(second_row)
    }

    /// The same where the buttons of a single sheet stand in one row.
    pub(super) fn beside_two_rows_of_several(mut self, view: &View<'_>) -> Self {
        self.second_row = if view.session.comfort.text_size < 2 { 90 } else { 0 };
        self
    }

    /// So many sentences on a sheet, if there is room: they are one text.
    pub(super) fn up_to(mut self, at_most: usize) -> Self {
        self.at_most = at_most;
        self
    }

    /// So much of the height is something else's.
    pub(super) fn less(mut self, height: usize) -> Self {
        self.room.height = self.room.height.saturating_sub(height);
        self
    }

    /// How large the sentences are written.
    pub(super) fn letters(&self) -> Letters {
        self.room.letters
    }

    /// A list under a headline, over as many sheets as it takes. An empty list takes none.
    pub(super) fn add(
        &mut self,
        headline: &SharedString,
        sentences: impl Iterator<Item = (ui::Sign, SharedString)>,
    ) {
        let (signs, texts): (Vec<_>, Vec<_>) = sentences.unzip();
        let mut counts = self.room.counts(&texts, self.at_most);
        if counts.len() > 1 && self.second_row > 0 {
            let height = self.room.height.saturating_sub(self.second_row);
            counts = Room { height, ..self.room }.counts(&texts, self.at_most);
        }
        let mut all = (1..).zip(signs.into_iter().zip(texts));
        for count in counts {
            let sheet = all.by_ref().take(count);
            let sheet = sheet.map(|(number, (sign, text))| ui::Sentence { sign, number, text });
            self.all.push((headline.clone(), sheet.collect()));
        }
    }
}

/// All sentences with the same sign.
pub(super) fn signed<T: Into<SharedString>>(
    sign: ui::Sign,
    texts: impl Iterator<Item = T>,
) -> impl Iterator<Item = (ui::Sign, SharedString)> {
    texts.map(move |text| (sign, text.into()))
}

/// A word that is longer than a line goes on in the next.
pub(super) fn broken(typed: &str) -> SharedString {
    const MOST: usize = 24;
    let mut run = 0;
    let mut text = String::with_capacity(typed.len() + 8);
    for letter in typed.chars() {
        run = if letter.is_whitespace() { 0 } else { run + 1 };
        if run > MOST {
            text.push(' ');
            run = 1;
        }
        text.push(letter);
    }
    text.into()
}

/// New sheets, if those that are shown say anything else.
pub(super) fn changed(shown: &ModelRc<ui::Sheet>, wanted: Sheets) -> Option<ModelRc<ui::Sheet>> {
    let is_same = shown.row_count() == wanted.all.len()
        && shown.iter().zip(&wanted.all).all(|(sheet, (headline, sentences))| {
            sheet.headline == *headline && sheet.sentences.iter().eq(sentences.iter().cloned())
        });
    (!is_same).then(|| {
        let sheets = wanted.all.into_iter().map(|(headline, sentences)| ui::Sheet {
            headline,
            sentences: ModelRc::new(VecModel::from(sentences)),
        });
        ModelRc::new(sheets.collect::<VecModel<_>>())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: impl IntoIterator<Item = usize>) -> Vec<SharedString> {
        words.into_iter().map(|count| "word ".repeat(count).trim().into()).collect()
    }

    #[test]
    fn long_sentences_take_more_sheets_and_none_is_lost() {
        let texts = texts((1..=7).map(|n| n * 3));
        assert_eq!(CARD[1].counts(&texts, AT_MOST), [4, 3]);
        let largest = CARD[3].counts(&texts, AT_MOST);
        assert_eq!(largest.iter().sum::<usize>(), 7);
        assert!(largest.len() > 2, "{largest:?}");
    }

    #[test]
    fn what_needs_two_sheets_is_on_both_and_no_sentence_is_left_alone() {
        assert_eq!(CARD[1].counts(&texts([2; 6]), AT_MOST), [3, 3]);
        assert_eq!(
            CARD[3].counts(&texts([12; 3]), AT_MOST),
            [3],
            "three of two lines fill a large sheet"
        );
        assert_eq!(CARD[3].counts(&texts([12; 4]), AT_MOST), [2, 2]);
        assert_eq!(CARD[3].counts(&texts([12; 13]), AT_MOST), [2, 2, 3, 3, 3]);
        assert_eq!(CARD[3].counts(&[], AT_MOST), [0; 0]);
    }
}
