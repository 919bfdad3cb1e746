//! Which page of a list is asked for: its address holds a tab, groups of states, dates, a colleague and the end of the page before, and no
//! child's name.

use axum::extract::Query;
use axum::http::Uri;
use serde::Deserialize;
use time::Date;

use crate::action::desk::{Desk, MOST_COUNTED, Mark, Order, Tab, Urgent, Wanted};
use crate::action::list_choices::filters;
use crate::action::session::SignedIn;
use crate::domain::case::groups;
use crate::domain::dates;
use crate::domain::party::{PartyKind, Role, UserId};

use super::form::{Choice, Form};

const NAMES: &[&str] = &["bak", "nu", "stand", "wie", "volgorde", "van", "tot"];

/// What stands in the form; the others are tabs and links.
const TYPED: &[&str] = &["stand", "wie", "volgorde", "van", "tot"];

/// How a choice to give cases to a colleague begins; the number of the colleague follows.
pub const ASSIGN: &str = "aan:";

/// The choice to let go of cases.
pub const RELEASE: &str = "los";

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
    /// What can be done with several cases at once; nothing where nobody shares them out.
    pub bulk: Vec<Choice>,
    /// What of the address can be kept, to come back to; empty where nothing was chosen.
    pub keeps: String,
    /// What somebody kept so.
    pub kept_filters: Vec<(String, String)>,
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
    /// Whose cases who asks has taken over: the address of these, the name, and the last day; on the first page.
    pub stands_in: Vec<StandsIn>,
}

/// A colleague whose cases somebody has taken over.
pub struct StandsIn {
    /// The address of the cases.
    pub href: String,
    /// The colleague.
    pub name: String,
    /// The last day.
    pub until: String,
}

/// Whose cases somebody has taken over, with the way to them in the list at this address.
#[must_use]
pub fn stands_in(desk: &Desk, path: &str) -> Vec<StandsIn> {
    let rows = desk.stands_in.iter();
    rows.map(|one| StandsIn {
        href: format!("{path}?wie={}&volgorde=termijn", one.absent.0.as_str()),
        name: one.absent.1.clone(),
        until: super::told::day(one.until.saturating_sub(1)),
    })
    .collect()
}

impl Asked {
    /// The filter that an address asks for; `None` for what is none.
    #[must_use]
    pub fn of(asked: &str, path: &'static str, who: &SignedIn) -> Option<Filter> {
        let address: Uri = format!("{path}?{asked}").parse().ok()?;
        let Query(asked) = Query::<Self>::try_from_uri(&address).ok()?;
        let (filter, _) = asked.read(path, who.role.party_kind()?);
        filter.form.is_sound().then_some(filter)
    }

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
            picked: Vec::new(),
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
            bulk: Vec::new(),
            keeps: String::new(),
            kept_filters: Vec::new(),
            today: Vec::new(),
            calm: false,
            first: String::new(),
            next: String::new(),
            joined: String::new(),
            stands_in: Vec::new(),
            form,
        };
        (filter, wanted)
    }
}

impl Filter {
    /// The same with its links, to the first page from a later one, and to the one that begins after this; and with what is new.
    #[must_use]
    pub fn with_links(mut self, later: bool, desk: &Desk, who: &SignedIn, today: Date) -> Self {
        let asked = Some(self.asked()).filter(|asked| self.form.is_sound() && !asked.is_empty());
        let mut asked: Vec<String> = asked.into_iter().collect();
        if later {
            self.first = address(self.path, &asked);
        }
        if !later {
            self.joined = desk.joined.join(", ");
            self.stands_in = stands_in(desk, self.path);
        }
        if let Some(next) = &desk.next {
            asked.push(format!("na={}", next.text()));
            self.next = address(self.path, &asked);
        }
        self.with_counts(desk, who, today)
    }

