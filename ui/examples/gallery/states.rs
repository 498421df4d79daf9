//! What each screen shows in the gallery. All of it invented.
use slint::{Global, ModelRc, SharedString, VecModel};
use visits_ui::{
    AskAnswer, AskPerson, AskState, BirthDate, DateMessage, DatePart, Done, DoneKind, Kiosk, Link,
    Navigation, Needs, Outcome, OutcomeKind, Party, Reference, ReferenceCell, ReferenceMessage,
    Running, Screen, Sentence, Sheet, Sign, Status, Surname, SurnameMessage, Welcome, Whose,
};

type Show = fn(&Kiosk, bool);

fn strings(texts: &[&str]) -> ModelRc<SharedString> {
    ModelRc::new(VecModel::from(texts.iter().map(|text| (*text).into()).collect::<Vec<_>>()))
}

/// Back to where no screen keeps anything.
pub fn rest(kiosk: &Kiosk) {
    let navigation = Navigation::get(kiosk);
    navigation.set_still_there(false);
    navigation.set_screen(Screen::OutOfService);
    Status::get(kiosk).set_site("Moorvale".into());
}

fn at(kiosk: &Kiosk, screen: Screen) {
    Navigation::get(kiosk).set_screen(screen);
}

fn welcome(kiosk: &Kiosk, called: &[&str]) {
    let welcome = Welcome::get(kiosk);
    welcome.set_can_check_in(true);
    welcome.set_by_name(true);
    welcome.set_running(Running::OnTime);
    welcome.set_called(strings(called));
    welcome.set_link(Link::Online);
    welcome.set_unsent(0);
    at(kiosk, Screen::Welcome);
}

fn reference(kiosk: &Kiosk, pattern: &str, typed: &str, digits: bool, message: ReferenceMessage) {
    let mut typed = typed.chars();
    let mut separator = false;
    let mut waits = true;
    let mut cells = Vec::new();
    for c in pattern.chars() {
        if c == '-' {
            separator = true;
            continue;
        }
        let text = typed.next().map(SharedString::from).unwrap_or_default();
        let current = text.is_empty() && std::mem::take(&mut waits);
        cells.push(ReferenceCell { text, separator: std::mem::take(&mut separator), current });
    }
    let reference = Reference::get(kiosk);
    reference.set_cells(ModelRc::new(VecModel::from(cells)));
    reference.set_digits(digits);
    reference.set_example(pattern.into());
    reference.set_message(message);
    at(kiosk, Screen::Reference);
}

fn surname(kiosk: &Kiosk, text: &str, message: SurnameMessage) {
    let surname = Surname::get(kiosk);
    surname.set_text(text.into());
    surname.set_message(message);
    at(kiosk, Screen::Surname);
}

fn birth_date(kiosk: &Kiosk, whose: Whose, date: [&str; 3], message: DateMessage, busy: bool) {
    let birth_date = BirthDate::get(kiosk);
    birth_date.set_whose(whose);
    birth_date.set_day(date[0].into());
    birth_date.set_month(date[1].into());
    birth_date.set_year(date[2].into());
    birth_date.set_part(if date[1].is_empty() { DatePart::Month } else { DatePart::Year });
    birth_date.set_message(message);
    birth_date.set_busy(busy);
    at(kiosk, Screen::BirthDate);
}

fn needs(kiosk: &Kiosk, some: bool) {
    let needs = Needs::get(kiosk);
    needs.set_quiet(some);
    needs.set_baby(some);
    at(kiosk, Screen::Needs);
}

