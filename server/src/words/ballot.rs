//! What the page of a ballot and its rules say.

use visits_domain::ballot::{Doubt, Reason};

words! {
    /// A ballot: before it is drawn, the draw, and after.
    BallotWords;
    title: "Sharing fairly" / "Rhannu’n deg";
    of_event: "Sharing fairly: {event}" / "Rhannu’n deg: {event}";
    back: "To the event" / "I’r digwyddiad";
    rules_link: "What counts here" / "Beth sy’n cyfrif yma";
    no_ballot: "Nothing is drawn for this event: places go to who asks first. What you note here about a family counts in the fairness report." / "Nid oes dim yn cael ei dynnu ar gyfer y digwyddiad hwn: mae lleoedd yn mynd i’r sawl sy’n gofyn gyntaf. Mae’r hyn rydych yn ei nodi yma am deulu yn cyfrif yn yr adroddiad tegwch.";
    not_begun: "The ballot begins when the event is opened." / "Mae’r bleidlais yn dechrau pan agorir y digwyddiad.";
    still_open: "{share} in a hundred places are drawn. Families who ask before {closes} and have no place are in it." / "Tynnir {share} o bob cant o leoedd. Mae teuluoedd sy’n gofyn cyn {closes} ac sydd heb le ynddi.";
    is_due: "The ballot closed on {closes}. It is time to draw." / "Caeodd y bleidlais ar {closes}. Mae’n bryd tynnu.";
    was_drawn: "Drawn on {at} by {who}. {places} families have a place, {waiting} wait." / "Tynnwyd ar {at} gan {who}. Mae gan {places} teulu le, mae {waiting} yn aros.";
    is_cancelled: "The event is cancelled. Nothing is drawn." / "Mae’r digwyddiad wedi’i ganslo. Nid oes dim yn cael ei dynnu.";
    commitment: "Published before anybody asked" / "Cyhoeddwyd cyn i neb ofyn";
    commitment_means: "It fixes the seed: whoever draws again after it is published must find the same families." / "Mae’n pennu’r hedyn: rhaid i bwy bynnag sy’n tynnu eto ar ôl ei gyhoeddi ganfod yr un teuluoedd.";
    seed: "The seed" / "Yr hedyn";
    draw: "Draw" / "Tynnu";
    draw_means: "Families hear the result on the kiosks. It cannot be taken back or drawn again." / "Bydd teuluoedd yn clywed y canlyniad ar y ciosgau. Ni ellir ei dynnu’n ôl na’i dynnu eto.";
    yes_draw: "Yes, draw now" / "Ie, tynnu nawr";
    kiosks_away: "Kiosks not heard from since it closed: {kiosks}. A family that asked there before may come too late." / "Ciosgau na chlywyd ganddynt ers iddi gau: {kiosks}. Gall teulu a ofynnodd yno cyn hynny ddod yn rhy hwyr.";
    verify: "Draw once more and compare" / "Tynnu unwaith eto a chymharu";
    verified: "Drawn once more: the same {places} families have a place, and {waiting} wait in the same order." / "Tynnwyd unwaith eto: mae gan yr un {places} teulu le, ac mae {waiting} yn aros yn yr un drefn.";
    doubt_seed: "The seed is not the one that was published before anybody asked." / "Nid yr hedyn hwn a gyhoeddwyd cyn i neb ofyn.";
    doubt_list: "Nothing can be drawn from this list: somebody is in it twice." / "Ni ellir tynnu o’r rhestr hon: mae rhywun ynddi ddwywaith.";
    doubt_result: "The seed and the list draw other families than those that were published." / "Mae’r hedyn a’r rhestr yn tynnu teuluoedd gwahanol i’r rhai a gyhoeddwyd.";
    file: "Result as a file, without names" / "Y canlyniad fel ffeil, heb enwau";
    print: "Print" / "Argraffu";
    show_names: "Show who they are" / "Dangos pwy ydyn nhw";
    names_noted: "It is noted that you looked." / "Nodir eich bod wedi edrych.";
    families: "Families" / "Teuluoedd";
    nobody: "Nobody has asked yet." / "Nid oes neb wedi gofyn eto.";
    number: "Number" / "Rhif";
    family: "Family" / "Teulu";
    family_n: "Family {n}" / "Teulu {n}";
    cannot_read: "cannot be read here" / "ni ellir ei ddarllen yma";
    party: "Party" / "Parti";
    party_of: "Adults {adults}, children {children}" / "Oedolion {adults}, plant {children}";
    asked: "Asked" / "Gofynnwyd";
    standing: "How it stands" / "Sut mae’n sefyll";
    in_it: "In the draw" / "Yn y bleidlais";
    holds: "Has a place" / "Mae ganddo le";
    waits: "Waits" / "Yn aros";
    drawn_place: "Drawn: a place" / "Tynnwyd: lle";
    drawn_waits: "Drawn: waits" / "Tynnwyd: yn aros";
    tickets: "Tickets" / "Tocynnau";
    why: "Why" / "Pam";
    no_reason: "one ticket, like everybody" / "un tocyn, fel pawb";
    reason_not_for_long: "no place for long" / "dim lle ers amser";
    reason_wing: "their wing’s turn" / "tro eu hadain";
    reason_distance: "far away" / "pell i ffwrdd";
    reason_access: "hard to come" / "anodd dod";
    reason_nominated: "named by staff" / "enwyd gan staff";
    note_it: "What we know" / "Yr hyn a wyddom";
    note_for: "What we know of family {n}" / "Yr hyn a wyddom am deulu {n}";
    wing: "Wing of the person they visit" / "Adain y person y maen nhw’n ymweld ag ef";
    miles: "Miles they come" / "Milltiroedd y maen nhw’n dod";
    access: "It is hard for them to come" / "Mae’n anodd iddyn nhw ddod";
    nominate: "Named by staff, because" / "Enwyd gan staff, oherwydd";
    nominate_help: "Their need, in a few words. Never how anybody behaved. Empty: not named." / "Eu hangen, mewn ychydig eiriau. Byth sut yr ymddygodd neb. Gwag: heb ei enwi.";
    save: "Save" / "Cadw";
    saved: "Saved." / "Wedi’i gadw.";
    not_saved: "Nothing was saved: check the miles and the length of what you wrote. After the draw nobody is named any more." / "Ni chadwyd dim: gwiriwch y milltiroedd a hyd yr hyn a ysgrifennwyd gennych. Ar ôl y tynnu ni chaiff neb ei enwi mwyach.";
    done: "It is drawn. Families hear of it at the kiosks." / "Mae wedi’i thynnu. Bydd teuluoedd yn clywed wrth y ciosgau.";
    already: "It was drawn before, and stays as it is." / "Tynnwyd hi o’r blaen, ac mae’n aros fel y mae.";
    not_closed: "Families can still ask. Nothing was drawn." / "Gall teuluoedd ofyn o hyd. Ni thynnwyd dim.";
    waits_for_kiosks: "The server was put back from a backup and gives no places until a manager lets it. Nothing was drawn." / "Adferwyd y gweinydd o gopi wrth gefn ac nid yw’n rhoi lleoedd nes bod rheolwr yn caniatáu. Ni thynnwyd dim.";
    be_sure: "Press the second button to draw. Nothing was drawn." / "Pwyswch yr ail fotwm i dynnu. Ni thynnwyd dim.";

    rules_title: "What counts in a ballot" / "Beth sy’n cyfrif mewn pleidlais";
    rules_lead: "Every family has one ticket. Each of these adds to it. How anybody behaved, inside or out, is not among them and cannot be added." / "Mae gan bob teulu un tocyn. Mae pob un o’r rhain yn ychwanegu ato. Nid yw ymddygiad neb, y tu mewn na’r tu allan, yn eu plith ac ni ellir ei ychwanegu.";
    adds: "Tickets it adds, 0 to {most}" / "Tocynnau y mae’n eu hychwanegu, 0 i {most}";
    rule_not_for_long: "They had no place for long" / "Nid ydynt wedi cael lle ers amser";
    rule_wing: "It is their wing’s turn" / "Tro eu hadain nhw ydyw";
    rule_distance: "They live far away" / "Maen nhw’n byw ymhell";
    rule_access: "It is hard for them to come" / "Mae’n anodd iddyn nhw ddod";
    rule_nominated: "Staff named them" / "Enwyd nhw gan staff";
    months: "For long: so many months" / "Ers amser: cynifer o fisoedd";
    months_help: "0: they never had one, as far as we know." / "0: ni chawsant un erioed, hyd y gwyddom.";
    far: "Far: so many miles or more" / "Pell: cynifer o filltiroedd neu fwy";
    rules_wrong: "Nothing was saved: tickets from 0 to {most}, months from 0 to 60, miles from 1 to 500." / "Ni chadwyd dim: tocynnau o 0 i {most}, misoedd o 0 i 60, milltiroedd o 1 i 500.";
}

impl BallotWords {
    /// Why a family has more than one ticket, in a few words.
    pub fn reason(&self, reason: Reason) -> &'static str {
        match reason {
            Reason::NotForLong => self.reason_not_for_long,
            Reason::WingsTurn => self.reason_wing,
            Reason::Distance => self.reason_distance,
            Reason::Access => self.reason_access,
            Reason::Nominated => self.reason_nominated,
        }
    }

    /// The same as a rule.
    pub fn rule(&self, reason: Reason) -> &'static str {
        match reason {
            Reason::NotForLong => self.rule_not_for_long,
            Reason::WingsTurn => self.rule_wing,
            Reason::Distance => self.rule_distance,
            Reason::Access => self.rule_access,
            Reason::Nominated => self.rule_nominated,
        }
    }

    /// Why a result is doubted.
    pub fn doubt(&self, doubt: Doubt) -> &'static str {
        match doubt {
            Doubt::OtherSeed => self.doubt_seed,
            Doubt::List(_) => self.doubt_list,
            Doubt::OtherResult => self.doubt_result,
        }
    }
}
