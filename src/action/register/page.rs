//! The register and the table of data flows as pages of text (Markdown), in Dutch.

use std::collections::BTreeMap;

use crate::domain::field::{Field, Term};
use crate::domain::party::{PartyKind, Sector};
use crate::domain::rules::Rules;

use super::flow::{Flow, Kept};
use super::{Beside, Datum, Register, beside, flow};

const BESIDE: &str = "Termijnen van wat daarnaast wordt bewaard";

/// One part of a page: a sentence, a list, or a table with its head.
pub enum Part {
    /// A sentence.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// The names of the columns, and the rows.
    Table(Vec<&'static str>, Vec<Vec<String>>),
}

impl Register {
    /// The register as a page of text.
    #[must_use]
    pub fn markdown(&self) -> String {
        page(
            &format!("Register van verwerkingen: {}", self.controller),
            &self.parts(),
        )
    }

    /// How long everything is kept: the dossiers, and what is kept beside them.
    #[must_use]
    pub fn terms(&self) -> [(&'static str, Part); 2] {
        [
            ("Termijnen van dossiers", terms(&self.terms)),
            (BESIDE, kept_beside(&self.beside)),
        ]
    }

    /// The parts of the register, each with its heading.
    #[must_use]
    pub fn parts(&self) -> Vec<(&'static str, Part)> {
        let header = [
            "Gegeven",
            "Van wie",
            "Bijzonder",
            "Ingebracht door",
            "Waarvoor",
            "Grond",
            "Gaat naar",
        ];
        let data = self.data.iter().map(|datum| {
            [
                datum.field.dutch().to_owned(),
                datum.persons.to_owned(),
                datum.special.unwrap_or_default().to_owned(),
                datum.owner.dutch().to_owned(),
                datum.purpose.to_owned(),
                datum.basis.to_owned(),
                parties(&datum.receivers),
            ]
        });
        let [dossiers, others] = self.terms();
        vec![
            ("Verwerkingsverantwoordelijke", list(&self.contact)),
            ("Verwerking", Part::Text(self.activity.to_owned())),
            ("Gegevens", table(header, data)),
            ("Ontvangers", flows(&self.disclosures)),
            dossiers,
            others,
            ("Doorgifte", Part::Text(self.transfers.to_owned())),
            ("Beveiliging", list(self.security)),
            ("Zelf aan te vullen", list(self.to_fill_in)),
        ]
    }
}

/// Which data flow where under these rules: `docs/data-flow.md`.
#[must_use]
pub fn data_flow(rules: &BTreeMap<String, Rules>) -> String {
    let rules: Vec<&Rules> = rules.values().collect();
    let all = flow::all(&rules);
    let header = [
        "Gegeven",
        "Ingebracht door",
        "Bewaard door",
        "Waarvoor",
        "Grond",
        "Gaat naar",
        "Termijn",
    ];
    let data = Field::ALL.into_iter().map(|field| {
        let datum = Datum::of(field, &all);
        let term = match field.account().term {
            Term::Dossier => "die van het dossier waar het in staat",
        };
        [
            field.dutch().to_owned(),
            datum.owner.dutch().to_owned(),
            parties(datum.held_by),
            datum.purpose.to_owned(),
            datum.basis.to_owned(),
            parties(&datum.receivers),
            term.to_owned(),
        ]
    });
    let made = "Gemaakt met `tom privacy data-flow` uit wat het programma zelf gebruikt: `src/domain/field.rs` en de bestanden in \
                `workflows/`. Een test vergelijkt.";
    let parts = [
        ("Gegevens", table(header, data)),
        ("Overdrachten en seintjes", flows(&all)),
        ("Termijnen van dossiers", terms(&flow::terms(&rules))),
        (BESIDE, kept_beside(&beside(None))),
    ];
    page(&format!("Welke gegevens waarheen gaan\n\n{made}"), &parts)
}

fn flows(flows: &[Flow]) -> Part {
    if flows.is_empty() {
        return Part::Text("Geen.".to_owned());
    }
    let header = [
        "Onderwijs",
        "Van",
        "Aan",
        "Gegevens",
        "Waarvoor",
        "Grond",
        "Toestemming",
        "Hoe",
    ];
    let rows = flows.iter().map(|flow| {
        let fields: Vec<&str> = flow.fields.iter().map(|field| field.dutch()).collect();
        [
            sector(flow.sector).to_owned(),
            flow.from.dutch().to_owned(),
            flow.to.dutch().to_owned(),
            fields.join(", "),
            flow.purpose.clone(),
            flow.basis.clone(),
            if flow.consent.is_some() { "ja" } else { "" }.to_owned(),
            flow.how.clone(),
        ]
    });
    table(header, rows)
}

fn kept_beside(rules: &[Beside]) -> Part {
    let rows = rules.iter().map(|rule| {
        [
            rule.what.to_owned(),
            rule.from.to_owned(),
            rule.term.clone(),
            rule.source.to_owned(),
        ]
    });
    table(["Wat", "Vanaf", "Termijn", "Bron"], rows)
}

fn terms(terms: &[Kept]) -> Part {
    let rows = terms.iter().map(|kept| {
        [
            sector(kept.sector).to_owned(),
            kept.party.dutch().to_owned(),
            kept.term.clone(),
            kept.source.clone(),
        ]
    });
    table(["Onderwijs", "Organisatie", "Termijn", "Bron"], rows)
}

const fn sector(sector: Sector) -> &'static str {
    match sector {
        Sector::Po => "primair",
        Sector::Vo => "voortgezet",
    }
}

fn parties<'a>(kinds: impl IntoIterator<Item = &'a PartyKind>) -> String {
    let names: Vec<&str> = kinds.into_iter().map(|kind| kind.dutch()).collect();
    names.join(", ")
}

fn page(title: &str, parts: &[(&str, Part)]) -> String {
    let parts = parts
        .iter()
        .map(|(heading, part)| format!("\n## {heading}\n\n{}\n", part.markdown()));
    format!("# {title}\n{}", parts.collect::<String>())
}

fn list(lines: &[impl AsRef<str>]) -> Part {
    Part::List(lines.iter().map(|line| line.as_ref().to_owned()).collect())
}

fn table<const N: usize>(
    header: [&'static str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Part {
    Part::Table(header.to_vec(), rows.map(|cells| cells.to_vec()).collect())
}

impl Part {
    fn markdown(&self) -> String {
        // A bar in a name would part the cell.
        let row = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "/")).collect();
            format!("| {} |", cells.join(" | "))
        };
        match self {
            Self::Text(text) => text.clone(),
            Self::List(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
                lines.join("\n")
            }
            Self::Table(header, rows) => {
                let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
                let rule = vec!["---".to_owned(); header.len()];
                let mut lines = vec![row(&header), row(&rule)];
                lines.extend(rows.iter().map(|cells| row(cells)));
                lines.join("\n")
            }
        }
    }
}
