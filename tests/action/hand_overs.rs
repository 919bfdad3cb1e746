//! What arrives of a hand-over is exactly what the workflow file names, and the disclosure says so.

use std::collections::BTreeSet;
use std::sync::Arc;

use time::Date;
use time::macros::{date, time};
use tom::action::{doctor, family, swv};
use tom::demo::employee;
use tom::domain::advice::Treats;
use tom::domain::amsterdam;
use tom::domain::case::Appointment;
use tom::domain::dossier::Dossier;
use tom::domain::family::{Person, Relation};
use tom::domain::field::Field;
use tom::domain::party::{CaseId, PartyId};
use tom::domain::personal::{Personal, Told};
use tom::domain::rules::{HandOverKind, Rules, ground};
use tom::domain::text::{LongText, ShortText};
use tom::store::args;
use tom::store::history::StoredDisclosure;
use tom::workflow::{SHIPPED, load};

use crate::support::full::Version::One;
use crate::support::region::{Region, family as member, form, texts};

const ARTS: &str = "arts-bos";
const LPA: &str = "lpa-leusden";

/// The employee of the SWV that works under the shipped file for primary (`0`) or secondary (`1`) education.
const SWV: [&str; 2] = ["swv-mulder", "swv-van-dam"];

/// A workflow file with one field taken out of one hand-over. Nothing, if the loader refuses such a file for that one fault.
fn without(which: usize, kind: HandOverKind, field: Field) -> Option<Rules> {
    let (name, text) = SHIPPED[which];
    let table = text.find(&format!("[hand_over.{}]", kind.code())).unwrap();
    let word = format!("\"{}\",", field.code());
    let at = table + text[table..].find(&word).unwrap();
    let text = format!("{}{}", &text[..at], &text[at + word.len()..]);
    match load(name, &text) {
        Ok(rules) => Some(rules),
        Err(faults) => {
            let says = format!("lacks `{}`, without which `{}`", field.code(), kind.code());
            // What the parents are asked must go to the doctor: that is one more fault of the same line.
            let asked = format!(
                "`{}` is asked of the parents but not handed over",
                field.code()
            );
            let known = |fault: &tom::workflow::Fault| {
                fault.message.contains(&says) || fault.message.contains(&asked)
            };
            assert!(faults.iter().all(known), "{faults:?}");
            None
        }
    }
}

/// What a hand-over has to give: every place of the application and of the consent is filled.
fn typed() -> swv::Typed {
    let mut application = One.application();
    for parent in &mut application.parents {
        parent.relation = Relation::Custody;
    }
    swv::Typed {
        application,
        consent: One.consent(),
        municipality: PartyId::from("leusden"),
        local_team: None,
    }
}

fn on(region: &Region, day: Date) {
    region
        .house()
        .clock
        .move_to(amsterdam::instant(day, time!(9:00)));
}

async fn dossier(region: &Region, who: &str, case: &CaseId) -> Dossier {
    region.page(who, case).await.unwrap().dossier
}

/// Brings a full application to the doctor; answers what the SWV held before.
async fn to_doctor(region: &Region, which: usize) -> (CaseId, Dossier) {
    let (house, swv, arts) = (region.house(), employee(SWV[which]), employee(ARTS));
    on(region, date!(2026 - 03 - 02));
    let case = region.starts(SWV[which], typed()).await;
    let said = LongText::parse("gesproken met beide ouders").unwrap();
    swv::note_contact(house, &swv, form(&case), date!(2026 - 03 - 02), said)
        .await
        .unwrap();
    on(region, date!(2026 - 03 - 06));
    let agreed = LongText::parse("de school zoekt mee").unwrap();
    swv::record_sitting(
        house,
        &swv,
        form(&case),
        date!(2026 - 03 - 06),
        Some(agreed),
    )
    .await
    .unwrap();
    let giver = dossier(region, SWV[which], &case).await;
    swv::hand_over(house, &swv, form(&case)).await.unwrap();
    doctor::take_on(house, &arts, form(&case), Treats::No)
        .await
        .unwrap();
    (case, giver)
}

