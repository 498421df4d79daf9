//! Every state of the screens on which help is found, and the way there.

use visits_domain::help::{HelpNeed, Service, Stage};
use visits_domain::wire::News;
use visits_kiosk::config::Config;
use visits_kiosk::session::{ContactPress, HelpPress, Press};

use super::states::{State, state, then};
use crate::support::TestKiosk;
use crate::support::days::both;
use crate::support::help::{directory, id, in_wales, money};
use crate::support::paper::with_printer;

/// In Wales, with a printer.
pub fn site(config: &mut Config) {
    in_wales(config);
    with_printer(config);
}

/// Names as long as they come, and more to say than a page holds.
fn long() -> Service {
    Service {
        service: id(30),
        name: both(
            "Advice, Support and Friendship for Families in the North",
            "Cyngor, Cefnogaeth a Chyfeillgarwch i Deuluoedd y Gogledd",
        ),
        organization: "Northwick and Southwick".to_owned(),
        words: both(
            "A place for the whole family to come to when somebody close to them is inside, with \
             tea, toys, people who know how it is, and time. Nobody asks why.",
            "Lle i’r teulu cyfan ddod iddo pan fydd rhywun agos y tu mewn, gyda the, teganau, \
             pobl sy’n gwybod sut mae hi, ac amser. Does neb yn gofyn pam.",
        ),
        needs: vec![HelpNeed::Caring],
        women_only: true,
        minimum_age: Some(5),
        maximum_age: Some(25),
        sample: true,
        hours_words: both(
            "First Monday of the month, and when you ring before you come",
            "Dydd Llun cyntaf y mis, a phan fyddwch yn ffonio cyn dod",
        ),
        ..money()
    }
}

impl TestKiosk {
    fn opens_help(&self) {
        self.knows(directory().into_iter().chain([long()]));
        self.at_help(&[HelpPress::Open]);
    }

    fn lists(&self, need: HelpNeed) {
        self.opens_help();
        self.at_help(&[HelpPress::Need(need), HelpPress::Stage(None)]);
    }

    fn sees_service(&self, need: HelpNeed, n: u128) {
        self.lists(need);
        self.at_help(&[HelpPress::Service(id(n))]);
    }
}

/// At a site in Wales with a directory.
pub const ALL: &[State] = &[
    state("help", TestKiosk::opens_help),
    then("help-stage", |k| k.at_help(&[HelpPress::Need(HelpNeed::Money)])),
    then("help-list", |k| k.at_help(&[HelpPress::Stage(Some(Stage::FirstWeeks))])),
    then("help-filters", |k| k.at_help(&[HelpPress::Filters])),
    then("help-choose-nation", |k| k.at_help(&[HelpPress::Narrow(0)])),
    then("help-choose-place", |k| k.at_help(&[HelpPress::Choose(1), HelpPress::Narrow(1)])),
    then("help-choose-age", |k| k.at_help(&[HelpPress::Choose(1), HelpPress::Narrow(2)])),
    then("help-choose-language", |k| k.at_help(&[HelpPress::Choose(1), HelpPress::Narrow(3)])),
    then("help-filters-some", |k| {
        k.at_help(&[HelpPress::Choose(1), HelpPress::Narrow(4), HelpPress::Narrow(5)]);
    }),
    then("help-list-narrowed-to-nothing", |k| k.at_help(&[HelpPress::Show])),
    state("help-list-none", |k| k.lists(HelpNeed::DrinkDrugs)),
    state("help-service", |k| k.sees_service(HelpNeed::Money, 1)),
    then("help-wrong", |k| k.at_help(&[HelpPress::Wrong])),
    then("help-thanks", |k| k.at_help(&[HelpPress::Mistake(visits_domain::wire::Mistake::ALL[0])])),
    then("help-take", |k| k.at_help(&[HelpPress::Take])),
    then("help-take-contact", |k| k.at_help(&[HelpPress::AsContact(true)])),
    state("help-list-long", |k| k.lists(HelpNeed::Caring)),
    then("help-service-long", |k| k.at_help(&[HelpPress::Service(id(30))])),
    then("help-take-long", |k| k.at_help(&[HelpPress::Take])),
    state("help-safety-stage", |k| {
        k.opens_help();
        k.at_help(&[HelpPress::Need(HelpNeed::Safety)]);
    }),
    then("help-safety-list", |k| k.at_help(&[HelpPress::Stage(None)])),
    then("help-safety-filters", |k| k.at_help(&[HelpPress::Filters])),
    state("help-safety", |k| k.sees_service(HelpNeed::Safety, 4)),
    then("help-safety-take", |k| k.at_help(&[HelpPress::Take])),
    then("help-safety-anyway", |k| k.at_help(&[HelpPress::Anyway])),
    state("help-search", |k| {
        k.opens_help();
        k.at_help(&[HelpPress::Search]);
    }),
    then("help-search-empty", |k| k.chooses(visits_kiosk::session::Press::Next)),
    then("help-search-found", |k| k.type_keys("harbuor")),
    then("help-search-full", |k| k.type_keys(&"w".repeat(45))),
    then("help-search-none", |k| k.chooses(visits_kiosk::session::Press::Next)),
    state("help-search-two", |k| {
        k.opens_help();
        k.at_help(&[HelpPress::Search]);
        k.type_keys("mo");
    }),
    state("help-taken-along", |k| {
        k.sees_service(HelpNeed::Money, 1);
        k.at_help(&[HelpPress::Take]);
        k.chooses(visits_kiosk::session::Press::Back);
        k.chooses(visits_kiosk::session::Press::Back);
    }),
    state("help-service-gone", |k| {
        k.sees_service(HelpNeed::School, 2);
        k.apply([News::ServiceGone { service: id(2) }]);
    }),
    state("help-contact-consent", |k| {
        k.sees_service(HelpNeed::Money, 1);
        k.chooses(Press::Contact(ContactPress::About(id(1))));
    }),
    state("help-slip", |k| {
        k.sees_service(HelpNeed::Money, 1);
        k.at_help(&[HelpPress::Take]);
        k.chooses(Press::Print);
    }),
];
