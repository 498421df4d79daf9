//! Referrals: families whom others send to us, with what they agreed to, and families whom we send
//! to the organisation they named, and to no other.

use sha2::{Digest as _, Sha256};
use visits_domain::encoding::Bytes;
use visits_domain::help::{Contact, HelpNeed, Receipt, RequestId, Stage};
use visits_domain::site::SiteCode;
use visits_domain::wire::SiteKeys;
use visits_domain::wish::Ring;

use super::State;
use crate::audit::{self, Noted};
use crate::bookings::typed::ring_word;
use crate::contacts::Contacts;
use crate::error::Error;
use crate::house::House;
use crate::keys::hex;
use crate::privacy::shared::{self, Ground, Recipient, Shared, What};
use crate::random;
use crate::store::people::User;
use crate::store::requests::{self as rows, New, Request};
use crate::store::{Write, sites};

/// The longest line that is kept. Characters.
const LINE: usize = 120;
/// The longest text.
const TEXT: usize = 600;
/// Stored in one transaction: whoever needs to talk now waits for no more than these.
const AT_ONCE: usize = 50;

/// A family that somebody refers to us, as it was typed or sent.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Sent {
    /// The sender's own, so that the same one again is the same one.
    pub reference: String,
    /// As they wrote it.
    pub name: String,
    /// As they wrote it.
    pub phone: String,
    /// `any_time`, `mornings`, `afternoons`, `evenings`, `never`.
    pub ring: String,
    /// A message may be left.
    pub message: bool,
    /// A word of `help::HelpNeed`.
    pub need: String,
    /// A word of `help::Stage`.
    pub stage: String,
    /// `en` or `cy`.
    pub language: String,
    /// What it is about.
    pub words: String,
    /// The family agreed to be referred.
    pub consent: bool,
}

/// Why one is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The family did not agree.
    Consent,
    /// Neither a name nor a telephone number.
    Nobody,
    /// More than there is room for.
    TooLong,
    /// A word that is not ours.
    Word,
    /// Something else was taken under its reference.
    OtherContent,
    /// It was here and is over: a table that comes again does not bring it back.
    Over,
}

impl Fault {
    /// For machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Nobody => "nobody",
            Self::TooLong => "too-long",
            Self::Word => "word",
            Self::OtherContent => "other-content",
            Self::Over => "over",
        }
    }
}

/// A referral that can be taken.
#[derive(Debug)]
pub struct Referral {
    reference: String,
    contact: Contact,
    pub(super) need: Option<HelpNeed>,
    stage: Option<Stage>,
    language: &'static str,
}

impl Sent {
    /// Reads it at the door.
    pub fn read(&self) -> Result<Referral, Fault> {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (name, phone) = (line(&self.name), line(&self.phone));
        let words = self.words.trim().to_owned();
        if !self.consent {
            return Err(Fault::Consent);
        }
        if name.is_empty() && phone.is_empty() {
            return Err(Fault::Nobody);
        }
        let long = [&name, &phone, &self.reference].into_iter().any(|t| t.chars().count() > LINE);
        if long || words.chars().count() > TEXT {
            return Err(Fault::TooLong);
        }
        let ring = match self.ring.trim() {
            "" => Ring::AnyTime,
            word => {
                let known = Ring::ALL.into_iter().find(|ring| ring_word(*ring) == word);
                known.ok_or(Fault::Word)?
            }
        };
        let language = match self.language.trim() {
            "" | "en" => "en",
            "cy" => "cy",
            _ => return Err(Fault::Word),
        };
        Ok(Referral {
            reference: self.reference.trim().to_owned(),
            need: word(&self.need, HelpNeed::parse)?,
            stage: word(&self.stage, Stage::parse)?,
            language,
            contact: Contact {
                name,
                phone,
                ring,
                message: self.message,
                words,
                organization: String::new(),
            },
        })
    }
}

fn word<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Fault> {
    match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some).ok_or(Fault::Word),
    }
}

/// By which way it came.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// Somebody typed it.
    Form,
    /// A table.
    Csv,
    /// A partner's machine.
    Api,
}

impl Way {
    fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Csv => "csv",
            Self::Api => "api",
        }
    }
}

