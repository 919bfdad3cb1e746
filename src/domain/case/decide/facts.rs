//! Who holds the facts of the family, and who gets the last letter that counts once they changed.

use crate::domain::application::Addresses;
use crate::domain::case::effect::{Effect, LetterKind, Recipients};
use crate::domain::case::state::{End, State as S};
use crate::domain::family::Person;
use crate::domain::party::{Actor, PartyKind, Role};

use super::Decision;
use super::made::letter;

/// Whether the facts of the family stand in the dossier of who acts and still serve something: until the decision with the GGD,
/// from the SMA on with the gemeente, and after an end as long as a letter about it can't reach somebody.
pub(super) fn holds_facts(state: &S, actor: &Actor) -> bool {
    match (state, actor.role()) {
        (
            S::WithDoctor(_)
            | S::AdviceEstablished(_)
            | S::ParentsReading(_)
            | S::ParentsSending(_)
            | S::WithLpa(_),
            Role::Doctor,
        )
        | (S::WithLpa(_) | S::Running(_) | S::Reassessing(_), Role::Lpa) => true,
        (S::Closed(_), role) => {
            last_letter(state).is_some_and(|(from, _)| role.party_kind() == Some(from))
        }
        _ => false,
    }
}

/// The last letter that counts where a case stands, and whose it is.
pub(super) fn last_letter(state: &S) -> Option<(PartyKind, LetterKind)> {
    match state {
        S::Incomplete(_) | S::AtSwv(_) => Some((PartyKind::Swv, LetterKind::Receipt)),
        S::WithDoctor(s) => s
            .appointment()
            .map(|_| (PartyKind::Ggd, LetterKind::Appointment)),
        S::ParentsReading(_) | S::ParentsSending(_) => {
            Some((PartyKind::Ggd, LetterKind::AdviceForReading))
        }
        S::Running(_) | S::Reassessing(_) => {
            Some((PartyKind::Gemeente, LetterKind::DecisionGranted))
        }
        S::Closed(s) => match s.end() {
            End::Fit => Some((PartyKind::Ggd, LetterKind::FitForSchool)),
            End::RequirementNotMet => Some((PartyKind::Gemeente, LetterKind::DecisionRefused)),
            End::SchoolPossible
            | End::Withdrawn
            | End::Lapsed
            | End::BackAtSchool
            | End::MovedAway
            | End::Eighteen
            | End::Died
            | End::Expired => None,
        },
        S::Filling(_) | S::AdviceEstablished(_) | S::WithLpa(_) => None,
    }
}

/// Who can be reached now gets the last letter that counts; who can't any more becomes a task.
pub(super) fn reach(mut done: Decision, addresses: Addresses, actor: &Actor) -> Decision {
    let Addresses {
        mut found,
        lost,
        replaced,
    } = addresses;
    let known = found.iter().copied().map(Effect::AddressFound);
    done.effects.extend(known);
    // What let in the one lets nobody in any more; the other gets the letter as somebody new.
    let others = replaced.iter().copied().map(Effect::ShutOut);
    done.effects.extend(others);
    found.extend(replaced.into_iter().filter(|one| !lost.contains(one)));
    found.sort_unstable();
    found.dedup();
    done = last_letter_to(done, found, actor);
    done.effects
        .extend(lost.into_iter().map(Effect::FindAddress));
    done
}

/// Sends these the last letter that counts, with a link where it asks something of them.
pub(super) fn last_letter_to(
    mut done: Decision,
    to: impl IntoIterator<Item = Person>,
    actor: &Actor,
) -> Decision {
    let own = actor.role().party_kind();
    let missed = last_letter(&done.state).filter(|(from, _)| Some(*from) == own);
    let reads = matches!(
        missed,
        Some((_, LetterKind::AdviceForReading | LetterKind::Receipt))
    );
    let with_lpa = matches!(done.state, S::WithLpa(_));
    let signs = own == Some(PartyKind::Ggd) && with_lpa;
    // With the gemeente what counts is the signature: who knows the address asks for it.
    let asks = own.filter(|kind| with_lpa && matches!(kind, PartyKind::Ggd | PartyKind::Gemeente));
    let invited = own == Some(PartyKind::Swv) && done.state.sitting_to_come().is_some();
    let missed = missed.or(asks.map(|from| (from, LetterKind::NotificationRequest)));
    for only in to.into_iter().map(Recipients::Only) {
        if let Some((from, kind)) = missed {
            done = done.and(letter(from, kind, only));
        }
        if invited {
            done = done.and(letter(PartyKind::Swv, LetterKind::Sitting, only));
        }
        if reads || signs {
            done = done.and(Effect::PersonalLinks(only));
        }
    }
    done
}
