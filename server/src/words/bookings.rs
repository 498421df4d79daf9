//! What the pages about bookings of an event say.

use visits_domain::booking_card::BookingState;
use visits_domain::wish::Ring;

use super::fill;
use crate::bookings::desk::Refusal;
use crate::bookings::stands::RingFor;
use crate::bookings::typed::Fault;

words! {
    /// Bookings, whom to ring, letters, and what went otherwise.
    BookingWords;
    title: "Bookings" / "Archebion";
    none: "Nobody has booked yet." / "Does neb wedi archebu eto.";
    back_to_event: "Back to the event" / "Yn ôl i’r digwyddiad";
    back_to_bookings: "Back to the bookings" / "Yn ôl i’r archebion";
    back: "Back" / "Yn ôl";
    book_for: "Book for a family" / "Archebu dros deulu";
    print_list: "Print list of bookings" / "Argraffu’r rhestr archebion";
    print: "Print" / "Argraffu";
    csv: "As a table (CSV)" / "Fel tabl (CSV)";
    whom_to_ring: "Whom to ring" / "Pwy i’w ffonio";
    whom_to_ring_n: "Whom to ring ({n})" / "Pwy i’w ffonio ({n})";
    troubles: "What went otherwise" / "Beth aeth yn wahanol";
    troubles_n: "Things that need a look: {n}" / "Pethau y mae angen edrych arnynt: {n}";
    printed_at: "Printed on {day} at {time}" / "Argraffwyd ar {day} am {time}";

    reference: "Reference" / "Cyfeirnod";
    lead: "Who leads" / "Pwy sy’n arwain";
    party: "Who comes" / "Pwy sy’n dod";
    wishes: "Needs, food, transport" / "Anghenion, bwyd, cludiant";
    state: "State" / "Cyflwr";
    next: "Next" / "Nesaf";
    phone: "Telephone" / "Ffôn";
    born: "Date of birth" / "Dyddiad geni";
    ring: "Safe to ring" / "Diogel i ffonio";
    message: "A message may be left" / "Gellir gadael neges";
    no_message: "leave no message" / "peidiwch â gadael neges";
    asked: "Asked" / "Gofynnwyd";
    at_kiosk: "at a kiosk" / "wrth giosg";
    by_staff: "by {who}" / "gan {who}";
    language: "Language" / "Iaith";
    in_english: "English" / "Saesneg";
    in_welsh: "Welsh" / "Cymraeg";
    unreadable: "What the family typed cannot be read. Ask the family." / "Ni ellir darllen yr hyn a deipiodd y teulu. Gofynnwch i’r teulu.";
    adults_n: "Adults: {n}" / "Oedolion: {n}";
    children_n: "children: {n}" / "plant: {n}";
    ages: "Ages: {ages}" / "Oedrannau: {ages}";
    diet: "Food" / "Bwyd";
    needs: "Needs" / "Anghenion";
    needs_words: "In their own words" / "Yn eu geiriau eu hunain";
    transport: "Transport" / "Cludiant";
    no_transport: "None" / "Dim";
    prison: "The prison" / "Y carchar";
    prison_yes: "Prison approved: yes" / "Cymeradwywyd gan y carchar: do";
    prison_not_yet: "Prison approved: not yet" / "Cymeradwywyd gan y carchar: ddim eto";
    say_prison_yes: "The prison says yes" / "Mae’r carchar yn cytuno";
    say_prison_not_yet: "Not yet, after all" / "Ddim eto, wedi’r cyfan";
    was_moved: "Moved here from another event" / "Symudwyd yma o ddigwyddiad arall";
    was_changed: "The family changed it on {day}" / "Newidiodd y teulu hi ar {day}";
    decided_by: "{who}, {day}" / "{who}, {day}";
    moved_away_n: "Moved to another event: {n}" / "Symudwyd i ddigwyddiad arall: {n}";

    to_decide: "Held: to be decided" / "Cedwir: i’w benderfynu";
    held: "Held" / "Cedwir";
    approved: "Approved" / "Cymeradwywyd";
    in_the_draw: "In the draw" / "Yn y bleidlais";
    waiting_n: "Waiting list, number {n}" / "Rhestr aros, rhif {n}";
    late: "Promised at a kiosk, and no place is left" / "Addawyd wrth giosg, a does dim lle ar ôl";
    declined: "Declined" / "Gwrthodwyd";
    cancelled: "Cancelled" / "Canslwyd";

    whom_they_visit: "Whom they visit" / "Pwy maen nhw’n ymweld ag ef";
    show_whom: "Show whom they visit" / "Dangos pwy maen nhw’n ymweld ag ef";
    noted: "It is noted that you looked." / "Nodwyd eich bod wedi edrych.";
    nobody_named: "They did not say." / "Ddywedon nhw ddim.";
    name: "Name" / "Enw";
    number: "Prison number" / "Rhif carchar";

    approve: "Approve" / "Cymeradwyo";
    decline: "Decline" / "Gwrthod";
    decline_means: "The place is free for the next family. The screen says it kindly and gives no reason. Ring the family." / "Mae’r lle yn rhydd i’r teulu nesaf. Mae’r sgrin yn ei ddweud yn garedig heb roi rheswm. Ffoniwch y teulu.";
    yes_decline: "Yes, decline" / "Ie, gwrthod";
    cancel: "The family does not come" / "Nid yw’r teulu’n dod";
    cancel_means: "The place is free for the next family." / "Mae’r lle yn rhydd i’r teulu nesaf.";
    yes_cancel: "Yes, cancel the booking" / "Ie, canslo’r archeb";
    change: "Change" / "Newid";
    move_: "Move to another event" / "Symud i ddigwyddiad arall";
    move_means: "The reference stays the same. The family holds a place there, or waits; it is decided anew." / "Mae’r cyfeirnod yn aros yr un fath. Mae gan y teulu le yno, neu mae’n aros; penderfynir o’r newydd.";
    no_other: "No other event is open to move to." / "Does dim digwyddiad arall ar agor i symud iddo.";
    to_event: "To which event" / "I ba ddigwyddiad";
    do_move: "Move" / "Symud";
    over: "Give places over the number" / "Rhoi lleoedd dros y nifer";
    over_means: "There is room for fewer than that. You decide that they come all the same, and answer for the room." / "Mae lle i lai na hynny. Chi sy’n penderfynu eu bod yn dod er hynny, ac yn ateb dros yr ystafell.";
    yes_over: "Yes, give the places" / "Ie, rhoi’r lleoedd";
    letter: "Letter" / "Llythyr";

    new_title: "Book for a family" / "Archebu dros deulu";
    change_title: "Change the booking" / "Newid yr archeb";
    form_lead: "Ask, and read it back. What you write is sealed: only the people who look after events read it." / "Gofynnwch, a darllenwch ef yn ôl. Mae’r hyn a ysgrifennwch wedi’i selio: dim ond y bobl sy’n gofalu am ddigwyddiadau sy’n ei ddarllen.";
    lead_name: "Name of the adult who leads" / "Enw’r oedolyn sy’n arwain";
    born_help: "With it and the reference they find the booking on a kiosk." / "Gyda hwn a’r cyfeirnod maen nhw’n dod o hyd i’r archeb ar giosg.";
    adults: "Adults" / "Oedolion";
    children: "Children" / "Plant";
    ages_label: "The children’s ages" / "Oedrannau’r plant";
    ages_help: "In years, such as 3, 9." / "Mewn blynyddoedd, megis 3, 9.";
    visits_name: "Name of the person they visit" / "Enw’r person maen nhw’n ymweld ag ef";
    visits_kept: "Left empty, it stays as it was." / "O’i adael yn wag, mae’n aros fel yr oedd.";
    save: "Save" / "Cadw";
    save_new: "Book" / "Archebu";
    leave: "Leave it" / "Gadael";
    mend: "Some of this needs another look. Nothing was saved." / "Mae angen edrych eto ar rywfaint o hyn. Ni chadwyd dim.";
    fault_name: "The name of who leads is needed." / "Mae angen enw’r sawl sy’n arwain.";
    fault_born: "The date of birth of who leads is needed, such as 28/07/1986." / "Mae angen dyddiad geni’r sawl sy’n arwain, megis 28/07/1986.";
    fault_nobody: "How many adults and children come?" / "Faint o oedolion a phlant sy’n dod?";
    fault_people: "One party has at most {n} people at this event." / "Mae gan un parti {n} o bobl ar y mwyaf yn y digwyddiad hwn.";
    fault_children: "One party has at most {n} children at this event." / "Mae gan un parti {n} o blant ar y mwyaf yn y digwyddiad hwn.";
    fault_ages: "An age for each child is needed." / "Mae angen oedran ar gyfer pob plentyn.";
    fault_number: "A prison number looks like A1234BC." / "Mae rhif carchar yn edrych fel A1234BC.";
    fault_bus: "Choose one of the buses that are offered." / "Dewiswch un o’r bysiau a gynigir.";
    fault_long: "Some of this is longer than there is room for." / "Mae peth o hyn yn hirach na’r lle sydd ar gael.";

    done_booked: "It is booked. Read the reference to the family." / "Mae wedi’i archebu. Darllenwch y cyfeirnod i’r teulu.";
    done_changed: "Saved." / "Wedi’i gadw.";
    done_moved: "It is moved. Ring the family." / "Mae wedi’i symud. Ffoniwch y teulu.";
    changed_meanwhile: "Somebody has changed this booking since the page was shown. Nothing was done: look at it again." / "Mae rhywun wedi newid yr archeb hon ers i’r dudalen gael ei dangos. Ni wnaed dim: edrychwch arni eto.";
    no_place_yet: "It has no place yet. Approve it when it has one." / "Does ganddi ddim lle eto. Cymeradwywch hi pan fydd ganddi un.";
    needs_prison: "The prison has not said yes yet." / "Nid yw’r carchar wedi cytuno eto.";
    is_approved: "It is approved. To take that back, decline it." / "Mae wedi’i chymeradwyo. I dynnu hynny’n ôl, gwrthodwch hi.";
    has_ended: "It was cancelled, declined or moved. Nothing was done." / "Cafodd ei chanslo, ei gwrthod neu ei symud. Ni wnaed dim.";
    nobody_decides: "Families book this event themselves: what is held is theirs." / "Mae teuluoedd yn archebu’r digwyddiad hwn eu hunain: eu lle nhw yw’r hyn a gedwir.";
    event_off: "The event is not open. Nothing was done." / "Nid yw’r digwyddiad ar agor. Ni wnaed dim.";
    event_over: "The event has been. Nothing was done." / "Mae’r digwyddiad wedi bod. Ni wnaed dim.";
    not_enough: "There are not enough places for that. Nothing was changed." / "Does dim digon o leoedd ar gyfer hynny. Ni newidiwyd dim.";
    cannot_read: "What the family typed cannot be read: book anew for them." / "Ni ellir darllen yr hyn a deipiodd y teulu: archebwch o’r newydd drostynt.";
    same_event: "It is there already." / "Mae yno eisoes.";
    holds_places: "It holds its places already." / "Mae’n cadw ei lleoedd eisoes.";

    any_time: "Any time" / "Unrhyw bryd";
    mornings: "Mornings" / "Boreau";
    afternoons: "Afternoons" / "Prynhawniau";
    evenings: "Evenings" / "Gyda’r nos";
    never: "Never: they ask" / "Byth: maen nhw’n gofyn";

    ring_lead: "Ring only at the times that are safe, and say only what is written here. Tick it when the family knows." / "Ffoniwch ar yr adegau diogel yn unig, a dywedwch yr hyn sydd wedi’i ysgrifennu yma yn unig. Ticiwch pan fydd y teulu’n gwybod.";
    ring_nobody: "There is nobody to ring." / "Does neb i’w ffonio.";
    ring_about: "What to say" / "Beth i’w ddweud";
    ring_event_off: "The event does not take place." / "Nid yw’r digwyddiad yn digwydd.";
    ring_approved: "Yes, they can come." / "Gallan, mae modd iddyn nhw ddod.";
    ring_declined: "Not this time. We are sorry." / "Nid y tro hwn. Mae’n ddrwg gennym.";
    ring_moved: "They are asked for at this event now." / "Gofynnir am le iddyn nhw yn y digwyddiad hwn nawr.";
    rung: "Rung" / "Ffoniwyd";
    rung_by: "Rung by {who}, {day}" / "Ffoniwyd gan {who}, {day}";
    not_rung: "Not yet, after all" / "Ddim eto, wedi’r cyfan";

    pool: "Places" / "Lleoedd";
    people: "People" / "Pobl";
    tables: "Tables" / "Byrddau";
    capacity: "There are" / "Cyfanswm";
    held_n: "Held" / "Cedwir";
    at_kiosks: "At kiosks" / "Wrth giosgau";
    free: "Free" / "Rhydd";
    waiting: "Waiting" / "Yn aros";
    asked_n: "Asked for in all" / "Gofynnwyd amdanynt i gyd";
    places_title: "Places" / "Lleoedd";
    waits: "The server was put back from a copy. It gives no place until a manager lets it." / "Adferwyd y gweinydd o gopi. Nid yw’n rhoi unrhyw le nes bod rheolwr yn caniatáu.";
    too_few: "{pool}: {held} are held by families and {out} lie at kiosks; you want {n}." / "{pool}: mae {held} wedi’u cadw gan deuluoedd a {out} wrth giosgau; rydych chi eisiau {n}.";
    too_few_means: "Nobody loses a place by itself: kiosks give back what they have, nothing more is given out, and for whom there is no place, you decide and ring. Only a manager sets this. Nothing was saved." / "Nid oes neb yn colli lle ohono’i hun: mae ciosgau’n rhoi’n ôl yr hyn sydd ganddynt, ni roddir dim mwy, a chi sy’n penderfynu i bwy nad oes lle ac yn ffonio. Rheolwr yn unig sy’n gosod hyn. Ni chadwyd dim.";
    lower_all_the_same: "I have read this. Set it all the same." / "Rwyf wedi darllen hyn. Gosodwch ef er hynny.";

    trouble_late: "A kiosk that had been written off had promised this family a place, and none is left. It is first in turn. Find it a place, give one over the number, or ring." / "Roedd ciosg a ddilëwyd o’r cyfrif wedi addo lle i’r teulu hwn, a does dim ar ôl. Ef sydd gyntaf yn y rhes. Dewch o hyd i le, rhowch un dros y nifer, neu ffoniwch.";
    trouble_double: "One family seems to have asked twice: the same visit, or the same person leads. Ask which booking it wants, and cancel the other." / "Mae’n ymddangos bod un teulu wedi gofyn ddwywaith: yr un ymweliad, neu’r un person sy’n arwain. Gofynnwch pa archeb y mae ei heisiau, a chanslwch y llall.";
    trouble_event_cancelled: "A kiosk that was offline booked for an event that had been cancelled. Ring this family too." / "Archebodd ciosg oedd all-lein ar gyfer digwyddiad a oedd wedi’i ganslo. Ffoniwch y teulu hwn hefyd.";
    trouble_change_late: "A kiosk promised more places for this booking than are left. It has what it had. Find it the rest, or ring." / "Addawodd ciosg fwy o leoedd i’r archeb hon nag sydd ar ôl. Mae ganddi’r hyn oedd ganddi. Dewch o hyd i’r gweddill, neu ffoniwch.";
    trouble_change_moved: "The family changed this booking at a screen after it was moved to another event. Ask what it wants, and write it down there." / "Newidiodd y teulu’r archeb hon wrth sgrin ar ôl iddi gael ei symud i ddigwyddiad arall. Gofynnwch beth mae ei eisiau, ac ysgrifennwch ef yno.";
    trouble_unknown_pool: "A kiosk booked places that this event does not have. Ring the family." / "Archebodd ciosg leoedd nad ydynt gan y digwyddiad hwn. Ffoniwch y teulu.";
    trouble_over_capacity: "More places are held than there are. Nothing is given until it is so no more: decide whether the room can take it, or ring a family." / "Cedwir mwy o leoedd nag sydd. Ni roddir dim nes bod hynny’n newid: penderfynwch a all yr ystafell ei gymryd, neu ffoniwch deulu.";
    trouble_put_back: "A copy of this kiosk’s disk was put back. Promises it had not sent may be gone: if a family shows a reference that is not here, believe it." / "Adferwyd copi o ddisg y ciosg hwn. Gall addewidion nad oedd wedi’u hanfon fod ar goll: os bydd teulu’n dangos cyfeirnod nad yw yma, credwch ef.";
    trouble_unknown_event: "A kiosk booked for an event that is not here: the server may have been put back from before it was planned. Ask who planned it." / "Archebodd ciosg ar gyfer digwyddiad nad yw yma: efallai bod y gweinydd wedi’i adfer o gyfnod cyn ei gynllunio. Gofynnwch pwy a’i cynlluniodd.";
    troubles_lead: "Everything else settles itself. Tick what you have settled." / "Mae popeth arall yn datrys ei hun. Ticiwch yr hyn yr ydych wedi’i ddatrys.";
    no_troubles: "Nothing has gone otherwise." / "Does dim wedi mynd yn wahanol.";
    what_to_do: "What happened, and what to do" / "Beth ddigwyddodd, a beth i’w wneud";
    noticed: "Noticed" / "Sylwyd";
    about: "About" / "Ynghylch";
    settled: "Settled" / "Wedi’i ddatrys";
    settled_by: "Settled by {who}, {day}" / "Datryswyd gan {who}, {day}";
    the_booking: "the booking" / "yr archeb";
    the_other: "the other booking" / "yr archeb arall";
    kiosk: "kiosk {letter}" / "ciosg {letter}";
    settled_already: "It was settled already." / "Roedd wedi’i ddatrys eisoes.";

    go_on_title: "Put back from a copy" / "Adferwyd o gopi";
    go_on_lead: "The server has forgotten which places kiosks were given. It gives none until all kiosks have been heard from, and a manager lets it go on." / "Mae’r gweinydd wedi anghofio pa leoedd a roddwyd i giosgau. Nid yw’n rhoi dim nes y clywir gan bob ciosg, a rheolwr yn gadael iddo fynd ymlaen.";
    go_on_waiting: "Not heard from yet: {letters}." / "Heb glywed eto gan: {letters}.";
    go_on_all: "Every kiosk that is known here has been heard from." / "Clywyd gan bob ciosg sy’n hysbys yma.";
    go_on_means: "What a kiosk that was not heard from has promised may come late: those families have no place kept for them then." / "Gall yr hyn a addawodd ciosg na chlywyd ganddo ddod yn hwyr: does dim lle wedi’i gadw i’r teuluoedd hynny wedyn.";
    go_on: "Let the server go on" / "Gadael i’r gweinydd fynd ymlaen";

    write_off: "Write off its places" / "Dileu ei leoedd o’r cyfrif";
    write_off_means: "For a kiosk that is lost, or will not be heard from in time. Its places at events are free at once. If it is only out of reach, families may be told there that a place is held, and find none: you take that risk for them." / "Ar gyfer ciosg sydd ar goll, neu na chlywir ganddo mewn pryd. Mae ei leoedd mewn digwyddiadau’n rhydd ar unwaith. Os yw ond allan o gyrraedd, gall teuluoedd gael clywed yno fod lle wedi’i gadw, a heb gael un: chi sy’n cymryd y risg honno drostynt.";
    yes_write_off: "Yes, write off the places of {letter}" / "Ie, dileu lleoedd {letter} o’r cyfrif";

    letter_title: "Your booking" / "Eich archeb";
    letter_dear: "Dear {name}" / "Annwyl {name}";
    letter_approved: "Yes: you can come. Please bring this letter, and ID for every adult." / "Gallwch: mae modd i chi ddod. Dewch â’r llythyr hwn, a phrawf adnabod ar gyfer pob oedolyn.";
    letter_held: "We are holding a place for you. Please wait for our yes before you pay for travel." / "Rydym yn cadw lle i chi. Arhoswch am ein cadarnhad cyn talu am deithio.";
    letter_yours: "Your place is booked. Please bring this letter, and ID for every adult." / "Mae eich lle wedi’i archebu. Dewch â’r llythyr hwn, a phrawf adnabod ar gyfer pob oedolyn.";
    letter_waiting: "You are on the waiting list. We will tell you when there is a place. Please do not pay for travel yet." / "Rydych ar y rhestr aros. Byddwn yn dweud wrthych pan fydd lle. Peidiwch â thalu am deithio eto.";
    letter_in_the_draw: "You are in the draw for a place. We will tell you how it went. Please do not pay for travel yet." / "Rydych yn y bleidlais am le. Byddwn yn dweud wrthych sut aeth hi. Peidiwch â thalu am deithio eto.";
    letter_declined: "We are sorry: there is no place for you this time. Please ask us about other days." / "Mae’n ddrwg gennym: does dim lle i chi y tro hwn. Gofynnwch i ni am ddiwrnodau eraill.";
    letter_cancelled: "Your booking was cancelled." / "Cafodd eich archeb ei chanslo.";
    letter_event_off: "We are sorry: this event does not take place. Please ask us about other days." / "Mae’n ddrwg gennym: nid yw’r digwyddiad hwn yn digwydd. Gofynnwch i ni am ddiwrnodau eraill.";
    letter_find: "On any kiosk at the centre, your reference and date of birth show how it stands, and let you change or cancel it." / "Ar unrhyw giosg yn y ganolfan, mae eich cyfeirnod a’ch dyddiad geni yn dangos sut mae pethau, ac yn gadael i chi ei newid neu ei chanslo.";
    when: "When" / "Pryd";
    where_: "Where" / "Ble";
    event: "Event" / "Digwyddiad";
}

