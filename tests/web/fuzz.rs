//! Malformed requests over every route, form and upload: each gets a clear answer, and never a fault of ours.
//!
//! `make test` sends some thousands, `make fuzz` more than 100,000 (`TOM_FUZZ` says how many). The seed is in the message of a failure.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{Method, Request};
use tokio::task::JoinSet;
use tom::domain::case::StateKind;
use tom::domain::party::{Actor, CaseId};
use tom::random::Random;
use tom::web::routes::{Known, Who};
use tower::ServiceExt as _;

use crate::support::databases::Database;
use crate::support::region::Region;
use crate::support::states::one_of_each;
use crate::support::visitors::{Visitor, employees, family, nobody, send};

/// How many requests one region gets: some of them are good enough to change something, so that a new one is made now and then.
const ROUND: usize = 5_000;
const USUAL: usize = 1_500;
const TOGETHER: usize = 500;

/// What people and programs type where something else belongs, in the form in which it travels.
const NASTY: [&str; 34] = [
    "",
    "+",
    "%00",
    "a%00b",
    "%ff%fe",
    "%",
    "%zz",
    "%E2%80%AE",
    "%F0%9F%92%A9",
    "%0d%0aSet-Cookie:%20x=1",
    "%27%20OR%201=1--",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%7B%7B7*7%7D%7D",
    "-1",
    "0",
    "1",
    "31",
    "2026",
    "99999999999999999999",
    "1e309",
    "NaN",
    "2026-02-31",
    "0000-00-00",
    "9999-12-31",
    "-9999-01-01",
    "../../etc/passwd",
    "..%2F..%2Fkeys",
    "ja",
    "nee",
    "on",
    "null",
    "123456782",
    "a%40b",
    "%C5%9Eeyma",
];

/// Sebastiano Vigna's splitmix64: a seed gives the same requests again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.roll(many) == 0
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }

    fn nasty(&mut self) -> String {
        match self.roll(12) {
            0 => "a".repeat(10_000),
            1 => "%F0%9F%92%A9".repeat(400),
            _ => (*self.of(&NASTY)).to_owned(),
        }
    }
}

/// What stands in a form as the page shows it: names with their values.
type Fields = Vec<(String, String)>;

struct Fuzz {
    router: Router,
    known: Vec<Known>,
    visitors: Vec<Visitor>,
    cases: Vec<CaseId>,
    /// By the path of the route, as it stood on a page: where it is sent, and what stands in it.
    forms: BTreeMap<String, (String, Fields)>,
    dice: Dice,
}

impl Fuzz {
    async fn new(region: &Region, seed: u64) -> Self {
        let states = [
            StateKind::Filling,
            StateKind::Incomplete,
            StateKind::AtSwv,
            StateKind::WithDoctor,
            StateKind::AdviceEstablished,
            StateKind::ParentsReading,
            StateKind::WithLpa,
            StateKind::Running,
            StateKind::Reassessing,
        ];
        let cases = one_of_each(region, &states).await;
        let cases: Vec<_> = cases.into_iter().map(|(_, case)| case).collect();
        let mut visitors = employees(region).await;
        visitors.push(nobody(region).await);
        for case in &cases {
            visitors.extend(family(region, case).await);
        }
        let mut known = tom::web::routes().known().to_vec();
        // It tells how the program is, and in a test nobody works.
        known.retain(|route| route.path != "/healthz");
        let mut fuzz = Self {
            router: tom::web::router(region.app.state.clone()),
            known,
            visitors,
            cases,
            forms: BTreeMap::new(),
            dice: Dice(seed),
        };
        fuzz.look_around().await;
        fuzz
    }

    /// Opens each page as everybody who may, for the forms on it: names and values of their fields.
    async fn look_around(&mut self) {
        for route in &self.known {
            for case in &self.cases {
                let path = route.path.replace("{case}", case.as_str());
                for visitor in self.visitors.iter().filter(|one| may(route, one)) {
                    if path.contains('{') || !visitor.on_the_case() {
                        continue;
                    }
                    let answer = send(&self.router, &Method::GET, &path, visitor).await;
                    for (action, fields) in forms(&answer.body, &path) {
                        if let Some(route) = self.known.iter().find(|one| leads_to(one, &action)) {
                            self.forms.insert(route.path.clone(), (action, fields));
                        }
                    }
                }
            }
        }
        assert!(self.forms.len() > 60, "forms: {}", self.forms.len());
    }

    fn path(&mut self, template: &str) -> String {
        if let Some((action, _)) = self.forms.get(template)
            && !self.dice.one_in(4)
        {
            return action.clone();
        }
        let mut path = String::new();
        for part in template.split('/').skip(1) {
            let filled = match part {
                "{case}" if !self.dice.one_in(4) => self.dice.of(&self.cases).as_str().to_owned(),
                _ if part.starts_with('{') && self.dice.one_in(2) => Random::system().id(0),
                _ if part.starts_with('{') => self.dice.nasty(),
                _ if self.dice.one_in(200) => self.dice.nasty(),
                _ => part.to_owned(),
            };
            write!(path, "/{filled}").unwrap();
        }
        if self.dice.one_in(4) {
            let name = *self.dice.of(&[
                "na", "gedaan", "naar", "sorteer", "stand", "van", "tot", "zaak", "pagina", "x",
            ]);
            write!(path, "?{name}={}", self.dice.nasty()).unwrap();
        }
        path
    }

