//! What happened: events for the timelines, disclosures, and the log of every look.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, PartyId};

use super::{StoreError, Tx, args};

/// The audience of events that the family sees.
pub const FAMILY: &str = "family";

const INSERT_EVENT: &str = "INSERT INTO events (id, case_id, audience, at, kind, by_party, by_role, by_user, data, \
                            sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Who of the own party did it is named; of another one only the role.
const TIMELINE: &str = "SELECT e.id, e.at, e.by_role, e.data, p.name, u.name FROM events e LEFT JOIN parties p \
                        ON p.id = e.by_party LEFT JOIN users u ON u.id = e.by_user AND u.party_id = e.audience \
                        WHERE e.case_id = $1 AND e.audience = $2 ORDER BY e.at, e.id";

const INSERT_DISCLOSURE: &str = "INSERT INTO disclosures (id, case_id, from_party, to_party, hand_over, fields, \
                                 purpose, basis, consent, channel, by_role, by_user, at) \
                                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

const DISCLOSURES: &str = "SELECT d.at, d.hand_over, d.fields, d.purpose, d.basis, d.consent, d.channel, d.by_role, \
                           f.name, t.name \
                           FROM disclosures d \
                           JOIN parties f ON f.id = d.from_party JOIN parties t ON t.id = d.to_party \
                           WHERE d.case_id = $1 AND $2 IN (d.from_party, d.to_party) ORDER BY d.at, d.id";

/// Who has a dossier with what came from a party, those that have left the case too.
const GOT_FROM: &str = "SELECT DISTINCT d.to_party FROM disclosures d JOIN dossiers o ON o.case_id = d.case_id \
                        AND o.party_id = d.to_party WHERE d.case_id = $1 AND d.from_party = $2 AND d.to_party <> $2 \
                        ORDER BY d.to_party";

/// Along the party's dossiers, so that no other party's history is read.
const DISCLOSED: &str = "SELECT hand_over, CAST(COUNT(*) AS BIGINT) FROM disclosures WHERE at >= $1 AND at < $2 GROUP BY hand_over";

const QUESTIONS: &str = "SELECT e.case_id, e.at, e.data FROM dossiers d JOIN events e ON e.case_id = d.case_id \
                         AND e.audience = d.party_id WHERE d.party_id = $1 AND e.kind IN ('give_consent', 'withdraw_consent') \
                         AND (e.data LIKE '%consent_asked%' OR e.data LIKE '%consent_answered%') \
                         ORDER BY e.at DESC, e.id DESC LIMIT 200";

const RECEIVERS: &str = "SELECT DISTINCT to_party FROM disclosures WHERE case_id = $1 AND consent = $2 ORDER BY to_party";

const INSERT_LOOK: &str = "INSERT INTO access_log (id, party_id, case_id, at, user_id, role, purpose, kinds, asked, \
                           outcome, on_behalf, basis, salt) \
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// One event for one audience.
#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    /// Its id.
    pub id: &'a str,
    /// Of which case.
    pub case: &'a CaseId,
    /// The id of the party that sees it, or [`FAMILY`].
    pub audience: &'a str,
    /// When.
    pub at: EpochMillis,
    /// The step's name.
    pub kind: &'a str,
    /// The party that took the step.
    pub by_party: Option<&'a str>,
    /// The role in which.
    pub by_role: &'a str,
    /// The employee.
    pub by_user: Option<&'a str>,
    /// Dates and kinds, as JSON. Nothing personal.
    pub data: &'a str,
}

/// Adds an event.
///
/// # Errors
/// What the store refuses.
pub async fn add_event(tx: &mut Tx, event: &NewEvent<'_>) -> Result<(), StoreError> {
    let args = args![
        event.id,
        event.case.as_str(),
        event.audience,
        event.at,
        event.kind,
        event.by_party,
        event.by_role,
        event.by_user,
        event.data,
        None::<Vec<u8>>
    ];
    tx.put(INSERT_EVENT, args).await
}

/// An event as it is read back.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// When.
    pub at: EpochMillis,
    /// The role of who did it.
    pub by_role: String,
    /// The party of who did it.
    pub by_party: Option<String>,
    /// The name of who did it, if that is an employee of this audience.
    pub by_name: Option<String>,
    /// Dates and kinds, as JSON.
    pub data: String,
}

/// What this audience may see of a case, the oldest first.
///
/// # Errors
/// What the store refuses.
pub async fn timeline(
    tx: &mut Tx,
    case: &CaseId,
    audience: &str,
) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = tx.all(TIMELINE, args![case.as_str(), audience]).await?;
    rows.iter()
        .map(|row| {
            Ok(StoredEvent {
                at: row.int(1)?,
                by_role: row.text(2)?,
                data: row.text(3)?,
                by_party: row.text_opt(4)?,
                by_name: row.text_opt(5)?,
            })
        })
        .collect()
}

/// A disclosure: what kinds of data went from whom to whom, on which ground.
#[derive(Clone, Debug)]
pub struct Disclosure<'a> {
    /// Its id.
    pub id: &'a str,
    /// Of which case.
    pub case: &'a CaseId,
    /// Whose data.
    pub from: &'a PartyId,
    /// Who got them.
    pub to: &'a PartyId,
    /// Which hand-over of the workflow file, or which seintje.
    pub hand_over: &'a str,
    /// Codes of the fields, as a JSON list.
    pub fields: &'a str,
    /// What for.
    pub purpose: &'a str,
    /// Article of the covenant or the law.
    pub basis: &'a str,
    /// Code of the consent that carried it.
    pub consent: Option<&'a str>,
    /// How it travelled: code of a channel, or of the route of a seintje.
    pub channel: &'a str,
    /// The role of who took the step.
    pub by_role: &'a str,
    /// The employee who took the step.
    pub by_user: Option<&'a str>,
    /// When.
    pub at: EpochMillis,
}

