//! *Privacy*, one person: what is held, erasing, holds.

use crate::privacy::holds::Ground;

words! {
    /// The pages about one person, and holds.
    SubjectWords;
    bookings: "Bookings of family events" / "Archebion digwyddiadau teuluol";
    booking_line: "{event}, {day}: {state}. Reference {reference}. {name}, born {born}, telephone {phone}, safe to ring: {ring}. Adults: {adults}, children: {children} (ages: {ages}). Needs: {needs}. Food: {diet}. Visits: {visits}. Prison approved: {prison}. Asked {asked}." / "{event}, {day}: {state}. Cyfeirnod {reference}. {name}, ganed {born}, ffôn {phone}, diogel i ffonio: {ring}. Oedolion: {adults}, plant: {children} (oedrannau: {ages}). Anghenion: {needs}. Bwyd: {diet}. Yn ymweld â: {visits}. Cymeradwywyd gan y carchar: {prison}. Gofynnwyd {asked}.";
    requests: "Requests and private talks" / "Ceisiadau a sgyrsiau preifat";
    requests_sure: "They carry no date of birth: make sure that they are this person’s before you hand anything out." / "Does dim dyddiad geni arnynt: gwnewch yn siŵr mai rhai’r person hwn ydynt cyn trosglwyddo dim.";
    request_line: "Asked {asked}. Receipt {receipt}. {name}, telephone {phone}, safe to ring: {ring}. In their own words: {words} Agreed to: {to}. Handed on to: {handed}. Notes: {notes}" / "Gofynnwyd {asked}. Derbynneb {receipt}. {name}, ffôn {phone}, diogel ffonio: {ring}. Yn eu geiriau eu hunain: {words} Cytunwyd i: {to}. Trosglwyddwyd i: {handed}. Nodiadau: {notes}";
    erase_request: "Withdraw and erase" / "Tynnu’n ôl a dileu";
    erase_request_means: "What they typed and what was written about it goes, unless it is on hold." / "Mae’r hyn a deipiwyd a’r hyn a ysgrifennwyd amdano’n mynd, oni bai ei fod dan ataliad.";
    erase_booking: "Erase this booking" / "Dileu’r archeb hon";
    erase_booking_means: "What the family typed goes, and its card on every kiosk. A place that is still to come is free." / "Mae’r hyn a deipiodd y teulu’n mynd, a’i gerdyn ar bob ciosg. Mae lle sydd eto i ddod yn rhydd.";
    booking_erased: "The booking is erased." / "Mae’r archeb wedi’i dileu.";
    title: "One person" / "Un person";
    intro: "When somebody asks what is held about them, or wants it erased. First make sure who is asking. What you type here is in no address and no log; that you looked is in the audit, without the name." / "Pan fydd rhywun yn gofyn beth a gedwir amdanynt, neu am ei ddileu. Yn gyntaf, gwnewch yn siŵr pwy sy’n gofyn. Nid yw’r hyn a deipiwch yma mewn unrhyw gyfeiriad na log; mae’r ffaith ichi edrych yn y log archwilio, heb yr enw.";
    surname: "Surname" / "Cyfenw";
    born: "Date of birth" / "Dyddiad geni";
    or_reference: "Or a visit reference: everybody on that visit" / "Neu gyfeirnod ymweliad: pawb ar yr ymweliad hwnnw";
    look: "Look" / "Chwilio";
    cannot_look: "Type a surname and a date of birth, or a whole visit reference." / "Teipiwch gyfenw a dyddiad geni, neu gyfeirnod ymweliad cyfan.";
    nobody: "Nobody is found. Names are compared without accents and capitals; the date of birth must be the one on the list." / "Ni chafwyd hyd i neb. Cymherir enwau heb acenion na phriflythrennau; rhaid i’r dyddiad geni fod yr un sydd ar y rhestr.";
    found: "Found" / "Cafwyd hyd i";
    several: "These stand apart because the lists give them different ids. Make sure which one is asking." / "Mae’r rhain ar wahân am fod y rhestrau’n rhoi rhifau gwahanol iddynt. Gwnewch yn siŵr pa un sy’n gofyn.";
    uncertain: "The list has no date of birth for this person: only this one visit is sure to be theirs." / "Nid oes dyddiad geni ar y rhestr i’r person hwn: dim ond yr un ymweliad hwn sy’n sicr yn perthyn iddynt.";
    visits: "Visits" / "Ymweliadau";
    first_to_last: "{first} to {last}" / "{first} i {last}";
    show_all: "Show everything, to print" / "Dangos popeth, i’w argraffu";
    save_json: "Save as a file (JSON)" / "Cadw fel ffeil (JSON)";
    both_written: "Both are written down as shared." / "Cofnodir y ddau fel rhai a rannwyd.";

    hold: "Place a hold…" / "Gosod ataliad…";
    hold_means: "A hold keeps this person’s visits past their period, whole, and nobody can erase the person until it ends." / "Mae ataliad yn cadw ymweliadau’r person hwn heibio i’w cyfnod, yn gyfan, ac ni all neb ddileu’r person nes iddo ddod i ben.";
    ground: "Why" / "Pam";
    safeguarding: "Safeguarding" / "Diogelu";
    legal: "The law" / "Y gyfraith";
    reason: "Reason, in a few words" / "Rheswm, mewn ychydig eiriau";
    owner: "Who answers for it" / "Pwy sy’n gyfrifol amdano";
    until: "Last day" / "Diwrnod olaf";
    place: "Place the hold" / "Gosod yr ataliad";
    placed: "The hold stands." / "Mae’r ataliad yn sefyll.";
    not_placed: "Nothing was changed: a hold needs a reason, somebody who answers for it, and a last day within two years." / "Ni newidiwyd dim: mae angen rheswm ar ataliad, rhywun sy’n gyfrifol, a diwrnod olaf o fewn dwy flynedd.";

    erase: "Erase…" / "Dileu…";
    erase_means: "The person goes from all past visits; a visit with nobody left goes with its arrivals. Their cards are withdrawn from the kiosks. It cannot be undone. Backups keep the person until they are deleted themselves." / "Mae’r person yn mynd o bob ymweliad a fu; mae ymweliad heb neb ar ôl yn mynd gyda’i gofnodion cyrraedd. Tynnir eu cardiau yn ôl o’r ciosgau. Ni ellir ei ddadwneud. Mae copïau wrth gefn yn cadw’r person nes iddynt hwy gael eu dileu.";
    erase_coming: "An old list does not bring the person back to past days. Visits today or later come back with the next list: the prison still expects them. Cancel those first in the booking system." / "Nid yw hen restr yn dod â’r person yn ôl i ddyddiau a fu. Mae ymweliadau heddiw neu wedyn yn dod yn ôl gyda’r rhestr nesaf: mae’r carchar yn dal i’w disgwyl. Canslwch y rheini’n gyntaf yn y system archebu.";
    sure: "I have made sure who is asking" / "Rwyf wedi gwneud yn siŵr pwy sy’n gofyn";
    erase_now: "Erase this person" / "Dileu’r person hwn";
    not_sure: "Nothing was erased: first make sure who is asking, and tick that you have." / "Ni ddilëwyd dim: yn gyntaf gwnewch yn siŵr pwy sy’n gofyn, a thiciwch eich bod wedi.";
    erased: "Erased: from {past} past visits and {coming} to come." / "Wedi’i ddileu: o {past} ymweliad a fu ac o {coming} sydd i ddod.";
    on_hold: "Not erased. A hold keeps this person: {ground}, until {until}, {owner} answers for it. Talk to them first." / "Heb ei ddileu. Mae ataliad yn cadw’r person hwn: {ground}, tan {until}, {owner} sy’n gyfrifol. Siaradwch â nhw’n gyntaf.";
    gone_already: "Nobody of that search is there any more." / "Nid oes neb o’r chwiliad hwnnw yno bellach.";

    holds_title: "Holds" / "Ataliadau dileu";
    holds_intro: "A hold is placed on the page “One person”. It ends on its last day, or when somebody ends it here." / "Gosodir ataliad ar y dudalen “Un person”. Daw i ben ar ei ddiwrnod olaf, neu pan fydd rhywun yn dod ag ef i ben yma.";
    no_holds: "Nobody is on hold." / "Nid oes neb dan ataliad.";
    person: "Who" / "Pwy";
    since: "Since" / "Ers";
    end: "End it" / "Dod ag ef i ben";
    ended: "Ended" / "Wedi dod i ben";
    state: "State" / "Cyflwr";

    everything: "Everything held about one person" / "Popeth a gedwir am un person";
    made: "Put together on {when} by {prison}." / "Wedi’i roi at ei gilydd ar {when} gan {prison}.";
    read_first: "Read it before you give it away. The law lets you leave out what would harm somebody or an inquiry: the site decides. Names of other visitors and of staff are not in it." / "Darllenwch ef cyn ei roi. Mae’r gyfraith yn caniatáu ichi adael allan yr hyn a fyddai’n niweidio rhywun neu ymchwiliad: y safle sy’n penderfynu. Nid yw enwau ymwelwyr eraill na staff ynddo.";
    as_listed: "As lists name them" / "Fel y mae rhestrau’n eu henwi";
    person_id: "Person id" / "Rhif person";
    reference: "Reference" / "Cyfeirnod";
    time: "Time" / "Amser";
    status: "Status" / "Statws";
    restriction: "Kind of visit" / "Math o ymweliad";
    language: "Language" / "Iaith";
    visited: "Person visited" / "Y person yr ymwelwyd ag ef";
    others: "Others on the visit" / "Eraill ar yr ymweliad";
    id_seen: "ID seen" / "ID wedi’i weld";
    list_changed: "Last changed by a list" / "Newidiwyd ddiwethaf gan restr";
    arrival: "Told at a kiosk" / "Dywedwyd wrth giosg";
    arrival_line: "{number}, {when}: {adults} adults, {children} children" / "{number}, {when}: {adults} oedolyn, {children} plentyn";
    first_visit: "first visit" / "ymweliad cyntaf";
    joined: "more of the party" / "mwy o’r grŵp";
    happened: "What happened" / "Beth ddigwyddodd";
    at_desk: "at the desk" / "wrth y ddesg";
    called: "called" / "galwyd";
    searched: "through search" / "drwy’r archwiliad";
    in_hall: "in the hall" / "yn y neuadd";
    left: "left" / "wedi gadael";
    asked_person: "asked for a person" / "gofynnwyd am berson";
    undone: "taken back by staff" / "tynnwyd yn ôl gan staff";
    attendance: "Was at the visit" / "Oedd yn yr ymweliad";
    table: "Table" / "Bwrdd";
    outcome: "How it ended" / "Sut y daeth i ben";
    lists_shared: "Lists of that day that were shared" / "Rhestrau’r diwrnod hwnnw a rannwyd";
    what_shared: "What was shared about them" / "Beth a rannwyd amdanynt";
    nothing: "nothing" / "dim";
    kept_for: "Visits are kept for {days} days, then deleted." / "Cedwir ymweliadau am {days} diwrnod, yna fe’u dilëir.";
    print: "Print" / "Argraffu";
}

impl SubjectWords {
    /// A step of a visit, by its word in an export.
    pub fn step(&self, word: &str) -> Option<&'static str> {
        Some(match word {
            "at the desk" => self.at_desk,
            "called" => self.called,
            "through search" => self.searched,
            "in the hall" => self.in_hall,
            "left" => self.left,
            _ => return None,
        })
    }

    /// Why a hold stands.
    pub fn ground_of(&self, ground: &str) -> &'static str {
        match Ground::parse(ground) {
            Some(Ground::Legal) => self.legal,
            Some(Ground::Safeguarding) | None => self.safeguarding,
        }
    }
}
