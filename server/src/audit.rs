//! Who did what. Each row carries a mark over itself and the mark before it, made with a key that
//! is not in the database: a row that was changed, added or taken away later is noticed.

use std::fmt;

use visits_domain::arrival::Language;
use visits_domain::site::SiteCode;

use crate::error::Error;
use crate::house::House;
use crate::keys::hex;
use crate::store::audit::{self, End, Entry};
use crate::store::{Db, Write};

/// Who does what nobody asked for.
pub const SERVER: &str = "server";
/// Who works from a shell on the server's machine.
pub const COMMAND_LINE: &str = "command line";
/// Who works at a kiosk, with their code behind it.
pub const KEYHOLDER: &str = "keyholder:";

/// A partner's machine, with its id behind it.
pub const PARTNER: &str = "partner:";

/// Whether the record means something else by this account name than a person of that name.
pub fn is_taken(account: &str) -> bool {
    [SERVER, COMMAND_LINE].contains(&account)
        || account.starts_with(KEYHOLDER)
        || account.starts_with(PARTNER)
}

// Each with the word that is stored and what *Audit* says of it in both languages: nothing is
// noted that a manager cannot read.
macro_rules! noted {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $en:literal / $cy:literal;)*) => {
        /// What is noted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Noted { $($(#[$doc])* $name,)* }
        impl Noted {
            /// All of it.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// As it is stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
            /// What people read.
            pub fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::En) => $en, (Self::$name, Language::Cy) => $cy,)*
                }
            }
        }
    };
}

