//! The test of the form, requirement by requirement: met or not, by which article, and on which dates that rests.

use time::Date;

use crate::action::lpa::{FactsOf, facts};
use crate::action::view::CasePage;
use crate::domain::dates::long;
use crate::domain::exemption::{FormFacts, Requirement};
use crate::domain::statement::last_good_day_explained;

use super::facts::capital;

/// One requirement.
pub struct Tested {
    /// What is asked.
    pub what: String,
    /// "Voldoet", "Voldoet niet" or who must look.
    pub outcome: &'static str,
    /// How the outcome looks: "good", "attention" or "".
    pub kind: String,
    /// On what it rests.
    pub why: String,
    /// The article.
    pub source: &'static str,
}

/// The requirements in the order of the law, and whether all that the program can see are met. Empty where no notification
/// can be tested now.
pub fn tested(page: &CasePage) -> (Vec<Tested>, bool) {
    let Some(dossier) = page.dossier.gemeente() else {
        return (Vec::new(), false);
    };
    let facts = facts(&FactsOf {
        state: &page.case.state,
        dossier,
        appointments: &page.appointments,
        municipality: &page.case.municipality,
        rules: &page.rules,
    });
    let Some(facts) = facts else {
        return (Vec::new(), false);
    };
    let failed = facts.failed();
    let gemeente = &page.municipality.name;
    let list = Requirement::ALL
        .into_iter()
        .map(|requirement| one(requirement, &facts, &failed, page, gemeente))
        .collect();
    (list, failed.is_empty())
}

fn one(
    requirement: Requirement,
    facts: &FormFacts,
    failed: &[Requirement],
    page: &CasePage,
    gemeente: &str,
) -> Tested {
    let met = !failed.contains(&requirement);
    let (outcome, kind) = match requirement {
        Requirement::Registered => ("Kijk zelf in de BRP", ""),
        Requirement::NotificationFields if facts.notified_on.is_none() => ("Nog niet", "attention"),
        Requirement::StatementAge if facts.notified_on.is_none() => ("Nog niet bekend", ""),
        _ if met => ("Voldoet", "good"),
        Requirement::Notification => ("Nog niet", "attention"),
        _ => ("Voldoet niet", "attention"),
    };
    Tested {
        what: capital(requirement.dutch()),
        outcome,
        kind: kind.to_owned(),
        why: why(requirement, facts, page, gemeente),
        source: requirement.source(),
    }
}

/// Whose signature is still missing, once somebody signed.
fn awaited(page: &CasePage) -> Option<String> {
    let answers = page
        .case
        .state
        .answers()
        .filter(|answers| !answers.signed().is_empty())?;
    let who: Vec<&str> = answers
        .signature_awaited()
        .iter()
        .map(|person| person.dutch())
        .collect();
    Some(who.join(" en "))
}

/// Without whose signature it counts, and why; starts with a space.
fn without(page: &CasePage) -> String {
    let answers = page.case.state.answers();
    let without = answers.into_iter().flat_map(|answers| answers.without());
    without
        .map(|(who, why)| format!(" Zonder handtekening van {}: {}.", who.dutch(), why.dutch()))
        .collect()
}

fn why(requirement: Requirement, facts: &FormFacts, page: &CasePage, gemeente: &str) -> String {
    let day = |day: Option<Date>| day.map(long);
    match requirement {
        Requirement::Registered => {
            format!("TOM kijkt niet in de BRP. Controleer of de leerling in {gemeente} staat ingeschreven.")
        }
        Requirement::Notification => day(facts.notified_on).map_or_else(
            || match awaited(page) {
                Some(who) => format!("Eén ouder heeft getekend. Er is nog een handtekening nodig van: {who}. Dat kan op de eigen pagina of op papier."),
                None => "De kennisgeving is er nog niet. De ouders kunnen haar op hun eigen pagina ondertekenen, of op papier.".into(),
            },
            |day| format!("De gemeente ontving de kennisgeving op {day}. Eerder kan de vrijstelling niet ingaan.{}", without(page)),
        ),
        Requirement::NotificationFields if facts.fields_complete => {
            "Nummer, naam, geboortedatum, geslacht, adres en of er eerder een vrijstelling is gevraagd, staan erin.".into()
        }
        Requirement::NotificationFields => {
            "Er ontbreekt een gegeven of een handtekening. Hieronder ziet u bij de kennisgeving wat.".into()
        }
        Requirement::DoctorAppointed if facts.doctor_appointed => {
            format!("De arts was op {} aangewezen door {gemeente}.", long(facts.statement_on))
        }
        Requirement::DoctorAppointed => {
            format!("De arts was op {} niet aangewezen door {gemeente}.", long(facts.statement_on))
        }
        Requirement::DoctorIndependent => "De arts verklaarde dit kind niet te behandelen.".into(),
        Requirement::StatementAge => {
            let good = last_good_day_explained(facts.statement_on, page.rules.terms.statement_months);
            format!(
                "De verklaring van {} is goed tot en met {}. De kennisgeving moet op die dag binnen zijn. {}",
                long(facts.statement_on),
                long(good.date),
                good.explanation()
            )
        }
    }
}
