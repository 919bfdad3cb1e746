//! `/verzoeken/{request}`: a request, and what the party does with it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::LetterKind;
use crate::action::rights::{self, Change, RequestForm, RequestPage};
use crate::action::session::SignedIn;
use crate::domain::dates::long;
use crate::domain::party::PartyId;
use crate::domain::rights::{NOTICE_DAYS, Outcome, Right, asker};
use crate::domain::text::LongText;
use crate::web::answer::{number, settle};
use crate::web::consent::typed::records_a_no;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};
use crate::web::told::{Paper, day, listed};

#[derive(Template)]
#[template(path = "pages/rights/request.html")]
struct Shown {
    frame: Frame,
    form: Form,
    path: String,
    case: String,
    version: i64,
    title: String,
    child: String,
    /// By when it is answered, and why then.
    due: String,
    explained: String,
    /// How it ended; empty for what is open.
    outcome: &'static str,
    answer: String,
    facts: Vec<(&'static str, String)>,
    discussed: Vec<(String, String)>,
    others: Vec<Choice>,
    extended: String,
    may_extend: bool,
    /// Whether the dossier may not be used, by this request or another.
    restricted: bool,
    /// Where the party records a no of the family all the same, if it can.
    records_a_no: Option<String>,
    may_restrict: bool,
    /// Whether this request is why, and nobody was told yet when it ends.
    may_end: bool,
    /// On which day the restriction by this request ends; empty if nobody was told.
    ends_on: String,
    may_lift: bool,
    notice_days: i64,
    outcomes: Vec<Choice>,
    /// Whether the whole dossier goes by itself.
    goes: bool,
    /// Whether there is something to give along, as a paper and as a file.
    paper: bool,
    file: bool,
    /// Whether who asked can find it on the own page, and once it was granted until when.
    own_page: bool,
    file_until: String,
    /// Id, what it is, and when it was made.
    letters: Vec<(String, &'static str, String)>,
    /// The other papers of the dossier, for who may look whether they can be given.
    papers: Vec<Paper>,
}

/// The forms of the page; each reads its own fields.
pub struct RequestFields;

impl Fields for RequestFields {
    const NAMES: &'static [&'static str] = &[
        "version", "with", "said", "why", "outcome", "answer", "lift",
    ];
}

/// What a button of the page does.
#[derive(Clone, Copy)]
pub enum Button {
    /// The term becomes longer.
    Extend,
    /// What another party said.
    Discuss,
    /// The answer.
    Answer,
    /// The dossier is not used any more.
    Restrict,
    /// The letter goes that says when the dossier is used again.
    EndRestriction,
    /// The dossier is used again.
    Lift,
}

/// `GET /verzoeken/{request}`
///
/// # Errors
/// [`Failure::NotFound`] for another party's request.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(request): Path<String>,
) -> Result<Response, Failure> {
    let found = rights::page(&app.house, &who.actor(), &request).await?;
    let no = records_a_no(&app, &who, &found.case).await?;
    let form = Form::empty(RequestFields::NAMES);
    Ok(shown(frame, form, (&found, no), &app))
}

/// `POST /verzoeken/{request}/...`
///
/// # Errors
/// [`Failure::NotFound`] for another party's request; a faulty or refused form comes back as it was typed.
pub async fn send(
    button: Button,
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(request): Path<String>,
    Submitted { once, mut form, .. }: Submitted<RequestFields>,
) -> Result<Response, Failure> {
    let found = rights::page(&app.house, &who.actor(), &request).await?;
    let sent = RequestForm {
        request,
        version: Some(number(&form, "version")?),
        once: Some(once),
    };
    if let Some(change) = read(button, &mut form, &found) {
        let result = rights::change(&app.house, &who.actor(), sent, change).await;
        if let Some(response) = settle(result, "opgeslagen", &mut form)? {
            return Ok(response);
        }
    }
    let no = records_a_no(&app, &who, &found.case).await?;
    Ok(shown(frame, form, (&found, no), &app))
}

fn read(button: Button, form: &mut Form, found: &RequestPage) -> Option<Change> {
    match button {
        Button::Extend => {
            let why = form.required("why", "Waarom duurt het langer?", LongText::parse);
            why.map(Change::Extend)
        }
        Button::Discuss => {
            let known: Vec<(&str, PartyId)> = found
                .others
                .iter()
                .map(|(id, _)| (id.as_str(), id.clone()))
                .collect();
            let with = form.choice("with", "Met wie?", &known);
            let said = form.required("said", "Wat is besproken?", LongText::parse);
            Some(Change::Discuss(with?, said?))
        }
        Button::Answer => {
            let all = Outcome::ALL.map(|outcome| (outcome.code(), outcome));
            let outcome = form.choice("outcome", "Wat is het antwoord?", &all);
            let text = form.required("answer", "Tekst van de brief", LongText::parse);
            Some(Change::Answer(outcome?, text?))
        }
        Button::Restrict => Some(Change::Restrict),
        Button::EndRestriction => {
            let why = form.required("lift", "Waarom stopt de beperking?", LongText::parse);
            why.map(Change::EndRestriction)
        }
        Button::Lift => Some(Change::Lift),
    }
}

