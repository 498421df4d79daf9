//! From a [`View`] to the window, and from its controls to [`Press`]es. No decision is taken
//! here; one file a screen, named as its markup.

mod along;
mod ask_answer;
mod ask_person;
mod birth_date;
mod bring;
mod call_board;
mod contact_check;
mod contact_choose;
mod contact_consent;
mod contact_taken;
mod contact_type;
mod costs;
mod day;
mod days;
mod days_age;
mod days_booking;
mod days_cancel;
mod days_check;
mod days_choose;
mod days_filter;
mod days_outcome;
mod days_taken;
mod days_type;
mod done;
mod easier;
mod family;
mod first_time;
mod guide;
mod guides;
mod hard_moment;
mod help;
mod help_choose;
mod help_filters;
mod help_list;
mod help_search;
mod help_service;
mod help_stage;
mod help_take;
mod help_wrong;
mod language;
mod letter;
mod measure;
mod needs;
mod notice;
mod outcome;
mod paper;
mod party;
mod pin;
mod qr;
mod reference;
mod scan_offer;
mod sheets;
mod slip;
mod staff;
mod staff_arrivals;
mod staff_health;
mod staff_tests;
mod still_there;
mod surname;
mod talk_answer;
mod talk_choose;
mod talk_first;
mod talk_number;
mod talk_numbers;
mod talk_urgent;
mod told;
mod top_bar;
mod topic;
mod visit_steps;
mod waiting;
mod welcome;

use std::cell::Cell;
use std::rc::Rc;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _, Utc};
use chrono_tz::Europe::London;
use slint::{Model as _, ModelRc, SharedString, VecModel};
use visits_domain::arrival::Language;
use visits_domain::event::Kind;
use visits_domain::wire::Event as Day;
use visits_ui as ui;

use crate::kiosk::View;
use crate::session::days::{self as days_rules, Left, Shut};
use crate::session::{Event, Paper, Press, Screen};
use crate::slip::Slip;

/// Where a control's press goes.
type Send = Rc<dyn Fn(Press)>;

/// The window, and the language whose words it shows.
pub struct Screens {
    window: ui::Kiosk,
    language: Cell<Option<Language>>,
}

impl Screens {
    /// Connects every control of the window.
    pub fn connect(
        window: ui::Kiosk,
        send: impl Fn(Event) + 'static,
        intercept: impl Fn(&str) -> bool + 'static,
    ) -> Self {
        let send: Rc<dyn Fn(Event)> = Rc::new(send);
        let press: Send = {
            let send = Rc::clone(&send);
            Rc::new(move |press| send(Event::Pressed(press)))
        };
        top_bar::connect(&window, &press, send, intercept);
        welcome::connect(&window, &press);
        surname::connect(&window, &press);
        reference::connect(&window, &press);
        birth_date::connect(&window, &press);
        party::connect(&window, &press);
        first_time::connect(&window, &press);
        needs::connect(&window, &press);
        done::connect(&window, &press);
        outcome::connect(&window, &press);
        ask_person::connect(&window, &press);
        ask_answer::connect(&window, &press);
        easier::connect(&window, &press);
        language::connect(&window, &press);
        scan_offer::connect(&window, &press);
        still_there::connect(&window, &press);
        guide::connect(&window, &press);
        visit_steps::connect(&window, &press);
        pin::connect(&window, &press);
        staff::connect(&window, &press);
        staff_arrivals::connect(&window, &press);
        staff_health::connect(&window, &press);
        staff_tests::connect(&window, &press);
        waiting::connect(&window, &press);
        family::connect(&window, &press);
        hard_moment::connect(&window, &press);
        help::connect(&window, &press);
        talk_first::connect(&window, &press);
        talk_choose::connect(&window, &press);
        talk_urgent::connect(&window, &press);
        talk_number::connect(&window, &press);
        talk_answer::connect(&window, &press);
        contact_consent::connect(&window, &press);
        contact_type::connect(&window, &press);
        contact_choose::connect(&window, &press);
        contact_check::connect(&window, &press);
        contact_taken::connect(&window, &press);
        guides::connect(&window, &press);
        topic::connect(&window, &press);
        help_choose::connect(&window, &press);
        help_filters::connect(&window, &press);
        help_list::connect(&window, &press);
        help_search::connect(&window, &press);
        help_service::connect(&window, &press);
        help_stage::connect(&window, &press);
        help_take::connect(&window, &press);
        help_wrong::connect(&window, &press);
        letter::connect(&window, &press);
        slip::connect(&window, &press);
        talk_numbers::connect(&window, &press);
        day::connect(&window, &press);
        days::connect(&window, &press);
        days_age::connect(&window, &press);
        days_booking::connect(&window, &press);
        days_cancel::connect(&window, &press);
        days_check::connect(&window, &press);
        days_choose::connect(&window, &press);
        days_filter::connect(&window, &press);
        days_outcome::connect(&window, &press);
        days_taken::connect(&window, &press);
        days_type::connect(&window, &press);
        Self { window, language: Cell::new(None) }
    }

