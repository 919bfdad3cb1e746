//! One case in every state of the path, walked by the use cases.

use time::Date;
use time::macros::{date, time};
use tom::action::{anywhere, doctor, family, lpa, swv};
use tom::demo::{applications, employee};
use tom::domain::advice::{Treats, Verdict, YearMonth};
use tom::domain::amsterdam;
use tom::domain::case::{Appointment, End, StateKind};
use tom::domain::exemption::{Requirement, Terms};
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::domain::text::{LongText, ShortText};
use tom::store::cases;

use super::region::{Region, family as member, form};

const SWV: &str = "swv-mulder";
const ARTS: &str = "arts-bos";
const LPA: &str = "lpa-leusden";

/// The day on which everything happens that needs no wait.
const TODAY: Date = date!(2026 - 04 - 02);

/// A case in each of these states, all of one family, at the same SWV, GGD, gemeente and local team. The clock stands in
/// June 2027 afterwards. Nothing that waits in the outbox is done.
pub async fn one_of_each(region: &Region, wanted: &[StateKind]) -> Vec<(StateKind, CaseId)> {
    let (house, lpa) = (region.house(), employee(LPA));
    let mut cases = Vec::new();
    at(region, TODAY);
    for state in wanted {
        cases.push((*state, begin(region, *state).await));
    }
    at(region, date!(2027 - 06 - 01));
    for (state, case) in &cases {
        let done = match state {
            StateKind::Reassessing => anywhere::reassess(house, &lpa, form(case)).await,
            StateKind::Expired => {
                anywhere::end_exemption(house, &lpa, form(case), End::Expired).await
            }
            StateKind::Lapsed => anywhere::lapse(house, &employee(SWV), form(case)).await,
            StateKind::Eighteen => {
                anywhere::end_exemption(house, &employee(ARTS), form(case), End::Eighteen).await
            }
            _ => continue,
        };
        done.unwrap();
    }
    for (state, case) in &cases {
        let id = case.clone();
        let found = house
            .store
            .glance(|tx| Box::pin(async move { cases::load(tx, &id).await }));
        assert_eq!(found.await.unwrap().unwrap().state.kind(), *state);
    }
    cases
}

fn at(region: &Region, day: Date) {
    let nine = amsterdam::instant(day, time!(9:00));
    region.house().clock.move_to(nine);
}

/// As far towards the state as a case comes in one day.
async fn begin(region: &Region, state: StateKind) -> CaseId {
    use StateKind as S;
    let house = region.house();
    let (swv, arts, lpa) = (employee(SWV), employee(ARTS), employee(LPA));
    let case = swv::start(house, &swv, None, typed(state), None).await;
    let case = case.unwrap();
    let (form, text) = (|| form(&case), || LongText::parse("Halve dagen.").unwrap());
    if state == S::Filling {
        return case;
    }
    swv::register(house, &swv, form(), TODAY).await.unwrap();
    match state {
        S::Lapsed => drop(swv::ask_completion(house, &swv, form()).await.unwrap()),
        S::SchoolPossible => {
            swv::record_sitting(house, &swv, form(), TODAY, None)
                .await
                .unwrap();
            swv::close_school_possible(house, &swv, form(), text())
                .await
                .unwrap();
        }
        _ => {}
    }
    if matches!(
        state,
        S::AtSwv | S::Incomplete | S::Lapsed | S::SchoolPossible
    ) {
        return case;
    }
    swv::record_sitting(house, &swv, form(), TODAY, None)
        .await
        .unwrap();
    swv::hand_over(house, &swv, form()).await.unwrap();
    doctor::take_on(house, &arts, form(), Treats::No)
        .await
        .unwrap();
    match state {
        S::WithDoctor => {
            let at = Appointment {
                on: TODAY,
                at: "10:30".into(),
            };
            let place = ShortText::parse("Proeflaan 1, Zeist").unwrap();
            doctor::plan(house, &arts, form(), at, place).await.unwrap();
        }
        S::MovedAway => drop(anywhere::leave_area(house, &arts, form()).await.unwrap()),
        S::Died => drop(anywhere::report_death(house, &arts, form()).await.unwrap()),
        _ => {}
    }
    if matches!(state, S::WithDoctor | S::Eighteen | S::MovedAway | S::Died) {
        return case;
    }
    let advice = doctor::TypedAdvice {
        established_on: TODAY,
        ..applications::advice().unwrap()
    };
    let advice = match state {
        S::Fit => doctor::TypedAdvice {
            verdict: Verdict::Fit,
            ..advice
        },
        _ => advice,
    };
    doctor::establish(house, &arts, form(), advice)
        .await
        .unwrap();
    if matches!(state, S::Fit | S::AdviceEstablished) {
        return case;
    }
    doctor::send_for_reading(house, &arts, form())
        .await
        .unwrap();
    let parents = [Person::Parent1, Person::Parent2].map(|person| member(&case, person));
    if state == S::Withdrawn {
        anywhere::withdraw(house, &parents[0], form())
            .await
            .unwrap();
    }
    if matches!(state, S::ParentsReading | S::ParentsSending | S::Withdrawn) {
        return case;
    }
    for parent in &parents {
        family::sign_notification(house, parent, form(), false)
            .await
            .unwrap();
        family::release(house, parent, form()).await.unwrap();
    }
    match state {
        S::WithLpa => return case,
        S::RequirementNotMet => {
            lpa::refuse(house, &lpa, form(), Requirement::Registered)
                .await
                .unwrap();
            return case;
        }
        _ => {}
    }
    let terms = Terms {
        from: TODAY,
        months: 12,
        look_again: Some(YearMonth {
            year: 2026,
            month: 11,
        }),
    };
    lpa::grant(house, &lpa, form(), terms, None).await.unwrap();
    if state == S::BackAtSchool {
        anywhere::end_exemption(house, &lpa, form(), End::BackAtSchool)
            .await
            .unwrap();
    }
    case
}

/// Noor's application, changed where the state asks it.
fn typed(state: StateKind) -> swv::Typed {
    let mut typed = applications::noor().unwrap();
    match state {
        StateKind::Incomplete | StateKind::Lapsed => {
            typed.consent.signed.remove(&Person::Parent2);
        }
        StateKind::ParentsSending => typed.consent.share_advice_with_lpa = false,
        StateKind::Eighteen => {
            typed.application.child.born = Some(date!(2009 - 03 - 14));
            typed.consent.signed = [(Person::Child, date!(2026 - 02 - 27))].into();
        }
        _ => {}
    }
    typed
}
