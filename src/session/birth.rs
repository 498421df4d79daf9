//! A date of birth while it is typed: three fields, and where the next digit goes.

use zeroize::Zeroize;

/// A field of the date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DatePart {
    /// DD
    #[default]
    Day,
    /// MM
    Month,
    /// YYYY
    Year,
}

/// A date of birth as typed so far. Digits alone.
#[derive(Clone, Debug, Default, Zeroize)]
pub struct Born {
    /// Up to two digits.
    pub day: String,
    /// Up to two digits.
    pub month: String,
    /// Up to four digits.
    pub year: String,
    /// Where the next digit goes.
    #[zeroize(skip)]
    pub part: DatePart,
}

impl Born {
    /// One digit. A full field is begun anew, so that a mistake is mended by typing over it.
    pub(super) fn typed(&mut self, key: char) {
        if !key.is_ascii_digit() {
            return;
        }
        let part = self.part;
        let field = self.field(part);
        if field.len() == length(part) {
            field.zeroize();
        }
        // "7" can only be the 7th, or July: no one should have to know about leading zeros.
        let only = match part {
            DatePart::Day => '4'..='9',
            DatePart::Month => '2'..='9',
            DatePart::Year => ':'..=':',
        };
        if field.is_empty() && only.contains(&key) {
            field.push('0');
        }
        field.push(key);
        if field.len() == length(part) {
            self.part = match part {
                DatePart::Day => DatePart::Month,
                DatePart::Month | DatePart::Year => DatePart::Year,
            };
        }
    }

    /// The last digit goes; from an empty field the one before it is mended.
    pub(super) fn delete(&mut self) {
        if self.field(self.part).pop().is_none() {
            self.part = match self.part {
                DatePart::Day | DatePart::Month => DatePart::Day,
                DatePart::Year => DatePart::Month,
            };
            self.field(self.part).pop();
        }
    }

    /// Day, month, year, once every field holds enough.
    pub(super) fn numbers(&self) -> Option<(u32, u32, i32)> {
        if self.year.len() < length(DatePart::Year) {
            return None;
        }
        Some((self.day.parse().ok()?, self.month.parse().ok()?, self.year.parse().ok()?))
    }

    fn field(&mut self, part: DatePart) -> &mut String {
        match part {
            DatePart::Day => &mut self.day,
            DatePart::Month => &mut self.month,
            DatePart::Year => &mut self.year,
        }
    }
}

fn length(part: DatePart) -> usize {
    match part {
        DatePart::Day | DatePart::Month => 2,
        DatePart::Year => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> Born {
        let mut born = Born::default();
        keys.chars().for_each(|key| born.typed(key));
        born
    }

    #[test]
    fn digits_find_their_field_by_themselves() {
        assert_eq!(typed("28071986").numbers(), Some((28, 7, 1986)));
        assert_eq!(typed("771986").numbers(), Some((7, 7, 1986)));
        assert_eq!(typed("01121986").numbers(), Some((1, 12, 1986)));
        assert_eq!(typed("x2/80é7").numbers(), None);
    }

    #[test]
    fn delete_reaches_back_over_fields() {
        let mut born = typed("28071");
        for _ in 0..3 {
            born.delete();
        }
        assert_eq!(
            (born.day.as_str(), born.month.as_str(), born.part),
            ("28", "", DatePart::Month)
        );
        for _ in 0..9 {
            born.delete();
        }
        assert_eq!((born.day.as_str(), born.part), ("", DatePart::Day));
    }
}