/// Brings it to the parents, who sign the notification and then share the SMA in one of two ways.
async fn to_lpa(region: &Region, case: &CaseId, kind: HandOverKind) -> Dossier {
    let (house, arts) = (region.house(), employee(ARTS));
    let place = ShortText::parse("Proeflaan 1, Zeist").unwrap();
    let appointment = Appointment {
        on: date!(2026 - 03 - 18),
        at: "10:30".into(),
    };
    doctor::plan(house, &arts, form(case), appointment, place)
        .await
        .unwrap();
    on(region, date!(2026 - 03 - 25));
    let full = One.advice();
    let (front, second) = (full.front.unwrap(), full.second.unwrap());
    let advice = || doctor::TypedAdvice {
        gender: front.gender,
        number: front.number.clone(),
        situation: second.situation.clone(),
        conclusion: second.conclusion.clone(),
        verdict: full.verdict,
        meanwhile: second.meanwhile.clone(),
        look_again: second.look_again,
        big: full.big.clone(),
        established_on: date!(2026 - 03 - 25),
    };
    doctor::establish(house, &arts, form(case), advice())
        .await
        .unwrap();
    let what = ShortText::parse("huisnummer verbeterd").unwrap();
    doctor::correct(house, &arts, form(case), advice(), what)
        .await
        .unwrap();
    doctor::send_for_reading(house, &arts, form(case))
        .await
        .unwrap();
    let (one, two) = (member(case, Person::Parent1), member(case, Person::Parent2));
    family::sign_notification(house, &one, form(case), true)
        .await
        .unwrap();
    family::sign_notification(house, &two, form(case), true)
        .await
        .unwrap();
    let giver = dossier(region, ARTS, case).await;
    if kind == HandOverKind::AdviceByParents {
        family::send_themselves(house, &one, form(case))
            .await
            .unwrap();
    } else {
        family::release(house, &one, form(case)).await.unwrap();
        family::release(house, &two, form(case)).await.unwrap();
    }
    giver
}

/// The receiver holds what the giver holds of these kinds, value by value, and nothing else.
fn exactly(fields: &[Field], given: &impl Personal, got: &impl Personal, why: &str) {
    let named = |told: &Told| fields.contains(&told.field);
    let given: Vec<Told> = given.told().into_iter().filter(named).collect();
    assert!(given == got.told(), "{why}");
    assert_eq!(
        got.fields(),
        fields.iter().copied().collect::<BTreeSet<_>>(),
        "{why}: every kind has a value"
    );
}

/// The row says of itself what the file says.
fn recorded(rules: &Rules, kind: HandOverKind, rows: &[StoredDisclosure], by: &str) {
    let rule = &rules.hand_overs[&kind];
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| row.hand_over == kind.code())
        .collect();
    assert_eq!(rows.len(), 1, "{}", kind.code());
    let row = rows[0];
    let fields: BTreeSet<Field> = row
        .fields
        .iter()
        .map(|code| Field::from_code(code).unwrap())
        .collect();
    assert_eq!(fields, rule.fields.iter().copied().collect());
    let consent = rule.consent.map(|purpose| purpose.code().to_owned());
    let basis = ground(&rule.basis, rule.further_use.as_deref());
    assert_eq!(
        (&row.purpose, &row.basis, &row.consent),
        (&rule.purpose, &basis, &consent)
    );
    assert_eq!(
        (row.channel.as_str(), row.by_role.as_str()),
        (rule.channel.code(), by)
    );
}

