//! Personal links: the family follows its case, reads its SMA and signs its notification on a page of its own, by a secret link plus the
//! child's date of birth.

use sha2::{Digest, Sha256};
use time::{Date, Duration};

use crate::domain::amsterdam::start_of_day;
use crate::domain::case::{Recipients, last_good_day};
use crate::domain::family::{Person, with_custody};
use crate::domain::recovery::RecoveryCode;
use crate::domain::rules::Rules;
use crate::letter::PersonalLink;
use crate::store::{links, outbox};
use crate::vault::What;

use super::carry_out::Work;
use super::error::ActionError;

/// For how many days a link works at least.
const DAYS: i64 = 90;

/// The last day of a link that is made today: not before the notification can't rest on the statement of that day any more.
fn last_day(today: Date, statement: Option<Date>, rules: &Rules) -> Date {
    let least = today.saturating_add(Duration::days(DAYS));
    statement.map_or(least, |on| least.max(last_good_day(on, rules)))
}

/// The hash under which a link's secret is known.
#[must_use]
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Makes a link for each of these who may read the SMA or must sign the notification. The GGD, which asks something by it, mails it to those
/// with an address too; at the SWV it stands in the letter. Where everybody is sent one, the older links of who gets it end: one of them may be lost. Whom neither mail nor letter
/// brings a new one keeps the older.
pub(super) async fn readers_and_signers(
    work: &mut Work<'_>,
    to: Recipients,
) -> Result<(), ActionError> {
    let house = work.ground.house;
    let today = house.clock.today();
    let Some((consent, application)) = work.own.dossier.consent() else {
        return Ok(());
    };
    let mails = work.own.dossier.ggd().is_some();
    let (child, parents) = (&application.child, &application.parents);
    let readers = super::compose::who_reads(application, consent, today);
    let signed = work.case.state.answers().map(|answers| answers.signed());
    // Who only signs, and did, gets no letter any more.
    let letter = |person: &Person| {
        let home = match person {
            Person::Child => child.address.as_ref(),
            parent => application.parent(*parent).and_then(|p| p.address.as_ref()),
        };
        let asked = readers.contains(person) || !signed.is_some_and(|s| s.contains_key(person));
        home.is_some() && asked
    };
    let mut who = readers.clone();
    who.extend(with_custody(parents));
    who.sort_unstable();
    who.dedup();
    if let Recipients::Only(person) = to {
        who.retain(|reader| *reader == person);
    }
    let addresses: Vec<(Person, Option<String>, bool)> = who
        .into_iter()
        .map(|person| {
            let email = match person {
                Person::Child => child.email.as_ref(),
                parent => parents
                    .iter()
                    .find(|p| p.person == parent)
                    .and_then(|p| p.email.as_ref()),
            };
            let email = email.filter(|_| mails);
            let email = email.map(|email| email.as_str().to_owned());
            (person, email, letter(&person))
        })
        .filter(|(_, email, by_letter)| email.is_some() || *by_letter)
        .collect();
    let now = house.clock.now();
    let statement = work.case.state.advice().map(|advice| advice.on());
    let valid_until = last_day(today, statement, work.ground.rules);
    let expires_at = start_of_day(valid_until.saturating_add(Duration::days(1)));
    for (person, email, by_letter) in addresses {
        if to == Recipients::Everyone {
            links::end_of(work.tx, &work.case.id, person, now).await?;
        }
        let secret = house.random.token();
        let link = links::Link {
            case: work.case.id.clone(),
            dossier: work.own.row.id.clone(),
            person: person.code().to_owned(),
            expires_at,
            failures: 0,
            last_failure: None,
        };
        links::add(work.tx, &hash(&secret), &link, links::For::Page, now).await?;
        // Only a letter brings the code of an account.
        let code = by_letter.then(|| RecoveryCode::new(house.random.bytes()));
        if let Some(code) = &code {
            let hash = hash(&code.text());
            links::add(work.tx, &hash, &link, links::For::Account, now).await?;
        }
        let url = format!("{}/mijn/{secret}", house.public_url);
        if let Some(to) = email {
            mail(work, &to, &url, valid_until).await?;
        }
        work.links.insert(
            person,
            PersonalLink {
                url,
                code: code.map(|code| code.text()),
                valid_until,
            },
        );
    }
    Ok(())
}

async fn mail(
    work: &mut Work<'_>,
    to: &str,
    url: &str,
    valid_until: Date,
) -> Result<(), ActionError> {
    let house = work.ground.house;
    let now = house.clock.now();
    let id = house.random.id(now);
    let plain = serde_json::json!({ "to": to, "url": url, "valid_until": crate::domain::dates::iso(valid_until) });
    let message = outbox::NewMessage {
        sealed: Some(
            work.own
                .seal(house, What::Outbox(&id), plain.to_string().as_bytes())?,
        ),
        id,
        case_id: Some(work.case.id.clone()),
        party_id: Some(work.own.row.party.clone()),
        dossier_id: Some(work.own.row.id.clone()),
        kind: outbox::OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "personal_link" }),
    };
    Ok(outbox::put(work.tx, &message, now).await?)
}
