//! Lists of short sentences, as many on a sheet as fit at the size that was chosen.

use slint::{Model as _, ModelRc, SharedString, VecModel};
use visits_ui as ui;

use super::int;
use crate::kiosk::View;

/// What a sheet holds at a text size, in pixels of the reference panel: a little less than there
/// is, since letters differ.
struct Room {
    height: usize,
    a_line: usize,
    /// Of the sign before a sentence, and of the space after it.
    least: usize,
    gap: usize,
    characters_a_line: usize,
}

const ROOMS: [Room; 4] = [
    Room { height: 440, a_line: 32, least: 46, gap: 22, characters_a_line: 84 },
    Room { height: 440, a_line: 37, least: 46, gap: 22, characters_a_line: 74 },
    Room { height: 388, a_line: 53, least: 56, gap: 16, characters_a_line: 54 },
    Room { height: 400, a_line: 67, least: 64, gap: 12, characters_a_line: 42 },
];

/// More in one place are not read.
const AT_MOST: usize = 5;

impl Room {
    fn taken_by(&self, sentence: &str) -> usize {
        let lines = sentence.chars().count().div_ceil(self.characters_a_line);
        (lines * self.a_line).max(self.least) + self.gap
    }

    /// How many of these fit.
    fn fits(&self, sentences: &[SharedString]) -> usize {
        let heights = sentences.iter().take(AT_MOST).scan(0, |height, sentence| {
            *height += self.taken_by(sentence);
            Some(*height)
        });
        heights.take_while(|height| *height <= self.height + self.gap).count().max(1)
    }
}

/// Sheets of a screen.
pub(super) struct Sheets {
    room: &'static Room,
    all: Vec<(SharedString, ui::Sign, usize, Vec<SharedString>)>,
}

impl Sheets {
    /// None yet, for the size on the screen.
    pub(super) fn of(view: &View<'_>) -> Self {
        let size = usize::from(view.session.comfort.text_size.min(3));
        Self { room: &ROOMS[size], all: Vec::new() }
    }

    /// A list under a headline, over as many sheets as it takes. An empty list takes none.
    pub(super) fn add(
        &mut self,
        headline: &SharedString,
        sign: ui::Sign,
        points: impl Iterator<Item = SharedString>,
    ) {
        let points: Vec<_> = points.collect();
        let mut first = 0;
        while first < points.len() {
            let end = first + self.room.fits(&points[first..]);
            self.all.push((headline.clone(), sign, first, points[first..end].to_vec()));
            first = end;
        }
    }
}

/// New sheets, if those that are shown say anything else.
pub(super) fn changed(shown: &ModelRc<ui::Sheet>, wanted: Sheets) -> Option<ModelRc<ui::Sheet>> {
    let is_same = shown.row_count() == wanted.all.len()
        && shown.iter().zip(&wanted.all).all(|(sheet, (headline, sign, first, texts))| {
            sheet.headline == *headline
                && sheet.sign == *sign
                && sheet.first == int(*first)
                && sheet.texts.iter().eq(texts.iter().cloned())
        });
    (!is_same).then(|| {
        let sheets = wanted.all.into_iter().map(|(headline, sign, first, texts)| ui::Sheet {
            headline,
            sign,
            first: int(first),
            texts: ModelRc::new(VecModel::from(texts)),
        });
        ModelRc::new(sheets.collect::<VecModel<_>>())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_take_more_sheets_and_none_is_lost() {
        let texts: Vec<SharedString> =
            (1..=7).map(|n| "word ".repeat(n * 3).trim().into()).collect();
        let sheets = |room: &Room| {
            let (mut first, mut counts) = (0, Vec::new());
            while first < texts.len() {
                let count = room.fits(&texts[first..]);
                counts.push(count);
                first += count;
            }
            counts
        };
        assert_eq!(sheets(&ROOMS[1]), [5, 2]);
        let largest = sheets(&ROOMS[3]);
        assert_eq!(largest.iter().sum::<usize>(), 7);
        assert!(largest.len() > 2, "{largest:?}");
    }
}
