//! The session under anything that can happen, in any order.

mod support;

use std::path::Path;
use std::time::Duration;

use chrono::TimeDelta;
use proptest::prelude::*;
use support::days::{family_day, other_days};
use support::{config, time, visit};
use uuid::Uuid;
use visits_domain::arrival::{Language, Need, Route};
use visits_domain::checkin::Verdict;
use visits_domain::help::Receipt;
use visits_domain::places::EventId;
use visits_domain::wire::{BookingStands, KeyholderCode, Mode, VolunteerAct};
use visits_kiosk::clock::Now;
use visits_kiosk::guides::{Letter, Topic};
use visits_kiosk::public::Public;
use visits_kiosk::session::staff::{PinPart, is_behind_the_pin};
use visits_kiosk::session::volunteer::Guide;
use visits_kiosk::session::{
    AskAnswer, ContactPress, Context, DatePart, DaysAct, DaysNews, DaysPress, Effect, Event,
    HelpAnswer, Press, Reading, Screen, Session, StaffPress, SyncAnswer, TalkAnswer, TalkPress,
    Telling, Unlocked, VolunteerPress, step, steps,
};

fn presses() -> impl Strategy<Value = Press> {
    prop_oneof![
        Just(Press::CheckIn(Route::Name)),
        Just(Press::CheckIn(Route::Reference)),
        any::<char>().prop_map(Press::Key),
        prop::sample::select(vec!['a', '1', '9', '0']).prop_map(Press::Key),
        Just(Press::Delete),
        prop::sample::select(vec![DatePart::Day, DatePart::Month, DatePart::Year])
            .prop_map(Press::Part),
        Just(Press::Next),
        Just(Press::Next),
        Just(Press::Next),
        Just(Press::Back),
        Just(Press::StartAgain),
        any::<i8>().prop_map(Press::Adults),
        any::<i8>().prop_map(Press::Children),
        any::<bool>().prop_map(Press::FirstVisit),
        prop::sample::select(Need::ALL.to_vec()).prop_map(Press::Need),
        Just(Press::MoreOfUs),
        Just(Press::AskPerson),
        Just(Press::AskVolunteer),
        prop::sample::select(vec![
            Reading::Guide,
            Reading::Guide,
            Reading::Steps(Telling::Adults),
            Reading::Steps(Telling::Children),
            Reading::Bring,
            Reading::Costs,
            Reading::Notice,
            Reading::Guides,
            Reading::Topic(Topic::School),
            Reading::Letter(Letter::School),
        ])
        .prop_map(Press::Read),
        (0..9_usize).prop_map(Press::Seat),
        Just(Press::Easier),
        any::<u8>().prop_map(Press::TextSize),
        any::<bool>().prop_map(Press::HighContrast),
        Just(Press::Languages),
        prop::sample::select(Language::ALL.to_vec()).prop_map(Press::Language),
        Just(Press::StillHere),
        Just(Press::Finish),
        Just(Press::ScanAccepted),
        Just(Press::ScanDeclined),
        Just(Press::Keyholder),
        prop::sample::select(vec![PinPart::Code, PinPart::Pin]).prop_map(Press::PinPart),
        staff_presses().prop_map(Press::Staff),
        volunteer_presses().prop_map(Press::Volunteer),
        days_presses().prop_map(Press::Days),
        days_presses().prop_map(Press::Days),
        days_presses().prop_map(Press::Days),
        days_presses().prop_map(Press::Days),
        talk_presses().prop_map(Press::Talk),
        talk_presses().prop_map(Press::Talk),
        contact_presses().prop_map(Press::Contact),
        contact_presses().prop_map(Press::Contact),
    ]
}

fn talk_presses() -> impl Strategy<Value = TalkPress> {
    prop_oneof![
        Just(TalkPress::Open),
        Just(TalkPress::GoOn),
        (0..6_usize).prop_map(TalkPress::Choose),
        Just(TalkPress::Urgent),
        Just(TalkPress::CanWait),
        Just(TalkPress::Again),
        Just(TalkPress::Numbers),
    ]
}

fn contact_presses() -> impl Strategy<Value = ContactPress> {
    prop_oneof![
        Just(ContactPress::FamilyWorker),
        Just(ContactPress::Agree),
        (0..6_usize).prop_map(ContactPress::Choose),
        Just(ContactPress::Save),
        Just(ContactPress::Done),
    ]
}

fn talk_answers() -> impl Strategy<Value = TalkAnswer> {
    prop::sample::select(vec![
        TalkAnswer::StaffHaveIt,
        TalkAnswer::Seen,
        TalkAnswer::NotSent,
        TalkAnswer::CannotTell,
    ])
}

