//! Two who fill in an application online and sign it, and two of the family with an account: what they typed, and what lets them in.

use std::collections::BTreeSet;

use time::Date;
use time::macros::date;
use tom::action::apply::{self, Entry, Said};
use tom::action::factor::{Browser, First};
use tom::action::family_account::Making;
use tom::action::invite;
use tom::domain::contact::Email;
use tom::domain::family::Person;
use tom::domain::party::{CaseId, PartyId};
use tom::domain::recovery::RecoveryCode;
use tom::domain::totp::Step;
use tom::random::Random;
use tom::store::{StoreError, dossiers, drafts, links};

use crate::support::region::Region;
use crate::support::visitors::{Visitor, applying, with_account};

/// Each a word that nobody else types.
const ANSWERS: [(&str, &str); 27] = [
    ("child_first", "Merelbroedsel"),
    ("child_last", "van Merelnest"),
    ("child_born_day", "14"),
    ("child_born_month", "3"),
    ("child_born_year", "2017"),
    ("child_street", "Merellaan"),
    ("child_number", "71"),
    ("child_postcode", "3999 ZW"),
    ("child_place", "Mereldam"),
    ("municipality", "leusden"),
    ("p1_first", "Merelmoeder"),
    ("p1_last", "Merelvlucht"),
    ("p1_custody", "ja"),
    ("p1_same", "ja"),
    ("p1_telephone", "06-71727374"),
    ("p2_there", "ja"),
    ("p2_first", "Merelvader"),
    ("p2_last", "Merelvleugel"),
    ("p2_custody", "ja"),
    ("p2_street", "Merelkade"),
    ("p2_number", "72"),
    ("p2_postcode", "3998 ZV"),
    ("p2_place", "Merelhaven"),
    ("p2_telephone", "06-74737271"),
    ("p2_email", "merelvader@example.nl"),
    ("school_name", "Merelschool"),
    ("situation", "merelgezang in de ochtend, en verder niets"),
];

/// The first parent's address, which the other doesn't get to see.
pub const FIRST: &str = "merelmoeder@example.nl";

/// What the second one doesn't read: where the child and the first parent live and are reached.
const HIDDEN: [&str; 4] = ["Merellaan", "3999 ZW", "06-71727374", FIRST];

/// An application that is filled in online.
pub struct Applying {
    /// Who fills it in, and who came to sign.
    pub visitors: [Visitor; 2],
    /// What was typed.
    pub words: BTreeSet<String>,
    /// What of it the second one doesn't see.
    pub hidden: BTreeSet<String>,
    /// What lets them in.
    pub secrets: BTreeSet<String>,
}

/// Fills one in at SWV de Eem, which sees nothing of it before it is sent.
pub async fn applies(region: &Region) -> Applying {
    let (house, swv) = (region.house(), PartyId::from("swv-de-eem"));
    let email = Email::parse(FIRST).unwrap();
    let begun = apply::begin(house, &swv, (Person::Parent1, email), "there");
    let first = begun.await.unwrap().unwrap();
    let own = apply::resume(house, &first).await.unwrap().unwrap();
    let answers = ANSWERS.map(|(name, value)| (name.to_owned(), value.to_owned()));
    apply::save(house, &own, answers.to_vec()).await.unwrap();
    let secret = Random::system().token();
    let hash = invite::hash(&secret);
    let linked = house.store.write(move |tx| {
        Box::pin(async move { drafts::add_link(tx, &hash, &own.draft, Person::Parent2).await })
    });
    linked.await.unwrap();
    let said = Said::Born(date!(2017 - 03 - 14));
    let Ok(Entry::In(second)) = apply::enter(house, &secret, said).await else {
        panic!("the second one is not in")
    };
    let told = ANSWERS
        .iter()
        .filter(|(_, value)| value.len() > 6 || value.contains(' '));
    let told = told.map(|(_, value)| (*value).to_owned());
    let codes = ["leusden"];
    Applying {
        visitors: [
            applying(region, "applicant", &first).await,
            applying(region, "second signer", &second).await,
        ],
        words: told
            .filter(|value| !codes.contains(&value.as_str()))
            .chain([FIRST.to_owned()])
            .collect(),
        hidden: HIDDEN.map(str::to_owned).into(),
        secrets: [secret, first, second].into(),
    }
}

/// Accounts of the family.
pub struct Accounts {
    /// Who signed in.
    pub visitors: Vec<Visitor>,
    /// What lets them in: password, code of the letter, secret of the app, recovery codes, session.
    pub secrets: BTreeSet<String>,
    /// The names with which they sign in.
    pub names: BTreeSet<String>,
}

/// The first parent and the child of a case make an account, with the code of a letter and this date of birth.
pub async fn make_accounts(region: &Region, case: &CaseId, born: Date) -> Accounts {
    let mut all = Accounts {
        visitors: Vec::new(),
        secrets: BTreeSet::new(),
        names: BTreeSet::new(),
    };
    for (name, person) in [("parent 1", Person::Parent1), ("child", Person::Child)] {
        let (state, random) = (&region.app.state, Random::system());
        let code = RecoveryCode::new(random.bytes()).text();
        let password = format!("merel zingt voor {}", person.code());
        code_of(region, case, person, &code).await;
        let making = Making {
            code: code.clone(),
            born,
            password: password.clone().into(),
        };
        let made = state
            .sessions
            .make_account(region.house(), &state.passwords, making, "there");
        let (half, signs_in) = made.await.unwrap();
        let waits = state.sessions.half(region.house(), &half.token).await;
        let app = waits.unwrap().unwrap().pending.unwrap();
        let browser = Browser {
            old_token: None,
            device: String::new(),
        };
        let first = First::App(app.code(Step::at(state.sessions.now())));
        let set = state
            .sessions
            .set_up(region.house(), &half.token, first, browser);
        let (token, recovery) = set.await.unwrap();
        let visitor = with_account(region, (name, case, person), &token).await;
        all.visitors.push(visitor);
        all.names.insert(signs_in);
        let plain = app.text().replace(' ', "");
        all.secrets
            .extend([password, code, app.text(), plain, token, half.token.clone()]);
        all.secrets.extend(recovery.iter().map(RecoveryCode::text));
    }
    all
}

/// A code as a letter brings it.
async fn code_of(region: &Region, case: &CaseId, person: Person, code: &str) {
    let (case, hash) = (case.clone(), invite::hash(code));
    let now = region.house().clock.now();
    let made = region.house().store.write(move |tx| {
        Box::pin(async move {
            let ggd = PartyId::from("ggd-utrecht");
            let dossier = dossiers::load(tx, &case, &ggd).await?.unwrap();
            let link = links::Link {
                case,
                dossier: dossier.id,
                person: person.code().to_owned(),
                expires_at: now + 1_000_000,
                failures: 0,
                last_failure: None,
            };
            links::add(tx, &hash, &link, links::For::Account, now).await?;
            Ok::<_, StoreError>(())
        })
    });
    made.await.unwrap();
}
