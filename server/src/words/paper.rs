//! What goes on paper.

use crate::paper::roll_call::Place;

words! {
    /// What the paper sheets, and the pages they are printed from, say.
    PaperWords;
    paper: "Paper" / "Papur";
    print_list: "Print list" / "Rhestr i’w hargraffu";
    desk_pack: "Desk pack" / "Pecyn y ddesg";
    roll_call: "Roll-call" / "Galw’r enwau";
    outcomes: "Outcome sheet" / "Taflen ganlyniadau";
    confirmation: "Visit confirmation" / "Cadarnhad o ymweliad";
    print: "Print" / "Argraffu";
    printed_at: "Printed on {day} at {time}" / "Argraffwyd ar {day} am {time}";
    as_of: "As it was on {day} at {time}" / "Fel yr oedd ar {day} am {time}";
    load_again: "Load again for now" / "Llwytho eto ar gyfer nawr";
    session: "{time} to {end}" / "{time} tan {end}";
    session_off: "{time}: this session does not go ahead" / "{time}: nid yw’r sesiwn hon yn mynd yn ei blaen";
    visits_listed: "{n} visits" / "Ymweliadau: {n}";
    no_visits: "No visits are on the list for today." / "Nid oes ymweliadau ar y rhestr ar gyfer heddiw.";
    number: "No." / "Rhif";
    visitors_id: "Visitors (tick when ID is seen)" / "Ymwelwyr (ticiwch pan welir ID)";
    children: "Children" / "Plant";
    reference: "Reference" / "Cyfeirnod";
    state: "State" / "Cyflwr";
    needs: "Needs" / "Anghenion";
    table: "Table" / "Bwrdd";
    out: "Out" / "Allan";
    notes: "Notes" / "Nodiadau";
    whom_they_visit: "Visiting" / "Yn ymweld â";
    tables_and_times: "Write the table, and the time they leave." / "Nodwch y bwrdd, a’r amser y maent yn gadael.";

    pack_lead: "For a day when this screen does not load. Print it in the morning." / "Ar gyfer diwrnod pan na fydd y sgrin hon yn llwytho. Argraffwch ef yn y bore.";
    pack_what_to_do: "What to do" / "Beth i’w wneud";
    pack_1: "Tick each family off on the list; write who is not on it on the arrival sheet." / "Ticiwch bob teulu ar y rhestr; nodwch y rhai nad ydynt arni ar y daflen gyrraedd.";
    pack_2: "Kiosks still give numbers: write the family’s number on the list, and give one from the arrival sheet only to a family without." / "Mae’r ciosgau’n dal i roi rhifau: nodwch rif y teulu ar y rhestr, a rhowch un o’r daflen gyrraedd i deulu heb rif yn unig.";
    pack_3: "See the ID of every adult and tick the box by the name." / "Gwelwch ID pob oedolyn a thiciwch y blwch wrth yr enw.";
    pack_4: "Call the numbers aloud, because the call board does not change." / "Galwch y rhifau’n uchel, am nad yw’r bwrdd galw’n newid.";
    pack_5: "Write the table when they go in and the time when they leave: who has a number and no time is in the building." / "Nodwch y bwrdd pan ânt i mewn a’r amser pan adawant: mae pwy bynnag sydd â rhif a heb amser yn yr adeilad.";
    pack_6: "When the screen loads again, enter these sheets on Today, then shred them." / "Pan fydd y sgrin yn llwytho eto, rhowch y taflenni hyn ar Heddiw, yna rhwygwch nhw.";
    pack_late: "Running late" / "Yn rhedeg yn hwyr";
    pack_late_line: "minutes, said at" / "munud, dywedwyd am";
    pack_whom: "Whom to ask" / "Pwy i’w holi";
    pack_duty: "Duty manager" / "Rheolwr ar ddyletswydd";
    pack_control: "Control room" / "Ystafell reoli";
    pack_safeguarding: "Safeguarding" / "Diogelu";
    pack_support: "Network and printer" / "Rhwydwaith ac argraffydd";
    pack_name: "Name" / "Enw";
    pack_telephone: "Telephone" / "Ffôn";
    with_prisoners: "Print it with the names of the people visited" / "Ei argraffu ag enwau’r bobl yr ymwelir â nhw";
    with_prisoners_means: "Only where the desk cannot work without them. The record says that you did." / "Dim ond lle na all y ddesg weithio hebddynt. Bydd y cofnod yn nodi i chi wneud hynny.";
    has_prisoners: "This pack names people in prison. Keep it at the desk and shred it today." / "Mae’r pecyn hwn yn enwi pobl yn y carchar. Cadwch ef wrth y ddesg a’i rwygo heddiw.";
    arrival_sheet: "Arrival sheet" / "Taflen gyrraedd";
    arrival_sheet_means: "These numbers are no kiosk’s and not those that Today gives." / "Nid yw’r rhifau hyn yn perthyn i unrhyw giosg, ac nid y rhai a roddir gan Heddiw ydynt.";
    time: "Time" / "Amser";
    adults_names: "Adults (tick when ID is seen)" / "Oedolion (ticiwch pan welir ID)";
    session_column: "Session" / "Sesiwn";
    roll_call_sheet: "Roll-call sheet" / "Taflen galw’r enwau";
    where_they_are: "Where" / "Ble";
    safe: "Safe" / "Yn ddiogel";
    adults: "Adults" / "Oedolion";
    called_by: "Called by" / "Galwyd gan";
    at_time: "at" / "am";

    in_building: "In the building now" / "Yn yr adeilad nawr";
    count_adults: "adults" / "oedolion";
    count_children: "children" / "plant";
    here_counts: "Adults: {adults}, children: {children}" / "Oedolion: {adults}, plant: {children}";
    of_adults: "{n} of {m} adults are here" / "Mae {n} o {m} oedolyn yma";
    child_n: "Child {n}" / "Plentyn {n}";
    more_adult: "Adult, name not on the list" / "Oedolyn, enw heb fod ar y rhestr";
    id_not_seen: "ID not seen" / "ID heb ei weld";
    visit_ended: "visit ended at {time}" / "daeth yr ymweliad i ben am {time}";
    place_waiting: "Waiting" / "Yn aros";
    place_searched: "Through search" / "Wedi’u harchwilio";
    place_hall: "In the hall" / "Yn y neuadd";
    unmatched: "Seen by a kiosk, not matched to a visit" / "Gwelwyd gan giosg, heb eu paru ag ymweliad";
    unmatched_means: "They are in the figures above. Ask for them by number." / "Maent yn y ffigurau uchod. Gofynnwch amdanynt yn ôl rhif.";
    not_in: "Did not get in: not in the figures" / "Heb fynd i mewn: ddim yn y ffigurau";
    not_in_means: "Ask whether they have gone." / "Gofynnwch a ydynt wedi mynd.";
    was_in_the_hall: "were in the hall" / "buont yn y neuadd";
    nobody_inside: "No family is noted as in the building." / "Nid oes teulu wedi’i nodi yn yr adeilad.";

    confirms: "We confirm that the people named here attended a visit." / "Rydym yn cadarnhau bod y bobl a enwir yma wedi mynychu ymweliad.";
    prison: "Prison" / "Carchar";
    day_of_visit: "Date" / "Dyddiad";
    start_of_visit: "Start" / "Dechrau";
    end_of_visit: "End" / "Diwedd";
    who_attended: "Attended" / "Yn bresennol";
    signed: "Signature" / "Llofnod";
    signed_name: "Name and role" / "Enw a rôl";
    signed_date: "Date" / "Dyddiad";
    stamp: "Stamp" / "Stamp y carchar";
    for_travel: "For a claim of travel costs." / "Ar gyfer hawlio costau teithio.";
    with_prisoner: "Name whom they visited as well" / "Enwi’r person yr ymwelwyd ag ef hefyd";
    with_prisoner_means: "Only where your prison wants it on the slip. The record says that you did." / "Dim ond lle mae eich carchar am ei gael ar y slip. Bydd y cofnod yn nodi i chi wneud hynny.";
    visited: "Person visited" / "Y person yr ymwelwyd ag ef";
    nobody_attended: "Nobody of this visit is noted as having been in the hall. Mark them in the hall on Today, then come back here." / "Nid oes neb o’r ymweliad hwn wedi’i nodi fel un a fu yn y neuadd. Nodwch eu bod yn y neuadd ar Heddiw, yna dewch yn ôl yma.";
    not_named: "Not named, because nobody has said whether they were there: {n}. Say so on Today under Attendance." / "Heb eu henwi, am nad oes neb wedi dweud a oeddent yno: {n}. Dywedwch hynny ar Heddiw o dan Presenoldeb.";

    outcomes_lead: "Nothing is filled in by itself: each visit has the outcome that somebody noted." / "Nid oes dim yn cael ei lenwi ar ei ben ei hun: mae gan bob ymweliad y canlyniad a nodwyd gan rywun.";
    decide_these: "Decide these: {n}" / "Penderfynwch ar y rhain: {n}";
    all_decided: "Every visit is decided." / "Penderfynwyd ar bob ymweliad.";
    decided: "Decided: {n}" / "Wedi’u penderfynu: {n}";
    nothing_decided: "Nothing is decided yet." / "Nid oes dim wedi’i benderfynu eto.";
    the_board_says: "Today says: {state}" / "Dywed Heddiw: {state}";
    who_was_there: "Say who was there" / "Dywedwch pwy oedd yno";
    decide: "Note {code}" / "Nodi {code}";
    decide_all: "Note {code} for all {n}" / "Nodi {code} ar gyfer pob un o’r {n}";
    another_outcome: "Another outcome" / "Canlyniad arall";
    note_it: "Note it" / "Nodi";
    outcome_code: "Outcome" / "Canlyniad";
    when_noted: "Noted" / "Nodwyd";
    attendance: "Attendance" / "Presenoldeb";
    date: "Date" / "Dyddiad";
    start: "Start" / "Dechrau";
    download: "Download CSV" / "Lawrlwytho CSV";
    download_means: "For Excel and for keying in. In the file: {n} decided. Not in it: {m} undecided." / "Ar gyfer Excel ac ar gyfer mewnbynnu. Yn y ffeil: {n} wedi’u penderfynu. Nid ynddi: {m} heb eu penderfynu.";
    csv_undecided: "Visits not decided and not in this file: {n}" / "Ymweliadau heb eu penderfynu nad ydynt yn y ffeil hon: {n}";
    back_to_today: "Back to Today" / "Yn ôl i Heddiw";
}

impl PaperWords {
    /// Where people are.
    pub fn place(&self, place: Place) -> &'static str {
        match place {
            Place::Waiting => self.place_waiting,
            Place::PastSearch => self.place_searched,
            Place::Hall => self.place_hall,
        }
    }
}
