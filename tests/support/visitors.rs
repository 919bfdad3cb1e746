//! Everybody who may come to the door: each role at the parties of a case, at the same party, at another one; nobody; the family.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION};
use axum::http::{Method, Request};
use tom::action::apply;
use tom::action::factor::Browser;
use tom::action::invite;
use tom::action::setup::{self, NewEmployee};
use tom::demo::PASSWORD;
use tom::domain::contact::Email;
use tom::domain::family::Person;
use tom::domain::organisation::{Organisation, Settings};
use tom::domain::party::{Actor, CaseId, PartyId, PartyKind, Role};
use tom::domain::recovery::Typed;
use tom::random::Random;
use tom::store::{StoreError, dossiers, drafts, links};
use tower::ServiceExt as _;

use super::factor;
use super::region::Region;

/// The end of the address of a style sheet.
pub const STYLE: &str = "/x/base.css";

/// Somebody at the door, with a browser.
#[derive(Clone)]
pub struct Visitor {
    /// Who, in relation to the case.
    pub name: &'static str,
    /// As who acts; `None`: nobody.
    pub actor: Option<Actor>,
    cookies: String,
    csrf: String,
}

impl Visitor {
    /// Whether this is the one of the role at the parties of the case.
    pub fn on_the_case(&self) -> bool {
        !self.name.contains("colleague") && !self.name.contains("elsewhere")
    }

    /// Whether this one fills in or signs an application online.
    pub fn applies(&self) -> bool {
        self.cookies.contains("tom-aanvraag=")
    }

    /// What the browser sends along.
    pub fn cookies(&self) -> &str {
        &self.cookies
    }

