//! What an import says to people, in English and Welsh side by side: why a visit was set aside, why
//! a whole file cannot be read, and what else there is to know. No name is ever in it.

use serde::{Deserialize, Serialize, Serializer};
use visits_domain::arrival::Language;

macro_rules! sentences {
    ($(#[$doc:meta])* $Name:ident; $($(#[$of:meta])* $variant:ident: $en:literal / $cy:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $Name { $($(#[$of])* $variant,)* }
        impl $Name {
            /// English and Welsh, with `{}` where something is put in.
            fn words(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($en, $cy),)* }
            }
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$variant,)*];
        }
    };
}

fn say((en, cy): (&'static str, &'static str), language: Language, put_in: &str) -> String {
    let text = if language == Language::Cy { cy } else { en };
    text.replace("{}", put_in)
}

sentences! {
    /// Why a visit was set aside.
    Reason;
    /// Not an object, or too deep.
    NotAVisit: "This entry is not a visit." / "Nid ymweliad yw’r cofnod hwn.";
    /// Another length or other characters.
    PrisonCode: "The prison code is not three letters: correct it." / "Nid tair llythyren yw cod y carchar: cywirwch ef.";
    /// Not in the site's form.
    Reference: "The visit reference is missing or not in this site's form: look it up in the booking system." / "Mae cyfeirnod yr ymweliad ar goll neu nid yw ar ffurf y carchar hwn: chwiliwch amdano yn y system drefnu.";
    /// Retired or made up.
    Status: "The status is neither BOOKED nor CANCELLED: look the visit up in the booking system." / "Nid BOOKED na CANCELLED yw’r statws: chwiliwch am yr ymweliad yn y system drefnu.";
    /// Retired or made up.
    SubStatus: "The sub-status is not one we know: look the visit up in the booking system." / "Nid ydym yn adnabod yr is-statws: chwiliwch am yr ymweliad yn y system drefnu.";
    /// No such day.
    Day: "The day of the visit is missing or does not exist." / "Mae diwrnod yr ymweliad ar goll neu nid yw’n bod.";
    /// No such time.
    Start: "The start of the visit is missing or not a time." / "Mae amser dechrau’r ymweliad ar goll neu nid yw’n amser.";
    /// No such time.
    End: "The end of the visit is missing or not a time." / "Mae amser gorffen yr ymweliad ar goll neu nid yw’n amser.";
    /// Over midnight.
    EndsAnotherDay: "The visit ends on another day than it begins: correct its times." / "Mae’r ymweliad yn gorffen ar ddiwrnod gwahanol i’r diwrnod y mae’n dechrau: cywirwch ei amserau.";
    /// Of no length.
    EndsBeforeItBegins: "The visit ends when it begins or before: correct its times." / "Mae’r ymweliad yn gorffen pan mae’n dechrau neu cyn hynny: cywirwch ei amserau.";
    /// Not the Ministry's pattern.
    PrisonNumber: "The prison number is not a letter, four digits and two letters: correct it." / "Nid llythyren, pedwar digid a dwy lythyren yw’r rhif carchar: cywirwch ef.";
    /// Above any limit.
    TooManyVisitors: "The visit lists more than 40 visitors: correct it." / "Mae mwy na 40 o ymwelwyr ar yr ymweliad: cywirwch ef.";
    /// No such day.
    BirthDoesNotExist: "A visitor's date of birth is not a day that exists: correct it." / "Nid yw dyddiad geni un o’r ymwelwyr yn ddiwrnod sy’n bod: cywirwch ef.";
    /// Ahead of today, or before anybody alive.
    BirthOutOfRange: "A visitor's date of birth is in the future or too long ago: correct it." / "Mae dyddiad geni un o’r ymwelwyr yn y dyfodol neu’n rhy bell yn ôl: cywirwch ef.";
    /// Longer than any passport has it.
    PrisonerNameTooLong: "The name of the person visited is longer than 120 characters: correct it." / "Mae enw’r person yr ymwelir ag ef yn hwy na 120 o nodau: cywirwch ef.";
    /// Longer than any passport has it.
    FirstNameTooLong: "A visitor's first name is longer than 120 characters: correct it." / "Mae enw cyntaf un o’r ymwelwyr yn hwy na 120 o nodau: cywirwch ef.";
    /// Longer than any passport has it.
    SurnameTooLong: "A visitor's surname is longer than 120 characters: correct it." / "Mae cyfenw un o’r ymwelwyr yn hwy na 120 o nodau: cywirwch ef.";
    /// An unquoted comma.
    TooManyCells: "This row has more cells than the heading: put quotes around a comma in a name." / "Mae gan y rhes hon fwy o gelloedd na’r pennawd: rhowch ddyfynodau o amgylch coma mewn enw.";
    /// One of the ten columns, put in.
    ColumnTwice: "The column {} occurs twice with different content: keep one." / "Mae’r golofn {} yno ddwywaith â chynnwys gwahanol: cadwch un.";
    /// One reference, several visits.
    RowsDisagree: "The rows of this visit do not agree on its day, time or prison number: correct them." / "Nid yw rhesi’r ymweliad hwn yn cytuno ar ei ddiwrnod, ei amser na’r rhif carchar: cywirwch nhw.";
}

