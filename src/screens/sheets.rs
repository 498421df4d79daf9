//! Lists of short sentences, as many on a sheet as fit at the size that was chosen.

use slint::{Model as _, ModelRc, SharedString, VecModel};
use visits_ui as ui;

use super::int;
use crate::kiosk::View;

/// Sentences of two lines that fit on a sheet, by text size.
const ON_A_SHEET: [usize; 4] = [5, 5, 4, 3];

/// Sheets of a screen.
pub(super) struct Sheets {
    on_a_sheet: usize,
    all: Vec<(SharedString, ui::Sign, usize, Vec<SharedString>)>,
}

impl Sheets {
    /// None yet, for the size on the screen.
    pub(super) fn of(view: &View<'_>) -> Self {
        let size = usize::from(view.session.comfort.text_size.min(3));
        Self { on_a_sheet: ON_A_SHEET[size], all: Vec::new() }
    }

    /// A list under a headline, over as many sheets as it takes. An empty list takes none.
    pub(super) fn add(
        &mut self,
        headline: SharedString,
        sign: ui::Sign,
        points: impl Iterator<Item = SharedString>,
    ) {
        let points: Vec<_> = points.collect();
        // As many on each: no last line alone on a sheet.
        let sheets = points.len().div_ceil(self.on_a_sheet).max(1);
        let each = points.len().div_ceil(sheets).max(1);
        for (sheet, some) in points.chunks(each).enumerate() {
            self.all.push((headline.clone(), sign, sheet * each, some.to_vec()));
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
        ModelRc::new(VecModel::from_iter(sheets))
    })
}
