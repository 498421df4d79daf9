//! Which services a family sees, and in which order. Pure.

use std::cmp::Reverse;

use chrono::{NaiveDateTime, TimeDelta};

use super::{HelpNeed, Nation, Point, Service, Stage, is_open};

/// A service is checked again after so long; one that was not comes after those that were.
pub const CHECKED_FOR: TimeDelta = TimeDelta::days(90);

/// What a family looks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Seek {
    /// Where they live; the site's nation until they say otherwise.
    pub nation: Nation,
    /// What they tapped; none: they search by a word.
    pub need: Option<HelpNeed>,
    /// Where they are on their way; none: they did not say.
    pub stage: Option<Stage>,
    /// From where a distance counts.
    pub from: Option<Point>,
    /// The moment. Local.
    pub local: NaiveDateTime,
    /// What else they said.
    pub filters: Filters,
}

/// What narrows a list down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// For somebody of this age. Years.
    pub age: Option<u8>,
    /// In this language, ISO 639-1.
    pub language: Option<String>,
    /// Open at this moment, as far as anybody knows.
    pub open_now: bool,
    /// For women alone.
    pub women_only: bool,
}

/// Whether a family that looks for this sees this service.
pub fn matches(service: &Service, seek: &Seek) -> bool {
    let filters = &seek.filters;
    let speaks = |language: &String| {
        service.languages.contains(language) || (service.languages.is_empty() && language == "en")
    };
    service.nations.contains(&seek.nation)
        && seek.need.is_none_or(|need| service.needs.is_empty() || service.needs.contains(&need))
        && filters.age.is_none_or(|age| service.helps_at(age))
        && filters.language.as_ref().is_none_or(speaks)
        && (!filters.open_now || is_open(&service.hours, seek.local) == Some(true))
        && (!filters.women_only || service.women_only)
}

/// Those that match, the one to try first at the head: checked in time, for exactly this need, for
/// this stage, near, open now, then by name.
pub fn in_order<'a>(
    services: impl IntoIterator<Item = &'a Service>,
    seek: &Seek,
) -> Vec<&'a Service> {
    let mut found: Vec<&Service> =
        services.into_iter().filter(|service| matches(service, seek)).collect();
    found.sort_by_cached_key(|service| place_of(service, seek));
    found
}

/// Whether what was looked for is there: something for exactly this need, or anything where none was
/// tapped. A line that is there for any need does not hide that nobody helps with this one.
pub fn is_met(found: &[&Service], seek: &Seek) -> bool {
    found.iter().any(|service| seek.need.is_none_or(|need| service.needs.contains(&need)))
}

