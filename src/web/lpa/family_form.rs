//! Who signed the notification on paper, and who gets the gemeente's letters.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::exemption::{Correspondent, Notification};
use crate::domain::family::Person;
use crate::domain::person::{NamePart, PersonName};
use crate::web::form::Form;

use super::child_form::{Child, address, optional_past_date, with_address};

/// What was typed of the notification besides the child's own fields.
pub struct Typed {
    claimed_before: bool,
    represented: bool,
    signed: BTreeMap<Person, Date>,
    correspondents: Vec<Correspondent>,
}

impl Typed {
    /// The notification about this child. Who can't decide is represented by the parents, who get the letters.
    #[must_use]
    pub fn about(mut self, name: PersonName, child: &Child) -> Notification {
        if !self.represented {
            self.correspondents.push(Correspondent {
                person: Person::Child,
                name: name.clone(),
                address: Some(child.address.clone()),
            });
        }
        Notification {
            number: Some(child.number.clone()),
            name,
            born: Some(child.born),
            gender: Some(child.gender),
            address: Some(child.address.clone()),
            claimed_before: Some(self.claimed_before),
            signed: self.signed,
            correspondents: self.correspondents,
        }
    }
}

/// One parent's part of the form.
struct Part {
    person: Person,
    prefix: &'static str,
    signed: &'static str,
    whose: &'static str,
}

const PARENTS: [Part; 2] = [
    Part {
        person: Person::Parent1,
        prefix: "parent1",
        signed: "signed1",
        whose: "van ouder 1",
    },
    Part {
        person: Person::Parent2,
        prefix: "parent2",
        signed: "signed2",
        whose: "van ouder 2",
    },
];

/// Fills in what a parent signed before: the answer, names and addresses. A signature is typed by who has the paper.
#[must_use]
pub fn filled(mut form: Form, held: &Notification) -> Form {
    if let Some(claimed) = held.claimed_before {
        form = form.with("claimed_before", if claimed { "ja" } else { "nee" });
    }
    if held.represented() {
        form = form.with("represented", "ja");
    }
    for part in &PARENTS {
        let known = held
            .correspondents
            .iter()
            .find(|known| known.person == part.person);
        if let Some(known) = known {
            let name = |field: &str| format!("{}_{field}", part.prefix);
            let first = known.name.first.as_ref().map_or("", |first| first.as_str());
            form = form
                .with(&name("first"), first)
                .with(&name("last"), known.name.last.as_str());
            form = with_address(form, part.prefix, known.address.as_ref());
        }
    }
    form
}

/// Reads the notification; `None` with the mistakes beside the fields. `child` is where a parent lives who lives with it.
pub fn parse(form: &mut Form, child: Option<&Child>, today: Date) -> Option<Typed> {
    let claimed_before = form.yes_no("claimed_before", "Eerder een vrijstelling gevraagd?");
    let mut signed = BTreeMap::new();
    let mut correspondents = Vec::new();
    for part in &PARENTS {
        if let Some(parent) = parent(form, part, child) {
            correspondents.push(parent);
        }
        let label = format!("Datum van de handtekening {}", part.whose);
        if let Some(day) = optional_past_date(form, part.signed, &label, today) {
            signed.insert(part.person, day);
        }
    }
    if signed.is_empty() {
        let text = "Minstens één ouder met gezag moet de kennisgeving hebben ondertekend. Vul de datum in.";
        form.wrong("signed1", "Datum van de handtekening van ouder 1", text);
    }
    Some(Typed {
        claimed_before: claimed_before?,
        represented: form.checked("represented"),
        signed,
        correspondents,
    })
}

fn parent(form: &mut Form, part: &Part, child: Option<&Child>) -> Option<Correspondent> {
    let name = |field: &str| format!("{}_{field}", part.prefix);
    let typed = |field: &str| !form.value(&name(field)).trim().is_empty();
    let named = typed("first") || typed("last");
    let signed = !form
        .value(&format!("{}_day", part.signed))
        .trim()
        .is_empty();
    let same = form.checked(&name("same"));
    let address = if same {
        child.map(|child| child.address.clone())
    } else {
        address(form, part.prefix, part.whose)
    };
    let needed = part.person == Person::Parent1 || named || signed || same || address.is_some();
    if !needed {
        return None;
    }
    let first = form.optional(
        &name("first"),
        &format!("Voornaam {}", part.whose),
        NamePart::parse,
    );
    let last = form.required(
        &name("last"),
        &format!("Achternaam {}", part.whose),
        NamePart::parse,
    );
    Some(Correspondent {
        person: part.person,
        name: PersonName { first, last: last? },
        address,
    })
}