fn days_presses() -> impl Strategy<Value = DaysPress> {
    prop_oneof![
        Just(DaysPress::Open),
        Just(DaysPress::Filter),
        (0..9_usize).prop_map(DaysPress::Switch),
        Just(DaysPress::All),
        (0..7_u128).prop_map(|id| DaysPress::Day(EventId(Uuid::from_u128(id)))),
        Just(DaysPress::Ask),
        Just(DaysPress::Ask),
        any::<u8>().prop_map(DaysPress::Age),
        (0..6_usize).prop_map(DaysPress::Choose),
        Just(DaysPress::Book),
        Just(DaysPress::Find),
        Just(DaysPress::Change),
        Just(DaysPress::Cancel),
        Just(DaysPress::CancelNow),
    ]
}

fn days_news() -> impl Strategy<Value = DaysNews> {
    prop_oneof![
        Just(DaysNews::Granted(None)),
        Just(DaysNews::Stands(Some(BookingStands::Waiting(2)))),
        Just(DaysNews::Stands(None)),
        Just(DaysNews::Found(None)),
        Just(DaysNews::Changed(true)),
        Just(DaysNews::Cancelled),
        Just(DaysNews::NotSaved),
    ]
}

fn staff_presses() -> impl Strategy<Value = StaffPress> {
    prop_oneof![
        Just(StaffPress::Arrivals),
        Just(StaffPress::Health),
        Just(StaffPress::Tests),
        any::<bool>().prop_map(StaffPress::Rest),
        Just(StaffPress::Sync),
        Just(StaffPress::Sound),
    ]
}

fn volunteer_presses() -> impl Strategy<Value = VolunteerPress> {
    prop_oneof![
        Just(VolunteerPress::Waiting),
        (0..3_u128).prop_map(|id| VolunteerPress::Family(Uuid::from_u128(id))),
        prop::sample::select(vec![VolunteerAct::Claim, VolunteerAct::HandBack, VolunteerAct::Done])
            .prop_map(VolunteerPress::Act),
        any::<u8>().prop_map(VolunteerPress::Tick),
        Just(VolunteerPress::Guides),
        Just(VolunteerPress::Guide(Guide::Crying)),
    ]
}

fn unlocked() -> impl Strategy<Value = Option<Unlocked>> {
    prop::sample::select(vec![None, Some(Mode::Staff), Some(Mode::Volunteer)]).prop_map(|opens| {
        opens.map(|opens| Unlocked { code: KeyholderCode("12".to_owned()), opens })
    })
}

fn verdicts() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(Verdict::Welcome(visit(1, "13:45"))),
        Just(Verdict::AlreadyHere(visit(1, "13:45"), "A3".parse().expect("a number"))),
        Just(Verdict::Late),
        Just(Verdict::Early(time("12:00"))),
        Just(Verdict::Desk),
    ]
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        20 => presses().prop_map(Event::Pressed),
        1 => Just(Event::Touched),
        2 => Just(Event::Tick),
        1 => ".{0,300}".prop_map(Event::Scanned),
        1 => Just(Event::Scanned("ab-cd-ef-gh".to_owned())),
        3 => (0..40_u64, verdicts()).prop_map(|(job, verdict)| Event::Told(job, verdict)),
        3 => (0..40_u64).prop_map(|job| Event::Saved(job, "A7".parse().expect("a number"))),
        1 => (0..40_u64).prop_map(Event::NotSaved),
        1 => (0..40_u64).prop_map(|ask| Event::Asked(ask, AskAnswer::StaffHaveIt)),
        6 => unlocked().prop_map(|unlocked| Event::Unlocked(0, unlocked)),
        1 => (0..40_u64).prop_map(|job| Event::Synced(job, SyncAnswer::Answered(1))),
        1 => (0..40_u64).prop_map(|job| Event::Helped(job, HelpAnswer::NotSent)),
        2 => (0..40_u64, talk_answers()).prop_map(|(job, answer)| Event::Talked(job, answer)),
        1 => Just(Event::Contacted(0, None)),
        2 => Just(Event::Contacted(0, Some(Receipt::draw([7; 16])))),
        3 => days_news().prop_map(|news| Event::Days(0, Box::new(news))),
    ]
}