noted! {
    /// The record of a site begins. About: the site.
    Begun = "begun", "The record begins" / "Dechrau’r cofnod";
    /// The server began another life: for the first time, or put back from a backup. About: the
    /// life.
    LifeBegan = "life-began", "The server began anew, or was put back from a backup" / "Dechreuodd y gweinydd o’r newydd, neu fe’i hadferwyd o gopi wrth gefn";
    /// The name and number of the person visited were looked at. About: the visit.
    PrisonerSeen = "prisoner-seen", "Looked at who is visited" / "Edrych ar bwy yr ymwelir";
    /// Somebody signed in. About: their id.
    SignedIn = "signed-in", "Signed in" / "Mewngofnodi";
    /// A wrong password or code. Who: the account it was tried for. About: their id.
    SignInFailed = "sign-in-failed", "Wrong password or code" / "Cyfrinair neu god anghywir";
    /// A wrong password or code began a pause. About: their id.
    SignInPaused = "sign-in-paused", "Wrong password or code: a pause began" / "Cyfrinair neu god anghywir: dechreuodd saib";
    /// A manager ended the pause. About: the person.
    PauseEnded = "pause-ended", "Let somebody try again" / "Gadael i rywun roi cynnig arall arni";
    /// Somebody signed out. About: their id.
    SignedOut = "signed-out", "Signed out" / "Allgofnodi";
    /// Somebody ended their other sessions. About: their id.
    SessionsEnded = "sessions-ended", "Signed out everywhere else" / "Allgofnodi ym mhob man arall";
    /// Somebody works at this site now, and not at another. About: their id.
    SiteChosen = "site-chosen", "Changed over to this prison" / "Newid i’r carchar hwn";
    /// Somebody changed their own password. About: their id.
    PasswordChanged = "password-changed", "Changed their password" / "Newid eu cyfrinair";
    /// A one-time password was made for somebody. About: the person.
    PasswordReset = "password-reset", "Reset a password" / "Ailosod cyfrinair";
    /// About: their id.
    SecondFactorOn = "second-factor-on", "Turned their second factor on" / "Troi eu hail ffactor ymlaen";
    /// About: the person.
    SecondFactorOff = "second-factor-off", "Turned a second factor off" / "Diffodd ail ffactor";
    /// Signed in with a recovery code. About: their id.
    RecoveryCodeUsed = "recovery-code-used", "Used a recovery code" / "Defnyddio cod adfer";
    /// Other recovery codes were made. About: their id.
    RecoveryCodesMade = "recovery-codes-made", "Made new recovery codes" / "Creu codau adfer newydd";
    /// Somebody got an account and a role here. About: the person.
    PersonAdded = "person-added", "Added a person" / "Ychwanegu person";
    /// About: the person, and the role.
    RoleGiven = "role-given", "Gave a role" / "Rhoi rôl";
    /// About: the person.
    RoleEnded = "role-ended", "Ended a role" / "Dod â rôl i ben";
    /// A code and PIN for kiosks. About: the person.
    KioskCodeGiven = "kiosk-code-given", "Gave a code for the kiosks" / "Rhoi cod ar gyfer y ciosgau";
    /// About: the person.
    KioskCodeEnded = "kiosk-code-ended", "Ended a code for the kiosks" / "Dod â chod y ciosgau i ben";
    /// About: their id.
    PinChanged = "pin-changed", "Changed their PIN" / "Newid eu PIN";
    /// A one-time code for a kiosk was made.
    EnrolCodeMade = "enrol-code-made", "Made an enrolment code" / "Creu cod cofrestru";
    /// A kiosk used one. About: the kiosk.
    KioskEnrolled = "kiosk-enrolled", "A kiosk was enrolled" / "Cofrestrwyd ciosg";
    /// About: the kiosk.
    KioskRevoked = "kiosk-revoked", "Revoked a kiosk" / "Diddymu ciosg";
    /// What differs at this site was changed. About: which settings.
    SettingsChanged = "settings-changed", "Changed the prison’s settings" / "Newid gosodiadau’r carchar";
    /// Another salt: all cards were sealed anew.
    SaltRotated = "salt-rotated", "Gave the prison another salt" / "Rhoi halen arall i’r carchar";
    /// Somebody took it when a family asked for a person. About: the ask.
    AskTaken = "ask-taken", "Went to somebody who asked" / "Mynd at rywun a ofynnodd";
    /// What was past its period was deleted. About: the run.
    DeletedByAge = "deleted-by-age", "Deleted what was past its period" / "Dileu’r hyn oedd wedi mynd heibio i’w gyfnod";
    /// How long things are kept was changed. About: nothing.
    PeriodsChanged = "periods-changed", "Changed how long things are kept" / "Newid am ba hyd y cedwir pethau";
    /// What families are told was changed. About: nothing.
    NoticeChanged = "notice-changed", "Changed the notice for families" / "Newid yr hysbysiad i deuluoedd";
    /// Somebody was looked for, by name and birth or by reference. About: nothing.
    PersonLookedFor = "person-looked-for", "Looked for one person’s data" / "Chwilio am ddata un person";
    /// All that is held about a person was shown or handed out. About: the person's opaque id.
    PersonExported = "person-exported", "Took out all that is held about one person" / "Cael popeth a gedwir am un person";
    /// A person was erased. About: the person's opaque id.
    PersonErased = "person-erased", "Erased a person" / "Dileu person";
    /// An erasure was refused, because of a hold. About: the hold.
    ErasureRefused = "erasure-refused", "Did not erase a person who is on hold" / "Peidio â dileu person sydd dan ataliad";
    /// A person's data must stay. About: the hold.
    HoldPlaced = "hold-placed", "Placed a hold" / "Gosod ataliad";
    /// It need not any more. About: the hold.
    HoldEnded = "hold-ended", "Ended a hold" / "Dod ag ataliad i ben";
    /// Something was handed out. About: the entry in the record of what was shared.
    DataShared = "data-shared", "Shared data" / "Rhannu data";
    /// A list was uploaded and confirmed. About: the import.
    ListUploaded = "list-uploaded", "Brought in a visit list" / "Mewnforio rhestr ymweliadau";
    /// A visit that is not on the newest list was cancelled. About: the visit.
    MissingCancelled = "missing-cancelled", "Cancelled a visit that is not on the newest list" / "Canslo ymweliad nad yw ar y rhestr ddiweddaraf";
    /// A visit that is not on the newest list goes ahead. About: the visit.
    MissingKept = "missing-kept", "Kept a visit that is not on the newest list" / "Cadw ymweliad nad yw ar y rhestr ddiweddaraf";
    /// Somebody has looked at a visit that changed after an arrival. About: the visit.
    ChangeLookedAt = "change-looked-at", "Looked at a visit that changed after an arrival" / "Edrych ar ymweliad a newidiodd ar ôl i rywun gyrraedd";
    /// The secret of the site's machines is another one from now on. About: nothing.
    SecretAccepted = "secret-accepted", "Changed the secret of the kiosks" / "Newid cyfrinach y ciosgau";
    /// Where lists are fetched from was set or taken away. About: nothing.
    SourceChanged = "source-changed", "Changed where visit lists are fetched from" / "Newid o ble y nolir rhestrau ymweliadau";
    /// The desk pack was made with the names of the people visited. About: the day.
    PrisonersPrinted = "prisoners-printed", "Printed who is visited" / "Argraffu pwy yr ymwelir â nhw";
    /// The outcomes of a session left as a file. About: its day and start.
    OutcomesExported = "outcomes-exported", "Downloaded the outcomes" / "Lawrlwytho’r canlyniadau";
    /// What a kiosk was granted of places was given up. About: the kiosk.
    PlacesWrittenOff = "places-written-off", "Wrote off a kiosk’s places" / "Dileu lleoedd ciosg o’r cyfrif";
    /// Places are given again after a restore. About: the site.
    PlacesGoOn = "places-go-on", "Let places be given again" / "Gadael i leoedd gael eu rhoi eto";
    /// A booking was placed, free or not. About: the booking.
    PlacedOver = "placed-over", "Gave a booking a place over the number" / "Rhoi lle i archeb dros y nifer";
    /// An event has fewer places than are held or at kiosks. About: the event.
    PlacesLowered = "places-lowered", "Set fewer places than are held" / "Gosod llai o leoedd nag sy’n cael eu cadw";
    /// Staff booked for a family. About: the booking.
    BookingMade = "booking-made", "Booked for a family" / "Archebu dros deulu";
    /// Staff changed what a family asked for. About: the booking.
    BookingChanged = "booking-changed", "Changed a family’s booking" / "Newid archeb teulu";
    /// About: the booking.
    BookingApproved = "booking-approved", "Approved a booking" / "Cymeradwyo archeb";
    /// About: the booking.
    BookingDeclined = "booking-declined", "Declined a booking" / "Gwrthod archeb";
    /// For the family. About: the booking.
    BookingCancelled = "booking-cancelled", "Cancelled a booking for a family" / "Canslo archeb dros deulu";
    /// To another event. About: the booking as it is now.
    BookingMoved = "booking-moved", "Moved a booking to another event" / "Symud archeb i ddigwyddiad arall";
    /// About: the booking.
    PrisonSaidYes = "prison-said-yes", "Noted that the prison has said yes" / "Nodi bod y carchar wedi cytuno";
    /// About: the booking.
    PrisonNotYet = "prison-not-yet", "Noted that the prison has not said yes yet" / "Nodi nad yw’r carchar wedi cytuno eto";
    /// About: the booking.
    FamilyRung = "family-rung", "Rang a family about its booking" / "Ffonio teulu am ei archeb";
    /// About: the trouble.
    TroubleSettled = "trouble-settled", "Settled what was the matter with places" / "Datrys mater ynghylch lleoedd";
    /// A list of bookings left as a file. About: the event.
    BookingsExported = "bookings-exported", "Downloaded the bookings of an event" / "Lawrlwytho archebion digwyddiad";
    /// All that told whose a booking was is gone. About: the booking.
    BookingErased = "booking-erased", "Erased a family’s booking" / "Dileu archeb teulu";
    /// An arrival was entered by hand. About: the visit.
    ArrivedByHand = "arrived-by-hand", "Entered an arrival by hand" / "Nodi cyrhaeddiad â llaw";
    /// A number was taken back. About: the visit.
    ArrivalUndone = "arrival-undone", "Took an arrival back" / "Tynnu cyrhaeddiad yn ôl";
    /// A number was moved to another visit. About: the visit it belongs to.
    LinkMended = "link-mended", "Moved a number to another visit" / "Symud rhif i ymweliad arall";
    /// Two numbers of one party were merged. About: the visit.
    NumbersMerged = "numbers-merged", "Merged two numbers of one party" / "Uno dau rif un parti";
    /// A visit that is on no list was written down. About: the visit.
    WalkIn = "walk-in", "Wrote down a visit that is on no list" / "Nodi ymweliad nad yw ar unrhyw restr";
    /// A visitor who is on no list was added. About: the visit.
    VisitorAdded = "visitor-added", "Added a visitor who is on no list" / "Ychwanegu ymwelydd nad yw ar unrhyw restr";
    /// A step of a party was taken back. About: the visit.
    StepTakenBack = "step-taken-back", "Took a step of a visit back" / "Tynnu cam o ymweliad yn ôl";
    /// How a visit ended was said. About: the visit.
    OutcomeSaid = "outcome-said", "Said how a visit ended" / "Dweud sut y daeth ymweliad i ben";
    /// A session of the day was called off. About: its day and start.
    SessionCancelled = "session-cancelled", "Called a session off" / "Canslo sesiwn";
    /// It goes ahead after all. About: its day and start.
    SessionReinstated = "session-reinstated", "Let a session go ahead after all" / "Gadael i sesiwn fynd yn ei blaen wedi’r cyfan";
    /// A kiosk's record in trouble was linked to a visit. About: the record.
    ExceptionLinked = "exception-linked", "Linked a kiosk’s record to a visit" / "Cysylltu cofnod ciosg ag ymweliad";
    /// A kiosk's record in trouble was put aside. About: the record.
    ExceptionDismissed = "exception-dismissed", "Put a kiosk’s record aside" / "Rhoi cofnod ciosg o’r neilltu";
    /// A volunteer goes to a family that waits. About: the ask or the arrival.
    FamilyClaimed = "family-claimed", "Went to a family that waits" / "Mynd at deulu sy’n aros";
    /// And cannot, after all.
    FamilyHandedBack = "family-handed-back", "Handed a family that waits back" / "Rhoi teulu sy’n aros yn ôl";
    /// An event was planned. About: the event.
    EventPlanned = "event-planned", "Planned an event" / "Cynllunio digwyddiad";
    /// About: the event.
    EventChanged = "event-changed", "Changed an event" / "Newid digwyddiad";
    /// Families learn of it from now on. About: the event.
    EventOpened = "event-opened", "Opened an event to families" / "Agor digwyddiad i deuluoedd";
    /// It does not take place. About: the event.
    EventCancelled = "event-cancelled", "Cancelled an event" / "Canslo digwyddiad";
    /// A draft was thrown away. About: the event.
    EventDiscarded = "event-discarded", "Threw away the draft of an event" / "Taflu drafft digwyddiad";
    /// Calendars read the events under another address. About: nothing.
    CalendarMoved = "calendar-moved", "Changed the address of the calendar" / "Newid cyfeiriad y calendr";
    /// A ballot was drawn. About: the event.
    BallotDrawn = "ballot-drawn", "Drew a ballot" / "Tynnu pleidlais";
    /// What counts in ballots was set. About: the site.
    BallotRules = "ballot-rules", "Changed what counts in a ballot" / "Newid yr hyn sy’n cyfrif mewn pleidlais";
    /// A family was named for a ballot, or not any more. About: the booking.
    FamilyNominated = "family-nominated", "Named a family for a ballot, or took it back" / "Enwi teulu ar gyfer pleidlais, neu ei dynnu’n ôl";
    /// What is known of a family was written down. About: the booking.
    FamilyMarked = "family-marked", "Noted what is known of a family that asked for places" / "Nodi’r hyn sy’n hysbys am deulu a ofynnodd am leoedd";
    /// Whose bookings they are was looked at. About: the event.
    FamiliesSeen = "families-seen", "Looked at which families asked for an event" / "Edrych ar ba deuluoedd a ofynnodd am ddigwyddiad";
    /// Who of a family came to an event. About: the booking.
    AttendanceSaid = "attendance-said", "Checked a family in at an event" / "Cofrestru teulu mewn digwyddiad";
    /// The places of those who did not come went to the waiting list. About: the event.
    PlacesGivenOn = "places-given-on", "Gave on the places of families who did not come" / "Rhoi ymlaen leoedd teuluoedd na ddaethant";
    /// Somebody came to help at an event. About: the entry.
    HelperCame = "helper-came", "Signed somebody in at an event" / "Cofnodi rhywun yn cyrraedd digwyddiad";
    /// And went. About: the entry.
    HelperWent = "helper-went", "Signed somebody out at an event" / "Cofnodi rhywun yn gadael digwyddiad";
    /// An urgent talk came in. About: the talk.
    TalkRaised = "talk-raised", "Somebody needs to talk now" / "Mae rhywun angen siarad nawr";
    /// About: the talk.
    TalkTaken = "talk-taken", "Took a private talk" / "Cymryd sgwrs breifat";
    /// Whom in the prison it was passed to is written down. About: the talk.
    TalkPassed = "talk-passed", "Passed a private talk on in the prison" / "Trosglwyddo sgwrs breifat o fewn y carchar";
    /// Nobody took it in time. About: the talk.
    TalkEscalated = "talk-escalated", "Nobody took an urgent talk in time: more people were told" / "Ni chymerodd neb sgwrs frys mewn pryd: dywedwyd wrth ragor o bobl";
    /// About: the talk.
    TalkAnswered = "talk-answered", "Answered a private talk" / "Ateb sgwrs breifat";
    /// About: the talk.
    TalkClosed = "talk-closed", "Closed a private talk" / "Cau sgwrs breifat";
    /// Whom to contact was looked at. About: the talk or the request.
    ContactSeen = "contact-seen", "Looked at whom to contact" / "Edrych ar bwy i gysylltu â nhw";
    /// A receipt was looked for. About: what was found, or nothing.
    ReceiptLookedFor = "receipt-looked-for", "Looked for a receipt" / "Chwilio am dderbynneb";
    /// About: the request.
    RequestOwned = "request-owned", "Took a request over" / "Cymryd cais drosodd";
    /// How a request stands was changed. About: the request, and how.
    RequestStands = "request-stands", "Said how a request stands" / "Dweud sut mae cais yn sefyll";
    /// A note was written for whoever goes on. About: the request.
    NoteWritten = "request-noted", "Wrote a note on a request" / "Ysgrifennu nodyn ar gais";
    /// A family does not want it any more. About: the talk or the request.
    RequestWithdrawn = "request-withdrawn", "Withdrew a request for a family" / "Tynnu cais yn ôl dros deulu";
    /// It must stay, whatever is asked. About: the request.
    RequestHeld = "request-held", "Put a request on hold" / "Rhoi cais dan ataliad";
    /// It need not any more. About: the request.
    RequestFreed = "request-freed", "Ended the hold on a request" / "Dod â’r ataliad ar gais i ben";
    /// Somebody referred a family to us. About: the request.
    ReferredIn = "referred-in", "Took a referral in" / "Derbyn atgyfeiriad";
    /// A family's own request went to another site. About: the request.
    RequestMoved = "request-moved", "Moved a request to another prison, as the family wished" / "Symud cais i garchar arall, yn ôl dymuniad y teulu";
    /// A partner got a key. About: the partner.
    PartnerAdded = "partner-added", "Gave a partner a key" / "Rhoi allwedd i bartner";
    /// About: the partner.
    PartnerEnded = "partner-ended", "Ended a partner’s key" / "Dod ag allwedd partner i ben";
    /// About: the person.
    LeadNamed = "lead-named", "Named a safeguarding lead" / "Enwi arweinydd diogelu";
    /// About: the person.
    LeadEnded = "lead-ended", "Ended a safeguarding lead’s task" / "Dod â gwaith arweinydd diogelu i ben";
    /// About: the note.
    SafeguardingWritten = "safeguarding-written", "Wrote a safeguarding note" / "Ysgrifennu nodyn diogelu";
    /// About: the note.
    SafeguardingRead = "safeguarding-read", "Read a safeguarding note" / "Darllen nodyn diogelu";
    /// A feed or a file of services was taken in. About: nothing.
    ServicesBroughtIn = "services-brought-in", "Brought services into the directory" / "Mewnforio gwasanaethau i’r cyfeiriadur";
    /// A service was written down by hand. About: the service.
    ServiceAdded = "service-added", "Wrote a service down" / "Ychwanegu gwasanaeth";
    /// About: the service.
    ServiceEdited = "service-edited", "Edited a service" / "Golygu gwasanaeth";
    /// Families see it from now on. About: the service.
    ServicePublished = "service-published", "Published a service" / "Cyhoeddi gwasanaeth";
    /// Families see it no more. About: the service.
    ServiceWithdrawn = "service-withdrawn", "Withdrew a service" / "Tynnu gwasanaeth yn ôl";
    /// Somebody rang. About: the service.
    ServiceChecked = "service-checked", "Checked a service" / "Gwirio gwasanaeth";
    /// What a family said is wrong was looked into. About: the mistake.
    MistakeSettled = "mistake-settled", "Looked into what a family said is wrong with a service" / "Gwirio’r hyn a ddywedodd teulu sydd o’i le ar wasanaeth";
    /// What a feed has no more was withdrawn. About: nothing.
    FeedBelieved = "feed-believed", "Withdrew the services that a feed has no more" / "Tynnu’n ôl y gwasanaethau nad ydynt mewn ffrwd mwyach";
    /// What a feed has no more stays. About: nothing.
    FeedNotBelieved = "feed-not-believed", "Kept the services that a feed has no more" / "Cadw’r gwasanaethau nad ydynt mewn ffrwd mwyach";
    /// The family was helped.
    FamilyHelped = "family-helped", "Helped a family that waited" / "Helpu teulu oedd yn aros";
}

