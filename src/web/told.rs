//! What happened, in plain Dutch: the timeline, the tasks and the disclosures of a case page.

use crate::action::view::{CasePage, Moment, OpenTask, Task};
use crate::clock::EpochMillis;
use crate::domain::case::{EventKind, LetterKind, TaskKind, Waiting};
use crate::domain::consent::{PurposeKind, Statement};
use crate::domain::dossier::{Change, Correction, Dossier};
use crate::domain::family::Person;
use crate::domain::field::Field;
use crate::domain::notice::{NoticeKind, Route};
use crate::domain::party::{PartyKind, Role};
use crate::domain::rules::Channel;
use crate::domain::scan::ScanKind;
use crate::domain::{amsterdam, dates};

/// A line of a timeline.
pub struct Told {
    /// What happened.
    pub what: String,
    /// The instant, for machines.
    pub machine: String,
    /// The day and the hour, for people.
    pub when: String,
    /// Who did it.
    pub who: String,
}

/// The timeline, the newest first.
#[must_use]
pub fn timeline(moments: &[Moment]) -> Vec<Told> {
    moments.iter().rev().map(told).collect()
}

fn told(moment: &Moment) -> Told {
    let role = match (&moment.what, &moment.by) {
        // It may have come along with the step of another member of the family.
        (EventKind::NotificationSigned { by, .. }, None) if *by == Person::Child => {
            Role::YoungPerson.dutch()
        }
        (EventKind::NotificationSigned { .. }, None) => Role::Parent.dutch(),
        _ => Role::from_code(&moment.role).map_or("", Role::dutch),
    };
    let who = match (&moment.name, &moment.by) {
        (Some(name), _) => format!("{name}, {role}"),
        (None, Some(party)) => format!("{role}, {party}"),
        (None, None) => role.to_owned(),
    };
    Told {
        what: what(&moment.what),
        machine: dates::iso(amsterdam::civil_date(moment.at)),
        when: instant(moment.at),
        who,
    }
}

/// An instant as people read it: the day and the hour in Amsterdam.
#[must_use]
pub fn instant(at: EpochMillis) -> String {
    format!(
        "{}, {}",
        dates::long(amsterdam::civil_date(at)),
        amsterdam::clock_time(at)
    )
}

/// The day of an instant.
#[must_use]
pub fn day(at: EpochMillis) -> String {
    dates::long(amsterdam::civil_date(at))
}

