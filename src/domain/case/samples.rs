//! One of every step, by one of everybody: enough to walk the whole path. The picture of the path and the table of steps
//! and states are made by trying these, so that neither is a second list beside [`super::decide`].

use std::collections::BTreeSet;

use time::Date;

use crate::domain::advice::{Appointed, IndependentDoctor, Treats, Verdict};
use crate::domain::application::{Addresses, Application, Missing};
use crate::domain::consent::{
    ConsentRecord, Consented, Means, Purpose, PurposeKind, Statement, TextVersion,
};
use crate::domain::deadline::{Pace, Why};
use crate::domain::exemption::{FormFacts, Requirement, Terms};
use crate::domain::family::{Child, Parent, Person, Relation};
use crate::domain::field::Field;
use crate::domain::invalid::Invalid;
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind, Role, UserId};
use crate::domain::person::PersonName;
use crate::domain::rules::Rules;
use crate::domain::term::Term;

use super::{
    Appointment, Asked, Case, Command, End, NotFit, Paper, Reading, Sitting, State, Unfit, Without,
};

/// A case that is being filled in from `on`, of parties that are called after their kind.
#[must_use]
pub fn case(rules: &Rules, on: Date) -> Case {
    Case {
        id: CaseId::from("case"),
        workflow: rules.id.clone(),
        swv: PartyId::from("swv"),
        ggd: PartyId::from("ggd"),
        municipality: PartyId::from("gemeente"),
        local_team: Some(PartyId::from("local_team")),
        previous: None,
        state: State::start(on),
        pace: Pace::default(),
        version: 1,
    }
}

/// Somebody who acts in this role.
#[must_use]
pub fn actor(role: Role) -> Actor {
    let family = |person| Actor::Family {
        case: CaseId::from("case"),
        person,
    };
    match role {
        Role::Parent => family(Person::Parent1),
        Role::YoungPerson => family(Person::Child),
        Role::System => Actor::System,
        Role::Swv
        | Role::Coordinator
        | Role::Doctor
        | Role::Lpa
        | Role::LocalTeam
        | Role::Admin
        | Role::Fg
        | Role::Policy => Actor::Employee {
            user: UserId::from(role.code()),
            party: PartyId::from(role.party_kind().map_or("swv", |kind| kind.code())),
            role,
        },
    }
}