/// Notes it in the transaction that does it. `about` is an id, never a name. Call it before
/// [`crate::store::feed::publish`], which is the last of every transaction.
pub async fn note(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    (who, act): (&str, Noted),
    about: impl Into<String>,
) -> Result<(), Error> {
    let end = audit::lock_end(tx, site).await?;
    let mut entry = Entry {
        seq: end.seq + 1,
        at: house.clock.now().timestamp_micros(),
        who: who.to_owned(),
        act: act.as_str().to_owned(),
        about: about.into(),
        mark: Vec::new(),
    };
    entry.mark = mark(house, site, &end.mark, &entry);
    let seal = seal(house, site, entry.seq, &entry.mark);
    audit::add(tx, site, &entry, &seal).await
}

/// Notes something that changes nothing else.
pub async fn alone(
    house: &House,
    (site, who): (SiteCode, &str),
    act: Noted,
    about: impl Into<String>,
) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    note(house, &mut tx, site, (who, act), about).await?;
    tx.commit().await
}

/// Begins a site's record, if it has none.
pub async fn begin(house: &House, tx: &mut Write, site: SiteCode) -> Result<(), Error> {
    if audit::lock_end(tx, site).await?.seq == 0 {
        note(house, tx, site, (SERVER, Noted::Begun), site.as_str()).await?;
    }
    Ok(())
}