    /// The fields of the form, with the tokens most of the time, some of them changed, left out, doubled or made up.
    fn fields(&mut self, template: &str, visitor: &Visitor) -> Fields {
        let form = self.forms.get(template);
        let mut fields = form.map_or_else(Vec::new, |(_, fields)| fields.clone());
        fields.retain(|(name, _)| name != "csrf" && name != "once");
        for (_, value) in &mut fields {
            if self.dice.one_in(3) {
                *value = self.dice.nasty();
            }
        }
        if self.dice.one_in(4) && !fields.is_empty() {
            fields.remove(self.dice.roll(fields.len()));
        }
        if self.dice.one_in(4) && !fields.is_empty() {
            let again = self.dice.of(&fields).clone();
            fields.push(again);
        }
        if self.dice.one_in(6) {
            fields.push((self.dice.nasty(), self.dice.nasty()));
        }
        if self.dice.one_in(200) {
            fields.extend((0..2_000).map(|at| (format!("f{at}"), "x".to_owned())));
        }
        if !self.dice.one_in(8) && !template.ends_with("afmelden") {
            fields.push(("csrf".to_owned(), visitor.csrf().to_owned()));
        }
        if !self.dice.one_in(8) {
            fields.push(("once".to_owned(), Random::system().opaque_id()));
        }
        fields
    }

    fn body(&mut self, template: &str, visitor: &Visitor) -> (&'static str, Vec<u8>) {
        let fields = self.fields(template, visitor);
        let mut body = if template.ends_with("/document") || self.dice.one_in(12) {
            let mut body = parts(&fields);
            if self.dice.one_in(2) {
                body.extend(self.file());
            }
            if !self.dice.one_in(5) {
                body.extend(b"--rand--\r\n");
            }
            ("multipart/form-data; boundary=rand", body)
        } else {
            let pairs: Vec<_> = fields
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            (
                "application/x-www-form-urlencoded",
                pairs.join("&").into_bytes(),
            )
        };
        if self.dice.one_in(10) {
            body.0 = *self.dice.of::<&str>(&[
                "application/json",
                "text/plain",
                "",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "application/x-www-form-urlencoded; charset=utf-16",
                "application/xml",
                "\"",
            ]);
        }
        if self.dice.one_in(10) {
            let length = self.dice.roll(body.1.len() + 1);
            body.1.truncate(length);
        }
        if self.dice.one_in(20) && !body.1.is_empty() {
            let at = self.dice.roll(body.1.len());
            body.1[at] = u8::try_from(self.dice.roll(256)).unwrap();
        }
        body
    }

