//! A kiosk as the wire sees it: it enrols, opens cards, sends records and listens.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};

use reqwest::{Client, StatusCode};
use serde_json::value::RawValue;
use uuid::Uuid;
use visits_domain::arrival::{Arrival, ArrivalNumber, Joined, Language, Need, Party, Route};
use visits_domain::card::Card;
use visits_domain::credential::Credential;
use visits_domain::encoding::{Bytes, to_text};
use visits_domain::help::{About, Contact, HelpNeed, RequestId, TalkId};
use visits_domain::person::{BirthDate, Surname};
use visits_domain::reference::{ReferenceRule, VisitReference};
use visits_domain::sealing::{SealedCard, secret_of};
use visits_domain::site::KioskLetter;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{
    Acknowledged, Ask, Changes, ContactAsked, Enrol, Enrolled, Happening, HelpAct, News, PROTOCOL,
    PROTOCOL_HEADER, Record, Records, Refusal, Refused, TalkAsked, TalkStored, UrgentTalk,
};
use visits_domain::wish::Ring;
use visits_server::SharedClock;

/// An enrolled kiosk.
pub struct TestKiosk {
    pub client: Client,
    pub address: String,
    pub enrolled: Enrolled,
    clock: SharedClock,
    seq: AtomicU64,
    numbers: AtomicU16,
}

/// The local day of all tests.
pub fn today() -> chrono::NaiveDate {
    "2026-06-01".parse().expect("a day")
}

fn now(clock: &SharedClock) -> chrono::DateTime<chrono::Utc> {
    visits_server::Clock::Shared(clock.clone()).now()
}

impl TestKiosk {
    /// Enrols with a code.
    pub async fn enrol(address: &str, code: &str, clock: &SharedClock) -> Self {
        Self::enrol_again(address, code, clock, Vec::new()).await
    }

