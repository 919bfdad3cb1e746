//! Erasing what may not be kept any longer, for good: the rows, and after the commit the data key, so that no backup opens it.
//!
//! The unit that deletes the rows leaves a certificate. That is also the note that the key must still go: whoever is killed in
//! between, the next look finds it. Before the key goes, it stands in the ledger that lies with the keys; a database that is put
//! back from a backup is brought up to that ledger before anybody opens it.

use tokio::task::JoinSet;

use crate::clock::EpochMillis;
use crate::domain::case::Case;
use crate::domain::dates;
use crate::domain::erasure::{Certificate, Why, told};
use crate::domain::organisation::Organisation;
use crate::domain::party::{CaseId, PartyId, PartyKind, UserId};
use crate::domain::rules::Rules;
use crate::store::dossiers::{self, StoredDossier};
use crate::store::erasing::{self, Contents, Due, Kept, Others};
use crate::store::{Store, StoreError, Tx, cases, certificates};
use crate::vault::{Destroyed, KeyId, VaultError};

use super::access_log;
use super::audit::blocking;
use super::destruction;
use super::early;
use super::error::ActionError;
use super::expire;
use super::house::House;

/// A clock that went further than this since the last look is not believed.
const JUMP: EpochMillis = 24 * 60 * 60 * 1000;
/// How long the row of a message that was sent is kept: to find out what happened. It holds no content any more.
const DONE_KEPT: EpochMillis = 90 * JUMP;
/// How many rows are looked at together.
pub(super) const PAGE: i64 = 200;
/// How many dossiers are erased side by side, so that they share a wait for the disk; few enough for who writes meanwhile.
const TOGETHER: usize = 8;

/// What one look did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// So many dossiers were erased.
    pub erased: usize,
    /// Whether nothing was erased because the clock jumped, until a person says that it is right.
    pub stopped: bool,
}

/// How far erasing is, for who looks after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// When the clock was looked at last.
    pub seen: Option<EpochMillis>,
    /// Since when nothing is erased, because the clock jumped.
    pub stopped: Option<EpochMillis>,
    /// Of how many dossiers the day has come, of parties that erase by themselves; some of them may be held.
    pub due: i64,
}

/// Erases what is due now.
///
/// # Errors
/// What the store or the vault refuses, for the first dossier that could not be erased; the others are.
pub async fn look(house: &House) -> Result<Looked, ActionError> {
    let mut looked = Looked::default();
    if !clock_is_right(house).await? {
        looked.stopped = true;
        return Ok(looked);
    }
    finish(house).await?;
    let (today, mut after, mut failed) = (house.clock.today(), Due::default(), None);
    loop {
        let from = after.clone();
        let page = house
            .store
            .glance(move |tx| Box::pin(async move { erasing::due(tx, today, &from, PAGE).await }));
        let page = page.await?;
        let Some(last) = page.last() else { break };
        after = last.clone();
        let (mut running, mut page) = (JoinSet::new(), page.into_iter());
        loop {
            for due in page.by_ref().take(TOGETHER - running.len()) {
                let inside = house.clone();
                running.spawn(async move { one(&inside, due).await });
            }
            match running.join_next().await {
                None => break,
                Some(Ok(Ok(erased))) => looked.erased += usize::from(erased),
                Some(Ok(Err(error))) => failed = failed.or(Some(error)),
                Some(Err(_)) => failed = failed.or(Some(StoreError::Panicked.into())),
            }
        }
        finish(house).await?;
    }
    for (done, wrong) in [destruction::look(house).await?, early::look(house).await?] {
        looked.erased += done;
        failed = failed.or(wrong);
    }
    let (expired, wrong) = expire::look(house).await?;
    failed = failed.or(wrong);
    let some = forget_messages(house).await? || expired || looked.erased > 0;
    tidy(house, some).await?;
    failed.map_or(Ok(looked), Err)
}

