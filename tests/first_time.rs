//! *First time here?*: the steps of a visit, a volunteer who is sent, help with the cost, and the
//! notice for families.

mod support;

use std::time::Duration;

use support::TestKiosk;
use visits_domain::wire::Whom;
use visits_kiosk::public::Link;
use visits_kiosk::session::{AskAnswer, Event, Screen};
use visits_kiosk::worker::Heard;

fn screen(kiosk: &TestKiosk) -> Screen {
    kiosk.running.kiosk().view().session.screen
}

#[test]
fn a_family_goes_through_a_visit_step_by_step_and_back() {
    let kiosk = TestKiosk::new();
    kiosk.press("First time here?");
    kiosk.press("How a visit goes");
    let titles = [
        "You arrive",
        "The desk and your ID",
        "Your locker",
        "Your number is called",
        "The search and the dog",
        "The visits hall",
        "Going home",
    ];
    for (number, title) in (1..).zip(titles) {
        assert!(kiosk.shows(title), "{title}: {:?}", kiosk.texts());
        assert!(kiosk.shows(&format!("Step {number} of 7")), "{:?}", kiosk.texts());
        kiosk.press(if number == 7 { "Done" } else { "Next" });
    }
    assert_eq!(screen(&kiosk), Screen::Guide, "what else there is");
    kiosk.press("How a visit goes");
    kiosk.press("Next");
    kiosk.press("Next");
    kiosk.press("Back");
    assert!(kiosk.shows("The desk and your ID"), "{:?}", kiosk.texts());
    kiosk.press("Back");
    kiosk.press("Back");
    assert_eq!(screen(&kiosk), Screen::Guide);
    kiosk.press("Back");
    assert_eq!(screen(&kiosk), Screen::Welcome);
}

#[test]
fn children_have_words_of_their_own() {
    let kiosk = TestKiosk::new();
    kiosk.press("First time here?");
    kiosk.press("For children");
    for _ in 0..4 {
        kiosk.press("Next");
    }
    assert!(kiosk.shows("A clever dog may have a sniff."), "{:?}", kiosk.texts());
    assert!(kiosk.shows("The search and the dog"), "a title that is for everybody");
    kiosk.press("Back");
    assert!(kiosk.shows("Our number is called"), "{:?}", kiosk.texts());
    kiosk.press("Next");
    assert!(!kiosk.shows("Everybody is searched."));
}

#[test]
fn a_step_without_words_for_children_is_not_shown_to_them() {
    let kiosk = TestKiosk::with(|config| config.step[4].child = None);
    kiosk.press("First time here?");
    kiosk.press("For children");
    for _ in 0..5 {
        assert!(!kiosk.shows("The search and the dog"));
        kiosk.press("Next");
    }
    assert!(kiosk.shows("Step 6 of 6"), "{:?}", kiosk.texts());
}

fn hear(kiosk: &TestKiosk, answer: AskAnswer) {
    let number = kiosk.asks.borrow().last().expect("an ask").0;
    kiosk.hear(Heard::Session(Event::Asked(number, answer)));
}

#[test]
fn a_volunteer_is_asked_for_and_every_answer_is_honest() {
    for (answer, words) in [
        (AskAnswer::StaffHaveIt, "We have asked for a volunteer"),
        (AskAnswer::NotSent, "It was not sent"),
        (AskAnswer::CannotTell, "We can’t tell whether it was sent"),
    ] {
        let kiosk = std::thread::spawn(move || {
            let kiosk = TestKiosk::new();
            kiosk.press("First time here?");
            kiosk.press("Send a volunteer");
            assert!(kiosk.shows("We will tell a volunteer where to find you."));
            kiosk.press("Play corner");
            assert!(kiosk.shows("We are asking for a volunteer."), "{:?}", kiosk.texts());
            {
                let asks = kiosk.asks.borrow();
                let (_, ask) = asks.last().expect("an ask");
                assert_eq!((ask.whom, ask.seat.as_deref()), (Whom::Volunteer, Some("Play corner")));
            }
            hear(&kiosk, answer);
            assert!(kiosk.shows(words), "{:?}", kiosk.texts());
            let find_somebody = kiosk.shows("Please ask at the desk.");
            assert_eq!(find_somebody, answer != AskAnswer::StaffHaveIt);
            kiosk.press(if find_somebody { "Close" } else { "Done" });
            assert_eq!(screen(&kiosk), Screen::Guide);
        });
        kiosk.join().expect(words);
    }
}

