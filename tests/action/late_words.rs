//! A consent while something that rests on it is under way: what waits to leave, what lies with the gemeente undecided, what was missing.

use time::macros::date;
use tom::action::desk::{Wanted, desk};
use tom::action::{ActionError, consent, doctor, family, lpa, scan, setup, swv, task, view};
use tom::demo::{applications, employee};
use tom::domain::advice::Verdict;
use tom::domain::case::{EventKind, Rule, StateKind, TaskKind};
use tom::domain::consent::{NoConsent, PurposeKind};
use tom::domain::family::Person;
use tom::domain::notice::Route;
use tom::domain::party::CaseId;
use tom::domain::scan::{Paper, Upload};

use super::five_cases::{establish, terms, to_doctor};
use super::withdrawing::{
    ARTS, as_shown, granted, mailed, no, noor, opens, row, say, stopped, tasks, to_lpa, version,
    yes,
};
use crate::support::region::{Region, family as member, form};

const LPA: &str = "lpa-leusden";
const SWV: &str = "swv-mulder";

pub(super) async fn state(region: &Region, case: &CaseId) -> StateKind {
    region.page(ARTS, case).await.unwrap().case.state.kind()
}

/// The rule that refused it.
pub(super) fn rule<T>(result: Result<T, ActionError>) -> Option<Rule> {
    match result {
        Err(ActionError::Refused(refusal)) => Some(refusal.rule),
        _ => None,
    }
}

/// The letters that the GGD made and still holds, with those who get them.
async fn letters(region: &Region, case: &CaseId) -> Vec<String> {
    let page = region.page(ARTS, case).await.unwrap();
    page.documents.into_iter().map(|one| one.kind).collect()
}

/// Sam is sixteen, lets the parents read along, and is asked to read.
async fn sam_reads(region: &Region) -> CaseId {
    let mut typed = applications::sam().unwrap();
    typed.consent.share_advice_with_parents = true;
    let case = region.starts("swv-yilmaz", typed).await;
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
    region.settle().await;
    doctor::send_for_reading(region.house(), &employee(ARTS), form(&case))
        .await
        .unwrap();
    case
}

/// The young person says no, and every letter that is left can still be posted.
async fn no_parent_gets_the_sma(region: &Region, case: &CaseId) {
    let sam = member(case, Person::Child);
    let purpose = PurposeKind::ShareAdviceWithParents;
    say(region, &sam, case, purpose, false).await.unwrap();
    region.settle().await;
    let left = letters(region, case).await;
    let holds = |letter: &str| left.iter().any(|kind| kind == letter);
    assert!(
        !holds("advice:parent1") && !holds("advice_for_reading:parent1"),
        "{left:?}"
    );
    assert!(holds("advice:child"), "{left:?}");
    assert!(
        holds("notification_request:parent1"),
        "the parent still signs: {left:?}"
    );
    let arts = employee(ARTS);
    let desk = desk(region.house(), &arts, Wanted::default())
        .await
        .unwrap();
    let tasks = desk.tasks.iter().map(|open| &open.task);
    let post = tasks.filter(|task| task.kind == TaskKind::PostLetter.code());
    let documents: Vec<_> = post.filter_map(|task| task.about("document")).collect();
    assert!(!documents.is_empty());
    for id in documents {
        view::document(region.house(), &arts, case, &id)
            .await
            .unwrap();
    }
}

