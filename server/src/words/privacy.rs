//! *Privacy*: how long things are kept, what was deleted, holds, and what was shared.

use crate::privacy::periods::Kind;
use crate::privacy::shared::{Ground, Recipient, What};

words! {
    /// The privacy pages.
    PrivacyWords;
    title: "Privacy" / "Preifatrwydd";
    tab_kept: "How long" / "Am ba hyd";
    tab_people: "One person" / "Un person";
    tab_holds: "Holds" / "Ataliadau dileu";
    tab_shared: "What was shared" / "Beth a rannwyd";
    tab_notice: "Notice for families" / "Hysbysiad i deuluoedd";
    parts: "Parts of this page" / "Rhannau o’r dudalen hon";

    how_long: "How long things are kept" / "Am ba hyd y cedwir pethau";
    how_long_means: "Each night, from 3 am, the server deletes what is older than this. A day counts from the visit, or from the moment it was written down. Your data protection officer decides; these are where we begin." / "Bob nos, o 3 yb ymlaen, mae’r gweinydd yn dileu’r hyn sy’n hŷn na hyn. Cyfrifir diwrnod o’r ymweliad, neu o’r foment y’i cofnodwyd. Eich swyddog diogelu data sy’n penderfynu; dyma fan cychwyn.";
    kind: "What" / "Beth";
    days: "Days" / "Diwrnodau";
    can_be: "{least} to {most}" / "{least} i {most}";
    save_periods: "Save" / "Cadw";
    saved: "Saved. It holds from tonight on." / "Wedi’i gadw. Mae’n berthnasol o heno ymlaen.";
    out_of_limits: "Nothing was changed: {kind} can be kept for {least} to {most} days." / "Ni newidiwyd dim: gellir cadw {kind} am {least} i {most} diwrnod.";
    arrivals_outlive: "Nothing was changed: arrivals belong to their visits, so they cannot be kept longer than visits." / "Ni newidiwyd dim: mae cofnodion cyrraedd yn perthyn i’w hymweliadau, felly ni ellir eu cadw’n hirach na’r ymweliadau.";
    not_a_number: "Nothing was changed: write each period as a whole number of days." / "Ni newidiwyd dim: ysgrifennwch bob cyfnod fel nifer cyfan o ddiwrnodau.";

    visits: "Visits, and who is on them" / "Ymweliadau, a phwy sydd arnynt";
    visits_means: "Names, dates of birth, references, the person visited, the ticks for ID." / "Enwau, dyddiadau geni, cyfeirnodau, y person yr ymwelwyd ag ef, y ticiau ID.";
    arrivals: "Arrivals and what became of visits" / "Cyrraedd, a beth ddaeth o’r ymweliadau";
    arrivals_means: "Numbers, times, how many came, what they asked for, calls, outcomes." / "Rhifau, amseroedd, faint a ddaeth, beth y gofynnwyd amdano, galwadau, canlyniadau.";
    asks: "Requests for a person" / "Ceisiadau am berson";
    asks_means: "Seat, number, language, who went." / "Sedd, rhif, iaith, pwy aeth.";
    records: "What kiosks sent" / "Yr hyn a anfonodd y ciosgau";
    records_means: "Word for word, without names. A number and a checksum stay, so that nothing can be sent twice." / "Gair am air, heb enwau. Mae rhif a swm gwirio yn aros, fel na ellir anfon dim ddwywaith.";
    imports: "Reports of imports" / "Adroddiadau mewnforio";
    imports_means: "Counts, and why visits were set aside." / "Cyfrifon, a pham y rhoddwyd ymweliadau o’r neilltu.";
    sign_in: "Wrong passwords" / "Cyfrineiriau anghywir";
    sign_in_means: "When and how often, under a mark of the account or address. Unused enrolment codes too." / "Pryd a pha mor aml, o dan farc y cyfrif neu’r cyfeiriad. Codau cofrestru heb eu defnyddio hefyd.";
    ended_holds: "Holds that have ended" / "Ataliadau sydd wedi dod i ben";
    ended_holds_means: "Whom they were about, the reason and its owner." / "Am bwy yr oeddent, y rheswm a phwy oedd yn gyfrifol.";
    requests: "Requests and private talks" / "Ceisiadau a sgyrsiau preifat";
    requests_means: "Who asked to be contacted, what staff wrote about it, and who took a talk. Counted from the last thing that was done; a talk that is open stays. What families found wrong in the directory, from that day." / "Pwy ofynnodd am gyswllt, beth ysgrifennodd staff amdano, a phwy gymerodd sgwrs. Cyfrifir o’r peth olaf a wnaed; mae sgwrs sy’n agored yn aros. Yr hyn a ganfu teuluoedd yn anghywir yn y cyfeiriadur, o’r diwrnod hwnnw.";
    safeguarding: "Safeguarding notes" / "Nodiadau diogelu";
    safeguarding_means: "Sealed to the safeguarding leads. Counted from the day they were written." / "Wedi’u selio i’r arweinwyr diogelu. Cyfrifir o’r diwrnod yr ysgrifennwyd nhw.";
    shared: "The record of what was shared" / "Y cofnod o’r hyn a rannwyd";
    shared_means: "Who received what, when, on what ground. No names of families." / "Pwy gafodd beth, pryd, ac ar ba sail. Dim enwau teuluoedd.";
    audit: "The audit" / "Y log archwilio";
    audit_means: "Which account did what. No names of families." / "Pa gyfrif a wnaeth beth. Dim enwau teuluoedd.";
    backups: "Backups" / "Copïau wrth gefn";
    backups_means: "The server cannot reach your copies. What you promise here is in the notice for families: delete older copies." / "Ni all y gweinydd gyrraedd eich copïau. Mae’r hyn a addewir yma yn yr hysbysiad i deuluoedd: dilëwch gopïau hŷn.";
    by_itself: "These end by themselves" / "Daw’r rhain i ben ar eu pen eu hunain";
    cards_means: "Sealed cards on kiosks, and the secrets they were made with: the night after the visit." / "Cardiau seliedig ar giosgau, a’r cyfrinachau y’u gwnaed â nhw: y noson ar ôl yr ymweliad.";
    sessions_means: "Being signed in: after 12 hours without use." / "Bod wedi mewngofnodi: ar ôl 12 awr heb ddefnydd.";
    accounts_means: "Accounts of staff and volunteers: when somebody removes them." / "Cyfrifon staff a gwirfoddolwyr: pan fydd rhywun yn eu tynnu.";

    tonight: "What would go in the night to {day}" / "Beth fyddai’n mynd yn y nos cyn {day}";
    nothing_tonight: "Nothing is past its period." / "Nid oes dim wedi mynd heibio i’w gyfnod.";
    held_stays: "What a hold keeps is not counted: it stays." / "Ni chyfrifir yr hyn a gedwir gan ataliad: mae’n aros.";
    run_now: "Delete it now" / "Dileu nawr";
    run_now_means: "It cannot be brought back. The same happens at night by itself." / "Ni ellir dod ag ef yn ôl. Mae’r un peth yn digwydd ar ei ben ei hun yn y nos.";
    clock_leapt: "The server’s clock stands {n} days after the last night, so nothing is deleted by itself. Look at the clock: if it is right, press “Delete it now”." / "Mae cloc y gweinydd {n} diwrnod ar ôl y noson ddiwethaf, felly ni chaiff dim ei ddileu ar ei ben ei hun. Edrychwch ar y cloc: os yw’n gywir, pwyswch “Dileu nawr”.";
    busy: "It is being deleted just now. Look again in a minute." / "Mae’n cael ei ddileu ar hyn o bryd. Edrychwch eto ymhen munud.";
    was_deleted: "What was deleted" / "Beth a ddilëwyd";
    when: "When" / "Pryd";
    asked_by: "By" / "Gan";
    by_server: "the server, at night" / "y gweinydd, yn y nos";
    how_many: "How many" / "Faint";
    nothing_yet: "Nothing has been deleted yet." / "Nid oes dim wedi’i ddileu eto.";
    nothing_was_old: "nothing was old" / "doedd dim yn hen";

    n_visits: "visits" / "ymweliadau";
    n_visitors: "visitors" / "ymwelwyr";
    n_arrivals: "arrivals" / "cofnodion cyrraedd";
    n_progress: "steps of visits" / "camau ymweliadau";
    n_sessions: "cancelled sessions and numbers given by hand" / "sesiynau a ganslwyd a rhifau a roddwyd â llaw";
    n_asks: "requests for a person" / "ceisiadau am berson";
    n_records: "kiosk records emptied" / "cofnodion ciosg wedi’u gwagio";
    n_imports: "import reports" / "adroddiadau mewnforio";
    n_exceptions: "changed visits that staff were told of" / "ymweliadau a newidiwyd y dywedwyd wrth staff amdanynt";
    n_previews: "uploaded lists that nobody confirmed" / "rhestrau a lanlwythwyd heb eu cadarnhau";
    n_people: "people whose details were fetched" / "pobl y nôlwyd eu manylion";
    n_codes: "enrolment codes" / "codau cofrestru";
    n_holds: "ended holds" / "ataliadau a ddaeth i ben";
    n_shared: "entries of what was shared" / "cofnodion o’r hyn a rannwyd";
    n_audit: "audit entries" / "cofnodion archwilio";
    n_runs: "reports of deletion" / "adroddiadau dileu";
    n_requests: "requests and private talks" / "ceisiadau a sgyrsiau preifat";
    n_safeguarding: "safeguarding notes" / "nodiadau diogelu";
    n_sought: "counts of what was looked for" / "cyfrifon o’r hyn y chwiliwyd amdano";
    n_mistakes: "mistakes that families found in the directory" / "camgymeriadau a ganfu teuluoedd yn y cyfeiriadur";
    n_other: "other entries" / "cofnodion eraill";

    shared_title: "What was shared" / "Beth a rannwyd";
    shared_intro: "Lists and outcome sheets that staff print or save, and everything handed to a person about themselves, are written down here by the server. Write down the rest by hand." / "Mae’r gweinydd yn cofnodi yma restrau a thaflenni canlyniadau y mae staff yn eu hargraffu neu’n eu cadw, a phopeth a roddir i berson amdano’i hun. Cofnodwch y gweddill â llaw.";
    recipient: "Who received it" / "Pwy a’i cafodd";
    ground: "On what ground" / "Ar ba sail";
    how_many_people: "People" / "Pobl";
    about_day: "Visits of" / "Ymweliadau";
    nothing_shared: "Nothing has been shared yet." / "Nid oes dim wedi’i rannu eto.";
    write_down: "Write it down" / "Cofnodi";
    write_down_title: "Something was shared by hand" / "Rhannwyd rhywbeth â llaw";
    organisation: "Organisation (no name of a family)" / "Sefydliad (dim enw teulu)";
    not_written: "Nothing was written down: say which organisation received it, in up to 120 letters, and about how many people it was." / "Ni chofnodwyd dim: dywedwch pa sefydliad a’i cafodd, mewn hyd at 120 o lythrennau, ac am faint o bobl yr oedd.";
    the_prison: "The prison" / "Y carchar";
    the_person: "The person themselves" / "Y person ei hun";
    what_outcomes: "Outcomes of visits" / "Canlyniadau ymweliadau";
    what_list: "List of visits" / "Rhestr o ymweliadau";
    what_confirmation: "Confirmation of a visit" / "Cadarnhad o ymweliad";
    what_subject: "All that is held about one person" / "Popeth a gedwir am un person";
    what_referral: "Referral" / "Atgyfeiriad";
    what_other: "Something else" / "Rhywbeth arall";
    ground_consent: "They agreed" / "Cytunasant";
    ground_request: "They asked for it" / "Gofynnwyd amdano ganddynt";
    ground_task: "The prison’s public task" / "Tasg gyhoeddus y carchar";
    ground_duty: "A law or a court" / "Cyfraith neu lys";
    ground_safety: "Somebody’s safety" / "Diogelwch rhywun";
}

