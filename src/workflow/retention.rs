//! The longest that each party may keep its dossier.

use crate::domain::party::{PartyKind, Sector};

use super::draft::RetentionDraft;
use super::fault::Faults;

/// Notes a term that is longer than the covenant or the law allows.
pub(super) fn check(
    party: PartyKind,
    draft: &RetentionDraft,
    sector: Option<Sector>,
    faults: &Faults,
) {
    let (most, source) = match (party, sector) {
        (PartyKind::Swv, Some(Sector::Po)) => (24, "covenant, [PO] step 1: two years"),
        (PartyKind::Swv, Some(Sector::Vo)) => {
            (0, "covenant, [VO] step 1: \"Het SWV slaat niet op\"")
        }
        (PartyKind::Swv, None) => return, // the fault in `sector` is noted
        (PartyKind::Gemeente, _) => (24, "covenant, step 3: \"Maximaal 2 jaar\""),
        (PartyKind::Ggd, _) => (240, "covenant, step 2: twenty years; art. 7:454 BW"),
        (PartyKind::LocalTeam, _) => (240, "art. 7.3.8 Jeugdwet: twenty years"),
    };
    let Ok(months) = &draft.months else { return };
    if months.value > most {
        let (found, word) = (months.value, party.code());
        faults.note(
            months.line,
            format!("`months` is {found}; `{word}` may keep its dossier for at most {most} months ({source})"),
        );
    }
}
