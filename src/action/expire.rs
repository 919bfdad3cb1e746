//! What goes by a term that is no dossier's ([`crate::domain::keeping`]). The oldest part of an access log is cut off, once a month,
//! after it was gone through: what was meddled with stays, for who must look at it. A signed [`Cut`] says where the log begins since.

use time::{Date, Duration};

use crate::clock::EpochMillis;
use crate::domain::amsterdam::start_of_day;
use crate::domain::audit::{Cut, Head, hex};
use crate::domain::dates;
use crate::domain::erasure::Why;
use crate::domain::keeping::{FAILED_MONTHS, SUBMISSION_DAYS, kept_since};
use crate::domain::organisation::Organisation;
use crate::domain::party::{CaseId, DossierId, PartyId};
use crate::store::{StoreError, Tx, batches, drafts, expiring, family_accounts, invitations, log};
use crate::vault::{Destroyed, KeyId};

use super::audit::{self, blocking, head_of};
use super::bulk::UNDONE_WITHIN;
use super::erase::PAGE;
use super::error::ActionError;
use super::house::House;
use super::setup;

/// How many blocks are cut off together. Meanwhile nobody else writes to SQLite.
const TOGETHER: i64 = 200;

/// Erases what is over, of every party. Answers whether anything went, and what failed first; the others are done.
///
/// # Errors
/// What the store refuses while looking.
pub(super) async fn look(house: &House) -> Result<(bool, Option<ActionError>), ActionError> {
    let (mut some, mut failed) = (days(house).await?, None);
    match drafts_over(house).await {
        Ok(gone) => some |= gone,
        Err(error) => failed = Some(error),
    }
    let today = house.clock.today();
    for party in setup::all_parties(house).await? {
        let (own, since) = (
            party.id.clone(),
            (log_since(house, &party), papers_since(&party, today)),
        );
        let over = house
            .store
            .glance(move |tx| Box::pin(async move { expiring::over(tx, &own, since).await }));
        let over = over.await?;
        let mut done = Vec::new();
        if over.log {
            done.push(cut(house, &party).await);
        }
        if over.reviews {
            done.push(reviews(house, &party).await);
        }
        if over.papers {
            done.push(papers(house, &party).await);
        }
        for done in done {
            match done {
                Ok(gone) => some |= gone,
                Err(error) => failed = failed.or(Some(error)),
            }
        }
    }
    Ok((some, failed))
}

/// What mattered for some days at most.
async fn days(house: &House) -> Result<bool, ActionError> {
    let today = house.clock.today();
    let sent = start_of_day(today.saturating_sub(Duration::days(SUBMISSION_DAYS.into())));
    let failed = start_of_day(kept_since(today, FAILED_MONTHS));
    let now = house.clock.now();
    let gone = house.store.write(move |tx| {
        Box::pin(async move {
            invitations::delete_expired(tx, now).await?;
            batches::forget(tx, now - UNDONE_WITHIN).await?;
            let accounts = family_accounts::forget_orphans(tx, PAGE).await?;
            let failed = expiring::forget_failed(tx, failed).await?;
            let gone = failed + expiring::forget_submissions(tx, sent).await?;
            Ok::<_, StoreError>(gone + u64::from(accounts))
        })
    });
    Ok(gone.await? > 0)
}

/// Erases the applications that were filled in online and not sent in time, with their keys, and what tells how the others ended.
async fn drafts_over(house: &House) -> Result<bool, ActionError> {
    let now = house.clock.now();
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { drafts::over(tx, now, PAGE).await }));
    let found = found.await?;
    if found.is_empty() {
        return Ok(false);
    }
    destroy_drafts(house, &found).await?;
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            for (id, ..) in &found {
                drafts::delete(tx, id).await?;
            }
            Ok::<_, ActionError>(true)
        })
    });
    done.await
}

/// Destroys the keys of these drafts: first the ledger, then the keys.
pub(super) async fn destroy_drafts(
    house: &House,
    drafts: &[(String, PartyId, String)],
) -> Result<(), ActionError> {
    let line = |(id, party, key): &(String, PartyId, String)| Destroyed {
        party: party.clone(),
        case: CaseId(String::new()),
        dossier: DossierId(id.clone()),
        key: KeyId::from(key.as_str()),
        entire: true,
        why: Why::Term.code().to_owned(),
        source: "aanvraag die online werd ingevuld".to_owned(),
        on: dates::iso(house.clock.today()),
    };
    let (lines, vault): (Vec<_>, _) = (drafts.iter().map(line).collect(), house.vault.clone());
    let destroyed = blocking(move || {
        vault.record(&lines)?;
        vault.destroy_all(lines.iter().map(|line| (&line.party, &line.key)))
    });
    destroyed.await
}

