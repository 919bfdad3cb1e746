//! `/{desk}/zaken/{case}/toestemming`: what the family wrote or called about its consent, typed over by who got the letter or the
//! call. As easy as it was given: no step of the case stands in the way.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use time::Date;

use crate::action::ActionError;
use crate::action::ask::{self, Asked, questions};
use crate::action::consent::{Said, consents, only_a_no, record};
use crate::action::desk::RESTRICTED;
use crate::action::session::SignedIn;
use crate::action::view::case_page;
use crate::domain::case::{State as Stood, StepKind, possible};
use crate::domain::consent::{Answer, Means, PurposeKind, Stands, TextVersion};
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::family::{Person, who_consents, with_custody};
use crate::domain::party::{CaseId, Role};
use crate::web::answer::{case_path, sent, settle};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::{Card, QUESTION};

/// What was said.
pub struct Typed;

impl Fields for Typed {
    const NAMES: &'static [&'static str] = &[
        "version", "consent", "answer", "who", "how", "on_day", "on_month", "on_year",
    ];
}

#[derive(Template)]
#[template(path = "pages/consent.html")]
struct TypedPage {
    frame: Frame,
    form: Form,
    path: String,
    desk: String,
    name: String,
    version: i64,
    cards: Vec<Card>,
    /// Whether a consent for something new can be asked here.
    asks: bool,
    consents: Vec<Choice>,
    answers: Vec<Choice>,
    who: Vec<Choice>,
    how: [Choice; 2],
}

