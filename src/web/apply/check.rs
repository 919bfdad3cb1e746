//! What was filled in, on one page: where who fills in goes on, where each reads everything and signs.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::ActionError;
use crate::action::apply::{self, Signed};
use crate::domain::dates;
use crate::domain::family::Person;
use crate::domain::person::{Gender, NamePart, PersonName};
use crate::web::answer::number;
use crate::web::failure::Failure;
use crate::web::family::facts;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::{answer, done, form_page, page};
use crate::web::parents::bare;
use crate::web::sign_in::NoFields;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::questions::{Ask, Kind, Step};
use super::step::{first_open, is_answered};
use super::visitor::{ApplicantVisitor, OutPage, Own, own};

/// What somebody fills in to sign.
pub struct SignFields;

impl Fields for SignFields {
    const NAMES: &'static [&'static str] =
        &["version", "name_first", "name_last", "tell", "confirmed"];
}

/// Nothing but which version the page showed.
pub struct SendFields;

impl Fields for SendFields {
    const NAMES: &'static [&'static str] = &["version"];
}

/// A question in the list: its name and its address.
struct Line {
    name: &'static str,
    href: String,
    /// Whether it is answered, and what that badge means.
    badge: String,
    kind: String,
}

#[derive(Template)]
#[template(path = "pages/apply/overview.html")]
struct OverviewPage {
    frame: Frame,
    swv: String,
    telephone: String,
    code: String,
    email: String,
    until: String,
    lines: Vec<Line>,
    /// Where somebody goes on.
    next: String,
    /// Whether something was filled in before.
    begun: bool,
    /// The day on which the reader signed; empty if that wasn't yet.
    signed: String,
    /// Who is waited for, and got a mail.
    waits: Vec<&'static str>,
    version: i64,
}

/// Part of the summary: its questions with what was answered, and where it is changed.
struct Part {
    title: &'static str,
    /// Where it is changed; empty for who only signs.
    href: String,
    rows: Vec<Row>,
}

/// A question with what was answered.
struct Row {
    label: &'static str,
    lines: Vec<String>,
    /// Whether these are the words of who filled it in.
    typed: bool,
}

#[derive(Template)]
#[template(path = "pages/apply/check.html")]
struct CheckPage {
    frame: Frame,
    form: Form,
    swv: String,
    version: i64,
    parts: Vec<Part>,
    /// Whether who reads it filled it in.
    own: bool,
    /// The first question that still lacks something.
    open: Option<(&'static str, String)>,
    /// Whether the reader signed.
    signed: bool,
    /// Whether the question about another name is asked.
    other_name: bool,
    /// Who gets a mail to sign too, and who is asked on paper.
    mailed: Vec<&'static str>,
    on_paper: Vec<&'static str>,
}

/// `GET /aanvraag`: how far it is, and where to go on.
///
/// # Errors
/// [`Failure::Broken`] when it can't be read.
pub async fn overview(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let own = match own(&app, &who.0).await {
        Ok(own) => own,
        Err(answer) => return Ok(answer),
    };
    let draft = &own.opened.draft;
    if draft.by != who.0.person {
        return Ok(Redirect::to("/aanvraag/controle").into_response());
    }
    let href = |step: &Step| format!("/aanvraag/vraag/{}", step.slug);
    let lines = own.steps.iter().map(|step| {
        let (badge, kind) = if is_answered(&own, step) {
            ("Ingevuld", "good")
        } else {
            ("Nog doen", "")
        };
        Line {
            name: step.called(draft.by),
            href: href(step),
            badge: badge.to_owned(),
            kind: kind.to_owned(),
        }
    });
    let waits = draft.asked.iter().filter(|person| {
        !draft.signed.contains_key(person) && !draft.other_names.contains_key(person)
    });
    Ok(page(&OverviewPage {
        frame: bare(frame),
        swv: own.opened.swv.name.clone(),
        telephone: own.opened.swv.settings.telephone.clone(),
        code: draft.code.clone(),
        email: draft.email.to_string(),
        until: dates::long(own.opened.until),
        lines: lines.collect(),
        next: first_open(&own).map_or("/aanvraag/controle".to_owned(), href),
        begun: draft.answers.len() > 1,
        signed: draft
            .signed
            .get(&who.0.person)
            .map(|day| dates::long(*day))
            .unwrap_or_default(),
        waits: waits.map(|person| person.dutch()).collect(),
        version: own.opened.version,
    }))
}

/// `GET /aanvraag/controle`: everything, to read before signing.
///
/// # Errors
/// [`Failure::Broken`] when it can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let own = match own(&app, &who.0).await {
        Ok(own) => own,
        Err(answer) => return Ok(answer),
    };
    let form = Form::empty(SignFields::NAMES);
    Ok(shown(frame, form, &own, &who, false))
}

