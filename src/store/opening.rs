//! What a step or a page begins with, in one journey to the database.

use crate::clock::EpochMillis;
use crate::domain::case::Case;
use crate::domain::organisation::Parties;
use crate::domain::party::{Actor, CaseId, PartyId, UserId};
use crate::domain::policy::Facts;

use super::dossiers::StoredDossier;
use super::{StoreError, Tx, args, cases, dossiers, parties};

/// The family's own data lie with the GGD, and with the SWV until the hand-over.
const OPEN: &str = concat!(
    "SELECT c.id, c.workflow, c.swv_id, c.ggd_id, c.municipality_id, c.local_team_id, c.previous_case, \
                    c.data, c.version, d.id, d.case_id, d.party_id, d.key_id, d.label, d.sealed, d.version, \
                    d.restricted, d.kept_from, d.destroy_on, u.name, s.location, (SELECT n.id FROM cases n WHERE n.previous_case = c.id), \
                    m.id, m.kind, m.name, m.settings, v.id, v.kind, v.name, v.settings, \
                    g.id, g.kind, g.name, g.settings, t.id, t.kind, t.name, t.settings, \
                    (SELECT o.need_to_know FROM parties o WHERE o.id = $2), \
                    (SELECT MAX(a.id) FROM case_members a JOIN users w ON w.id = a.user_id AND w.active = 1 \
                    WHERE a.case_id = c.id AND a.party_id = $2 AND a.until_at IS NULL), \
                    (SELECT MAX(b.id) FROM case_members b WHERE b.case_id = c.id AND b.party_id = $2 AND b.user_id = $3 \
                    AND b.until_at IS NULL), \
                    (SELECT MAX(x.id) FROM break_glass x WHERE x.case_id = c.id AND x.party_id = $2 AND x.user_id = $3 \
                    AND x.until_at > $5), \
                    (SELECT MAX(y.absent_user) FROM substitutions y JOIN users w ON w.id = y.absent_user AND w.active = 1 \
                    JOIN case_members b ON b.user_id = y.absent_user AND b.case_id = c.id AND b.party_id = y.party_id AND b.until_at IS NULL \
                    WHERE y.party_id = $2 AND y.substitute_user = $3 AND y.from_at <= $5 AND y.until_at > $5), ",
    dossiers::waits!("d.case_id", "d.party_id"),
    " FROM cases c \
                    JOIN parties m ON m.id = c.municipality_id JOIN parties v ON v.id = c.swv_id \
                    JOIN parties g ON g.id = c.ggd_id LEFT JOIN parties t ON t.id = c.local_team_id \
                    LEFT JOIN dossiers d ON d.case_id = c.id AND d.party_id = COALESCE($2, (SELECT h.party_id FROM dossiers h \
                    WHERE h.case_id = c.id AND h.party_id = c.ggd_id), c.swv_id) \
                    LEFT JOIN users u ON u.id = $3 LEFT JOIN submissions s ON s.id = $4 WHERE c.id = $1"
);

/// A case as somebody finds it who is about to read it or take a step.
pub struct Opening {
    /// The case.
    pub case: Case,
    /// What the policy looks at.
    pub facts: Facts,
    /// The dossier of the own party, still sealed.
    pub dossier: Option<StoredDossier>,
    /// The name of the employee.
    pub name: String,
    /// What the form got as an answer when it was sent before.
    pub answered: Option<String>,
    /// The parties of the case.
    pub parties: Parties,
    /// The case of the application after this one.
    pub next: Option<CaseId>,
}

/// Loads a case with the dossier of the party of who asks (of the family [`dossiers::of_family`]), what the policy looks at, the employee's
/// name and the answer to a form.
///
/// # Errors
/// What the store refuses.
pub async fn load(
    tx: &mut Tx,
    case: &CaseId,
    actor: &Actor,
    form: Option<&str>,
    now: EpochMillis,
) -> Result<Option<Opening>, StoreError> {
    let args = args![
        case.as_str(),
        actor.party().map(PartyId::as_str),
        actor.user().map(UserId::as_str),
        form,
        now
    ];
    let Some(row) = tx.optional(OPEN, args).await? else {
        return Ok(None);
    };
    let dossier = match row.text_opt(9)? {
        Some(_) => Some(dossiers::read(&row, 9, 43)?),
        None => None,
    };
    Ok(Some(Opening {
        case: cases::read(&row)?,
        facts: Facts {
            holds: dossier.is_some(),
            need_to_know: row.int_opt(38)? == Some(1),
            assigned: row.text_opt(39)?.is_some(),
            member: row.text_opt(40)?.is_some(),
            glass: row.text_opt(41)?,
            stands_in_for: row.text_opt(42)?.map(UserId),
        },
        dossier,
        name: row.text_opt(19)?.unwrap_or_default(),
        answered: row.text_opt(20)?,
        next: row.text_opt(21)?.map(CaseId),
        parties: parties::read_all(&row, 22)?,
    }))
}