/// Whether the clock went on as clocks do since the last look. If not, nothing is erased until a person says that it is right.
async fn clock_is_right(house: &House) -> Result<bool, ActionError> {
    let now = house.clock.now();
    let right = house.store.write(move |tx| {
        Box::pin(async move {
            if erasing::value(tx, Kept::Stopped).await?.is_some() {
                return Ok(false);
            }
            let seen = erasing::value(tx, Kept::Seen).await?.unwrap_or(now);
            let right = now.abs_diff(seen) <= JUMP.unsigned_abs();
            let (kept, value) = if right {
                (Kept::Seen, now)
            } else {
                (Kept::Stopped, now)
            };
            erasing::set(tx, kept, Some(value)).await?;
            Ok::<_, StoreError>(right)
        })
    });
    let right = right.await?;
    if !right {
        tracing::error!(
            "the clock jumped more than 24 hours: nothing is erased until somebody confirms it (tom erase confirm)"
        );
    }
    Ok(right)
}

/// A person says that the clock is right: erasing goes on at the next look.
///
/// # Errors
/// What the store refuses.
pub async fn confirm(house: &House) -> Result<(), ActionError> {
    let now = house.clock.now();
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            erasing::set(tx, Kept::Stopped, None).await?;
            erasing::set(tx, Kept::Seen, Some(now)).await
        })
    });
    Ok(done.await?)
}

/// How far erasing is.
///
/// # Errors
/// What the store refuses.
pub async fn status(house: &House) -> Result<Status, ActionError> {
    let today = house.clock.today();
    let found = house.store.glance(move |tx| {
        Box::pin(async move {
            Ok::<_, StoreError>(Status {
                seen: erasing::value(tx, Kept::Seen).await?,
                stopped: erasing::value(tx, Kept::Stopped).await?,
                due: erasing::count(tx, today).await?,
            })
        })
    });
    Ok(found.await?)
}

/// Erases one dossier, unless something holds it. Answers whether it did. On SQLite nobody is kept from writing while it is read; if
/// something changed meanwhile, as when another dossier of the case went, it is done once more with the case held.
async fn one(house: &House, due: Due) -> Result<bool, ActionError> {
    match attempt(house, due.clone(), false).await {
        Err(ActionError::Changed) => attempt(house, due, true).await,
        done => done,
    }
}

async fn attempt(house: &House, due: Due, held: bool) -> Result<bool, ActionError> {
    let inside = house.clone();
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let (case, party) = (CaseId(due.case), PartyId(due.party));
            if held {
                cases::hold(tx, &case).await?;
            } else {
                cases::hold_or_guard(tx, &case).await?;
            }
            let Some(case) = cases::load(tx, &case).await? else {
                return Ok(false);
            };
            let Some(row) = dossiers::load(tx, &case.id, &party).await? else {
                return Ok(false);
            };
            let today = inside.clock.today();
            let own = due_of(tx, &case, &row, today).await?;
            let Some(own) = own.filter(|own| own.settings.erases_by_itself(today)) else {
                return Ok(false);
            };
            let ground = Ground::of(Why::Term, inside.rules(&case.workflow)?, own.kind);
            let others = erasing::others(tx, &row).await?;
            let going = going(&inside, tx, &case, &row, ground, &others).await?;
            erasing::still(tx, &case, &row, others.parties.len(), today).await?;
            going.go(&inside, tx).await?;
            Ok::<_, ActionError>(true)
        })
    });
    done.await
}

/// Whose it is, if this dossier may be erased on this day: its term is over, the party is not at work on the case, and
/// nobody asked something about it.
pub(super) async fn due_of(
    tx: &mut Tx,
    case: &Case,
    row: &StoredDossier,
    today: time::Date,
) -> Result<Option<Organisation>, ActionError> {
    let Some(party) = crate::store::parties::load(tx, &row.party).await? else {
        return Ok(None);
    };
    let over = row.kept.is_some_and(|kept| kept.destroy_on <= today);
    let at_work = case.state.in_hands_of() == Some(party.kind) && of_case(case, &row.party);
    let free = over && !at_work && !row.restricted && !erasing::is_held(tx, &row.id, today).await?;
    Ok(free.then_some(party))
}