fn what(event: &EventKind) -> String {
    let by = |person: Option<Person>| {
        person.map_or(String::new(), |person| format!(" door {}", person.dutch()))
    };
    let on = |paper: Option<time::Date>| {
        paper.map_or(String::new(), |day| {
            format!(", op papier van {}", dates::long(day))
        })
    };
    match event {
        EventKind::Registered { received_on } => {
            format!("De aanvraag is geregistreerd. Ontvangen op {}.", dates::long(*received_on))
        }
        EventKind::Amended => "De aanvraag is aangevuld of verbeterd.".into(),
        EventKind::Completed => "De aanvraag is compleet.".into(),
        EventKind::CompletionAsked { until } => {
            format!("De ouders is gevraagd om aan te vullen, tot en met {}.", dates::long(*until))
        }
        EventKind::ContactNoted => "Contact met de ouders genoteerd.".into(),
        EventKind::SittingHeld { on } => format!("De zitting van het TOM was op {}.", dates::long(*on)),
        EventKind::HandedOver => "De aanvraag is overgedragen aan de onafhankelijke arts van de GGD.".into(),
        EventKind::TakenOn => "Een onafhankelijke arts heeft de zaak in behandeling genomen.".into(),
        EventKind::AppointmentPlanned { on, at } => {
            format!("De afspraak met de arts is op {} om {at} uur.", dates::long(*on))
        }
        EventKind::NoShow => "Er kwam niemand op de afspraak.".into(),
        EventKind::AdviceEstablished { on } => {
            format!("De arts heeft het advies (SMA) vastgesteld op {}.", dates::long(*on))
        }
        EventKind::FactsCorrected => "Gegevens verbeterd.".into(),
        EventKind::AdviceCorrected { version } => format!("Feiten in het advies zijn verbeterd. Dit is versie {version}."),
        EventKind::AdviceToRead { young_person: false } => "Het advies is naar de ouders om te lezen en vrij te geven.".into(),
        EventKind::AdviceToRead { young_person: true } => "Het advies is naar de jongere om te lezen en vrij te geven.".into(),
        EventKind::AdviceToSend { young_person: false } => {
            "Het advies is naar de ouders. Zij sturen het zelf naar de gemeente.".into()
        }
        EventKind::AdviceToSend { young_person: true } => {
            "Het advies is naar de jongere, die het zelf naar de gemeente stuurt.".into()
        }
        EventKind::Released { by: person, paper } => format!("Het advies is vrijgegeven{}{}.", by(*person), on(*paper)),
        EventKind::Blocked { by: person, paper } => {
            format!("Het delen van het advies is tegengehouden{}{}.", by(*person), on(*paper))
        }
        EventKind::SharedAfterSilence => "De arts heeft het advies gedeeld, omdat er geen reactie kwam.".into(),
        EventKind::SentByParents { on, young_person } => {
            let who = if *young_person { "De jongere heeft" } else { "De ouders hebben" };
            format!("{who} het advies zelf naar de gemeente gestuurd, op {}.", dates::long(*on))
        }
        EventKind::AdviceReceived { on } => format!("Het advies (SMA) is ontvangen op {}.", dates::long(*on)),
        EventKind::NotificationSigned { by, on } => {
            format!("De kennisgeving is ondertekend door {} op {}.", by.dutch(), dates::long(*on))
        }
        EventKind::WentOnWithout { who, why } => {
            format!("De kennisgeving telt zonder de handtekening van {}: {}.", who.dutch(), why.dutch())
        }
        EventKind::Granted { from, until } => {
            format!("De vrijstelling is toegekend van {} tot en met {}.", dates::long(*from), dates::long(*until))
        }
        EventKind::RequirementNotMet => "De kennisgeving voldoet niet aan de eisen.".into(),
        EventKind::ReassessmentStarted => "De herbeoordeling is gestart.".into(),
        EventKind::SeintjeGiven { notice, to } => format!("Seintje gegeven aan {}: {}.", party(*to), notice_text(*notice)),
        EventKind::SeintjeReceived { notice } => format!("Seintje ontvangen: {}.", notice_text(*notice)),
        EventKind::CallMade { notice } => {
            format!("Gebeld met het seintje: {}. Alleen de naam is genoemd.", notice_text(*notice))
        }
        EventKind::LetterMade { letter } => format!("Brief gemaakt: {}.", letter_text(*letter)),
        EventKind::TaskDone { task } => format!("Gedaan: {}.", task.dutch()),
        EventKind::Moved => "De leerling is verhuisd naar een andere gemeente in de regio.".into(),
        EventKind::Ended { end: Some(end) } => format!("De procedure is gestopt: {}.", end.kind().dutch()),
        EventKind::Ended { end: None } => "De procedure is gestopt.".into(),
        EventKind::AppliedAgain => "De ouders hebben opnieuw een aanvraag gedaan.".into(),
        EventKind::ConsentWithdrawn { purpose, by: person } => {
            format!("Toestemming ingetrokken{}: {}.", by(*person), lower(purpose.dutch()))
        }
        EventKind::ConsentGiven { purpose, by: person } => {
            format!("Toestemming gegeven{}: {}.", by(*person), lower(purpose.dutch()))
        }
        EventKind::Reduced => {
            "Het dossier is teruggebracht tot de datum van de zitting. Alleen brieven die nog op de post moeten, staan hier nog.".into()
        }
    }
}

/// A kind of party as a word in a sentence.
#[must_use]
pub const fn party(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Swv => "het samenwerkingsverband",
        PartyKind::Ggd => "de GGD",
        PartyKind::Gemeente => "de leerplichtambtenaar",
        PartyKind::LocalTeam => "het lokale team",
    }
}