/// What a letter is called; its kind also says for whom it is.
fn title_of(kind: &str) -> &'static str {
    let code = kind.split_once(':').map_or(kind, |(code, _)| code);
    LetterKind::from_code(code).map_or("Brief", LetterKind::title)
}

fn shown(
    frame: Frame,
    form: Form,
    (found, records_a_no): (&RequestPage, Option<String>),
    app: &AppState,
) -> Response {
    let request = &found.request;
    let due = request.due();
    let today = app.house.clock.today();
    let name = |id: &PartyId| {
        let known = found.others.iter().find(|(other, _)| other == id);
        known.map_or_else(
            || "een andere organisatie".to_owned(),
            |(_, name)| name.clone(),
        )
    };
    let mut facts = vec![
        (
            "Verzoek",
            format!("{} ({})", request.right.dutch(), request.right.article()),
        ),
        ("Van", format!("{}, {}", request.name, asker(request.by))),
        ("Ontvangen", long(request.received_on)),
        ("Antwoord naar", found.address.join(", ")),
        ("Vraag", request.asked.to_string()),
    ];
    if let Some(view) = &request.view {
        facts.push(("Wat de ander vindt", view.to_string()));
    }
    let erases = request.right == Right::Erasure;
    let outcomes = [
        (
            Outcome::Whole,
            "Wij vernietigen het hele dossier",
            "TOM doet dat vanzelf, zodra de zaak is afgesloten, de brief op de post is en er voor u geen taak, ander verzoek of reden om te \
             bewaren meer is. Wie de gegevens van u kreeg, hoort dat. Niemand kan het terugdraaien. Moet u een deel bewaren? Kies dan hieronder.",
        ),
        (
            Outcome::Granted,
            "Wij doen wat wordt gevraagd",
            "In de brief staat wat u doet. Bij beperking mag het dossier meteen niet meer worden gebruikt. Bij verbetering, bezwaar en verwijdering krijgt u een taak, en hoort \
             wie de gegevens van u kreeg dat er iets verandert.",
        ),
        (
            Outcome::Refused,
            "Wij doen het niet",
            "In de brief staat duidelijk waarom niet (artikel 13.2 van het convenant).",
        ),
        (
            Outcome::Withdrawn,
            "Het verzoek is ingetrokken",
            "De tekst hieronder blijft in uw dossier en staat niet in de brief.",
        ),
    ];
    let answer = request.answer.as_ref();
    let open = answer.is_none();
    let until = request.file_until();
    let file = request.is_for_a_file() && (open || until.is_some_and(|until| today <= until));
    let ends_on = request.restriction.as_ref().and_then(|one| one.until);
    form_page(frame, form, |frame, form| Shown {
        frame,
        path: format!("/verzoeken/{}", found.id),
        case: found.case.0.clone(),
        version: found.version,
        title: format!("Verzoek om {}", request.right.dutch()),
        child: found.child.clone().unwrap_or_default(),
        due: long(due.date),
        explained: due.explanation(),
        outcome: answer.map_or("", |answer| answer.outcome.dutch()),
        answer: answer.map_or_else(String::new, |a| format!("{}\n{}", long(a.on), a.text)),
        facts,
        discussed: request
            .discussed
            .iter()
            .map(|said| {
                (
                    format!("{}, {}", long(said.on), name(&said.with)),
                    said.said.to_string(),
                )
            })
            .collect(),
        others: found
            .others
            .iter()
            .map(|(id, name)| Choice::new(id.as_str(), name.clone()))
            .collect(),
        extended: request.extended.as_ref().map_or_else(String::new, |e| {
            format!("Verlengd op {}: {}", long(e.on), e.why)
        }),
        may_extend: open && request.extended.is_none() && today <= due.date,
        restricted: found.restricted,
        records_a_no,
        may_restrict: open && request.restriction.is_none(),
        may_end: request.restriction.is_some() && ends_on.is_none(),
        ends_on: ends_on.map_or_else(String::new, long),
        may_lift: ends_on.is_some_and(|on| on <= today),
        notice_days: NOTICE_DAYS,
        paper: file && request.right == Right::Access,
        file,
        own_page: request.by.is_some() && found.child.is_some(),
        file_until: until.map_or_else(String::new, long),
        outcomes: outcomes
            .into_iter()
            .filter(|(outcome, ..)| erases || *outcome != Outcome::Whole)
            .map(|(code, label, hint)| Choice::new(code.code(), label).with_hint(hint))
            .collect(),
        goes: answer.is_some_and(|answer| answer.outcome == Outcome::Whole),
        letters: found
            .letters
            .iter()
            .map(|letter| (letter.id.clone(), title_of(&letter.kind), day(letter.at)))
            .collect(),
        papers: listed(&found.papers),
        form,
    })
}
