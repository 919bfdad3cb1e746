//! Which questions are asked of a draft, and what an answer must have beyond what the reader of the whole form sees.

use time::Date;

use crate::domain::ages::age_on;
use crate::domain::draft::Draft;
use crate::domain::family::Person;
use crate::domain::invalid::Invalid;
use crate::domain::party::Sector;
use crate::web::form::Form;
use crate::web::submitted::{Fields, joined};
use crate::web::swv::application_form::ApplicationFields;

use super::questions::{Kind, STEPS, Step};

/// The fields of a draft: those of the application form, and two questions that the paper doesn't ask.
pub struct DraftFields;

impl Fields for DraftFields {
    const NAMES: &'static [&'static str] = &joined::<{ ApplicationFields::NAMES.len() + 2 }>(&[
        ApplicationFields::NAMES,
        &["p2_there", "share_doctor"],
    ]);
}

/// What the draft holds of what decides which questions are asked.
pub struct Known {
    /// Who fills it in.
    pub by: Person,
    /// For which schools.
    pub sector: Sector,
    /// How old the child is.
    pub age: Option<u16>,
    /// Whether there is a second parent on it.
    pub second: bool,
    /// The address of who began it.
    pub email: String,
}

impl Known {
    /// What this draft holds of it, today.
    pub fn of(draft: &Draft, sector: Sector, today: Date) -> Self {
        Self {
            by: draft.by,
            sector,
            age: draft.born().map(|born| age_on(born, today)),
            second: draft.answer("p2_there") == "ja",
            email: draft.email.as_str().to_lowercase(),
        }
    }

    /// Whether the child is 16 or older.
    pub fn is_sixteen(&self) -> bool {
        self.age.is_some_and(|age| age >= 16)
    }
}

/// The questions that are asked here.
pub fn asked(known: &Known) -> Vec<&'static Step> {
    STEPS.iter().filter(|step| (step.applies)(known)).collect()
}

/// The form with what the draft holds.
pub fn filled(draft: &Draft) -> Form {
    let mut form = Form::empty(DraftFields::NAMES);
    // Nobody here may hold one.
    form.refuse_numbers();
    let answers = draft.answers.iter();
    answers.fold(form, |form, (name, value)| form.with(name, value.as_str()))
}

