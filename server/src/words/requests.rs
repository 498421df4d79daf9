//! What *Requests* says.

use visits_domain::help::Segment;

use crate::requests::referrals::Fault;
use crate::requests::table::NotATable;
use crate::requests::{NotNow, State};

words! {
    /// Requests, referrals in and out, partners.
    RequestWords;
    title: "Requests" / "Ceisiadau";
    lead: "Families who asked to be contacted, and families referred to us. Open ones first, longest wait first." / "Teuluoedd a ofynnodd am gyswllt, a theuluoedd a atgyfeiriwyd atom. Y rhai agored yn gyntaf, yr hiraf eu haros yn gyntaf.";
    nobody: "Nobody has asked to be contacted." / "Does neb wedi gofyn am gyswllt.";
    receipt: "Receipt" / "Derbynneb";
    came: "Came from" / "Daeth o";
    need: "About" / "Am";
    waits: "Waits for" / "Yn aros ers";
    owner: "Owner" / "Perchennog";
    state: "State" / "Cyflwr";
    next_by: "Next step by" / "Cam nesaf erbyn";
    for_panel: "For the panel" / "Ar gyfer y panel";
    the_family: "the family, at a kiosk" / "y teulu, wrth giosg";
    other_prison: "{from}, moved here" / "{from}, symudwyd yma";
    referred_by: "referred by {from}" / "atgyfeiriwyd gan {from}";
    any_need: "not said" / "heb ei ddweud";
    to_team: "to the visits team" / "at y tîm ymweliadau";
    to_named: "to the organisation they named" / "at y sefydliad a enwyd ganddynt";
    service: "Service" / "Gwasanaeth";
    service_gone: "a service that is no longer listed" / "gwasanaeth nad yw wedi’i restru mwyach";
    nobody_yet: "nobody yet" / "neb eto";

    find: "Find by receipt" / "Dod o hyd trwy dderbynneb";
    find_button: "Find" / "Chwilio";
    find_help: "Nine letters and digits, as the family reads them to you." / "Naw llythyren a digid, fel y mae’r teulu yn eu darllen i chi.";
    not_found: "Nothing was asked for under this receipt. Check the letters with the family." / "Ni ofynnwyd am ddim o dan y dderbynneb hon. Gwiriwch y llythrennau gyda’r teulu.";
    not_a_receipt: "A letter or digit is not right. Check them with the family." / "Nid yw llythyren neu ddigid yn iawn. Gwiriwch nhw gyda’r teulu.";
    is_a_talk: "It is a private talk that can wait: see Private talks." / "Sgwrs breifat a all aros ydyw: gweler Sgyrsiau preifat.";
    withdraw: "Withdraw for the family" / "Tynnu’n ôl dros y teulu";
    withdraw_means: "What they typed and what was written about it is erased. It cannot be brought back." / "Mae’r hyn a deipiwyd a’r hyn a ysgrifennwyd amdano’n cael ei ddileu. Ni ellir dod ag ef yn ôl.";
    withdrawn: "Withdrawn and erased." / "Tynnwyd yn ôl a’i ddileu.";
    withdrawn_tell: "Withdrawn and erased here. {to} had it: tell them to erase it too." / "Tynnwyd yn ôl a’i ddileu yma. Roedd hyn gan {to}: dywedwch wrthynt am ei ddileu hefyd.";
    withdrawn_held: "Withdrawn: it goes to nobody any more. A hold keeps it until the hold ends." / "Tynnwyd yn ôl: nid yw’n mynd at neb mwyach. Mae ataliad yn ei gadw nes i’r ataliad ddod i ben.";

    new_title: "Take a referral in" / "Derbyn atgyfeiriad";
    new_from: "Who refers the family" / "Pwy sy’n atgyfeirio’r teulu";
    name: "Name" / "Enw";
    phone: "Phone" / "Ffôn";
    ring: "When it is safe to ring" / "Pryd mae’n ddiogel ffonio";
    message: "A message may be left" / "Gellir gadael neges";
    about: "What it is about" / "Am beth y mae";
    words: "In a few words" / "Mewn ychydig eiriau";
    language: "Language" / "Iaith";
    consent: "The family agreed that we contact them" / "Cytunodd y teulu ein bod yn cysylltu â nhw";
    take_in: "Take in" / "Derbyn";
    taken_in: "Taken in. The family’s receipt is {receipt}." / "Wedi’i dderbyn. Derbynneb y teulu yw {receipt}.";
    was_here: "It was here already. The family’s receipt is {receipt}." / "Roedd yma eisoes. Derbynneb y teulu yw {receipt}.";
    csv_title: "From a table (CSV)" / "O dabl (CSV)";
    csv_help: "Columns: reference, name, phone, ring, message, need, stage, language, words, consent. Up to 500 families and 1 MB. The same reference again is taken once; when that one is over, its line is set aside and says so." / "Colofnau: reference, name, phone, ring, message, need, stage, language, words, consent. Hyd at 500 o deuluoedd ac 1 MB. Derbynnir yr un cyfeirnod unwaith; pan fydd hwnnw ar ben, rhoddir ei linell o’r neilltu a dywedir hynny.";
    csv_file: "The table" / "Y tabl";
    csv_done: "{new} taken in, {repeated} were here already, {aside} set aside." / "Derbyniwyd {new}, roedd {repeated} yma eisoes, rhoddwyd {aside} o’r neilltu.";
    csv_line: "Line {line}: {why}" / "Llinell {line}: {why}";
    csv_no_table: "Nothing was taken in: it is no table with the columns consent and name or phone, or it is larger than 1 MB." / "Ni dderbyniwyd dim: nid yw’n dabl â’r colofnau consent a name neu phone, neu mae’n fwy nag 1 MB.";
    csv_too_many: "Nothing was taken in: a table holds up to 500 families. Send it in parts." / "Ni dderbyniwyd dim: mae tabl yn dal hyd at 500 o deuluoedd. Anfonwch ef fesul rhan.";
    fault_consent: "the family has not agreed" / "nid yw’r teulu wedi cytuno";
    fault_nobody: "neither a name nor a phone number" / "dim enw na rhif ffôn";
    fault_long: "a text is too long" / "mae testun yn rhy hir";
    fault_word: "a word of ring, need, stage or language is not one of ours" / "nid yw gair yn ring, need, stage neu language yn un o’n rhai ni";
    fault_other: "something else stands under this reference, so send it under a new reference" / "mae rhywbeth arall o dan y cyfeirnod hwn, felly anfonwch ef o dan gyfeirnod newydd";
    fault_over: "it was here and is over; to refer the family again, give it a new reference" / "roedd yma ac mae ar ben; i atgyfeirio’r teulu eto, rhowch gyfeirnod newydd";
    refused: "Nothing was taken in: {why}." / "Ni dderbyniwyd dim: {why}.";
    no_sender: "Say who refers the family, in up to 120 letters." / "Dywedwch pwy sy’n atgyfeirio’r teulu, mewn hyd at 120 llythyren.";

    partners: "Partners" / "Partneriaid";
    partners_lead: "Organisations whose machines may send referrals (POST /api/v1/referrals). A key is shown once." / "Sefydliadau y caiff eu peiriannau anfon atgyfeiriadau (POST /api/v1/referrals). Dangosir allwedd unwaith.";
    no_partner: "No partner has a key." / "Does gan yr un partner allwedd.";
    partner: "Organisation" / "Sefydliad";
    since: "Since" / "Ers";
    ended: "ended" / "wedi dod i ben";
    end_key: "End the key" / "Dod â’r allwedd i ben";
    add_partner: "Give a key" / "Rhoi allwedd";
    key_of: "Key of {name}" / "Allwedd {name}";
    key_once: "It is shown this once. Hand it over safely." / "Fe’i dangosir y tro hwn yn unig. Trosglwyddwch hi’n ddiogel.";

    asked: "Asked" / "Gofynnwyd";
    answered_by: "Answered by" / "Atebwyd gan";
    handed_to: "Handed on to" / "Trosglwyddwyd i";
    stage: "Where they are on the way" / "Lle maen nhw ar y daith";
    take_over: "Take it over" / "Cymryd drosodd";
    it_is_mine: "It is mine" / "Fi sy’n gyfrifol";
    reached: "I reached them" / "Cefais afael arnyn nhw";
    is_answered: "Answered" / "Wedi’i ateb";
    close: "Close" / "Cau";
    to_panel: "Put it on the panel’s list" / "Ei roi ar restr y panel";
    off_panel: "Take it off the panel’s list" / "Ei dynnu oddi ar restr y panel";
    contact: "Whom to contact, and notes" / "Gyda phwy i gysylltu, a nodiadau";
    contact_means: "That you looked is written down." / "Mae’n cael ei gofnodi eich bod wedi edrych.";
    note: "A note for whoever goes on" / "Nodyn i bwy bynnag sy’n parhau";
    write_note: "Write it down" / "Cofnodi";
    notes: "Notes" / "Nodiadau";
    next_step: "Next step" / "Cam nesaf";
    next_day: "By which day" / "Erbyn pa ddiwrnod";
    set_next: "Set" / "Gosod";
    segment: "Where the family is in its life (for reports alone)" / "Lle mae’r teulu yn ei fywyd (ar gyfer adroddiadau’n unig)";
    segment_none: "not noted" / "heb ei nodi";
    hand_on: "Hand it on" / "Trosglwyddo";
    hand_on_means: "Only to the organisation that the family named. It is written down in what was shared." / "Dim ond i’r sefydliad a enwyd gan y teulu. Fe’i cofnodir yn yr hyn a rannwyd.";
    sheet: "Sheet to print" / "Taflen i’w hargraffu";
    csv: "Table (CSV)" / "Tabl (CSV)";
    not_agreed: "They agreed to the visits team alone: it goes to nobody else." / "Cytunon nhw i’r tîm ymweliadau’n unig: nid yw’n mynd at neb arall.";
    over: "It is over: it goes to nobody." / "Mae ar ben: nid yw’n mynd at neb.";
    erased: "What they typed is erased." / "Mae’r hyn a deipiwyd wedi’i ddileu.";
    move_title: "To another prison" / "I garchar arall";
    move_means: "What the family typed goes there under the same receipt. Notes stay behind; here it is closed and erased." / "Mae’r hyn a deipiodd y teulu’n mynd yno o dan yr un dderbynneb. Mae nodiadau’n aros; yma fe’i caeir a’i ddileu.";
    move_consent: "The family wants this" / "Mae’r teulu am gael hyn";
    move_to: "Which prison" / "Pa garchar";
    move_button: "Move it" / "Ei symud";
    moved: "Moved." / "Wedi’i symud.";
    not_moved: "Nothing was moved: the family must want it, you must answer requests there too, and it must not be on hold or over." / "Ni symudwyd dim: rhaid i’r teulu ddymuno hynny, rhaid i chithau ateb ceisiadau yno hefyd, ac ni chaiff fod dan ataliad nac ar ben.";
    hold: "Hold" / "Ataliad";
    hold_means: "What is on hold is not erased, by age or by withdrawal." / "Ni ddileir yr hyn sydd dan ataliad, trwy oed na thrwy dynnu’n ôl.";
    hold_why: "Why, in a few words without names" / "Pam, mewn ychydig eiriau heb enwau";
    place_hold: "Put it on hold" / "Ei roi dan ataliad";
    on_hold: "On hold since {when}: {why}" / "Dan ataliad ers {when}: {why}";
    end_hold: "End the hold" / "Dod â’r ataliad i ben";
    changed_meanwhile: "Somebody changed it meanwhile. Look at it again, then try once more." / "Newidiodd rhywun ef yn y cyfamser. Edrychwch arno eto, yna rhowch gynnig arall arni.";
    not_so: "Nothing was done: it does not stand so any more." / "Ni wnaed dim: mae pethau wedi newid.";
    too_long: "Nothing was written: type 1 to 2000 letters." / "Ni ysgrifennwyd dim: teipiwch 1 i 2000 llythyren.";

    panel_title: "List for the panel" / "Rhestr ar gyfer y panel";
    panel_lead: "Requests for the multi-agency panel, by receipt: no names." / "Ceisiadau ar gyfer y panel amlasiantaeth, yn ôl derbynneb: dim enwau.";
    panel_none: "Nothing is on the list." / "Does dim ar y rhestr.";
    print: "Print" / "Argraffu";
    sheet_title: "Referral" / "Atgyfeiriad";
    sheet_lead: "From {from}. The family agreed that this goes to {to}, and to nobody else." / "Oddi wrth {from}. Cytunodd y teulu fod hyn yn mynd at {to}, ac at neb arall.";
    back: "Back" / "Yn ôl";
    unmet: "Asked for and not found" / "Gofynnwyd amdano heb ei gael";
    safeguarding: "Write to the safeguarding lead" / "Ysgrifennu at yr arweinydd diogelu";

    s_new: "New" / "Newydd";
    s_owned: "Somebody has it" / "Mae gan rywun ef";
    s_contacted: "Contacted" / "Wedi cysylltu";
    s_handed_on: "Handed on" / "Wedi’i drosglwyddo";
    s_answered: "Answered" / "Wedi’i ateb";
    s_closed: "Closed" / "Ar gau";
    s_withdrawn: "Withdrawn" / "Tynnwyd yn ôl";
    g_expecting: "A baby is coming" / "Mae babi ar y ffordd";
    g_under_fives: "Children under five" / "Plant dan bump";
    g_primary: "Children at primary school" / "Plant yn yr ysgol gynradd";
    g_teenagers: "Teenagers" / "Pobl ifanc yn eu harddegau";
    g_adults: "Adults only" / "Oedolion yn unig";
    g_kinship: "Relatives bring up the children" / "Perthnasau’n magu’r plant";
    g_parents: "Parents of the person inside" / "Rhieni’r person y tu mewn";
}