fn done(kiosk: &Kiosk, welsh: bool, kind: DoneKind, online: bool, many: bool) {
    let mut steps = if welsh {
        vec![
            "Ewch at y ddesg. Dangoswch ID pob oedolyn. Dim ID? Dywedwch nawr. Byddan nhw’n helpu.",
            "Rhowch ffonau, allweddi a bagiau mewn locer. Mae tocynnau wrth y ddesg.",
            "Rydyn ni’n galw rhifau mewn unrhyw drefn. Yna chwiliad. Efallai daw ci heibio. Ofn cŵn? Dywedwch.",
        ]
    } else {
        vec![
            "Go to the desk. Show ID for every adult. No ID? Tell them now. They will help.",
            "Put phones, keys and bags in a locker. The desk has tokens.",
            "We call numbers in any order. Then a search. A trained dog may walk past you. Scared of dogs? Tell us.",
        ]
    };
    if many {
        steps.extend(steps.clone());
    }
    let done = Done::get(kiosk);
    done.set_number(if many { "B128" } else { "A12" }.into());
    let steps: Vec<_> = (1..)
        .zip(steps)
        .map(|(number, text)| Sentence { sign: Sign::Number, number, text: text.into() })
        .collect();
    let sheets = steps.chunks(3).map(|steps| Sheet {
        headline: done.invoke_headline(),
        sentences: ModelRc::new(VecModel::from(steps.to_vec())),
    });
    done.set_sheets(ModelRc::new(sheets.collect::<VecModel<_>>()));
    done.set_kind(kind);
    done.set_online(online);
    done.set_unsent(!online);
    done.set_called(false);
    done.set_can_join(kind == DoneKind::AlreadyHere);
    at(kiosk, Screen::Done);
}

fn outcome(kiosk: &Kiosk, kind: OutcomeKind) {
    Outcome::get(kiosk).set_kind(kind);
    at(kiosk, Screen::Outcome);
}