impl Step {
    /// What it is called for who fills in.
    pub fn called(&self, by: Person) -> &'static str {
        self.title[usize::from(by == Person::Child && !self.title[1].is_empty())]
    }

    /// Whether a mistake in this field is one of this page.
    pub fn has(&self, field: &str) -> bool {
        self.asks
            .iter()
            .any(|ask| ask.name == field || ask.fields().iter().any(|name| name == field))
    }

    /// Notes what it lacks, beyond what the reader of the whole form sees.
    pub fn check(&self, form: &mut Form, known: &Known) {
        for ask in self.asks.iter().filter(|ask| ask.required) {
            if ask.is_empty(form) {
                let name = match ask.kind {
                    Kind::Address => format!("{}_street", ask.name),
                    _ => ask.name.to_owned(),
                };
                let choice = matches!(
                    ask.kind,
                    Kind::YesNo | Kind::Custody | Kind::Gender | Kind::Municipality
                );
                let why = if choice {
                    Invalid::NotAChoice
                } else {
                    Invalid::Required
                };
                form.wrong(&name, ask.label, why.message());
            }
        }
        if let Some((field, label, message)) = self.lacks(form, known) {
            form.wrong(field, label, message);
        }
    }

    fn lacks(
        &self,
        form: &Form,
        known: &Known,
    ) -> Option<(&'static str, &'static str, &'static str)> {
        let none = |names: &[&str]| names.iter().all(|name| form.value(name).trim().is_empty());
        let same = |one: &str, other: &str| {
            !one.trim().is_empty() && one.trim().eq_ignore_ascii_case(other.trim())
        };
        let yes = |name| form.value(name) == "ja";
        match self.slug {
            "kind" if known.by == Person::Child && known.age.is_some_and(|age| age < 16) => Some((
                "child_born",
                "Geboortedatum",
                "Bent u jonger dan 16? Vraag dan een ouder met gezag of uw voogd om aan te vragen.",
            )),
            "ouder" if known.by == Person::Parent1 && form.value("p1_custody") == "nee" => Some((
                "p1_custody",
                "Gezag",
                "Alleen een ouder met gezag of een voogd kan aanvragen. Vraag die ouder om dit in te vullen.",
            )),
            "adres-ouder" if none(&["p1_same", "p1_street", "p1_lines"]) => Some((
                "p1_street",
                "Adres",
                "Vul het adres in, of zet een vinkje bij zelfde adres als het kind.",
            )),
            "contact-ouder" if none(&["p1_telephone", "p1_email"]) => Some((
                "p1_telephone",
                "Telefoon",
                "Vul een telefoonnummer of een e-mailadres in.",
            )),
            "andere-ouder" if yes("p2_there") && none(&["p2_last"]) => Some((
                "p2_last",
                "Achternaam",
                "Vul de achternaam in. Weet u die niet? Vul dan Onbekend in.",
            )),
            "andere-ouder" if yes("p2_there") && none(&["p2_custody"]) => {
                Some(("p2_custody", "Gezag", "Kies een van de mogelijkheden."))
            }
            "contact-andere-ouder"
                if same(form.value("p2_email"), form.value("p1_email"))
                    || same(form.value("p2_email"), &known.email) =>
            {
                Some((
                    "p2_email",
                    "E-mailadres",
                    "Dit adres is ook van u. De andere ouder heeft een eigen e-mailadres nodig om te tekenen. Is dat er niet? Laat dit dan leeg: het samenwerkingsverband vraagt de handtekening op papier.",
                ))
            }
            "jongere" if none(&["child_email", "cannot_decide"]) => Some((
                "child_email",
                "E-mailadres van de jongere",
                "Vul het e-mailadres in, of waarom de jongere niet zelf kan beslissen.",
            )),
            "jongere"
                if ["p1_email", "p2_email"]
                    .iter()
                    .any(|name| same(form.value("child_email"), form.value(name))) =>
            {
                Some((
                    "child_email",
                    "E-mailadres van de jongere",
                    "Dit is het adres van een ouder. De jongere heeft een eigen e-mailadres nodig om te tekenen.",
                ))
            }
            "school" if none(&["school_contact", "school_telephone", "school_email"]) => Some((
                "school_contact",
                "Contactpersoon",
                "Vul in wie wij daar kunnen vragen: een naam, een telefoonnummer of een e-mailadres.",
            )),
            "toestemming-arts" if form.value("share_doctor") == "nee" => Some((
                "share_doctor",
                "Toestemming",
                "Zonder deze toestemming kan de arts niets beoordelen en kan de aanvraag niet verder. Twijfelt u? Bel het samenwerkingsverband. U kunt ook alles wissen wat u hebt ingevuld.",
            )),
            "toestemming-lokaal-team" if yes("inform_team") && none(&["local_team"]) => Some((
                "local_team",
                "Welk team?",
                "Kies het team dat het mag weten.",
            )),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_fills_fields_of_the_form_and_no_field_is_asked_twice() {
        let mut seen = Vec::new();
        for step in STEPS {
            for ask in step.asks {
                for field in ask.fields() {
                    assert!(DraftFields::NAMES.contains(&field.as_str()), "{field}");
                    assert!(!seen.contains(&field), "{field} is asked twice");
                    seen.push(field);
                }
            }
        }
        for never in [
            "na",
            "signed_p1_day",
            "consent_p1_day",
            "court_p2_day",
            "version",
        ] {
            assert!(!seen.iter().any(|field| field == never), "{never}");
        }
    }
}
