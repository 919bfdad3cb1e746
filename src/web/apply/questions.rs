//! The questions, one subject on a page: what each asks, of whom, and what is told before. They fill the fields of the application form,
//! so that the same reader reads what was typed here and what an employee types over from paper.

use crate::domain::consent::PurposeKind;
use crate::domain::family::Person;
use crate::domain::party::Sector;
use crate::web::form::Form;

use super::steps::Known;

/// How something is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line.
    Line,
    /// A telephone number.
    Telephone,
    /// An e-mail address.
    Email,
    /// Several lines.
    Text,
    /// A date in three fields.
    Date,
    /// An address, in the Netherlands or elsewhere; its name is what the names of its fields begin with.
    Address,
    /// A box to tick.
    Tick,
    /// Yes or no.
    YesNo,
    /// What somebody is to the child.
    Custody,
    /// The gender.
    Gender,
    /// A gemeente.
    Municipality,
    /// A local team.
    LocalTeam,
}

/// Something that a page asks.
pub struct Ask {
    /// The field, or what its fields begin with.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What helps to answer it.
    pub hint: &'static str,
    /// How it is asked.
    pub kind: Kind,
    /// Whether it must be answered.
    pub required: bool,
}

/// A page with questions.
pub struct Step {
    /// Its place in the address.
    pub slug: &'static str,
    /// What it asks, of a parent and of a young person.
    pub title: [&'static str; 2],
    /// What is told before.
    pub text: &'static [&'static str],
    /// The consent that it asks.
    pub consent: Option<PurposeKind>,
    /// Its fields.
    pub asks: &'static [Ask],
    /// Whether it is asked.
    pub applies: fn(&Known) -> bool,
}

const fn ask(name: &'static str, label: &'static str, kind: Kind) -> Ask {
    Ask {
        name,
        label,
        hint: "",
        kind,
        required: true,
    }
}

impl Ask {
    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// The fields of the form that it fills.
    pub fn fields(&self) -> Vec<String> {
        let parts: &[&str] = match self.kind {
            Kind::Date => &["day", "month", "year"],
            Kind::Address => &["street", "number", "postcode", "place", "lines", "country"],
            _ => return vec![self.name.to_owned()],
        };
        let field = |part: &&str| format!("{}_{part}", self.name);
        parts.iter().map(field).collect()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self, form: &Form) -> bool {
        let fields = self.fields();
        fields.iter().all(|name| form.value(name).trim().is_empty())
    }
}

const ALWAYS: fn(&Known) -> bool = |_| true;