sentences! {
    /// Why a whole file cannot be read.
    Cause;
    /// Put in: the limit.
    TooLarge: "it is larger than {}: a day's list is under 1 MB, so choose fewer days" / "mae’n fwy na {}: mae rhestr diwrnod yn llai nag 1 MB, felly dewiswch lai o ddyddiau";
    /// Nothing in it.
    Empty: "it is empty" / "mae’n wag";
    /// A sign-in page that was saved.
    WebPage: "it is a web page, not a visit list" / "tudalen we ydyw, nid rhestr ymweliadau";
    /// Compressed; a modern spreadsheet is one too.
    Archive: "it is a spreadsheet or an archive (such as .xlsx or .zip): save the list as CSV and choose that file" / "taenlen neu archif ydyw (fel .xlsx neu .zip): cadwch y rhestr fel CSV a dewiswch y ffeil honno";
    /// An old spreadsheet or document.
    OfficeFile: "it is an old spreadsheet or document (such as .xls or .doc): save the list as CSV and choose that file" / "hen daenlen neu ddogfen ydyw (fel .xls neu .doc): cadwch y rhestr fel CSV a dewiswch y ffeil honno";
    /// PDF, PNG, JPEG.
    Picture: "it is a picture or a PDF: save the list as CSV or JSON and choose that file" / "llun neu PDF ydyw: cadwch y rhestr fel CSV neu JSON a dewiswch y ffeil honno";
    /// Put in: where.
    Broken: "the JSON ends or breaks at {}" / "mae’r JSON yn gorffen neu’n torri yn {}";
    /// Another JSON.
    NoList: "the JSON holds no list of visits" / "nid oes rhestr ymweliadau yn y JSON";
    /// Another text.
    NotATable: "it is neither JSON nor a table whose first row has the columns {}" / "nid JSON ydyw, na thabl â’r colofnau {} yn ei res gyntaf";
    /// Put in: the column.
    NoColumn: "the table has no column {}" / "nid oes colofn {} yn y tabl";
    /// Put in: how many.
    TooMany: "it lists more than {} visits: choose fewer days" / "mae’n rhestru mwy na {} o ymweliadau: dewiswch lai o ddyddiau";
    /// Of a directory of services.
    TooManyRows: "it has more than {} rows" / "mae ynddi fwy na {} o resi";
    /// Tables whose rows stand beside one another too often.
    JoinedTooLarge: "its tables, put together, are larger than {}" / "mae ei thablau, o’u rhoi at ei gilydd, yn fwy na {}";
    /// A second file that names no person.
    NoPeople: "the file of contacts names nobody by an id" / "nid yw’r ffeil cysylltiadau’n enwi neb wrth rif";
}

