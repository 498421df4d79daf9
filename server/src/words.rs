//! What staff pages say, in English and Welsh side by side: one cannot be without the other.
//!
//! `{n}` and the like stand for what is put in by [`fill`].

use visits_domain::arrival::{Language, Need};

use crate::intake;
use crate::store::records::DAMAGED;

macro_rules! words {
    ($(#[$doc:meta])* $Words:ident; $($name:ident: $en:literal / $cy:literal;)*) => {
        $(#[$doc])*
        #[allow(missing_docs, reason = "each text says what it is")]
        #[derive(Debug)]
        pub struct $Words { $(pub $name: &'static str,)* }
        static EN: $Words = $Words { $($name: $en,)* };
        static CY: $Words = $Words { $($name: $cy,)* };
        impl $Words {
            /// The texts of a language.
            pub fn of(language: visits_domain::arrival::Language) -> &'static Self {
                match language {
                    visits_domain::arrival::Language::En => &EN,
                    visits_domain::arrival::Language::Cy => &CY,
                }
            }
            /// Name, English, Welsh.
            #[cfg(test)]
            pub const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $en, $cy),)*];
        }
    };
}

pub mod account;
pub mod audit;
pub mod ballot;
pub mod bookings;
pub mod day;
pub mod directory;
pub mod events;
pub mod fairness;
pub mod imports;
pub mod notice;
pub mod paper;
pub mod people;
pub mod privacy;
pub mod requests;
pub mod safeguarding;
pub mod site;
pub mod sources;
pub mod subject;
pub mod talks;
pub mod today;
pub mod unmet;
pub mod volunteers;