#[test]
fn a_volunteer_on_the_way_keeps_nobody_from_asking_for_the_staff() {
    let kiosk = TestKiosk::new();
    kiosk.press("First time here?");
    kiosk.press("Send a volunteer");
    kiosk.press("Play corner");
    hear(&kiosk, AskAnswer::StaffHaveIt);
    kiosk.press("Done");
    kiosk.press("Send a volunteer");
    assert!(kiosk.shows("We have asked for a volunteer"), "asked once: {:?}", kiosk.texts());
    kiosk.press("Done");
    kiosk.press("Ask a person");
    kiosk.press("Near the door");
    hear(&kiosk, AskAnswer::StaffHaveIt);
    assert!(kiosk.shows("Staff have it"), "{:?}", kiosk.texts());
    let whom: Vec<_> = kiosk.asks.borrow().iter().map(|(_, ask)| ask.whom).collect();
    assert_eq!(whom, [Whom::Volunteer, Whom::Staff]);
}

fn checks_in(kiosk: &TestKiosk, first: &str) {
    kiosk.press("Check in for a visit");
    kiosk.type_keys("okafor");
    kiosk.press("Next");
    kiosk.type_keys("28071986");
    for label in ["Next", "That’s us today", first, "Nothing, thank you"] {
        kiosk.press(label);
    }
    assert_eq!(screen(kiosk), Screen::Done);
}

#[test]
fn after_check_in_a_first_visit_is_offered_a_volunteer_who_knows_the_number() {
    let kiosk = TestKiosk::new();
    checks_in(&kiosk, "Yes, my first time");
    kiosk.press("First visit? Send a volunteer");
    kiosk.press("By the window");
    {
        let asks = kiosk.asks.borrow();
        let (_, ask) = asks.last().expect("an ask");
        assert_eq!(ask.whom, Whom::Volunteer);
        assert_eq!(ask.number.map(|number| number.to_string()).as_deref(), Some("A1"));
    }
    hear(&kiosk, AskAnswer::StaffHaveIt);
    kiosk.press("Done");
    assert_eq!(screen(&kiosk), Screen::Done);
    kiosk.press("See each step");
    kiosk.press("What to bring");
    assert!(kiosk.shows("ID for every adult"), "{:?}", kiosk.texts());
    for _ in 0..2 {
        kiosk.press("Back");
    }
    assert!(screen(&kiosk) == Screen::Done && kiosk.shows("A1"), "the number is still there");
}

#[test]
fn who_has_been_here_before_is_offered_nothing() {
    let kiosk = TestKiosk::new();
    checks_in(&kiosk, "No, I have been before");
    for label in ["First visit? Send a volunteer", "See each step"] {
        assert!(!kiosk.labels().iter().any(|shown| shown == label), "{label}");
    }
}

#[test]
fn offline_nobody_is_promised() {
    let kiosk = TestKiosk::new();
    let since = kiosk.clock.now().utc;
    kiosk.running.crew().call(move |w| w.set_link(Link::OfflineSince(since))).expect("a worker");
    kiosk.pass(Duration::from_millis(10));
    checks_in(&kiosk, "Yes, my first time");
    assert!(
        !kiosk.labels().iter().any(|label| label.contains("volunteer")),
        "{:?}",
        kiosk.labels()
    );
    kiosk.press("See each step");
    assert_eq!(screen(&kiosk), Screen::Guide);
}

#[test]
fn a_site_without_volunteers_offers_none() {
    let kiosk = TestKiosk::with(|config| config.first_time.volunteers = false);
    kiosk.press("First time here?");
    assert!(
        !kiosk.labels().iter().any(|label| label.contains("volunteer")),
        "{:?}",
        kiosk.labels()
    );
    kiosk.press("How a visit goes");
    assert!(!kiosk.labels().iter().any(|label| label.contains("volunteer")));
}

