//! Every state behind the PIN: staff, volunteers, and the way in.

use std::time::Duration;

use uuid::Uuid;
use visits_domain::arrival::Language;
use visits_domain::wire::{KeyholderCode, Mode, VolunteerAct, Waiting, WaitingFamily};
use visits_kiosk::session::volunteer::Guide;
use visits_kiosk::session::{Event, HelpAnswer, Press, StaffPress, SyncAnswer, VolunteerPress};
use visits_kiosk::worker::Heard;

use crate::states::{State, state, then};
use crate::support::{TestKiosk, keyholder, today, waiting, waits};

/// Somebody for each mode.
pub fn people(kiosk: &TestKiosk) {
    kiosk.apply([keyholder("12", Mode::Staff, "4829"), keyholder("34", Mode::Volunteer, "7351")]);
}

impl TestKiosk {
    fn types_a_pin(&self, code: &str, pin: &str) {
        self.chooses(Press::Easier);
        self.chooses(Press::Keyholder);
        self.type_keys(code);
        self.chooses(Press::Next);
        self.type_keys(pin);
    }

    fn opens(&self, code: &str, pin: &str) {
        self.types_a_pin(code, pin);
        self.chooses(Press::Next);
        assert!(self.running.kiosk().view().session.unlocked.is_some(), "it opens");
    }

    fn is_staff(&self) {
        self.opens("12", "4829");
    }

    fn is_volunteer(&self) {
        self.apply([waiting(families())]);
        self.opens("34", "7351");
    }

    fn staff(&self, press: StaffPress) {
        self.chooses(Press::Staff(press));
    }

    fn volunteer(&self, press: VolunteerPress) {
        self.chooses(Press::Volunteer(press));
    }

    fn acts(&self, act: VolunteerAct, answer: HelpAnswer) {
        self.volunteer(VolunteerPress::Act(act));
        let job = self.helps.borrow().last().expect("an act").0;
        self.hear(Heard::Session(Event::Helped(job, answer)));
    }

    fn syncs(&self, answer: SyncAnswer) {
        self.staff(StaffPress::Sync);
        let job = *self.syncs.borrow().last().expect("a try");
        self.hear(Heard::Session(Event::Synced(job, answer)));
    }

    /// Families arrive, and the server hears nothing of it.
    fn keeps_arrivals(&self, count: u16) {
        use visits_domain::arrival::{Arrival, ArrivalNumber, Party, Route};
        use visits_domain::visit::VisitHandle;
        use visits_kiosk::store::Stamp;
        self.loses_the_line();
        self.works(move |worker| {
            let letter = worker.store.identity().expect("read").expect("enrolled").letter;
            for n in 0..count {
                let visit = VisitHandle(Uuid::from_u128(900 + u128::from(n)));
                let at = "2026-06-02T12:05:00Z".parse().expect("a time");
                let id = Uuid::from_u128(900 + u128::from(n));
                let stamp = Stamp { id, epoch: Uuid::from_u128(1), at };
                let arrival = move |number: ArrivalNumber| Arrival {
                    number,
                    visit,
                    date: today(),
                    at,
                    party: Party { adults: 3, children: 4 },
                    first_visit: false,
                    needs: Vec::new(),
                    language: Language::En,
                    route: Route::Name,
                };
                worker.store.check_in(letter, stamp, arrival, visit, today()).expect("saved");
            }
            worker.publish();
        });
    }
}

fn families() -> Vec<WaitingFamily> {
    let claimed = |by: &str, family: WaitingFamily| WaitingFamily {
        claimed_by: Some(KeyholderCode(by.to_owned())),
        ..family
    };
    vec![
        waits(1, Some("A112"), Some("By the window")),
        waits(2, None, Some("Somewhere else")),
        claimed("34", waits(3, Some("B107"), Some("Play corner"))),
        claimed("56", waits(4, Some("A9"), None)),
        waits(5, None, None),
        waits(6, Some("A14"), None),
        waits(7, Some("A15"), None),
    ]
}

fn told(families: Vec<WaitingFamily>) -> HelpAnswer {
    HelpAnswer::Told(Waiting { date: today(), families })
}

fn family(id: u128) -> VolunteerPress {
    VolunteerPress::Family(Uuid::from_u128(id))
}

