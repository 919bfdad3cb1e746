//! Which page of a list is asked for: its address holds a tab, groups of states, dates, a colleague and the end of the page before, and no
//! child's name.

use serde::Deserialize;

use crate::action::desk::{Desk, MOST_COUNTED, Mark, Order, Tab, Urgent, Wanted};
use crate::domain::case::groups;
use crate::domain::dates;
use crate::domain::party::{PartyKind, UserId};

use super::form::{Choice, Form};

const NAMES: &[&str] = &["bak", "nu", "stand", "wie", "volgorde", "van", "tot"];

/// What stands in the form; the others are tabs and links.
const TYPED: &[&str] = &["stand", "wie", "volgorde", "van", "tot"];

/// The tabs, as they stand in an address.
const TABS: [(&str, &str, Tab); 6] = [
    ("", "Alle zaken", Tab::All),
    ("mijn", "Van u", Tab::Mine),
    ("vrij", "Van niemand", Tab::Free),
    ("gezin", "Wacht op gezin of datum", Tab::Family),
    ("anderen", "Wacht op een andere organisatie", Tab::Away),
    ("klaar", "Klaar", Tab::Done),
];

/// What asks for attention, as it stands in an address; the colour, and what a page says of one case and of more.
const URGENT: [(&str, Urgent, &str, &str); 3] = [
    ("rood", Urgent::Red, "wrong", "dringend"),
    ("geel", Urgent::Yellow, "attention", "bijna aan de beurt"),
    ("stil", Urgent::Stale, "wrong", "ligt al te lang stil"),
];

/// What the address of a list may hold.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// The tab.
    bak: Option<String>,
    /// What asks for attention.
    nu: Option<String>,
    /// The group of states, by its place among the party's.
    stand: Option<String>,
    /// A colleague.
    wie: Option<String>,
    volgorde: Option<String>,
    van: Option<String>,
    tot: Option<String>,
    /// Where the page before ended.
    na: Option<String>,
}

/// A way to a part of the list.
pub struct Link {
    /// The address.
    pub href: String,
    /// What it says.
    pub label: &'static str,
    /// Whether it is the part that is shown.
    pub current: bool,
}

/// How many cases ask for attention, with a way to them.
pub struct Count {
    /// The address of exactly these.
    pub href: String,
    /// How many.
    pub number: String,
    /// What they are.
    pub label: String,
    /// The colour; empty for none.
    pub colour: &'static str,
}