/// Every step, taken on `today` with what it needs; some of them in several ways. `None` only if a proof could not be made.
#[must_use]
pub fn commands(rules: &Rules, today: Date) -> Option<Vec<Command>> {
    use Command as C;
    let doctor = doctor(today)?;
    let lacks = BTreeSet::from([Missing::Field(Field::Situation)]);
    let unfit = Unfit {
        on: today,
        verdict: NotFit::ForNow(24),
    };
    let facts = FormFacts {
        notified_on: Some(today),
        fields_complete: true,
        statement_on: today,
        statement_good_until: today,
        doctor_appointed: true,
        doctor_independent: true,
    };
    let terms = Terms {
        from: today,
        months: *rules.durations.first()?,
        look_again: None,
    };
    let by = time::Month::June;
    let by = (today.year()..).find_map(|year| {
        Date::from_calendar_date(year, by, 30)
            .ok()
            .filter(|by| *by >= today)
    })?;
    let one = BTreeSet::from([Person::Parent1]);
    let paper = Some(Paper {
        by: Person::Parent2,
        on: today,
    });
    let parents = BTreeSet::from([Person::Parent1, Person::Parent2]);
    let mut all = vec![
        C::Amend {
            missing: BTreeSet::new(),
            renamed: true,
            born: true,
            addresses: Addresses::default(),
        },
        C::Amend {
            missing: lacks.clone(),
            renamed: false,
            born: false,
            addresses: Addresses::default(),
        },
        C::Register {
            received_on: today,
            missing: BTreeSet::new(),
            paper: true,
        },
        C::Register {
            received_on: today,
            missing: lacks.clone(),
            paper: true,
        },
        C::AskCompletion(lacks.clone()),
        C::AskCompletion(BTreeSet::from([Missing::ViewOfChild])),
        C::AskCompletion(BTreeSet::new()),
        C::NoteContact,
        C::PlanSitting(Sitting::new(
            today,
            "10:00".to_owned(),
            BTreeSet::from([PartyKind::Ggd]),
        )),
        C::CallOffSitting,
        C::RecordSitting(today),
        C::ShareReport,
        C::HandOver(
            Application::complete(&BTreeSet::new()).ok()?,
            consented(today)?,
        ),
        C::CloseSchoolPossible,
        C::CorrectFacts {
            addresses: Addresses::default(),
            born: true,
            renamed: true,
            asked: None,
            notification: false,
        },
        C::TakeOn(doctor.clone()),
        C::PlanAppointment(Appointment {
            on: today,
            at: "10:00".to_owned(),
        }),
        C::RecordNoShow,
        C::EstablishAdvice(doctor.clone(), unfit),
        C::AdviseFit(doctor.clone(), today),
        C::CorrectAdvice {
            by: doctor.clone(),
            notification: true,
        },
        C::SendForReading {
            how: Reading::ToRelease(consented(today)?),
            asked: asked(&parents),
        },
        C::SendForReading {
            how: Reading::ToSendThemselves,
            asked: asked(&parents),
        },
        C::Release {
            paper: None,
            asked: asked(&parents),
            consent: Ok(consented(today)?),
        },
        C::Release {
            paper: None,
            asked: asked(&one),
            consent: Ok(consented(today)?),
        },
        C::Release {
            paper: None,
            asked: asked(&BTreeSet::from([Person::Child])),
            consent: Ok(consented(today)?),
        },
        C::Release {
            paper,
            asked: asked(&parents),
            consent: Ok(consented(today)?),
        },
        C::Block(None),
        C::Block(paper),
        C::ShareAfterSilence(consented(today)?, doctor),
        C::SendThemselves {
            on: today,
            signed: BTreeSet::new(),
        },
        C::SendThemselves {
            on: today,
            signed: parents.clone(),
        },
        C::SignNotification { by: one, on: today },
        C::SignNotification {
            by: parents,
            on: today,
        },
        C::GoOnWithout {
            who: Person::Parent2,
            why: Without::NoAnswer,
        },
        C::Grant {
            facts: facts.clone(),
            terms,
            advised: Verdict::Unfit { months: 24 },
            eighteen_on: None,
            inform_local_team: consented(today),
        },
        C::Refuse(Requirement::StatementAge),
        C::NotifyYearly { by, facts },
        C::RecordSchool(Some(today)),
        C::RecordSchool(None),
        C::Reassess,
        C::Monitor,
    ];
    let ends = [End::BackAtSchool, End::Eighteen, End::Expired];
    all.extend(ends.map(|end| C::EndExemption {
        end,
        eighteen_on: Some(today),
    }));
    all.push(C::EndExemption {
        end: End::Eighteen,
        eighteen_on: today.next_day(),
    });
    all.extend([
        C::Withdraw,
        C::Lapse,
        C::Move(PartyId::from("gemeente2"), Addresses::default()),
        C::LeaveArea,
    ]);
    all.extend([C::ReportDeath, C::ApplyAgain]);
    all.extend([
        C::Suspend(Why::Papers),
        C::Resume,
        C::Extend(Term::WorkingDays(5), Why::Family),
    ]);
    let said = [
        (PurposeKind::ShareAdviceWithLpa, false, None),
        (PurposeKind::KeepApplication, false, None),
        (PurposeKind::ShareAdviceWithLpa, true, Some(lacks)),
        (PurposeKind::ShareWithDoctor, true, Some(BTreeSet::new())),
    ];
    all.extend(said.map(|(purpose, gives, missing)| {
        let said = Statement {
            purpose,
            by: Person::Parent1,
            gives,
            on: today,
            means: Means::Paper,
            text: TextVersion::NEWEST,
            version: 1,
        };
        C::Consent { said, missing }
    }));
    Some(all)
}

/// Whose release is asked; both parents sign the notification.
fn asked(to_release: &BTreeSet<Person>) -> Asked {
    Asked {
        to_release: to_release.clone(),
        to_sign: BTreeSet::from([Person::Parent1, Person::Parent2]),
    }
}

fn doctor(today: Date) -> Option<IndependentDoctor> {
    let (doctor, municipality) = (UserId::from(Role::Doctor.code()), PartyId::from("gemeente"));
    let appointed = Appointed {
        doctor: doctor.clone(),
        municipality: municipality.clone(),
        from: today,
        until: None,
    };
    IndependentDoctor::declare(&doctor, &[appointed], &municipality, Treats::No, today).ok()
}

fn consented<P: Purpose>(today: Date) -> Option<Consented<P>> {
    let (child, parent) = family().ok()?;
    let mut record = ConsentRecord {
        share_advice_with_lpa: true,
        keep_application: true,
        inform_local_team: true,
        share_advice_with_parents: true,
        ..ConsentRecord::default()
    };
    record.signed.insert(Person::Parent1, today);
    record.permits(&child, &[parent], today).ok()
}

fn family() -> Result<(Child, Parent), Invalid> {
    let name = PersonName::parse("Noor", "de Wit")?;
    let child = Child {
        name: name.clone(),
        born: None,
        gender: None,
        address: None,
        email: None,
        cannot_decide: None,
    };
    let parent = Parent {
        person: Person::Parent1,
        relation: Relation::Custody,
        name,
        address: None,
        telephone: None,
        email: None,
    };
    Ok((child, parent))
}