impl PrivacyWords {
    /// A kind of data, and what belongs to it.
    pub fn kind_of(&self, kind: Kind) -> (&'static str, &'static str) {
        match kind {
            Kind::Visits => (self.visits, self.visits_means),
            Kind::Arrivals => (self.arrivals, self.arrivals_means),
            Kind::Asks => (self.asks, self.asks_means),
            Kind::Records => (self.records, self.records_means),
            Kind::Imports => (self.imports, self.imports_means),
            Kind::SignIn => (self.sign_in, self.sign_in_means),
            Kind::Holds => (self.ended_holds, self.ended_holds_means),
            Kind::Requests => (self.requests, self.requests_means),
            Kind::Safeguarding => (self.safeguarding, self.safeguarding_means),
            Kind::Shared => (self.shared, self.shared_means),
            Kind::Audit => (self.audit, self.audit_means),
            Kind::Backups => (self.backups, self.backups_means),
        }
    }

    /// What was deleted, by the name of its table.
    pub fn table(&self, name: &str) -> &'static str {
        match name {
            "visits" => self.n_visits,
            "visitors" => self.n_visitors,
            "arrivals" => self.n_arrivals,
            "progress" => self.n_progress,
            "cancelled_sessions" | "desk_numbers" => self.n_sessions,
            "asks" => self.n_asks,
            "records" | "record_conflicts" => self.n_records,
            "imports" => self.n_imports,
            "import_exceptions" | "missing_visits" => self.n_exceptions,
            "import_previews" => self.n_previews,
            "source_people" => self.n_people,
            "enrol_codes" => self.n_codes,
            "holds" => self.n_holds,
            "shared" => self.n_shared,
            "requests" | "talks" => self.n_requests,
            "safeguarding_notes" => self.n_safeguarding,
            "sought" => self.n_sought,
            "service_mistakes" => self.n_mistakes,
            "audit" => self.n_audit,
            "retention_runs" => self.n_runs,
            _ => self.n_other,
        }
    }

    /// Who received it, from what was stored.
    pub fn recipient_of(&self, stored: &str) -> String {
        match Recipient::of_stored(stored) {
            Recipient::Prison => self.the_prison.to_owned(),
            Recipient::ThePerson => self.the_person.to_owned(),
            Recipient::Named(name) => name,
        }
    }

    /// What was handed out.
    pub fn what(&self, what: What) -> &'static str {
        match what {
            What::Outcomes => self.what_outcomes,
            What::VisitList => self.what_list,
            What::Confirmation => self.what_confirmation,
            What::SubjectAccess => self.what_subject,
            What::Referral => self.what_referral,
            What::Other => self.what_other,
        }
    }

    /// On what ground.
    pub fn ground_of(&self, ground: Ground) -> &'static str {
        match ground {
            Ground::Consent => self.ground_consent,
            Ground::OwnRequest => self.ground_request,
            Ground::PublicTask => self.ground_task,
            Ground::LegalDuty => self.ground_duty,
            Ground::Safety => self.ground_safety,
        }
    }
}
