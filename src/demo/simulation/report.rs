//! What was counted, and how it is told.

use std::collections::BTreeMap;
use std::fmt;

use time::Date;

use crate::action::{ActionError, audit, erase, setup};
use crate::app::App;
use crate::clock::EpochMillis;
use crate::domain::amsterdam::start_of_day;
use crate::domain::case::StateKind;
use crate::domain::dates;
use crate::domain::deadline::DeadlineKind;
use crate::domain::party::PartyKind;
use crate::letter::LetterKind;
use crate::store::certificates;
use crate::store::outbox::OutboxKind;

use super::acts::Act;

const PAGE: i64 = 500;

/// What happened in a simulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    begin: Date,
    year: Date,
    /// First applications, and those after an exemption.
    pub applications: [usize; 2],
    /// Exemptions, by their months.
    pub granted: BTreeMap<u8, usize>,
    /// Procedures and exemptions that people ended, by how.
    pub ended: BTreeMap<&'static str, usize>,
    /// Letters, by kind.
    pub letters: BTreeMap<String, usize>,
    /// Mails, by template.
    pub mails: BTreeMap<String, usize>,
    /// Hand-overs between parties, by what they are; seintjes begin with `seintje`.
    pub disclosed: BTreeMap<String, usize>,
    /// Seintjes by telephone.
    pub calls: usize,
    /// Acts after their deadline, with how many days at most.
    pub late: BTreeMap<DeadlineKind, (usize, i64)>,
    /// Steps that a rule refused.
    pub refused: BTreeMap<String, usize>,
    /// Dossiers that were erased, by whose they were and why.
    pub erased: BTreeMap<(PartyKind, &'static str), usize>,
    /// Dossiers that should have been erased and are there.
    pub overdue: i64,
    /// Lines of the access log, of all parties together.
    pub lines: usize,
    /// Parties of which the log is not what it was.
    pub altered: usize,
    /// Work that failed.
    pub failed: usize,
}

impl Report {
    pub(super) const fn begin(begin: Date) -> Self {
        Self {
            begin,
            year: begin,
            applications: [0; 2],
            granted: BTreeMap::new(),
            ended: BTreeMap::new(),
            letters: BTreeMap::new(),
            mails: BTreeMap::new(),
            disclosed: BTreeMap::new(),
            calls: 0,
            late: BTreeMap::new(),
            refused: BTreeMap::new(),
            erased: BTreeMap::new(),
            overdue: 0,
            lines: 0,
            altered: 0,
            failed: 0,
        }
    }

    pub(super) const fn applied(&mut self, again: bool) {
        self.applications[again as usize] += 1;
    }

    pub(super) fn granted(&mut self, months: u8) {
        add(&mut self.granted, months);
    }

    pub(super) fn ended(&mut self, how: StateKind) {
        add(&mut self.ended, how.dutch());
    }

    pub(super) const fn called(&mut self, call: bool) {
        self.calls += call as usize;
    }

    pub(super) fn late(&mut self, kind: DeadlineKind, days: i64) {
        let (count, most) = self.late.entry(kind).or_default();
        *count += 1;
        *most = days.max(*most);
    }

    pub(super) fn refused(&mut self, act: Act, error: &ActionError) {
        add(&mut self.refused, format!("{act:?}: {error}"));
    }

    /// Rows of the outbox that were done.
    pub(super) fn sent(&mut self, rows: &[(OutboxKind, serde_json::Value)]) {
        for (kind, data) in rows {
            let text = |key: &str| data[key].as_str().unwrap_or_default().to_owned();
            match kind {
                OutboxKind::Letter | OutboxKind::RightsLetter => {
                    add(&mut self.letters, text("letter"))
                }
                OutboxKind::Mail | OutboxKind::SeintjeMail => {
                    add(&mut self.mails, text("template"))
                }
                OutboxKind::Birthday | OutboxKind::CloseConsent | OutboxKind::Moment => {}
            }
        }
    }

    /// From when disclosures are to be counted.
    pub(super) fn counted_from(&self) -> EpochMillis {
        start_of_day(self.year)
    }

    /// Disclosures until this day.
    pub(super) fn disclosed(&mut self, hand_overs: Vec<(String, i64)>, until: Date) {
        for (hand_over, count) in hand_overs {
            *self.disclosed.entry(hand_over).or_default() += usize::try_from(count).unwrap_or(0);
        }
        self.year = until;
    }

