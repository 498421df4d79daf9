//! What families looked for and did not find: counts of searches, of which few are withheld. Pure.
//!
//! What was looked for in vain is named however seldom it was; how often is not said below five,
//! and as many other counts of the same need are withheld as it takes that nobody works it out
//! from what is left and the sum.

use std::collections::BTreeMap;

use visits_domain::help::{HelpNeed, Nation, Stage};

use crate::fairness::table::FEW;

/// How often something was looked for, all days and kiosks together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// None: by a word.
    pub need: Option<HelpNeed>,
    /// None: they did not say.
    pub stage: Option<Stage>,
    /// Where they live.
    pub nation: Nation,
    /// ISO 639-1.
    pub language: String,
    /// Whether anything was found.
    pub found: bool,
    /// How often.
    pub times: u32,
}

/// A gap: looked for so, and nothing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// None: they did not say.
    pub stage: Option<Stage>,
    /// Where they live.
    pub nation: Nation,
    /// ISO 639-1.
    pub language: String,
    /// How often; none: withheld.
    pub times: Option<u32>,
}

/// One need, or all searches by a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// None: by a word.
    pub need: Option<HelpNeed>,
    /// In vain; none: withheld.
    pub in_vain: Option<u32>,
    /// With something found; none: withheld.
    pub found: Option<u32>,
    /// Each way in which it was asked for in vain.
    pub gaps: Vec<Gap>,
}

/// The report: what was asked for in vain, then what was always found. Needs in their own order,
/// words last: an order by counts would tell what is withheld.
pub fn report(sums: &[Sum]) -> Vec<Asked> {
    let needs = HelpNeed::ALL.iter().copied().map(Some).chain([None]);
    let asked: Vec<Asked> = needs.filter_map(|need| of_need(need, sums)).collect();
    let (in_vain, found): (Vec<_>, Vec<_>) =
        asked.into_iter().partition(|one| !one.gaps.is_empty());
    in_vain.into_iter().chain(found).collect()
}

fn of_need(need: Option<HelpNeed>, sums: &[Sum]) -> Option<Asked> {
    let theirs = || sums.iter().filter(|sum| sum.need == need && sum.times > 0);
    theirs().next()?;
    let found = theirs().filter(|sum| sum.found).map(|sum| sum.times).sum();
    let mut ways: BTreeMap<(Option<Stage>, &str, &str), (Nation, u32)> = BTreeMap::new();
    for sum in theirs().filter(|sum| !sum.found) {
        let way = (sum.stage, sum.nation.as_str(), sum.language.as_str());
        ways.entry(way).or_insert((sum.nation, 0)).1 += sum.times;
    }
    let counts: Vec<u32> = ways.values().map(|(_, times)| *times).collect();
    let (shown, in_vain) = shown(&counts);
    let gaps = ways.into_iter().zip(shown).map(|(((stage, _, language), (nation, _)), times)| {
        Gap { stage, nation, language: language.to_owned(), times }
    });
    Some(Asked { need, in_vain, found: alone(found), gaps: gaps.collect() })
}

fn is_few(count: u32) -> bool {
    (1..FEW).contains(&count)
}

fn alone(count: u32) -> Option<u32> {
    (!is_few(count)).then_some(count)
}

/// What is shown of counts above 0 and of their sum.
fn shown(counts: &[u32]) -> (Vec<Option<u32>>, Option<u32>) {
    let total = counts.iter().sum();
    let mut shown: Vec<Option<u32>> = counts.iter().map(|count| alone(*count)).collect();
    if is_few(total) {
        return (shown, None);
    }
    loop {
        let hidden: Vec<u32> = counts
            .iter()
            .zip(&shown)
            .filter(|(_, s)| s.is_none())
            .map(|(count, _)| *count)
            .collect();
        // All at their least, or all at their most: the sum would tell each of them.
        let (sum, length) = (hidden.iter().sum::<u32>(), hidden.len());
        let all_few = hidden.iter().all(|count| is_few(*count));
        let told = all_few && u32::try_from(length).is_ok_and(|n| sum == n || sum == n * (FEW - 1));
        if hidden.is_empty() || (length > 1 && sum >= FEW && !told) {
            return (shown, Some(total));
        }
        let smallest = (0..counts.len()).filter(|n| shown[*n].is_some()).min_by_key(|n| counts[*n]);
        match smallest {
            Some(n) => shown[n] = None,
            // Nothing is left to hide behind.
            None => return (shown, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(need: HelpNeed, language: &str, found: bool, times: u32) -> Sum {
        let language = language.to_owned();
        Sum { need: Some(need), stage: None, nation: Nation::Wales, language, found, times }
    }

    #[test]
    fn what_was_asked_for_in_vain_is_named_however_seldom_it_was() {
        let sums = [
            sum(HelpNeed::Money, "cy", false, 1),
            sum(HelpNeed::Money, "en", true, 40),
            sum(HelpNeed::Travel, "en", true, 9),
            sum(HelpNeed::Baby, "en", false, 7),
            Sum { need: None, ..sum(HelpNeed::Baby, "en", false, 6) },
        ];
        let report = report(&sums);
        let in_vain: Vec<_> =
            report.iter().filter(|one| !one.gaps.is_empty()).map(|one| one.need).collect();
        assert_eq!(in_vain, [Some(HelpNeed::Baby), Some(HelpNeed::Money), None]);
        let money = report.iter().find(|one| one.need == Some(HelpNeed::Money)).expect("money");
        assert_eq!((money.in_vain, money.found, money.gaps[0].times), (None, Some(40), None));
        let last = report.last().expect("what was found");
        assert_eq!(
            (last.need, last.in_vain, last.found),
            (Some(HelpNeed::Travel), Some(0), Some(9))
        );
    }

    #[test]
    fn nobody_works_out_a_few_from_the_rest() {
        for (counts, expected, total) in [
            (vec![9, 6], vec![Some(9), Some(6)], Some(15)),
            (vec![9, 6, 2], vec![Some(9), None, None], Some(17)),
            (vec![9, 2], vec![None, None], Some(11)),
            (vec![2], vec![None], None),
            (vec![1, 1, 20], vec![None, None, None], Some(22)),
            (vec![4, 4, 20], vec![None, None, None], Some(28)),
            (vec![2, 3, 20], vec![None, None, Some(20)], Some(25)),
            (vec![], vec![], Some(0)),
        ] {
            assert_eq!(shown(&counts), (expected, total), "{counts:?}");
        }
    }

    #[test]
    fn whatever_is_shown_leaves_more_than_one_possibility_for_what_is_not() {
        for a in 1..9_u32 {
            for b in 1..9 {
                for c in 1..9 {
                    let counts = [a, b, c];
                    let (shown, total) = shown(&counts);
                    let Some(total) = total else { continue };
                    let fits = |x: [u32; 3]| {
                        x.iter().sum::<u32>() == total
                            && x.iter().zip(&shown).all(|(x, s)| s.is_none_or(|s| s == *x))
                    };
                    let mut fitting: Vec<[u32; 3]> = Vec::new();
                    for x in 1..total {
                        fitting.extend((1..total - x).map(|y| [x, y, total - x - y]));
                    }
                    fitting.retain(|x| fits(*x));
                    for place in (0..3).filter(|n| is_few(counts[*n])) {
                        let one = fitting[0][place];
                        let is_told = fitting.iter().all(|x| x[place] == one);
                        assert!(shown[place].is_none() && !is_told, "{counts:?} {shown:?}");
                    }
                }
            }
        }
    }
}
