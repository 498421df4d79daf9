//! Why a family has more than one ticket. Pure.

use std::collections::BTreeSet;

use visits_domain::ballot::Reason;

use super::{Marks, Rules};

/// What is known of a family. What somebody inside has earned or done is not in it.
pub struct Family<'a> {
    /// It had a place within the time that the site has set.
    pub had_one: bool,
    /// It said itself what it needs to be able to come.
    pub needs_access: bool,
    /// What staff know.
    pub marks: &'a Marks,
}

/// The reasons that hold. `wings`: those whose turn the event is.
pub fn of(family: &Family<'_>, wings: &[String], rules: &Rules) -> BTreeSet<Reason> {
    let marks = family.marks;
    let is_theirs = |wing: &String| wing.to_lowercase() == marks.wing.trim().to_lowercase();
    let holds = |reason: &Reason| match reason {
        Reason::NotForLong => !family.had_one,
        Reason::WingsTurn => wings.iter().any(is_theirs),
        Reason::Distance => marks.miles.is_some_and(|miles| miles >= rules.far_miles),
        Reason::Access => marks.access || family.needs_access,
        Reason::Nominated => !marks.nominated.is_empty(),
    };
    Reason::ALL.into_iter().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_what_it_says_and_no_other() {
        let (rules, wings) = (Rules::default(), ["Rowan wing".to_owned()]);
        let nothing = Marks::default();
        let known = |had_one, needs_access, marks: &Marks| {
            let reasons = of(&Family { had_one, needs_access, marks }, &wings, &rules);
            reasons.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(known(true, false, &nothing), []);
        assert_eq!(known(false, false, &nothing), [Reason::NotForLong]);
        assert_eq!(known(true, true, &nothing), [Reason::Access]);
        let marks = |wing: &str, miles| Marks { wing: wing.to_owned(), miles, ..Marks::default() };
        assert_eq!(known(true, false, &marks(" rowan WING ", None)), [Reason::WingsTurn]);
        assert_eq!(known(true, false, &marks("Oak", Some(49))), []);
        assert_eq!(known(true, false, &marks("", Some(50))), [Reason::Distance]);
        let named = Marks { nominated: "first Christmas".to_owned(), ..Marks::default() };
        assert_eq!(known(true, false, &named), [Reason::Nominated]);
    }

    #[test]
    fn there_is_no_reason_by_behaviour() {
        let names: Vec<String> =
            Reason::ALL.iter().filter_map(|reason| serde_json::to_string(reason).ok()).collect();
        let all = ["not_for_long", "wings_turn", "distance", "access", "nominated"];
        assert_eq!(names, all.map(|name| format!("\"{name}\"")));
    }
}