/// What stands behind the PIN.
pub const ALL: &[State] = &[
    state("pin", |k| {
        k.chooses(Press::Easier);
        k.chooses(Press::Keyholder);
    }),
    then("pin-missing", |k| k.chooses(Press::Next)),
    state("pin-typed", |k| k.types_a_pin("123456", "123456789012")),
    State {
        again: |k| k.pass(Duration::from_millis(10)),
        ..state("pin-not-opened", |k| {
            k.types_a_pin("99", "1234");
            k.chooses(Press::Next);
        })
    },
    state("staff", TestKiosk::is_staff),
    then("staff-syncs", |k| k.staff(StaffPress::Sync)),
    then("staff-in-step", |k| k.syncs(SyncAnswer::Answered(0))),
    then("staff-some-left", |k| k.syncs(SyncAnswer::Answered(120))),
    then("staff-not-reached", |k| k.syncs(SyncAnswer::NotReached)),
    then("staff-no-arrivals", |k| k.staff(StaffPress::Arrivals)),
    state("staff-health", |k| {
        k.is_staff();
        k.staff(StaffPress::Health);
    }),
    state("staff-tests", |k| {
        k.is_staff();
        k.staff(StaffPress::Tests);
        k.hear(Heard::Session(Event::Scanned("x".repeat(120))));
    }),
    then("staff-tests-no-sound", |k| k.staff(StaffPress::Sound)),
    state("staff-arrivals", |k| {
        k.keeps_arrivals(14);
        k.is_staff();
        k.staff(StaffPress::Arrivals);
    }),
    state("staff-health-offline", |k| {
        k.keeps_arrivals(0);
        k.is_staff();
        k.staff(StaffPress::Health);
    }),
    state("waiting-nobody", |k| k.opens("34", "7351")),
    state("waiting", TestKiosk::is_volunteer),
    then("waiting-offline", |k| {
        let since = k.clock.now().utc;
        k.works(move |w| w.set_link(visits_kiosk::public::Link::OfflineSince(since)));
    }),
    state("family", |k| {
        k.is_volunteer();
        k.volunteer(family(1));
    }),
    then("family-sending", |k| k.volunteer(VolunteerPress::Act(VolunteerAct::Claim))),
    then("family-not-sent", |k| {
        let job = k.helps.borrow().last().expect("an act").0;
        k.hear(Heard::Session(Event::Helped(job, HelpAnswer::NotSent)));
    }),
    then("family-cannot-tell", |k| k.acts(VolunteerAct::Claim, HelpAnswer::CannotTell)),
    then("family-somebody-else", |k| {
        let mut families = families();
        families[0].claimed_by = Some(KeyholderCode("56".to_owned()));
        k.acts(VolunteerAct::Claim, told(families));
    }),
    state("family-yours", |k| {
        k.is_volunteer();
        k.volunteer(family(3));
        k.volunteer(VolunteerPress::Tick(1));
    }),
    then("family-yours-not-sent", |k| k.acts(VolunteerAct::Done, HelpAnswer::NotSent)),
    state("family-another", |k| {
        k.is_volunteer();
        k.volunteer(family(4));
    }),
    state("family-gone", |k| {
        k.is_volunteer();
        k.volunteer(family(99));
    }),
    state("guides", |k| {
        k.is_volunteer();
        k.volunteer(VolunteerPress::Guides);
    }),
    then("guide-child", |k| k.volunteer(VolunteerPress::Guide(Guide::ChildTells))),
    then("guide-crying", |k| k.volunteer(VolunteerPress::Guide(Guide::Crying))),
    then("guide-angry", |k| k.volunteer(VolunteerPress::Guide(Guide::Angry))),
    state("easier-behind-the-pin", |k| {
        k.is_volunteer();
        k.chooses(Press::Easier);
    }),
    State {
        again: |k| k.pass(Duration::from_secs(21)),
        ..state("still-there-behind-the-pin", TestKiosk::is_staff)
    },
    state("staff-out-of-service", |k| {
        k.is_staff();
        k.staff(StaffPress::Rest(true));
    }),
    then("rests", |k| {
        let language = k.language();
        k.chooses(Press::Finish);
        k.chooses(Press::Language(language));
    }),
];