/// `POST /aanvraag/controle`: signs what the page showed.
///
/// # Errors
/// As [`show`].
pub async fn sign(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    frame: Frame,
    submitted: Submitted<SignFields>,
) -> Result<Response, Failure> {
    let mut own = match own(&app, &who.0).await {
        Ok(own) => own,
        Err(answer) => return Ok(answer),
    };
    let mut form = submitted.form;
    if !form.checked("confirmed") {
        let message = "Zet een vinkje als u alles hebt gelezen en wilt tekenen.";
        form.wrong("confirmed", "Ondertekenen", message);
    }
    let second = own.opened.draft.by != who.0.person;
    let name = if second {
        let first = form.optional("name_first", "Uw voornamen", NamePart::parse);
        let last = form.required("name_last", "Uw achternaam", NamePart::parse);
        let tell = form.checked("tell");
        last.map(|last| (PersonName { first, last }, tell))
    } else {
        None
    };
    let mut other_name = form.checked("tell");
    let typed = own.typed.take();
    if let Some(typed) = typed.filter(|_| form.is_sound()) {
        let version = number(&form, "version")?;
        let again = typed.clone();
        match apply::sign(&app.house, &who.0, version, typed, name).await {
            Ok(Signed::Sent) => return Ok(done("/aanvraag/klaar/verstuurd", None)),
            Ok(Signed::Waits) if second => return Ok(done("/aanvraag/klaar/getekend", None)),
            Ok(Signed::Waits) => return Ok(done("/aanvraag", Some("aanvraag-getekend"))),
            Ok(Signed::OtherName) => {
                other_name = true;
                form.wrong(
                    "name_last",
                    "Uw achternaam",
                    "Op de aanvraag staat een andere naam. Kijk of u uw naam goed hebt ingevuld.",
                );
            }
            Err(ActionError::Changed) => form.stop(
                "Er is intussen iets veranderd",
                "Uw handtekening is niet opgeslagen. Hieronder staat de aanvraag zoals die nu is. Lees haar opnieuw en teken dan.",
            ),
            Err(error) => return Err(error.into()),
        }
        own.typed = Some(again);
    }
    Ok(shown(frame, form, &own, &who, other_name))
}

/// `POST /aanvraag/heropenen`: takes the signatures back, to change something.
///
/// # Errors
/// [`Failure::NotFound`] for who only signs.
pub async fn reopen(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    _form: Submitted<NoFields>,
) -> Result<Response, Failure> {
    apply::reopen(&app.house, &who.0).await?;
    Ok(done("/aanvraag/controle", Some("aanvraag-heropend")))
}

/// `POST /aanvraag/versturen`: sends it without the signatures that are awaited.
///
/// # Errors
/// [`Failure::Changed`] if something else was to be sent.
pub async fn send(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    frame: Frame,
    submitted: Submitted<SendFields>,
) -> Result<Response, Failure> {
    let own = match own(&app, &who.0).await {
        Ok(own) => own,
        Err(answer) => return Ok(answer),
    };
    let version = number(&submitted.form, "version")?;
    let Some(typed) = own.typed else {
        let frame = bare(frame);
        return Ok(answer(StatusCode::CONFLICT, &OutPage { frame }));
    };
    apply::send(&app.house, &who.0, version, typed).await?;
    Ok(done("/aanvraag/klaar/verstuurd", None))
}