    /// The window.
    pub fn window(&self) -> &ui::Kiosk {
        &self.window
    }

    /// The words of a slip, in the language that is shown.
    pub fn paper(&self, paper: Paper, view: &View<'_>) -> Slip {
        paper::slip(&self.window, paper, view)
    }

    /// Shows what is to be shown.
    pub fn show(&self, view: &View<'_>) {
        let language = view.session.language;
        if self.language.replace(Some(language)) != Some(language) {
            speak(language);
        }
        top_bar::show(&self.window, view);
        if view.session.draft.finding.is_none() {
            help::forget(&self.window);
        }
        if view.config.is_call_board() {
            return call_board::show(&self.window, view);
        }
        match view.session.screen {
            Screen::Welcome => welcome::show(&self.window, view),
            Screen::Surname => surname::show(&self.window, view),
            Screen::Reference => reference::show(&self.window, view),
            Screen::BirthDate | Screen::DaysBorn(_) => birth_date::show(&self.window, view),
            Screen::Party => party::show(&self.window, view),
            Screen::Needs => needs::show(&self.window, view),
            Screen::Done => done::show(&self.window, view),
            Screen::Outcome => outcome::show(&self.window, view),
            Screen::AskPerson => ask_person::show(&self.window, view),
            Screen::AskAnswer => ask_answer::show(&self.window, view),
            Screen::Guide => guide::show(&self.window, view),
            Screen::VisitSteps => visit_steps::show(&self.window, view),
            Screen::Bring => bring::show(&self.window, view),
            Screen::Costs => costs::show(&self.window, view),
            Screen::Notice => notice::show(&self.window, view),
            Screen::Easier => easier::show(&self.window, view),
            Screen::Pin => pin::show(&self.window, view),
            Screen::Staff => staff::show(&self.window, view),
            Screen::StaffArrivals => staff_arrivals::show(&self.window, view),
            Screen::StaffHealth => staff_health::show(&self.window, view),
            Screen::StaffTests => staff_tests::show(&self.window, view),
            Screen::Waiting => waiting::show(&self.window, view),
            Screen::Family => family::show(&self.window, view),
            Screen::HardMoment => hard_moment::show(&self.window, view),
            Screen::Days => days::show(&self.window, view),
            Screen::DaysFilter => days_filter::show(&self.window, view),
            Screen::Day => day::show(&self.window, view),
            Screen::DaysAge(_) => days_age::show(&self.window, view),
            Screen::DaysChoose(_) => days_choose::show(&self.window, view),
            Screen::DaysType(_) => days_type::show(&self.window, view),
            Screen::DaysCheck => days_check::show(&self.window, view),
            Screen::DaysOutcome => {
                days_outcome::show(&self.window, view);
                days_taken::show(&self.window, view);
            }
            Screen::DaysBooking => days_booking::show(&self.window, view),
            Screen::DaysCancel => days_cancel::show(&self.window, view),
            Screen::Help => help::show(&self.window, view),
            Screen::TalkFirst => talk_first::show(&self.window, view),
            Screen::TalkChoose(_) => talk_choose::show(&self.window, view),
            Screen::TalkUrgent => talk_urgent::show(&self.window, view),
            Screen::TalkNumber => talk_number::show(&self.window, view),
            Screen::TalkAnswer => talk_answer::show(&self.window, view),
            Screen::TalkNumbers => talk_numbers::show(&self.window, view),
            Screen::ContactConsent => contact_consent::show(&self.window, view),
            Screen::ContactType(_) => contact_type::show(&self.window, view),
            Screen::ContactChoose(_) => contact_choose::show(&self.window, view),
            Screen::ContactCheck => contact_check::show(&self.window, view),
            Screen::ContactTaken => contact_taken::show(&self.window, view),
            Screen::Guides => guides::show(&self.window, view),
            Screen::Topic(_) => topic::show(&self.window, view),
            Screen::Letter(_) => letter::show(&self.window, view),
            Screen::HelpStage => help_stage::show(&self.window, view),
            Screen::HelpSearch => help_search::show(&self.window, view),
            Screen::HelpList => help_list::show(&self.window, view),
            Screen::HelpFilters => help_filters::show(&self.window, view),
            Screen::HelpChoose(_) => help_choose::show(&self.window, view),
            Screen::HelpService => help_service::show(&self.window, view),
            Screen::HelpTake => help_take::show(&self.window, view),
            Screen::HelpWrong => help_wrong::show(&self.window, view),
            Screen::Slip => slip::show(&self.window, view),
            Screen::FirstTime | Screen::Languages | Screen::ScanOffer => {}
        }
    }
}