/// Walks one hand-over under these rules, and proves it.
async fn prove(region: &mut Region, which: usize, kind: HandOverKind, rules: &Rules, why: &str) {
    let mut all = (*region.app.house.workflows).clone();
    all.insert(rules.id.clone(), rules.clone());
    region.app.house.workflows = Arc::new(all);
    let fields = |kind| rules.hand_overs[&kind].fields.as_slice();
    let (case, swv) = to_doctor(region, which).await;
    if kind == HandOverKind::ApplicationToDoctor {
        let page = region.page(ARTS, &case).await.unwrap();
        exactly(fields(kind), &swv, &page.dossier, why);
        recorded(rules, kind, &page.disclosures, "swv");
        return;
    }
    let ggd = to_lpa(region, &case, kind).await;
    let ggd = ggd.ggd().unwrap();
    let page = region.page(LPA, &case).await.unwrap();
    let got = page.dossier.gemeente().unwrap();
    let signed = HandOverKind::NotificationToLpa;
    let by_parents = kind == HandOverKind::AdviceByParents;
    let shared = if by_parents {
        kind
    } else {
        HandOverKind::AdviceToLpa
    };
    exactly(fields(shared), ggd.advice.last().unwrap(), &got.advice, why);
    exactly(fields(signed), &ggd.notification, &got.notification, why);
    recorded(rules, shared, &page.disclosures, "parent");
    recorded(rules, signed, &page.disclosures, "parent");
    let (mut held, came) = (
        page.dossier.fields(),
        [fields(shared), fields(signed)].concat(),
    );
    held.retain(|field| !came.contains(field));
    assert!(
        held.is_empty(),
        "{why}: by the seintje came a name, which is among these"
    );
}

async fn of_each_file(region: &mut Region, which: usize) {
    let (name, text) = SHIPPED[which];
    let whole = load(name, text).unwrap();
    for (kind, rule) in &whole.hand_overs {
        prove(region, which, *kind, &whole, kind.code()).await;
        for field in &rule.fields {
            if let Some(rules) = without(which, *kind, *field) {
                let why = format!("{name}: {} without {}", kind.code(), field.code());
                prove(region, which, *kind, &rules, &why).await;
            }
        }
    }
}

on_both_engines! {
    async fn what_arrives_is_exactly_what_the_file_of_primary_education_names(database) {
        of_each_file(&mut Region::new(database).await, 0).await;
    }

    async fn what_arrives_is_exactly_what_the_file_of_secondary_education_names(database) {
        of_each_file(&mut Region::new(database).await, 1).await;
    }

    /// With the receiver it doesn't say who gave it: of an end notice that would tell how far the child got.
    async fn what_is_given_leaves_a_line_with_who_gave_and_with_who_received(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", typed()).await;
        swv::hand_over(region.house(), &employee("swv-mulder"), form(&case)).await.unwrap();
        let lines = texts(&region.house().store, "SELECT outcome || ' ' || party_id || ' ' || asked || ' ' || COALESCE(user_id, '-') || ' ' || COALESCE(on_behalf, '-') \
            FROM access_log WHERE case_id = $1 AND outcome IN ('given', 'received') ORDER BY id", args![case.as_str()].to_vec()).await;
        let of = region.page("swv-mulder", &case).await.unwrap().case;
        let (swv, ggd, lpa) = (of.swv.as_str(), of.ggd.as_str(), of.municipality.as_str());
        assert_eq!(lines, [
            format!("given {swv} seintje_application swv-mulder {swv}"),
            format!("received {lpa} seintje_application - -"),
            format!("given {swv} application_to_doctor swv-mulder {swv}"),
            format!("received {ggd} application_to_doctor - -"),
        ]);
        let kinds = texts(&region.house().store, "SELECT kinds FROM access_log WHERE case_id = $1 AND asked = 'application_to_doctor'", args![case.as_str()].to_vec()).await;
        let row = region.page("swv-mulder", &case).await.unwrap().disclosures.into_iter().find(|row| row.hand_over == "application_to_doctor").unwrap();
        let told = format!("fields: {}", row.fields.join(" "));
        assert_eq!(kinds, [told.clone(), told]);
    }

    async fn the_row_names_no_kind_that_was_not_there(database) {
        let region = Region::new(database).await;
        let mut typed = typed();
        typed.application.claimed_before = None;
        typed.application.child.email = None;
        let case = region.starts("swv-mulder", typed).await;
        swv::hand_over(region.house(), &employee("swv-mulder"), form(&case)).await.unwrap();
        doctor::take_on(region.house(), &employee(ARTS), form(&case), Treats::No).await.unwrap();
        let page = region.page(ARTS, &case).await.unwrap();
        let fields = &page.disclosures.iter().find(|row| row.hand_over == "application_to_doctor").unwrap().fields;
        assert!(fields.iter().any(|code| code == "situation"));
        assert!(!fields.iter().any(|code| code == "claimed_before" || code == "child_contact"), "{fields:?}");
    }
}