/// Where a no of the family can be recorded of a case whose dossier may not be used; `None` for every other case.
///
/// # Errors
/// What the store refuses.
pub async fn records_a_no(
    app: &AppState,
    who: &SignedIn,
    case: &CaseId,
) -> Result<Option<String>, Failure> {
    match only_a_no(&app.house, &who.actor(), case).await {
        Ok(version) => Ok(version.map(|_| format!("{}/toestemming", case_path(who.role, case)))),
        Err(ActionError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What can be typed over about a case.
struct Offered {
    name: String,
    version: i64,
    /// Whether a consent for something new can be asked here.
    asks: bool,
    /// Whether the dossier may not be used: a no is all that is kept, and nothing of the dossier is shown.
    only_a_no: bool,
    path: String,
    stands: Vec<Stands>,
    purposes: Vec<PurposeKind>,
    questions: Vec<Asked>,
    who: Vec<(Person, String)>,
}

impl Offered {
    /// `None` where there is nothing to say of a consent here: the party holds nothing by it (any more), or not yet.
    async fn of(app: &AppState, who: &SignedIn, case: &str) -> Result<Option<Self>, Failure> {
        let id = CaseId(case.to_owned());
        let own = |purpose: &PurposeKind| purpose.recorded_by(who.role);
        let page = match case_page(&app.house, &who.actor(), &id).await {
            Err(ActionError::Restricted) => {
                let version = only_a_no(&app.house, &who.actor(), &id).await?;
                let version = version.ok_or(Failure::Restricted)?;
                let family = [Person::Parent1, Person::Parent2, Person::Child];
                return Ok(Some(Self {
                    name: RESTRICTED.to_owned(),
                    version,
                    asks: false,
                    only_a_no: true,
                    path: case_path(who.role, &id),
                    purposes: PurposeKind::ALL.into_iter().filter(own).collect(),
                    who: family.map(|one| (one, String::new())).to_vec(),
                    questions: Vec::new(),
                    stands: Vec::new(),
                }));
            }
            page => page?,
        };
        let today = app.clock.today();
        let tried = possible(&page.case, &who.actor(), &page.rules, today);
        let can = tried
            .get(&StepKind::WithdrawConsent)
            .is_some_and(Result::is_ok);
        let stands = consents(&page.case, &page.dossier, &page.rules, today);
        let held: Vec<PurposeKind> = match &page.dossier {
            Dossier::Gemeente(_) => PurposeKind::ALL.to_vec(),
            _ => stands.iter().map(|one| one.purpose).collect(),
        };
        let offered = Self {
            name: page
                .dossier
                .label()
                .map(|name| name.full())
                .unwrap_or_default(),
            version: page.case.version,
            asks: who.role != Role::Lpa && !matches!(page.case.state, Stood::Closed(_)),
            only_a_no: false,
            path: case_path(who.role, &id),
            purposes: held.into_iter().filter(own).collect(),
            who: family(&page.dossier, today),
            questions: questions(&page.dossier, today),
            stands,
        };
        Ok(Some(offered).filter(|offered| can && !offered.who.is_empty()))
    }
}

/// Who can have said something: those who decide; for the gemeente, which holds no form, whom it writes to once it has the SMA.
fn family(dossier: &Dossier, today: Date) -> Vec<(Person, String)> {
    if let Dossier::Gemeente(held) = dossier {
        let known = held
            .correspondents()
            .iter()
            .filter(|_| held.advice.is_some());
        return known.map(|one| (one.person, one.name.full())).collect();
    }
    let Some((_, application)) = dossier.consent() else {
        return Vec::new();
    };
    let mut deciding = who_consents(&application.child, &application.parents, today);
    // What they wrote before the young person decided, may come in later.
    deciding.extend(with_custody(&application.parents));
    deciding.sort_unstable();
    deciding.dedup();
    let name = |person| match person {
        Person::Child => application.child.name.full(),
        parent => application
            .parent(parent)
            .map_or_else(String::new, |one| one.name.full()),
    };
    deciding
        .into_iter()
        .map(|person| (person, name(person)))
        .collect()
}

/// The form.
///
/// # Errors
/// [`Failure::NotFound`] for another party's case.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let today = app.clock.today();
    match Offered::of(&app, &who, &case).await? {
        Some(offered) => {
            let form = Form::empty(Typed::NAMES).with_date("on", today);
            Ok(shown(frame, form, &offered, who.role))
        }
        None => Ok(back(&who, &case)),
    }
}

/// Records it.
///
/// # Errors
/// As [`show`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Typed>,
) -> Result<Response, Failure> {
    let today = app.clock.today();
    let Some(offered) = Offered::of(&app, &who, &case).await? else {
        return Ok(back(&who, &case));
    };
    let to = match offered.only_a_no {
        true => desk_of(who.role).to_owned(),
        false => offered.path.clone(),
    };
    let step = sent(&case, to, &form, once)?;
    if let Some((about, said)) = read(&mut form, &offered, who.role, today) {
        let notice = if said.gives {
            "toestemming-gegeven"
        } else {
            "toestemming-ingetrokken"
        };
        let (house, actor) = (&app.house, &who.actor());
        let result = match about {
            About::Form(purpose) => {
                let Answer {
                    by,
                    gives,
                    on,
                    means,
                } = said;
                let text = TextVersion::NEWEST;
                let said = Said {
                    purpose,
                    by,
                    gives,
                    on,
                    means,
                    text,
                };
                record(house, actor, step, said).await
            }
            About::Question(id) => ask::answer(house, actor, step, &id, said).await,
        };
        if let Some(response) = settle(result, notice, &mut form)? {
            return Ok(response);
        }
    }
    Ok(shown(frame, form, &offered, who.role))
}

fn back(who: &SignedIn, case: &str) -> Response {
    let path = case_path(who.role, &CaseId(case.to_owned()));
    Redirect::to(&path).into_response()
}

/// Of which consent it was said.
#[derive(Clone)]
enum About {
    /// One of the form.
    Form(PurposeKind),
    /// A question beside it, by its id.
    Question(String),
}

fn read(form: &mut Form, offered: &Offered, role: Role, today: Date) -> Option<(About, Answer)> {
    let of_form = |p: &PurposeKind| (p.code().to_owned(), About::Form(*p));
    let asked = |one: &Asked| {
        let id = &one.question.id;
        (format!("{QUESTION}{id}"), About::Question(id.clone()))
    };
    let all = offered.purposes.iter().map(of_form);
    let all: Vec<_> = all.chain(offered.questions.iter().map(asked)).collect();
    let purposes: Vec<_> = all
        .iter()
        .map(|(code, about)| (code.as_str(), about.clone()))
        .collect();
    let people: Vec<_> = offered
        .who
        .iter()
        .map(|(who, _)| (who.code(), *who))
        .collect();
    let answers: Vec<_> = answers(role, offered.only_a_no)
        .iter()
        .map(|(code, gives, _)| (*code, *gives))
        .collect();
    let purpose = form.choice("consent", CONSENT, &purposes);
    let gives = form.choice("answer", ANSWER, &answers);
    let by = form.choice("who", WHO, &people);
    let means = [Means::Paper, Means::Telephone].map(|means| (means.code(), means));
    let means = form.choice("how", HOW, &means);
    let on = form.date_that("on", ON, |on| dates::in_the_last_year(on, today));
    if gives == Some(true) && means == Some(Means::Telephone) {
        let message = "Toestemming geven kan niet per telefoon. Vraag om een handtekening op papier, of laat dit op de eigen \
                       pagina doen.";
        form.wrong("how", HOW, message);
        return None;
    }
    let said = Answer {
        by: by?,
        gives: gives?,
        on: on?,
        means: means?,
    };
    Some((purpose?, said))
}

const CONSENT: &str = "Welke toestemming?";
const ANSWER: &str = "Wat is er gezegd?";
const WHO: &str = "Van wie komt dit?";
const HOW: &str = "Hoe kwam het binnen?";
const ON: &str = "Datum van de brief of het gesprek";

/// The leerplichtambtenaar records no consent to an own reading, and a yes is not typed over while the dossier may not be used.
fn answers(role: Role, only_a_no: bool) -> Vec<(&'static str, bool, &'static str)> {
    let mut answers = vec![("intrekken", false, "De toestemming is ingetrokken")];
    if role != Role::Lpa && !only_a_no {
        answers.push((
            "geven",
            true,
            "De toestemming is (weer) gegeven, met een handtekening",
        ));
    }
    answers
}

const fn desk_of(role: Role) -> &'static str {
    match role {
        Role::Doctor => "/arts",
        Role::Lpa => "/leerplicht",
        _ => "/swv",
    }
}