sentences! {
    /// What else whoever runs an import should know.
    Note;
    /// Others follow.
    OnePageOfSeveral: "This is one page of several: import the others too." / "Un dudalen o sawl un yw hon: mewnforiwch y lleill hefyd.";
    /// Put in: how many.
    AfterArrival: "Visits that were moved or cancelled after somebody had arrived: {}. Visit lists shows them until somebody has looked." / "Ymweliadau a symudwyd neu a ganslwyd ar ôl i rywun gyrraedd: {}. Mae Rhestrau ymweliadau yn eu dangos nes bod rhywun wedi edrych.";
    /// Put in: how many.
    NotOnTheList: "Visits of these days that are not on the new list: {}. They stay until somebody decides on Visit lists." / "Ymweliadau’r dyddiau hyn nad ydynt ar y rhestr newydd: {}. Byddant yn aros nes i rywun benderfynu ar Rhestrau ymweliadau.";
    /// Put in: how many.
    CancelledAsMissing: "Visits that were cancelled because the whole new list does not have them: {}." / "Ymweliadau a ganslwyd am nad ydynt ar y rhestr newydd gyfan: {}.";
    /// Put in: how many.
    ErasedLeftOut: "People who were erased and were left out of visits of past days: {}." / "Pobl a ddilëwyd ac a adawyd allan o ymweliadau’r dyddiau a fu: {}.";
    /// Put in: how many.
    NameTheMissing: "People of whom the service gave no name: {}. Their families go to the desk." / "Pobl na roddodd y gwasanaeth enw iddynt: {}. Bydd eu teuluoedd yn mynd at y ddesg.";
    /// Put in: how many.
    NamesNextTime: "People whose names are fetched the next time: {}. One fetch asks for no more." / "Pobl y nolir eu henwau y tro nesaf: {}. Nid yw un tro yn gofyn am fwy.";
    /// Put in: the page.
    SamePageAgain: "The service gave page {} again instead of the next: the rest was not fetched." / "Rhoddodd y gwasanaeth dudalen {} eto yn lle’r nesaf: ni nolwyd y gweddill.";
    /// Put in: the page.
    EmptyPage: "Page {} is empty and is not the last: the rest was not fetched." / "Mae tudalen {} yn wag ac nid hi yw’r olaf: ni nolwyd y gweddill.";
    /// Put in: how many.
    PagesNeverEnd: "The service gave more than {} pages: the rest was not fetched." / "Rhoddodd y gwasanaeth fwy na {} o dudalennau: ni nolwyd y gweddill.";
    /// Put in: two numbers.
    TotalsDisagree: "The service said and gave different numbers of visits: {}." / "Dywedodd a rhoddodd y gwasanaeth niferoedd gwahanol o ymweliadau: {}.";
    /// Put in: the page.
    CutShort: "Page {} could not be fetched: the pages before it were taken." / "Ni ellid nôl tudalen {}: derbyniwyd y tudalennau o’i blaen.";
}

sentences! {
    /// Why a list could not be fetched.
    Trouble;
    /// Put in: the name of the file.
    NoSecret: "The key or certificate is not where this server looks for it: {}." / "Nid yw’r allwedd na’r dystysgrif lle mae’r gweinydd hwn yn chwilio amdani: {}.";
    /// Put in: the name of the file.
    BadSecret: "The key or certificate cannot be read: {}." / "Ni ellir darllen yr allwedd na’r dystysgrif: {}.";
    /// Put in: the name of the file.
    OpenSecret: "The key or certificate can be read by everybody on this machine and is not used: {}." / "Gall pawb ar y peiriant hwn ddarllen yr allwedd neu’r dystysgrif, felly ni chaiff ei defnyddio: {}.";
    /// No connection, or no trust in it.
    NotReached: "The service could not be reached, or its certificate is not trusted." / "Ni ellid cyrraedd y gwasanaeth, neu nid oes ymddiriedaeth yn ei dystysgrif.";
    /// One answer.
    TimedOut: "The service took too long to answer." / "Cymerodd y gwasanaeth ormod o amser i ateb.";
    /// All answers.
    TookTooLong: "Fetching the whole list took too long." / "Cymerodd nôl y rhestr gyfan ormod o amser.";
    /// 401, 403.
    NotAccepted: "The service did not accept our key or certificate ({})." / "Ni dderbyniodd y gwasanaeth ein hallwedd na’n tystysgrif ({}).";
    /// 429.
    AskedToWait: "The service asked us to wait ({})." / "Gofynnodd y gwasanaeth inni aros ({}).";
    /// 3xx.
    Redirected: "The service sent us to another address, and this server does not go there ({})." / "Anfonodd y gwasanaeth ni i gyfeiriad arall, ac nid yw’r gweinydd hwn yn mynd yno ({}).";
    /// Any other status.
    Failed: "The service answered that something failed ({})." / "Atebodd y gwasanaeth fod rhywbeth wedi methu ({}).";
    /// Not the JSON we know.
    NotAList: "The answer was not a visit list: perhaps a sign-in page stands in between." / "Nid rhestr ymweliadau oedd yr ateb: efallai fod tudalen fewngofnodi yn y canol.";
    /// Half an answer.
    BrokeOff: "The answer broke off in the middle." / "Torrodd yr ateb yn ei ganol.";
    /// Beyond the limit.
    AnswerTooLarge: "The answer was larger than any list." / "Roedd yr ateb yn fwy nag unrhyw restr.";
    /// Never unpacked.
    Compressed: "The answer was compressed, though nobody asked for it, and was not read." / "Roedd yr ateb wedi’i gywasgu, er na ofynnodd neb am hynny, ac ni chafodd ei ddarllen.";
    /// Our own failure.
    NotBroughtIn: "The list could not be brought in here: ask whoever looks after this server." / "Ni ellid mewnforio’r rhestr yma: gofynnwch i bwy bynnag sy’n gofalu am y gweinydd hwn.";
}

impl Trouble {
    /// One plain sentence.
    pub fn sentence(self, language: Language, about: &str) -> String {
        say(self.words(), language, about)
    }
}

