//! The register and the table of data flows as pages of text (Markdown), in Dutch.

use std::collections::BTreeMap;

use crate::domain::field::{Field, Term};
use crate::domain::party::{PartyKind, Sector};
use crate::domain::rules::Rules;

use super::flow::{Flow, Kept};
use super::{Datum, Register, flow};

impl Register {
    /// The register as a page of text.
    #[must_use]
    pub fn markdown(&self) -> String {
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
        let parts = [
            ("Verwerkingsverantwoordelijke", list(&self.contact)),
            ("Verwerking", self.activity.to_owned()),
            ("Gegevens", table(header, data)),
            ("Ontvangers", flows(&self.disclosures)),
            ("Voorgenomen termijnen", terms(&self.terms)),
            ("Doorgifte", self.transfers.to_owned()),
            ("Beveiliging", list(self.security)),
            ("Zelf aan te vullen", list(self.to_fill_in)),
        ];
        page(
            &format!("Register van verwerkingen: {}", self.controller),
            &parts,
        )
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
        ("Termijnen", terms(&flow::terms(&rules))),
    ];
    page(&format!("Welke gegevens waarheen gaan\n\n{made}"), &parts)
}

fn flows(flows: &[Flow]) -> String {
    if flows.is_empty() {
        return "Geen.".to_owned();
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

fn terms(terms: &[Kept]) -> String {
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

fn page(title: &str, parts: &[(&str, String)]) -> String {
    let parts = parts
        .iter()
        .map(|(heading, text)| format!("\n## {heading}\n\n{text}\n"));
    format!("# {title}\n{}", parts.collect::<String>())
}

fn list(lines: &[impl AsRef<str>]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .map(|line| format!("- {}", line.as_ref()))
        .collect();
    lines.join("\n")
}

fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let mut lines = vec![
        row(&header.map(str::to_owned)),
        row(&header.map(|_| "---".to_owned())),
    ];
    // A bar in a name would part the cell.
    lines.extend(rows.map(|cells| row(&cells.map(|cell| cell.replace('|', "/")))));
    lines.join("\n")
}