    /// Enrols as a device that gave numbers under these letters before.
    pub async fn enrol_again(
        address: &str,
        code: &str,
        clock: &SharedClock,
        letters: Vec<KioskLetter>,
    ) -> Self {
        let client = Client::new();
        let enrol = Enrol { code: code.to_owned(), protocol: PROTOCOL, letters };
        let call = client.post(format!("{address}/api/v1/enrol")).json(&enrol);
        let answer = call.send().await.expect("an answer");
        let enrolled = answer.json().await.expect("what a kiosk is told once");
        let (seq, numbers) = (AtomicU64::new(0), AtomicU16::new(0));
        Self { client, address: address.to_owned(), enrolled, clock: clock.clone(), seq, numbers }
    }

    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let token = to_text(&self.enrolled.token.0);
        self.client
            .request(method, format!("{}{path}", self.address))
            .bearer_auth(token)
            .header(PROTOCOL_HEADER, PROTOCOL.to_string())
    }

    /// Everything since a cursor, page after page.
    pub async fn all_changes(&self, mut cursor: u64) -> (Vec<News>, u64) {
        let mut news = Vec::new();
        loop {
            let page = self.changes(cursor, 0).await;
            news.extend(page.changes.into_iter().map(|change| change.news));
            cursor = page.cursor;
            if !page.more {
                return (news, cursor);
            }
        }
    }

    /// One held request.
    pub async fn changes(&self, cursor: u64, wait_seconds: u16) -> Changes {
        let answer = self.try_changes(cursor, wait_seconds).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.expect("changes")
    }

    /// One held request, whatever comes of it.
    pub async fn try_changes(&self, cursor: u64, wait_seconds: u16) -> reqwest::Response {
        let clock = now(&self.clock).to_rfc3339().replace('+', "%2B");
        let unsent = 0;
        let path = format!(
            "/api/v1/changes?cursor={cursor}&wait_seconds={wait_seconds}&unsent={unsent}\
             &version=0.1.0&clock={clock}"
        );
        self.request(reqwest::Method::GET, &path).send().await.expect("an answer")
    }

    /// One request that says in which life of the server the cursor was given.
    pub async fn changes_in(&self, cursor: u64, generation: Option<Uuid>) -> Changes {
        let generation = generation.map(|id| format!("&generation={id}")).unwrap_or_default();
        let clock = now(&self.clock).to_rfc3339().replace('+', "%2B");
        let path = format!(
            "/api/v1/changes?cursor={cursor}&wait_seconds=0&unsent=0&version=0.1.0\
             &clock={clock}{generation}"
        );
        let call = || self.request(reqwest::Method::GET, &path).send();
        // A connection of before may be dead, and is found out by using it.
        let answer = match call().await {
            Ok(answer) => answer,
            Err(_) => call().await.expect("an answer"),
        };
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.expect("changes")
    }

    /// Everything since a cursor, as a call board is told it.
    pub async fn all_changes_for_a_wall(&self, mut cursor: u64) -> (Vec<News>, u64) {
        let mut news = Vec::new();
        loop {
            let clock = now(&self.clock).to_rfc3339().replace('+', "%2B");
            let path = format!(
                "/api/v1/changes?cursor={cursor}&wait_seconds=0&unsent=0&version=0.1.0\
                 &clock={clock}&role=call-board"
            );
            let call = self.request(reqwest::Method::GET, &path);
            let answer = call.send().await.expect("an answer");
            let page: Changes = answer.json().await.expect("changes");
            news.extend(page.changes.into_iter().map(|change| change.news));
            cursor = page.cursor;
            if !page.more {
                return (news, cursor);
            }
        }
    }

    /// The cards it would hold after reading everything.
    pub async fn cards(&self) -> BTreeMap<String, SealedCard> {
        let mut cards = BTreeMap::new();
        for news in self.all_changes(0).await.0 {
            match news {
                News::Card(card) => {
                    cards.insert(to_text(&card.lookup.0), card);
                }
                News::CardGone { lookup, .. } => {
                    cards.remove(&to_text(&lookup.0));
                }
                _ => {}
            }
        }
        cards
    }

    /// The card that opens for a surname and a date of birth on a day.
    pub async fn card_by_name(&self, surname: &str, born: &str, day: &str) -> Option<Card> {
        let surname = Surname::parse(surname).expect("letters");
        self.card(Credential::Name(surname, birth(born)), day).await
    }

    /// The card that opens for a reference and a date of birth on a day.
    pub async fn card_by_reference(&self, reference: &str, born: &str, day: &str) -> Option<Card> {
        let rule = ReferenceRule::default();
        let reference = VisitReference::parse(reference, &rule).expect("a reference");
        self.card(Credential::Reference(reference, birth(born)), day).await
    }

    async fn card(&self, credential: Credential, day: &str) -> Option<Card> {
        let salt = self.newest_salt().await;
        let secret = secret_of(&credential, &salt, b"").expect("a secret");
        let day = day.parse().expect("a day");
        let cards = self.cards().await;
        let card = cards.get(&to_text(&secret.lookup_key(day).0))?;
        Some(secret.open(day, &card.sealed.0).expect("the card opens"))
    }

    async fn newest_salt(&self) -> visits_domain::sealing::SiteSalt {
        let news = self.all_changes(0).await.0;
        let rotated = news.into_iter().rev().find_map(|news| match news {
            News::Keys(keys) => Some(keys.salt),
            _ => None,
        });
        rotated.unwrap_or_else(|| self.enrolled.keys.salt.clone())
    }

    /// The handle of the visit whose card opens.
    pub async fn visit(&self, reference: &str, born: &str) -> VisitHandle {
        let card = self.card_by_reference(reference, born, "2026-06-01").await;
        card.expect("a card").visits[0].visit
    }

    /// An arrival of two adults and a child, not sent yet.
    pub fn arrival(&self, visit: VisitHandle) -> Arrival {
        let count = self.numbers.fetch_add(1, Ordering::SeqCst) + 1;
        Arrival {
            number: ArrivalNumber { kiosk: self.enrolled.letter, count },
            visit,
            date: today(),
            at: now(&self.clock),
            party: Party { adults: 2, children: 1 },
            first_visit: true,
            needs: vec![Need::Quiet],
            language: Language::En,
            route: Route::Reference,
        }
    }

    /// The next record of this kiosk.
    pub fn record(&self, happening: &Happening) -> Record {
        self.raw_record(serde_json::to_string(happening).expect("JSON"))
    }

    /// The next record, of any body.
    pub fn raw_record(&self, body: String) -> Record {
        let seq = self.seq.fetch_add(1, Ordering::SeqCst) + 1;
        let id = Uuid::from_u128(u128::from(seq) << 64 | u128::from(rand_u64()));
        let body = RawValue::from_string(body).expect("JSON");
        Record::new(seq, id, Uuid::from_u128(1), body)
    }

    /// Sends records.
    pub async fn send(&self, records: Vec<Record>) -> Result<u64, (StatusCode, Refused)> {
        self.send_all(records, None).await
    }

    /// Sends all it has after a mark.
    pub async fn send_all(
        &self,
        records: Vec<Record>,
        after: Option<u64>,
    ) -> Result<u64, (StatusCode, Refused)> {
        let call = self.request(reqwest::Method::POST, "/api/v1/records");
        let answer = call.json(&Records { records, after }).send().await.expect("an answer");
        match answer.status() {
            StatusCode::OK => Ok(answer.json::<Acknowledged>().await.expect("a mark").acknowledged),
            status => Err((status, answer.json::<Refusal>().await.expect("a refusal").refused)),
        }
    }

    /// A family checks in: its number.
    pub async fn check_in(&self, visit: VisitHandle) -> String {
        let arrival = self.arrival(visit);
        let number = arrival.number.to_string();
        let record = self.record(&Happening::Arrived(arrival));
        self.send(vec![record]).await.expect("the arrival is taken");
        number
    }

    /// More of a party come.
    pub async fn join(&self, number: &str, visit: VisitHandle, party: Party) {
        let (number, at) = (number.parse().expect("a number"), now(&self.clock));
        let joined = Joined { number, visit, date: today(), at, party };
        let record = self.record(&Happening::Joined(joined));
        self.send(vec![record]).await.expect("it is taken");
    }

    /// Asks for a person.
    pub async fn ask(&self, seat: &str, expires_seconds: u32) -> Uuid {
        let ask = Ask {
            id: Uuid::from_u128(u128::from(rand_u64())),
            seat: Some(seat.to_owned()),
            number: None,
            language: "cy".to_owned(),
            expires_seconds,
            whom: visits_domain::wire::Whom::Staff,
        };
        let call = self.request(reqwest::Method::POST, "/api/v1/asks");
        let answer = call.json(&ask).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        ask.id
    }

    /// Any call with any body.
    pub async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> reqwest::Response {
        let call = self.request(reqwest::Method::POST, path);
        let call = call.header("content-type", "application/json");
        call.body(body).send().await.expect("an answer")
    }
}