impl BookingWords {
    /// How a booking stands, where its event does not matter.
    pub fn state_of(&self, state: BookingState) -> &'static str {
        match state {
            BookingState::Held => self.held,
            BookingState::Approved => self.approved,
            BookingState::Declined => self.declined,
            BookingState::Cancelled => self.cancelled,
            BookingState::InTheDraw => self.in_the_draw,
            BookingState::Waiting | BookingState::AskedFor => self.waiting,
        }
    }

    /// When it is safe to ring.
    pub fn ring_of(&self, ring: Ring) -> &'static str {
        match ring {
            Ring::AnyTime => self.any_time,
            Ring::Mornings => self.mornings,
            Ring::Afternoons => self.afternoons,
            Ring::Evenings => self.evenings,
            Ring::Never => self.never,
        }
    }

    /// What to tell a family on the telephone.
    pub fn ring_for(&self, about: RingFor) -> &'static str {
        match about {
            RingFor::EventOff => self.ring_event_off,
            RingFor::Approved => self.ring_approved,
            RingFor::Declined => self.ring_declined,
            RingFor::Moved => self.ring_moved,
        }
    }

    /// Why a booking does not take a step.
    pub fn refusal(&self, why: Refusal) -> &'static str {
        match why {
            Refusal::NoPlaceYet => self.no_place_yet,
            Refusal::PrisonNotYet => self.needs_prison,
            Refusal::IsApproved => self.is_approved,
            Refusal::HasEnded => self.has_ended,
            Refusal::NobodyDecides => self.nobody_decides,
            Refusal::EventOff => self.event_off,
            Refusal::EventOver => self.event_over,
            Refusal::NotEnough => self.not_enough,
            Refusal::Unreadable => self.cannot_read,
            Refusal::SameEvent => self.same_event,
            Refusal::HoldsPlaces => self.holds_places,
        }
    }

    /// What needs another look.
    pub fn fault(&self, fault: Fault) -> String {
        let plain = match fault {
            Fault::NoName => self.fault_name,
            Fault::Born => self.fault_born,
            Fault::Nobody => self.fault_nobody,
            Fault::TooManyPeople(n) => return fill(self.fault_people, &[("n", &n)]),
            Fault::TooManyChildren(n) => return fill(self.fault_children, &[("n", &n)]),
            Fault::Ages => self.fault_ages,
            Fault::Number => self.fault_number,
            Fault::Bus => self.fault_bus,
            Fault::TooLong => self.fault_long,
        };
        plain.to_owned()
    }

    /// What went otherwise, and what to do about it.
    pub fn trouble(&self, what: &str) -> &'static str {
        match what {
            "late" => self.trouble_late,
            "double" => self.trouble_double,
            "event_cancelled" => self.trouble_event_cancelled,
            "change_late" => self.trouble_change_late,
            "change_moved" => self.trouble_change_moved,
            "unknown_pool" => self.trouble_unknown_pool,
            "over_capacity" => self.trouble_over_capacity,
            "put_back" => self.trouble_put_back,
            _ => self.trouble_unknown_event,
        }
    }
}