/// What came of one that was taken.
#[derive(Debug)]
pub struct Taken {
    /// For the family.
    pub receipt: Receipt,
    /// It was here already.
    pub repeated: bool,
}

/// Stores referrals of one sender, or says of each why not. The same again is the same one, as long
/// as that is not over: what fails half-way is sent again.
pub async fn take_in(
    house: &House,
    (site, who): (SiteCode, &str),
    (way, from): (Way, &str),
    referrals: &[Referral],
) -> Result<Vec<Result<Taken, Fault>>, Error> {
    let keys = sites::get(&house.db, site).await?.keys;
    let contacts = Contacts::of(house, site).await?;
    let sender = Sender { house, site, who, way, from, keys: &keys, contacts: &contacts };
    let mut all = Vec::with_capacity(referrals.len());
    for some in referrals.chunks(AT_ONCE) {
        all.extend(sender.take_in(some).await?);
    }
    Ok(all)
}

struct Sender<'a> {
    house: &'a House,
    site: SiteCode,
    who: &'a str,
    way: Way,
    from: &'a str,
    keys: &'a SiteKeys,
    contacts: &'a Contacts,
}

/// A referral as it is stored.
struct Sealed {
    request: RequestId,
    receipt: Receipt,
    contact: Bytes,
}

impl Sender<'_> {
    async fn take_in(&self, some: &[Referral]) -> Result<Vec<Result<Taken, Fault>>, Error> {
        // Costly: done while nobody waits.
        let sealed =
            some.iter().map(|one| self.sealed(one, None)).collect::<Result<Vec<_>, _>>()?;
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, self.site).await?;
        let mut all = Vec::with_capacity(some.len());
        for (one, sealed) in some.iter().zip(sealed) {
            all.push(self.store(&mut tx, one, sealed).await?);
        }
        self.house.commit_and_tell(tx, self.site).await?;
        Ok(all)
    }

    /// Under an id and a receipt that follow from who sent it under which reference, or from all it
    /// says: what comes again has the same. Where that one is over, they follow from its id too.
    fn sealed(&self, one: &Referral, over: Option<RequestId>) -> Result<Sealed, Error> {
        let content = if one.reference.is_empty() {
            let contact = serde_json::to_string(&one.contact).unwrap_or_default();
            format!("{contact}{:?}{:?}", one.need, one.stage)
        } else {
            format!("reference {}", one.reference)
        };
        let parts = [self.site.as_str().as_bytes(), self.from.as_bytes(), content.as_bytes()];
        let parts: Vec<&[u8]> = parts
            .into_iter()
            .chain(over.as_ref().map(|over| over.0.as_bytes().as_slice()))
            .collect();
        let derived = self.house.master.derive("referral", &parts);
        let half = |from: usize| -> [u8; 16] { std::array::from_fn(|n| derived[from + n]) };
        let request = RequestId(uuid::Builder::from_random_bytes(half(0)).into_uuid());
        let contact = seal(&one.contact, self.keys, request)?;
        Ok(Sealed { request, receipt: Receipt::draw(half(16)), contact })
    }

    async fn store(
        &self,
        tx: &mut Write,
        referral: &Referral,
        mut sealed: Sealed,
    ) -> Result<Result<Taken, Fault>, Error> {
        let (mut repeated, mut was_over) = (false, false);
        while let Some(known) =
            rows::find(tx.conn(), self.site, &sealed.request.to_string()).await?
        {
            if known.ended.is_none() {
                if !self.is_same(referral, sealed.request, &known) {
                    return Ok(Err(Fault::OtherContent));
                }
                repeated = true;
                break;
            }
            was_over = true;
            sealed = self.sealed(referral, Some(sealed.request))?;
        }
        if !repeated {
            if was_over && matches!(self.way, Way::Csv) {
                return Ok(Err(Fault::Over));
            }
            self.add(tx, referral, &sealed).await?;
        }
        Ok(Ok(Taken { receipt: sealed.receipt, repeated }))
    }

    /// Without a reference it is the same by its id. What cannot be opened is not held against it.
    fn is_same(&self, one: &Referral, request: RequestId, known: &Request) -> bool {
        let sealed = known.sealed.clone().filter(|_| !one.reference.is_empty());
        let opened = sealed.and_then(|sealed| self.contacts.open(request.0, &Bytes(sealed)));
        opened.is_none_or(|contact| {
            contact == one.contact
                && known.need.as_deref() == one.need.map(HelpNeed::as_str)
                && known.stage.as_deref() == one.stage.map(Stage::as_str)
                && known.language == one.language
        })
    }

    async fn add(&self, tx: &mut Write, one: &Referral, sealed: &Sealed) -> Result<(), Error> {
        let now = self.house.clock.now();
        let new = New {
            request: sealed.request,
            came: (self.way.as_str(), self.from),
            receipt: sealed.receipt.compact(),
            service: None,
            need: one.need.map(HelpNeed::as_str),
            stage: one.stage.map(Stage::as_str),
            language: one.language,
            asked: now,
            sealed: &sealed.contact,
        };
        rows::add(tx, self.site, &new, now).await?;
        let by = (self.who, Noted::ReferredIn);
        audit::note(self.house, tx, self.site, by, sealed.request.to_string()).await
    }
}

