//! The access export: everything that a party keeps of a child, what it shared and got, and who looked (art. 15 AVG).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::clock::EpochMillis;
use crate::domain::amsterdam::instant_long as instant;
use crate::domain::case::{EventKind, TaskKind, told};
use crate::domain::dates;
use crate::domain::export::{Kept, LEFT_OUT, Own, given_by_family, kept_for, readable};
use crate::domain::family::Person;
use crate::domain::field::Field;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::notice::Route;
use crate::domain::party::{CaseId, Role};
use crate::domain::person::PersonName;
use crate::domain::personal::{Personal as _, Told, Whose};
use crate::domain::rights::{Decided, Request, Right};
use crate::domain::rules::Channel;
use crate::letter::{AccessExport, Entry, Envelope, Letter, Section};
use crate::store::dossiers::StoredDossier;
use crate::store::history::{self, StoredDisclosure};
use crate::store::looks::{self, StoredLook};
use crate::store::{Tx, break_glass, holds, requests};

use super::super::access_log::{self, OPENED};
use super::super::compartment::Opened;
use super::super::error::ActionError;
use super::super::house::House;
use super::super::looks::is_told;
use super::super::view;
use super::known::known;
use super::papers::{self, File};
use super::unsealed;

/// Everything, as a file. Portability is the part of it that the family gave.
#[derive(Serialize)]
pub struct Export {
    /// The day on which it was made, `YYYY-MM-DD`.
    made_on: String,
    /// The party that keeps it.
    holder: String,
    /// The child's name.
    child: Option<String>,
    /// Who asked for it.
    asked_by: Option<Person>,
    /// What the dossier holds.
    #[serde(flatten)]
    kept: Kept,
    /// What was shared, what happened, which letters there are, what was asked, who looked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more: Vec<Section>,
}

impl Export {
    /// As a file for another program.
    ///
    /// # Errors
    /// What can't be written.
    pub fn json(&self) -> Result<Vec<u8>, ActionError> {
        serde_json::to_vec_pretty(self).map_err(|error| ActionError::Letter(error.to_string()))
    }

    /// As a paper to read.
    #[must_use]
    pub(super) fn letter(&self, envelope: Envelope, request: &Request) -> Letter {
        let mut sections = vec![held(&self.kept)];
        sections.extend(self.more.iter().cloned());
        Letter::AccessExport(Box::new(AccessExport {
            envelope,
            child: self.child.clone(),
            received_on: request.received_on,
            sections,
            left_out: self.kept.left_out,
        }))
    }
}

/// What the dossier holds, kind by kind; what stands there twice is told once.
fn held(kept: &Kept) -> Section {
    let mut by_field: BTreeMap<Field, Vec<Entry>> = BTreeMap::new();
    for one in &kept.told {
        let mut label = capital(one.field.dutch());
        if one.label != one.field.dutch() {
            label = format!("{label}: {}", one.label);
        }
        if let Whose::Of(parent @ (Person::Parent1 | Person::Parent2)) = one.whose {
            label = format!("{}: {}", capital(parent.dutch()), one.label);
        }
        let entry = Entry {
            label,
            lines: readable(&one.value),
        };
        let rows = by_field.entry(one.field).or_default();
        if !entry.lines.is_empty() && !rows.contains(&entry) {
            rows.push(entry);
        }
    }
    Section {
        title: "Wat wij bewaren".to_owned(),
        note: if kept.changed { CHANGED } else { "" }.to_owned(),
        rows: by_field.into_values().flatten().collect(),
    }
}

const CHANGED: &str = "Dit overzicht hoort bij ons antwoord. Wat daarna is veranderd of erbij kwam, staat er niet in.";

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// What is decided on when a request for a file is granted.
pub(super) fn decided(house: &House, opened: &Opened, request: &Request) -> Decided {
    let mut kept = kept_for(request.by, opened.dossier.told());
    if request.right == Right::Portability {
        kept = given_by_family(kept);
    }
    let now = house.clock.now();
    Decided {
        at: now,
        number: house.random.id(now),
        values: kept.marks(),
    }
}