impl RequestWords {
    /// How it stands, and its colour.
    pub fn state_of(&self, state: State) -> (&'static str, &'static str) {
        match state {
            State::New => (self.s_new, "honey"),
            State::Owned => (self.s_owned, "sky"),
            State::Contacted => (self.s_contacted, "sky"),
            State::HandedOn => (self.s_handed_on, "lilac"),
            State::Answered => (self.s_answered, "sage"),
            State::Closed => (self.s_closed, "plain"),
            State::Withdrawn => (self.s_withdrawn, "plain"),
        }
    }

    /// Where a family is in its life.
    pub fn segment_of(&self, segment: Segment) -> &'static str {
        match segment {
            Segment::Expecting => self.g_expecting,
            Segment::UnderFives => self.g_under_fives,
            Segment::Primary => self.g_primary,
            Segment::Teenagers => self.g_teenagers,
            Segment::AdultsOnly => self.g_adults,
            Segment::KinshipCare => self.g_kinship,
            Segment::ParentsOfAdult => self.g_parents,
        }
    }

    /// Why a referral is not taken.
    pub fn fault(&self, fault: Fault) -> &'static str {
        match fault {
            Fault::Consent => self.fault_consent,
            Fault::Nobody => self.fault_nobody,
            Fault::TooLong => self.fault_long,
            Fault::Word => self.fault_word,
            Fault::OtherContent => self.fault_other,
            Fault::Over => self.fault_over,
        }
    }

    /// Why nothing of a table is taken.
    pub fn not_a_table(&self, why: NotATable) -> &'static str {
        match why {
            NotATable::Columns => self.csv_no_table,
            NotATable::TooMany => self.csv_too_many,
        }
    }

    /// Why nothing was done.
    pub fn not_now(&self, why: NotNow) -> &'static str {
        match why {
            NotNow::Changed => self.changed_meanwhile,
            NotNow::Nobodys | NotNow::State => self.not_so,
        }
    }
}