/// What a seintje means to who reads the timeline.
#[must_use]
pub const fn notice_text(notice: NoticeKind) -> &'static str {
    match notice {
        NoticeKind::Application => "er is een aanvraag gedaan",
        NoticeKind::Granted | NoticeKind::GrantedLocalTeam => "de vrijstelling is toegekend",
        NoticeKind::EndedToLpa | NoticeKind::EndedToSwv => "de procedure is geëindigd",
    }
}

/// A kind of letter as people call it.
#[must_use]
pub const fn letter_text(letter: LetterKind) -> &'static str {
    match letter {
        LetterKind::Receipt => "bevestiging van ontvangst",
        LetterKind::CompletionRequest => "vraag om aanvulling",
        LetterKind::Appointment => "uitnodiging van de arts",
        LetterKind::AdviceForReading => "het advies om te lezen",
        LetterKind::DecisionGranted => "besluit: vrijstelling",
        LetterKind::DecisionRefused => "besluit: voldoet niet",
        LetterKind::SchoolPossible => "onderwijs is mogelijk",
        LetterKind::FitForSchool => "het advies: geschikt voor school",
        LetterKind::Stopped => "de procedure is gestopt",
    }
}

/// A task as a page shows it.
pub struct ToDo {
    /// The task's id, for the form that records its doing.
    pub id: String,
    /// The case.
    pub case: String,
    /// The child's name, in a list of several cases.
    pub name: Option<String>,
    /// Whether the case has a page here: a gemeente may have left it.
    pub here: bool,
    /// What to do.
    pub what: String,
    /// By when; empty where there is no date.
    pub due: String,
    /// The document that the task is about, if it is about one.
    pub document: Option<String>,
    /// Whether it is done by adding a scan, and by nothing else.
    pub scan: bool,
}

/// The tasks of a page about one case.
#[must_use]
pub fn to_do(tasks: &[Task]) -> Vec<ToDo> {
    tasks
        .iter()
        .map(|task| to_do_one(task, None, true))
        .collect()
}

/// The tasks of a page about several cases.
#[must_use]
pub fn to_do_list(tasks: Vec<OpenTask>) -> Vec<ToDo> {
    tasks
        .into_iter()
        .map(|open| to_do_one(&open.task, open.name, open.here))
        .collect()
}

fn to_do_one(task: &Task, name: Option<String>, here: bool) -> ToDo {
    let person = task.about("person").as_deref().and_then(Person::from_code);
    let mut what = TaskKind::from_code(&task.kind)
        .map_or("", TaskKind::dutch)
        .to_owned();
    if let Some(notice) = task.notice() {
        what = format!("{what} ({})", notice_text(notice));
    }
    if let Some(purpose) = task
        .about("consent")
        .as_deref()
        .and_then(PurposeKind::from_code)
    {
        what = format!("{what} ({})", lower(purpose.dutch()));
    }
    if let Some(received) = task
        .about("received")
        .and_then(|day| dates::from_iso(&day).ok())
    {
        what = format!("{what}, seintje van {}", dates::long(received));
    }
    what = match (task.about("title"), person) {
        (Some(title), Some(person)) => format!("{what}: {title}, aan {}", person.dutch()),
        (Some(title), None) => format!("{what}: {title}"),
        (None, Some(person)) => format!("{what}: {}", person.dutch()),
        (None, None) => what,
    };
    let due = task
        .due_on
        .as_deref()
        .and_then(|text| dates::from_iso(text).ok());
    ToDo {
        id: task.id.clone(),
        case: task.case.0.clone(),
        name,
        here,
        what,
        due: due.map(dates::long).unwrap_or_default(),
        document: task.about("document"),
        scan: task.kind == TaskKind::ScanPaper.code(),
    }
}

/// What somebody said of a consent after the form.
#[must_use]
pub fn said(said: &Statement) -> String {
    let what = if said.gives { "gegeven" } else { "ingetrokken" };
    format!(
        "{}: {what} door {} op {}, {}",
        said.purpose.dutch(),
        said.by.dutch(),
        dates::long(said.on),
        said.means.dutch()
    )
}

