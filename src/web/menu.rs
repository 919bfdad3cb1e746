//! Where each role starts, and its main menu.

use crate::domain::party::Role;

use super::frame::MenuItem;

/// The first page of a role.
#[must_use]
pub const fn start(role: Role) -> &'static str {
    match entries(role) {
        [(href, _), ..] => href,
        [] => "/aanmelden",
    }
}

const SEARCH: (&str, &str) = ("/zoeken", "Zoeken");
const DEADLINES: (&str, &str) = ("/termijnen", "Termijnen");
const PLANNER: (&str, &str) = ("/planning", "Planning");
const RIGHTS: (&str, &str) = ("/verzoeken", "Verzoeken");
const LISTS: (&str, &str) = ("/vernietigen", "Vernietigingslijsten");

/// The entries of a role: address and label, the start page first.
const fn entries(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::Swv | Role::Coordinator => &[
            ("/swv", "Werkvoorraad"),
            DEADLINES,
            PLANNER,
            SEARCH,
            RIGHTS,
            LISTS,
        ],
        Role::Doctor => &[
            ("/arts", "Werkvoorraad"),
            DEADLINES,
            PLANNER,
            SEARCH,
            RIGHTS,
            LISTS,
        ],
        Role::Lpa => &[
            ("/leerplicht", "Werkvoorraad"),
            DEADLINES,
            PLANNER,
            SEARCH,
            RIGHTS,
            LISTS,
        ],
        Role::LocalTeam => &[("/lokaal-team", "Seintjes"), SEARCH, RIGHTS, LISTS],
        Role::Admin => &[
            ("/beheer", "Medewerkers"),
            ("/beheer/rechten", "Rechten"),
            ("/beheer/vervanging", "Vervanging"),
            ("/beheer/instellingen", "Instellingen"),
            ("/beheer/werk", "Werk op de achtergrond"),
            ("/deelnemers", "Deelnemers"),
            ("/beheer/vernietigen", "Vernietigen"),
            LISTS,
        ],
        Role::Fg => &[
            ("/fg", "Logboek"),
            ("/fg/noodtoegang", "Noodtoegang"),
            ("/fg/controles", "Controles"),
            ("/fg/rechten", "Rechten"),
            ("/fg/toestemmingen", "Toestemmingen"),
            ("/fg/register", "Register"),
            ("/fg/vernietigd", "Vernietigd"),
        ],
        Role::Policy => &[("/cijfers", "Cijfers")],
        Role::Parent | Role::YoungPerson => &[("/mijn", "Uw pagina")],
        Role::System => &[],
    }
}

/// The menu of a role for somebody who is at `path`: the longest address that the path starts with is current.
#[must_use]
pub fn of(role: Role, path: &str) -> Vec<MenuItem> {
    let here = |href: &str| {
        path == href
            || path
                .strip_prefix(href)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    let nearest = entries(role)
        .iter()
        .filter(|(href, _)| here(href))
        .map(|(href, _)| href.len())
        .max();
    entries(role)
        .iter()
        .map(|&(href, label)| MenuItem {
            href,
            label,
            current: here(href) && Some(href.len()) == nearest,
        })
        .collect()
}
