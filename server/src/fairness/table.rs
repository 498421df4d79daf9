//! Figures, and which of them are shown. A cell of one to four families is withheld, and so are as
//! many others as it takes that nobody works it out from what is left and the totals. Pure.
//!
//! A table has rows (first-timers, others) and three columns (asked, offered, attended), each within
//! the one before it. What stands below are the sums of the rows. So within a column a lone withheld
//! cell would be the total less the others, and within a row `asked - offered` is how many were not
//! offered a place: a difference of one to four families is no less a figure than a cell.

/// Fewer families than these are not shown.
pub const FEW: u32 = 5;

/// How many asked, how many of them were offered a place, and how many of these came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub [u32; 3]);

impl Counts {
    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        Self([0, 1, 2].map(|n| self.0[n].saturating_add(other.0[n])))
    }
}

/// A row: what is shown of each column; none: withheld.
pub type Shown = [Option<u32>; 3];

/// One to four.
fn is_few(count: u32) -> bool {
    (1..FEW).contains(&count)
}

/// What is shown of the rows of a table, and of their sums.
pub fn shown(rows: &[Counts]) -> (Vec<Shown>, Shown) {
    let totals = rows.iter().fold(Counts::default(), |sum, row| sum.plus(*row));
    let total = alone(totals);
    let mut shown: Vec<Shown> = rows.iter().map(|row| alone(*row)).collect();
    // Whatever is withheld may lay bare what was not before: until nothing changes.
    loop {
        let before = shown.clone();
        for (column, sum) in total.iter().enumerate() {
            if sum.is_some() {
                hide_another(rows, &mut shown, column);
            }
        }
        for row in &mut shown {
            settle(row);
        }
        if shown == before {
            return (shown, total);
        }
    }
}

/// One row by itself: no cell of a few, and no difference between two that is a few.
fn alone(row: Counts) -> Shown {
    let mut shown = row.0.map(|count| (!is_few(count)).then_some(count));
    settle(&mut shown);
    shown
}

/// Withholds the smaller of two cells whose difference is a few. What came after a cell that is
/// withheld lies between 0 and it, and says nothing of it: it stays.
fn settle(shown: &mut Shown) {
    for (large, small) in [(0, 1), (1, 2), (0, 2)] {
        if let (Some(all), Some(part)) = (shown[large], shown[small])
            && is_few(all - part.min(all))
        {
            shown[small] = None;
        }
    }
}

/// Where the withheld cells of a column are known in sum (the total less what is shown), and that
/// sum would tell one of them or is itself a few, another is withheld: the smallest that is not 0.
fn hide_another(rows: &[Counts], shown: &mut [Shown], column: usize) {
    loop {
        let hidden: Vec<usize> = (0..rows.len()).filter(|n| shown[*n][column].is_none()).collect();
        let sum: u32 = hidden.iter().map(|n| rows[*n].0[column]).sum();
        let is_safe =
            hidden.is_empty() || (hidden.len() > 1 && sum >= FEW && !is_told(hidden.len(), sum));
        if is_safe {
            return;
        }
        let others = (0..rows.len()).filter(|n| shown[*n][column].is_some());
        let smallest = others.min_by_key(|n| {
            let count = rows[*n].0[column];
            (count == 0, count)
        });
        let Some(another) = smallest else { return };
        shown[another][column] = None;
    }
}

/// Whether a sum tells each of so many cells, when a reader takes them for one to four: all of them
/// are four, or (never shown, since it is a few) all are one.
fn is_told(cells: usize, sum: u32) -> bool {
    u32::try_from(cells).is_ok_and(|cells| sum == cells * (FEW - 1))
}

