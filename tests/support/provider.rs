//! An identity provider in the test itself: signs its own tokens, and lies when asked to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tom::clock::Clock;
use tom::domain::party::PartyId;
use tom::provider::{Providers, Settings};

pub const ACR: &str = "urn:example:two-factors";

/// What is not true of what the provider says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Somebody signed in with a password alone.
    Acr,
    /// It doesn't say how.
    NoAcr,
    /// The token was made for another sign-in.
    Nonce,
    /// Another provider made it.
    Issuer,
    /// It was made for another program.
    Audience,
    /// It is over.
    Expired,
    /// Another key signed it.
    Signature,
    /// Nobody signed it.
    Unsigned,
    /// It doesn't say when somebody signed in.
    NoTime,
    /// Somebody signed in there yesterday.
    Yesterday,
    /// Somebody will sign in there in an hour.
    Tomorrow,
    /// There is no token.
    NoToken,
    /// The answer makes no sense.
    Rubbish,
    /// The answer is endless.
    Endless,
    /// The answer comes too late.
    Slow,
}

/// Somebody who was sent to it.
#[derive(Clone)]
pub struct Sent {
    pub state: String,
    pub asked: BTreeMap<String, String>,
}

/// The provider.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    said: Arc<Mutex<Said>>,
}

struct Said {
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    lie: Option<Lie>,
    codes: BTreeMap<String, (BTreeMap<String, String>, Value)>,
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let kind = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let made = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(kind, made.as_ref(), &random).unwrap()
}

/// The moment, in seconds.
fn now() -> i64 {
    Clock::system().now() / 1000
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let said = Said {
            key: key(),
            other: key(),
            lie: None,
            codes: BTreeMap::new(),
        };
        let provider = Self {
            issuer,
            said: Arc::new(Mutex::new(said)),
        };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(about))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    /// As it stands in the configuration of TOM.
    pub fn of(&self, party: &str) -> Providers {
        Providers::new(vec![self.settings(party)]).unwrap()
    }

    pub fn settings(&self, party: &str) -> Settings {
        Settings {
            party: PartyId::from(party),
            issuer: self.issuer.clone(),
            client_id: "tom".into(),
            client_secret: "een geheim".into(),
            acr: ACR.into(),
            own_authority: None,
        }
    }

    pub fn lies(&self, lie: Option<Lie>) {
        self.said.lock().unwrap().lie = lie;
    }

    /// Somebody signs in who was sent to this address: answers the address of the return.
    pub fn signs_in(&self, url: &str, who: Value) -> String {
        let sent = sent(url);
        let code = format!("code-{}", &sent.state[..8]);
        let mut said = self.said.lock().unwrap();
        said.codes.insert(code.clone(), (sent.asked, who));
        format!("/aanmelden/terug?code={code}&state={}", sent.state)
    }
}

/// What stands in the address to which somebody was sent.
pub fn sent(url: &str) -> Sent {
    let (_, query) = url.split_once('?').unwrap();
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), plain(value))
    };
    let asked: BTreeMap<String, String> = query.split('&').map(pair).collect();
    let state = asked["state"].clone();
    Sent { state, asked }
}

fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let pair = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

async fn about(State(provider): State<Provider>) -> Json<Value> {
    let issuer = &provider.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let said = provider.said.lock().unwrap();
    let point = said.key.public_key().as_ref();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Json(json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one",
        "x": part(&point[1..33]), "y": part(&point[33..65]),
    }] }))
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(asked): Form<BTreeMap<String, String>>,
) -> Response {
    let lie = provider.said.lock().unwrap().lie;
    match lie {
        Some(Lie::Rubbish) => return "<html>Welkom</html>".into_response(),
        Some(Lie::Endless) => return vec![b' '; 10_000_000].into_response(),
        Some(Lie::Slow) => tokio::time::sleep(Duration::from_secs(20)).await,
        _ => {}
    }
    let known = format!("Basic {}", STANDARD.encode("tom:een+geheim"));
    let found = provider.said.lock().unwrap().codes.remove(&asked["code"]);
    let Some((sent, who)) = found else {
        return refused();
    };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(asked["code_verifier"].as_bytes()));
    let same = sent["code_challenge"] == challenge
        && sent["redirect_uri"] == asked["redirect_uri"]
        && headers["authorization"] == known;
    if !same {
        return refused();
    }
    let mut claims = json!({
        "iss": provider.issuer, "aud": "tom", "iat": now(), "exp": now() + 300,
        "nonce": sent["nonce"], "acr": ACR, "auth_time": now(),
    });
    let all = claims.as_object_mut().unwrap();
    all.extend(who.as_object().unwrap().clone());
    match lie {
        Some(Lie::Acr) => drop(all.insert("acr".into(), json!("password"))),
        Some(Lie::NoAcr) => drop(all.remove("acr")),
        Some(Lie::Nonce) => drop(all.insert("nonce".into(), json!("another"))),
        Some(Lie::Issuer) => drop(all.insert("iss".into(), json!("https://other.example"))),
        Some(Lie::Audience) => drop(all.insert("aud".into(), json!("other"))),
        Some(Lie::Expired) => drop(all.insert("exp".into(), json!(now() - 60))),
        Some(Lie::NoTime) => drop(all.remove("auth_time")),
        Some(Lie::Yesterday) => drop(all.insert("auth_time".into(), json!(now() - 86_400))),
        Some(Lie::Tomorrow) => drop(all.insert("auth_time".into(), json!(now() + 3600))),
        _ => {}
    }
    let id_token = provider.signed(&claims, lie);
    let mut answer = json!({ "access_token": "unused", "token_type": "Bearer" });
    if lie != Some(Lie::NoToken) {
        answer["id_token"] = json!(id_token);
    }
    Json(answer).into_response()
}

fn refused() -> Response {
    let why = Json(json!({ "error": "invalid_grant" }));
    (StatusCode::BAD_REQUEST, why).into_response()
}

impl Provider {
    fn signed(&self, claims: &Value, lie: Option<Lie>) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let unsigned = lie == Some(Lie::Unsigned);
        let alg = if unsigned { "none" } else { "ES256" };
        let head = json!({ "alg": alg, "kid": "one", "typ": "JWT" });
        let text = format!("{}.{}", part(&head), part(claims));
        if unsigned {
            return format!("{text}.");
        }
        let said = self.said.lock().unwrap();
        let key = if lie == Some(Lie::Signature) {
            &said.other
        } else {
            &said.key
        };
        let signature = key.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}