fn of_case(case: &Case, party: &PartyId) -> bool {
    [&case.swv, &case.ggd, &case.municipality].contains(&party)
        || case.local_team.as_ref() == Some(party)
}

/// On which ground something is erased.
pub(super) struct Ground {
    /// Why.
    pub why: Why,
    /// The rule or article behind it.
    pub source: String,
    /// The list on which it stood, and the two persons of that list.
    pub list: Option<(String, [UserId; 2])>,
}

impl Ground {
    /// By a rule, at a party of this kind.
    pub(super) fn of(why: Why, rules: &Rules, kind: PartyKind) -> Self {
        Self {
            why,
            source: why.source(rules, kind),
            list: None,
        }
    }
}

/// Erases a dossier with all that belongs to it, with its certificate and a line in the log; with the last one of somebody goes what
/// is left of the case. The case is held.
///
/// # Errors
/// What the store refuses.
pub(super) async fn gone(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    row: &StoredDossier,
    ground: Ground,
) -> Result<(), ActionError> {
    let others = erasing::others(tx, row).await?;
    let going = going(house, tx, case, row, ground, &others).await?;
    going.go(house, tx).await
}

/// What goes together: read, not changed yet.
struct Going {
    dossiers: Vec<(StoredDossier, Ground, Contents)>,
    /// The case, if nothing is left of it.
    case: Option<CaseId>,
}

async fn going(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    row: &StoredDossier,
    ground: Ground,
    others: &Others,
) -> Result<Going, ActionError> {
    let mut dossiers = vec![(row.clone(), ground, erasing::contents(tx, row).await?)];
    if others.of_somebody || case.state.in_hands_of().is_some() {
        return Ok(Going {
            dossiers,
            case: None,
        });
    }
    let mut held = false;
    for party in &others.parties {
        let left = dossiers::load(tx, &case.id, party).await?;
        let left = left.ok_or(StoreError::Stale)?;
        held |= erasing::is_held(tx, &left.id, house.clock.today()).await?;
        let ground = Ground::of(
            Why::NothingLeft,
            house.rules(&case.workflow)?,
            PartyKind::Swv,
        );
        let contents = erasing::contents(tx, &left).await?;
        dossiers.push((left, ground, contents));
    }
    if held {
        dossiers.truncate(1);
    }
    let case = (!held).then(|| case.id.clone());
    Ok(Going { dossiers, case })
}

impl Going {
    async fn go(self, house: &House, tx: &mut Tx) -> Result<(), ActionError> {
        for (row, ground, contents) in self.dossiers {
            erasing::erase(tx, &row, &contents).await?;
            certify(house, tx, &row, ground, contents.told(), true).await?;
        }
        if let Some(case) = self.case {
            erasing::rest(tx, &case).await?;
        }
        Ok(())
    }
}

/// Leaves the certificate of what goes in this unit, and a line in the log. The key goes after the commit: [`finish`].
///
/// # Errors
/// What the store refuses.
pub(super) async fn certify(
    house: &House,
    tx: &mut Tx,
    row: &StoredDossier,
    ground: Ground,
    contents: Vec<(String, u64)>,
    entire: bool,
) -> Result<(), ActionError> {
    let Ground { why, source, list } = ground;
    let (list, by) = list.unzip();
    let (by, second) = by.map(|[first, second]| (first, second)).unzip();
    let certificate = Certificate {
        id: house.random.id(house.clock.now()),
        party: row.party.clone(),
        case: row.case.clone(),
        dossier: row.id.clone(),
        key: row.key.clone(),
        why,
        source,
        contents,
        entire,
        on: house.clock.today(),
        by,
        second,
        list,
    };
    certificates::add(tx, &certificate).await?;
    access_log::erased(house, tx, &certificate).await
}

