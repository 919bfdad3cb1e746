//! What people type beside a dossier: requests with what was asked, discussed and answered, the reason for breaking the glass, the finding
//! of a review. Each holds a word that no other party has.

use std::collections::{BTreeMap, BTreeSet};

use tom::action::perform::Form;
use tom::action::rights::{Change, RequestForm, change};
use tom::action::{ActionError, audit, compartment, supervise};
use tom::demo::employee;
use tom::domain::grant::Grant;
use tom::domain::party::{Actor, CaseId, PartyKind, Role};
use tom::domain::rights::{Outcome, Right};
use tom::domain::text::LongText;
use tom::store::break_glass::{self, NewGlass};
use tom::store::cases;
use tom::vault::What;

use super::fill::BIRDS;
use crate::support::region::{Region, form};
use crate::support::requests::{asks, tries, typed, unnamed};

const DESKS: [(&str, PartyKind); 4] = [
    ("swv-mulder", PartyKind::Swv),
    ("arts-bos", PartyKind::Ggd),
    ("lpa-leusden", PartyKind::Gemeente),
    ("team-lariks", PartyKind::LocalTeam),
];

/// What was typed, by whose it is; and the numbers of the requests.
pub struct Typed {
    pub words: BTreeMap<PartyKind, BTreeSet<String>>,
    pub requests: Vec<String>,
}

/// Types all of it, in one case.
pub async fn fill(region: &Region, case: &CaseId) -> Typed {
    let house = region.house();
    let (mut words, mut requests) = (BTreeMap::<_, BTreeSet<_>>::new(), Vec::new());
    for ((who, kind), bird) in DESKS.into_iter().zip(BIRDS) {
        let word = |what: &str| format!("{bird}{what}");
        let mut asked = match kind {
            PartyKind::LocalTeam => unnamed(Right::Objection),
            _ => typed(Right::Objection),
        };
        asked.asked.asked = LongText::parse(&word("vraag")).unwrap();
        let id = tries(region, who, case, asked).await.unwrap();
        let about = || RequestForm {
            request: id.clone(),
            version: None,
            once: None,
        };
        let said = LongText::parse(&word("overleg")).unwrap();
        let discussed = Change::Discuss("soest".into(), said);
        let actor = employee(who);
        change(house, &actor, about(), discussed).await.unwrap();
        let text = LongText::parse(&word("antwoord")).unwrap();
        let answer = Change::Answer(Outcome::Refused, text);
        change(house, &actor, about(), answer).await.unwrap();
        reason(region, &actor, case, kind, word("reden")).await;
        requests.push(id);
        words.insert(
            kind,
            ["vraag", "overleg", "antwoord", "reden"].map(word).into(),
        );
    }
    let finding = format!("{}bevinding", BIRDS[0]);
    audit::seal(house).await.unwrap();
    let fg = Actor::Employee {
        user: "fg".into(),
        party: "swv-de-eem".into(),
        role: Role::Fg,
    };
    let today = house.clock.today();
    let sent = Form {
        case: CaseId(String::new()),
        ..form(case)
    };
    let text = LongText::parse(&finding).unwrap();
    supervise::sign_off(house, &fg, sent, (today, today), text)
        .await
        .unwrap();
    words.entry(PartyKind::Swv).or_default().insert(finding);
    Typed { words, requests }
}

/// A reason for which somebody who doesn't work on the case opened the party's dossier.
async fn reason(region: &Region, actor: &Actor, case: &CaseId, kind: PartyKind, why: String) {
    let (house, case, actor) = (region.house().clone(), case.clone(), actor.clone());
    let inside = house.clone();
    let added = house.store.write(move |tx| {
        Box::pin(async move {
            let (house, now) = (&inside, inside.clock.now());
            let case = cases::load(tx, &case).await?.unwrap();
            let grant = Grant::to_carry_out(&actor, &case, kind).unwrap();
            let opened = compartment::open_dossier(house, tx, &case, &grant)
                .await?
                .unwrap();
            let id = house.random.id(now);
            let glass = NewGlass {
                id: &id,
                case: &case.id,
                party: &opened.row.party,
                dossier: &opened.row.id,
                user: actor.user().unwrap(),
                role: actor.role().code(),
                at: now,
                until: now,
                reason: opened.seal(house, What::Reason(&id), why.as_bytes())?,
            };
            Ok::<_, ActionError>(break_glass::add(tx, glass).await?)
        })
    });
    added.await.unwrap();
}

/// Forbids the use of the GGD's dossier of a case: its pages answer 409.
pub async fn restrict(region: &Region, case: &CaseId) {
    let id = asks(region, "arts-bos", case, Right::Restriction).await;
    let about = RequestForm {
        request: id,
        version: None,
        once: None,
    };
    let arts = employee("arts-bos");
    change(region.house(), &arts, about, Change::Restrict)
        .await
        .unwrap();
}