/// From now on the catalogue speaks this language.
fn speak(language: Language) {
    if let Err(error) = slint::select_bundled_translation(code_of(language)) {
        tracing::error!(%error, language = language.code(), "a language is missing");
    }
}

/// As the catalogue calls it: the language of the markup has no name.
fn code_of(language: Language) -> &'static str {
    if language == Language::En { "" } else { language.code() }
}

/// A new model, if the one that is shown holds anything else. A model that is replaced takes the
/// press of the finger that is on it away.
fn changed<T: Clone + PartialEq + 'static>(
    shown: &ModelRc<T>,
    wanted: impl IntoIterator<Item = T>,
) -> Option<ModelRc<T>> {
    let wanted: Vec<T> = wanted.into_iter().collect();
    (!shown.iter().eq(wanted.iter().cloned())).then(|| ModelRc::new(VecModel::from(wanted)))
}

fn texts<T: Into<SharedString>>(
    texts: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = SharedString> {
    texts.into_iter().map(Into::into)
}

/// The time that people read.
fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.with_timezone(&London).naive_local()
}

/// From 1 for Monday; 0 for today, which needs no name.
fn weekday(moment: NaiveDateTime, view: &View<'_>) -> i32 {
    let is_today = moment.date() == view.now.local().date();
    if is_today { 0 } else { int(moment.weekday().number_from_monday()) }
}

fn int(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

/// Sentences by their number, up to the first that is empty.
fn counted(words: impl Fn(i32) -> SharedString) -> impl Iterator<Item = SharedString> {
    (0..).map(words).take_while(|words| !words.is_empty())
}

/// The place in a list that a screen was given.
fn place(index: i32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

/// A day and a time, for the words of a screen.
fn moment(date: NaiveDate, time: NaiveTime) -> ui::Moment {
    ui::Moment {
        weekday: int(date.weekday().number_from_monday()),
        day: int(date.day()),
        month: int(date.month()),
        hour: int(time.hour()),
        minute: int(time.minute()),
    }
}

/// The same of a moment that was made local.
fn moment_of(local: NaiveDateTime) -> ui::Moment {
    moment(local.date(), local.time())
}

/// Of a family day's places, in honest words: what this screen can promise, and what it cannot
/// know.
fn left_of(event: &Day, view: &View<'_>) -> ui::DayLeft {
    match days_rules::shut(event, view.now.utc) {
        Some(Shut::Cancelled) => ui::DayLeft::Cancelled,
        Some(Shut::NotYet(_)) => ui::DayLeft::NotYet,
        Some(Shut::Closed | Shut::Gone | Shut::Edited) => ui::DayLeft::Closed,
        None => match days_rules::left(event, &view.public.places) {
            Left::Some => ui::DayLeft::Some,
            Left::Few => ui::DayLeft::Few,
            Left::NoneHere if view.is_offline() => ui::DayLeft::NoneOffline,
            Left::NoneHere => ui::DayLeft::NoneHere,
        },
    }
}

/// What a family day is. A final visit is on no screen.
fn kind_of(kind: Kind) -> ui::DayKind {
    match kind {
        Kind::FamilyDay | Kind::FinalVisit => ui::DayKind::FamilyDay,
        Kind::FathersOnly => ui::DayKind::FathersOnly,
        Kind::NewDads => ui::DayKind::NewDads,
        Kind::MotherAndBaby => ui::DayKind::MotherAndBaby,
        Kind::ChildrenOnly => ui::DayKind::ChildrenOnly,
        Kind::HomeworkClub => ui::DayKind::HomeworkClub,
        Kind::StoryReading => ui::DayKind::StoryReading,
        Kind::SensorySession => ui::DayKind::SensorySession,
        Kind::FamilyWorkshop => ui::DayKind::FamilyWorkshop,
        Kind::CoursePresentation => ui::DayKind::CoursePresentation,
    }
}