/// What the party of this dossier keeps of the case, for who made the request; once it was granted, as far as it was decided on and is still
/// there. It leaves a line.
pub(super) async fn of(
    house: &House,
    tx: &mut Tx,
    grant: &Grant,
    case: &CaseId,
    (opened, holder): (&Opened, &str),
    request: &Request,
) -> Result<(Export, Vec<File>), ActionError> {
    access_log::look(house, tx, case, grant, "export", OPENED).await?;
    let told = opened.dossier.told();
    let own = Own::of(request.by, &told);
    let named = |one: &Told| one.field == Field::ParentNames && is_another(one.whose, request.by);
    let of_others = told.iter().any(named);
    let mut kept = kept_for(request.by, told);
    let (more, files) = match request.right {
        Right::Portability => {
            kept = given_by_family(kept);
            (Vec::new(), Vec::new())
        }
        _ => {
            let reader = papers::Reader {
                person: request.by,
                of_others: kept.left_out || of_others,
                until: request.decided().map(|decided| decided.number.as_str()),
            };
            let papers = papers::of(house, tx, opened, reader).await?;
            let asked = asked(house, tx, opened, request).await?;
            let (asked, all_asked) = screened(asked, &own);
            kept.left_out |= !all_asked;
            let typed = Typed {
                papers: papers.rows,
                asked,
                glasses: glasses(tx, opened, until(request)).await?,
            };
            (more(tx, &opened.row, request, typed).await?, papers.files)
        }
    };
    if let Some(decided) = request.decided() {
        kept.only(&decided.values);
    }
    let export = Export {
        made_on: dates::iso(house.clock.today()),
        holder: holder.to_owned(),
        child: known(&opened.dossier).child().map(PersonName::full),
        asked_by: request.by,
        kept,
        more,
    };
    Ok((export, files))
}

/// Up to which moment it is told: what came after the answer, nobody decided on.
fn until(request: &Request) -> EpochMillis {
    request.decided().map_or(EpochMillis::MAX, |one| one.at)
}

/// Whether a value tells of another parent than who asks.
fn is_another(whose: Whose, by: Option<Person>) -> bool {
    match whose {
        Whose::Of(person) => person != Person::Child && Some(person) != by,
        Whose::Parents | Whose::Family => false,
    }
}

/// When somebody of the party broke the glass for this case, an FG opened the dossier, or it was held. The reasons are not among it: they
/// can tell why a colleague was away, or that another of the family complained.
async fn glasses(
    tx: &mut Tx,
    opened: &Opened,
    until: EpochMillis,
) -> Result<Vec<Entry>, ActionError> {
    let stored = break_glass::of_dossier(tx, &opened.row.id).await?;
    let stored = stored.into_iter().filter(|one| one.at <= until);
    let told = stored.map(|one| Entry {
        label: instant(one.at),
        lines: vec![
            Role::from_code(&one.role)
                .map_or("onbekend", Role::dutch)
                .to_owned(),
        ],
    });
    let mut told: Vec<Entry> = told.collect();
    let held = holds::of_dossier(tx, &opened.row.id).await?;
    let held = held.into_iter().filter(|one| one.at <= until);
    told.extend(held.map(|one| Entry {
        label: instant(one.at),
        lines: vec!["langer bewaren".to_owned()],
    }));
    Ok(told)
}

/// What people typed beside the dossier, and the papers.
struct Typed {
    papers: Vec<Entry>,
    asked: Vec<Entry>,
    glasses: Vec<Entry>,
}

/// The requests of who asks; of who can't be told from another, this one alone.
async fn asked(
    house: &House,
    tx: &mut Tx,
    opened: &Opened,
    this: &Request,
) -> Result<Vec<Entry>, ActionError> {
    let Some(by) = this.by else {
        return Ok(vec![request(this)]);
    };
    let answered = this.answer.as_ref().map(|answer| answer.on);
    let mut asked = Vec::new();
    for row in requests::of_dossier(tx, &opened.row.id).await? {
        if row.person != by.code() {
            continue;
        }
        let one = unsealed(house, opened, &row)?;
        let by_then = one
            .answer
            .as_ref()
            .is_some_and(|it| Some(it.on) <= answered);
        if answered.is_none() || by_then {
            asked.push(request(&one));
        }
    }
    Ok(asked)
}

/// Without the texts in which somebody typed contact data of another; and whether there were none.
fn screened(mut asked: Vec<Entry>, own: &Own) -> (Vec<Entry>, bool) {
    let mut whole = true;
    for line in asked.iter_mut().flat_map(|entry| &mut entry.lines) {
        if !own.may_read_text(line) {
            LEFT_OUT.clone_into(line);
            whole = false;
        }
    }
    (asked, whole)
}