/// Every question, in the order in which it is asked.
pub const STEPS: &[Step] = &[
    Step {
        slug: "kind",
        title: ["Om welk kind gaat het?", "Wie bent u?"],
        text: &[
            "Schrijf de naam zoals die in het paspoort of op de identiteitskaart staat. Wij vragen nooit om een burgerservicenummer.",
        ],
        consent: None,
        asks: &[
            ask("child_first", "Voornamen", Kind::Line),
            ask("child_last", "Achternaam", Kind::Line),
            ask("child_born", "Geboortedatum", Kind::Date).hint("Bijvoorbeeld 14 3 2017"),
        ],
        applies: ALWAYS,
    },
    Step {
        slug: "adres",
        title: ["Waar woont uw kind?", "Waar woont u?"],
        text: &[],
        consent: None,
        asks: &[
            ask("child", "Adres", Kind::Address),
            ask("municipality", "Gemeente", Kind::Municipality)
                .hint("De gemeente waar het kind staat ingeschreven."),
        ],
        applies: ALWAYS,
    },
    Step {
        slug: "geslacht",
        title: ["Wat is het geslacht van uw kind?", "Wat is uw geslacht?"],
        text: &["De arts van de GGD heeft dit nodig voor het advies."],
        consent: None,
        asks: &[ask("child_gender", "Geslacht", Kind::Gender)],
        applies: |known| matches!(known.sector, Sector::Vo),
    },
    Step {
        slug: "ouder",
        title: ["Wie bent u?", "Wie is uw ouder of voogd?"],
        text: &[],
        consent: None,
        asks: &[
            ask("p1_first", "Voornamen", Kind::Line).optional(),
            ask("p1_last", "Achternaam", Kind::Line),
            ask("p1_custody", "Gezag", Kind::Custody),
        ],
        applies: ALWAYS,
    },
    Step {
        slug: "adres-ouder",
        title: ["Waar woont u?", "Waar woont deze ouder of voogd?"],
        text: &[
            "Woont u ergens anders dan het kind? De andere ouder krijgt uw adres niet te zien.",
        ],
        consent: None,
        asks: &[
            ask("p1_same", "Zelfde adres als het kind", Kind::Tick).optional(),
            ask("p1", "Adres", Kind::Address).optional(),
        ],
        applies: ALWAYS,
    },
    Step {
        slug: "contact-ouder",
        title: [
            "Hoe kunnen wij u bereiken?",
            "Hoe kunnen wij deze ouder of voogd bereiken?",
        ],
        text: &["Vul minstens een van de twee in."],
        consent: None,
        asks: &[
            ask("p1_telephone", "Telefoon", Kind::Telephone).optional(),
            ask("p1_email", "E-mailadres", Kind::Email).optional(),
        ],
        applies: ALWAYS,
    },
    Step {
        slug: "andere-ouder",
        title: [
            "Is er nog een ouder of voogd?",
            "Is er nog een ouder of voogd?",
        ],
        text: &[
            "Ook een ouder die ergens anders woont, hoort hier. Heeft die ouder gezag, dan is ook die handtekening nodig.",
        ],
        consent: None,
        asks: &[
            ask("p2_there", "Is er nog een ouder of voogd?", Kind::YesNo),
            ask("p2_first", "Voornamen", Kind::Line).optional(),
            ask("p2_last", "Achternaam", Kind::Line).optional(),
            ask("p2_custody", "Gezag", Kind::Custody).optional(),
        ],
        applies: ALWAYS,
    },
    Step {
        slug: "adres-andere-ouder",
        title: ["Waar woont de andere ouder?", "Waar woont de andere ouder?"],
        text: &["Weet u het adres niet? Laat het dan leeg. Het samenwerkingsverband zoekt het op."],
        consent: None,
        asks: &[
            ask("p2_same", "Zelfde adres als het kind", Kind::Tick).optional(),
            ask("p2", "Adres", Kind::Address).optional(),
        ],
        applies: |known| known.second,
    },
    Step {
        slug: "contact-andere-ouder",
        title: [
            "Hoe kunnen wij de andere ouder bereiken?",
            "Hoe kunnen wij de andere ouder bereiken?",
        ],
        text: &[
            "Met een eigen e-mailadres kan de andere ouder online lezen en tekenen. Zonder e-mailadres vraagt het samenwerkingsverband de handtekening op papier.",
        ],
        consent: None,
        asks: &[
            ask("p2_telephone", "Telefoon", Kind::Telephone).optional(),
            ask("p2_email", "E-mailadres", Kind::Email).optional(),
        ],
        applies: |known| known.second,
    },
    Step {
        slug: "jongere",
        title: ["Uw kind is 16 jaar of ouder", ""],
        text: &[
            "Vanaf 16 jaar geeft een jongere zelf toestemming. Met een eigen e-mailadres kan dat online. Kan uw kind dit niet zelf beslissen? Schrijf dan op wie dat heeft vastgesteld en wanneer. Dan tekent u.",
        ],
        consent: None,
        asks: &[
            ask("child_email", "E-mailadres van de jongere", Kind::Email).optional(),
            ask(
                "cannot_decide",
                "Waarom de jongere niet zelf kan beslissen",
                Kind::Line,
            )
            .hint("Alleen invullen als dat zo is.")
            .optional(),
        ],
        applies: |known| known.is_sixteen() && known.by != Person::Child,
    },
    Step {
        slug: "school",
        title: [
            "Welke school of instelling is betrokken?",
            "Welke school of instelling is betrokken?",
        ],
        text: &[
            "Noem de school of zorginstelling waar het kind nu is of het laatst was, en wie ons daar meer kan vertellen. Stuur geen medische stukken mee: die zijn alleen voor de arts.",
        ],
        consent: None,
        asks: &[
            ask(
                "school_name",
                "Naam van de school of instelling",
                Kind::Line,
            ),
            ask("school_place", "Plaats", Kind::Line).optional(),
            ask("school_contact", "Contactpersoon", Kind::Line).optional(),
            ask("school_telephone", "Telefoon", Kind::Telephone).optional(),
            ask("school_email", "E-mailadres", Kind::Email).optional(),
        ],
        applies: ALWAYS,
    },
    Step {
        slug: "situatie",
        title: ["Wat is er aan de hand?", "Wat is er aan de hand?"],
        text: &[
            "Beschrijf in een paar zinnen waarom naar school gaan niet lukt en wat er al is geprobeerd.",
            "Schrijf geen diagnoses of medische gegevens op en stuur geen verslagen. Dit lezen ook mensen van het samenwerkingsverband, en die mogen dat niet weten. De arts van de GGD vraagt er later zelf naar.",
        ],
        consent: None,
        asks: &[ask("situation", "Korte beschrijving", Kind::Text).hint("Maximaal 2000 tekens.")],
        applies: ALWAYS,
    },
    Step {
        slug: "eerder",
        title: [
            "Is al eerder een vrijstelling gevraagd?",
            "Is al eerder een vrijstelling gevraagd?",
        ],
        text: &[],
        consent: None,
        asks: &[ask(
            "claimed_before",
            "Is voor dit kind al eerder een vrijstelling gevraagd?",
            Kind::YesNo,
        )
        .hint("Nee betekent: dit is de eerste aanvraag.")],
        applies: ALWAYS,
    },
    Step {
        slug: "betrokken",
        title: ["Wie zijn er betrokken?", "Wie zijn er betrokken?"],
        text: &[
            "Bijvoorbeeld: huisarts, jeugdarts, behandelaar, wijkteam. Alleen wie het is, niet wat die heeft gezegd.",
        ],
        consent: None,
        asks: &[ask("involved", "Wie zijn er betrokken?", Kind::Line).optional()],
        applies: ALWAYS,
    },
    Step {
        slug: "mening",
        title: ["Wat vindt uw kind ervan?", ""],
        text: &[
            "Vanaf 12 jaar telt de mening van uw kind mee. Vraag het, en schrijf het op in de woorden van uw kind. Wil of kan uw kind niets zeggen? Laat het dan leeg.",
        ],
        consent: None,
        asks: &[ask("view_of_child", "In eigen woorden", Kind::Text).optional()],
        applies: |known| known.age.is_some_and(|age| (12..16).contains(&age)),
    },
    Step {
        slug: "toestemming-arts",
        title: [
            "Mag de aanvraag naar de arts?",
            "Mag de aanvraag naar de arts?",
        ],
        text: &[],
        consent: Some(PurposeKind::ShareWithDoctor),
        asks: &[ask(
            "share_doctor",
            "Geeft u hiervoor toestemming?",
            Kind::YesNo,
        )],
        applies: ALWAYS,
    },
    Step {
        slug: "toestemming-leerplicht",
        title: [
            "Mag het advies naar de leerplichtambtenaar?",
            "Mag het advies naar de leerplichtambtenaar?",
        ],
        text: &[
            "U leest het advies eerst zelf. Zegt u nee? Dan kunt u het later zelf sturen. De vrijstelling kan dan nog steeds.",
        ],
        consent: Some(PurposeKind::ShareAdviceWithLpa),
        asks: &[ask(
            "share_lpa",
            "Geeft u hiervoor toestemming?",
            Kind::YesNo,
        )],
        applies: ALWAYS,
    },
    Step {
        slug: "toestemming-bewaren",
        title: [
            "Mag de aanvraag twee jaar bewaard blijven?",
            "Mag de aanvraag twee jaar bewaard blijven?",
        ],
        text: &[
            "Dan hoeft u bij een nieuwe aanvraag niet alles opnieuw te vertellen. Zegt u nee? Dan wist het samenwerkingsverband de aanvraag zodra zijn deel klaar is.",
        ],
        consent: Some(PurposeKind::KeepApplication),
        asks: &[ask("keep", "Geeft u hiervoor toestemming?", Kind::YesNo)],
        applies: |known| matches!(known.sector, Sector::Po),
    },
    Step {
        slug: "toestemming-lokaal-team",
        title: [
            "Mag het lokale team weten dat er een vrijstelling is?",
            "Mag het lokale team weten dat er een vrijstelling is?",
        ],
        text: &[
            "Het lokale team is het wijkteam of sociaal team van uw gemeente. Zegt u nee? Dan hoort het team niets.",
        ],
        consent: Some(PurposeKind::InformLocalTeam),
        asks: &[
            ask("inform_team", "Geeft u hiervoor toestemming?", Kind::YesNo),
            ask("local_team", "Welk team?", Kind::LocalTeam)
                .hint("Alleen als u ja zegt.")
                .optional(),
        ],
        applies: ALWAYS,
    },
    Step {
        slug: "toestemming-ouders",
        title: [
            "Mogen de ouders het advies lezen?",
            "Mogen uw ouders het advies lezen?",
        ],
        text: &["Vanaf 16 jaar beslist de jongere dit zelf."],
        consent: Some(PurposeKind::ShareAdviceWithParents),
        asks: &[ask(
            "share_parents",
            "Mogen de ouders het lezen?",
            Kind::YesNo,
        )],
        applies: Known::is_sixteen,
    },
];
