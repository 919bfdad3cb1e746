//! The only way to add a route: with who may come there and what it is about.
//!
//! One layer asks who comes before the handler runs. Which cases and tasks somebody may open is for the use cases
//! ([`Grant`](crate::domain::grant::Grant)): they answer "not found" for what is another party's. Either refusal leaves a line
//! in the access log.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, RawPathParams, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use uuid::Uuid;

use crate::action::access_log::{self, Refused};
use crate::action::session::SignedIn;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, CaseId, Role};

use super::apply::ApplicantVisitor;
use super::failure::Failure;
use super::parents::FamilyVisitor;
use super::state::AppState;
use super::step_up;
use super::submitted;
use super::visit::Visit;

/// Who may come to a route, and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Access {
    /// Who may come.
    pub who: Who,
    /// What it is about.
    pub about: About,
    /// Whether it asks a second factor that was given a short time ago ([`super::step_up`]).
    pub fresh: bool,
}

/// Who may come to a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Everybody, signed in or not.
    Everybody,
    /// Who is signed in, in one of these roles.
    Employees(&'static [Role]),
    /// The family, let in by a personal link.
    Family,
    /// Who fills in an application online, or came to sign it.
    Applicant,
}

/// What a route is about, which is what the parts of its path name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Nothing that is kept of anybody.
    Nothing,
    /// What the own party has: a list.
    OwnParty,
    /// What the own party has, by a name.
    Search,
    /// The case `{case}`; for the family the one to which its personal link leads.
    Case,
    /// The case `{case}` of a colleague, by breaking the glass.
    Glass,
    /// The dossier that the own party has of the case `{case}`, for supervision.
    Supervised,
    /// The employee `{person}`.
    Person,
    /// The work in the background `{job}`.
    Job,
    /// A paper of that case, which may not be there yet or any more.
    Paper,
    /// The letter `{document}` of the case `{case}`.
    Document,
    /// The task `{task}`.
    Task,
    /// The request `{request}` of a data subject.
    Request,
    /// What somebody of the family got on its own request `{request}`, if it was granted.
    Given,
    /// The organisation `{participant}` that joined the covenant with a form.
    Participant,
    /// The destruction list `{list}`, or its item `{item}`.
    Destruction,
    /// The personal link `{secret}`.
    Link,
    /// The link `{secret}` to an application that wasn't sent yet.
    DraftLink,
    /// The own application that wasn't sent yet.
    Draft,
}

impl Access {
    /// For everybody.
    #[must_use]
    pub const fn everybody(about: About) -> Self {
        let who = Who::Everybody;
        Self {
            who,
            about,
            fresh: false,
        }
    }

    /// For who is signed in, in one of these roles.
    #[must_use]
    pub const fn employees(roles: &'static [Role], about: About) -> Self {
        let who = Who::Employees(roles);
        Self {
            who,
            about,
            fresh: false,
        }
    }

    /// For who applies.
    #[must_use]
    pub const fn applicant() -> Self {
        let (who, about) = (Who::Applicant, About::Draft);
        Self {
            who,
            about,
            fresh: false,
        }
    }

    /// For the family.
    #[must_use]
    pub const fn family(about: About) -> Self {
        let who = Who::Family;
        Self {
            who,
            about,
            fresh: false,
        }
    }

    /// The same, for something weighty.
    #[must_use]
    pub const fn fresh(self) -> Self {
        Self {
            fresh: true,
            ..self
        }
    }
}

/// A route as it was added.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its path, with names in braces.
    pub path: String,
    /// How it is asked.
    pub methods: &'static [Method],
    /// Who may come, and what it is about.
    pub access: Access,
}

/// Routes that are being put together.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    known: Vec<Known>,
}

impl Routes {
    /// Adds a page that is only read.
    #[must_use]
    pub fn page<H, T>(self, path: impl Into<String>, access: Access, show: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(path.into(), &[Method::GET], access, get(show))
    }

    /// Adds a page with a form that is sent to the same address.
    #[must_use]
    pub fn form<H, T, I, U>(self, path: impl Into<String>, access: Access, show: H, send: I) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
        I: Handler<U, AppState>,
        U: 'static,
    {
        let both = &[Method::GET, Method::POST];
        self.add(path.into(), both, access, get(show).post(send))
    }

    /// Adds an address to which a form is sent from another page.
    #[must_use]
    pub fn send<H, T>(self, path: impl Into<String>, access: Access, send: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(path.into(), &[Method::POST], access, post(send))
    }

