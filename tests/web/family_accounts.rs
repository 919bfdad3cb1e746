//! Accounts of parents: made with a code of the own letter, by nobody else, and all that they open and don't.

use axum::http::StatusCode;
use time::macros::date;
use tom::action::{anywhere, doctor, erase, setup};
use tom::demo::{applications, employee};
use tom::domain::totp::Step;
use tom::store::{StoreError, args};

use super::desk::Answer;
use super::parents::{ARTS, Home, JORIS, MARIEKE, NOOR};
use super::second_factor::secret_on;
use crate::support::authenticator::Authenticator;
use crate::support::factor;
use crate::support::region::{form, texts};

const PASSWORD: &str = "kaas fiets maan tandem";
const MAKE: &str = "/mijn/account";

impl Home {
    /// The codes in the GGD's letters to this member of the family, the newest last.
    async fn codes(&self, who: &str) -> Vec<String> {
        let mut codes = Vec::new();
        for (kind, to, text) in self.region.letters(&self.case).await {
            let of_ggd = kind != "receipt" && to == who;
            let found = text.split_once("\"code\":\"").filter(|_| of_ggd);
            codes.extend(found.map(|(_, rest)| rest.split('"').next().unwrap().to_owned()));
        }
        codes
    }

    /// Every letter of the case: what it is and to whom, and its path on the own page.
    async fn all_letters(&self) -> Vec<(String, String)> {
        let all = "SELECT kind || ' ' || id FROM documents WHERE case_id = $1";
        let all = texts(&self.desk.store, all, args![self.case.as_str()].to_vec()).await;
        let all = all.iter().map(|line| line.split_once(' ').unwrap());
        all.map(|(kind, id)| (kind.to_owned(), format!("/mijn/brieven/{id}")))
            .collect()
    }

    async fn makes(&mut self, code: &str, born: (&str, &str, &str), password: &str) -> Answer {
        let page = self.desk.get(MAKE).await;
        let fields = [
            ("code", code),
            ("born_day", born.0),
            ("born_month", born.1),
            ("born_year", born.2),
            ("new_password", password),
        ];
        self.desk.post(MAKE, &page, &fields).await
    }

    /// Makes an account, second factor included, and answers the name to sign in with.
    pub async fn account(&mut self, code: &str, password: &str) -> String {
        self.makes_account(code, NOOR, password).await
    }

    async fn makes_account(
        &mut self,
        code: &str,
        born: (&str, &str, &str),
        password: &str,
    ) -> String {
        self.desk.cookies.clear();
        let made = self.makes(code, born, password).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.body);
        let (_, rest) = made.body.split_once("<p class=\"secret\">").unwrap();
        let name = rest.split_once('<').unwrap().0.to_owned();
        assert!(
            self.desk.get("/mijn").await.status == StatusCode::UNAUTHORIZED,
            "the password alone opens nothing"
        );
        let page = self.desk.get("/aanmelden/instellen?naar=/mijn").await;
        let code = secret_on(&page.body).code(Step::at(self.desk.sessions.now()));
        let fields = [("factor", code.digits()), ("naar", "/mijn".to_owned())];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let done = self.desk.post("/aanmelden/instellen", &page, &fields).await;
        assert!(done.body.contains("href=\"/mijn\""), "{}", done.body);
        name
    }

    /// Takes a passkey in the place of the app, in the account that is signed in.
    async fn takes_a_passkey(&mut self) {
        let page = self.ok("/account/passkey").await;
        let answer = Authenticator::new("sleutel-van-het-gezin").makes(&page.body);
        let fields = [("factor", answer.as_str())];
        let added = self.desk.post("/account/passkey", &page, &fields).await;
        assert_eq!(added.location(), "/account?gedaan=passkey-erbij");
        let page = self.ok("/account").await;
        let both = self.ok("/account?taal=en").await.body;
        assert!(
            both.contains("<th scope=\"row\">App with codes</th>"),
            "{both}"
        );
        self.ok("/account?taal=nl").await;
        let gone = [("which", "app")];
        let gone = self.desk.post("/account/tweede-stap", &page, &gone).await;
        assert_eq!(gone.location(), "/account?gedaan=stap-weg");
    }

    async fn signs_in(&mut self, name: &str, password: &str) -> Answer {
        let page = self.desk.get("/mijn/aanmelden").await;
        let fields = [("name", name), ("password", password)];
        self.desk.post("/mijn/aanmelden", &page, &fields).await
    }
}

fn refused(answer: &Answer, says: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(says), "{says}: {}", answer.body);
}