fn shown(
    frame: Frame,
    form: Form,
    own: &Own,
    who: &ApplicantVisitor,
    other_name: bool,
) -> Response {
    let (draft, person) = (&own.opened.draft, who.0.person);
    let mine = draft.by == person;
    let hidden = match &own.typed {
        _ if mine => Vec::new(),
        Some(typed) => apply::hidden(&typed.application, person),
        // It was whole when somebody signed it, and isn't any more: by a birthday, or because who could be chosen left.
        None => apply::CONTACTS.to_vec(),
    };
    let changes = mine && draft.signed.is_empty();
    let parts = own.steps.iter().map(|step| Part {
        title: step.called(draft.by),
        href: if changes {
            format!("/aanvraag/vraag/{}?naar=controle", step.slug)
        } else {
            String::new()
        },
        rows: step
            .asks
            .iter()
            .filter_map(|ask| {
                if hidden.contains(&ask.name) {
                    let known =
                        "alleen bekend bij wie het invulde en het samenwerkingsverband".to_owned();
                    return Some(Row {
                        label: ask.label,
                        lines: vec![known],
                        typed: false,
                    });
                }
                let lines = lines(own, ask);
                let row = Row {
                    label: ask.label,
                    typed: is_typed(ask.kind) && !lines.is_empty(),
                    lines,
                };
                (!row.lines.is_empty() || ask.required).then_some(row)
            })
            .collect(),
    });
    let open = first_open(own).filter(|_| mine);
    let others = own
        .typed
        .as_ref()
        .map(|typed| apply::others(draft, typed, own.today));
    let (mailed, on_paper) = others.unwrap_or_default();
    let dutch = |who: Vec<Person>| who.into_iter().map(Person::dutch).collect();
    form_page(bare(frame), form, |frame, form| CheckPage {
        frame,
        form,
        swv: own.opened.swv.name.clone(),
        version: own.opened.version,
        parts: parts.filter(|part| !part.rows.is_empty()).collect(),
        own: mine,
        open: open.map(|step| {
            (
                step.called(draft.by),
                format!("/aanvraag/vraag/{}", step.slug),
            )
        }),
        signed: draft.signed.contains_key(&person) || draft.other_names.contains_key(&person),
        other_name,
        mailed: if mine { dutch(mailed) } else { Vec::new() },
        on_paper: if mine { dutch(on_paper) } else { Vec::new() },
    })
}

/// Whether the answer is in the words of who filled it in, or a name; not one of ours.
fn is_typed(kind: Kind) -> bool {
    match kind {
        Kind::Address | Kind::Municipality | Kind::LocalTeam | Kind::Text => true,
        Kind::Line | Kind::Telephone | Kind::Email => true,
        Kind::Date | Kind::Tick | Kind::YesNo | Kind::Custody | Kind::Gender => false,
    }
}

/// What was answered, as a reader reads it.
fn lines(own: &Own, ask: &Ask) -> Vec<String> {
    let draft = &own.opened.draft;
    let value = draft.answer(ask.name).trim();
    let one = |text: &str| {
        if text.is_empty() {
            Vec::new()
        } else {
            vec![text.to_owned()]
        }
    };
    match ask.kind {
        Kind::Date => draft.born().map(dates::long).into_iter().collect(),
        Kind::Address => {
            let part = |part: &str| {
                draft
                    .answer(&format!("{}_{part}", ask.name))
                    .trim()
                    .to_owned()
            };
            let pairs = [("street", "number"), ("postcode", "place")];
            let mut lines: Vec<String> = pairs
                .iter()
                .map(|(first, second)| {
                    format!("{} {}", part(first), part(second))
                        .trim()
                        .to_owned()
                })
                .collect();
            lines.extend(part("lines").lines().map(str::to_owned));
            lines.push(part("country"));
            lines.retain(|line| !line.is_empty());
            lines
        }
        Kind::Tick if value == "ja" => one("Ja"),
        Kind::YesNo => match value {
            "ja" => one("Ja"),
            "nee" => one("Nee"),
            _ => Vec::new(),
        },
        Kind::Custody => facts::custody()
            .into_iter()
            .filter(|choice| choice.value == value)
            .map(|choice| choice.label)
            .collect(),
        Kind::Gender => Gender::ALL
            .iter()
            .filter(|gender| gender.code() == value)
            .map(|gender| gender.label().to_owned())
            .collect(),
        Kind::Municipality | Kind::LocalTeam => {
            let all = own
                .offered
                .municipalities
                .iter()
                .chain(&own.offered.local_teams);
            let named = all.filter(|party| party.id.as_str() == value);
            named.map(|party| party.name.clone()).collect()
        }
        Kind::Text => value.lines().map(str::to_owned).collect(),
        Kind::Tick | Kind::Line | Kind::Telephone | Kind::Email => one(value),
    }
}
