//! A consent that is withdrawn: what stops, who hears it, and what stays (covenant, art. 4.4 and 6).

use time::Date;
use time::macros::date;
use tom::action::consent::{self, Said};
use tom::action::desk::{Wanted, desk};
use tom::action::perform::Form;
use tom::action::view::{self, CasePage};
use tom::action::{ActionError, anywhere, doctor, family, family_view, lpa, swv};
use tom::demo::{applications, employee};
use tom::domain::advice::{Draft, Treats, Verdict};
use tom::domain::case::{EventKind, Rule, StateKind, TaskKind};
use tom::domain::consent::{Means, NoConsent, PurposeKind, TextVersion};
use tom::domain::dossier::{Dossier, SwvDossier};
use tom::domain::family::Person;
use tom::domain::party::{Actor, CaseId};
use tom::store::dossiers;
use tom::vault::{KeyId, Slot, VaultError, What};

use super::five_cases::{establish, terms, to_doctor};
use crate::support::region::{Region, family as member, form};

pub(super) const ARTS: &str = "arts-bos";

pub(super) fn no(purpose: PurposeKind, by: Person, on: Date) -> Said {
    Said {
        purpose,
        by,
        gives: false,
        on,
        means: Means::Paper,
        text: TextVersion::NEWEST,
    }
}

pub(super) fn yes(purpose: PurposeKind, by: Person, on: Date) -> Said {
    Said {
        gives: true,
        ..no(purpose, by, on)
    }
}

/// The consent rule that refused it.
pub(super) fn stopped<T: std::fmt::Debug>(result: Result<T, ActionError>) -> Option<NoConsent> {
    match result {
        Err(ActionError::Refused(refusal)) => match refusal.rule {
            Rule::Consent(no) => Some(no),
            _ => None,
        },
        _ => None,
    }
}

pub(super) async fn version(region: &Region, who: &str, case: &CaseId) -> i64 {
    region.page(who, case).await.unwrap().case.version
}

/// A form as its page showed the case.
pub(super) fn as_shown(case: &CaseId, version: i64) -> Form {
    Form {
        version: Some(version),
        ..form(case)
    }
}

fn told(page: &CasePage) -> bool {
    let event = |what: &EventKind| matches!(what, EventKind::ConsentWithdrawn { .. });
    page.timeline.iter().any(|moment| event(&moment.what))
}

/// The open tasks that say it, with the consent that they name.
pub(super) async fn tasks(region: &Region, who: &str) -> Vec<String> {
    let desk = desk(region.house(), &employee(who), Wanted::default())
        .await
        .unwrap();
    let tasks = desk.tasks.iter().map(|open| &open.task);
    tasks
        .filter(|task| task.kind == TaskKind::ConsentWithdrawn.code())
        .map(|task| task.about("consent").unwrap())
        .collect()
}

/// To whom nameless mails went since the mails that there were.
pub(super) fn mailed(region: &Region, before: usize) -> Vec<String> {
    let mails = region.mails();
    let new = mails.len() - before;
    let mut to: Vec<String> = mails[..new]
        .iter()
        .map(|mail| mail.to.as_str().to_owned())
        .collect();
    to.sort();
    to
}

/// Sam decided alone, and has an exemption of Amersfoort.
pub(super) async fn sam(region: &Region) -> CaseId {
    let house = region.house();
    let case = region
        .starts("swv-yilmaz", applications::sam().unwrap())
        .await;
    to_doctor(
        region,
        "swv-yilmaz",
        &case,
        date!(2026 - 03 - 06),
        date!(2026 - 03 - 10),
    )
    .await;
    establish(
        region,
        &case,
        date!(2026 - 03 - 30),
        "999996630",
        Verdict::Unfit { months: 12 },
    )
    .await;
    doctor::send_for_reading(house, &employee(ARTS), form(&case))
        .await
        .unwrap();
    region.day(date!(2026 - 03 - 31)).await;
    let (parent, sam) = (member(&case, Person::Parent1), member(&case, Person::Child));
    family::release(house, &sam, form(&case)).await.unwrap();
    family::sign_notification(house, &parent, form(&case), false)
        .await
        .unwrap();
    region.day(date!(2026 - 04 - 02)).await;
    let terms = terms(date!(2026 - 04 - 02), 12);
    lpa::grant(house, &employee("lpa-amersfoort"), form(&case), terms, None)
        .await
        .unwrap();
    case
}

