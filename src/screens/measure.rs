//! How much room a sentence takes, by the widths of its letters: known before it is drawn, so that
//! a list can be cut into pages that are full.

/// From the space to the tilde, in thousandths of the size: Atkinson Hyperlegible Next, regular.
const WIDTHS: [u16; 95] = [
    280, 286, 301, 651, 592, 919, 731, 160, 299, 299, 485, 606, 210, 362, 210, 387, 648, 407, 548,
    576, 614, 588, 598, 510, 615, 595, 210, 210, 553, 628, 553, 480, 778, 626, 613, 645, 669, 569,
    552, 694, 694, 392, 512, 631, 541, 824, 693, 714, 592, 724, 614, 592, 558, 690, 593, 856, 623,
    575, 607, 317, 387, 344, 552, 372, 243, 525, 566, 485, 564, 538, 314, 558, 550, 252, 245, 492,
    262, 845, 550, 548, 566, 574, 349, 471, 326, 540, 461, 684, 481, 449, 460, 344, 237, 344, 555,
];

/// A letter that is not in the list counts as a wide one.
const OTHER: usize = 684;

const SPACE: usize = 280;

/// Letters as they are written, in tenths of a pixel of the reference panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letters(pub usize);

impl Letters {
    /// The height of so many lines. Pixels.
    pub(super) fn high(self, lines: usize) -> usize {
        (lines * self.0 * 13).div_ceil(100)
    }

    /// How many lines a sentence takes in a column of this width, in pixels.
    pub(super) fn lines(self, sentence: &str, width: usize) -> usize {
        // A hundredth less than there is: letters are set in whole pixels.
        let room = width * 9_900 / self.0;
        let (mut lines, mut used) = (1, 0);
        for word in sentence.split_whitespace() {
            let own: usize = word.chars().map(width_of).sum();
            if used > 0 && used + SPACE + own > room {
                (lines, used) = (lines + 1, own);
            } else {
                used += own + if used > 0 { SPACE } else { 0 };
            }
        }
        lines
    }
}

fn width_of(letter: char) -> usize {
    let plain = match letter {
        'á' | 'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ý' | 'ŷ' | 'ÿ' => 'y',
        '’' | '‘' | '·' => '|',
        other => other,
    };
    let place = u32::from(plain).checked_sub(u32::from(' '));
    let known = place.and_then(|place| WIDTHS.get(usize::try_from(place).ok()?));
    known.map_or(OTHER, |width| usize::from(*width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_takes_the_lines_it_needs_and_no_more() {
        let largest = Letters(514);
        assert_eq!(largest.lines("Offer water and a quiet place.", 1120), 1);
        assert_eq!(largest.lines("Cynigiwch ddŵr a lle tawel.", 600), 2);
        let long = "Listen. Stay calm. Let the child tell it their own way.";
        assert_eq!([1120, 500].map(|width| largest.lines(long, width)), [2, 3]);
        assert_eq!(largest.high(2), 134);
    }
}
