//! What the FG of a party does: reads the access log, signs off a review of it, sees who broke the glass, and opens a dossier for a
//! reason. Each of these leaves a line itself.

use std::collections::BTreeSet;

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::amsterdam;
use crate::domain::erasure::Certificate;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId, DossierId, PartyId, Role};
use crate::domain::personal::{Personal as _, Told};
pub use crate::domain::review::Term;
use crate::domain::text::LongText;
use crate::store::access_log::{self as lines, NewReview};
pub use crate::store::access_log::{Filter, LogLine};
use crate::store::opening::{self, Opening};
use crate::store::users::Person;
use crate::store::{Tx, break_glass, certificates, log, parties, users};
use crate::vault::{KeyId, Slot, What};

use super::access_log;
use super::compartment::open_row;
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, answered, first_time};
use super::register::Register;

/// Lines on one page.
const ON_A_PAGE: i64 = 50;
/// Lines that are read at once for an export.
const AT_ONCE: i64 = 5000;
/// The most lines of one export.
const MOST: usize = 100_000;
/// The most reviews and broken glasses on a page.
const MOST_ROWS: i64 = 200;

/// The own party's FG, and nobody else.
pub(super) fn supervised(actor: &Actor) -> Result<PartyId, ActionError> {
    match actor {
        Actor::Employee {
            party,
            role: Role::Fg,
            ..
        } => Ok(party.clone()),
        _ => Err(ActionError::NotFound),
    }
}

/// A page of the access log.
pub struct LogPage {
    /// The lines, the newest first.
    pub lines: Vec<LogLine>,
    /// The line after which the next page begins, if there is one.
    pub next: Option<String>,
    /// The people of the party: id and name.
    pub people: Vec<(String, String)>,
    /// How far the log was reviewed.
    pub review: Term,
}

/// A page of the own party's access log.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no FG; what the store refuses.
pub async fn page(house: &House, actor: &Actor, filter: Filter) -> Result<LogPage, ActionError> {
    let party = supervised(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let mut found = lines::page(tx, &party, &filter, ON_A_PAGE + 1).await?;
                let more = i64::try_from(found.len()).is_ok_and(|count| count > ON_A_PAGE);
                if more {
                    found.pop();
                }
                let next = found.last().filter(|_| more).map(|line| line.id.clone());
                let people = users::of_party(tx, &party).await?;
                let review = term(&inside, tx, &party).await?;
                access_log::overview(&inside, tx, &actor, Purpose::Supervise, "access_log").await?;
                Ok(LogPage {
                    review,
                    lines: found,
                    next,
                    people: people.into_iter().map(|one| (one.id.0, one.name)).collect(),
                })
            })
        })
        .await
}

/// Every line that was asked for.
///
/// # Errors
/// [`ActionError::Field`] for more than 100,000 lines; otherwise as [`page`].
pub async fn export(
    house: &House,
    actor: &Actor,
    mut filter: Filter,
) -> Result<Vec<LogLine>, ActionError> {
    let party = supervised(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let mut all = Vec::new();
                loop {
                    let found = lines::page(tx, &party, &filter, AT_ONCE).await?;
                    let last = i64::try_from(found.len()).is_ok_and(|count| count < AT_ONCE);
                    all.extend(found);
                    if all.len() > MOST {
                        return Err(ActionError::Field(
                            "from",
                            "Dit zijn meer dan 100.000 regels. Kies een kortere periode.".into(),
                        ));
                    }
                    match all.last() {
                        Some(line) if !last => filter.before.clone_from(&line.id),
                        _ => break,
                    }
                }
                access_log::overview(&inside, tx, &actor, Purpose::Export, "access_log").await?;
                Ok(all)
            })
        })
        .await
}

