//! The steps that the SWV takes from the page of a case: what each asks, what its button says, and what goes to whom.

use crate::action::view::CasePage;
use crate::domain::application::Missing;
use crate::domain::case::told::letter_text;
use crate::domain::case::{
    Audience, Effect, LetterKind, Recipients, State, StepKind, brings_about,
};
use crate::domain::field::Field;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, PartyKind};
use crate::domain::rules::HandOverKind;

/// A step with a page of its own.
pub struct Step {
    /// Last part of the address.
    pub slug: &'static str,
    /// Which step.
    pub kind: StepKind,
    /// Heading, and the link on the page of the case.
    pub title: &'static str,
    /// What it is for, in a sentence or two.
    pub lead: &'static str,
    /// What the button says.
    pub button: &'static str,
    /// Label of the date that it asks, if it asks one.
    pub date: Option<&'static str>,
    /// Label of the text that it asks, and whether it must be there.
    pub text: Option<(&'static str, bool)>,
}

const fn step(
    slug: &'static str,
    kind: StepKind,
    title: &'static str,
    lead: &'static str,
    button: &'static str,
) -> Step {
    Step {
        slug,
        kind,
        title,
        lead,
        button,
        date: None,
        text: None,
    }
}

/// Every step, in the order of the path.
pub const STEPS: [Step; 15] = [
    Step {
        date: Some("Ontvangen op"),
        ..step(
            "ontvangst",
            StepKind::Register,
            "Ontvangst vastleggen",
            "Vanaf nu loopt de procedure. De leerplichtambtenaar krijgt een seintje, de ouders krijgen een bevestiging.",
            "Ontvangst vastleggen",
        )
    },
    step(
        "aanvulling",
        StepKind::AskCompletion,
        "Om aanvulling vragen",
        "De ouders met gezag krijgen een brief met wat er nog ontbreekt.",
        "Brief om aanvulling maken",
    ),
    Step {
        date: Some("Datum van het contact"),
        text: Some(("Wat is er besproken?", true)),
        ..step(
            "contact",
            StepKind::NoteContact,
            "Contact met de ouders noteren",
            "De notitie blijft in uw eigen dossier. Zij gaat naar niemand.",
            "Contact opslaan",
        )
    },
    step(
        "zitting-plannen",
        StepKind::PlanSitting,
        "Zitting plannen",
        "De ouders, de leerling vanaf 12 jaar en wie er bij moet zijn, krijgen een uitnodiging.",
        "Zitting plannen en uitnodigen",
    ),
    step(
        "zitting-afzeggen",
        StepKind::CallOffSitting,
        "Zitting afzeggen",
        "Iedereen die was uitgenodigd, hoort dat de zitting niet doorgaat.",
        "Zitting afzeggen",
    ),
    Step {
        date: Some("Datum van de zitting"),
        text: Some(("Afspraken van de zitting", false)),
        ..step(
            "zitting",
            StepKind::RecordSitting,
            "Zitting vastleggen",
            "Het team kijkt eerst welke mogelijkheden er in het onderwijs zijn. De afspraken blijven in uw eigen dossier.",
            "Zitting opslaan",
        )
    },
    Step {
        text: Some((
            "Wie krijgt het verslag nog meer, zoals is afgesproken?",
            false,
        )),
        ..step(
            "verslag",
            StepKind::ShareReport,
            "Verslag delen met het gezin",
            "De ouders met gezag en de leerling vanaf 12 jaar krijgen de afspraken van de zitting per brief. Is afgesproken dat iemand anders ze ook \
             krijgt? Schrijf op wie. Dan staat het in de brief, en stuurt u het zelf op een beveiligde manier.",
            "Verslag delen",
        )
    },
    step(
        "overdracht",
        StepKind::HandOver,
        "Overdragen aan de arts",
        "De onafhankelijke arts van de GGD krijgt de aanvraag en de toestemmingsverklaring, en beoordeelt de leerling.",
        "Overdragen aan de arts",
    ),
    Step {
        text: Some(("Welke mogelijkheid is gevonden?", true)),
        ..step(
            "onderwijs-mogelijk",
            StepKind::CloseSchoolPossible,
            "Afsluiten: onderwijs is mogelijk",
            "Er is een mogelijkheid in het onderwijs gevonden. De procedure voor een vrijstelling stopt.",
            "Afsluiten: onderwijs is mogelijk",
        )
    },
    step(
        "verhuizing",
        StepKind::Move,
        "Verhuisd naar een andere gemeente",
        "De leerling is verhuisd naar een andere gemeente in de regio. De zaak gaat verder bij de nieuwe gemeente.",
        "Overdragen aan de nieuwe gemeente",
    ),
    step(
        "intrekken",
        StepKind::Withdraw,
        "Aanvraag intrekken",
        "De ouders trekken hun aanvraag in. De procedure stopt.",
        "Aanvraag intrekken",
    ),
    step(
        "stoppen",
        StepKind::Lapse,
        "Stoppen: geen antwoord",
        "De ouders hebben niet geantwoord op de vraag om aanvulling. De procedure stopt.",
        "Procedure stoppen",
    ),
    step(
        "vertrek",
        StepKind::LeaveArea,
        "Vertrokken uit de regio",
        "De leerling woont niet meer in de regio en gaat hier niet naar school. De procedure stopt.",
        "Procedure beëindigen",
    ),
    step(
        "achttien",
        StepKind::EndExemption,
        "De leerling is 18 jaar geworden",
        "Vanaf 18 jaar geldt de leerplicht niet meer. De procedure stopt.",
        "Procedure stoppen",
    ),
    step(
        "overlijden",
        StepKind::ReportDeath,
        "Overlijden vastleggen",
        "De procedure stopt. Er gaat geen brief naar de ouders.",
        "Overlijden vastleggen",
    ),
];

impl Step {
    /// Whether the step ends the procedure: its button looks like one that can't be taken back.
    pub const fn ends(&self) -> bool {
        matches!(
            self.kind,
            StepKind::Withdraw
                | StepKind::Lapse
                | StepKind::LeaveArea
                | StepKind::EndExemption
                | StepKind::ReportDeath
                | StepKind::CloseSchoolPossible
        )
    }
}

/// Something that a step sends.
pub struct GoesTo {
    /// To whom.
    pub to: String,
    /// What.
    pub what: Vec<String>,
    /// On which ground; empty for a letter.
    pub basis: String,
}

/// What this step sends to whom: what [`brings_about`] says that it does, so that the page can't say something else. `ggd` is
/// the name of the GGD.
pub fn sends(
    step: &Step,
    page: &CasePage,
    ggd: &str,
    actor: &Actor,
    today: time::Date,
) -> Vec<GoesTo> {
    let Some(brought) = brings_about(&page.case, step.kind, actor, &page.rules, today) else {
        return Vec::new();
    };
    let mut going: Vec<GoesTo> = Vec::new();
    // Whom an earlier plan invited can be invited again: nobody is told off before the form is sent.
    let shown = |effect: &&Effect| {
        step.kind != StepKind::PlanSitting
            || !matches!(effect, Effect::SittingMail { off: true, .. })
    };
    for more in brought
        .effects
        .iter()
        .filter(shown)
        .flat_map(|effect| goes(effect, page, ggd, today))
    {
        let same = |one: &&mut GoesTo| one.to == more.to && one.basis == more.basis;
        match going.iter_mut().find(same) {
            Some(one) => one.what.extend(more.what),
            None => going.push(more),
        }
    }
    if !going.is_empty() {
        return going;
    }
    let seen = brought
        .events
        .iter()
        .any(|event| event.audience.contains(&Audience::Family));
    vec![if seen && !matches!(page.case.state, State::Filling(_)) {
        GoesTo {
            to: "het gezin, op de eigen pagina".into(),
            what: vec!["dat dit is vastgelegd, en de datum. Wat u opschrijft niet.".into()],
            basis: String::new(),
        }
    } else {
        GoesTo {
            to: "niemand".into(),
            what: vec!["Dit blijft in het dossier van het samenwerkingsverband.".into()],
            basis: String::new(),
        }
    }]
}

/// What leaves the SWV by an effect: without a wildcard, so that a new effect is thought of here.
fn goes(effect: &Effect, page: &CasePage, ggd: &str, today: time::Date) -> Vec<GoesTo> {
    match effect {
        Effect::Seintje(notice) => vec![seintje(page, *notice, page.municipality.short_name())],
        Effect::HandOver(kind) => vec![hand_over(page, *kind, ggd)],
        Effect::Letter {
            kind,
            to: Recipients::Invited,
            ..
        } => vec![GoesTo {
            to: "de ouders met gezag en de leerling vanaf 12 jaar, ieder op het eigen adres".into(),
            what: vec![format!("brief: {}", letter_text(*kind))],
            basis: String::new(),
        }],
        Effect::Letter { kind, .. } => vec![to_family(match kind {
            LetterKind::CompletionRequest => lacks(page, today)
                .into_iter()
                .map(|missing| format!("brief: vraag om {}", missing.dutch()))
                .collect(),
            kind => vec![format!("brief: {}", letter_text(*kind))],
        })],
        Effect::PersonalLinks(_) => vec![to_family(vec![
            "een persoonlijke link naar een eigen pagina, in de brief".into(),
        ])],
        Effect::MoveTo(_) => vec![
            seintje(page, NoticeKind::EndedToLpa, page.municipality.short_name()),
            seintje(page, NoticeKind::Application, "de nieuwe gemeente"),
        ],
        Effect::SittingMail { off: false, .. } => vec![GoesTo {
            to: "wie u aankruist".into(),
            what: vec![
                "een mail zonder naam: de dag, de tijd en de plaats, met een bestand voor de agenda".into(),
                "wie u niet meer uitnodigt, hoort dat het overleg niet doorgaat".into(),
            ],
            basis: String::new(),
        }],
        Effect::SittingMail { to, .. } => vec![GoesTo {
            to: of_party(*to, page, ggd),
            what: vec!["een mail zonder naam: het overleg op die dag gaat niet door".into()],
            basis: String::new(),
        }],
        Effect::KnowParents
        | Effect::ReopenLinks
        | Effect::ShutOut(_)
        | Effect::Task { .. }
        | Effect::Done(_)
        | Effect::FindAddress(_)
        | Effect::AddressFound(_)
        | Effect::ReduceSwv { .. }
        | Effect::Consent(_)
        | Effect::Withdrawn(_)
        | Effect::CloseTasks => Vec::new(),
    }
}

/// As letters and links find their readers ([`crate::domain::case::Recipients::Everyone`]).
fn to_family(what: Vec<String>) -> GoesTo {
    GoesTo {
        to: "de ouders met gezag, vanaf 16 jaar ook de jongere, ieder op het eigen adres".into(),
        what,
        basis: String::new(),
    }
}

/// Who comes to a sitting for a party of the case.
pub fn of_party(kind: PartyKind, page: &CasePage, ggd: &str) -> String {
    match kind {
        PartyKind::Gemeente => {
            format!(
                "de leerplichtambtenaar van {}",
                page.municipality.short_name()
            )
        }
        PartyKind::LocalTeam => page.local_team.as_ref().map_or_else(
            || "het lokale team".to_owned(),
            |team| format!("een medewerker van {}", team.name),
        ),
        PartyKind::Ggd | PartyKind::Swv => format!("de onafhankelijke arts van {ggd}"),
    }
}

fn seintje(page: &CasePage, notice: NoticeKind, municipality: &str) -> GoesTo {
    let what = match notice {
        NoticeKind::Application => "seintje: voornaam en achternaam van de leerling. Verder niets.",
        _ => {
            "seintje dat de procedure eindigt: voornaam en achternaam van de leerling. De reden niet."
        }
    };
    GoesTo {
        to: format!("de leerplichtambtenaar van {municipality}"),
        what: vec![what.into()],
        basis: page
            .rules
            .notices
            .get(&notice)
            .map_or(String::new(), |rule| rule.basis.clone()),
    }
}

fn hand_over(page: &CasePage, kind: HandOverKind, ggd: &str) -> GoesTo {
    let rule = page.rules.hand_overs.get(&kind);
    let fields = rule.map_or(&[][..], |rule| &rule.fields[..]);
    GoesTo {
        to: format!("de onafhankelijke arts van {ggd}"),
        what: fields
            .iter()
            .copied()
            .map(Field::dutch)
            .map(str::to_owned)
            .collect(),
        basis: rule.map_or(String::new(), |rule| rule.basis.clone()),
    }
}

/// What must be known before the button is pressed, apart from what is sent.
pub fn warning(step: &Step, page: &CasePage, today: time::Date) -> Option<&'static str> {
    let file = page.dossier.swv();
    let erased = file.is_some_and(|f| f.forgets(&page.rules, today));
    match step.kind {
        StepKind::ReportDeath | StepKind::EndExemption if erased => Some(
            "U kunt dit niet ongedaan maken. Het samenwerkingsverband bewaart daarna alleen de datum van de zitting: de aanvraag, \
             de toestemming en uw notities worden hier gewist.",
        ),
        StepKind::ReportDeath | StepKind::EndExemption => Some("U kunt dit niet ongedaan maken."),
        StepKind::HandOver if erased => Some(
            "Na de overdracht bewaart het samenwerkingsverband alleen de datum van de zitting. De aanvraag, de toestemming \
             en uw notities worden hier gewist.",
        ),
        _ if step.ends() && erased => Some(
            "U kunt dit niet ongedaan maken. Het samenwerkingsverband bewaart daarna alleen de datum van de zitting: de aanvraag, \
             de toestemming en uw notities worden hier gewist. De ouders kunnen later opnieuw aanvragen.",
        ),
        _ if step.ends() => {
            Some("U kunt dit niet ongedaan maken. De ouders kunnen later opnieuw aanvragen.")
        }
        _ => None,
    }
}

/// What the application lacks on this day.
pub fn lacks(page: &CasePage, today: time::Date) -> Vec<Missing> {
    let file = page.dossier.swv();
    file.map_or_else(Vec::new, |file| {
        file.missing(&page.rules, today).into_iter().collect()
    })
}