#[tokio::test]
async fn an_account_is_made_once_with_the_code_of_the_own_letter_and_then_the_link_leads_to_signing_in()
 {
    let mut home = Home::noor().await;
    let codes = home.codes("parent1").await;
    let [code] = &codes[..] else {
        panic!("one code: {codes:?}")
    };
    let others = home.codes("parent2").await;
    assert!(!others.contains(code));
    for mail in home.region.mails() {
        assert!(!mail.text.contains(code), "only a letter brings it");
    }
    // As the secret of a link it opens nothing.
    let as_link = home.desk.get(&format!("/mijn/{code}")).await;
    assert_eq!(as_link.status, StatusCode::NOT_FOUND);
    refused(&home.makes("", NOOR, PASSWORD).await, "id=\"code-error\"");
    refused(&home.makes("ABCD", NOOR, PASSWORD).await, "16 tekens");
    refused(
        &home.makes("ABCD-EFGH-2345-6723", NOOR, PASSWORD).await,
        "werkt niet of niet meer",
    );
    refused(
        &home.makes(code, NOOR, "welkom123456").await,
        "makkelijk te raden",
    );
    let wrong = home.makes(code, ("1", "1", "2018"), PASSWORD).await;
    refused(&wrong, "nog 4 keer");
    assert!(wrong.body.contains(code) && !wrong.body.contains(PASSWORD));

    // Who is on the page by the link when the account comes is out then.
    home.enter(MARIEKE, NOOR).await;
    let by_link = home.desk.cookies.clone();
    let name = home.account(&code.to_lowercase(), PASSWORD).await;
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("Noor Elisa") && page.body.contains("href=\"/account\""));
    let letters = home.all_letters().await;
    let own_letters = letters
        .iter()
        .filter(|(kind, _)| kind.ends_with(":parent1"));
    assert!(own_letters.count() >= 2, "of two parties: {letters:?}");
    for (kind, path) in &letters {
        let mine = kind.ends_with(":parent1");
        assert_eq!(page.body.contains(path), mine, "{kind}");
        let status = home.desk.get(path).await.status;
        assert_eq!(status == StatusCode::OK, mine, "{kind}: {status}");
    }
    let own = home.desk.cookies.clone();
    home.desk.cookies = by_link;
    assert_eq!(
        home.desk.get("/mijn").await.status,
        StatusCode::UNAUTHORIZED
    );
    let link = home.link(MARIEKE);
    let door = home.desk.get(&link).await;
    assert_eq!(door.location(), "/mijn/aanmelden?gedaan=met-account");
    let posted = home.desk.get(MAKE).await;
    let fields = [
        ("born_day", NOOR.0),
        ("born_month", NOOR.1),
        ("born_year", NOOR.2),
    ];
    let tried = home.desk.post(&link, &posted, &fields).await;
    assert_eq!(tried.location(), "/mijn/aanmelden?gedaan=met-account");
    refused(
        &home.makes(code, NOOR, PASSWORD).await,
        "werkt niet of niet meer",
    );

    // It is of nobody else, and of no party: other pages are closed, and nobody's administrator sees it.
    home.desk.cookies = own;
    for path in ["/swv", "/arts", "/leerplicht", "/zoeken", "/beheer", "/fg"] {
        assert_eq!(
            home.desk.get(path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    assert_eq!(home.desk.get("/").await.location(), "/mijn");
    home.takes_a_passkey().await;
    let own = std::mem::take(&mut home.desk.cookies);
    let door = home.desk.get(&link).await;
    assert_eq!(door.location(), "/mijn/aanmelden?gedaan=met-account");
    home.desk.cookies = own;
    assert!(!home.ok("/account").await.body.contains("GGD"));
    let known = setup::all_employees(home.region.house()).await.unwrap();
    assert!(known.iter().all(|(email, ..)| *email != name));
    let kept = "SELECT name || ' ' || email FROM users WHERE role = 'parent'";
    let kept = texts(&home.desk.store, kept, vec![]).await;
    assert_eq!(kept, [format!("Account van een ouder {name}")]);

    // The other parent still comes by the own link, in the same browser too: and is then the only one who is in.
    let link = home.link(JORIS);
    let in_now = home.try_date(&link, NOOR).await;
    assert_eq!(in_now.location(), "/mijn");
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("href=\"/mijn/account\""), "by a link");
    assert!(!page.body.contains("Uw account: wachtwoord"));
    for (kind, path) in letters {
        assert!(!page.body.contains(&path), "{kind}");
        let status = home.desk.get(&path).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "a link reads no {kind}");
    }
}