/// Records a disclosure.
///
/// # Errors
/// What the store refuses.
pub async fn disclose(tx: &mut Tx, d: &Disclosure<'_>) -> Result<(), StoreError> {
    let args = args![
        d.id,
        d.case.as_str(),
        d.from.as_str(),
        d.to.as_str(),
        d.hand_over,
        d.fields,
        d.purpose,
        d.basis,
        d.consent,
        d.channel,
        d.by_role,
        d.by_user,
        d.at
    ];
    tx.put(INSERT_DISCLOSURE, args).await
}

/// A disclosure as it is read back.
#[derive(Clone, Debug)]
pub struct StoredDisclosure {
    /// When.
    pub at: EpochMillis,
    /// Which hand-over.
    pub hand_over: String,
    /// Codes of the fields.
    pub fields: Vec<String>,
    /// What for.
    pub purpose: String,
    /// Article.
    pub basis: String,
    /// Code of the consent that carried it.
    pub consent: Option<String>,
    /// How it travelled.
    pub channel: String,
    /// The role of who took the step.
    pub by_role: String,
    /// Name of the giving party.
    pub from: String,
    /// Name of the receiving party.
    pub to: String,
}

/// What a party gave and got in a case, the oldest first.
///
/// # Errors
/// What the store refuses.
pub async fn disclosures(
    tx: &mut Tx,
    case: &CaseId,
    party: &PartyId,
) -> Result<Vec<StoredDisclosure>, StoreError> {
    let args = args![case.as_str(), party.as_str()];
    let rows = tx.all(DISCLOSURES, args).await?;
    rows.iter()
        .map(|row| {
            Ok(StoredDisclosure {
                at: row.int(0)?,
                hand_over: row.text(1)?,
                fields: serde_json::from_str(&row.text(2)?).map_err(|_| StoreError::Corrupt)?,
                purpose: row.text(3)?,
                basis: row.text(4)?,
                consent: row.text_opt(5)?,
                channel: row.text(6)?,
                by_role: row.text(7)?,
                from: row.text(8)?,
                to: row.text(9)?,
            })
        })
        .collect()
}

/// The questions for a new consent, and the answers, of a party: of which case, when, and the event; the newest first.
///
/// # Errors
/// What the store refuses.
pub async fn questions(
    tx: &mut Tx,
    party: &PartyId,
) -> Result<Vec<(CaseId, EpochMillis, String)>, StoreError> {
    let rows = tx.all(QUESTIONS, args![party.as_str()]).await?;
    rows.iter()
        .map(|row| Ok((CaseId(row.text(0)?), row.int(1)?, row.text(2)?)))
        .collect()
}

/// Who got data by a consent.
///
/// # Errors
/// What the store refuses.
pub async fn receivers(
    tx: &mut Tx,
    case: &CaseId,
    consent: &str,
) -> Result<Vec<PartyId>, StoreError> {
    let rows = tx.all(RECEIVERS, args![case.as_str(), consent]).await?;
    rows.iter().map(|row| Ok(PartyId(row.text(0)?))).collect()
}

/// How often each hand-over was made, from the first instant until before the second.
///
/// # Errors
/// What the store refuses.
pub async fn disclosed(
    tx: &mut Tx,
    from: EpochMillis,
    until: EpochMillis,
) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = tx.all(DISCLOSED, args![from, until]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.int(1)?)))
        .collect()
}

/// Who got data of a case from this party and has a dossier of it (art. 19 AVG).
///
/// # Errors
/// What the store refuses.
pub async fn got_from(
    tx: &mut Tx,
    case: &CaseId,
    from: &PartyId,
) -> Result<Vec<PartyId>, StoreError> {
    let rows = tx
        .all(GOT_FROM, args![case.as_str(), from.as_str()])
        .await?;
    rows.iter().map(|row| Ok(PartyId(row.text(0)?))).collect()
}

/// One look at personal data: who, for whom, why, at what. No content and no name.
#[derive(Clone, Debug)]
pub struct Look<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose data.
    pub party: &'a PartyId,
    /// Of which case; `None` for a list, whose ids stand in `kinds`.
    pub case: Option<&'a CaseId>,
    /// When.
    pub at: EpochMillis,
    /// The employee.
    pub user: Option<&'a str>,
    /// In which role.
    pub role: &'a str,
    /// What for.
    pub purpose: &'a str,
    /// Which kinds of data were opened, or the ids that a list showed.
    pub kinds: &'a str,
    /// The step or the route that was refused; empty where something was opened.
    pub asked: &'a str,
    /// Opened, or why it was refused.
    pub outcome: &'a str,
    /// For whom: the party of an employee, or which of the family.
    pub on_behalf: Option<&'a str>,
    /// On which ground; empty for a refusal.
    pub basis: &'a str,
    /// What goes with the line when the line goes: without it nobody can guess the line from the hash that stays in its block.
    pub salt: &'a str,
}

/// Writes a line in the access log. If it can't be written, nothing may leave.
///
/// # Errors
/// What the store refuses.
pub async fn log_look(tx: &mut Tx, look: &Look<'_>) -> Result<(), StoreError> {
    let args = args![
        look.id,
        look.party.as_str(),
        look.case.map(CaseId::as_str),
        look.at,
        look.user,
        look.role,
        look.purpose,
        look.kinds,
        look.asked,
        look.outcome,
        look.on_behalf,
        look.basis,
        look.salt
    ];
    tx.put(INSERT_LOOK, args).await
}