fn log_since(house: &House, party: &Organisation) -> EpochMillis {
    start_of_day(kept_since(house.clock.today(), party.settings.log_months()))
}

fn papers_since(party: &Organisation, today: Date) -> Date {
    kept_since(today, party.settings.certificate_months())
}

/// Cuts off the part of a log that is over, if it is what was sealed.
async fn cut(house: &House, party: &Organisation) -> Result<bool, ActionError> {
    let (own, since) = (party.id.clone(), log_since(house, party));
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { expiring::cut_until(tx, &own, since).await }));
    let Some((first, last)) = found.await? else {
        return Ok(false);
    };
    if !audit::verify_until(house, &party.id, last)
        .await?
        .faults
        .is_empty()
    {
        return Err(ActionError::Log(party.id.clone()));
    }
    let (vault, own) = (house.vault.clone(), party.id.clone());
    // The first time this waits for the disk.
    let kept = blocking(move || {
        vault.sign(&own, b"")?;
        vault.log_head(&own)
    });
    let kept = kept.await?.map(|bytes| head_of(&bytes)).transpose()?;
    let mut from = first;
    while from <= last {
        let until = from.saturating_add(TOGETHER - 1).min(last);
        let (inside, own, kept) = (house.clone(), party.id.clone(), kept.clone());
        let done = house.store.write(move |tx| {
            Box::pin(async move { cut_off(&inside, tx, &own, (kept, until)).await })
        });
        done.await?;
        from = until.saturating_add(1);
    }
    Ok(true)
}

/// Cuts off the blocks until this one, if the log in the database holds the end that was kept.
async fn cut_off(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
    (kept, until): (Option<Head>, i64),
) -> Result<(), ActionError> {
    tx.begin().await?;
    if let Some(kept) = kept
        && log::hash(tx, party, kept.number).await? != Some(kept.hash)
    {
        return Err(ActionError::Log(party.clone()));
    }
    let before = expiring::cut(tx, party).await?.map_or(0, |cut| cut.lines);
    let Some((head, lines)) = expiring::take_away(tx, party, until).await? else {
        return Ok(());
    };
    let lines = before.saturating_add(i64::try_from(lines).unwrap_or(i64::MAX));
    let (at, mark) = (house.clock.now(), String::new());
    let mut cut = Cut {
        head,
        lines,
        at,
        mark,
    };
    cut.mark = hex(&house.vault.sign(party, &cut.message())?);
    Ok(expiring::put_cut(tx, &cut).await?)
}

/// Erases the reviews of a log that is over, with their keys: first the ledger, then the key, then the row.
async fn reviews(house: &House, party: &Organisation) -> Result<bool, ActionError> {
    let (own, since) = (party.id.clone(), log_since(house, party));
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { expiring::reviews(tx, &own, since, PAGE).await }));
    let found = found.await?;
    if found.is_empty() {
        return Ok(false);
    }
    let line = |(id, key): &(String, String)| Destroyed {
        party: party.id.clone(),
        case: CaseId(String::new()),
        dossier: DossierId(id.clone()),
        key: KeyId::from(key.as_str()),
        entire: true,
        why: Why::Term.code().to_owned(),
        source: "termijn van het logboek".to_owned(),
        on: dates::iso(house.clock.today()),
    };
    let (lines, vault): (Vec<_>, _) = (found.iter().map(line).collect(), house.vault.clone());
    let destroyed = blocking(move || {
        vault.record(&lines)?;
        lines
            .iter()
            .try_for_each(|line| vault.destroy(&line.party, &line.key))
    });
    destroyed.await?;
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            for (id, _) in &found {
                expiring::erase_review(tx, id).await?;
            }
            Ok::<_, ActionError>(true)
        })
    });
    done.await
}

/// Erases certificates and lists that are over, and the names of who left long ago.
async fn papers(house: &House, party: &Organisation) -> Result<bool, ActionError> {
    let (own, people) = (party.id.clone(), log_since(house, party));
    let since = papers_since(party, house.clock.today());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let papers = expiring::erase_papers(tx, &own, since).await?;
            Ok::<_, ActionError>(papers + expiring::forget_people(tx, &own, people).await? > 0)
        })
    });
    done.await
}