#[tokio::test]
async fn who_lost_an_account_begins_again_with_a_new_letter_and_an_account_ends_with_its_case() {
    let mut home = Home::noor().await;
    let first = home.codes("parent1").await.remove(0);
    let name = home.account(&first, PASSWORD).await;
    let old = home.desk.cookies.clone();
    home.desk.cookies.clear();
    refused(
        &home.signs_in("iemand@example.nl", PASSWORD).await,
        "8 tekens",
    );
    refused(
        &home.signs_in(&name, "niet dit wachtwoord").await,
        "De aanmeldnaam of het wachtwoord",
    );
    let half = home
        .signs_in(&name.to_uppercase().replace('-', " "), PASSWORD)
        .await;
    assert_eq!(half.location(), "/aanmelden/code?naar=/mijn");
    let code = factor::code(&home.desk.house, home.desk.sessions.now(), &name).await;
    let page = home.desk.get("/aanmelden/code").await;
    let fields = [("factor", code.as_str()), ("naar", "/mijn")];
    let entered = home.desk.post("/aanmelden/code", &page, &fields).await;
    assert_eq!(entered.location(), "/mijn");
    home.ok("/mijn").await;

    // Something weighty asks the app again, of a parent too.
    let unproved = home.desk.store.write(|tx| {
        let sql = "UPDATE sessions SET proved_at = 0";
        Box::pin(async move { tx.execute(sql, args![]).await })
    });
    let unproved: Result<u64, StoreError> = unproved.await;
    assert_ne!(unproved.unwrap(), 0);
    let led = home.desk.get("/account/wachtwoord").await;
    assert_eq!(led.location(), "/bevestigen?naar=/account/wachtwoord");
    let asks = home.ok("/bevestigen?naar=/account/wachtwoord").await;
    let code = factor::code(&home.desk.house, home.desk.sessions.now(), &name).await;
    let fields = [("factor", code.as_str()), ("naar", "/account/wachtwoord")];
    let proved = home.desk.post("/bevestigen", &asks, &fields).await;
    assert_eq!(proved.location(), "/account/wachtwoord", "{}", proved.body);
    home.ok("/account/wachtwoord").await;

    // A new letter brings a new code; the old password, factor and sessions end with it, the name stays.
    home.region.day(date!(2026 - 03 - 30)).await;
    doctor::send_for_reading(home.region.house(), &employee(ARTS), form(&home.case))
        .await
        .unwrap();
    let mut codes = home.codes("parent1").await;
    codes.retain(|code| *code != first);
    let again = home
        .account(&codes.remove(0), "geheel ander gekozen woord")
        .await;
    assert_eq!(again, name);
    let new = home.desk.cookies.clone();
    home.desk.cookies = old;
    assert_eq!(
        home.desk.get("/mijn").await.status,
        StatusCode::UNAUTHORIZED
    );
    refused(&home.signs_in(&name, PASSWORD).await, "De aanmeldnaam");

    // The case ends by a death: nobody reads it any more, and the account goes.
    home.desk.cookies = new;
    home.ok("/mijn").await;
    home.takes_a_passkey().await;
    home.ok("/account/passkey").await;
    anywhere::report_death(home.region.house(), &employee(ARTS), form(&home.case))
        .await
        .unwrap();
    assert_eq!(
        home.desk.get("/mijn").await.status,
        StatusCode::UNAUTHORIZED
    );
    erase::look(home.region.house()).await.unwrap();
    for table in [
        "SELECT id FROM users WHERE role = 'parent'",
        "SELECT user_id FROM family_accounts",
        "SELECT id FROM users WHERE id IN (SELECT user_id FROM factors) AND role = 'parent'",
        "SELECT id FROM passkeys",
        "SELECT kind FROM passkey_questions",
    ] {
        assert!(
            texts(&home.desk.store, table, vec![]).await.is_empty(),
            "{table}"
        );
    }
}

#[tokio::test]
async fn a_letter_with_the_advice_closes_for_a_parent_when_the_young_person_alone_may_read_it() {
    let mut typed = applications::noor().unwrap();
    typed.application.child.born = Some(date!(2010 - 04 - 01));
    let mut home = Home::new("swv-mulder", typed, "111222333").await;
    let code = home.codes("parent1").await.remove(0);
    let born = ("1", "4", "2010");
    home.desk.cookies.clear();
    home.makes_account(&code, born, PASSWORD).await;
    home.region.settle().await;
    let page = home.ok("/mijn").await;
    let letters = home.all_letters().await;
    let mine = letters
        .iter()
        .filter(|(kind, path)| kind.ends_with(":parent1") && page.body.contains(path));
    let open: Vec<_> = mine.cloned().collect();
    assert!(open.iter().any(|(kind, _)| kind.starts_with("advice")));
    home.region.day(date!(2026 - 04 - 01)).await;
    let page = home.ok("/mijn").await;
    for (kind, path) in open {
        let tells = kind.starts_with("advice");
        assert_eq!(page.body.contains(&path), !tells, "{kind}");
        let status = home.desk.get(&path).await.status;
        assert_eq!(status == StatusCode::NOT_FOUND, tells, "{kind}: {status}");
    }
}