fn mark(house: &House, site: SiteCode, before: &[u8], entry: &Entry) -> Vec<u8> {
    house.master.derive("audit", &[before, &canonical(site, entry)]).to_vec()
}

fn seal(house: &House, site: SiteCode, seq: i64, mark: &[u8]) -> Vec<u8> {
    let parts = [site.as_str().as_bytes(), &seq.to_be_bytes(), mark];
    house.master.derive("audit-end", &parts).to_vec()
}

/// Locks the end of a site's chain until the transaction ends: nothing is added meanwhile.
pub async fn lock(tx: &mut Write, site: SiteCode) -> Result<(), Error> {
    audit::lock_end(tx, site).await.map(drop)
}

/// What only the holder of the master key can put where the oldest rows were deleted by age:
/// `mark` is that of row `seq`, the last one that went.
pub fn seal_of_cut(house: &House, site: SiteCode, seq: i64, mark: &[u8]) -> [u8; 32] {
    let parts = [site.as_str().as_bytes(), &seq.to_be_bytes(), mark];
    house.master.derive("audit-cut", &parts)
}

/// One text for one row: every part with its length, so that none can run into the next.
fn canonical(site: SiteCode, entry: &Entry) -> Vec<u8> {
    let (seq, at) = (entry.seq.to_string(), entry.at.to_string());
    let parts = [site.as_str(), &seq, &at, &entry.who, &entry.act, &entry.about];
    parts.iter().flat_map(|part| format!("{}:{part};", part.len()).into_bytes()).collect()
}