words! {
    /// What every page says, and the board.
    Words;
    visits_at: "{site} visits" / "Ymweliadau {site}";
    today: "Today" / "Heddiw";
    kiosks: "Kiosks" / "Ciosgau";
    privacy: "Privacy" / "Preifatrwydd";
    imports: "Visit lists" / "Rhestrau ymweliadau";
    volunteers: "Volunteers" / "Gwirfoddolwyr";
    talks: "Private talks" / "Sgyrsiau preifat";
    requests: "Requests" / "Ceisiadau";
    safeguarding: "Safeguarding" / "Diogelu";
    events: "Events" / "Digwyddiadau";
    directory: "Directory" / "Cyfeiriadur";
    out_of_service: "Out of service" / "Allan o wasanaeth";
    menu: "Pages" / "Tudalennau";
    skip: "To the list" / "I’r rhestr";
    sign_in: "Sign in" / "Mewngofnodi";
    sign_out: "Sign out" / "Allgofnodi";
    your_name: "Your name" / "Eich enw";
    password: "Password" / "Cyfrinair";
    people: "People" / "Pobl";
    audit: "Audit" / "Archwilio";
    settings: "Settings" / "Gosodiadau";
    prisons: "Prisons" / "Carchardai";
    other_prison: "Another prison" / "Carchar arall";
    change_over: "Change over" / "Newid";
    start_again: "Start again" / "Dechrau eto";
    code_of_app: "Code from your phone" / "Cod o’ch ffôn";
    code_help: "Six digits from your authenticator app. Phone lost? Type one of your recovery codes." / "Chwe digid o’ch ap dilysu. Wedi colli’r ffôn? Teipiwch un o’ch codau adfer.";
    code_not_right: "That code did not work. Each code serves once: wait for the next one. After five minutes, or five wrong codes, start again." / "Wnaeth y cod hwnnw ddim gweithio. Mae pob cod yn gweithio unwaith: arhoswch am yr un nesaf. Ar ôl pum munud, neu bum cod anghywir, dechreuwch eto.";
    not_signed_in: "That did not work. Check the name and the password. After five tries you have to wait a little." / "Wnaeth hynny ddim gweithio. Gwiriwch yr enw a’r cyfrinair. Ar ôl pum cynnig rhaid aros ychydig.";
    no_site: "No prison has been set up on this server yet." / "Nid oes carchar wedi’i osod ar y gweinydd hwn eto.";
    session_at: "{time} session" / "sesiwn {time}";
    all_day: "All day" / "Trwy’r dydd";
    sessions: "Sessions of the day" / "Sesiynau’r dydd";
    search_surname: "Search a surname" / "Chwilio am gyfenw";
    search: "Search" / "Chwilio";
    running_late: "Running late" / "Yn rhedeg yn hwyr";
    on_time: "On time" / "Ar amser";
    minutes_late: "{n} minutes late" / "{n} munud yn hwyr";
    set: "Set" / "Gosod";
    print: "Print list" / "Argraffu’r rhestr";
    expected: "expected" / "disgwylir";
    arrived: "arrived" / "wedi cyrraedd";
    id_seen: "ID seen" / "ID wedi’i weld";
    called: "called" / "wedi’u galw";
    late: "late" / "hwyr";
    first_visits: "first visit" / "ymweliad cyntaf";

    number: "No." / "Rhif";
    visitors: "Visitors (tick ID)" / "Ymwelwyr (ticiwch ID)";
    reference: "Reference" / "Cyfeirnod";
    here: "Here" / "Yma";
    here_of: "{n} of {m}" / "{n} o {m}";
    state: "State" / "Cyflwr";
    needs: "Needs" / "Anghenion";
    since: "Since" / "Ers";
    next: "Next" / "Nesaf";

    state_expected: "Expected" / "Disgwylir";
    state_late: "Expected, late" / "Disgwylir, hwyr";
    state_arrived: "Arrived" / "Wedi cyrraedd";
    state_id_seen: "ID seen" / "ID wedi’i weld";
    state_called: "Called" / "Wedi’u galw";
    state_cancelled: "Cancelled: at the desk" / "Wedi’i ganslo: wrth y ddesg";
    tick_id: "ID seen" / "ID wedi’i weld";
    call: "Call" / "Galw";
    name_missing: "Name not on the list" / "Enw ddim ar y rhestr";
    one_child: "1 child" / "1 plentyn";
    children: "{n} children" / "{n} o blant";
    desk_check: "Check at the desk" / "Gwirio wrth y ddesg";
    first_visit: "First visit" / "Ymweliad cyntaf";
    quiet: "Quiet space" / "Lle tawel";
    step_free: "Step-free" / "Heb risiau";
    hearing: "Hearing" / "Clyw";
    baby: "Baby" / "Babi";
    language_help: "Help with language" / "Help gydag iaith";
    nobody_yet: "No visits are listed for this session." / "Does dim ymweliadau ar y rhestr ar gyfer y sesiwn hon.";
    nobody_of_that_name: "Nobody of that name is listed for this session." / "Does neb o’r enw hwnnw ar y rhestr ar gyfer y sesiwn hon.";
    kiosks_online: "Kiosks {letters} online" / "Ciosgau {letters} ar-lein";
    no_kiosk_online: "No kiosk is online" / "Does dim ciosg ar-lein";
    kiosk_away: "Arrivals at {letter} since {time} are not on this list" / "Nid yw’r rhai a gyrhaeddodd wrth {letter} ers {time} ar y rhestr hon";
    list_as_of: "Visit list of {time}" / "Rhestr ymweliadau {time}";
    no_list: "No visit list has been imported" / "Does dim rhestr ymweliadau wedi’i mewnforio";
    asks_for_person: "Somebody asks for a person" / "Mae rhywun yn gofyn am berson";
    ask_kiosk: "kiosk {letter}" / "ciosg {letter}";
    ask_number: "number {number}" / "rhif {number}";
    ask_since: "since {time}" / "ers {time}";
    take: "I’ll take it" / "Fe af i";
    letter: "Letter" / "Llythyren";
    health: "Health" / "Cyflwr";
    online: "Online" / "Ar-lein";
    away: "Away" / "I ffwrdd";
    never_seen: "Not heard from yet" / "Heb glywed ganddo eto";
    revoked: "Revoked" / "Wedi’i ddiddymu";
    last_seen: "Last heard from" / "Clywyd ddiwethaf";
    list_age: "Has the list of" / "Mae ganddo restr";
    unsent: "Not sent yet" / "Heb ei anfon eto";
    clock: "Clock" / "Cloc";
    clock_good: "right" / "cywir";
    clock_ahead: "{n} s ahead" / "{n} e ar y blaen";
    clock_behind: "{n} s behind" / "{n} e ar ei hôl hi";
    version: "Version" / "Fersiwn";
    revoke: "Revoke" / "Diddymu";
    revoke_means: "A revoked kiosk wipes what it holds the next time it is online. It cannot be undone." / "Mae ciosg a ddiddymwyd yn dileu’r hyn sydd ganddo y tro nesaf y bydd ar-lein. Ni ellir dadwneud hyn.";

    new_code: "Make an enrolment code" / "Creu cod cofrestru";
    code_is: "Type this code on the kiosk. It works once, until this time tomorrow:" / "Teipiwch y cod hwn ar y ciosg. Mae’n gweithio unwaith, tan yr amser hwn yfory:";
    exceptions: "Records that need a look" / "Cofnodion y mae angen edrych arnynt";
    no_exceptions: "Every record from the kiosks was taken in." / "Derbyniwyd pob cofnod o’r ciosgau.";
    record: "Record" / "Cofnod";
    received: "Received" / "Derbyniwyd";
    what_happened: "What is the matter" / "Beth sydd o’i le";
    trouble_unknown_visit: "Somebody arrived for a visit that is not on the list. Ask at the desk." / "Cyrhaeddodd rhywun ar gyfer ymweliad nad yw ar y rhestr. Gofynnwch wrth y ddesg.";
    trouble_other_day: "Somebody arrived for a visit that is now on another day. Ask at the desk." / "Cyrhaeddodd rhywun ar gyfer ymweliad sydd bellach ar ddiwrnod arall. Gofynnwch wrth y ddesg.";
    trouble_other_letter: "The number does not begin with this kiosk’s letter. Ask for support." / "Nid yw’r rhif yn dechrau â llythyren y ciosg hwn. Gofynnwch am gymorth.";
    trouble_number_undone: "More people came under a number that staff had taken back. Ask at the desk." / "Daeth mwy o bobl o dan rif yr oedd staff wedi’i dynnu’n ôl. Gofynnwch wrth y ddesg.";
    trouble_unknown_kind: "The kiosk sent something this server does not know. It may need an update." / "Anfonodd y ciosg rywbeth nad yw’r gweinydd yn ei adnabod. Efallai bod angen diweddariad.";
    trouble_damaged: "The record was damaged on its way. Ask for support." / "Difrodwyd y cofnod ar ei ffordd. Gofynnwch am gymorth.";
    trouble_lost: "Something this kiosk once sent is lost for good: the server was put back from a copy that is too old. Compare with your paper lists." / "Mae rhywbeth a anfonodd y ciosg hwn wedi’i golli am byth: adferwyd y gweinydd o gopi rhy hen. Cymharwch â’ch rhestrau papur.";
    trouble_conflict: "The kiosk used one record number for two different things. Ask for support." / "Defnyddiodd y ciosg un rhif cofnod ar gyfer dau beth gwahanol. Gofynnwch am gymorth.";
    not_yours: "This page is for somebody with another role." / "Mae’r dudalen hon ar gyfer rhywun â rôl arall.";
    not_found: "There is nothing here." / "Does dim byd yma.";
    try_again: "Something did not work here. Please try again." / "Aeth rhywbeth o’i le yma. Rhowch gynnig arall arni.";

    other_language: "Cymraeg" / "English";
    am: "am" / "yb";
    pm: "pm" / "yp";
}

