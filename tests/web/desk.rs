//! A visitor at the front door: asks for pages, fills in forms, keeps cookies.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use tom::action::House;
use tom::action::password::Passwords;
use tom::action::session::Sessions;
use tom::clock::Clock;
use tom::provider::Providers;
use tom::random::Random;
use tom::store::{Store, StoreError, args};
use tom::web::state::{AppState, Site};
use tower::ServiceExt;

use crate::support::databases::Database;
use crate::support::english;
use crate::support::factor;

/// 2 March 2026, 10:00 in Amsterdam.
pub const MORNING: i64 = 1_772_442_000_000;
pub const EMAIL: &str = "A.Yilmaz@swv.example";
pub const PASSWORD: &str = "een lang wachtwoord";

/// The house with one employee, and one visitor's browser in front of it.
pub struct Desk {
    pub clock: Clock,
    pub store: Store,
    pub cookies: BTreeMap<String, String>,
    /// What the use cases work with.
    pub house: House,
    /// The sessions, with the clock of the codes.
    pub sessions: Sessions,
    router: Router,
    _database: Database,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Desk {
    /// Over plain http, as on the own machine.
    pub async fn new() -> Self {
        Self::with(Site::default(), tom::web::router).await
    }

    /// With these settings and these routes.
    pub async fn with(site: Site, routes: impl FnOnce(AppState) -> Router) -> Self {
        let clock = Clock::standing_at(MORNING);
        Self::wired(site, routes, clock, Providers::default()).await
    }

    /// With these identity providers, at this moment.
    pub async fn providing(providers: Providers, clock: Clock) -> Self {
        Self::wired(Site::default(), tom::web::router, clock, providers).await
    }

    async fn wired(
        site: Site,
        routes: impl FnOnce(AppState) -> Router,
        clock: Clock,
        providers: Providers,
    ) -> Self {
        let database = Database::sqlite();
        let store = database.store().await;
        let random = Random::seeded(7);
        let passwords = Passwords::new(&random).unwrap();
        let hash = passwords.hash(PASSWORD.into(), &random).await.unwrap();
        employ(&store, hash).await.unwrap();
        let house = House {
            providers: Arc::new(providers),
            ..crate::support::house::house(&store, &clock, &random)
        };
        let sessions = Sessions::new(store.clone(), clock.clone(), random.clone());
        let app = AppState {
            house: house.clone(),
            sessions: sessions.clone(),
            passwords,
            clock: clock.clone(),
            random,
            site: Arc::new(site),
            postbox: None,
        };
        let router = routes(app);
        Self {
            clock,
            store,
            cookies: BTreeMap::new(),
            house,
            sessions,
            router,
            _database: database,
        }
    }

    /// In front of a house that is wired already, with people of its own.
    pub fn before(app: AppState, database: Database) -> Self {
        Self {
            clock: app.clock.clone(),
            store: app.house.store.clone(),
            cookies: BTreeMap::new(),
            house: app.house.clone(),
            sessions: app.sessions.clone(),
            router: tom::web::router(app),
            _database: database,
        }
    }

    /// The same house, asked by another browser.
    pub async fn sign_in_as(&mut self, email: &str, password: &str) {
        self.cookies.clear();
        let answer = self.both_steps(email, password).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(self.cookies.contains_key("tom"), "{}", answer.body);
    }

    /// The password and the code of the app.
    pub async fn both_steps(&mut self, email: &str, password: &str) -> Answer {
        let code = factor::code(&self.house, self.sessions.now(), email).await;
        let half = self.try_password(email, password).await;
        assert_eq!(half.location(), "/aanmelden/code", "{}", half.body);
        self.try_code(&code).await
    }

    /// Types a code on the page of the second step.
    pub async fn try_code(&mut self, code: &str) -> Answer {
        let page = self.get("/aanmelden/code").await;
        let fields = [("factor", code), ("naar", "")];
        self.post("/aanmelden/code", &page, &fields).await
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// Sends a form that was read from `page`, with these fields besides the tokens.
    pub async fn post(&mut self, path: &str, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let tokens = [("csrf", page.token("csrf")), ("once", page.token("once"))];
        let all: Vec<(&str, &str)> = tokens
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain(fields.iter().copied())
            .collect();
        self.post_raw(path, &all).await
    }

    /// Sends exactly these fields.
    pub async fn post_raw(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
            .collect();
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// Tries a password for the employee through the proxy, from this address.
    pub async fn try_password_from(&mut self, address: &str, password: &str) -> Answer {
        let page = self.get("/aanmelden").await;
        let body = format!(
            "csrf={}&once={}&email={}&password={}",
            page.token("csrf"),
            page.token("once"),
            escaped(EMAIL),
            escaped(password)
        );
        let request = Request::post("/aanmelden")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("x-forwarded-for", format!("192.0.2.1, {address}"))
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request
                .headers_mut()
                .insert(COOKIE, cookies.join("; ").parse().unwrap());
        }
        let path = request.uri().path().to_owned();
        request
            .headers_mut()
            .insert(HOST, "tom.example".parse().unwrap());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(SET_COOKIE) {
            let cookie = line.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        english::check(&path, &parts.headers, &body);
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    pub async fn try_password(&mut self, email: &str, password: &str) -> Answer {
        let page = self.get("/aanmelden").await;
        self.post(
            "/aanmelden",
            &page,
            &[("email", email), ("password", password), ("naar", "")],
        )
        .await
    }

    pub async fn sign_in(&mut self) {
        let answer = self.both_steps(EMAIL, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
}

impl Answer {
    /// The value of a hidden field on the page.
    pub fn token(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&start).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }
}

async fn employ(store: &Store, hash: String) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO parties (id, kind, name, settings, version) VALUES ($1, $2, $3, $4, $5)",
                    args!["p1", "swv", "SWV de Eem", "{}", 1_i64],
                )
                .await?;
                tx.execute(
                    "INSERT INTO users (id, party_id, email, name, role, password_hash, active, created_at) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    args!["u1", "p1", EMAIL, "A. Yılmaz", "swv", hash, 1_i64, MORNING],
                )
                .await
                .map(drop)
            })
        })
        .await
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