fn shown(frame: Frame, form: Form, offered: &Offered, role: Role) -> Response {
    let purposes = offered.purposes.iter();
    let cards = offered.questions.iter().map(|one| Card::asked(one, None));
    let people = offered.who.iter();
    form_page(frame, form, |frame, form| TypedPage {
        frame,
        form,
        path: offered.path.clone(),
        desk: desk_of(role).to_owned(),
        name: offered.name.clone(),
        version: offered.version,
        cards: offered
            .stands
            .iter()
            .map(|one| Card::of(one, None))
            .chain(cards.clone())
            .collect(),
        asks: offered.asks,
        consents: purposes
            .map(|one| Choice::new(one.code(), one.dutch()))
            .chain(cards.map(|card| Choice::new(card.code, card.title)))
            .collect(),
        answers: answers(role, offered.only_a_no)
            .into_iter()
            .map(|(code, _, label)| Choice::new(code, label))
            .collect(),
        who: people
            .map(|(who, name)| {
                let label = match name.as_str() {
                    "" => who.dutch().to_owned(),
                    name => format!("{name} ({})", who.dutch()),
                };
                Choice::new(who.code(), label)
            })
            .collect(),
        how: [
            Choice::new(Means::Paper.code(), "Per brief of op een formulier"),
            Choice::new(Means::Telephone.code(), "Per telefoon"),
        ],
    })
}
