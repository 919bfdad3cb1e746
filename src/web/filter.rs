//! Which page of a list is asked for: its address holds groups of states, dates and the end of the page before, and nobody's name.

use serde::Deserialize;

use crate::action::desk::{Desk, Mark, Order, Wanted};
use crate::domain::case::groups;
use crate::domain::dates;
use crate::domain::party::PartyKind;

use super::form::{Choice, Form};

const NAMES: &[&str] = &["stand", "volgorde", "van", "tot"];

/// What the address of a list may hold.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// The group of states, by its place among the party's.
    stand: Option<String>,
    volgorde: Option<String>,
    van: Option<String>,
    tot: Option<String>,
    /// Where the page before ended.
    na: Option<String>,
}

/// The filter as a page shows it, with the links to other pages of the list.
pub struct Filter {
    /// The address of the list.
    pub path: &'static str,
    /// What can be chosen; nothing where a party knows one text only.
    pub groups: Vec<Choice>,
    /// The orders.
    pub orders: Vec<Choice>,
    /// What was chosen.
    pub form: Form,
    /// Whether anything was.
    pub chosen: bool,
    /// The address of the first page; empty on that page.
    pub first: String,
    /// The address of the next page; empty on the last.
    pub next: String,
    /// Who joined the covenant lately; on the first page.
    pub joined: String,
}

impl Asked {
    /// The filter of this list, and what it asks for. What can't be read is a mistake beside its field, and asks for nothing.
    #[must_use]
    pub fn read(self, path: &'static str, of: PartyKind) -> (Filter, Wanted) {
        let typed = [
            ("stand", self.stand),
            ("volgorde", self.volgorde),
            ("van", self.van),
            ("tot", self.tot),
        ];
        let typed = typed
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)));
        let mut form = typed.fold(Form::empty(NAMES), |form, (name, value)| {
            form.with(name, value)
        });
        let groups = groups(of);
        let group = form.value("stand").parse::<usize>().ok();
        let from = form.optional("van", "Vanaf", dates::from_iso);
        let until = form.optional("tot", "Tot en met", dates::from_iso);
        let order = match form.value("volgorde") {
            "nieuw" => Order::Newest,
            "oud" => Order::Oldest,
            "termijn" if from.is_none() && until.is_none() => Order::Due,
            // The dates are of the column that the page shows.
            _ if from.is_some() || until.is_some() => Order::Newest,
            _ => Order::Changed,
        };
        let choices = groups.iter().enumerate();
        let filter = Filter {
            path,
            groups: choices
                .map(|(at, group)| Choice::new(at.to_string(), group.standing))
                .collect(),
            orders: vec![
                Choice::new("nieuw", "nieuwste eerst"),
                Choice::new("oud", "oudste eerst"),
                Choice::new("termijn", "meest dringend eerst"),
            ],
            chosen: NAMES.iter().any(|name| !form.value(name).is_empty()),
            first: String::new(),
            next: String::new(),
            joined: String::new(),
            form,
        };
        let wanted = Wanted {
            order,
            group: group.and_then(|at| groups.get(at).cloned()),
            from,
            until,
            after: self.na.as_deref().and_then(Mark::read),
            with_deadline: false,
        };
        (filter, wanted)
    }
}

impl Filter {
    /// The same with its links, to the first page from a later one, and to the one that begins after this; and with what is new.
    #[must_use]
    pub fn with_links(mut self, later: bool, desk: &Desk) -> Self {
        let chosen = NAMES
            .iter()
            .filter(|name| !self.form.value(name).is_empty());
        let chosen = chosen.map(|name| format!("{name}={}", self.form.value(name)));
        let mut asked: Vec<String> = if self.form.is_sound() {
            chosen.collect()
        } else {
            Vec::new()
        };
        if later {
            self.first = address(self.path, &asked);
        }
        if !later {
            self.joined = desk.joined.join(", ");
        }
        if let Some(next) = &desk.next {
            asked.push(format!("na={}", next.text()));
            self.next = address(self.path, &asked);
        }
        self
    }
}

fn address(path: &str, asked: &[String]) -> String {
    if asked.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", asked.join("&"))
    }
}
