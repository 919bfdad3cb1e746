//! Requests of data subjects, as an employee types them over.

use time::macros::date;
use tom::action::ActionError;
use tom::action::rights::{self, Asked, Typed};
use tom::demo::employee;
use tom::domain::address::Address;
use tom::domain::ages::AgeBand;
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::domain::person::PersonName;
use tom::domain::rights::Right;
use tom::domain::text::LongText;

use super::region::Region;

/// What the first parent asks, where the dossier says who that is and where the answer goes.
pub fn typed(right: Right) -> Typed {
    Typed {
        asked: Asked {
            right,
            asked: LongText::parse("Wat hebt u van Noor vastgelegd?").unwrap(),
            view: None,
            address: None,
        },
        by: Some(Person::Parent1),
        name: None,
        band: Some(AgeBand::UnderTwelve),
        received_on: date!(2026 - 04 - 02),
    }
}

/// The same, at a party that knows no parents.
pub fn unnamed(right: Right) -> Typed {
    let mut typed = typed(right);
    let address = Address::dutch("Hamersveldseweg", "12", "3833 GP", "Leusden");
    typed.asked.address = Some(address.unwrap());
    typed.by = None;
    typed.name = Some(PersonName::parse("Marieke", "de Wit").unwrap());
    typed
}

/// Registers it at the party of this employee, and answers its id.
pub async fn asks(region: &Region, who: &str, case: &CaseId, right: Right) -> String {
    tries(region, who, case, typed(right)).await.unwrap()
}

/// The same, for what may be refused.
pub async fn tries(
    region: &Region,
    who: &str,
    case: &CaseId,
    typed: Typed,
) -> Result<String, ActionError> {
    rights::register(region.house(), &employee(who), None, case, typed).await
}