/// Smaller comes first.
fn place_of(service: &Service, seek: &Seek) -> impl Ord + use<> {
    let today = seek.local.date();
    let in_time = today.signed_duration_since(service.checked) <= CHECKED_FOR;
    let exact = seek.need.is_some_and(|need| service.needs.contains(&need));
    let stage = seek.stage.map_or(1, |stage| match service.stages.as_slice() {
        stages if stages.contains(&stage) => 0,
        [] => 1,
        _ => 2,
    });
    // Whole kilometres: of two in the same town the one that is open comes first. What has no
    // place is as near as can be; what has one nobody knows where comes last.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 20,100")]
    let far = match seek.from {
        Some(here) if !service.places.is_empty() => {
            service.kilometres_from(here).map_or(u32::MAX, |far| far as u32)
        }
        _ => 0,
    };
    let open = is_open(&service.hours, seek.local) == Some(true);
    (
        Reverse(in_time),
        Reverse(exact),
        stage,
        far,
        Reverse(open),
        service.name.en.to_lowercase(),
        service.service,
    )
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use uuid::Uuid;

    use super::*;
    use crate::event::Both;
    use crate::help::{Hours, Place, ServiceId};

    fn service(name: &str) -> Service {
        let both = |text: &str| Both { en: text.to_owned(), cy: text.to_owned() };
        Service {
            service: ServiceId(Uuid::nil()),
            name: both(name),
            organization: name.to_owned(),
            words: both("It helps."),
            eligibility: Both::default(),
            nations: vec![Nation::England, Nation::Wales],
            needs: vec![HelpNeed::Money],
            stages: vec![],
            phones: vec![],
            email: String::new(),
            web: String::new(),
            hours: vec![],
            hours_words: Both::default(),
            costs: Both::default(),
            languages: vec![],
            minimum_age: None,
            maximum_age: None,
            women_only: false,
            places: vec![],
            takes_requests: false,
            checked: "2026-05-20".parse().expect("a day"),
            sample: false,
        }
    }

    fn seek() -> Seek {
        Seek {
            nation: Nation::Wales,
            need: Some(HelpNeed::Money),
            stage: Some(Stage::Home),
            from: Point::from_degrees(51.48, -3.18),
            local: "2026-06-01T12:00:00".parse().expect("a time"),
            filters: Filters::default(),
        }
    }

    fn names(services: &[Service], seek: &Seek) -> Vec<String> {
        in_order(services, seek).into_iter().map(|service| service.name.en.clone()).collect()
    }

    #[test]
    fn each_thing_that_counts_comes_before_the_next() {
        let at = |latitude, longitude| Place {
            address: String::new(),
            point: Point::from_degrees(latitude, longitude),
        };
        let all_day = Hours {
            days: vec![Weekday::Mon],
            opens: "09:00:00".parse().expect("a time"),
            closes: "17:00:00".parse().expect("a time"),
        };
        let for_home = |name: &str| Service { stages: vec![Stage::Home], ..service(name) };
        let services = [
            Service { checked: "2026-01-01".parse().expect("a day"), ..for_home("7 long ago") },
            Service { needs: vec![], ..for_home("6 for anything") },
            Service { stages: vec![Stage::Court], ..service("5 another stage") },
            service("4 any stage"),
            Service {
                places: vec![Place { address: "Somewhere".to_owned(), point: None }],
                ..for_home("3b nobody knows where")
            },
            Service { places: vec![at(53.4, -2.2)], ..for_home("3a far away") },
            Service { places: vec![at(51.481, -3.181)], ..for_home("2 near, closed") },
            Service {
                places: vec![at(51.482, -3.182)],
                hours: vec![all_day],
                ..for_home("1 near, open")
            },
            Service { nations: vec![Nation::Scotland], ..for_home("not here") },
            Service { needs: vec![HelpNeed::Baby], ..for_home("not this") },
        ];
        let found = names(&services, &seek());
        let order: Vec<&str> =
            found.iter().filter_map(|name| name.split_whitespace().next()).collect();
        assert_eq!(order, ["1", "2", "3a", "3b", "4", "5", "6", "7"], "{found:?}");
    }

    #[test]
    fn a_line_for_any_need_hides_no_gap() {
        let any = [Service { needs: vec![], ..service("for anything") }];
        assert!(!is_met(&in_order(&any, &seek()), &seek()));
        assert!(is_met(&in_order(&any, &seek()), &Seek { need: None, ..seek() }));
        assert!(is_met(&in_order(&[service("for money")], &seek()), &seek()));
        assert!(!is_met(&[], &Seek { need: None, ..seek() }));
    }

    #[test]
    fn a_filter_leaves_what_fits_and_nothing_else() {
        let hours = Hours {
            days: vec![Weekday::Mon],
            opens: "09:00:00".parse().expect("a time"),
            closes: "13:00:00".parse().expect("a time"),
        };
        let services = [
            Service { minimum_age: Some(5), maximum_age: Some(19), ..service("young") },
            Service { languages: vec!["cy".to_owned()], ..service("Welsh") },
            Service { hours: vec![hours], ..service("open") },
            Service { women_only: true, ..service("women") },
        ];
        let with = |filters| names(&services, &Seek { filters, ..seek() });
        let none = Filters::default();
        assert_eq!(with(Filters { age: Some(40), ..none.clone() }), ["open", "Welsh", "women"]);
        assert_eq!(with(Filters { language: Some("cy".to_owned()), ..none.clone() }), ["Welsh"]);
        assert_eq!(with(Filters { open_now: true, ..none.clone() }), ["open"]);
        assert_eq!(with(Filters { women_only: true, ..none }), ["women"]);
    }
}
