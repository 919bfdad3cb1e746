//! What happened, in plain Dutch: the timeline, the tasks and the disclosures of a case page.

use time::Date;

use crate::action::desk::{Listed, OpenTask};
use crate::action::view::{CasePage, Document, Moment, Task};
use crate::clock::EpochMillis;
pub use crate::domain::amsterdam::instant_long as instant;
use crate::domain::case::told::{lower, notice_text, what};
use crate::domain::case::{EventKind, TaskKind, Waiting};
use crate::domain::consent::{PurposeKind, Statement};
use crate::domain::deadline::{Deadline, Light};
use crate::domain::dossier::{Change, Correction, Dossier};
use crate::domain::family::Person;
use crate::domain::field::Field;
use crate::domain::notice::Route;
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
        // The program registers only what a family sent online.
        (EventKind::Registered { .. }, None) if moment.role == Role::System.code() => {
            "ouder of jongere, online"
        }
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

/// The day of an instant.
#[must_use]
pub fn day(at: EpochMillis) -> String {
    dates::long(amsterdam::civil_date(at))
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
    /// Whether that day is over.
    pub late: bool,
    /// The document that the task is about, if it is about one.
    pub document: Option<String>,
    /// Whether it is done by adding a scan, and by nothing else.
    pub scan: Option<String>,
    /// Where the yearly notification is recorded, which does it.
    pub notify: Option<String>,
    /// The request whose answer does it; the task has no button then.
    pub request: Option<String>,
    /// The request that says what is to be done.
    pub read: Option<String>,
}

/// The tasks of a page about one case.
#[must_use]
pub fn to_do(tasks: &[Task], today: Date) -> Vec<ToDo> {
    tasks
        .iter()
        .map(|task| to_do_one(task, None, true, today))
        .collect()
}

/// The tasks of a page about several cases.
#[must_use]
pub fn to_do_list(tasks: Vec<OpenTask>, today: Date) -> Vec<ToDo> {
    tasks
        .into_iter()
        .map(|open| to_do_one(&open.task, open.name, open.here, today))
        .collect()
}

fn to_do_one(task: &Task, name: Option<String>, here: bool, today: Date) -> ToDo {
    let person = task.about("person").as_deref().and_then(Person::from_code);
    let mut what = TaskKind::from_code(&task.kind)
        .map_or("", TaskKind::dutch)
        .to_owned();
    if task.about("paper").as_deref() == Some(crate::domain::scan::Paper::Letter.code()) {
        "Scan de brief met de toestemming".clone_into(&mut what);
    }
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
    let scan = (task.kind == TaskKind::ScanPaper.code()).then(|| {
        let ggd = task.about("of").as_deref() == Some(PartyKind::Ggd.code());
        let desk = if ggd { "/arts" } else { "/swv" };
        format!("{desk}/zaken/{}/document", task.case.as_str())
    });
    let due = task
        .due_on
        .as_deref()
        .and_then(|text| dates::from_iso(text).ok());
    let about = |kinds: &[TaskKind]| {
        let kind = TaskKind::from_code(&task.kind).filter(|kind| kinds.contains(kind));
        kind.and_then(|_| task.about("request"))
    };
    ToDo {
        id: task.id.clone(),
        case: task.case.0.clone(),
        name,
        here,
        what,
        due: due.map(dates::long).unwrap_or_default(),
        late: task.is_late(today),
        document: task.about("document"),
        scan,
        notify: (here && task.kind == TaskKind::AwaitNotification.code()).then(|| {
            let case = task.case.as_str();
            format!("/leerplicht/zaken/{case}/jaarlijkse-kennisgeving")
        }),
        request: about(&[TaskKind::AnswerRequest, TaskKind::LiftRestriction]),
        read: about(&[TaskKind::CarryOutErasure, TaskKind::CarryOutRequest]),
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
pub fn withdrawn(dossier: &Dossier, today: Date) -> Option<String> {
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
    /// Whether it was added, and is no letter: then it is kept by its link, and has another to look at it.
    pub added: bool,
    /// When it was made.
    pub when: String,
}

/// The letters of a case page.
#[must_use]
pub fn papers(page: &CasePage) -> Vec<Paper> {
    listed(&page.documents)
}

/// Letters and scans as a list shows them.
#[must_use]
pub fn listed(documents: &[Document]) -> Vec<Paper> {
    documents
        .iter()
        .map(|document| {
            if let Some(scan) = ScanKind::from_code(&document.kind) {
                return Paper {
                    id: document.id.clone(),
                    label: scan.paper.dutch().to_owned(),
                    format: scan.format.code(),
                    added: true,
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
                added: false,
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

const GOOD: &str = "utrecht-data-badge badge-good";
const WRONG: &str = "utrecht-data-badge badge-wrong";

/// A deadline as lists and case pages show it.
pub struct Runs {
    /// What for.
    pub what: &'static str,
    /// How urgent, in a word.
    pub light: &'static str,
    /// The classes of the badge.
    pub colour: &'static str,
    /// The last day.
    pub day: String,
    /// Why that day.
    pub explanation: String,
    /// Whether somebody can move it.
    pub movable: bool,
}

/// The deadline that runs with the own party.
#[must_use]
pub fn runs(deadline: Option<&Deadline>, today: Date) -> Option<Runs> {
    let deadline = deadline?;
    let light = deadline.light(today);
    Some(Runs {
        what: deadline.kind.dutch(),
        light: light.dutch(),
        colour: match light {
            Light::Still => "utrecht-data-badge",
            Light::Green => GOOD,
            Light::Yellow => "utrecht-data-badge badge-attention",
            Light::Red => WRONG,
        },
        day: dates::long(deadline.due.date),
        explanation: deadline.explanation(),
        movable: !deadline.kind.is_set(),
    })
}

/// What a list says beside a case that asks for attention: how urgent it is, or that nothing moves.
#[must_use]
pub fn urgent(listed: &Listed, today: Date) -> Vec<(&'static str, &'static str)> {
    let stale = listed.stale.then_some(("ligt stil", WRONG));
    let light = runs(listed.deadline.as_ref(), today)
        .filter(|runs| runs.colour != GOOD)
        .map(|runs| (runs.light, runs.colour));
    light.into_iter().chain(stale).collect()
}

/// That nothing moves, in a sentence; empty where something does. Since when is not told: who knows only a name would read from it on which
/// day another party took a step.
#[must_use]
pub fn stale(page: &CasePage) -> String {
    let told = "Al te lang heeft niemand een stap gezet. Vraag wie de zaak heeft, wat er nodig is.";
    if page.stale {
        told.to_owned()
    } else {
        String::new()
    }
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

/// The text with a capital at the beginning.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}