// --- Looking whether it is whole -------------------------------------------------------------

/// What a look through a site's record found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every row is as it was written, and none is missing.
    Whole {
        /// How many rows.
        rows: i64,
        /// The number of the last one.
        end: i64,
        /// The first digits of its mark: written down elsewhere with its number, they show later
        /// that the record goes on from here.
        mark: String,
    },
    /// Somebody changed the record.
    Broken(Break),
}

/// What is wrong with a record. The first thing that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// This row is not what was written, or stands where another one was.
    Row(i64),
    /// Rows before this one are missing.
    MissingBefore(i64),
    /// The oldest rows were cut off by somebody else than the deletion by age.
    Beginning,
    /// Rows are missing at the end.
    CutOff {
        /// The last row that is there.
        last: i64,
    },
    /// Rows stand beyond the end.
    Beyond,
    /// The end itself is missing or was changed.
    End,
    /// This row is not the one that was written down elsewhere.
    Known(i64),
}

/// A row and the first bytes of its mark, written down elsewhere: `1234:3f2a9c0b11d2e4f6`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    seq: i64,
    mark: String,
}

/// The text is no row and mark.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a row and its mark are written as 1234:3f2a9c0b11d2e4f6")]
pub struct NotKnown;

impl std::str::FromStr for Known {
    type Err = NotKnown;