/// Shows an enrolment code.
pub async fn try_enrol(client: &Client, address: &str, code: &str) -> reqwest::Response {
    let enrol = Enrol { code: code.to_owned(), protocol: PROTOCOL, letters: Vec::new() };
    let call = client.post(format!("{address}/api/v1/enrol")).json(&enrol);
    call.send().await.expect("an answer")
}

fn birth(text: &str) -> BirthDate {
    BirthDate::from(text.parse::<chrono::NaiveDate>().expect("a day"))
}

fn rand_u64() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

/// Families who want to talk, or to be contacted.
impl TestKiosk {
    /// What a family types when it asks to be contacted.
    pub fn contact(name: &str, organization: &str) -> Contact {
        Contact {
            name: name.to_owned(),
            phone: "07700 900123".to_owned(),
            ring: Ring::Mornings,
            message: false,
            words: "Please ring before school ends.".to_owned(),
            organization: organization.to_owned(),
        }
    }

    fn seal(&self, id: Uuid, contact: &Contact) -> Bytes {
        let random = [rand_u64(), rand_u64(), rand_u64(), rand_u64()].map(u64::to_be_bytes);
        let random = random.concat().try_into().expect("32 bytes");
        contact.seal(&self.enrolled.keys.writing, id, random).expect("it is sealed")
    }

    /// A family asks to be contacted: the record, not sent yet.
    pub fn contact_asked(&self, contact: &Contact, need: Option<HelpNeed>) -> ContactAsked {
        let request = RequestId(Uuid::now_v7());
        ContactAsked {
            request,
            service: None,
            need,
            stage: None,
            language: Language::En,
            at: now(&self.clock),
            receipt: receipt(),
            sealed: self.seal(request.0, contact),
        }
    }

    /// A family asks for a talk that can wait: the record, not sent yet.
    pub fn talk_asked(&self, contact: &Contact, about: About) -> TalkAsked {
        let talk = TalkId(Uuid::now_v7());
        TalkAsked {
            talk,
            about,
            language: Language::Cy,
            at: now(&self.clock),
            receipt: receipt(),
            sealed: self.seal(talk.0, contact),
        }
    }

    /// Tells something about help, and it is taken in.
    pub async fn help(&self, act: HelpAct) {
        let record = self.record(&Happening::Help(act));
        self.send(vec![record]).await.expect("it is taken in");
    }

    /// An urgent talk, not sent yet.
    pub fn talk_now(seat: &str) -> UrgentTalk {
        UrgentTalk {
            talk: TalkId(Uuid::now_v7()),
            about: About::SomeoneInside,
            seat: Some(seat.to_owned()),
            number: Some("A7".parse().expect("a number")),
            call_number: true,
            language: Language::En,
        }
    }

    /// Somebody needs to talk now, and the server has it.
    pub async fn urgent_talk(&self, talk: &UrgentTalk) -> TalkStored {
        let body = serde_json::to_vec(talk).expect("JSON");
        let answer = self.post("/api/v1/talks", body).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.expect("it is stored")
    }
}

fn receipt() -> String {
    let random = [rand_u64().to_be_bytes(), rand_u64().to_be_bytes()].concat();
    let random = random.try_into().expect("16 bytes");
    visits_domain::help::Receipt::draw(random).compact().to_owned()
}