    /// What is known at the end alone.
    pub(super) async fn end(&mut self, app: &App) -> Result<(), ActionError> {
        let house = &app.house;
        self.overdue = erase::status(house).await?.due;
        let parties = setup::all_parties(house).await?;
        let mut after = String::new();
        loop {
            let from = after.clone();
            let page = house.store.glance(move |tx| {
                Box::pin(async move { certificates::after(tx, &from, PAGE).await })
            });
            let page = page.await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            for certificate in page.iter().filter(|one| one.entire) {
                let whose = parties.iter().find(|party| party.id == certificate.party);
                if let Some(party) = whose {
                    add(&mut self.erased, (party.kind, certificate.why.dutch()));
                }
            }
        }
        audit::seal(house).await?;
        for party in parties {
            let verified = audit::verify(&house.store, &house.vault, &party.id, &[]).await?;
            self.lines += verified.lines;
            self.altered += usize::from(!verified.faults.is_empty());
        }
        Ok(())
    }

    /// How far it is on a day, in a line.
    pub(super) fn so_far(&self, until: Date) -> String {
        format!(
            "{}: {} aanvragen, {} brieven, {} mails",
            dates::long(until),
            self.applications.iter().sum::<usize>(),
            total(&self.letters),
            total(&self.mails)
        )
    }
}

fn add<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K) {
    *counts.entry(key).or_default() += 1;
}

fn total<K>(counts: &BTreeMap<K, usize>) -> usize {
    counts.values().sum()
}

/// The report as it is printed.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, again] = self.applications;
        let (begin, end) = (dates::long(self.begin), dates::long(self.year));
        writeln!(
            f,
            "Nagespeeld van {begin} tot {end}. Alle mensen en zaken zijn verzonnen.\n"
        )?;
        writeln!(
            f,
            "Aanvragen: {}, waarvan {again} na een eerdere vrijstelling",
            first + again
        )?;
        writeln!(f, "Vrijstellingen: {}", total(&self.granted))?;
        for (months, count) in &self.granted {
            writeln!(f, "  voor {months} maanden: {count}")?;
        }
        writeln!(f, "Geëindigd door een mens:")?;
        list(
            f,
            self.ended
                .iter()
                .map(|(how, count)| ((*how).to_owned(), *count)),
        )?;
        writeln!(f, "\nVerstuurd")?;
        writeln!(f, "  brieven: {}", total(&self.letters))?;
        let title = |code: &str| {
            LetterKind::from_code(code)
                .map_or_else(|| code.to_owned(), |kind| kind.title().to_owned())
        };
        list(
            f,
            self.letters
                .iter()
                .map(|(code, count)| (format!("  {}", title(code)), *count)),
        )?;
        writeln!(f, "  mails zonder naam: {}", total(&self.mails))?;
        list(
            f,
            self.mails
                .iter()
                .map(|(code, count)| (format!("  {}", mail(code)), *count)),
        )?;
        let seintjes = self
            .disclosed
            .iter()
            .filter(|(code, _)| code.starts_with("seintje"));
        let seintjes: usize = seintjes.map(|(_, count)| count).sum();
        writeln!(
            f,
            "  seintjes (alleen een naam): {seintjes}, waarvan {} per telefoon",
            self.calls
        )?;
        writeln!(
            f,
            "  overdrachten van gegevens: {}",
            total(&self.disclosed) - seintjes
        )?;
        writeln!(
            f,
            "\nTe laat gedaan: {}",
            self.late.values().map(|(count, _)| count).sum::<usize>()
        )?;
        for (kind, (count, most)) in &self.late {
            writeln!(f, "  {}: {count}, hoogstens {most} dagen", kind.dutch())?;
        }
        writeln!(f, "\nVernietigd: {} dossiers", total(&self.erased))?;
        list(
            f,
            self.erased
                .iter()
                .map(|((whose, why), count)| (format!("{}, {why}", whose.dutch()), *count)),
        )?;
        writeln!(
            f,
            "  waarvan de dag voorbij is en die er nog zijn: {}",
            self.overdue
        )?;
        writeln!(
            f,
            "\nLogboek: {} regels; van {} organisaties klopt het niet",
            self.lines, self.altered
        )?;
        writeln!(f, "Werk dat mislukte: {}", self.failed)?;
        if !self.refused.is_empty() {
            writeln!(
                f,
                "Stappen die een regel tegenhield: {}",
                total(&self.refused)
            )?;
            list(
                f,
                self.refused
                    .iter()
                    .map(|(what, count)| (what.clone(), *count)),
            )?;
        }
        Ok(())
    }
}

fn list(f: &mut fmt::Formatter<'_>, lines: impl Iterator<Item = (String, usize)>) -> fmt::Result {
    for (what, count) in lines {
        writeln!(f, "  {what}: {count}")?;
    }
    Ok(())
}

fn mail(template: &str) -> &str {
    match template {
        "pointer" => "er staat iets in uw lijst",
        "reminder" => "herinnering of melding",
        "personal_link" => "persoonlijke link",
        "seintje" => "seintje over een beveiligde route",
        other => other,
    }
}