fn seats(kiosk: &Kiosk, welsh: bool, many: bool) {
    let mut seats = if welsh {
        vec![
            "Wrth y ffenestr",
            "Wrth y drws",
            "Y gornel chwarae",
            "Y bar te",
            "Ger y loceri",
            "Y tu allan",
        ]
    } else {
        vec![
            "By the window",
            "By the door",
            "Play corner",
            "Tea bar",
            "Near the lockers",
            "Outside",
        ]
    };
    if many {
        seats.extend(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    }
    AskPerson::get(kiosk).set_seats(strings(&seats));
    at(kiosk, Screen::AskPerson);
}

fn answer(kiosk: &Kiosk, state: AskState) {
    AskAnswer::get(kiosk).set_state(state);
    at(kiosk, Screen::AskAnswer);
}

fn party(kiosk: &Kiosk, adults: i32, children: i32, joining: bool) {
    let party = Party::get(kiosk);
    party.set_most_adults(adults);
    party.set_most_children(children);
    party.set_joining(joining);
    at(kiosk, Screen::Party);
}

/// Name and how to bring it about.
pub const ALL: &[(&str, Show)] = &[
    ("01-welcome", |k, _| welcome(k, &["A7", "A8", "B3"])),
    ("01-welcome-late", |k, _| {
        welcome(k, &["A107", "A108", "B103", "B104", "A111", "A112"]);
        Welcome::get(k).set_running(Running::Late);
        Welcome::get(k).set_late_minutes(25);
        Welcome::get(k).set_unsent(3);
        Status::get(k).set_site("Guys Marsh and Erlestoke".into());
    }),
    ("01-welcome-offline", |k, _| {
        welcome(k, &[]);
        let welcome = Welcome::get(k);
        welcome.set_running(Running::Unknown);
        welcome.set_link(Link::Offline);
        welcome.set_offline_hour(9);
        welcome.set_offline_minute(40);
        welcome.set_list_weekday(1);
        welcome.set_list_hour(16);
        welcome.set_list_minute(5);
        welcome.set_unsent(12);
    }),
    ("01-welcome-no-name", |k, _| {
        welcome(k, &["A7"]);
        Welcome::get(k).set_by_name(false);
    }),
    ("01-welcome-no-list", |k, _| {
        welcome(k, &[]);
        Welcome::get(k).set_running(Running::Unknown);
        Welcome::get(k).set_link(Link::Offline);
        Welcome::get(k).set_can_check_in(false);
    }),
    ("02-surname", |k, _| surname(k, "", SurnameMessage::None)),
    ("02-surname-typed", |k, _| {
        surname(k, "Featherstonehaugh-O’Neill-Llywelyn-Jones", SurnameMessage::TooLong);
    }),
    ("02-surname-empty", |k, _| {
        surname(k, "", SurnameMessage::Empty);
    }),
    ("03-reference", |k, _| {
        reference(k, "ab-cd-ef-gh", "kmtar", false, ReferenceMessage::None);
    }),
    ("03-reference-long", |k, _| {
        reference(k, "ab-cd-ef-gh-ij-kl", "kmtarbwwwwww", true, ReferenceMessage::OtherShape);
    }),
    ("03-reference-short", |k, _| {
        reference(k, "ab-cd-ef-gh", "", false, ReferenceMessage::TooShort);
    }),
    ("04-birth-date", |k, _| {
        birth_date(k, Whose::Mine, ["27", "", ""], DateMessage::None, false);
    }),
    ("04-birth-date-adult", |k, _| {
        birth_date(k, Whose::AnAdult, ["31", "2", "1986"], DateMessage::NoSuchDay, false);
    }),
    ("04-birth-date-future", |k, _| {
        birth_date(k, Whose::Mine, ["27", "3", "2086"], DateMessage::InFuture, false);
    }),
    ("04-birth-date-incomplete", |k, _| {
        birth_date(k, Whose::Mine, ["27", "", ""], DateMessage::Incomplete, false);
    }),
    ("04-birth-date-busy", |k, _| {
        birth_date(k, Whose::Mine, ["27", "3", "1986"], DateMessage::None, true);
    }),
    ("05-party", |k, _| party(k, 2, 2, false)),
    ("05-party-adults", |k, _| party(k, 3, 0, false)),
    ("05-party-joining", |k, _| party(k, 3, 4, true)),
    ("06-first-time", |k, _| at(k, Screen::FirstTime)),
    ("07-needs", |k, _| needs(k, false)),
    ("07-needs-some", |k, _| needs(k, true)),
    ("08-done", |k, w| done(k, w, DoneKind::Fresh, true, false)),
    ("08-done-offline", |k, w| {
        done(k, w, DoneKind::Fresh, false, true);
    }),
    ("08-done-already", |k, w| {
        done(k, w, DoneKind::AlreadyHere, true, false);
    }),
    ("08-done-joined", |k, w| {
        done(k, w, DoneKind::Joined, false, false);
    }),
    ("08-done-called", |k, w| {
        done(k, w, DoneKind::Fresh, true, false);
        Done::get(k).set_called(true);
    }),
    ("09-outcome-desk", |k, _| outcome(k, OutcomeKind::Desk)),
    ("09-outcome-late", |k, _| outcome(k, OutcomeKind::Late)),
    ("09-outcome-early", |k, _| outcome(k, OutcomeKind::Early)),
    ("09-outcome-another-day", |k, _| {
        outcome(k, OutcomeKind::AnotherDay);
    }),
    ("10-ask-person", |k, w| seats(k, w, false)),
    ("10-ask-person-many", |k, w| seats(k, w, true)),
    ("11-ask-sending", |k, _| answer(k, AskState::Sending)),
    ("11-ask-staff-have-it", |k, _| {
        answer(k, AskState::StaffHaveIt);
    }),
    ("11-ask-seen", |k, _| answer(k, AskState::Seen)),
    ("11-ask-not-sent", |k, _| answer(k, AskState::NotSent)),
    ("11-ask-cannot-tell", |k, _| answer(k, AskState::CannotTell)),
    ("11-ask-expired", |k, _| answer(k, AskState::Expired)),
    ("12-easier", |k, _| at(k, Screen::Easier)),
    ("13-language", |k, _| at(k, Screen::Language)),
    ("14-scan-offer", |k, _| at(k, Screen::ScanOffer)),
    ("15-still-there", |k, _| {
        welcome(k, &[]);
        Navigation::get(k).set_still_there(true);
    }),
    ("16-out-of-service", |k, _| at(k, Screen::OutOfService)),
    ("17-guide", |k, _| at(k, Screen::Guide)),
    ("18-visit-steps", |k, _| at(k, Screen::VisitSteps)),
];
