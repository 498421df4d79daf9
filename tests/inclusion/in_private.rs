//! Every state of the screens of a private talk, of asking to be contacted, and of the guides, and
//! the way there.

use visits_domain::wire::News;
use visits_kiosk::config::{Config, TalkLine};
use visits_kiosk::guides::{Letter, Topic};
use visits_kiosk::session::{ContactPress, Event, Press, Reading, TalkAnswer, TalkPress};
use visits_kiosk::worker::Heard;

use super::states::{State, state, then};
use crate::support::TestKiosk;
use crate::support::paper::with_printer;

/// With numbers to ring, and a printer.
pub fn site(config: &mut Config) {
    with_printer(config);
    let line = |en: &str, cy: &str, number: &str| TalkLine {
        en: en.to_owned(),
        cy: cy.to_owned(),
        number: number.to_owned(),
    };
    config.talk.line = vec![
        line("Safer custody at Moorvale", "Dalfa fwy diogel ym Moorvale", "01632 960 010"),
        line("A help line for families", "Llinell gymorth i deuluoedd", "01632 960 011"),
        line(
            "For anybody who finds it hard, day and night, free",
            "I bawb sy’n ei chael hi’n anodd, ddydd a nos",
            "01632 960 012",
        ),
    ];
}

impl TestKiosk {
    fn talks_so(&self, presses: &[TalkPress]) {
        for press in presses {
            self.chooses(Press::Talk(*press));
        }
    }

    /// Up to *Is it urgent?*, about a child.
    fn says_what_about(&self) {
        self.talks_so(&[TalkPress::Open, TalkPress::GoOn, TalkPress::Choose(1)]);
    }

    fn is_told(&self, answer: TalkAnswer) {
        let number = self.talks.borrow().last().expect("a talk").0;
        self.hear(Heard::Session(Event::Talked(number, answer)));
    }

    fn types_and_goes_on(&self, keys: &str) {
        self.type_keys(keys);
        self.chooses(Press::Next);
    }

    fn contacts(&self, presses: &[ContactPress]) {
        for press in presses {
            self.chooses(Press::Contact(*press));
        }
    }

    fn reads_topic(&self, topic: Topic) {
        for reading in [Reading::Guide, Reading::Guides, Reading::Topic(topic)] {
            self.chooses(Press::Read(reading));
        }
    }
}

/// Names alone: they are the same in every language.
const WORDS: &str = "Rhys Quillfeather Zsofia Quillfeather Rhys Quillfeather Zsofia Quillfeather";

pub const ALL: &[State] = &[
    state("talk-first", |k| k.talks_so(&[TalkPress::Open])),
    then("talk-about", |k| k.talks_so(&[TalkPress::GoOn])),
    then("talk-urgent", |k| k.talks_so(&[TalkPress::Choose(0)])),
    then("talk-seat", |k| k.talks_so(&[TalkPress::Urgent])),
    then("talk-call", |k| k.talks_so(&[TalkPress::Choose(1)])),
    then("talk-number", |k| k.talks_so(&[TalkPress::Choose(0)])),
    then("talk-number-odd", |k| k.types_and_goes_on("12A")),
    then("talk-sending", |k| {
        (0..3).for_each(|_| k.chooses(Press::Delete));
        k.types_and_goes_on("A12");
    }),
    then("talk-not-sent", |k| k.is_told(TalkAnswer::NotSent)),
    then("talk-cannot-tell", |k| k.is_told(TalkAnswer::CannotTell)),
    then("talk-staff-have-it", |k| k.is_told(TalkAnswer::StaffHaveIt)),
    then("talk-seen", |k| {
        let talk = k.talks.borrow().last().expect("a talk").1.talk;
        k.apply([News::TalkTaken { talk }]);
    }),
    then("talk-numbers", |k| k.talks_so(&[TalkPress::Numbers])),
    then("slip", |k| k.chooses(Press::Print)),
    then("slip-not-printed", |k| {
        let slip = k.running.kiosk().view().session.slip.expect("a slip");
        k.hear(Heard::Session(Event::Printed(slip.0, false)));
    }),
    state("talk-words", |k| {
        k.says_what_about();
        k.talks_so(&[TalkPress::CanWait]);
    }),
    then("talk-words-typed", |k| k.type_keys(WORDS)),
    then("talk-words-full", |k| k.type_keys("wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww")),
    then("talk-name", |k| k.chooses(Press::Next)),
    then("talk-phone", |k| k.types_and_goes_on("Zsofia Quillfeather")),
    then("talk-phone-elsewhere", |k| k.types_and_goes_on("+353861234567")),
    then("talk-ring", |k| k.chooses(Press::Next)),
    then("talk-message", |k| k.contacts(&[ContactPress::Choose(2)])),
    then("talk-check", |k| k.contacts(&[ContactPress::Choose(1)])),
    then("talk-taken", |k| k.contacts(&[ContactPress::Save])),
    then("talk-taken-offline", TestKiosk::loses_the_line),
    state("talk-check-empty", |k| {
        k.says_what_about();
        k.talks_so(&[TalkPress::CanWait]);
        (0..3).for_each(|_| k.chooses(Press::Next));
    }),
    then("talk-taken-no-call", |k| k.contacts(&[ContactPress::Save])),
    state("guides", |k| {
        k.chooses(Press::Read(Reading::Guide));
        k.chooses(Press::Read(Reading::Guides));
    }),
    state("topic-telling", |k| k.reads_topic(Topic::TellingChildren)),
    state("topic-losing", |k| k.reads_topic(Topic::LosingChildren)),
    state("topic-before", |k| k.reads_topic(Topic::BeforeVisit)),
    state("topic-calls", |k| k.reads_topic(Topic::Calls)),
    state("topic-school", |k| k.reads_topic(Topic::School)),
    then("letter-school", |k| k.chooses(Press::Read(Reading::Letter(Letter::School)))),
    state("topic-debts", |k| k.reads_topic(Topic::Debts)),
    then("letter-debt", |k| k.chooses(Press::Read(Reading::Letter(Letter::Creditor)))),
    state("topic-benefits", |k| k.reads_topic(Topic::Benefits)),
    then("letter-benefits", |k| k.chooses(Press::Read(Reading::Letter(Letter::Benefits)))),
    state("topic-home", |k| k.reads_topic(Topic::ComingHome)),
    state("topic-carers", |k| k.reads_topic(Topic::Carers)),
    then("contact-consent", |k| k.contacts(&[ContactPress::FamilyWorker])),
    then("contact-name", |k| k.contacts(&[ContactPress::Agree])),
    then("contact-name-missing", |k| k.chooses(Press::Next)),
    then("contact-phone", |k| k.types_and_goes_on("Zsofia Quillfeather")),
    then("contact-ring", |k| k.types_and_goes_on("07700900123")),
    then("contact-message", |k| k.contacts(&[ContactPress::Choose(0)])),
    then("contact-words", |k| k.contacts(&[ContactPress::Choose(0)])),
    then("contact-check", |k| k.types_and_goes_on(WORDS)),
    then("contact-taken", |k| k.contacts(&[ContactPress::Save])),
];