    fn from_str(text: &str) -> Result<Self, NotKnown> {
        let (seq, mark) = text.trim().split_once(':').ok_or(NotKnown)?;
        let seq = seq.parse().ok().filter(|seq| *seq > 0).ok_or(NotKnown)?;
        let whole = mark.len() == MARK_SHOWN && mark.bytes().all(|c| c.is_ascii_hexdigit());
        if whole { Ok(Self { seq, mark: mark.to_ascii_lowercase() }) } else { Err(NotKnown) }
    }
}

/// So many digits of a mark are shown: 64 bits.
const MARK_SHOWN: usize = 16;

fn shown(mark: &[u8]) -> String {
    hex(mark).chars().take(MARK_SHOWN).collect()
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(seq) => write!(f, "row {seq} is not what was written"),
            Self::MissingBefore(seq) => write!(f, "rows before row {seq} are missing"),
            Self::Beginning => write!(f, "its beginning is missing or was changed"),
            Self::CutOff { last } => write!(f, "rows after row {last} are missing"),
            Self::Beyond => write!(f, "rows stand after its end"),
            Self::End => write!(f, "its end is missing or was changed"),
            Self::Known(seq) => write!(f, "row {seq} is not the one that was written down"),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole { rows, end, mark } => {
                write!(f, "whole, {rows} rows, the last is {end}:{mark}")
            }
            Self::Broken(what) => write!(f, "BROKEN: {what}"),
        }
    }
}

