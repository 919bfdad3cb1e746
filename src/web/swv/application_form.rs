//! The application form as it is typed over from paper: its fields, and what they mean together.
//!
//! To keep a draft only the child's name and the gemeente are needed. What the hand-over needs beyond that stands in the
//! workflow file, and the case page shows what is missing.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::action::doctor::Facts;
use crate::action::swv::Typed;
use crate::domain::application::Application;
use crate::domain::consent::ConsentRecord;
use crate::domain::family::Person;
use crate::domain::organisation::Organisation;
use crate::domain::party::{PartyId, Sector};
use crate::domain::text::{LongText, ShortText};
use crate::web::form::Form;
use crate::web::submitted::{Fields, joined};

use crate::web::family::facts;
use crate::web::family::people::{of, past_date};

/// A signature on the form can't be older than this, in years.
const OLDEST_SIGNATURE: i32 = 5;

/// The fields besides the facts, in the order of the page. `na` is the case before this one.
const REST: &[&str] = &[
    "na",
    "situation",
    "claimed_before",
    "municipality",
    "local_team",
    "signed_p1_day",
    "signed_p1_month",
    "signed_p1_year",
    "signed_p2_day",
    "signed_p2_month",
    "signed_p2_year",
    "involved",
    "share_lpa",
    "keep",
    "inform_team",
    "share_parents",
    "view_of_child",
    "cannot_decide",
    "consent_p1_day",
    "consent_p1_month",
    "consent_p1_year",
    "consent_p2_day",
    "consent_p2_month",
    "consent_p2_year",
    "consent_child_day",
    "consent_child_month",
    "consent_child_year",
    "court_p1_day",
    "court_p1_month",
    "court_p1_year",
    "court_p2_day",
    "court_p2_month",
    "court_p2_year",
];

/// The fields of the form.
pub struct ApplicationFields;

impl Fields for ApplicationFields {
    const NAMES: &'static [&'static str] =
        &joined::<{ facts::NAMES.len() + REST.len() }>(&[facts::NAMES, REST]);
}

/// What the form offers to choose from.
pub struct Offered {
    /// The municipalities of the region.
    pub municipalities: Vec<Organisation>,
    /// The local teams of the region.
    pub local_teams: Vec<Organisation>,
    /// Of which sector the form is.
    pub sector: Sector,
}

/// Reads the whole form; mistakes are kept in it. `None` when there is one.
pub fn read(form: &mut Form, offered: &Offered, today: Date) -> Option<Typed> {
    let facts = facts::read(form, today);
    let situation = form.optional("situation", "Situatie", LongText::parse);
    let claimed_before =
        optional_yes_no(form, "claimed_before", "Eerder een vrijstelling gevraagd");
    let municipality = form.required("municipality", "Gemeente", |typed| {
        known(typed, &offered.municipalities)
    });
    let local_team = form.optional("local_team", "Lokaal team", |typed| {
        known(typed, &offered.local_teams)
    });
    let signed = signatures(form, "signed", "Handtekening onder de aanvraag", today);
    let consent = consent(form, offered.sector, today);
    if !form.is_sound() {
        return None;
    }
    let Facts {
        mut child,
        parents,
        school,
    } = facts?;
    child.gender = child.gender.filter(|_| offered.sector == Sector::Vo);
    let application = Application {
        child,
        parents,
        school,
        situation,
        signed,
        claimed_before,
    };
    Some(Typed {
        application,
        consent,
        municipality: municipality?,
        local_team,
    })
}

/// What isn't ticked on the paper is a no.
fn consent(form: &mut Form, sector: Sector, today: Date) -> ConsentRecord {
    let share_advice_with_lpa =
        optional_yes_no(form, "share_lpa", "SMA delen met de leerplichtambtenaar");
    let keep_application = optional_yes_no(form, "keep", "Gegevens 2 jaar bewaren");
    let inform_local_team = optional_yes_no(form, "inform_team", "Lokaal team informeren");
    let share_advice_with_parents =
        optional_yes_no(form, "share_parents", "Inhoud van het SMA naar de ouders");
    let involved = form.optional(
        "involved",
        "Wie zijn er betrokken?",
        ShortText::<500>::parse,
    );
    let view = form.optional(
        "view_of_child",
        "Mening van de leerling",
        LongText::<1000>::parse,
    );
    let keeps = keep_application.unwrap_or(false);
    let signed = signatures(form, "consent", "Handtekening onder de toestemming", today);
    let label = "Beslissing van de rechter in plaats van de toestemming";
    let court = signatures(form, "court", label, today);
    for person in court.keys().filter(|person| signed.contains_key(person)) {
        let message = "Deze ouder heeft zelf getekend. Laat de beslissing van de rechter dan leeg.";
        form.wrong(&format!("court_{}", of(*person).0), label, message);
    }
    ConsentRecord {
        released: BTreeMap::new(),
        released_on_paper: BTreeSet::new(),
        share_advice_with_lpa: share_advice_with_lpa.unwrap_or(false),
        keep_application: keeps && sector == Sector::Po,
        inform_local_team: inform_local_team.unwrap_or(false),
        share_advice_with_parents: share_advice_with_parents.unwrap_or(false),
        involved: involved.map_or_else(String::new, |text| text.as_str().to_owned()),
        signed,
        court,
        view_of_child: view.map(|text| text.as_str().to_owned()),
        ..ConsentRecord::default()
    }
}

fn signatures(form: &mut Form, what: &str, label: &str, today: Date) -> BTreeMap<Person, Date> {
    [Person::Parent1, Person::Parent2, Person::Child]
        .into_iter()
        .filter_map(|person| {
            let (of, who) = of(person);
            let label = format!("{label}: {}", who.to_lowercase());
            let on = past_date(
                form,
                &format!("{what}_{of}"),
                &label,
                today,
                OLDEST_SIGNATURE,
            )?;
            Some((person, on))
        })
        .collect()
}

fn optional_yes_no(form: &mut Form, name: &str, label: &str) -> Option<bool> {
    if form.value(name).is_empty() {
        None
    } else {
        form.yes_no(name, label)
    }
}

fn known(
    typed: &str,
    offered: &[Organisation],
) -> Result<PartyId, crate::domain::invalid::Invalid> {
    let found = offered.iter().find(|party| party.id.as_str() == typed);
    found
        .map(|party| party.id.clone())
        .ok_or(crate::domain::invalid::Invalid::NotAChoice)
}