    /// A file that is not what it says.
    fn file(&mut self) -> Vec<u8> {
        let name = self.dice.of(&[
            "x.pdf",
            "../../x.pdf",
            "x.html",
            "x\".pdf",
            "",
            "%00.png",
            "x.jpg",
        ]);
        let inside: &[u8] = self.dice.of::<&[u8]>(&[
            b"",
            b"%PDF-1.7",
            b"%PDF-1.7\n<html><script>1</script>",
            b"<!doctype html>",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0",
            b"GIF89a",
            b"PK\x03\x04",
            &[0; 64],
        ]);
        let head = format!(
            "--rand\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        [head.as_bytes(), inside, b"\r\n"].concat()
    }

    fn request(&mut self) -> (String, Request<Body>) {
        let at = self.dice.roll(self.known.len());
        let (template, methods) = (self.known[at].path.clone(), self.known[at].methods);
        let fit: Vec<_> = self
            .visitors
            .iter()
            .filter(|one| may(&self.known[at], one) && one.on_the_case())
            .cloned()
            .collect();
        let from = if fit.is_empty() || self.dice.one_in(5) {
            &self.visitors
        } else {
            &fit
        };
        let visitor = self.dice.of(from).clone();
        let method = if self.dice.one_in(15) {
            let odd = self
                .dice
                .of(&["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO"]);
            Method::from_bytes(odd.as_bytes()).unwrap()
        } else {
            self.dice.of(methods).clone()
        };
        let path = self.path(&template);
        let (kind, body) = self.body(&template, &visitor);
        let cookies = match self.dice.roll(20) {
            0 => "tom=%ff; tom-form=".to_owned(),
            1 => format!("tom={}; tom-familie={}", "x".repeat(5_000), "y".repeat(43)),
            2 => String::new(),
            _ => visitor.cookies().to_owned(),
        };
        let mut request = Request::builder().method(&method).uri(&path);
        if !self.dice.one_in(50) {
            request = request.header(HOST, "tom.example");
        }
        if self.dice.one_in(20) {
            request = request.header(
                ORIGIN,
                *self.dice.of(&["https://elders.example", "null", "%"]),
            );
        }
        if self.dice.one_in(20) {
            request = request.header(
                "sec-fetch-site",
                *self.dice.of(&["cross-site", "none", "x"]),
            );
        }
        let what = format!(
            "{method} {} by {}, {kind}",
            path.chars().take(200).collect::<String>(),
            visitor.name
        );
        let whole = request
            .header(COOKIE, cookies)
            .header(CONTENT_TYPE, kind)
            .body(Body::from(body.clone()));
        // What can't be written as a request at all is asked without its path.
        let request = whole.unwrap_or_else(|_| {
            Request::post(&*template.replace(['{', '}', '*'], ""))
                .body(Body::from(body))
                .unwrap()
        });
        (what, request)
    }
}

fn parts(fields: &Fields) -> Vec<u8> {
    let part = |(name, value): &(String, String)| {
        format!("--rand\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    fields.iter().map(part).collect::<String>().into_bytes()
}

/// Whether this visitor is let in here.
fn may(route: &Known, visitor: &Visitor) -> bool {
    match (route.access.who, &visitor.actor) {
        (Who::Employees(roles), Some(actor)) => roles.contains(&actor.role()),
        (Who::Family, Some(Actor::Family { .. })) | (Who::Everybody, _) => true,
        _ => false,
    }
}

/// Whether a form with this address goes to this route.
fn leads_to(route: &Known, action: &str) -> bool {
    let (of, at): (Vec<_>, Vec<_>) = (route.path.split('/').collect(), action.split('/').collect());
    let same = |(of, at): (&&str, &&str)| of == at || of.starts_with('{');
    route.methods.contains(&Method::POST) && of.len() == at.len() && of.iter().zip(&at).all(same)
}

/// The forms of a page: where each is sent, and the names and values of its inputs, as they travel.
fn forms(page: &str, path: &str) -> Vec<(String, Fields)> {
    let form = |form: &str| {
        let (tag, rest) = form.split_once('>')?;
        let action = tag
            .split_once("action=\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        let action = action.map_or(path, |(action, _)| action);
        tag.contains("post").then(|| {
            (
                action.to_owned(),
                fields(rest.split("</form>").next().unwrap_or_default()),
            )
        })
    };
    page.split("<form").skip(1).filter_map(form).collect()
}

fn fields(form: &str) -> Fields {
    let mut fields = Vec::new();
    for input in form.split(" name=\"").skip(1) {
        let Some((name, rest)) = input.split_once('"') else {
            continue;
        };
        let tag = rest.split('>').next().unwrap_or_default();
        let value = tag
            .split_once(" value=\"")
            .and_then(|(_, value)| value.split_once('"'));
        let value = value.map_or("1", |(value, _)| value);
        fields.push((name.to_owned(), value.replace('&', "%26").replace(' ', "+")));
    }
    fields
}

/// Sends one, and answers its status and what was wrong with what came back.
async fn sound(router: Router, what: String, request: Request<Body>) -> (u16, Option<String>) {
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let (status, text) = (parts.status.as_u16(), String::from_utf8_lossy(&bytes));
    let leaks = ["panicked", "sqlx", "RUST_", "src/"];
    let wrong = if status >= 500 {
        Some("a fault of ours".to_owned())
    } else if !parts.headers.contains_key(CONTENT_SECURITY_POLICY) {
        Some("without a policy".to_owned())
    } else {
        let told = leaks.iter().find(|word| text.contains(**word));
        told.map(|word| format!("tells '{word}'"))
    };
    (
        status,
        wrong.map(|wrong| format!("{what}: {status}, {wrong}")),
    )
}

async fn round(database: Database, seed: u64, many: usize) {
    let region = Region::new(database).await;
    let mut fuzz = Fuzz::new(&region, seed).await;
    let (mut faults, mut left, mut seen) = (Vec::new(), many, BTreeMap::<u16, usize>::new());
    while left > 0 {
        let together = left.min(TOGETHER);
        left -= together;
        let mut running = JoinSet::new();
        for _ in 0..together {
            let (what, request) = fuzz.request();
            running.spawn(sound(fuzz.router.clone(), what, request));
        }
        for (status, fault) in running.join_all().await {
            *seen.entry(status).or_default() += 1;
            faults.extend(fault);
        }
    }
    println!("seed {seed}: {seen:?}");
    // It came as far as the pages, the forms that did something, and each kind of refusal.
    for status in [200, 303, 400, 401, 403, 404, 405, 409, 422] {
        let found = seen.get(&status).copied().unwrap_or_default();
        assert!(
            found * 2_000 >= many,
            "seed {seed}: {status} only {found} times"
        );
    }
    assert!(
        faults.is_empty(),
        "seed {seed}, {} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

on_both_engines! {
    async fn no_malformed_request_gets_more_than_a_refusal(database) {
        let asked = std::env::var("TOM_FUZZ").ok().and_then(|many| many.parse().ok());
        let many: usize = asked.unwrap_or(USUAL);
        round(database, 1, many.min(ROUND)).await;
        for at in 1..many.div_ceil(ROUND) {
            round(Database::sqlite(), at as u64 + 1, ROUND).await;
        }
    }
}