/// Rows read at once.
const A_TIME: i64 = 1_000;

/// Computes a site's whole chain again. Rows that come meanwhile are left for the next look.
pub async fn verify(
    house: &House,
    site: SiteCode,
    known: Option<&Known>,
) -> Result<Verdict, Error> {
    let Some((end, beyond)) = audit::end(&house.db, site).await? else {
        return Ok(Verdict::Broken(Break::End));
    };
    let cut = audit::cut(&house.db, site).await?.unwrap_or_default();
    let uncut = cut == End::default();
    if !uncut && cut.seal.as_deref() != Some(&seal_of_cut(house, site, cut.seq, &cut.mark)) {
        return Ok(Verdict::Broken(Break::Beginning));
    }
    let rows = end.seq - cut.seq;
    let broken = match look(house, site, (&cut, &end), &house.db).await? {
        Some(broken) => Some(broken),
        None if end.seal.as_deref() != Some(&seal(house, site, end.seq, &end.mark)) => {
            Some(Break::End)
        }
        None if beyond => Some(Break::Beyond),
        None => match known.filter(|known| known.seq > cut.seq) {
            Some(known) => unlike(house, site, known).await?,
            None => None,
        },
    };
    let whole = Verdict::Whole { rows, end: end.seq, mark: shown(&end.mark) };
    Ok(broken.map_or(whole, Verdict::Broken))
}