    /// What its forms carry.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// The same one, called otherwise.
    pub fn called(&self, name: &'static str) -> Self {
        Self {
            name,
            ..self.clone()
        }
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
    /// The body of what is no text.
    pub bytes: Vec<u8>,
}

const FORM: &str = "tom-form=0000000000000000000000000000000000000000000";

/// Name, party, role and address; the first of each three is on the case, the second a colleague, the third elsewhere.
const STAFF: [(&str, &str, Role, &str); 17] = [
    ("SWV", "swv-de-eem", Role::Swv, "swv.deeem@tom.example"),
    ("SWV colleague", "swv-de-eem", Role::Swv, "swv2@tom.example"),
    (
        "SWV elsewhere",
        "swv-berseba",
        Role::Swv,
        "swv.berseba@tom.example",
    ),
    (
        "SWV coordinator",
        "swv-de-eem",
        Role::Coordinator,
        "coordinator@tom.example",
    ),
    ("doctor", "ggd-utrecht", Role::Doctor, "arts@tom.example"),
    (
        "doctor colleague",
        "ggd-utrecht",
        Role::Doctor,
        "arts2@tom.example",
    ),
    (
        "doctor elsewhere",
        "ggd-elders",
        Role::Doctor,
        "arts3@tom.example",
    ),
    (
        "LPA",
        "leusden",
        Role::Lpa,
        "leerplicht.leusden@tom.example",
    ),
    (
        "LPA colleague",
        "leusden",
        Role::Lpa,
        "leerplicht2@tom.example",
    ),
    (
        "LPA elsewhere",
        "soest",
        Role::Lpa,
        "leerplicht.soest@tom.example",
    ),
    (
        "local team",
        "lariks",
        Role::LocalTeam,
        "lariks@tom.example",
    ),
    (
        "local team colleague",
        "lariks",
        Role::LocalTeam,
        "lariks2@tom.example",
    ),
    (
        "local team elsewhere",
        "lokaal-team-baarn",
        Role::LocalTeam,
        "baarn@tom.example",
    ),
    (
        "administrator",
        "swv-de-eem",
        Role::Admin,
        "beheer@tom.example",
    ),
    ("FG", "swv-de-eem", Role::Fg, "fg.swv@tom.example"),
    (
        "FG elsewhere",
        "swv-berseba",
        Role::Fg,
        "fg.elders@tom.example",
    ),
    (
        "policy adviser",
        "swv-de-eem",
        Role::Policy,
        "beleid@tom.example",
    ),
];

/// The employees, signed in. Who isn't in the region yet is added.
pub async fn employees(region: &Region) -> Vec<Visitor> {
    let (house, state) = (region.house(), &region.app.state);
    let ggd = Organisation {
        id: PartyId::from("ggd-elders"),
        kind: PartyKind::Ggd,
        name: "GGD elders".into(),
        settings: Settings::default(),
    };
    setup::put_party(house, ggd).await.unwrap();
    let hash = state.passwords.hash(PASSWORD.into(), &state.random).await;
    let hash = hash.unwrap();
    let mut visitors = Vec::new();
    for (name, party, role, email) in STAFF {
        let known = setup::all_employees(house).await.unwrap();
        if !known.iter().any(|(known, ..)| known == email) {
            let employee = NewEmployee {
                id: None,
                party: PartyId::from(party),
                email: email.to_owned(),
                name: name.to_owned(),
                role,
            };
            setup::add_employee(house, employee, hash.clone())
                .await
                .unwrap();
        }
        let visitor = signed_in(region, name, email).await;
        let actor = visitor.actor.as_ref().unwrap();
        assert_eq!(
            (actor.party().unwrap().as_str(), actor.role()),
            (party, role)
        );
        visitors.push(visitor);
    }
    visitors
}

/// An employee, signed in.
pub async fn signed_in(region: &Region, name: &'static str, email: &str) -> Visitor {
    let state = &region.app.state;
    let code = factor::code(&state.house, state.sessions.now(), email).await;
    let half = state.sessions.sign_in(
        &state.house,
        &state.passwords,
        email,
        PASSWORD.into(),
        "here",
    );
    let half = half.await.unwrap();
    let typed = Typed::parse(&code).unwrap();
    let entered = state
        .sessions
        .enter(
            &state.house,
            &half.token,
            typed,
            Browser {
                old_token: None,
                device: String::new(),
            },
        )
        .await;
    let token = entered.unwrap();
    let who = state.sessions.resume(&token).await.unwrap().unwrap();
    Visitor {
        name,
        actor: Some(who.actor()),
        cookies: format!("tom={token}"),
        csrf: who.csrf,
    }
}

/// Somebody who is not signed in.
pub async fn nobody(region: &Region) -> Visitor {
    let mut nobody = Visitor {
        name: "nobody",
        actor: None,
        cookies: FORM.to_owned(),
        csrf: String::new(),
    };
    let router = tom::web::router(region.app.state.clone());
    let page = send(&router, &Method::GET, "/aanmelden", &nobody).await;
    let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.clone_into(&mut nobody.csrf);
    nobody
}

/// Somebody who fills in an application online, and the secret of the link to it.
pub async fn applicant(region: &Region, name: &'static str) -> (Visitor, String) {
    let email = Email::parse("aanvraag@example.nl").unwrap();
    let swv = PartyId::from("swv-de-eem");
    let begun = apply::begin(region.house(), &swv, (Person::Parent1, email), "here");
    let token = begun.await.unwrap().unwrap();
    let own = apply::resume(region.house(), &token)
        .await
        .unwrap()
        .unwrap();
    let secret = Random::system().token();
    let hash = invite::hash(&secret);
    let linked = region.house().store.write(move |tx| {
        Box::pin(async move { drafts::add_link(tx, &hash, &own.draft, own.person).await })
    });
    linked.await.unwrap();
    (applying(region, name, &token).await, secret)
}

/// Who fills in or signs an application online, in with this token.
pub async fn applying(region: &Region, name: &'static str, token: &str) -> Visitor {
    let nobody = nobody(region).await;
    Visitor {
        name,
        actor: None,
        cookies: format!("{}; tom-aanvraag={token}", nobody.cookies),
        csrf: nobody.csrf,
    }
}

/// Who of the family signed in with an account of the own, in with this token.
pub async fn with_account(
    region: &Region,
    (name, case, person): (&'static str, &CaseId, Person),
    token: &str,
) -> Visitor {
    let who = region.app.state.sessions.resume(token).await;
    Visitor {
        name,
        actor: Some(Actor::Family {
            case: case.clone(),
            person,
        }),
        cookies: format!("{FORM}; tom={token}"),
        csrf: who.unwrap().unwrap().csrf,
    }
}

/// Both parents and the child of a case, let in by links that still work; nobody where the GGD has no dossier, as links
/// come from there.
pub async fn family(region: &Region, case: &CaseId) -> Vec<Visitor> {
    let mut visitors = Vec::new();
    let nobody = nobody(region).await;
    let people = [
        ("parent 1", Person::Parent1),
        ("parent 2", Person::Parent2),
        ("child", Person::Child),
    ];
    for (name, person) in people {
        let Some(secret) = link(region, case, person).await else {
            continue;
        };
        let token = region.app.state.sessions.open_family(&secret, None).await;
        visitors.push(Visitor {
            name,
            actor: Some(Actor::Family {
                case: case.clone(),
                person,
            }),
            cookies: format!("{}; tom-familie={}", nobody.cookies, token.unwrap()),
            csrf: nobody.csrf.clone(),
        });
    }
    visitors
}

/// The secret of a personal link that works for a while.
pub async fn link(region: &Region, case: &CaseId, person: Person) -> Option<String> {
    let (house, case) = (region.house(), case.clone());
    let (secret, now) = (Random::system().token(), house.clock.now());
    let hash = invite::hash(&secret);
    let made = house.store.write(move |tx| {
        Box::pin(async move {
            let ggd = PartyId::from("ggd-utrecht");
            let Some(dossier) = dossiers::load(tx, &case, &ggd).await? else {
                return Ok::<_, StoreError>(false);
            };
            let link = links::Link {
                case,
                dossier: dossier.id,
                person: person.code().to_owned(),
                expires_at: now + 1_000_000,
                failures: 0,
                last_failure: None,
            };
            links::add(tx, &hash, &link, links::For::Page, now).await?;
            Ok(true)
        })
    });
    made.await.unwrap().then_some(secret)
}

/// Between the parts of a form with a file.
const EDGE: &str = "rand-van-een-deel";
const MULTIPART: &str = "multipart/form-data; boundary=rand-van-een-deel";

/// Asks for a page, or sends a form in which nothing is filled in but versions that the case and its dossier never had.
pub async fn send(router: &Router, method: &Method, path: &str, visitor: &Visitor) -> Answer {
    let once = Random::system().opaque_id();
    // Who signs out is gone: that form goes without its token.
    let csrf = if path.ends_with("afmelden") {
        ""
    } else {
        &visitor.csrf
    };
    if path.ends_with("/document") {
        let part = |name, value| {
            format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
        };
        let form = part("csrf", csrf) + &part("once", &once) + &format!("--{EDGE}--\r\n");
        return one(router, method, path, visitor, form).await;
    }
    let tokens = format!("csrf={csrf}&once={once}");
    // A form that doesn't know a field, or lacks one, can't be read.
    for versions in ["&version=0&dossier_version=0", "&version=0"] {
        let answer = one(router, method, path, visitor, format!("{tokens}{versions}")).await;
        if answer.status != 400 {
            return answer;
        }
    }
    one(router, method, path, visitor, tokens).await
}

/// Searches by a name of letters only.
pub async fn search(router: &Router, visitor: &Visitor, name: &str) -> Answer {
    let once = Random::system().id(0);
    let form = format!("csrf={}&once={once}&naam={name}", visitor.csrf);
    one(router, &Method::POST, "/zoeken", visitor, form).await
}

async fn one(
    router: &Router,
    method: &Method,
    path: &str,
    visitor: &Visitor,
    form: String,
) -> Answer {
    let reads = *method == Method::GET;
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, "tom.example")
        .header(COOKIE, &visitor.cookies)
        .header(
            CONTENT_TYPE,
            if path.ends_with("/document") {
                MULTIPART
            } else {
                "application/x-www-form-urlencoded"
            },
        )
        .body(if reads {
            Body::empty()
        } else {
            Body::from(form)
        })
        .unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let location = parts.headers.get(LOCATION);
    super::english::check(path, &parts.headers, &String::from_utf8_lossy(&bytes));
    Answer {
        status: parts.status.as_u16(),
        location: location
            .map_or("", |value| value.to_str().unwrap())
            .to_owned(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
        bytes: bytes.into(),
    }
}
