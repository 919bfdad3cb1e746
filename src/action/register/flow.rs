//! What goes from one kind of party to another, and how long each keeps its dossier, as the workflow files say.

use serde::Serialize;

use crate::domain::field::Field;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{PartyKind, Sector};
use crate::domain::rules::{HandOver, NoticeRule, Retention, Rules, ground};

/// A hand-over or a seintje.
#[derive(Serialize)]
pub(super) struct Flow {
    pub(super) sector: Sector,
    pub(super) from: PartyKind,
    pub(super) to: PartyKind,
    pub(super) fields: Vec<Field>,
    pub(super) purpose: String,
    pub(super) basis: String,
    /// Code of the consent that it needs.
    pub(super) consent: Option<String>,
    /// How, in Dutch.
    pub(super) how: String,
}

/// How long a kind of party keeps its dossier.
#[derive(Serialize)]
pub(super) struct Kept {
    pub(super) sector: Sector,
    pub(super) party: PartyKind,
    /// How long, and from when, in Dutch.
    pub(super) term: String,
    /// Article.
    pub(super) source: String,
}

/// Everything that crosses under these rules.
pub(super) fn all(rules: &[&Rules]) -> Vec<Flow> {
    let each = rules.iter().flat_map(|rules| {
        let hand_overs = rules.hand_overs.values();
        let hand_overs = hand_overs.map(|rule| handed_over(rules.sector, rule));
        let notices = rules.notices.iter().flat_map(|(kind, rule)| {
            let from = givers(*kind, rule);
            from.into_iter().map(|from| told(rules.sector, from, rule))
        });
        hand_overs.chain(notices)
    });
    each.collect()
}

fn handed_over(sector: Sector, rule: &HandOver) -> Flow {
    Flow {
        sector,
        from: rule.from,
        to: rule.to,
        fields: rule.fields.clone(),
        purpose: rule.purpose.clone(),
        basis: ground(&rule.basis, rule.further_use.as_deref()),
        consent: rule.consent.map(|purpose| purpose.code().to_owned()),
        how: rule.channel.dutch().to_owned(),
    }
}

fn told(sector: Sector, from: PartyKind, rule: &NoticeRule) -> Flow {
    let how: Vec<&str> = rule.routes.iter().map(|route| route.dutch()).collect();
    Flow {
        sector,
        from,
        to: rule.to,
        fields: vec![Field::ChildName],
        purpose: rule.purpose.clone(),
        basis: ground(&rule.basis, rule.further_use.as_deref()),
        consent: rule.consent.map(|purpose| purpose.code().to_owned()),
        how: how.join(", "),
    }
}

/// An end notice is given by whoever ends the procedure.
fn givers(kind: NoticeKind, rule: &NoticeRule) -> Vec<PartyKind> {
    match kind {
        NoticeKind::EndedToLpa | NoticeKind::EndedToSwv => {
            let mut may_end = vec![PartyKind::Swv, PartyKind::Ggd, PartyKind::Gemeente];
            may_end.retain(|from| *from != rule.to);
            may_end
        }
        NoticeKind::Application
        | NoticeKind::Granted
        | NoticeKind::GrantedLocalTeam
        | NoticeKind::Monitor => {
            vec![rule.from]
        }
    }
}

/// Every term of these rules.
pub(super) fn terms(rules: &[&Rules]) -> Vec<Kept> {
    let each = rules.iter().flat_map(|rules| {
        let retention = rules.retention.iter();
        retention.map(|(party, kept)| Kept {
            sector: rules.sector,
            party: *party,
            term: term(kept),
            source: kept.source.clone(),
        })
    });
    each.collect()
}

fn term(kept: &Retention) -> String {
    let from = kept.from.dutch();
    match kept.months {
        0 => format!("niet langer dan tot {from}"),
        months => format!("{months} maanden vanaf {from}"),
    }
}
