//! What Today says beyond the words of every page.

use crate::board::State;
use crate::desk::Why;
use crate::desk::rules::Step;
use crate::outcome::Outcome;

words! {
    /// What Today says.
    TodayWords;
    at_desk: "at the desk" / "wrth y ddesg";
    in_hall: "in the hall" / "yn y neuadd";
    left: "left" / "wedi gadael";
    searched: "through search" / "wedi’u harchwilio";
    refused: "did not get in" / "heb fynd i mewn";
    did_not_arrive: "did not arrive" / "heb gyrraedd";

    state_at_desk: "At the desk" / "Wrth y ddesg";
    state_searched: "Through search" / "Wedi’u harchwilio";
    state_in_hall: "In the hall" / "Yn y neuadd";
    state_left: "Left" / "Wedi gadael";
    state_refused: "Did not get in" / "Heb fynd i mewn";
    state_did_not_arrive: "Did not arrive" / "Heb gyrraedd";
    state_late: "Late, {state}" / "Hwyr, {state}";
    state_table: "{state} · table {table}" / "{state} · bwrdd {table}";
    state_moved: "Moved to {day}: at the desk" / "Symudwyd i {day}: wrth y ddesg";
    state_session_off: "Session cancelled" / "Sesiwn wedi’i chanslo";
    not_on_the_list: "Not on the list" / "Ddim ar y rhestr";
    also_number: "also {numbers}" / "hefyd {numbers}";

    arrived_by_hand: "Arrived by hand" / "Wedi cyrraedd â llaw";
    through_search: "Through search" / "Wedi’u harchwilio";
    in_the_hall: "In the hall" / "Yn y neuadd";
    table: "Table" / "Bwrdd";
    set_table: "Set table" / "Gosod y bwrdd";
    has_left: "Left" / "Wedi gadael";
    settled: "Settled" / "Wedi’i ddatrys";
    to_the_desk: "Ask them to the desk" / "Gofyn iddynt ddod at y ddesg";
    more: "More" / "Mwy";
    more_for: "More for {who}" / "Mwy ar gyfer {who}";
    take_back: "Take back: {step}" / "Tynnu’n ôl: {step}";
    step_called: "called" / "wedi’u galw";
    step_outcome: "how it ended" / "sut y daeth i ben";
    how_it_ended: "How it ended" / "Sut y daeth i ben";
    undo_arrival: "Undo arrival {number}" / "Dadwneud cyrhaeddiad {number}";
    belongs_to: "{number} belongs to the visit with reference" / "Mae {number} yn perthyn i’r ymweliad â’r cyfeirnod";
    mend: "Move it there" / "Ei symud yno";
    same_party: "The same party also has number" / "Mae gan yr un parti hefyd rif";
    merge: "Make it one" / "Eu huno";
    adults: "Adults" / "Oedolion";
    children: "Children" / "Plant";
    more_came: "More of them came" / "Daeth mwy ohonynt";
    add_visitor: "Add a visitor who is not on the list" / "Ychwanegu ymwelydd nad yw ar y rhestr";
    add: "Add" / "Ychwanegu";
    first_name: "First name" / "Enw cyntaf";
    last_name: "Surname" / "Cyfenw";
    born: "Date of birth" / "Dyddiad geni";
    attendance: "Attendance" / "Presenoldeb";
    attended: "Attended" / "Yn bresennol";
    absent: "Absent" / "Yn absennol";
    whom_they_visit: "Who they are visiting" / "Â phwy maen nhw’n ymweld";
    prisoner_number: "Prison number" / "Rhif carchar";
    prisoner_name: "Name" / "Enw";
    prisoner_unknown: "The list does not say." / "Nid yw’r rhestr yn dweud.";
    prisoner_noted: "It is shown this once, and the record says that you looked." / "Dangosir hyn unwaith yn unig, a nodir eich bod wedi edrych.";
    back_to_today: "Back to Today" / "Yn ôl i Heddiw";

    outcome_completed: "It took place" / "Fe’i cynhaliwyd";
    outcome_visitor_early: "Visitors ended it early" / "Daeth yr ymwelwyr ag ef i ben yn gynnar";
    outcome_prisoner_early: "The person inside ended it early" / "Daeth y person y tu mewn ag ef i ben yn gynnar";
    outcome_terminated: "Staff ended it" / "Daeth staff ag ef i ben";
    outcome_did_not_arrive: "Visitors did not arrive" / "Ni chyrhaeddodd yr ymwelwyr";
    outcome_declined: "Visitors decided not to go in" / "Penderfynodd yr ymwelwyr beidio â mynd i mewn";
    outcome_security: "ID, search or dog" / "ID, archwiliad neu gi";
    outcome_no_order: "No visiting order" / "Dim gorchymyn ymweld";
    outcome_prisoner_refused: "The person inside did not come" / "Ni ddaeth y person y tu mewn";
    outcome_establishment: "The prison called it off" / "Canslodd y carchar ef";

    call_next_count: "How many" / "Faint";
    call_next_families: "Call next" / "Galw’r nesaf";
    walk_in: "Walk-in" / "Ymwelwyr heb eu rhestru";
    walk_in_title: "Somebody who is not on the list" / "Rhywun nad yw ar y rhestr";
    walk_in_means: "Write them down here. They get a number of the desk and wait at the desk." / "Nodwch nhw yma. Cânt rif y ddesg ac maent yn aros wrth y ddesg.";
    walk_in_session: "Session" / "Sesiwn";
    adult_n: "Adult {n}" / "Oedolyn {n}";
    write_down: "Write down" / "Nodi";
    session_menu: "This session" / "Y sesiwn hon";
    cancel_session: "Cancel this session" / "Canslo’r sesiwn hon";
    cancel_means: "Kiosks stop taking families in for it. Who is in the hall stays on the list." / "Mae’r ciosgau’n rhoi’r gorau i dderbyn teuluoedd ar ei chyfer. Mae pwy bynnag sydd yn y neuadd yn aros ar y rhestr.";
    reinstate_session: "It goes ahead after all" / "Mae’n mynd yn ei blaen wedi’r cyfan";
    session_is_off: "The {time} session does not go ahead." / "Nid yw’r sesiwn {time} yn mynd yn ei blaen.";
    to_ring: "Families to ring who have not arrived: {n}" / "Teuluoedd i’w ffonio nad ydynt wedi cyrraedd: {n}";
    to_ring_means: "Their telephone numbers are in the booking system, under the reference." / "Mae eu rhifau ffôn yn y system archebu, o dan y cyfeirnod.";
    nobody_to_ring: "Nobody has to be rung." / "Nid oes angen ffonio neb.";
    exceptions_title: "Arrivals that kiosks could not match: {n}" / "Cyrhaeddiadau na allai ciosgau eu paru: {n}";
    lists_title: "Visit lists: please look" / "Rhestrau ymweliadau: edrychwch, os gwelwch yn dda";
    lists_waiting: "Visits of today that are not on the newest list: {n}. They go ahead until somebody decides." / "Ymweliadau heddiw nad ydynt ar y rhestr ddiweddaraf: {n}. Maent yn mynd ymlaen nes i rywun benderfynu.";
    lists_aside: "Rows of the newest list that were set aside: {n}" / "Rhesi o’r rhestr ddiweddaraf a roddwyd o’r neilltu: {n}";
    lists_failing: "No list could be fetched since {time}." / "Ni ellid nôl rhestr ers {time}.";
    exception_link: "Link to the visit with reference" / "Cysylltu â’r ymweliad â’r cyfeirnod";
    link: "Link" / "Cysylltu";
    dismiss: "Put aside" / "Rhoi o’r neilltu";
    people_came: "{n} people" / "{n} o bobl";
    as_of: "As of {time}" / "Fel yr oedd am {time}";
    no_connection: "There is no connection to the server. This list may be old." / "Nid oes cysylltiad â’r gweinydd. Gall y rhestr hon fod yn hen.";
    new_day: "A new day has begun. This list is of {day}." / "Mae diwrnod newydd wedi dechrau. Rhestr {day} yw hon.";
    not_answered: "That press was not answered. Look at the row: if it is not done, press again." / "Ni chafwyd ateb i’r wasgiad hwnnw. Edrychwch ar y rhes: os na wnaed ef, pwyswch eto.";
    just_changed: "That changed just as you pressed, so nothing was done. Look, then press again." / "Newidiodd hynny wrth i chi bwyso, felly ni wnaed dim. Edrychwch, yna pwyswch eto.";
    show_today: "Show today" / "Dangos heddiw";
    keys_title: "Keys" / "Bysellau";
    keys: "Alt+Shift+S (or /): search. Alt+Shift+N: call next. Alt+Shift+W: walk-in. In the list: arrow down and up go to the next action of the next row, Enter does it." / "Alt+Shift+S (neu /): chwilio. Alt+Shift+N: galw’r nesaf. Alt+Shift+W: ymwelwyr heb eu rhestru. Yn y rhestr: mae’r saethau i lawr ac i fyny yn mynd at weithred nesaf y rhes nesaf, ac Enter yn ei gwneud.";
    clear_search: "Show all" / "Dangos pawb";

    why_stale: "Somebody else has changed this row meanwhile. It is shown as it is now." / "Mae rhywun arall wedi newid y rhes hon yn y cyfamser. Fe’i dangosir fel y mae nawr.";
    why_other_day: "The page was of another day. This is today’s list." / "Roedd y dudalen ar gyfer diwrnod arall. Dyma restr heddiw.";
    why_unknown: "Nothing of that kind is on today’s list." / "Nid oes dim o’r fath ar restr heddiw.";
    why_nobody_here: "Nobody of this party has arrived yet." / "Nid oes neb o’r parti hwn wedi cyrraedd eto.";
    why_arrived: "They have arrived. Undo the arrival first." / "Maent wedi cyrraedd. Dadwnewch y cyrhaeddiad yn gyntaf.";
    why_id_first: "First see the ID of every adult who is here." / "Yn gyntaf, gwelwch ID pob oedolyn sydd yma.";
    why_not_in_the_hall: "They are not in the hall." / "Nid ydynt yn y neuadd.";
    why_through_search: "They are through search. Take that back first." / "Maent wedi’u harchwilio. Tynnwch hynny’n ôl yn gyntaf.";
    why_not_the_last: "A later step was noted. Take that back first." / "Nodwyd cam diweddarach. Tynnwch hwnnw’n ôl yn gyntaf.";
    why_table_taken: "Another party sits at that table." / "Mae parti arall wrth y bwrdd hwnnw.";
    why_unreadable: "Something in the form is missing or cannot be read. Nothing was changed." / "Mae rhywbeth yn y ffurflen ar goll neu ni ellir ei ddarllen. Ni newidiwyd dim.";
}