/// The filter as a page shows it, with the links to other pages of the list.
pub struct Filter {
    /// The address of the list.
    pub path: &'static str,
    /// The parts of the list; none where a party has one.
    pub tabs: Vec<Link>,
    /// That only what asks for attention is shown; empty where that is not so.
    pub only: String,
    /// What of the address stands beside the form.
    pub kept: Vec<(&'static str, String)>,
    /// What can be chosen; nothing where a party knows one text only.
    pub groups: Vec<Choice>,
    /// The colleagues.
    pub people: Vec<Choice>,
    /// The orders.
    pub orders: Vec<Choice>,
    /// What was chosen.
    pub form: Form,
    /// Whether anything was.
    pub chosen: bool,
    /// Whether anything was in the form itself.
    pub opened: bool,
    /// What asks for attention; on the first page of all cases.
    pub today: Vec<Count>,
    /// Whether nothing of it is urgent.
    pub calm: bool,
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
        let known = |code: &str| code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let tabs: &[_] = if of == PartyKind::LocalTeam {
            &[]
        } else {
            &TABS
        };
        let tab = self.bak.as_deref().unwrap_or_default();
        let tab = tabs.iter().find(|(code, ..)| *code == tab);
        let (bak, _, tab) = tab.copied().unwrap_or_default();
        let urgent = self.nu.as_deref().filter(|_| !tabs.is_empty());
        let urgent = URGENT.iter().find(|(code, ..)| Some(*code) == urgent);
        let typed = [
            ("bak", Some(bak.to_owned())),
            ("nu", urgent.map(|(code, ..)| (*code).to_owned())),
            ("stand", self.stand),
            ("wie", self.wie.filter(|id| known(id))),
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
        let dated = from.is_some() || until.is_some();
        let order = match (form.value("volgorde"), tab) {
            ("nieuw", _) => Order::Newest,
            ("oud", _) => Order::Oldest,
            ("termijn", _) if !dated => Order::Due,
            // The dates are of the column that the page shows.
            _ if dated => Order::Newest,
            ("veranderd", _) => Order::Changed,
            (_, Tab::Mine | Tab::Free) => Order::Due,
            _ if urgent.is_some() => Order::Due,
            _ => Order::Changed,
        };
        let person = Some(form.value("wie")).filter(|id| !id.is_empty() && tab != Tab::Mine);
        let person = person.map(|id| UserId(id.to_owned()));
        let choices = groups.iter().enumerate();
        let chosen = NAMES.iter().any(|name| !form.value(name).is_empty());
        let wanted = Wanted {
            order,
            group: group.and_then(|at| groups.get(at).cloned()),
            from,
            until,
            after: self.na.as_deref().and_then(Mark::read),
            with_deadline: false,
            tab,
            urgent: urgent.map(|(_, urgent, ..)| *urgent),
            person,
            list_only: chosen || self.na.is_some(),
        };
        let links = tabs.iter().map(|(code, label, one)| Link {
            href: if code.is_empty() {
                path.to_owned()
            } else {
                format!("{path}?bak={code}")
            },
            label,
            current: *one == tab && urgent.is_none(),
        });
        let filter = Filter {
            path,
            tabs: links.collect(),
            only: urgent.map_or(String::new(), |(.., label)| {
                format!("U ziet alleen zaken met de melding: {label}.")
            }),
            kept: ["bak", "nu"]
                .into_iter()
                .map(|name| (name, form.value(name).to_owned()))
                .filter(|(_, value)| !value.is_empty())
                .collect(),
            groups: choices
                .map(|(at, group)| Choice::new(at.to_string(), group.standing))
                .collect(),
            people: Vec::new(),
            orders: vec![
                Choice::new("veranderd", "laatst veranderd eerst"),
                Choice::new("nieuw", "nieuwste eerst"),
                Choice::new("oud", "oudste eerst"),
                Choice::new("termijn", "meest dringend eerst"),
            ],
            chosen,
            opened: TYPED.iter().any(|name| !form.value(name).is_empty()),
            today: Vec::new(),
            calm: false,
            first: String::new(),
            next: String::new(),
            joined: String::new(),
            form,
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
        self.with_counts(desk)
    }

    /// The same with what asks for attention and who works here; nothing of that where a party's list has no tabs.
    fn with_counts(mut self, desk: &Desk) -> Self {
        if self.tabs.is_empty() {
            return self;
        }
        let people = desk.colleagues.iter();
        self.people = people
            .map(|(id, name)| Choice::new(id.as_str(), name.as_str()))
            .collect();
        let Some(counts) = desk.counts else {
            return self;
        };
        let path = self.path;
        let count = |number: i64, asked: &str, label: &str, colour| Count {
            href: format!("{path}{asked}"),
            number: up_to(number, MOST_COUNTED),
            label: label.to_owned(),
            colour: if number > 0 { colour } else { "" },
        };
        let urgent = URGENT.iter().zip(counts.all.into_iter().zip(counts.own));
        self.today = urgent
            .flat_map(|((code, _, colour, label), (all, own))| {
                let mine = format!("?bak=mijn&nu={code}");
                [
                    count(own, &mine, &format!("{label}, van u"), *colour),
                    count(
                        all,
                        &format!("?nu={code}"),
                        &format!("{label}, in totaal"),
                        *colour,
                    ),
                ]
            })
            .collect();
        let tasks = i64::try_from(desk.tasks.len()).unwrap_or(i64::MAX);
        self.calm = counts.all[..3] == [0; 3];
        self.today.extend([
            count(counts.all[3], "?bak=vrij", "van niemand", "attention"),
            count(counts.own[3], "?bak=mijn", "op uw naam", ""),
            Count {
                href: "#taken".to_owned(),
                ..count(tasks, "", "taken te doen", "attention")
            },
        ]);
        // Nothing to go to.
        self.today.retain(|count| count.number != "0");
        self
    }
}

/// A number that was counted so far at most.
fn up_to(number: i64, most: i64) -> String {
    if number >= most {
        format!("{}+", most - 1)
    } else {
        number.to_string()
    }
}

fn address(path: &str, asked: &[String]) -> String {
    if asked.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", asked.join("&"))
    }
}