/// That the assessment by the doctor was said no to.
#[must_use]
pub fn withdrawn(dossier: &Dossier, today: time::Date) -> Option<String> {
    let (consent, application) = dossier.consent()?;
    let family = (&application.child, &application.parents[..]);
    let day = consent.withdrawn(PurposeKind::ShareWithDoctor, family, today)?;
    Some(format!(
        "De toestemming om de aanvraag te delen met de arts is ingetrokken op {}. De beoordeling gaat niet verder tot er weer \
         toestemming is. Willen de ouders stoppen? Dan trekken zij de aanvraag in.",
        dates::long(day)
    ))
}

/// On which day what was corrected.
pub type Corrected = (String, Vec<Change>);

/// The corrections of a dossier, the newest first.
#[must_use]
pub fn corrections(corrections: &[Correction]) -> Vec<Corrected> {
    let newest = corrections.iter().rev();
    newest
        .map(|made| (dates::long(made.on), made.changes.clone()))
        .collect()
}

/// A letter in a list.
pub struct Paper {
    /// The document's id.
    pub id: String,
    /// What it is and for whom.
    pub label: String,
    /// Its format.
    pub format: &'static str,
    /// When it was made.
    pub when: String,
}

/// The letters of a case page.
#[must_use]
pub fn papers(page: &CasePage) -> Vec<Paper> {
    page.documents
        .iter()
        .map(|document| {
            if let Some(scan) = ScanKind::from_code(&document.kind) {
                return Paper {
                    id: document.id.clone(),
                    label: scan.paper.dutch().to_owned(),
                    format: scan.format.code(),
                    when: day(document.at),
                };
            }
            let (kind, to) = document
                .kind
                .split_once(':')
                .unwrap_or((&document.kind, ""));
            let title =
                crate::action::LetterKind::from_code(kind).map_or("Document", |kind| kind.title());
            let to = Person::from_code(to)
                .map_or(String::new(), |person| format!(", aan {}", person.dutch()));
            Paper {
                id: document.id.clone(),
                label: format!("{title}{to}"),
                format: "pdf",
                when: day(document.at),
            }
        })
        .collect()
}

/// A disclosure as a page shows it.
pub struct Shared {
    /// When.
    pub when: String,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// Which kinds of data.
    pub fields: String,
    /// What for.
    pub purpose: String,
    /// On which ground.
    pub basis: String,
    /// How.
    pub how: &'static str,
}

/// What went to and came from this party.
#[must_use]
pub fn shared(page: &CasePage) -> Vec<Shared> {
    page.disclosures
        .iter()
        .map(|d| Shared {
            when: day(d.at),
            from: d.from.clone(),
            to: d.to.clone(),
            fields: d
                .fields
                .iter()
                .filter_map(|code| Field::from_code(code))
                .map(Field::dutch)
                .collect::<Vec<_>>()
                .join(", "),
            purpose: d.purpose.clone(),
            basis: d.basis.clone(),
            how: how(&d.channel),
        })
        .collect()
}

/// How it travelled. Who took the step is not told: of an end notice that would say how far the child got.
fn how(channel: &str) -> &'static str {
    let route = Route::from_code(channel).map(Route::dutch);
    route.unwrap_or(Channel::Parents.dutch())
}

/// What the case waits for, in a sentence.
#[must_use]
pub fn waits_for(waiting: Option<&Waiting>) -> String {
    match waiting {
        None => "De procedure is afgelopen. Er wordt niets meer verwacht.".into(),
        Some(Waiting {
            whom: "niemand",
            what,
            until: Some(until),
        }) => format!("{}: {}.", capital(what), dates::long(*until)),
        Some(waiting) => {
            let until = waiting.until.map_or(String::new(), |day| {
                format!(" Verwacht uiterlijk {}.", dates::long(day))
            });
            format!("Wacht op {}: {}.{until}", waiting.whom, waiting.what)
        }
    }
}

/// A sentence's start inside another sentence.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_lowercase().collect::<String>() + chars.as_str()
    })
}

/// The text with a capital at the beginning.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}
