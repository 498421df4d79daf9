//! What *Events* says.

use visits_domain::event::{Access, Facility, Kind, State};
use visits_domain::places::Mode;

use super::fill;
use crate::events::acts::Refusal;
use crate::events::plan::Why;

words! {
    /// Events: the month, the form, one event, and what is printed.
    EventWords;
    title: "Events" / "Digwyddiadau";
    month_before: "Earlier month" / "Mis cynharach";
    month_after: "Later month" / "Mis hwyrach";
    months: "Months" / "Misoedd";
    this_month: "This month" / "Y mis hwn";
    new_event: "New event" / "Digwyddiad newydd";
    print_list: "Print list" / "Argraffu’r rhestr";
    print: "Print" / "Argraffu";
    printed_at: "Printed on {day} at {time}" / "Argraffwyd ar {day} am {time}";
    csv: "As a table (CSV)" / "Fel tabl (CSV)";
    back_to_events: "Back to Events" / "Yn ôl i Ddigwyddiadau";
    none: "No events are planned in this month." / "Does dim digwyddiadau wedi’u cynllunio yn y mis hwn.";
    calendar: "The month" / "Y mis";
    mon: "Mon" / "Llun";
    tue: "Tue" / "Maw";
    wed: "Wed" / "Mer";
    thu: "Thu" / "Iau";
    fri: "Fri" / "Gwe";
    sat: "Sat" / "Sad";
    sun: "Sun" / "Sul";
    day: "Day" / "Diwrnod";
    time: "Time" / "Amser";
    event: "Event" / "Digwyddiad";
    kind: "Kind" / "Math";
    booking: "Booking" / "Archebu";
    places: "Places" / "Lleoedd";
    state: "State" / "Cyflwr";
    people_n: "{n} people" / "{n} o bobl";
    tables_n: "{n} tables" / "{n} o fyrddau";
    seats_n: "{n} seats on transport" / "{n} o seddi ar gludiant";
    from_to: "{from} to {to}" / "{from} i {to}";

    feed_title: "Calendars" / "Calendrau";
    feed_lead: "Copy the address of one of these links into a calendar program: it keeps up with the events that are open to families. Nobody’s name is in it." / "Copïwch gyfeiriad un o’r dolenni hyn i raglen galendr: mae’n dilyn y digwyddiadau sydd ar agor i deuluoedd. Nid oes enw neb ynddo.";
    feed_link_en: "Calendar in English" / "Calendr yn Saesneg";
    feed_link_cy: "Calendar in Welsh" / "Calendr yn Gymraeg";
    feed_new: "Make another address" / "Creu cyfeiriad arall";
    feed_new_means: "Whoever has the old one reads nothing more." / "Ni fydd pwy bynnag sydd â’r hen un yn darllen dim mwy.";
    feed_name: "{site}: events for families" / "{site}: digwyddiadau i deuluoedd";
    feed_moved: "Calendars have another address now." / "Mae gan galendrau gyfeiriad arall nawr.";

    kind_family_day: "Family day" / "Diwrnod teulu";
    kind_fathers_only: "Fathers only" / "Tadau yn unig";
    kind_new_dads: "New dads" / "Tadau newydd";
    kind_mother_and_baby: "Mother and baby" / "Mam a babi";
    kind_children_only: "Children only" / "Plant yn unig";
    kind_homework_club: "Homework club" / "Clwb gwaith cartref";
    kind_story_reading: "Story reading" / "Darllen straeon";
    kind_sensory_session: "Sensory session" / "Sesiwn synhwyraidd";
    kind_family_workshop: "Family workshop of a programme" / "Gweithdy teulu rhaglen";
    kind_course_presentation: "Course presentation" / "Cyflwyniad cwrs";
    kind_final_visit: "Final visit (staff only)" / "Ymweliad olaf (staff yn unig)";
    booking_usual: "As usual for this kind" / "Fel arfer ar gyfer y math hwn";
    book_yourself: "Families book themselves" / "Teuluoedd yn archebu eu hunain";
    staff_decide: "Families ask, staff decide" / "Teuluoedd yn gofyn, staff yn penderfynu";
    staff_only: "Staff only: not on kiosks" / "Staff yn unig: nid ar giosgau";
    booking_help: "As usual: staff decide wherever children meet a person inside; families book themselves where only adults come. A final visit is for staff alone: it is on no kiosk, in no search and in no figure." / "Fel arfer: staff sy’n penderfynu lle bynnag y mae plant yn cwrdd â pherson y tu mewn; mae teuluoedd yn archebu eu hunain lle dim ond oedolion sy’n dod. Ar gyfer staff yn unig y mae ymweliad olaf: nid yw ar unrhyw giosg, mewn unrhyw chwiliad nac mewn unrhyw ffigur.";
    state_draft: "Draft" / "Drafft";
    state_open: "Open to families" / "Ar agor i deuluoedd";
    state_planned: "Planned, staff only" / "Wedi’i gynllunio, staff yn unig";
    state_cancelled: "Cancelled" / "Wedi’i ganslo";
    play: "Play for each age" / "Chwarae ar gyfer pob oed";
    teenagers: "Something for teenagers" / "Rhywbeth i bobl ifanc yn eu harddegau";
    sensory_space: "Sensory space" / "Gofod synhwyraidd";
    quiet_room: "Quiet room" / "Ystafell dawel";
    baby_change: "Baby change" / "Lle newid babi";
    food: "Something to eat together" / "Rhywbeth i’w fwyta gyda’n gilydd";
    step_free: "Step-free all the way" / "Heb risiau yr holl ffordd";
    accessible_toilet: "Accessible toilet" / "Toiled hygyrch";
    hearing_loop: "Hearing loop" / "Dolen glyw";
    signing: "Somebody who signs (BSL)" / "Rhywun sy’n arwyddo (BSL)";

    new_title: "New event" / "Digwyddiad newydd";
    edit_title: "Change the event" / "Newid y digwyddiad";
    form_lead: "Families read English and Welsh side by side: both are needed. Never write a name, or why somebody is here." / "Mae teuluoedd yn darllen Cymraeg a Saesneg ochr yn ochr: mae angen y ddwy. Peidiwch byth ag ysgrifennu enw, na pham mae rhywun yma.";
    mend: "Some of this needs another look. Nothing was saved." / "Mae angen edrych eto ar rywfaint o hyn. Ni chadwyd dim.";
    in_english: "English" / "Saesneg";
    in_welsh: "Welsh" / "Cymraeg";
    what: "What it is" / "Beth ydyw";
    called: "Title" / "Teitl";
    what_happens: "What happens there" / "Beth sy’n digwydd yno";
    where_: "Where" / "Ble";
    when: "When" / "Pryd";
    starts: "Starts" / "Dechrau";
    ends: "Ends" / "Gorffen";
    books_from: "Booking opens" / "Archebu’n agor";
    books_until: "Booking closes" / "Archebu’n cau";
    window_help: "Empty: it opens as soon as the event is open, and closes when it begins." / "Gwag: mae’n agor cyn gynted ag y mae’r digwyddiad ar agor, ac yn cau pan fydd yn dechrau.";
    for_whom: "For whom" / "I bwy";
    most_people: "People of one party at most" / "Uchafswm pobl mewn un parti";
    most_children: "Children of one party at most" / "Uchafswm plant mewn un parti";
    party_help: "This prison allows parties of {people}, with {children} children. With 0 children only adults come." / "Mae’r carchar hwn yn caniatáu partïon o {people}, gyda {children} o blant. Gyda 0 o blant dim ond oedolion sy’n dod.";
    youngest: "Children from the age of" / "Plant o oed";
    oldest: "to the age of" / "hyd at oed";
    born_from: "Babies born from" / "Babanod a aned o";
    born_until: "Babies born until" / "Babanod a aned hyd";
    born_help: "For new parents: who is this for? Empty: birth days do not matter." / "Ar gyfer rhieni newydd: i bwy mae hyn? Gwag: nid yw dyddiau geni o bwys.";
    first: "Course or programme that comes first" / "Cwrs neu raglen sy’n dod yn gyntaf";
    first_help: "Empty where none is needed." / "Gwag lle nad oes angen un.";
    what_is_there: "What is there" / "Beth sydd yno";
    access: "Access" / "Mynediad";
    how_many: "Places" / "Lleoedd";
    people: "People" / "Pobl";
    people_help: "Visitors, children among them." / "Ymwelwyr, gan gynnwys plant.";
    tables: "Tables" / "Byrddau";
    tables_help: "Empty where tables are not counted." / "Gwag lle nad yw byrddau’n cael eu cyfrif.";
    bus: "Transport {n}: seats" / "Cludiant {n}: seddi";
    bus_from: "From where, and when it leaves" / "O ble, a phryd mae’n gadael";
    bus_help: "Empty where there is none." / "Gwag lle nad oes un.";
    for_staff: "For staff: families never see this" / "Ar gyfer staff: nid yw teuluoedd byth yn gweld hyn";
    approved: "The prison has approved it" / "Mae’r carchar wedi’i gymeradwyo";
    approved_help: "Until then it cannot be opened to families." / "Tan hynny ni ellir ei agor i deuluoedd.";
    wings: "Wings whose turn it is" / "Adenydd y mae eu tro";
    turns: "Last turns, the longest ago first: {turns}." / "Y troeon diwethaf, yr hynaf yn gyntaf: {turns}.";
    wing_staff: "Wing staff in the plan" / "Staff adain yn y cynllun";
    providers: "Providers who come" / "Darparwyr sy’n dod";
    one_a_line: "One a line." / "Un i bob llinell.";
    volunteers_needed: "Volunteers needed" / "Gwirfoddolwyr sydd eu hangen";
    save_draft: "Save as a draft" / "Cadw fel drafft";
    save: "Save" / "Cadw";
    leave: "Leave it as it was" / "Ei adael fel yr oedd";

    saved: "Saved." / "Wedi’i gadw.";
    drafts_made: "{n} drafts were made." / "Crëwyd {n} drafft.";
    opened: "Families can see it now." / "Gall teuluoedd ei weld nawr.";
    was_opened_for_staff: "It is planned. Families do not see it." / "Mae wedi’i gynllunio. Nid yw teuluoedd yn ei weld.";
    was_cancelled: "It is cancelled. Every kiosk says so as soon as it is online." / "Mae wedi’i ganslo. Bydd pob ciosg yn dweud hynny cyn gynted ag y bydd ar-lein.";
    discarded: "The draft is gone." / "Mae’r drafft wedi mynd.";
    changed_meanwhile: "Somebody has changed this event since you opened it. Look at it, then save again if yours is right." / "Mae rhywun wedi newid y digwyddiad hwn ers i chi ei agor. Edrychwch arno, yna cadwch eto os yw’ch un chi’n gywir.";
    changed_nothing_done: "Somebody has changed this event since the page was shown. Nothing was done: look at it again." / "Mae rhywun wedi newid y digwyddiad hwn ers i’r dudalen gael ei dangos. Ni wnaed dim: edrychwch arno eto.";
    see_it_now: "As it is now" / "Fel y mae nawr";
    not_approved: "The prison has not approved it yet. Nothing was done." / "Nid yw’r carchar wedi’i gymeradwyo eto. Ni wnaed dim.";
    has_begun: "It has begun. Nothing was done." / "Mae wedi dechrau. Ni wnaed dim.";
    families_know: "Families know of it: cancel it instead. Nothing was done." / "Mae teuluoedd yn gwybod amdano: canslwch ef yn lle hynny. Ni wnaed dim.";
    already_so: "It was so already." / "Roedd felly eisoes.";
    cancelled_for_good: "It was cancelled. Copy it to hold it after all." / "Cafodd ei ganslo. Copïwch ef i’w gynnal wedi’r cyfan.";
    cannot_repeat: "One of the days has no such time, or the number is not between 1 and {n}. Nothing was made." / "Nid oes amser o’r fath ar un o’r dyddiau, neu nid yw’r rhif rhwng 1 a {n}. Ni chrëwyd dim.";

    ballots_due: "Ballots to draw" / "Pleidleisiau i’w tynnu";
    on_the_day: "On the day" / "Ar y diwrnod";
    fairness: "Fairness" / "Tegwch";
    ballot: "Ballot" / "Pleidlais";
    sharing: "Sharing fairly" / "Rhannu’n deg";
    ballot_is: "{share} in a hundred places are drawn from families who ask before {closes}" / "Tynnir {share} o bob cant o leoedd o blith teuluoedd sy’n gofyn cyn {closes}";
    ballot_commitment: "Published of its seed" / "Cyhoeddwyd o’i hedyn";
    ballot_share: "Places in a hundred that are drawn" / "Lleoedd o bob cant a dynnir";
    ballot_closes: "The ballot closes" / "Mae’r bleidlais yn cau";
    ballot_help: "0: places go to who asks first. The share is kept back until staff draw; families who ask before it closes and have no place are in it." / "0: mae lleoedd yn mynd i’r sawl sy’n gofyn gyntaf. Cedwir y gyfran yn ôl nes bod staff yn tynnu; mae teuluoedd sy’n gofyn cyn iddi gau ac sydd heb le ynddi.";
    ballot_closed: "Its ballot has closed before anybody could ask. Move the closing time. Nothing was done." / "Caeodd ei phleidlais cyn i neb allu gofyn. Symudwch yr amser cau. Ni wnaed dim.";
    why_outside_window: "The ballot closes after booking opens, and not after it closes." / "Mae’r bleidlais yn cau ar ôl i archebu agor, ac nid ar ôl iddo gau.";
    why_share_is_known: "Families know how many places are drawn: that stays as it is." / "Mae teuluoedd yn gwybod faint o leoedd a dynnir: mae hynny’n aros fel y mae.";
    why_has_closed: "The ballot has closed: its time stays as it was." / "Mae’r bleidlais wedi cau: mae ei hamser yn aros fel yr oedd.";

    open_it: "Open to families" / "Agor i deuluoedd";
    plan_it: "It is planned" / "Mae wedi’i gynllunio";
    edit: "Change" / "Newid";
    copy: "Copy" / "Copïo";
    calendar_file: "Calendar file" / "Ffeil galendr";
    repeat: "Repeat" / "Ailadrodd";
    every: "Every" / "Bob";
    week: "week" / "wythnos";
    month: "month, the same weekday" / "mis, yr un diwrnod o’r wythnos";
    times: "How many times" / "Sawl gwaith";
    repeat_means: "Each becomes a draft that the prison has still to approve." / "Mae pob un yn dod yn ddrafft y mae angen i’r carchar ei gymeradwyo o hyd.";
    make_drafts: "Make drafts" / "Creu drafftiau";
    cancel: "Cancel the event" / "Canslo’r digwyddiad";
    cancel_means: "Families are told on the kiosks. It cannot be taken back." / "Bydd teuluoedd yn cael gwybod ar y ciosgau. Ni ellir ei dynnu’n ôl.";
    yes_cancel: "Yes, cancel it" / "Ie, ei ganslo";
    discard: "Throw the draft away" / "Taflu’r drafft";
    for_families: "What families read" / "Beth mae teuluoedd yn ei ddarllen";
    none_needed: "none" / "dim";
    adults_only: "Adults only" / "Oedolion yn unig";
    ages_of: "Children from {from} to {to} years" / "Plant o {from} i {to} oed";
    one_party: "One party" / "Un parti";
    born: "Born" / "Ganed";
    transport: "Transport" / "Cludiant";
    party_of: "{people} people, {children} children at most" / "{people} o bobl, {children} o blant ar y mwyaf";
    not_yet: "not yet" / "ddim eto";
    yes: "yes" / "ydy";
    unusual: "Children meet a person inside here, and families book without anybody deciding. Is that right?" / "Mae plant yn cwrdd â pherson y tu mewn yma, ac mae teuluoedd yn archebu heb i neb benderfynu. Ydy hynny’n iawn?";

    why_missing: "Something is needed here." / "Mae angen rhywbeth yma.";
    why_other_language: "The other language is there: this one is needed too." / "Mae’r iaith arall yno: mae angen hon hefyd.";
    why_too_long: "At most {n} characters." / "{n} nod ar y mwyaf.";
    why_too_many_lines: "At most {n} lines." / "{n} llinell ar y mwyaf.";
    why_unreadable: "There are characters in it that cannot be read." / "Mae nodau ynddo na ellir eu darllen.";
    why_not_between: "A number from {from} to {to}." / "Rhif o {from} i {to}.";
    why_not_a_day: "A day of the calendar, such as 2026-07-11." / "Diwrnod o’r calendr, megis 2026-07-11.";
    why_not_a_time: "A time of the day, such as 13:45." / "Amser o’r dydd, megis 13:45.";
    why_jumped_over: "The clocks go forward over this time." / "Mae’r clociau’n mynd ymlaen dros yr amser hwn.";
    why_past: "This time has been." / "Mae’r amser hwn wedi bod.";
    why_far_ahead: "At most two years ahead." / "Dwy flynedd ymlaen ar y mwyaf.";
    why_not_after: "It must be later than what comes before it." / "Rhaid iddo fod yn hwyrach na’r hyn sy’n dod o’i flaen.";
    why_closes_too_late: "Booking closes before the event begins." / "Mae archebu’n cau cyn i’r digwyddiad ddechrau.";
    why_larger: "A party at its largest would find no place." / "Ni fyddai lle i barti ar ei fwyaf.";
    why_more_children: "More children than people." / "Mwy o blant nag o bobl.";
    why_for_staff: "A final visit is for staff alone." / "Ar gyfer staff yn unig y mae ymweliad olaf.";
    why_families_know: "Families know of this event: it cannot become a final visit." / "Mae teuluoedd yn gwybod am y digwyddiad hwn: ni all ddod yn ymweliad olaf.";
    why_was_approved: "It is open because the prison approved it. Cancel it instead." / "Mae ar agor am fod y carchar wedi’i gymeradwyo. Canslwch ef yn lle hynny.";
    why_not_offered: "Choose one of those that are offered." / "Dewiswch un o’r rhai a gynigir.";
}

