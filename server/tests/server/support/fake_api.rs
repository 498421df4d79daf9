//! A small External API on loopback that answers as a test wants.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use futures_util::stream;
use serde_json::{Value, json};

/// A call that came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub query: HashMap<String, String>,
    pub key: Option<String>,
}

impl Asked {
    pub fn page(&self) -> u32 {
        self.query.get("page").and_then(|page| page.parse().ok()).unwrap_or(0)
    }

    pub fn is_of(&self, status: &str) -> bool {
        self.query.get("visitStatus").is_some_and(|asked| asked == status)
    }
}

/// What comes back.
pub enum Answer {
    Json(Value),
    Status(u16),
    Raw {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// Cut off in the middle.
    Half(Vec<u8>),
    /// A byte now and then, for ever.
    Drip,
    /// The same, late.
    Later(Duration, Value),
}

type Answers = Box<dyn Fn(&Asked) -> Answer + Send>;

/// The service.
#[derive(Clone)]
pub struct FakeApi {
    pub address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    answers: Arc<Mutex<Answers>>,
}

impl FakeApi {
    /// Starts one. It ends with the test.
    pub async fn start(answers: impl Fn(&Asked) -> Answer + Send + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let api = Self::at(address, answers);
        let router = api.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        api
    }

    /// One that somebody else serves.
    pub fn at(address: String, answers: impl Fn(&Asked) -> Answer + Send + 'static) -> Self {
        let answers: Answers = Box::new(answers);
        Self { address, asked: Arc::default(), answers: Arc::new(Mutex::new(answers)) }
    }

    /// Its only address.
    pub fn router(&self) -> Router {
        let api = self.clone();
        Router::new().fallback(move |request: Request| {
            let api = api.clone();
            let asked = asked_by(&request);
            async move { api.answer(asked).await }
        })
    }

    /// Answers otherwise from now on.
    pub fn answer_with(&self, answers: impl Fn(&Asked) -> Answer + Send + 'static) {
        *self.answers.lock().expect("the lock") = Box::new(answers);
    }

    /// The calls so far; forgets them.
    pub fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().expect("the lock"))
    }

    async fn answer(&self, asked: Asked) -> Response<Body> {
        let answer = (self.answers.lock().expect("the lock"))(&asked);
        self.asked.lock().expect("the lock").push(asked);
        if let Answer::Later(wait, _) = &answer {
            tokio::time::sleep(*wait).await;
        }
        response(answer)
    }
}

fn asked_by(request: &Request) -> Asked {
    let query = request.uri().query().unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let key = request.headers().get("x-api-key");
    Asked {
        path: request.uri().path().to_owned(),
        query: pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        key: key.and_then(|key| key.to_str().ok()).map(str::to_owned),
    }
}

fn response(answer: Answer) -> Response<Body> {
    let json = |value: Value| {
        let builder = Response::builder().header("content-type", "application/json");
        builder.body(Body::from(value.to_string())).expect("an answer")
    };
    match answer {
        Answer::Json(value) | Answer::Later(_, value) => json(value),
        Answer::Status(status) => {
            Response::builder().status(status).body(Body::from("{}")).expect("an answer")
        }
        Answer::Raw { status, headers, body } => {
            let mut builder = Response::builder().status(status);
            for (name, value) in headers {
                builder = builder.header(name, value);
            }
            builder.body(Body::from(body)).expect("an answer")
        }
        Answer::Half(bytes) => {
            let length = bytes.len() * 2;
            let parts = stream::unfold(Some(bytes), |rest| async move {
                match rest {
                    Some(bytes) if !bytes.is_empty() => Some((Ok(bytes), Some(Vec::new()))),
                    Some(_) => {
                        // What was sent so far has left by then.
                        tokio::time::sleep(Duration::from_millis(100)).await;
                        Some((Err(std::io::Error::other("the line broke")), None))
                    }
                    None => None,
                }
            });
            let builder = Response::builder().header("content-length", length);
            builder.body(Body::from_stream(parts)).expect("an answer")
        }
        Answer::Drip => {
            let drops = stream::unfold((), |()| async {
                tokio::time::sleep(Duration::from_millis(200)).await;
                Some((Ok::<_, Infallible>(vec![b' ']), ()))
            });
            Response::new(Body::from_stream(drops))
        }
    }
}

/// A page as the service gives it.
pub fn page(visits: &[Value], number: u32, of: u32, total: usize) -> Answer {
    Answer::Json(json!({
        "data": visits,
        "pagination": {
            "isLastPage": number >= of, "count": visits.len(), "page": number,
            "perPage": visits.len(), "totalCount": total, "totalPages": of,
        },
    }))
}

/// A visit as the service gives it: nobody is named.
pub fn visit(reference: &str, contacts: &[u32]) -> Value {
    let visitors: Vec<Value> = contacts.iter().map(|id| json!({ "contactId": id })).collect();
    json!({
        "reference": reference, "prisonerId": "A1234BC", "prisonId": "MDI",
        "prisonName": "Moorland", "visitRoom": "Hall", "visitType": "SOCIAL",
        "visitStatus": "BOOKED", "visitRestriction": "OPEN",
        "startTimestamp": "2026-06-01T13:45:00", "endTimestamp": "2026-06-01T15:45:00",
        "visitNotes": [{ "type": "VISITOR_CONCERN", "text": "UNIQUEnote" }],
        "visitContact": { "name": "UNIQUEname", "telephone": "UNIQUEphone" },
        "visitors": visitors, "modifiedTimestamp": "2026-05-01T10:00:00",
    })
}

/// A person by the path that asks for one; none for any other path.
pub fn person(asked: &Asked) -> Option<Answer> {
    let name = match asked.path.as_str() {
        "/v1/contacts/4321" => ("Jeanette", "Shaw", "1986-07-28"),
        "/v1/contacts/4322" => ("Doreen", "Shaw", "1960-01-02"),
        "/v1/contacts/5000" => ("Meena", "Patel", "1990-05-06"),
        "/v1/prison/prisoners/A1234BC" => ("John", "Smith", "1980-01-01"),
        path if path.starts_with("/v1/contacts/") || path.contains("prisoners") => {
            return Some(Answer::Status(404));
        }
        _ => return None,
    };
    let (first, last, born) = name;
    Some(Answer::Json(json!({ "data": {
        "firstName": first, "lastName": last, "dateOfBirth": born, "gender": "UNIQUEgender",
        "addresses": [{ "street": "UNIQUEstreet" }],
    }})))
}