/// What is shown of counts of families that add up to a known total: a list with one column.
pub fn list(counts: &[u32]) -> Vec<Option<u32>> {
    let rows: Vec<Counts> = counts.iter().map(|count| Counts([*count, 0, 0])).collect();
    let mut shown: Vec<Shown> = rows
        .iter()
        .map(|row| [(!is_few(row.0[0])).then_some(row.0[0]), Some(0), Some(0)])
        .collect();
    hide_another(&rows, &mut shown, 0);
    shown.into_iter().map(|row| row[0]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_could_be_worked_out_from_the_total_is_withheld_too() {
        let (rows, total) = shown(&[Counts([30, 20, 10]), Counts([3, 0, 0]), Counts([12, 6, 0])]);
        assert_eq!(total[0], Some(45));
        assert_eq!(rows[1][0], None, "three families");
        assert_eq!(rows[2][0], None, "45 less 30 less 12 would be three");
        assert_eq!(rows[0][0], Some(30));
    }

    #[test]
    fn what_could_be_worked_out_from_its_neighbour_is_withheld_too() {
        let (rows, _) = shown(&[Counts([20, 17, 10]), Counts([40, 20, 20])]);
        assert_eq!(rows[0][0], Some(20));
        assert_eq!(rows[0][1], None, "three were not offered a place");
        assert_eq!(rows[1][1], None, "or the total would tell");
    }

    #[test]
    fn what_is_plain_is_shown() {
        let all = [Counts([30, 20, 10]), Counts([40, 20, 20]), Counts([0, 0, 0])];
        let (rows, total) = shown(&all);
        assert_eq!(rows, all.map(|row| row.0.map(Some)));
        assert_eq!(total, [Some(70), Some(40), Some(30)]);
    }

    #[test]
    fn two_cells_that_must_both_be_four_are_not_left_alone() {
        assert_eq!(list(&[4, 4, 20, 9]), [None, None, Some(20), None]);
        assert_eq!(list(&[1, 20, 9]), [None, Some(20), None]);
        assert_eq!(list(&[0, 20, 9]), [Some(0), Some(20), Some(9)]);
    }

    /// All that fit what is shown, as a reader who knows the rule would try: each column by itself.
    fn could_be(rows: &[Counts], shown: &[Shown], total: Shown, column: usize) -> Vec<Vec<u32>> {
        let most = rows.iter().map(|row| row.0[column]).max().unwrap_or(0) + 4;
        let mut found: Vec<Vec<u32>> = vec![Vec::new()];
        for row in shown {
            let values = match row[column] {
                Some(told) => told..=told,
                None => 0..=most,
            };
            found = found
                .into_iter()
                .flat_map(|known| {
                    values.clone().map(move |value| [known.clone(), vec![value]].concat())
                })
                .collect();
        }
        found.retain(|found| total[column].is_none_or(|total| found.iter().sum::<u32>() == total));
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_figure_of_a_few_is_shown_or_follows_from_those_that_are(
            rows in prop::collection::vec((0_u32..9, 0_u32..9, 0_u32..9), 1..5)
        ) {
            let rows: Vec<Counts> = rows.into_iter().map(|(a, b, c)| {
                Counts([a, b.min(a), c.min(b.min(a))])
            }).collect();
            let (shown, total) = shown(&rows);
            for line in shown.iter().chain([&total]) {
                for (n, cell) in line.iter().enumerate() {
                    prop_assert!(!cell.is_some_and(is_few));
                    for part in &line[n..] {
                        let few = cell.zip(*part).is_some_and(|(all, part)| is_few(all - part));
                        prop_assert!(!few, "{:?}", line);
                    }
                }
            }
            for column in 0..3 {
                let all = could_be(&rows, &shown, total, column);
                for (n, row) in rows.iter().enumerate() {
                    let mut values: Vec<u32> = all.iter().map(|found| found[n]).collect();
                    values.sort_unstable();
                    values.dedup();
                    let told = shown[n][column].is_some() || !is_few(row.0[column]);
                    prop_assert!(told || values.len() > 1, "{:?} of {:?}", values, rows);
                }
            }
        }
    }
}
