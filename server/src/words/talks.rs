//! What is said of private talks: on every page while an urgent one is open, and on *Private
//! talks*.

use visits_domain::help::About;

words! {
    /// Private talks.
    TalkWords;
    title: "Private talks" / "Sgyrsiau preifat";
    lead: "Nothing here says whether anybody is held at this prison." / "Does dim yma’n dweud a oes unrhyw un yn cael ei gadw yn y carchar hwn.";
    needs_to_talk: "Somebody needs to talk now." / "Mae rhywun angen siarad nawr.";
    nobody_went: "Nobody has gone yet. Somebody still needs to talk now." / "Does neb wedi mynd eto. Mae rhywun yn dal angen siarad nawr.";
    tell: "Tell {whom} now." / "Dywedwch wrth {whom} nawr.";
    tell_duty: "Tell the manager or the officer on duty now." / "Dywedwch wrth y rheolwr neu’r swyddog ar ddyletswydd nawr.";
    take: "I’ll take it" / "Fe gymera i hyn";
    taken_by: "{name} took it at {time}." / "Cymerodd {name} hyn am {time}.";
    write_passed: "Whom was it passed to?" / "I bwy y’i trosglwyddwyd?";
    may_call: "Their number may be called: “about your form”" / "Gellir galw eu rhif: “am eich ffurflen”";
    do_not_call: "Do not call their number" / "Peidiwch â galw eu rhif";
    number: "number {number}" / "rhif {number}";
    since: "since {time}" / "ers {time}";
    sounds: "This browser sounds softly until somebody takes it." / "Mae’r porwr hwn yn seinio’n dawel nes i rywun ei gymryd.";
    sounds_on: "Nobody has gone: this browser sounds more often until somebody takes it." / "Does neb wedi mynd: mae’r porwr hwn yn seinio’n amlach nes i rywun ei gymryd.";
    is_silent: "This browser is silent for up to 10 minutes. The words still appear, and it sounds for another talk, or when nobody has gone." / "Mae’r porwr hwn yn dawel am hyd at 10 munud. Mae’r geiriau’n dal i ymddangos, ac mae’n seinio am sgwrs arall, neu pan nad oes neb wedi mynd.";
    press_once: "Press a key or click once, so that this browser may sound." / "Pwyswch fysell neu cliciwch unwaith, er mwyn i’r porwr hwn gael seinio.";
    silence: "Silence this browser for 10 minutes" / "Tawelu’r porwr hwn am 10 munud";
    sound_again: "Let this browser sound" / "Gadael i’r porwr hwn seinio";
    alarms_title: "Who needs somebody now" / "Pwy sydd angen rhywun nawr";
    alarms_lead: "It stands above, as on every page. When nobody waits, nothing stands there." / "Mae uchod, fel ar bob tudalen. Pan nad oes neb yn aros, does dim yno.";
    about_inside: "About someone inside" / "Am rywun y tu mewn";
    about_child: "About a child" / "Am blentyn";
    about_me: "About themselves" / "Amdanyn nhw eu hunain";
    about_else: "About something else" / "Am rywbeth arall";

    urgent: "Urgent" / "Brys";
    no_urgent: "No urgent talk has come in." / "Does dim sgwrs frys wedi dod i mewn.";
    not_urgent: "Can wait" / "Yn gallu aros";
    no_not_urgent: "Nobody waits for a talk that can wait." / "Does neb yn aros am sgwrs a all aros.";
    when: "When" / "Pryd";
    about: "About" / "Am";
    where_: "Number, seat" / "Rhif, sedd";
    language: "Language" / "Iaith";
    who: "Who took it" / "Pwy a’i cymerodd";
    passed: "Passed to" / "Trosglwyddwyd i";
    state: "State" / "Cyflwr";
    next: "Next" / "Nesaf";
    waits: "Waits" / "Yn aros";
    told_more: "More people were told at {time}" / "Dywedwyd wrth ragor o bobl am {time}";
    with: "Taken" / "Wedi’i gymryd";
    was_passed: "Passed on" / "Wedi’i drosglwyddo";
    answered: "Answered" / "Wedi’i ateb";
    closed: "Closed" / "Ar gau";
    withdrawn: "Withdrawn" / "Tynnwyd yn ôl";
    to_whom: "Role and extension, no name" / "Rôl ac estyniad, dim enw";
    to_whom_short: "Role, extension" / "Rôl, estyniad";
    pass: "Write down" / "Cofnodi";
    close: "Close" / "Cau";
    receipt: "Receipt" / "Derbynneb";
    waiting_for: "Waits for" / "Yn aros ers";
    answered_by: "Answered by" / "Atebwyd gan";
    own: "It is mine" / "Fi sy’n gyfrifol";
    contact: "Whom to contact" / "Gyda phwy i gysylltu";
    answer: "I spoke with them" / "Siaradais â nhw";
    sealed_gone: "erased" / "wedi’i ddileu";

    minutes: "{n} min" / "{n} munud";
    hours: "{n} h" / "{n} awr";
    days: "{n} days" / "{n} diwrnod";

    contact_title: "Whom to contact" / "Gyda phwy i gysylltu";
    name: "Name" / "Enw";
    no_name: "They did not want to say" / "Doedden nhw ddim am ddweud";
    phone: "Phone" / "Ffôn";
    no_phone: "None: they come to the desk" / "Dim: maen nhw’n dod at y ddesg";
    ring: "When it is safe to ring" / "Pryd mae’n ddiogel ffonio";
    message: "A message" / "Neges";
    message_yes: "may be left" / "gellir gadael un";
    message_no: "No message, and say nothing to anybody else" / "Dim neges, a pheidiwch â dweud dim wrth neb arall";
    own_words: "In their own words" / "Yn eu geiriau eu hunain";
    for_whom: "They agreed that this goes to" / "Cytunon nhw fod hyn yn mynd at";
    for_team: "the visits team alone" / "y tîm ymweliadau’n unig";
    cannot_be_read: "What they typed cannot be read any more." / "Ni ellir darllen yr hyn a deipiwyd mwyach.";
    noted: "That you looked is written down." / "Mae’n cael ei gofnodi eich bod wedi edrych.";
    back: "Back" / "Yn ôl";
    write_safeguarding: "Write to the safeguarding lead" / "Ysgrifennu at yr arweinydd diogelu";
}

impl TalkWords {
    /// What a talk is about, from what was stored.
    pub fn about_of(&self, stored: &str) -> &'static str {
        match About::parse(stored) {
            Some(About::SomeoneInside) => self.about_inside,
            Some(About::Child) => self.about_child,
            Some(About::Me) => self.about_me,
            Some(About::SomethingElse) | None => self.about_else,
        }
    }

    /// How long somebody has waited.
    pub fn waited(&self, since: chrono::TimeDelta) -> String {
        let (text, n) = match since.num_minutes().max(0) {
            minutes @ ..120 => (self.minutes, minutes),
            minutes @ 120..2880 => (self.hours, minutes / 60),
            minutes => (self.days, minutes / 1440),
        };
        super::fill(text, &[("n", &n)])
    }
}
