//! The rules of a seintje: between which parties, over which routes, with which consent.

use crate::domain::consent::PurposeKind;
use crate::domain::notice::{NoticeKind, Route};
use crate::domain::party::{PartyKind, Sector};

use super::draft::NoticeDraft;
use super::fault::Faults;
use super::hand_over::{consent, party};

/// Notes what is wrong with one kind of seintje.
pub(super) fn check(
    kind: NoticeKind,
    draft: &NoticeDraft,
    sector: Option<Sector>,
    faults: &Faults,
) {
    use PartyKind::{Gemeente, Ggd, LocalTeam, Swv};
    let (from, to, needs, source): (&[PartyKind], _, _, _) = match kind {
        NoticeKind::Application => (
            &[Swv],
            Gemeente,
            None,
            "covenant, step 1: \"seintje naar LPA\"",
        ),
        NoticeKind::Granted => (&[Gemeente], Swv, None, "covenant, step 3: \"Naar het SWV\""),
        NoticeKind::GrantedLocalTeam => (
            &[Gemeente],
            LocalTeam,
            Some(PurposeKind::InformLocalTeam),
            "covenant, step 3: \"Optioneel naar het lokaal team\"",
        ),
        NoticeKind::EndedToLpa => (
            &[Swv, Ggd],
            Gemeente,
            None,
            "every seintje is closed by an end notice",
        ),
        NoticeKind::Monitor => (
            &[Gemeente],
            Swv,
            None,
            "covenant, re-assessment: the SWV looks again at learnability and development",
        ),
        NoticeKind::EndedToSwv => (
            &[Ggd, Gemeente],
            Swv,
            None,
            "every seintje is closed by an end notice",
        ),
    };
    party("from", &draft.from, from, source, faults);
    party("to", &draft.to, &[to], source, faults);
    consent(draft.line, &draft.consent, needs, source, faults);
    let to_swv = matches!(
        kind,
        NoticeKind::Granted | NoticeKind::EndedToSwv | NoticeKind::Monitor
    );
    if to_swv && sector == Some(Sector::Vo) {
        for route in draft
            .routes
            .items
            .iter()
            .filter(|at| at.value != Route::Telephone)
        {
            let word = route.value.code();
            faults.note(
                route.line,
                format!("`routes`: `{word}`; in secondary education this seintje goes by `telephone` alone ({source})"),
            );
        }
    }
}
