//! What the pages of the directory say.

words! {
    /// Services for families.
    DirectoryWords;
    title: "Directory" / "Cyfeiriadur";
    lead: "Services for families. A kiosk shows what is published here, and nothing else." / "Gwasanaethau i deuluoedd. Mae ciosg yn dangos yr hyn a gyhoeddir yma, a dim arall.";
    new: "New service" / "Gwasanaeth newydd";
    bring: "Bring in a file" / "Mewnforio ffeil";
    mistakes: "Mistakes that families found" / "Camgymeriadau y daeth teuluoedd o hyd iddynt";
    set_aside: "Set aside" / "Wedi’u rhoi o’r neilltu";
    start: "Take in the starting directory" / "Cymryd y cyfeiriadur cychwynnol i mewn";
    start_means: "Services of all four nations, known from public pages. Each comes in as a draft with its evidence: nobody has rung any of them." / "Gwasanaethau o’r pedair cenedl, a welwyd ar dudalennau cyhoeddus. Daw pob un i mewn fel drafft gyda’i dystiolaeth: does neb wedi ffonio yr un ohonynt.";
    started: "The starting directory is here as drafts. Ring each before you publish it." / "Mae’r cyfeiriadur cychwynnol yma fel drafftiau. Ffoniwch bob un cyn ei gyhoeddi.";
    search: "Search" / "Chwilio";
    search_for: "A name, an organization or a number" / "Enw, sefydliad neu rif";
    show: "Show" / "Dangos";
    all: "All" / "Pob un";
    drafts: "Drafts" / "Drafftiau";
    published: "Published" / "Wedi’u cyhoeddi";
    withdrawn: "Withdrawn" / "Wedi’u tynnu’n ôl";
    due: "Check due" / "Angen eu gwirio";
    otherwise: "The feed says otherwise" / "Y ffrwd yn dweud fel arall";
    dropped: "No longer in the feed" / "Ddim yn y ffrwd mwyach";
    is_draft: "Draft" / "Drafft";
    is_published: "Published" / "Wedi’i gyhoeddi";
    is_withdrawn: "Withdrawn" / "Wedi’i dynnu’n ôl";
    is_due: "Check due" / "Angen ei wirio";
    is_sample: "Sample" / "Sampl";
    never_checked: "never" / "dim eto";
    name: "Name" / "Enw";
    organization: "Who runs it" / "Pwy sy’n ei redeg";
    nations: "Nations" / "Cenhedloedd";
    checked: "Last checked" / "Gwiriwyd ddiwethaf";
    state: "State" / "Cyflwr";
    none: "There is none like that." / "Nid oes un felly.";
    found: "Services: {n}" / "Gwasanaethau: {n}";
    held: "{feed} has sent less than half of its services since {time}. Nothing was unpublished. Are they gone?" / "Mae {feed} wedi anfon llai na hanner ei wasanaethau ers {time}. Ni thynnwyd dim yn ôl. Ydyn nhw wedi mynd?";
    they_are_gone: "Yes, withdraw them" / "Ydyn, tynnwch nhw yn ôl";
    they_are_there: "No, keep them" / "Nac ydyn, cadwch nhw";
    look_at_them: "Look at them" / "Edrych arnynt";
    edit: "Edit" / "Golygu";
    publish: "Publish" / "Cyhoeddi";
    withdraw: "Withdraw" / "Tynnu’n ôl";
    rang: "Checked today: I rang it" / "Wedi’i wirio heddiw: fe ffoniais i";
    still_there: "It is still there" / "Mae’n dal yno";
    not_in_feed: "Its feed has it no more." / "Nid yw yn ei ffrwd mwyach.";
    missing: "Before families can see it" / "Cyn i deuluoedd ei weld";
    whole: "Everything a family needs is here." / "Mae popeth sydd ei angen ar deulu yma.";
    on_kiosks: "Kiosks show it." / "Mae ciosgau yn ei ddangos.";
    feed_says: "The feed says otherwise" / "Mae’r ffrwd yn dweud fel arall";
    field: "Field" / "Maes";
    ours: "Here" / "Yma";
    theirs: "In the feed" / "Yn y ffrwd";
    take_theirs: "Take what the feed says" / "Cymryd yr hyn a ddywed y ffrwd";
    keep_ours: "Keep ours" / "Cadw ein un ni";
    decide: "Decide" / "Penderfynu";
    evidence: "Where it is known from" / "O ble mae’n hysbys";
    left_out: "Could not be used" / "Ni ellid eu defnyddio";
    source: "Source" / "Ffynhonnell";
    by_hand: "Written down here" / "Wedi’i ysgrifennu yma";
    history: "History" / "Hanes";
    when: "When" / "Pryd";
    who: "Who" / "Pwy";
    was: "Before" / "Cynt";
    became: "After" / "Wedyn";
    nothing: "nothing" / "dim";
    yes: "yes" / "ie";
    no: "no" / "na";
    of_service: "The service" / "Y gwasanaeth";
    done_saved: "Saved." / "Wedi’i gadw.";
    done_published: "Published. Kiosks show it within a minute." / "Wedi’i gyhoeddi. Bydd ciosgau yn ei ddangos o fewn munud.";
    done_withdrawn: "Withdrawn. Kiosks show it no more." / "Wedi’i dynnu’n ôl. Nid yw ciosgau yn ei ddangos mwyach.";
    done_checked: "Noted: checked today." / "Nodwyd: wedi’i wirio heddiw.";
    done_decided: "Done." / "Wedi’i wneud.";
    changed_meanwhile: "Somebody has changed it meanwhile. This is how it is now." / "Mae rhywun wedi’i newid yn y cyfamser. Dyma sut y mae nawr.";
    typed_otherwise: "What you typed otherwise is not saved. Type it again where it should stand:" / "Nid yw’r hyn a deipioch yn wahanol wedi’i gadw. Teipiwch ef eto lle dylai fod:";
    you_typed: "You typed" / "Teipioch chi";
    not_yet: "Families cannot see it yet:" / "Ni all teuluoedd ei weld eto:";
    mend: "Some fields cannot be read. They are marked below." / "Ni ellir darllen rhai meysydd. Maent wedi’u nodi isod.";
    edit_title: "Edit a service" / "Golygu gwasanaeth";
    new_title: "A new service" / "Gwasanaeth newydd";
    form_lead: "English and Welsh stand side by side: families see both, or nothing." / "Mae’r Saesneg a’r Gymraeg ochr yn ochr: mae teuluoedd yn gweld y ddwy, neu ddim byd.";
    what: "What it is" / "Beth ydyw";
    in_english: "English" / "Saesneg";
    in_welsh: "Welsh" / "Cymraeg";
    called: "Name" / "Enw";
    same_name: "The name is the same in both languages" / "Mae’r enw yr un fath yn y ddwy iaith";
    words: "What it does" / "Beth mae’n ei wneud";
    eligibility: "For whom" / "Ar gyfer pwy";
    costs: "What it costs" / "Beth mae’n ei gostio";
    needs: "Needs" / "Anghenion";
    any_need: "For any need" / "Ar gyfer unrhyw angen";
    stages: "Stages" / "Camau";
    any_stage: "At any stage" / "Ar unrhyw gam";
    segments: "In a family’s life (for reports, shown to nobody)" / "Ym mywyd teulu (ar gyfer adroddiadau, heb ei ddangos i neb)";
    reach: "How to reach it" / "Sut i gysylltu";
    phone: "Telephone {n}" / "Ffôn {n}";
    phone_words: "Beside the number {n}" / "Wrth ymyl rhif {n}";
    email: "E-mail" / "E-bost";
    web: "Page" / "Tudalen";
    hours: "Open, one line for each" / "Ar agor, un llinell i bob un";
    hours_help: "Like this: Mon Tue Wed 09:00-17:00" / "Fel hyn: Llun Maw Mer 09:00-17:00";
    hours_words: "Open, in words" / "Ar agor, mewn geiriau";
    places: "Places, one line for each" / "Lleoedd, un llinell i bob un";
    places_help: "Like this: 1 High Street, Leeds LS1 1AA | 53.796, -1.545. The point after the line is for distances; it may be left out." / "Fel hyn: 1 Stryd Fawr, Caerdydd CF10 1AA | 51.481, -3.179. Mae’r pwynt ar ôl y llinell ar gyfer pellter; gellir ei hepgor.";
    who_for: "Who can use it" / "Pwy all ei ddefnyddio";
    languages: "Languages it helps in" / "Ieithoedd y mae’n helpu ynddynt";
    languages_help: "As codes: en, cy, pl, ro, ur, ar" / "Fel codau: en, cy, pl, ro, ur, ar";
    minimum_age: "From age" / "O oed";
    maximum_age: "To age" / "Hyd at oed";
    women_only: "For women alone" / "I fenywod yn unig";
    takes_requests: "It takes names and numbers of families who ask to be contacted" / "Mae’n derbyn enwau a rhifau teuluoedd sy’n gofyn am gyswllt";
    for_staff: "For staff" / "I staff";
    going: "How it is going" / "Sut mae’n mynd";
    active: "Open" / "Ar agor";
    inactive: "Not running now" / "Ddim yn rhedeg nawr";
    defunct: "Closed for good" / "Wedi cau am byth";
    temporarily_closed: "Closed for a while" / "Ar gau am y tro";
    alert: "Something to know for a while" / "Rhywbeth i’w wybod am y tro";
    sample: "Made up, for showing what this is" / "Dychmygol, i ddangos beth yw hwn";
    save: "Save" / "Cadw";
    leave: "Leave it" / "Gadael";
    assured: "Last checked" / "Gwiriwyd ddiwethaf";
    assurer: "Checked by" / "Gwiriwyd gan";
    feed_assured: "Checked, as its feed says" / "Gwiriwyd, yn ôl ei ffrwd";
    feed_assurer: "Checked by, as its feed says" / "Gwiriwyd gan, yn ôl ei ffrwd";
    extra: "More from the feed" / "Rhagor o’r ffrwd";
    why_name: "A service has a name." / "Mae gan wasanaeth enw.";
    why_phone: "This is no telephone number of this country." / "Nid yw hwn yn rhif ffôn yn y wlad hon.";
    why_email: "An e-mail address is like help@example.org." / "Mae cyfeiriad e-bost fel help@example.org.";
    why_web: "A page is like https://example.org/help." / "Mae tudalen fel https://example.org/help.";
    why_hours: "Write a line for each time: Mon Tue 09:00-17:00." / "Ysgrifennwch linell i bob amser: Llun Maw 09:00-17:00.";
    why_age: "Ages are 0 to 120, the smaller first." / "Mae oedrannau o 0 i 120, y lleiaf yn gyntaf.";
    why_language: "Write codes of languages: en, cy, pl." / "Ysgrifennwch godau ieithoedd: en, cy, pl.";
    why_place: "Write an address, then | and a point such as 53.796, -1.545." / "Ysgrifennwch gyfeiriad, yna | a phwynt fel 51.481, -3.179.";
    mistakes_lead: "A family tapped this on a kiosk. Look into it, mend the service, and settle it here." / "Tapiodd teulu hyn ar giosg. Ymchwiliwch iddo, cywirwch y gwasanaeth, a’i ddatrys yma.";
    no_mistakes: "Families found no mistake." / "Ni ddaeth teuluoedd o hyd i unrhyw gamgymeriad.";
    wrong_number: "Nobody answers, or it is another’s number" / "Does neb yn ateb, neu rhif rhywun arall ydyw";
    wrong_gone: "There is no such service any more" / "Nid oes gwasanaeth o’r fath mwyach";
    wrong_words: "It does not help as it says" / "Nid yw’n helpu fel y dywed";
    wrong_other: "Something else" / "Rhywbeth arall";
    settle: "Looked into" / "Wedi edrych";
    what_is_wrong: "What is wrong" / "Beth sydd o’i le";
    day: "Day" / "Diwrnod";
    unknown_service: "a service that is gone" / "gwasanaeth sydd wedi mynd";
    set_aside_lead: "Rows of feeds that were not taken the last time, each with its reason. They go when the feed is mended." / "Rhesi o ffrydiau na chymerwyd y tro diwethaf, pob un â’i reswm. Maent yn mynd pan gywirir y ffrwd.";
    none_set_aside: "Nothing is set aside." / "Does dim wedi’i roi o’r neilltu.";
    row: "Row" / "Rhes";
    id: "Id" / "Dynodydd";
    reason: "Reason" / "Rheswm";
    feed: "Feed" / "Ffrwd";
    bring_lead: "A file of the Open Referral standard (JSON): services, organizations with services, or a page of them. You see what it does first." / "Ffeil o’r safon Open Referral (JSON): gwasanaethau, sefydliadau gyda gwasanaethau, neu dudalen ohonynt. Fe welwch beth mae’n ei wneud yn gyntaf.";
    file: "The file" / "Y ffeil";
    feed_name: "Name of the feed, if the file is all there is of it" / "Enw’r ffrwd, os yw’r ffeil yn cynnwys y cyfan ohoni";
    feed_help: "With a name, what the file has no more is shown for you to decide. Leave it empty for a file that is only a part." / "Gydag enw, dangosir yr hyn nad yw yn y ffeil mwyach, i chi benderfynu. Gadewch yn wag ar gyfer ffeil sy’n rhan yn unig.";
    look_first: "Look first" / "Edrych yn gyntaf";
    preview_title: "What this file would do" / "Beth fyddai’r ffeil hon yn ei wneud";
    nothing_yet: "Nothing is stored yet. New services come in as drafts." / "Does dim wedi’i gadw eto. Daw gwasanaethau newydd i mewn fel drafftiau.";
    read: "Rows read" / "Rhesi a ddarllenwyd";
    taken: "New or changed" / "Newydd neu wedi newid";
    unchanged: "Unchanged" / "Heb newid";
    repeated: "Repeated" / "Wedi’u hailadrodd";
    bring_in: "Bring in" / "Mewnforio";
    not_now: "Not now" / "Nid nawr";
    is_new: "new" / "newydd";
    is_changed: "changed" / "wedi newid";
    gone_from_feed: "No longer in the feed: {n}. They stay until you withdraw them." / "Ddim yn y ffrwd mwyach: {n}. Maent yn aros nes i chi eu tynnu’n ôl.";
    brought: "Brought in: {taken} new or changed, {unchanged} unchanged, {aside} set aside." / "Mewnforiwyd: {taken} newydd neu wedi newid, {unchanged} heb newid, {aside} wedi’u rhoi o’r neilltu.";
    choose_first: "Choose a file first." / "Dewiswch ffeil yn gyntaf.";
    did_not_arrive: "The file did not arrive whole. Try again." / "Ni chyrhaeddodd y ffeil yn gyfan. Rhowch gynnig arall arni.";
    too_large: "The file is larger than 16 MB: divide it." / "Mae’r ffeil yn fwy na 16 MB: rhannwch hi.";
    preview_gone: "The preview has ended. Choose the file again." / "Mae’r rhagolwg wedi dod i ben. Dewiswch y ffeil eto.";
    and_more: "And {n} more." / "A {n} arall.";
    expecting: "A baby is coming" / "Mae babi ar y ffordd";
    under_fives: "Children under five" / "Plant dan bump oed";
    primary: "Children at primary school" / "Plant yn yr ysgol gynradd";
    teenagers: "Teenagers" / "Pobl ifanc yn eu harddegau";
    adults_only: "Nobody under 18" / "Neb dan 18 oed";
    kinship_care: "Relatives bring up the children" / "Perthnasau’n magu’r plant";
    parents_of_adult: "Parents of an adult inside" / "Rhieni oedolyn y tu mewn";
}

impl DirectoryWords {
    /// Where a family is in its life.
    pub fn segment(&self, segment: visits_domain::help::Segment) -> &'static str {
        use visits_domain::help::Segment;
        match segment {
            Segment::Expecting => self.expecting,
            Segment::UnderFives => self.under_fives,
            Segment::Primary => self.primary,
            Segment::Teenagers => self.teenagers,
            Segment::AdultsOnly => self.adults_only,
            Segment::KinshipCare => self.kinship_care,
            Segment::ParentsOfAdult => self.parents_of_adult,
        }
    }
}