/// Destroys the keys of all that was erased and committed, after they stand in the ledger.
///
/// # Errors
/// What the store or the vault refuses; what is not destroyed now is at the next look.
pub async fn finish(house: &House) -> Result<(), ActionError> {
    loop {
        let open = house
            .store
            .glance(|tx| Box::pin(async move { certificates::open(tx, PAGE).await }))
            .await?;
        if open.is_empty() {
            return Ok(());
        }
        let (lines, vault) = (
            open.iter().map(line).collect::<Vec<_>>(),
            house.vault.clone(),
        );
        let length = blocking(move || {
            let length = vault.record(&lines)?;
            vault.destroy_all(lines.iter().map(|line| (&line.party, &line.key)))?;
            Ok(length)
        });
        let (length, now) = (length.await?, house.clock.now());
        let noted = house.store.write(move |tx| {
            Box::pin(async move {
                certificates::destroyed(tx, &open, now).await?;
                carried_out(tx, length).await
            })
        });
        noted.await?;
    }
}

/// Says up to where the ledger is carried out in this database. What others added meanwhile they carried out themselves.
async fn carried_out(tx: &mut Tx, length: u64) -> Result<(), StoreError> {
    let length = i64::try_from(length).map_err(|_| StoreError::Corrupt)?;
    let before = erasing::value(tx, Kept::Ledger).await?;
    if before.is_none_or(|before| before < length) {
        erasing::set(tx, Kept::Ledger, Some(length)).await?;
    }
    Ok(())
}

fn line(of: &Certificate) -> Destroyed {
    Destroyed {
        party: of.party.clone(),
        case: of.case.clone(),
        dossier: of.dossier.clone(),
        key: KeyId::from(of.key.as_str()),
        entire: of.entire,
        why: of.why.code().to_owned(),
        source: of.source.clone(),
        on: dates::iso(of.on),
    }
}

/// Brings the database up to the ledger, before anybody opens it: what was erased since the backup from which it was put back is
/// erased again. Where the ledger is older than the database, because the keys were put back, it is written again out of
/// the certificates. Answers how many dossiers were erased.
///
/// # Errors
/// What the store or the vault refuses: then the program must not go on.
pub async fn catch_up(house: &House) -> Result<usize, ActionError> {
    let from = house
        .store
        .glance(|tx| Box::pin(async move { erasing::value(tx, Kept::Ledger).await }))
        .await?;
    let from = from.unwrap_or_default().unsigned_abs();
    let (vault, behind) = (house.vault.clone(), is_behind(&house.store).await?);
    let Some((lines, length)) = blocking(move || vault.recorded(from)).await? else {
        if behind {
            return Err(VaultError::Ledger("is ouder dan de reservekopie").into());
        }
        return write_again(house).await.map(|()| 0);
    };
    if lines.is_empty() {
        finish(house).await?;
        no_more_behind(house, behind).await?;
        return Ok(0);
    }
    let mut erased = 0;
    for line in lines {
        let vault = house.vault.clone();
        let (party, key) = (line.party.clone(), line.key.clone());
        blocking(move || vault.destroy(&party, &key)).await?;
        let inside = house.clone();
        let done = house
            .store
            .write(move |tx| Box::pin(async move { again(&inside, tx, &line).await }));
        erased += usize::from(done.await?);
    }
    house
        .store
        .write(move |tx| Box::pin(async move { carried_out(tx, length).await }))
        .await?;
    finish(house).await?;
    tidy(house, erased > 0).await?;
    no_more_behind(house, behind).await?;
    Ok(erased)
}

/// Whether a backup was put back here, and what was erased since is not erased again yet.
///
/// # Errors
/// What the store refuses.
pub async fn is_behind(store: &Store) -> Result<bool, ActionError> {
    let behind = store.glance(|tx| Box::pin(async move { erasing::value(tx, Kept::Behind).await }));
    Ok(behind.await?.is_some())
}