/// The texts of a language.
pub fn of(language: Language) -> &'static Words {
    Words::of(language)
}

/// Puts values in: `fill("{n} of {m}", &[("n", 1), ("m", 2)])`.
pub fn fill(text: &str, values: &[(&str, &(dyn std::fmt::Display + Sync))]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), &value.to_string())
    })
}

impl Words {
    /// What a family asked for.
    pub fn need(&self, need: Need) -> &'static str {
        match need {
            Need::Quiet => self.quiet,
            Need::StepFree => self.step_free,
            Need::Hearing => self.hearing,
            Need::Baby => self.baby,
            Need::Language => self.language_help,
        }
    }

    /// What is the matter with a record.
    pub fn trouble(&self, trouble: &str) -> &'static str {
        match trouble {
            intake::UNKNOWN_VISIT => self.trouble_unknown_visit,
            intake::OTHER_DAY => self.trouble_other_day,
            intake::NUMBER_UNDONE => self.trouble_number_undone,
            intake::OTHER_LETTER => self.trouble_other_letter,
            DAMAGED => self.trouble_damaged,
            "conflict" => self.trouble_conflict,
            "lost" => self.trouble_lost,
            _ => self.trouble_unknown_kind,
        }
    }

    /// `1.45 pm`
    pub fn time(&self, time: chrono::NaiveTime) -> String {
        use chrono::Timelike as _;
        let (afternoon, hour) = time.hour12();
        let half = if afternoon { self.pm } else { self.am };
        format!("{hour}.{:02} {half}", time.minute())
    }

    /// `1.45`: where the half of the day is plain.
    pub fn short_time(time: chrono::NaiveTime) -> String {
        use chrono::Timelike as _;
        format!("{}.{:02}", time.hour12().1, time.minute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same in both languages, and rightly so.
    const SAME: &[&str] = &["role_set", "decided_by"];

    #[test]
    fn welsh_says_everything_and_differs_from_english() {
        // The texts of each page stand in a file of their own: words/<page>.rs.
        for (name, en, cy) in [
            Words::ALL,
            today::TodayWords::ALL,
            account::Account::ALL,
            audit::Audit::ALL,
            ballot::BallotWords::ALL,
            bookings::BookingWords::ALL,
            day::DayWords::ALL,
            directory::DirectoryWords::ALL,
            events::EventWords::ALL,
            fairness::FairnessWords::ALL,
            imports::Imports::ALL,
            notice::NoticeWords::ALL,
            paper::PaperWords::ALL,
            people::People::ALL,
            privacy::PrivacyWords::ALL,
            requests::RequestWords::ALL,
            safeguarding::SafeguardingWords::ALL,
            unmet::UnmetWords::ALL,
            site::Site::ALL,
            subject::SubjectWords::ALL,
            sources::Sources::ALL,
            talks::TalkWords::ALL,
            volunteers::VolunteerWords::ALL,
        ]
        .concat()
        {
            assert!(!en.is_empty() && !cy.is_empty(), "{name}");
            assert!(SAME.contains(&name) || en != cy, "{name} is not translated");
            assert_eq!(places(en), places(cy), "{name}");
        }
    }

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn times_read_as_people_say_them() {
        let time = |text: &str| text.parse::<chrono::NaiveTime>().expect("a time");
        assert_eq!(EN.time(time("13:45:00")), "1.45 pm");
        assert_eq!(CY.time(time("09:05:00")), "9.05 yb");
        assert_eq!(EN.time(time("00:00:00")), "12.00 am");
    }
}