/// A review of the log that was signed off.
pub struct Review {
    /// From when.
    pub from: EpochMillis,
    /// Until when: the first instant after the period.
    pub until: EpochMillis,
    /// The sealed block on which it rests.
    pub block: i64,
    /// How many lines of the period stand in the blocks up to that one.
    pub lines: i64,
    /// What was found.
    pub finding: String,
    /// The name of who signed.
    pub name: String,
    /// When.
    pub at: EpochMillis,
}

pub(super) async fn term(house: &House, tx: &mut Tx, party: &PartyId) -> Result<Term, ActionError> {
    let settings = parties::load(tx, party).await?.map(|party| party.settings);
    let reviewed = lines::reviewed(tx, party).await?;
    let day = |at: EpochMillis| amsterdam::civil_date(at);
    let periods = reviewed.periods.iter();
    let periods = periods.map(|(from, until)| (day(*from), day(until.saturating_sub(1))));
    let months = settings.unwrap_or_default().review_months();
    Ok(Term::of(
        months,
        reviewed.first.map(day),
        &periods.collect::<Vec<_>>(),
        (reviewed.last.map(day), house.clock.today()),
    ))
}

/// The reviews of the own party, the last first, and when the next one is due.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no FG; what the store or the vault refuses.
pub async fn reviews(house: &House, actor: &Actor) -> Result<(Vec<Review>, Term), ActionError> {
    let party = supervised(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                access_log::overview(&inside, tx, &actor, Purpose::Supervise, "reviews").await?;
                let stored = lines::reviews(tx, &party, MOST_ROWS).await?;
                let term = term(&inside, tx, &party).await?;
                let reviews: Result<_, ActionError> = stored
                    .into_iter()
                    .map(|one| {
                        let place = (&party, &CaseId(String::new()), &DossierId(one.id.clone()));
                        let finding = text(&inside, place, (&one.key, &one.id), &one.finding)?;
                        Ok(Review {
                            from: one.from,
                            until: one.until,
                            block: one.block,
                            lines: one.lines,
                            finding,
                            name: one.name,
                            at: one.at,
                        })
                    })
                    .collect();
                Ok((reviews?, term))
            })
        })
        .await
}

/// Signs off a review of the log from one day to another, both included. It rests on the last sealed block: what was written
/// after it doesn't count yet.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no FG; [`ActionError::Field`] for a log of which nothing was sealed; what the store or the
/// vault refuses.
pub async fn sign_off(
    house: &House,
    actor: &Actor,
    form: Form,
    (from, until): (Date, Date),
    finding: LongText<2000>,
) -> Result<String, ActionError> {
    let party = supervised(actor)?;
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once) = (form.location.clone(), form.once.clone());
    let from = amsterdam::start_of_day(from);
    let until = amsterdam::start_of_day(until.next_day().unwrap_or(until));
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let (house, now) = (&inside, inside.clock.now());
            first_time(tx, &sender, &form, now).await?;
            let head = log::head(tx, &party).await?.ok_or_else(|| {
                let why = "Het logboek is nog niet verzegeld. Probeer het over een minuut opnieuw.";
                ActionError::Field("from", why.into())
            })?;
            let counted = lines::sealed(tx, &party, head.number, (from, until)).await?;
            let (id, key) = (house.random.id(now), house.vault.new_key(&party)?);
            let slot = Slot {
                party: &party,
                case: &CaseId(String::new()),
                dossier: &DossierId(id.clone()),
                key: &key,
                what: What::Reason(&id),
            };
            let review = NewReview {
                id: &id,
                party: &party,
                from,
                until,
                block: head.number,
                hash: &head.hash,
                lines: counted,
                key: key.as_str(),
                finding: house.vault.seal(&slot, finding.as_str().as_bytes())?,
                by: sender.user().map_or("", |user| user.as_str()),
                at: now,
            };
            lines::add_review(tx, review).await?;
            access_log::overview(house, tx, &sender, Purpose::Supervise, "review").await
        })
    });
    answered(house, actor, None, once, done.await).await?;
    Ok(location)
}