async fn no_more_behind(house: &House, behind: bool) -> Result<(), ActionError> {
    if behind {
        let done = house
            .store
            .write(|tx| Box::pin(async move { erasing::set(tx, Kept::Behind, None).await }));
        done.await?;
    }
    Ok(())
}

/// Erases what a line of the ledger says, where this database still has it.
async fn again(house: &House, tx: &mut Tx, line: &Destroyed) -> Result<bool, ActionError> {
    cases::hold(tx, &line.case).await?;
    let found = dossiers::by_id(tx, &line.dossier).await?;
    let Some(row) = found.filter(|row| row.key == line.key.as_str()) else {
        return Ok(false);
    };
    let why = Why::from_code(&line.why).ok_or(StoreError::Corrupt)?;
    let ground = Ground {
        why,
        source: line.source.clone(),
        list: None,
    };
    if line.entire {
        let case = cases::load(tx, &line.case).await?;
        gone(house, tx, &case.ok_or(StoreError::Corrupt)?, &row, ground).await?;
    } else {
        erasing::lose(tx, &row.id).await?;
        certify(house, tx, &row, ground, Vec::new(), false).await?;
    }
    Ok(true)
}

/// Writes the ledger again out of the certificates, and destroys what came back with older keys.
async fn write_again(house: &House) -> Result<(), ActionError> {
    tracing::error!(
        "the destruction ledger is shorter than it was: it is written again out of the certificates"
    );
    let (mut after, mut length) = (String::new(), 0);
    loop {
        let from = after.clone();
        let page = house
            .store
            .glance(move |tx| Box::pin(async move { certificates::after(tx, &from, PAGE).await }))
            .await?;
        let Some(last) = page.last() else { break };
        last.id.clone_into(&mut after);
        let (lines, vault) = (
            page.iter().map(line).collect::<Vec<_>>(),
            house.vault.clone(),
        );
        let written = blocking(move || {
            let length = vault.record(&lines)?;
            vault.destroy_all(lines.iter().map(|line| (&line.party, &line.key)))?;
            Ok(length)
        });
        length = written.await?;
    }
    let length = i64::try_from(length).map_err(|_| StoreError::Corrupt)?;
    house
        .store
        .write(move |tx| {
            Box::pin(async move { erasing::set(tx, Kept::Ledger, Some(length)).await })
        })
        .await?;
    Ok(())
}

/// Forgets messages that were done long ago. Answers whether there were any.
async fn forget_messages(house: &House) -> Result<bool, ActionError> {
    let (before, mut some) = (house.clock.now().saturating_sub(DONE_KEPT), false);
    loop {
        let gone = house
            .store
            .write(move |tx| Box::pin(async move { erasing::done_before(tx, before, PAGE).await }));
        if gone.await? == 0 {
            return Ok(some);
        }
        some = true;
    }
}

/// Lets the engine clear away what is left of deleted rows; what it can't now, it does at the next look.
async fn tidy(house: &House, some: bool) -> Result<(), ActionError> {
    let waits = house
        .store
        .glance(|tx| Box::pin(async move { erasing::value(tx, Kept::Untidy).await }));
    if !some && waits.await?.is_none() {
        return Ok(());
    }
    let set = |value| {
        house
            .store
            .write(move |tx| Box::pin(async move { erasing::set(tx, Kept::Untidy, value).await }))
    };
    set(Some(1)).await?;
    if house.store.tidy().await? {
        // The last write is in the journal again: a number, and nothing of anybody.
        set(None).await?;
    } else {
        tracing::warn!("the database could not be tidied after erasing; it is tried again");
    }
    Ok(())
}

/// What a line of the log says of a certificate.
pub(super) fn logged(of: &Certificate) -> String {
    format!("erased: {}", told(&of.contents))
}