    /// What the address asks for, in words; empty where nothing was chosen, or something that is none of the party's choices.
    #[must_use]
    pub fn told(&self, colleagues: &[(UserId, String)]) -> String {
        let value = |name| self.form.value(name);
        let of = |choices: &[Choice], name| {
            let found = choices.iter().find(|choice| choice.value == value(name));
            found.map(|choice| choice.label.clone())
        };
        let tab = TABS.iter().find(|(code, ..)| *code == value("bak"));
        let tab = tab.filter(|(code, ..)| !code.is_empty());
        let urgent = URGENT.iter().find(|(code, ..)| *code == value("nu"));
        let colleague = colleagues
            .iter()
            .find(|(id, _)| id.as_str() == value("wie"));
        let day = |name, word| {
            let day = dates::from_iso(value(name)).ok()?;
            Some(format!("{word} {}", dates::long(day)))
        };
        let words = [
            ("bak", tab.map(|(_, label, _)| (*label).to_owned())),
            ("nu", urgent.map(|(.., label)| (*label).to_owned())),
            ("stand", of(&self.groups, "stand")),
            ("wie", colleague.map(|(_, name)| format!("van {name}"))),
            ("van", day("van", "vanaf")),
            ("tot", day("tot", "tot en met")),
            ("volgorde", of(&self.orders, "volgorde")),
        ];
        if words
            .iter()
            .any(|(name, told)| told.is_none() && !value(name).is_empty())
        {
            return String::new();
        }
        let told: Vec<String> = words.into_iter().filter_map(|(_, told)| told).collect();
        super::told::capital(&told.join(", "))
    }

    /// What the address holds, without the page.
    #[must_use]
    pub fn asked(&self) -> String {
        let chosen = NAMES
            .iter()
            .filter(|name| !self.form.value(name).is_empty());
        let chosen = chosen.map(|name| format!("{name}={}", self.form.value(name)));
        chosen.collect::<Vec<_>>().join("&")
    }

    /// The same with what can be done with several cases at once.
    fn with_bulk(&mut self, desk: &Desk, who: &SignedIn) {
        let own = |id: &UserId| *id == who.user;
        let to = |(id, name): &(UserId, String)| {
            let label = if own(id) {
                "Op uw eigen naam zetten".to_owned()
            } else {
                format!("Toewijzen aan {name}")
            };
            Choice::new(format!("{ASSIGN}{}", id.as_str()), label)
        };
        let shares = matches!(who.role, Role::Coordinator | Role::Lpa);
        let people = desk.colleagues.iter();
        let people = people.filter(|(id, _)| own(id) || shares);
        let label = if shares {
            "Loslaten: van niemand"
        } else {
            "Loslaten: niet meer op uw naam"
        };
        if shares || who.role == Role::Swv {
            self.bulk = people
                .map(to)
                .chain([Choice::new(RELEASE, label)])
                .collect();
        }
    }

    /// The same with what asks for attention and who works here; nothing of that where a party's list has no tabs.
    fn with_counts(mut self, desk: &Desk, who: &SignedIn, today: Date) -> Self {
        if self.tabs.is_empty() {
            return self;
        }
        self.with_bulk(desk, who);
        let kept = filters(&desk.choices).map(|asked| {
            let href = address(self.path, &[asked.to_owned()]);
            (href, words(asked, self.path, who, &desk.colleagues))
        });
        self.kept_filters = kept.collect();
        if self.form.is_sound() && !self.told(&desk.colleagues).is_empty() {
            self.keeps = self.asked();
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
        let late = desk.tasks.iter().filter(|open| open.task.is_late(today));
        let late = i64::try_from(late.count()).unwrap_or(i64::MAX);
        self.calm = counts.all[..2] == [0; 2] && late == 0;
        self.today.extend([
            count(counts.all[3], "?bak=vrij", "van niemand", "attention"),
            count(counts.own[3], "?bak=mijn", "op uw naam", ""),
            Count {
                href: "#taken".to_owned(),
                ..count(tasks, "", "taken te doen", "attention")
            },
            Count {
                href: "#taken".to_owned(),
                ..count(late, "", "daarvan te laat", "wrong")
            },
        ]);
        // Nothing to go to.
        self.today.retain(|count| count.number != "0");
        self
    }
}

/// What a filter that was kept asks for, in words.
#[must_use]
pub fn words(
    asked: &str,
    path: &'static str,
    who: &SignedIn,
    colleagues: &[(UserId, String)],
) -> String {
    let filter = Asked::of(asked, path, who);
    let told = filter.map_or(String::new(), |filter| filter.told(colleagues));
    if told.is_empty() {
        "Een filter die niet meer past".to_owned()
    } else {
        told
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