/// Noor's SMA is established, and nobody outside the GGD has it.
pub(super) async fn noor(region: &Region) -> CaseId {
    let case = region
        .starts("swv-mulder", applications::noor().unwrap())
        .await;
    to_doctor(
        region,
        "swv-mulder",
        &case,
        date!(2026 - 03 - 06),
        date!(2026 - 03 - 09),
    )
    .await;
    establish(
        region,
        &case,
        date!(2026 - 03 - 25),
        "111222333",
        Verdict::Unfit { months: 12 },
    )
    .await;
    case
}

/// Both parents release it and sign; it is with the LPA.
pub(super) async fn to_lpa(region: &Region, case: &CaseId) {
    let house = region.house();
    doctor::send_for_reading(house, &employee(ARTS), form(case))
        .await
        .unwrap();
    for parent in [Person::Parent1, Person::Parent2].map(|person| member(case, person)) {
        family::sign_notification(house, &parent, form(case), false)
            .await
            .unwrap();
        family::release(house, &parent, form(case)).await.unwrap();
    }
}

pub(super) async fn granted(region: &Region, case: &CaseId) {
    let terms = terms(date!(2026 - 03 - 25), 12);
    let lpa = employee("lpa-leusden");
    lpa::grant(region.house(), &lpa, form(case), terms, None)
        .await
        .unwrap();
}

pub(super) async fn row(region: &Region, case: &CaseId, party: &str) -> dossiers::StoredDossier {
    let (case, party) = (case.clone(), party.into());
    let read = region
        .house()
        .store
        .read(move |tx| Box::pin(async move { dossiers::load(tx, &case, &party).await }));
    read.await.unwrap().unwrap()
}

/// Whether a backup of this dossier still opens.
pub(super) fn opens(region: &Region, row: &dossiers::StoredDossier) -> bool {
    let key = KeyId::from(row.key.as_str());
    let (party, case, dossier) = (&row.party, &row.case, &row.id);
    let slot = Slot {
        party,
        case,
        dossier,
        key: &key,
        what: What::Dossier,
    };
    let opened = region.house().vault.open_sealed(&slot, &row.sealed);
    !matches!(opened, Err(VaultError::Destroyed))
}

pub(super) async fn say(
    region: &Region,
    actor: &Actor,
    case: &CaseId,
    purpose: PurposeKind,
    gives: bool,
) -> Result<String, ActionError> {
    consent::say(
        region.house(),
        actor,
        form(case),
        purpose,
        (gives, TextVersion::NEWEST),
    )
    .await
}