/// Seals a contact for a request of a site.
pub fn seal(contact: &Contact, keys: &SiteKeys, request: RequestId) -> Result<Bytes, Error> {
    let sealed = contact.seal(&keys.writing, request.0, random::bytes());
    sealed.map_err(|_| sqlx::Error::Encode("a contact could not be sealed".into()).into())
}

/// What a partner's key is known by.
pub fn key_hash(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes()))
}

/// Why nothing goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOut {
    /// There is no such request, or what was typed is gone.
    Nobodys,
    /// It is over: the family withdrew, or nothing is left to do.
    Over,
    /// They agreed to the visits team alone.
    NotAgreed,
}

/// What goes out, to whom the family named.
pub struct Out {
    /// As it is stored now.
    pub request: Request,
    /// What the family typed.
    pub contact: Contact,
}

/// Takes out what an organisation gets. That it went out is noted, and the request is handed on.
pub async fn hand_on(
    house: &House,
    user: &User,
    request: RequestId,
) -> Result<Result<Out, NotOut>, Error> {
    let (site, id, now) = (user.site, request.to_string(), house.clock.now());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let Some(found) = rows::find(tx.conn(), site, &id).await? else {
        return Ok(Err(NotOut::Nobodys));
    };
    if State::parse(&found.state).is_none_or(State::is_over) {
        return Ok(Err(NotOut::Over));
    }
    let opened = super::open(house, tx.conn(), site, &found).await?;
    let Some(contact) = opened.contact else { return Ok(Err(NotOut::Nobodys)) };
    let Some(recipient) = Recipient::named(&contact.organization) else {
        return Ok(Err(NotOut::NotAgreed));
    };
    let given = Shared {
        recipient,
        what: What::Referral,
        ground: Ground::Consent,
        subject: None,
        day: None,
        people: 1,
    };
    shared::note(house, &mut tx, site, &user.name, &given).await?;
    rows::handed(&mut tx, site, (&id, &contact.organization), now).await?;
    let about = format!("{id} {}", State::HandedOn.as_str());
    audit::note(house, &mut tx, site, (&user.name, Noted::RequestStands), about).await?;
    house.commit_and_tell(tx, site).await?;
    Ok(Ok(Out { request: found, contact }))
}

/// A partner's new key: shown once.
pub fn new_key() -> String {
    hex(&random::bytes::<24>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent() -> Sent {
        Sent { name: "Ann Lee".to_owned(), consent: true, ..Sent::default() }
    }

    #[test]
    fn nobody_is_taken_who_did_not_agree() {
        assert!(sent().read().is_ok());
        assert_eq!(Sent { consent: false, ..sent() }.read().err(), Some(Fault::Consent));
        assert_eq!(Sent { name: " ".to_owned(), ..sent() }.read().err(), Some(Fault::Nobody));
        assert_eq!(Sent { need: "gold".to_owned(), ..sent() }.read().err(), Some(Fault::Word));
        assert_eq!(Sent { ring: "soon".to_owned(), ..sent() }.read().err(), Some(Fault::Word));
        assert_eq!(Sent { words: "x".repeat(601), ..sent() }.read().err(), Some(Fault::TooLong));
    }
}