async fn unlike(house: &House, site: SiteCode, known: &Known) -> Result<Option<Break>, Error> {
    let row = audit::after(&house.db, site, known.seq - 1, 1).await?;
    let same = |row: &Entry| row.seq == known.seq && shown(&row.mark) == known.mark;
    Ok((!row.first().is_some_and(same)).then_some(Break::Known(known.seq)))
}

async fn look(
    house: &House,
    site: SiteCode,
    (cut, end): (&End, &End),
    db: &Db,
) -> Result<Option<Break>, Error> {
    let (mut seq, mut before) = (cut.seq, cut.mark.clone());
    while seq < end.seq {
        let rows = audit::after(db, site, seq, A_TIME).await?;
        if rows.is_empty() {
            return Ok(Some(Break::CutOff { last: seq }));
        }
        for row in rows.iter().take_while(|row| row.seq <= end.seq) {
            if row.seq != seq + 1 {
                return Ok(Some(Break::MissingBefore(row.seq)));
            }
            if row.mark != mark(house, site, &before, row) {
                return Ok(Some(Break::Row(row.seq)));
            }
            (seq, before) = (row.seq, row.mark.clone());
        }
        if rows.first().is_some_and(|row| row.seq > end.seq) {
            return Ok(Some(Break::CutOff { last: seq }));
        }
    }
    Ok((before != end.mark).then_some(Break::End))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_noted_has_a_word_of_its_own_and_says_what_it_is_in_both_languages() {
        let mut words: Vec<&str> = Noted::ALL.iter().map(|noted| noted.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Noted::ALL.len());
        for noted in Noted::ALL {
            assert_ne!(noted.text(Language::En), noted.text(Language::Cy), "{noted:?}");
        }
    }
}