on_both_engines! {
    /// Case 3, 4 May: nothing further is disclosed, the second page closes for the LPA, who is told; what happened before stays; the
    /// exemption itself stands, with name, dates and ground.
    async fn case_3_on_4_may_the_second_page_closes_for_the_lpa_and_the_exemption_stands(database) {
        let region = Region::new(database).await;
        let case = sam(&region).await;
        region.day(date!(2026 - 05 - 04)).await;
        region.settle().await;
        let before = region.page("lpa-amersfoort", &case).await.unwrap();
        assert!(before.dossier.gemeente().unwrap().advice.as_ref().unwrap().second.is_some());
        let (backup, mails) = (row(&region, &case, "amersfoort").await, region.mails().len());

        say(&region, &member(&case, Person::Child), &case, PurposeKind::ShareAdviceWithLpa, false).await.unwrap();
        region.settle().await;

        let page = region.page("lpa-amersfoort", &case).await.unwrap();
        let held = page.dossier.gemeente().unwrap();
        let advice = held.advice.as_ref().unwrap();
        assert!(advice.second.is_none());
        let (was, is) = (before.dossier.gemeente().unwrap(), &advice.front);
        assert!(was.advice.as_ref().unwrap().front == *is && is.is_some(), "name and dates stay on the legal duty");
        assert_eq!(advice.established_on, date!(2026 - 03 - 30));
        assert!(held.exemption == was.exemption && held.notification == was.notification);
        assert_eq!(page.case.state.kind(), StateKind::Running);
        assert_eq!(page.disclosures.len(), before.disclosures.len(), "what was disclosed before stays recorded");
        assert_eq!(page.documents, before.documents, "its own letters stay");
        assert!(!opens(&region, &backup), "a backup would still open the second page");
        for letter in &page.documents {
            view::document(region.house(), &employee("lpa-amersfoort"), &case, &letter.id).await.unwrap();
        }
        // The LPA is told, by a task and a nameless mail, and nobody else.
        assert!(told(&page));
        assert_eq!(tasks(&region, "lpa-amersfoort").await, ["share_advice_with_lpa"]);
        assert_eq!(mailed(&region, mails), ["amersfoort@post.tom.example"]);
        for other in ["swv-yilmaz", ARTS] {
            assert!(tasks(&region, other).await.is_empty(), "{other}");
        }
        assert!(!told(&region.page("swv-yilmaz", &case).await.unwrap()));
        // The GGD holds its own SMA on.
        let at_ggd = region.page(ARTS, &case).await.unwrap();
        assert!(at_ggd.dossier.ggd().unwrap().advice.last().unwrap().second.is_some());
    }

    /// The same by a letter to the LPA: it knows it itself, and no task tells it.
    async fn the_lpa_types_a_withdrawal_over_from_a_letter(database) {
        let region = Region::new(database).await;
        let case = sam(&region).await;
        region.day(date!(2026 - 05 - 04)).await;
        let lpa = employee("lpa-amersfoort");
        let parent = no(PurposeKind::ShareAdviceWithLpa, Person::Parent1, date!(2026 - 05 - 04));
        let refused = consent::record(region.house(), &lpa, form(&case), parent).await;
        assert!(matches!(refused, Err(ActionError::Refused(r)) if r.rule == Rule::YoungPersonDecides));
        let of_other = no(PurposeKind::ShareWithDoctor, Person::Child, date!(2026 - 05 - 04));
        let refused = consent::record(region.house(), &lpa, form(&case), of_other).await;
        assert!(matches!(refused, Err(ActionError::Refused(r)) if r.rule == Rule::NotThisRole));
        let said = no(PurposeKind::ShareAdviceWithLpa, Person::Child, date!(2026 - 05 - 04));
        consent::record(region.house(), &lpa, form(&case), said).await.unwrap();
        let page = region.page("lpa-amersfoort", &case).await.unwrap();
        assert!(page.dossier.gemeente().unwrap().advice.as_ref().unwrap().second.is_none());
        assert!(told(&page) && tasks(&region, "lpa-amersfoort").await.is_empty());
        let at_ggd = region.page(ARTS, &case).await.unwrap();
        assert_eq!(at_ggd.dossier.ggd().unwrap().consent.since.len(), 1);
        region.settle().await;
    }

    /// It holds from the next request on, whoever got the letter.
    async fn a_withdrawn_consent_stops_the_hand_over(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let swv = employee("swv-mulder");
        let on = date!(2026 - 03 - 02);
        let said = no(PurposeKind::ShareWithDoctor, Person::Parent2, on);
        consent::record(house, &swv, form(&case), said).await.unwrap();
        let refused = swv::hand_over(house, &swv, form(&case)).await;
        assert_eq!(stopped(refused), Some(NoConsent::Withdrawn(on)));
        assert_eq!(region.page(ARTS, &case).await.err(), Some(ActionError::NotFound));
        let again = yes(PurposeKind::ShareWithDoctor, Person::Parent2, on);
        consent::record(house, &swv, form(&case), again).await.unwrap();
        swv::hand_over(house, &swv, form(&case)).await.unwrap();
        // What was said since goes along with the form.
        let page = region.page(ARTS, &case).await.unwrap();
        assert_eq!(page.dossier.ggd().unwrap().consent.since.len(), 2);
        region.settle().await;
    }

    /// An amendment of the form touches nothing that was said since.
    async fn amending_the_application_keeps_what_was_withdrawn(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let swv = employee("swv-mulder");
        let on = date!(2026 - 03 - 02);
        let said = no(PurposeKind::ShareWithDoctor, Person::Parent1, on);
        consent::record(house, &swv, form(&case), said).await.unwrap();
        swv::amend(house, &swv, form(&case), applications::noor().unwrap()).await.unwrap();
        assert_eq!(stopped(swv::hand_over(house, &swv, form(&case)).await), Some(NoConsent::Withdrawn(on)));
        region.settle().await;
    }

    /// The doctor is told, and goes no further; what the GGD has stays in its dossier.
    async fn the_doctor_goes_no_further_while_the_assessment_is_withdrawn(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        to_doctor(&region, "swv-mulder", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        let on = date!(2026 - 03 - 09);
        let said = no(PurposeKind::ShareWithDoctor, Person::Parent1, on);
        consent::record(house, &employee("swv-mulder"), form(&case), said).await.unwrap();
        assert_eq!(tasks(&region, ARTS).await, ["share_with_doctor"]);
        assert!(tasks(&region, "lpa-leusden").await.is_empty());
        let arts = employee(ARTS);
        let advice = applications::advice().unwrap();
        let advice = doctor::TypedAdvice { established_on: on, ..advice };
        let stop = Some(NoConsent::Withdrawn(on));
        assert_eq!(stopped(doctor::establish(house, &arts, form(&case), advice.clone()).await), stop);
        assert_eq!(stopped(doctor::take_on(house, &arts, form(&case), Treats::No).await), stop);
        let draft = Draft { months: Some(12), ..Draft::default() };
        assert_eq!(stopped(doctor::save_draft(house, &arts, form(&case), draft).await), stop);
        assert!(region.page(ARTS, &case).await.unwrap().dossier.ggd().is_some());
        let again = yes(PurposeKind::ShareWithDoctor, Person::Parent1, on);
        consent::record(house, &arts, form(&case), again).await.unwrap();
        doctor::establish(house, &arts, form(&case), advice).await.unwrap();
        region.settle().await;
    }

    async fn the_doctor_is_told_of_a_no_on_the_parents_own_page(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        let before = region.mails().len();
        let two = member(&case, Person::Parent2);
        say(&region, &two, &case, PurposeKind::ShareWithDoctor, false).await.unwrap();
        region.settle().await;
        assert_eq!(tasks(&region, ARTS).await, ["share_with_doctor"]);
        assert!(told(&region.page(ARTS, &case).await.unwrap()));
        assert_eq!(mailed(&region, before).len(), 1);
        let silence = doctor::share_after_silence(region.house(), &employee(ARTS), form(&case)).await;
        assert!(stopped(silence).is_some());
    }

    /// Bad input: a withdrawn consent between opening a form and sending it is refused with the reason.
    async fn withdrawn_between_opening_a_form_and_sending_it_is_refused_with_the_reason(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let (swv, arts) = (employee("swv-mulder"), employee(ARTS));
        let shown = version(&region, "swv-mulder", &case).await;
        let on = date!(2026 - 03 - 02);
        let said = no(PurposeKind::ShareWithDoctor, Person::Parent1, on);
        consent::record(house, &swv, form(&case), said).await.unwrap();
        let sent = swv::hand_over(house, &swv, as_shown(&case, shown)).await;
        assert_eq!(stopped(sent), Some(NoConsent::Withdrawn(on)));
        // What has nothing to do with it is only said to have changed.
        let contact = swv::record_sitting(house, &swv, as_shown(&case, shown), on, None).await;
        assert_eq!(contact.err(), Some(ActionError::Changed));
        let again = yes(PurposeKind::ShareWithDoctor, Person::Parent1, on);
        consent::record(house, &swv, form(&case), again).await.unwrap();
        assert_eq!(swv::hand_over(house, &swv, as_shown(&case, shown)).await.err(), Some(ActionError::Changed));

        // The doctor's form says that the SMA is asked to be released.
        to_doctor(&region, "swv-mulder", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        establish(&region, &case, date!(2026 - 03 - 25), "111222333", Verdict::Unfit { months: 12 }).await;
        let shown = version(&region, ARTS, &case).await;
        let on = date!(2026 - 03 - 25);
        let said = no(PurposeKind::ShareAdviceWithLpa, Person::Parent1, on);
        consent::record(house, &swv, form(&case), said).await.unwrap();
        let sent = doctor::send_for_reading(house, &arts, as_shown(&case, shown)).await;
        assert_eq!(stopped(sent), Some(NoConsent::Withdrawn(on)));
        region.settle().await;
    }

    /// A parent's button, and the LPA's decision: each was opened before.
    async fn a_release_and_a_decision_that_were_opened_before_the_withdrawal_are_refused(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = noor(&region).await;
        doctor::send_for_reading(house, &employee(ARTS), form(&case)).await.unwrap();
        let (one, two) = (member(&case, Person::Parent1), member(&case, Person::Parent2));
        let shown = family_view::page(house, &one).await.unwrap().case.version;
        say(&region, &two, &case, PurposeKind::ShareAdviceWithLpa, false).await.unwrap();
        let on = date!(2026 - 03 - 25);
        let sent = family::release(house, &one, as_shown(&case, shown)).await;
        assert_eq!(stopped(sent), Some(NoConsent::Withdrawn(on)));
        assert_eq!(region.page(ARTS, &case).await.unwrap().case.state.kind(), StateKind::ParentsSending);
        // Taken back, read again and released: it goes.
        say(&region, &two, &case, PurposeKind::ShareAdviceWithLpa, true).await.unwrap();
        to_lpa(&region, &case).await;
        let shown = version(&region, "lpa-leusden", &case).await;
        say(&region, &one, &case, PurposeKind::InformLocalTeam, false).await.unwrap();
        let terms = || terms(on, 12);
        let lpa = employee("lpa-leusden");
        let sent = lpa::grant(house, &lpa, as_shown(&case, shown), terms(), None).await;
        assert_eq!(stopped(sent), Some(NoConsent::Withdrawn(on)));
        lpa::grant(house, &lpa, form(&case), terms(), None).await.unwrap();
        assert!(region.list("team-lariks").await.is_empty(), "the local team hears nothing");
        region.settle().await;
    }

    /// Whom the seintje reached, hears that the name may not be used any more, and has it no more.
    async fn a_local_team_that_had_the_name_is_told_and_keeps_no_name(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        region.settle().await;
        let mails = region.mails().len();
        assert_eq!(region.list("team-lariks").await.len(), 1);
        let backup = row(&region, &case, "lariks").await;
        say(&region, &member(&case, Person::Parent2), &case, PurposeKind::InformLocalTeam, false).await.unwrap();
        region.settle().await;
        assert!(region.list("team-lariks").await.iter().all(|listed| listed.name.is_none()));
        assert!(!opens(&region, &backup), "a backup would still open the name");
        let desk = desk(region.house(), &employee("team-lariks"), Wanted::default()).await.unwrap();
        assert_eq!(desk.tasks[0].task.about("received").as_deref(), Some("2026-03-25"), "by this day it finds the child");
        assert_eq!(tasks(&region, "team-lariks").await, ["inform_local_team"]);
        assert_eq!(mailed(&region, mails), ["lariks@post.tom.example"]);
        for other in ["swv-mulder", ARTS, "lpa-leusden"] {
            assert!(tasks(&region, other).await.is_empty(), "{other}");
        }
        // A second no tells nobody twice.
        say(&region, &member(&case, Person::Parent1), &case, PurposeKind::InformLocalTeam, false).await.unwrap();
        assert_eq!(tasks(&region, "team-lariks").await.len(), 1);
        region.settle().await;
    }

    /// The gemeente that the child left received it too.
    async fn a_gemeente_that_the_child_left_is_told_and_its_second_page_closes(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        let home = anywhere::NewHome::default();
        anywhere::move_to(house, &employee("lpa-leusden"), form(&case), "soest".into(), home).await.unwrap();
        let before = row(&region, &case, "leusden").await;
        say(&region, &member(&case, Person::Parent1), &case, PurposeKind::ShareAdviceWithLpa, false).await.unwrap();
        assert_eq!(tasks(&region, "lpa-leusden").await, ["share_advice_with_lpa"]);
        assert!(tasks(&region, "lpa-soest").await.is_empty(), "which has a name alone");
        assert!(!opens(&region, &before));
        region.settle().await;
    }

    /// \[PO\] keeps the application by consent alone: without it nothing stays but the sitting, and no key opens the rest.
    async fn withdrawing_the_storage_reduces_the_file_of_the_swv(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        let before = row(&region, &case, "swv-de-eem").await;
        let on = date!(2026 - 03 - 25);
        let said = no(PurposeKind::KeepApplication, Person::Parent1, on);
        consent::record(region.house(), &employee("swv-mulder"), form(&case), said).await.unwrap();
        let page = region.page("swv-mulder", &case).await.unwrap();
        assert!(matches!(page.dossier, Dossier::Swv(SwvDossier::SittingOnly(Some(day))) if day == date!(2026 - 03 - 06)));
        assert!(!opens(&region, &before));
        assert!(tasks(&region, ARTS).await.is_empty());
        region.settle().await;
    }

    /// Before its part is done the SWV works on; then nothing stays.
    async fn storage_that_is_withdrawn_early_ends_with_the_hand_over(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let swv = employee("swv-mulder");
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let said = no(PurposeKind::KeepApplication, Person::Parent1, date!(2026 - 03 - 02));
        consent::record(house, &swv, form(&case), said).await.unwrap();
        assert!(region.page("swv-mulder", &case).await.unwrap().dossier.swv().is_some());
        swv::hand_over(house, &swv, form(&case)).await.unwrap();
        assert!(region.page("swv-mulder", &case).await.unwrap().dossier.swv().is_none());
        region.settle().await;
    }

    /// From 16 on the parents read the SMA by the young person's consent alone: effective at the next request.
    async fn parents_read_the_advice_until_the_young_person_says_no(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let mut typed = applications::sam().unwrap();
        typed.consent.share_advice_with_parents = true;
        let case = region.starts("swv-yilmaz", typed).await;
        to_doctor(&region, "swv-yilmaz", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 10)).await;
        establish(&region, &case, date!(2026 - 03 - 30), "999996630", Verdict::Unfit { months: 12 }).await;
        doctor::send_for_reading(house, &employee(ARTS), form(&case)).await.unwrap();
        let (parent, sam) = (member(&case, Person::Parent1), member(&case, Person::Child));
        assert!(family_view::page(house, &parent).await.unwrap().part.advice.is_some());
        let refused = say(&region, &parent, &case, PurposeKind::ShareAdviceWithParents, true).await;
        assert!(matches!(refused, Err(ActionError::Refused(r)) if r.rule == Rule::YoungPersonDecides));
        say(&region, &sam, &case, PurposeKind::ShareAdviceWithParents, false).await.unwrap();
        let page = family_view::page(house, &parent).await.unwrap();
        assert!(page.part.advice.is_none() && page.consents.is_empty());
        assert_eq!(family_view::document(house, &parent).await.err(), Some(ActionError::NotFound));
        region.settle().await;
    }
}