on_both_engines! {
    /// Until the decision the gemeente has the SMA by that consent alone; the parents can still send it.
    async fn a_no_before_the_decision_takes_the_sma_from_the_gemeente_and_no_grant_passes(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        let (shown, backup) = (version(&region, LPA, &case).await, row(&region, &case, "leusden").await);
        let on = date!(2026 - 03 - 25);
        say(&region, &member(&case, Person::Parent2), &case, PurposeKind::ShareAdviceWithLpa, false).await.unwrap();
        assert_eq!(state(&region, &case).await, StateKind::ParentsSending);
        assert!(region.page(LPA, &case).await.unwrap().dossier.gemeente().unwrap().advice.is_none());
        assert!(!opens(&region, &backup));
        assert_eq!(tasks(&region, LPA).await, ["share_advice_with_lpa"]);
        let terms = || terms(on, 12);
        let sent = lpa::grant(house, &employee(LPA), as_shown(&case, shown), terms(), None).await;
        assert_eq!(stopped(sent), Some(NoConsent::Withdrawn(on)));
        let fresh = lpa::grant(house, &employee(LPA), form(&case), terms(), None).await;
        assert_eq!(rule(fresh), Some(Rule::NotFromHere));
        // What the parents send themselves, they gave by no consent: a no to that takes nothing away.
        family::send_themselves(house, &member(&case, Person::Parent1), form(&case)).await.unwrap();
        say(&region, &member(&case, Person::Parent1), &case, PurposeKind::ShareAdviceWithLpa, false).await.unwrap();
        assert!(region.page(LPA, &case).await.unwrap().dossier.gemeente().unwrap().advice.is_some());
        lpa::grant(house, &employee(LPA), form(&case), terms(), None).await.unwrap();
        region.settle().await;
    }

    async fn a_seintje_by_mail_that_waits_does_not_leave_after_a_no(database) {
        let region = Region::new(database).await;
        let parties = setup::all_parties(region.house()).await.unwrap();
        let mut team = parties.into_iter().find(|one| one.id.as_str() == "lariks").unwrap();
        team.settings.seintje_route = Some(Route::SecuredMail);
        team.settings.secured_email = Some("veilig@lariks.example".to_owned());
        setup::put_party(region.house(), team).await.unwrap();
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        region.settle().await;
        granted(&region, &case).await;
        let mails = region.mails().len();
        say(&region, &member(&case, Person::Parent2), &case, PurposeKind::InformLocalTeam, false).await.unwrap();
        region.settle().await;
        let to = mailed(&region, mails);
        assert!(to.contains(&"lariks@post.tom.example".to_owned()), "it is told: {to:?}");
        assert!(!to.contains(&"veilig@lariks.example".to_owned()), "the name left: {to:?}");
    }

    async fn a_letter_with_the_sma_that_waits_to_be_set_does_not_go_to_a_parent_after_the_young_persons_no(database) {
        let region = Region::new(database).await;
        let case = sam_reads(&region).await;
        no_parent_gets_the_sma(&region, &case).await;
    }

    async fn a_letter_with_the_sma_that_waits_to_be_posted_does_not_go_to_a_parent_after_the_young_persons_no(database) {
        let region = Region::new(database).await;
        let case = sam_reads(&region).await;
        region.settle().await;
        assert!(letters(&region, &case).await.contains(&"advice:parent1".to_owned()));
        no_parent_gets_the_sma(&region, &case).await;
    }

    /// A paper that lay on a desk over a 16th birthday: who decided when it was written counts.
    async fn who_decides_is_asked_of_the_day_on_which_it_was_said(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let mut typed = applications::noor().unwrap();
        typed.application.child.born = Some(date!(2010 - 03 - 10));
        let case = region.starts(SWV, typed).await;
        region.day(date!(2026 - 03 - 12)).await;
        let swv = employee(SWV);
        let (before, after) = (date!(2026 - 03 - 09), date!(2026 - 03 - 11));
        let purpose = PurposeKind::KeepApplication;
        let late = consent::record(house, &swv, form(&case), no(purpose, Person::Parent2, after)).await;
        assert_eq!(rule(late), Some(Rule::YoungPersonDecides));
        let early = consent::record(house, &swv, form(&case), no(purpose, Person::Child, before)).await;
        assert_eq!(rule(early), Some(Rule::ParentsDecide));
        consent::record(house, &swv, form(&case), no(purpose, Person::Parent2, before)).await.unwrap();
        consent::record(house, &swv, form(&case), no(purpose, Person::Child, after)).await.unwrap();
        region.settle().await;
    }

    /// Who was told of the no has nothing to stop any more.
    async fn who_was_told_of_a_no_hears_that_it_was_taken_back(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        let (one, two) = (member(&case, Person::Parent1), member(&case, Person::Parent2));
        let purpose = PurposeKind::ShareWithDoctor;
        for parent in [&one, &two] {
            say(&region, parent, &case, purpose, false).await.unwrap();
        }
        say(&region, &one, &case, purpose, true).await.unwrap();
        region.settle().await;
        assert_eq!(tasks(&region, ARTS).await.len(), 1, "the other parent's no stands");
        let before = region.mails().len();
        say(&region, &two, &case, purpose, true).await.unwrap();
        region.settle().await;
        assert!(tasks(&region, ARTS).await.is_empty());
        assert_eq!(mailed(&region, before).len(), 1);
        let page = region.page(ARTS, &case).await.unwrap();
        let heard = EventKind::ConsentGiven { purpose, by: None };
        assert_eq!(page.timeline.iter().filter(|moment| moment.what == heard).count(), 1);
    }

    /// A signature that came in as a letter of its own is one of the form; what is typed over of the form later undoes it not.
    async fn a_yes_that_was_missing_completes_the_application(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let swv = employee(SWV);
        let mut typed = applications::noor().unwrap();
        typed.consent.signed.remove(&Person::Parent2);
        let case = region.starts(SWV, typed.clone()).await;
        let state = async || region.page(SWV, &case).await.unwrap().case.state.kind();
        assert_eq!(state().await, StateKind::Incomplete);
        let said = yes(PurposeKind::ShareWithDoctor, Person::Parent2, date!(2026 - 03 - 02));
        consent::record(house, &swv, form(&case), said).await.unwrap();
        assert_eq!(state().await, StateKind::AtSwv);
        swv::amend(house, &swv, form(&case), typed).await.unwrap();
        assert_eq!(state().await, StateKind::AtSwv);
        swv::hand_over(house, &swv, form(&case)).await.unwrap();
        region.settle().await;
    }

    /// The paper is the evidence of a yes, wherever it came in.
    async fn a_later_yes_on_paper_asks_the_ggd_for_a_scan_and_only_then_the_paper_can_go(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = noor(&region).await;
        let arts = employee(ARTS);
        let said = yes(PurposeKind::InformLocalTeam, Person::Parent1, date!(2026 - 03 - 25));
        consent::record(house, &arts, form(&case), said).await.unwrap();
        let open = async |kind: TaskKind| {
            let page = region.page(ARTS, &case).await.unwrap();
            page.tasks.into_iter().filter(|task| task.kind == kind.code()).collect::<Vec<_>>()
        };
        let asked = open(TaskKind::ScanPaper).await;
        assert_eq!(asked.len(), 1);
        assert!(task::done(house, &arts, &asked[0].id).await.is_err(), "only a scan ends it");
        assert!(open(TaskKind::DestroyPaper).await.is_empty());
        let keep = async |paper| {
            let file = Upload::of(b"%PDF-1.7\n%%EOF".to_vec()).unwrap();
            scan::keep(house, &arts, form(&case), paper, file).await.unwrap();
        };
        keep(Paper::Letter).await;
        assert!(open(TaskKind::ScanPaper).await.is_empty());
        assert_eq!(open(TaskKind::DestroyPaper).await.len(), 1);
        assert!(letters(&region, &case).await.contains(&"scan_letter:pdf".to_owned()));
        region.settle().await;
    }
}
