//! What goes into the outbox.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, DossierId, PartyId};
use crate::store::{StoreError, Tx, args};

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxKind {
    /// An e-mail without a name: a pointer to a party's list, or a personal link.
    Mail,
    /// A seintje over a secured route: the mail holds a fixed text and the name.
    SeintjeMail,
    /// A letter to be set as PDF and kept as a document.
    Letter,
    /// The same, about a request of a data subject: it goes out of a dossier too that may not be used.
    RightsLetter,
    /// Look whether a birthday comes on which somebody else is asked: on the first of each month, whatever the date of birth.
    Birthday,
    /// Carry out a withdrawn consent in a dossier that didn't open when the family said no.
    CloseConsent,
    /// Do what comes up in a case by itself: one row for each case in which something does.
    Moment,
}

impl OutboxKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Mail,
        Self::SeintjeMail,
        Self::Letter,
        Self::RightsLetter,
        Self::Birthday,
        Self::CloseConsent,
        Self::Moment,
    ];

    /// The word for it in the column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::SeintjeMail => "seintje_mail",
            Self::Letter => "letter",
            Self::RightsLetter => "rights_letter",
            Self::Birthday => "birthday",
            Self::CloseConsent => "close_consent",
            Self::Moment => "moment",
        }
    }

    /// Reads what [`OutboxKind::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How far a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxState {
    /// It waits until it is due.
    Waiting,
    /// A worker has it, until its lease ends.
    Running,
    /// It is done.
    Done,
    /// It failed and is not tried again by itself: a person must look at it.
    Incident,
}

impl OutboxState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Incident];

    /// The word for it in the column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Incident => "incident",
        }
    }

    /// Reads what [`OutboxState::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A row to be put in the outbox.
#[derive(Clone)]
pub struct NewMessage {
    /// Its id, from [`crate::random::Random::id`].
    pub id: String,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// The party that sends it.
    pub party_id: Option<PartyId>,
    /// The dossier with whose key `sealed` was sealed, and with which it goes.
    pub dossier_id: Option<DossierId>,
    /// What has to be done.
    pub kind: OutboxKind,
    /// Not before this instant.
    pub due_at: EpochMillis,
    /// The Message-ID of a mail, the same at every attempt.
    pub message_id: Option<String>,
    /// What the work needs to know, without personal data.
    pub data: serde_json::Value,
    /// What is personal, sealed by the vault.
    pub sealed: Option<Vec<u8>>,
}

const PUT: &str = "INSERT INTO outbox
    (id, case_id, party_id, dossier_id, kind, due_at, state, attempts, message_id, data, sealed, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, $8, $9, $10)";

/// Puts a row in the outbox, in the transaction that decided upon it. Tell the [`super::Waker`] after the commit.
///
/// # Errors
/// A [`StoreError`] if the row can't be written: a case, party or dossier that doesn't exist, an id that does.
pub async fn put(tx: &mut Tx, message: &NewMessage, now: EpochMillis) -> Result<(), StoreError> {
    let args = args![
        &message.id,
        message.case_id.as_ref().map(CaseId::as_str),
        message.party_id.as_ref().map(PartyId::as_str),
        message.dossier_id.as_ref().map(DossierId::as_str),
        message.kind.code(),
        message.due_at,
        message.message_id.as_ref(),
        message.data.to_string(),
        message.sealed.as_ref(),
        now,
    ];
    tx.put(PUT, args).await
}

const PUT_ONCE: &str = "INSERT INTO outbox
    (id, case_id, party_id, dossier_id, kind, due_at, state, attempts, message_id, data, sealed, created_at)
    VALUES ($1, NULL, NULL, NULL, $2, $3, 'waiting', 0, $4, $5, NULL, $6) ON CONFLICT (id) DO NOTHING";

/// Puts a row about no case in the outbox, unless there is one with its id: however many do so at the same moment.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn put_once(
    tx: &mut Tx,
    message: &NewMessage,
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        &message.id,
        message.kind.code(),
        message.due_at,
        message.message_id.as_ref(),
        message.data.to_string(),
        now,
    ];
    tx.execute(PUT_ONCE, args).await.map(drop)
}

const HOLD: &str = "UPDATE outbox SET due_at = due_at WHERE id = $1 AND state = 'waiting'";

const DATA: &str = "SELECT data FROM outbox WHERE id = $1";

const SET_DATA: &str = "UPDATE outbox SET data = $2 WHERE id = $1";

/// The same for a row that stands for several things: it tells each in the list `parts` of its data.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn put_together(
    tx: &mut Tx,
    mut message: NewMessage,
    part: serde_json::Value,
    now: EpochMillis,
) -> Result<(), StoreError> {
    if let Some(data) = message.data.as_object_mut() {
        data.insert("parts".to_owned(), serde_json::json!([]));
    }
    put_once(tx, &message, now).await?;
    // Who adds to it at the same moment waits here.
    if tx.execute(HOLD, args![&message.id]).await? == 0 {
        return Ok(());
    }
    let Some(row) = tx.optional(DATA, args![&message.id]).await? else {
        return Ok(());
    };
    let mut data: serde_json::Value =
        serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Corrupt)?;
    let parts = data.get_mut("parts").and_then(|parts| parts.as_array_mut());
    let parts = parts.ok_or(StoreError::Corrupt)?;
    if !parts.contains(&part) {
        parts.push(part);
    }
    let args = args![&message.id, data.to_string()];
    tx.execute(SET_DATA, args).await.map(drop)
}
