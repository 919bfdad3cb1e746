//! Applying online: what a family fills in, who sees it when, who signs, and what becomes of it.

mod door;
mod sending;
mod signing;

use axum::http::StatusCode;
use tom::domain::party::CaseId;
use tom::store::args;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::{Region, texts};

const MARIEKE: &str = "marieke.dewit@example.nl";
const JORIS: &str = "joris@example.org";
const BORN: [(&str, &str); 3] = [
    ("born_day", "14"),
    ("born_month", "3"),
    ("born_year", "2017"),
];

type Answers = Vec<(&'static str, Vec<(&'static str, &'static str)>)>;

/// What Marieke fills in for Noor, as on the paper of case 1.
fn noor() -> Answers {
    vec![
        (
            "kind",
            vec![
                ("child_first", "Noor Elisa"),
                ("child_last", "van 't Hof-de Wit"),
                ("child_born_day", "14"),
                ("child_born_month", "3"),
                ("child_born_year", "2017"),
            ],
        ),
        (
            "adres",
            vec![
                ("child_street", "Hamersveldseweg"),
                ("child_number", "12"),
                ("child_postcode", "3833 GP"),
                ("child_place", "Leusden"),
                ("municipality", "leusden"),
            ],
        ),
        (
            "ouder",
            vec![
                ("p1_first", "Marieke"),
                ("p1_last", "de Wit"),
                ("p1_custody", "ja"),
            ],
        ),
        ("adres-ouder", vec![("p1_same", "ja")]),
        (
            "contact-ouder",
            vec![("p1_telephone", "06-12345671"), ("p1_email", MARIEKE)],
        ),
        (
            "andere-ouder",
            vec![
                ("p2_there", "ja"),
                ("p2_first", "Joris Ö."),
                ("p2_last", "van 't Hof"),
                ("p2_custody", "ja"),
            ],
        ),
        (
            "adres-andere-ouder",
            vec![
                ("p2_street", "Utrechtseweg"),
                ("p2_number", "200 bis"),
                ("p2_postcode", "3818 EP"),
                ("p2_place", "Amersfoort"),
            ],
        ),
        (
            "contact-andere-ouder",
            vec![("p2_telephone", "033-4567890"), ("p2_email", JORIS)],
        ),
        (
            "school",
            vec![
                ("school_name", "Basisschool De Lindeboom"),
                ("school_place", "Leusden"),
                ("school_contact", "ib'er T. Bakker"),
                ("school_telephone", "033-1234567"),
            ],
        ),
        (
            "situatie",
            vec![(
                "situation",
                "Noor is sinds november niet meer naar school geweest.",
            )],
        ),
        ("eerder", vec![("claimed_before", "nee")]),
        ("betrokken", vec![("involved", "huisarts")]),
        ("toestemming-arts", vec![("share_doctor", "ja")]),
        ("toestemming-leerplicht", vec![("share_lpa", "ja")]),
        ("toestemming-bewaren", vec![("keep", "ja")]),
        (
            "toestemming-lokaal-team",
            vec![("inform_team", "ja"), ("local_team", "lariks")],
        ),
    ]
}

/// A family with a browser.
struct Family {
    region: Region,
    desk: Desk,
}

impl Family {
    async fn new(database: Database) -> Self {
        let region = Region::new(database).await;
        let desk = Desk::before(region.app.state.clone(), Database::sqlite());
        Self { region, desk }
    }

    async fn ok(&mut self, path: &str) -> Answer {
        let answer = self.desk.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer
    }

    /// Opens a page and sends its form.
    async fn fills(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.ok(path).await;
        self.desk.post(path, &page, fields).await
    }

    async fn begins(&mut self, swv: &str, by: &str, email: &str) -> Answer {
        let path = format!("/aanvragen/{swv}/begin");
        self.fills(&path, &[("by", by), ("email", email)]).await
    }

    async fn answers(&mut self, slug: &str, fields: &[(&str, &str)]) -> Answer {
        self.fills(&format!("/aanvraag/vraag/{slug}"), fields).await
    }

    /// Begins at SWV de Eem and answers all of these; each leads to the next.
    async fn fills_in(&mut self, answers: &Answers) {
        went(
            &self.begins("swv-de-eem", "ouder", MARIEKE).await,
            "/aanvraag",
        );
        for (at, (slug, fields)) in answers.iter().enumerate() {
            let answer = self.answers(slug, fields).await;
            let next = answers
                .get(at + 1)
                .map_or("/aanvraag/controle".to_owned(), |next| {
                    format!("/aanvraag/vraag/{}", next.0)
                });
            went(&answer, &next);
        }
    }

    async fn signs(&mut self, fields: &[(&str, &str)]) -> Answer {
        let page = self.ok("/aanvraag/controle").await;
        let version = page.token("version");
        let mut all = vec![("version", version.as_str()), ("confirmed", "ja")];
        all.extend_from_slice(fields);
        self.desk.post("/aanvraag/controle", &page, &all).await
    }

    /// The path of the link in the newest mail to this address.
    async fn link(&self, email: &str) -> String {
        self.region.settle().await;
        let mails = self.region.mails();
        let mail = mails
            .iter()
            .find(|mail| mail.to.as_str() == email && mail.text.contains("/aanvragen/verder/"))
            .unwrap();
        assert!(
            !mail.text.contains("Noor Elisa") && !mail.text.contains("de Wit"),
            "{}",
            mail.text
        );
        let (_, rest) = mail.text.split_once("/aanvragen/verder/").unwrap();
        format!(
            "/aanvragen/verder/{}",
            rest.split_whitespace().next().unwrap()
        )
    }

    /// Another browser, on the link in the mail to Joris.
    async fn joris(&mut self) {
        self.desk.cookies.clear();
        let link = self.link(JORIS).await;
        went(&self.fills(&link, &BORN).await, "/aanvraag");
    }

    async fn found(&self, sql: &'static str) -> Vec<String> {
        texts(&self.region.app.house.store, sql, args![].to_vec()).await
    }

    /// The one case of SWV de Eem.
    async fn case(&self) -> CaseId {
        let listed = self.region.list("swv-mulder").await;
        assert_eq!(listed.len(), 1);
        listed[0].case.clone()
    }
}

fn went(answer: &Answer, location: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.location().split('?').next().unwrap(), location);
}

fn refused(answer: &Answer, status: StatusCode, told: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(answer.body.contains(told), "{told}: {}", answer.body);
}

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