fn is_empty(session: &Session) -> bool {
    let draft = &session.draft;
    draft.surname.is_empty()
        && draft.reference.is_empty()
        && draft.born.day.is_empty()
        && draft.born.month.is_empty()
        && draft.born.year.is_empty()
        && draft.visit.is_none()
        && draft.number.is_none()
        && draft.needs.is_empty()
        && draft.scanned.is_none()
        && draft.days.is_none()
        && draft.talk.is_none()
        && draft.contacting.is_none()
        && session.ask.is_none()
        && session.entry.code.is_empty()
        && session.entry.pin.digits() == 0
        && session.unlocked.is_none()
        && session.staff.report.is_none()
        && session.volunteer.family.is_none()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_that_happens_breaks_it_and_the_doors_are_always_clean(
        events in prop::collection::vec((events(), 0..3_000_u64), 1..80),
    ) {
        let config = config(Path::new("data"));
        let on = [family_day()].into_iter().chain(other_days()).collect();
        let public = Public { events: on, ..Public::default() };
        let mut session = Session::fresh(&config);
        let mut running = Duration::ZERO;
        let start = support::NOW.parse::<chrono::DateTime<chrono::Utc>>().expect("a time");
        for (event, ms) in events {
            running += Duration::from_millis(ms);
            let utc = start + TimeDelta::from_std(running).expect("a time");
            let now = Now { utc, running };
            let context = Context { now, config: &config, public: &public };
            let busy_before = session.busy;
            // Answers are given for the look-up that is under way.
            let event = match (event, session.busy) {
                (Event::Unlocked(_, unlocked), Some(job)) if session.screen == Screen::Pin => {
                    Event::Unlocked(job, unlocked)
                }
                (Event::Told(_, verdict), Some(job)) if session.screen != Screen::Pin => {
                    Event::Told(job, verdict)
                }
                (Event::Days(_, news), Some(job)) => Event::Days(job, news),
                (Event::Contacted(_, receipt), Some(job)) => Event::Contacted(job, receipt),
                (Event::Saved(_, number), Some(job)) => Event::Saved(job, number),
                (event, _) => event,
            };
            let (after, effects) = step(session, event, &context);
            session = after;
            if session.screen == Screen::Welcome {
                prop_assert!(is_empty(&session), "at the doors nothing of anybody is left");
            }
            prop_assert!(
                session.unlocked.is_some() || !is_behind_the_pin(session.screen),
                "nobody is behind the PIN without one: {:?}",
                session.screen
            );
            for effect in &effects {
                // Looking changes nothing.
                let goes_on = match effect {
                    Effect::Places(..) => true,
                    Effect::Days(_, act) => matches!(**act, DaysAct::Go(_)),
                    _ => *effect == Effect::Look,
                };
                let is_alone = busy_before.is_none() || goes_on;
                prop_assert!(is_alone, "one thing at a time: {effect:?}");
                if let Effect::Rest(_) | Effect::Sync(_) | Effect::Sound = effect {
                    let opens = session.unlocked.as_ref().map(|unlocked| unlocked.opens);
                    prop_assert_eq!(opens, Some(Mode::Staff));
                }
                if let Effect::Days(_, act) = effect
                    && let DaysAct::Book(wanting) = &**act
                {
                    let event = public.events.iter().find(|event| event.event == wanting.event);
                    let event = event.expect("a day that there is");
                    let (party, children) = (wanting.party, wanting.party.children);
                    prop_assert!(event.window.is_open_at(utc) && !event.cancelled);
                    prop_assert!(party.adults + children <= event.most_people);
                    prop_assert!(children <= event.most_children);
                    prop_assert_eq!(wanting.wish.ages.len(), usize::from(children));
                }
                if let Effect::CheckIn(_, check_in) = effect {
                    let party = check_in.party;
                    prop_assert!(party.adults >= 1 && party.adults <= config.check_in.most_adults);
                    prop_assert!(party.children <= config.check_in.most_children);
                    prop_assert!(party.adults + party.children <= config.check_in.most_people);
                }
            }
            let told = steps(&config, session.place.telling).len();
            prop_assert!(session.place.step < told, "a step that is not there");
            prop_assert!(session.draft.surname.chars().count() <= 40);
            prop_assert!(session.draft.reference.len() <= config.reference.max_characters);
        }
        // Whatever was on the screen, nobody there means nothing there.
        session.busy = None;
        for _ in 0..1_300 {
            running += Duration::from_secs(1);
            let utc = start + TimeDelta::from_std(running).expect("a time");
            let now = Now { utc, running };
            let context = Context { now, config: &config, public: &public };
            session = step(session, Event::Tick, &context).0;
        }
        prop_assert!(session.is_fresh(&config) && is_empty(&session), "{:?}", session.screen);
    }
}