    /// Adds a page with a form that sends a file: one of [`submitted::UPLOADS`].
    #[must_use]
    pub fn upload<H, T, I, U>(self, path: &str, access: Access, show: H, send: I) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
        I: Handler<U, AppState>,
        U: 'static,
    {
        let both = &[Method::GET, Method::POST];
        let most = DefaultBodyLimit::max(submitted::MOST_WITH_FILE);
        let handlers = get(show).post(send).layer(most);
        self.add(path.to_owned(), both, access, handlers)
    }

    fn add(
        mut self,
        path: String,
        methods: &'static [Method],
        access: Access,
        handlers: MethodRouter<AppState>,
    ) -> Self {
        let known = Known {
            path,
            methods,
            access,
        };
        let door = from_fn_with_state(Arc::new(known.clone()), admit);
        self.router = self.router.route(&known.path, handlers.route_layer(door));
        self.known.push(known);
        self
    }

    /// Adds these too.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.known.extend(other.known);
        self
    }

    /// Every route that was added.
    #[must_use]
    pub fn known(&self) -> &[Known] {
        &self.known
    }

    /// What answers them.
    pub(super) fn into_router(self) -> Router<AppState> {
        self.router
    }
}

/// Lets in who may come, and says to everybody else what to do. What an employee or somebody of the family is refused leaves a
/// line: for a role that may not come here, for an id that isn't theirs, and for a dossier that doesn't open.
async fn admit(State(known): State<Arc<Known>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, &()).await else {
        return Failure::Broken.into_response();
    };
    let reads = parts.method != Method::POST;
    let ids = RawPathParams::from_request_parts(&mut parts, &()).await;
    // No id holds a NUL, and no database takes one.
    let senseless = parts.uri.to_string().contains("%00");
    let response = match ask(known.access.who, &mut parts).await {
        Ok(()) if senseless => Failure::NotFound.into_response(),
        Ok(()) => {
            let request = Request::from_parts(parts, body);
            let through = if known.access.fresh {
                step_up::through(&visit, request).await
            } else {
                Ok(request)
            };
            match through {
                Ok(request) => next.run(request).await,
                Err(answer) => answer,
            }
        }
        Err(answer) => answer,
    };
    let why = match response.extensions().get::<Failure>() {
        Some(Failure::NotForYou) => "other_role",
        Some(Failure::NotFound) => "not_found",
        Some(Failure::KeyLost) => "key_lost",
        Some(Failure::Damaged) => "damaged",
        Some(Failure::Destroyed) => "destroyed",
        Some(Failure::Restricted) => "restricted",
        _ => return response,
    };
    let purpose = match known.access.about {
        About::Document => Purpose::Document,
        About::Search => Purpose::Search,
        _ if reads => Purpose::View,
        _ => Purpose::Step,
    };
    let refused = Refused {
        case: ids.ok().and_then(|ids| case_of(&ids)),
        purpose,
        asked: known.path.clone(),
        why,
    };
    match note(&visit, known.access.who, refused).await {
        Ok(()) => response,
        Err(failure) => failure.into_response(),
    }
}

/// The case in the path. What isn't the number of one may be anything that somebody typed.
fn case_of(ids: &RawPathParams) -> Option<CaseId> {
    let (_, id) = ids.iter().find(|(name, _)| *name == "case")?;
    Some(CaseId(Uuid::try_parse(id).ok()?.to_string()))
}

/// Writes the line of a refusal to somebody whom we know.
async fn note(visit: &Visit, who: Who, mut refused: Refused) -> Result<(), Failure> {
    let actor = match who {
        Who::Everybody | Who::Applicant => None,
        Who::Employees(_) => visit.signed_in().await?.map(SignedIn::actor),
        Who::Family => visit.family().await?.cloned(),
    };
    let Some(actor) = actor else {
        return Ok(());
    };
    if let Actor::Family { case, .. } = &actor {
        refused.case = Some(case.clone());
    }
    Ok(access_log::refused(&visit.app().house, &actor, refused).await?)
}

async fn ask(who: Who, parts: &mut Parts) -> Result<(), Response> {
    match who {
        Who::Everybody => {}
        Who::Employees(roles) => {
            let one = <SignedIn as FromRequestParts<()>>::from_request_parts(parts, &()).await;
            let one = one.map_err(IntoResponse::into_response)?;
            if !roles.contains(&one.role) {
                return Err(Failure::NotForYou.into_response());
            }
        }
        Who::Family => {
            FamilyVisitor::from_request_parts(parts, &()).await?;
        }
        Who::Applicant => {
            ApplicantVisitor::from_request_parts(parts, &()).await?;
        }
    }
    Ok(())
}
