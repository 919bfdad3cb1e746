//! Samples of the letter `rights_answer`.

use time::macros::date;

use super::people::{
    coordinator, from_ggd, from_municipality, from_swv, joris, marieke, sam_at_home, signed,
};
use crate::domain::rights::Right;
use crate::letter::{Letter, RightsAnswer, RightsAnswered};

pub(super) fn samples() -> Vec<Letter> {
    let granted = RightsAnswer {
        envelope: from_ggd(marieke(), date!(2026 - 04 - 20)),
        child: Some("Noor Elisa van 't Hof-de Wit".to_owned()),
        right: Right::Restriction,
        received_on: date!(2026 - 04 - 13),
        answered: RightsAnswered::Granted {
            text: "De arts kijkt na wat er in het advies staat over de opname.\nTot dat klaar is, gebruiken wij het dossier niet.".to_owned(),
        },
        objection: true,
        signed_by: signed("dr. Ineke Vos", "jeugdarts"),
    };
    let erased = RightsAnswer {
        envelope: from_municipality("Leusden", joris(), date!(2026 - 04 - 20)),
        right: Right::Erasure,
        answered: RightsAnswered::Granted {
            text: "Wij verwijderen de korte toelichting bij de vrijstelling.".to_owned(),
        },
        signed_by: signed("M. Achterberg", "leerplichtambtenaar"),
        ..granted.clone()
    };
    let extended = RightsAnswer {
        right: Right::Rectification,
        answered: RightsAnswered::Extended {
            until: date!(2026 - 07 - 13),
            why: "De arts die het advies schreef, is er tot half mei niet.".to_owned(),
        },
        objection: false,
        ..granted.clone()
    };
    let lifted = RightsAnswer {
        answered: RightsAnswered::Lifted {
            on: date!(2026 - 04 - 20),
            why: "De arts heeft de datum van de opname verbeterd.".to_owned(),
        },
        ..granted.clone()
    };
    let refused = RightsAnswer {
        envelope: from_swv(sam_at_home(), date!(2026 - 04 - 20)),
        child: None,
        right: Right::Portability,
        answered: RightsAnswered::Refused {
            text: "Wij bewaren van deze aanvraag alleen de datum van de zitting. Er is dus niets om over te dragen.".to_owned(),
            discussed: true,
        },
        objection: false,
        signed_by: coordinator(),
        ..granted.clone()
    };
    let withdrawn = RightsAnswer {
        answered: RightsAnswered::Withdrawn,
        ..refused.clone()
    };
    let granted_access = RightsAnswer {
        right: Right::Access,
        answered: RightsAnswered::Granted {
            text: "U krijgt het overzicht van alles wat wij bewaren bij deze brief.".to_owned(),
        },
        ..granted.clone()
    };
    [
        granted,
        granted_access,
        erased,
        extended,
        lifted,
        refused,
        withdrawn,
    ]
    .map(|letter| Letter::RightsAnswer(Box::new(letter)))
    .into()
}
