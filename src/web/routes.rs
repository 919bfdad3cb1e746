//! The only way to add a route: with who may come there and what it is about.
//!
//! One layer per route asks who comes before its handler runs. Which cases and tasks somebody may open is for the use cases
//! ([`Grant`](crate::domain::grant::Grant)): they answer "not found" for what is another party's.

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::action::session::SignedIn;
use crate::domain::party::Role;

use super::failure::Failure;
use super::parents::FamilyVisitor;
use super::state::AppState;

/// Who may come to a route, and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Access {
    /// Who may come.
    pub who: Who,
    /// What it is about.
    pub about: About,
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
}

/// What a route is about, which is what the parts of its path name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Nothing that is kept of anybody.
    Nothing,
    /// What the own party has: a list.
    OwnParty,
    /// The case `{case}`; for the family the one to which its personal link leads.
    Case,
    /// A paper of that case, which may not be there yet or any more.
    Paper,
    /// The letter `{document}` of the case `{case}`.
    Document,
    /// The task `{task}`.
    Task,
    /// The personal link `{secret}`.
    Link,
}

impl Access {
    /// For everybody.
    #[must_use]
    pub const fn everybody(about: About) -> Self {
        let who = Who::Everybody;
        Self { who, about }
    }

    /// For who is signed in, in one of these roles.
    #[must_use]
    pub const fn employees(roles: &'static [Role], about: About) -> Self {
        let who = Who::Employees(roles);
        Self { who, about }
    }

    /// For the family.
    #[must_use]
    pub const fn family(about: About) -> Self {
        let who = Who::Family;
        Self { who, about }
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

    fn add(
        mut self,
        path: String,
        methods: &'static [Method],
        access: Access,
        handlers: MethodRouter<AppState>,
    ) -> Self {
        let door = from_fn_with_state(access, admit);
        self.router = self.router.route(&path, handlers.route_layer(door));
        self.known.push(Known {
            path,
            methods,
            access,
        });
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

/// Lets in who may come; says to everybody else what to do.
async fn admit(State(access): State<Access>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // No id holds a NUL, and no database takes one.
    if parts.uri.to_string().contains("%00") {
        return Failure::NotFound.into_response();
    }
    match ask(access.who, &mut parts).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(answer) => answer,
    }
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
    }
    Ok(())
}