impl TodayWords {
    /// Why an act was not done.
    pub fn why(&self, why: Why) -> &'static str {
        match why {
            Why::Stale => self.why_stale,
            Why::OtherDay => self.why_other_day,
            Why::Unknown => self.why_unknown,
            Why::NobodyHere => self.why_nobody_here,
            Why::Arrived => self.why_arrived,
            Why::IdFirst => self.why_id_first,
            Why::NotInTheHall => self.why_not_in_the_hall,
            Why::ThroughSearch => self.why_through_search,
            Why::NotTheLast => self.why_not_the_last,
            Why::TableTaken => self.why_table_taken,
            Why::Unreadable => self.why_unreadable,
        }
    }

    /// How a visit ended.
    pub fn outcome(&self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::CompletedNormally => self.outcome_completed,
            Outcome::VisitorCompletedEarly => self.outcome_visitor_early,
            Outcome::PrisonerCompletedEarly => self.outcome_prisoner_early,
            Outcome::TerminatedByStaff => self.outcome_terminated,
            Outcome::VisitorDidNotArrive => self.outcome_did_not_arrive,
            Outcome::VisitorDeclinedEntry => self.outcome_declined,
            Outcome::VisitorFailedSecurityChecks => self.outcome_security,
            Outcome::NoVisitingOrder => self.outcome_no_order,
            Outcome::PrisonerRefusedToAttend => self.outcome_prisoner_refused,
            Outcome::EstablishmentCancelled => self.outcome_establishment,
        }
    }

    /// A step, within a sentence.
    pub fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Called => self.step_called,
            Step::Searched => self.searched,
            Step::Hall => self.in_hall,
            Step::Left => self.left,
            Step::Outcome => self.step_outcome,
        }
    }

    /// The states that the words of every page do not have.
    pub fn state(&self, state: State) -> Option<&'static str> {
        match state {
            State::Expected | State::Late | State::Arrived | State::IdSeen | State::Called => None,
            State::AtDesk => Some(self.state_at_desk),
            State::Searched => Some(self.state_searched),
            State::InHall => Some(self.state_in_hall),
            State::Left => Some(self.state_left),
            State::Refused => Some(self.state_refused),
            State::DidNotArrive => Some(self.state_did_not_arrive),
        }
    }
}
