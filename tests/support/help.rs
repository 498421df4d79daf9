//! Services to test with. All of them invented.

use chrono::Weekday;
use uuid::Uuid;
use visits_domain::event::Both;
use visits_domain::help::{
    HelpNeed, Hours, Nation, Phone, Place, Point, Service, ServiceId, Stage,
};
use visits_domain::wire::{Happening, HelpAct, News};
use visits_kiosk::config::{Config, HelpPlace, Words};
use visits_kiosk::session::{HelpPress, Press};

use super::TestKiosk;
use super::days::both;

/// What the directory of the tests calls it.
pub const MONEY: &str = "Moor Money Advice";

pub fn id(n: u128) -> ServiceId {
    ServiceId(Uuid::from_u128(n))
}

fn office() -> Hours {
    let time = |text: &str| text.parse().expect("a time");
    Hours {
        days: vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri],
        opens: time("09:00:00"),
        closes: time("17:00:00"),
    }
}

pub fn service(n: u128, en: &str, cy: &str, need: HelpNeed) -> Service {
    Service {
        service: id(n),
        name: both(en, cy),
        organization: en.to_owned(),
        words: both("It helps families.", "Mae’n helpu teuluoedd."),
        eligibility: Both::default(),
        nations: vec![Nation::England, Nation::Wales],
        needs: vec![need],
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

fn phone(number: &str, en: &str, cy: &str) -> Phone {
    Phone { number: number.to_owned(), words: both(en, cy) }
}

/// Everything is known of it.
pub fn money() -> Service {
    Service {
        words: both(
            "Free help with benefits, bills and debt. They ring you back.",
            "Help am ddim gyda budd-daliadau, biliau a dyled. Maen nhw’n eich ffonio’n ôl.",
        ),
        eligibility: both("Families of people inside", "Teuluoedd pobl y tu mewn"),
        phones: vec![phone("0808 157 0111", "free to call", "am ddim")],
        web: "example.org/money".to_owned(),
        hours: vec![office()],
        costs: both("Free", "Am ddim"),
        languages: vec!["en".to_owned(), "cy".to_owned()],
        minimum_age: Some(18),
        takes_requests: true,
        places: vec![Place {
            address: "1 Example Street, Cardiff".to_owned(),
            point: Point::from_degrees(51.4816, -3.1791),
        }],
        stages: vec![Stage::FirstWeeks],
        ..service(1, MONEY, "Cyngor Arian y Rhos", HelpNeed::Money)
    }
}

/// Two lines about safety: one for everybody, one of Wales itself.
pub fn safety() -> [Service; 2] {
    let line = |n, en: &str, cy: &str, number: &str, nations: &[Nation]| Service {
        words: both("Someone to talk to, day and night.", "Rhywun i siarad â nhw, ddydd a nos."),
        phones: vec![phone(number, "", "")],
        nations: nations.to_vec(),
        women_only: n == 3,
        ..service(n, en, cy, HelpNeed::Safety)
    };
    [
        line(3, "All Islands Line", "Llinell yr Ynysoedd", "0808 157 0133", Nation::ALL),
        line(4, "Safe Harbour", "Hafan Ddiogel", "0808 157 0144", &[Nation::Wales]),
    ]
}

/// All of them: of money more than a page holds.
pub fn directory() -> Vec<Service> {
    let more = (10..16).map(|n| Service {
        phones: vec![phone(&format!("01632 9601{n}"), "", "")],
        web: format!("example.org/debt-line-{n}"),
        checked: "2026-01-05".parse().expect("a day"),
        sample: n == 15,
        ..service(n, &format!("Debt Line {n}"), &format!("Llinell Ddyled {n}"), HelpNeed::Money)
    });
    let school = Service {
        words: both(
            "Somebody for your child to talk to, at home or at school.",
            "Rhywun i’ch plentyn siarad â nhw, gartref neu yn yr ysgol.",
        ),
        minimum_age: Some(4),
        maximum_age: Some(16),
        women_only: false,
        ..service(2, "Little Steps", "Camau Bach", HelpNeed::School)
    };
    let scotland = Service {
        nations: vec![Nation::Scotland],
        ..service(5, "Northern Money", "Arian y Gogledd", HelpNeed::Money)
    };
    [money(), school, scotland].into_iter().chain(safety()).chain(more).collect()
}

/// A site in Wales to which families come from two towns.
pub fn in_wales(config: &mut Config) {
    let place = |en: &str, cy: &str, latitude, longitude| HelpPlace {
        name: Words { en: en.to_owned(), cy: cy.to_owned() },
        latitude,
        longitude,
    };
    config.help.nation = Nation::Wales;
    config.help.place = vec![
        place("Cardiff", "Caerdydd", 51.48, -3.18),
        place("Swansea", "Abertawe", 51.62, -3.94),
    ];
}

impl TestKiosk {
    /// These services are published.
    pub fn knows(&self, services: impl IntoIterator<Item = Service>) {
        self.apply(services.into_iter().map(|service| News::Service(Box::new(service))));
    }

    pub fn at_help(&self, presses: &[HelpPress]) {
        for press in presses {
            self.pass(std::time::Duration::from_millis(600));
            self.hear(visits_kiosk::worker::Heard::Session(visits_kiosk::session::Event::Pressed(
                Press::Help(*press),
            )));
        }
    }

    /// What happened here that is of help.
    pub fn help_acts(&self) -> Vec<HelpAct> {
        let records = self.running.crew().call(|worker| worker.store.batch(100));
        let records = records.expect("a worker").expect("records");
        let happened = records.iter().map(|r| serde_json::from_str(r.body.get()).expect("one"));
        happened
            .filter_map(|happening| match happening {
                Happening::Help(act) => Some(act),
                _ => None,
            })
            .collect()
    }
}