async fn more(
    tx: &mut Tx,
    row: &StoredDossier,
    request: &Request,
    typed: Typed,
) -> Result<Vec<Section>, ActionError> {
    let (case, party) = (&row.case, &row.party);
    let (by, until) = (request.by, until(request));
    let shared = history::disclosures(tx, case, party).await?;
    let events = view::timeline(tx, case, party.as_str()).await?;
    let looks = looks::of_party(tx, row).await?;
    let section = |title: &str, note: &str, rows: Vec<Entry>| Section {
        title: title.to_owned(),
        note: note.to_owned(),
        rows,
    };
    let event = |moment: &view::Moment| Entry {
        label: instant(moment.at),
        lines: vec![told::what(&moment.what)],
    };
    let reader = by.map_or("", Person::code);
    Ok(vec![
        section(
            "Wat is gedeeld",
            "Met wie, welke gegevens, waarvoor en op welke grond.",
            shared
                .iter()
                .filter(|one| one.at <= until)
                .map(disclosure)
                .collect(),
        ),
        section(
            "Wat er is gebeurd",
            "",
            events
                .iter()
                .filter(|moment| moment.at <= until && may_hear(by, &moment.what))
                .map(event)
                .collect(),
        ),
        section("Brieven en papieren", PAPERS_NOTE, typed.papers),
        section("Uw verzoeken", "", typed.asked),
        section("Noodtoegang en toezicht", GLASSES_NOTE, typed.glasses),
        section(
            "Wie in dit dossier keek",
            LOOKS_NOTE,
            looks
                .iter()
                .filter(|look| look.at <= until && is_told(look, reader))
                .map(look)
                .collect(),
        ),
    ])
}

const PAPERS_NOTE: &str = "De tekst staat in de papieren zelf. Die zitten bij dit overzicht in één bestand (zip). Hebt u alleen dit papier? Vraag \
                           ons dan om dat bestand.";

const GLASSES_NOTE: &str = "Iemand die niet aan de zaak werkt, opende het dossier. De reden is opgeschreven, maar staat hier niet: daarin kan iets \
                            over een ander staan. Wilt u de reden weten? Vraag het ons.";

const LOOKS_NOTE: &str = "Namen van medewerkers staan hier niet bij. Keek iemand om een verzoek over gegevens te behandelen? Dat staat hier \
                          ook niet: wie een verzoek doet, hoeft dat niet van de ander te laten weten.";

/// Whether somebody of the family may hear of this: that another made a request is no business of theirs.
fn may_hear(by: Option<Person>, event: &EventKind) -> bool {
    match event {
        EventKind::RequestMade { by: who, .. } | EventKind::RequestAnswered { by: who, .. } => {
            by.is_some() && *who == by
        }
        // What was done about a request stands with the request itself.
        EventKind::UseRestricted | EventKind::RestrictionLifted => false,
        EventKind::TaskDone { task } => !matches!(
            task,
            TaskKind::AnswerRequest
                | TaskKind::DiscussRequest
                | TaskKind::CarryOutErasure
                | TaskKind::CarryOutRequest
                | TaskKind::DataChanged
                | TaskKind::LiftRestriction
        ),
        _ => true,
    }
}

fn disclosure(one: &StoredDisclosure) -> Entry {
    let fields = one.fields.iter().filter_map(|code| Field::from_code(code));
    let fields: Vec<&str> = fields.map(Field::dutch).collect();
    let route = Route::from_code(&one.channel).map(Route::dutch);
    Entry {
        label: instant(one.at),
        lines: vec![
            format!("Van {} naar {}: {}.", one.from, one.to, fields.join(", ")),
            format!("Waarvoor: {}. Grond: {}.", one.purpose, one.basis),
            format!("Hoe: {}.", route.unwrap_or(Channel::Parents.dutch())),
        ],
    }
}

fn request(one: &Request) -> Entry {
    let mut lines = vec![capital(one.right.dutch()), one.asked.to_string()];
    let extended = one.extended.as_ref();
    lines
        .extend(extended.map(|told| format!("Verlengd op {}: {}", dates::long(told.on), told.why)));
    let address = one.address.as_ref();
    lines.extend(address.map(|typed| format!("Adres voor het antwoord: {}", typed.on_one_line())));
    lines.extend(
        one.view
            .iter()
            .map(|view| format!("Wat de ander vond: {view}")),
    );
    lines.extend(
        one.discussed
            .iter()
            .map(|said| format!("Overleg op {}: {}", dates::long(said.on), said.said)),
    );
    lines.extend(
        one.answer
            .iter()
            .map(|answer| format!("Antwoord op {}: {}", dates::long(answer.on), answer.text)),
    );
    Entry {
        label: dates::long(one.received_on),
        lines,
    }
}

fn look(one: &StoredLook) -> Entry {
    let role = Role::from_code(&one.role).map_or("onbekend", Role::dutch);
    let who = match &one.organisation {
        Some(organisation) => format!("{organisation}: {role}"),
        None => role.to_owned(),
    };
    let why = Purpose::from_code(&one.purpose).map_or("", Purpose::told);
    let how = match (one.list, one.outcome.as_str()) {
        (_, outcome) if outcome != OPENED => ", geweigerd",
        (true, _) => ", in een lijst",
        (false, _) => "",
    };
    Entry {
        label: instant(one.at),
        lines: vec![format!("{who}, {why}{how}")],
    }
}
