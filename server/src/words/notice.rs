//! The notice for families on paper. Its first sentences are those of the kiosk's *About your
//! information*, word for word: a test compares them.

words! {
    /// What families are told, and the page on which it is set.
    NoticeWords;
    title: "About your information" / "Eich gwybodaeth bersonol";
    need_not: "You need not use this screen. The desk can do it all." / "Does dim rhaid defnyddio’r sgrin hon. Gall y ddesg wneud y cyfan.";
    asks_only: "This screen asks only what it needs to find your visit." / "Dim ond yr hyn sydd ei angen i ddod o hyd i’ch ymweliad sy’n cael ei ofyn.";
    no_names: "It holds no list of names. It never shows who else is here." / "Does dim rhestr o enwau ynddi. Dydy hi byth yn dangos pwy arall sydd yma.";
    wiped: "What you type is wiped when you finish or walk away." / "Mae’r hyn rydych yn ei deipio yn cael ei glirio wrth i chi orffen neu adael.";
    keep_number: "We keep your number, the time, and how many of you came." / "Rydyn ni’n cadw eich rhif, yr amser, a faint ohonoch chi ddaeth.";
    keep_needs: "We keep what would help you, if you told us." / "Rydyn ni’n cadw beth fyddai’n eich helpu, os dywedoch chi.";
    why: "The visits team uses it to run visits and keep people safe." / "Mae’r tîm ymweliadau’n ei ddefnyddio i drefnu ymweliadau a chadw pawb yn ddiogel.";
    share: "They share it only if you say so, or if the law says so." / "Dim ond gyda’ch caniatâd, neu os yw’r gyfraith yn gofyn, mae’n cael ei rannu.";
    ask_to_see: "You can ask to see what we hold, and have it put right." / "Gallwch ofyn am weld beth sydd gennym, a gofyn i ni ei gywiro.";
    not_happy: "Not happy? Tell us, or the Information Commissioner’s Office." / "Ddim yn hapus? Dywedwch wrthym, neu wrth Swyddfa’r Comisiynydd Gwybodaeth.";

    what: "What we keep, and why" / "Beth rydyn ni’n ei gadw, a pham";
    screens: "The screens in the visitors’ centre" / "Y sgriniau yn y ganolfan ymwelwyr";
    from_booking: "The prison’s booking list gives us your name, your date of birth, when you visit and who you visit." / "Mae rhestr archebu’r carchar yn rhoi inni eich enw, eich dyddiad geni, pryd rydych chi’n ymweld a phwy.";
    staff_see: "Only people who work with visits see names. What they do is written down." / "Dim ond pobl sy’n gweithio gydag ymweliadau sy’n gweld enwau. Cofnodir yr hyn a wnânt.";
    staff_note: "Staff note that they saw your ID, when you were called, and how the visit ended." / "Mae staff yn nodi iddynt weld eich ID, pryd y cawsoch eich galw, a sut y daeth yr ymweliad i ben.";
    how_long: "How long" / "Am ba hyd";
    visits_for: "Your name and your visit: {days} days after the visit." / "Eich enw a’ch ymweliad: {days} diwrnod ar ôl yr ymweliad.";
    arrivals_for: "Your number, when you came and what would help you: {days} days." / "Eich rhif, pryd y daethoch a beth fyddai’n eich helpu: {days} diwrnod.";
    asks_for: "If you asked for a person: {days} days." / "Os gofynnoch am berson: {days} diwrnod.";
    requests_for: "If you asked us to contact you, or to talk: {days} days after the last thing we did. Withdraw it at the desk with your receipt." / "Os gofynnoch i ni gysylltu â chi, neu am sgwrs: {days} diwrnod ar ôl y peth olaf a wnaethom. Gallwch dynnu’n ôl wrth y ddesg gyda’ch derbynneb.";
    backups_for: "Safety copies: up to {days} days more." / "Copïau diogelwch: hyd at {days} diwrnod yn rhagor.";
    longer: "Longer only where the law, or somebody’s safety, needs it." / "Yn hirach dim ond lle mae’r gyfraith, neu ddiogelwch rhywun, yn gofyn.";
    rights: "What you can ask" / "Beth gallwch chi ei ofyn";
    ask_erase: "You can ask us to erase it. If we may not, we tell you why." / "Gallwch ofyn i ni ei ddileu. Os na chawn ni, byddwn yn dweud pam.";
    ask_free: "Asking is free. It never changes your visits. Most answers come within one month." / "Mae gofyn am ddim. Nid yw byth yn newid eich ymweliadau. Daw’r rhan fwyaf o atebion o fewn mis.";
    who: "Who to ask" / "Pwy i’w holi";
    at_desk: "Ask at the visits desk." / "Gofynnwch wrth y ddesg ymweliadau.";
    answers: "{controller} answers for your information." / "{controller} sy’n gyfrifol am eich gwybodaeth.";
    officer_is: "Data protection officer: {officer}" / "Swyddog diogelu data: {officer}";
    ico: "Information Commissioner’s Office: 0303 123 1113, ico.org.uk" / "Swyddfa’r Comisiynydd Gwybodaeth: 0303 123 1113, ico.org.uk (dewiswch Cymraeg)";

    set: "What is particular to your site" / "Yr hyn sy’n arbennig i’ch safle chi";
    set_means: "The periods come from “How long”. Everything else can stay empty. Do not write the name of a family here." / "Daw’r cyfnodau o “Am ba hyd”. Gall popeth arall aros yn wag. Peidiwch ag ysgrifennu enw teulu yma.";
    controller: "Who answers for the data, by its full name" / "Pwy sy’n gyfrifol am y data, wrth ei enw llawn";
    contact_en: "Whom to ask, in English" / "Pwy i’w holi, yn Saesneg";
    contact_cy: "Whom to ask, in Welsh" / "Pwy i’w holi, yn Gymraeg";
    officer: "How to reach the data protection officer" / "Sut i gyrraedd y swyddog diogelu data";
    more_en: "More to say, in English: one sentence a line, six at most" / "Mwy i’w ddweud, yn Saesneg: un frawddeg i bob llinell, chwech ar y mwyaf";
    more_cy: "More to say, in Welsh: as many sentences" / "Mwy i’w ddweud, yn Gymraeg: yr un nifer o frawddegau";
    save: "Save" / "Cadw";
    saved: "Saved. Print it anew." / "Wedi’i gadw. Argraffwch ef o’r newydd.";
    not_saved: "Nothing was saved: what is said in one language must be said in the other, in up to six sentences of 200 letters." / "Ni chadwyd dim: rhaid dweud yn y naill iaith yr hyn a ddywedir yn y llall, mewn hyd at chwe brawddeg o 200 o lythrennau.";
    print: "Print" / "Argraffu";
    for_kiosk: "For the kiosks: this line in the section [first_time] of kiosk.toml ends their page “About your information” with whom to ask." / "Ar gyfer y ciosgau: mae’r llinell hon yn adran [first_time] kiosk.toml yn gorffen eu tudalen “Eich gwybodaeth bersonol” gyda phwy i’w holi.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use visits_domain::arrival::Language;

    #[test]
    fn paper_and_kiosk_say_the_same() {
        let catalogue =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/lang/cy/LC_MESSAGES/visits-ui.po");
        let catalogue = std::fs::read_to_string(catalogue).expect("the kiosk's catalogue");
        let (en, cy) = (NoticeWords::of(Language::En), NoticeWords::of(Language::Cy));
        for (english, welsh) in [
            (en.title, cy.title),
            (en.need_not, cy.need_not),
            (en.asks_only, cy.asks_only),
            (en.no_names, cy.no_names),
            (en.wiped, cy.wiped),
            (en.keep_number, cy.keep_number),
            (en.keep_needs, cy.keep_needs),
            (en.why, cy.why),
            (en.share, cy.share),
            (en.ask_to_see, cy.ask_to_see),
            (en.not_happy, cy.not_happy),
        ] {
            let both = format!("msgid \"{english}\"\nmsgstr \"{welsh}\"");
            assert!(catalogue.contains(&both), "the kiosk says something else than {both}");
        }
    }
}