impl EventWords {
    /// What an event is.
    pub fn kind_of(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::FamilyDay => self.kind_family_day,
            Kind::FathersOnly => self.kind_fathers_only,
            Kind::NewDads => self.kind_new_dads,
            Kind::MotherAndBaby => self.kind_mother_and_baby,
            Kind::ChildrenOnly => self.kind_children_only,
            Kind::HomeworkClub => self.kind_homework_club,
            Kind::StoryReading => self.kind_story_reading,
            Kind::SensorySession => self.kind_sensory_session,
            Kind::FamilyWorkshop => self.kind_family_workshop,
            Kind::CoursePresentation => self.kind_course_presentation,
            Kind::FinalVisit => self.kind_final_visit,
        }
    }

    /// Who books.
    pub fn booking_of(&self, booking: Mode) -> &'static str {
        match booking {
            Mode::BookYourself => self.book_yourself,
            Mode::AskAndStaffDecide => self.staff_decide,
            Mode::StaffOnly => self.staff_only,
        }
    }

    /// How far it has come, and its tint.
    pub fn state_of(&self, state: State, for_families: bool) -> (&'static str, &'static str) {
        match state {
            State::Draft => (self.state_draft, "plain"),
            State::Open if for_families => (self.state_open, "sage"),
            State::Open => (self.state_planned, "lilac"),
            State::Cancelled => (self.state_cancelled, "blush"),
        }
    }

    /// What is there.
    pub fn facility(&self, facility: Facility) -> &'static str {
        match facility {
            Facility::AgesAndStagesPlay => self.play,
            Facility::Teenagers => self.teenagers,
            Facility::SensorySpace => self.sensory_space,
            Facility::QuietRoom => self.quiet_room,
            Facility::BabyChange => self.baby_change,
            Facility::Food => self.food,
        }
    }

    /// Who can come without asking for more.
    pub fn access_of(&self, access: Access) -> &'static str {
        match access {
            Access::StepFree => self.step_free,
            Access::AccessibleToilet => self.accessible_toilet,
            Access::HearingLoop => self.hearing_loop,
            Access::Signing => self.signing,
        }
    }

    /// What is wrong with a field.
    pub fn why(&self, why: Why) -> String {
        let plain = match why {
            Why::Missing => self.why_missing,
            Why::OtherLanguage => self.why_other_language,
            Why::TooLong(n) => return fill(self.why_too_long, &[("n", &n)]),
            Why::TooManyLines(n) => return fill(self.why_too_many_lines, &[("n", &n)]),
            Why::Unreadable => self.why_unreadable,
            Why::NotBetween(from, to) => {
                return fill(self.why_not_between, &[("from", &from), ("to", &to)]);
            }
            Why::NotADay => self.why_not_a_day,
            Why::NotATime => self.why_not_a_time,
            Why::JumpedOver => self.why_jumped_over,
            Why::Past => self.why_past,
            Why::FarAhead => self.why_far_ahead,
            Why::NotAfter => self.why_not_after,
            Why::ClosesTooLate => self.why_closes_too_late,
            Why::LargerThanThePlaces => self.why_larger,
            Why::MoreChildrenThanPeople => self.why_more_children,
            Why::ForStaffAlone => self.why_for_staff,
            Why::FamiliesKnow => self.why_families_know,
            Why::WasApproved => self.why_was_approved,
            Why::NotOffered => self.why_not_offered,
            Why::OutsideWindow => self.why_outside_window,
            Why::ShareIsKnown => self.why_share_is_known,
            Why::HasClosed => self.why_has_closed,
        };
        plain.to_owned()
    }

    /// Why an event does not take a step.
    pub fn refusal(&self, why: Refusal) -> &'static str {
        match why {
            Refusal::NotApproved => self.not_approved,
            Refusal::Begun => self.has_begun,
            Refusal::FamiliesKnow => self.families_know,
            Refusal::AlreadySo => self.already_so,
            Refusal::WasCancelled => self.cancelled_for_good,
            Refusal::BallotClosed => self.ballot_closed,
        }
    }
}