#[test]
fn what_to_bring_comes_first_and_a_question_is_nothing_to_leave() {
    let kiosk = TestKiosk::new();
    kiosk.press("First time here?");
    kiosk.press("What to bring");
    assert!(kiosk.shows("Medicine you may need.") && kiosk.shows("1 / 3"), "{:?}", kiosk.texts());
    kiosk.press("More");
    assert!(kiosk.shows("Leave these in a locker") && kiosk.shows("Not sure about something?"));
    kiosk.press("More");
    assert!(kiosk.shows("Best: a passport") && kiosk.shows("3 / 3"), "{:?}", kiosk.texts());
}

#[test]
fn the_notice_is_read_from_every_screen_and_leads_back() {
    let kiosk = TestKiosk::new();
    kiosk.press("Check in for a visit");
    kiosk.type_keys("oka");
    kiosk.press("Make it easier");
    kiosk.press("About your information");
    assert!(kiosk.shows("It holds no list of names."), "{:?}", kiosk.texts());
    kiosk.press("Back");
    kiosk.press("Done");
    assert_eq!(screen(&kiosk), Screen::Surname);
    assert!(kiosk.running.kiosk().view().session.draft.surname == "oka", "nothing is lost");
}

#[test]
fn nobody_there_is_asked_and_everything_goes() {
    let kiosk = TestKiosk::new();
    kiosk.press("First time here?");
    kiosk.press("How a visit goes");
    kiosk.press("Next");
    kiosk.pass_seconds(46);
    assert!(kiosk.shows("Are you still there?"));
    kiosk.press("I’m still here");
    assert!(kiosk.shows("The desk and your ID"), "where they were: {:?}", kiosk.texts());
    kiosk.pass_seconds(46 + 26);
    assert_eq!(screen(&kiosk), Screen::Welcome);
    kiosk.pass(Duration::from_secs(1));
    kiosk.press("First time here?");
    kiosk.press("How a visit goes");
    assert!(kiosk.shows("Step 1 of 7"), "the next family begins at the first");
}

/// Vowel groups, as a rule of thumb has it.
fn syllables(word: &str) -> usize {
    let lower = word.to_lowercase();
    let groups = lower.split(|c| !"aeiouy".contains(c)).filter(|group| !group.is_empty()).count();
    let silent = lower.ends_with('e') && !lower.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

/// What is shipped as this site's own words is as easy to read as the screens' (Flesch-Kincaid).
#[test]
#[allow(clippy::cast_precision_loss, reason = "a few hundred words")]
fn the_words_that_are_shipped_read_at_the_age_of_nine() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = support::config(folder.path());
    let first = &config.first_time;
    let points = first.id.iter().chain(&first.bring).chain(&first.leave).map(|words| &words.en);
    let child = config.step.iter().filter_map(|step| Some(&step.child.as_ref()?.en));
    let steps = config.step.iter().map(|step| &step.en);
    for (who, words, most) in [
        ("adults", steps.chain(points).collect::<Vec<_>>(), 4.0),
        ("children", child.collect(), 2.0),
    ] {
        let (mut sentences, mut count, mut sounds) = (0, 0, 0);
        for sentence in words.iter().flat_map(|text| text.split_inclusive(['.', '?', '!', ':'])) {
            let own: Vec<_> = sentence
                .split_whitespace()
                .map(|word| word.chars().filter(|c| c.is_alphabetic()).collect::<String>())
                .filter(|word| !word.is_empty())
                .collect();
            assert!(own.len() <= 14, "a long sentence: {sentence}");
            if own.len() > 2 {
                sentences += 1;
                count += own.len();
                sounds += own.iter().map(|word| syllables(word)).sum::<usize>();
            }
        }
        let (sentences, count) = (sentences as f32, count as f32);
        let grade = 0.39 * count / sentences + 11.8 * sounds as f32 / count - 15.59;
        assert!(grade <= most, "{who}: grade {grade:.1}");
    }
}