/// A time that the glass was broken.
pub struct Glass {
    /// For which case.
    pub case: String,
    /// Who did it.
    pub name: String,
    /// In which role, as a code.
    pub role: String,
    /// When.
    pub at: EpochMillis,
    /// Until when.
    pub until: EpochMillis,
    /// Why.
    pub reason: String,
}

/// Who broke the glass at the own party, and which dossiers an FG opened; the last first.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no FG; what the store or the vault refuses.
pub async fn glasses(house: &House, actor: &Actor) -> Result<Vec<Glass>, ActionError> {
    let party = supervised(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let stored = break_glass::of_party(tx, &party, MOST_ROWS).await?;
                let cases: BTreeSet<&str> = stored.iter().map(|one| one.case.as_str()).collect();
                let cases: Vec<&str> = cases.into_iter().collect();
                let kinds = format!("reasons: {}", cases.join(" "));
                access_log::overview(&inside, tx, &actor, Purpose::Supervise, &kinds).await?;
                stored
                    .iter()
                    .map(|one| {
                        let place = (&party, &one.case, &one.dossier);
                        Ok(Glass {
                            case: one.case.0.clone(),
                            name: one.name.clone(),
                            role: one.role.clone(),
                            at: one.at,
                            until: one.until,
                            reason: text(&inside, place, (&one.key, &one.id), &one.reason)?,
                        })
                    })
                    .collect()
            })
        })
        .await
}

/// Opens what was sealed under a number.
fn text(
    house: &House,
    (party, case, dossier): (&PartyId, &CaseId, &DossierId),
    (key, id): (&str, &str),
    sealed: &[u8],
) -> Result<String, ActionError> {
    let slot = Slot {
        party,
        case,
        dossier,
        key: &KeyId::from(key),
        what: What::Reason(id),
    };
    let plain = house.vault.open_sealed(&slot, sealed)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// Everything that the own party keeps in its dossier of a case, for an FG who said why ([`super::glass::break_it`]).
///
/// # Errors
/// [`ActionError::NotFound`] without a reason of the last hour, and for another party's case; what the store or the vault refuses.
pub async fn dossier(
    house: &House,
    actor: &Actor,
    case: &CaseId,
) -> Result<Vec<Told>, ActionError> {
    supervised(actor)?;
    let (inside, actor, id) = (house.clone(), actor.clone(), case.clone());
    house
        .store
        .noted(move |tx| Box::pin(async move { everything(&inside, tx, &actor, &id).await }))
        .await
}

async fn everything(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    id: &CaseId,
) -> Result<Vec<Told>, ActionError> {
    let found = opening::load(tx, id, actor, None, house.clock.now()).await?;
    let Opening {
        case,
        facts,
        dossier,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::Supervise, &facts)?;
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let opened = open_row(house, tx, &case, &grant, dossier).await?;
    Ok(opened.dossier.told())
}

/// The register of processing activities of the own party.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no FG; what the store refuses.
pub async fn register(house: &House, actor: &Actor) -> Result<Register, ActionError> {
    let own = supervised(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    let party = house.store.noted(move |tx| {
        Box::pin(async move {
            access_log::overview(&inside, tx, &actor, Purpose::Supervise, "register").await?;
            Ok::<_, ActionError>(parties::load(tx, &own).await?)
        })
    });
    let party = party.await?.ok_or(ActionError::NotFound)?;
    Ok(Register::of(&party, &house.workflows))
}

/// What was erased of the own party's dossiers, the newest first, and when the key of each was destroyed. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no FG; what the store refuses.
pub async fn erased(
    house: &House,
    actor: &Actor,
) -> Result<(Vec<(Certificate, Option<EpochMillis>)>, Vec<Person>), ActionError> {
    let party = supervised(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let found = certificates::of_party(tx, &party, MOST_ROWS).await?;
                let people = users::of_party(tx, &party).await?;
                access_log::overview(&inside, tx, &actor, Purpose::Supervise, "certificates")
                    .await?;
                Ok((found, people))
            })
        })
        .await
}