/// A visit that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Where it is in the file: the n-th visit of a JSON list, the row of a spreadsheet (the
    /// heading is row 1).
    pub row: usize,
    /// What is the matter.
    pub reason: Reason,
    /// What is put into the sentence: the name of a column.
    pub about: &'static str,
}

impl Quarantined {
    /// Set aside for a reason that needs nothing put in.
    pub fn new(row: usize, reason: Reason) -> Self {
        Self { row, reason, about: "" }
    }

    /// One plain sentence that staff can act on.
    pub fn sentence(&self, language: Language) -> String {
        say(self.reason.words(), language, self.about)
    }
}

/// As the command line prints it: row and sentence, in English.
impl Serialize for Quarantined {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut row = serializer.serialize_struct("Quarantined", 2)?;
        row.serialize_field("row", &self.row)?;
        row.serialize_field("reason", &self.sentence(Language::En))?;
        row.end()
    }
}

/// Why a whole file could not be read. One line for whoever ran the import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    cause: Cause,
    about: String,
}

impl Unreadable {
    /// With what is put into the sentence.
    pub fn new(cause: Cause, about: impl Into<String>) -> Self {
        Self { cause, about: about.into() }
    }

    /// Larger than is taken here.
    pub fn too_large(limit: &str) -> Self {
        Self::new(Cause::TooLarge, limit)
    }

    /// More rows than are taken here.
    pub fn too_many(limit: usize) -> Self {
        Self::new(Cause::TooManyRows, limit.to_string())
    }

    /// Tables that would be more than is taken here if they were put together.
    pub fn joined_too_large(limit: &str) -> Self {
        Self::new(Cause::JoinedTooLarge, limit)
    }

    /// No JSON, and where it stops being it.
    pub fn broken(error: &serde_json::Error) -> Self {
        let place = format!("line {}, column {}", error.line(), error.column());
        Self::new(Cause::Broken, place)
    }

    /// One plain sentence.
    pub fn sentence(&self, language: Language) -> String {
        let cause = say(self.cause.words(), language, &self.about);
        match language {
            Language::En => format!("This file cannot be imported: {cause}."),
            Language::Cy => format!("Ni ellir mewnforio’r ffeil hon: {cause}."),
        }
    }
}

impl From<Cause> for Unreadable {
    fn from(cause: Cause) -> Self {
        Self::new(cause, "")
    }
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let cause = say(self.cause.words(), Language::En, &self.about);
        write!(f, "this file cannot be imported: {cause}")
    }
}

impl std::error::Error for Unreadable {}

/// Something to know besides the counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// What.
    pub note: Note,
    /// What is put in: a number, or two.
    pub about: String,
}

impl Remark {
    /// With what is put into the sentence.
    pub fn new(note: Note, about: impl std::fmt::Display) -> Self {
        Self { note, about: about.to_string() }
    }

    /// One plain sentence.
    pub fn sentence(&self, language: Language) -> String {
        say(self.note.words(), language, &self.about)
    }
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence(Language::En))
    }
}

/// A visit that was set aside, as it is stored: its sentence can be said in both languages.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptAside {
    row: usize,
    reason: Reason,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    about: String,
}

impl KeptAside {
    /// Where it was in the file.
    pub fn row(&self) -> usize {
        self.row
    }

    /// One plain sentence.
    pub fn sentence(&self, language: Language) -> String {
        say(self.reason.words(), language, &self.about)
    }
}

impl From<&Quarantined> for KeptAside {
    fn from(from: &Quarantined) -> Self {
        Self { row: from.row, reason: from.reason, about: from.about.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_there_in_both_languages() {
        let reasons = Reason::ALL.iter().map(|one| one.words());
        let causes = Cause::ALL.iter().map(|one| one.words());
        let notes = Note::ALL.iter().map(|one| one.words());
        let troubles = Trouble::ALL.iter().map(|one| one.words());
        for (en, cy) in reasons.chain(causes).chain(notes).chain(troubles) {
            assert!(!cy.is_empty() && en != cy, "{en}");
            assert_eq!(en.matches("{}").count(), cy.matches("{}").count(), "{en}");
        }
    }

    #[test]
    fn a_reason_that_was_kept_is_said_as_before() {
        let one = Quarantined { row: 3, reason: Reason::ColumnTwice, about: "start" };
        let kept = serde_json::to_string(&KeptAside::from(&one)).expect("JSON");
        assert_eq!(kept, r#"{"row":3,"reason":"column-twice","about":"start"}"#);
        let kept: KeptAside = serde_json::from_str(&kept).expect("it is read");
        for language in Language::ALL {
            assert_eq!(kept.sentence(language), one.sentence(language));
        }
    }
}
