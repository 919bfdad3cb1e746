//! What the SWV keeps when its part is done, and what still leaves the house then.

use time::macros::date;
use tom::action::view::{self, CasePage};
use tom::action::{ActionError, anywhere, deliver, doctor, lpa, swv, task};
use tom::demo::{applications, employee};
use tom::domain::advice::{Treats, Verdict};
use tom::domain::case::{EventKind, StateKind, TaskKind};
use tom::domain::dossier::{Dossier, SwvDossier};
use tom::domain::exemption::Requirement;
use tom::domain::party::CaseId;
use tom::domain::text::LongText;
use tom::letter::Keeping;
use tom::store::outbox::{self, Claimed, Filter, Lease, Listed, OutboxKind, OutboxState};
use tom::store::{documents, dossiers};
use tom::vault::{KeyId, Slot, VaultError, What};

use crate::support::region::{Region, form};

/// The outbox of a case.
async fn rows(region: &Region, case: &CaseId) -> Vec<Listed> {
    let case = case.clone();
    let read = region
        .house()
        .store
        .read(move |tx| Box::pin(async move { outbox::list(tx, Filter::Case(&case), 500).await }));
    read.await.unwrap()
}

/// The dossier of a party as it lies in the store, and the ids of its documents.
async fn stored(
    region: &Region,
    case: &CaseId,
    party: &str,
) -> (dossiers::StoredDossier, Vec<String>) {
    let (case, party) = (case.clone(), party.into());
    let read = region.house().store.read(move |tx| {
        Box::pin(async move {
            let row = dossiers::load(tx, &case, &party).await?.unwrap();
            let sealed = documents::sealed(tx, &row.id).await?;
            Ok::<_, tom::store::StoreError>((row, sealed.into_iter().map(|(id, _)| id).collect()))
        })
    });
    read.await.unwrap()
}

/// Takes what is due, as a worker that then dies.
async fn claimed(region: &Region) -> Vec<Claimed> {
    let now = region.house().clock.now();
    let lease = Lease {
        name: "dies".into(),
        millis: 60_000,
    };
    let taken = region
        .house()
        .store
        .write(move |tx| Box::pin(async move { outbox::claim_due(tx, now, &lease, 50).await }));
    taken.await.unwrap()
}

fn sitting_only(page: &CasePage) -> bool {
    matches!(page.dossier, Dossier::Swv(SwvDossier::SittingOnly(_)))
}

fn open(page: &CasePage, kind: TaskKind) -> Vec<String> {
    let of_kind = page.tasks.iter().filter(|task| task.kind == kind.code());
    of_kind.map(|task| task.id.clone()).collect()
}

/// Up to the hand-over, with a sitting.
async fn handed_over(region: &Region, who: &str, case: &CaseId) {
    region.calls(who).await;
    swv::record_sitting(
        region.house(),
        &employee(who),
        form(case),
        date!(2026 - 03 - 02),
        None,
    )
    .await
    .unwrap();
    swv::hand_over(region.house(), &employee(who), form(case))
        .await
        .unwrap();
}

on_both_engines! {
    /// \[VO\] TOM, step 1: "Het SWV slaat niet op".
    async fn after_the_hand_over_no_key_opens_what_the_swv_held(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        let (before, _) = stored(&region, &case, "swv-refsvo").await;
        handed_over(&region, "swv-van-dam", &case).await;
        let (after, _) = stored(&region, &case, "swv-refsvo").await;
        assert_ne!(before.key, after.key);
        let key = KeyId::from(before.key.as_str());
        let slot = Slot { party: &before.party, case: &before.case, dossier: &before.id, key: &key, what: What::Dossier };
        let opened = region.house().vault.open_sealed(&slot, &before.sealed);
        assert!(matches!(opened, Err(VaultError::Destroyed)), "a backup would still open");
        region.settle().await;
    }

    /// Letters that wait at the hand-over go under the new key, and are gone once somebody posted them.
    async fn letters_under_way_survive_the_reduction_until_they_are_posted(database) {
        let region = Region::new(database).await;
        let swv = employee("swv-van-dam");
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        let waiting = rows(&region, &case).await;
        let letters = waiting.iter().filter(|row| row.kind == Some(OutboxKind::Letter)).count();
        assert!(letters > 0);
        handed_over(&region, "swv-van-dam", &case).await;
        region.settle().await;
        let page = region.page("swv-van-dam", &case).await.unwrap();
        let to_post = open(&page, TaskKind::PostLetter);
        assert!(sitting_only(&page));
        assert_eq!((to_post.len(), page.documents.len()), (letters, letters));
        for document in &page.documents {
            let (_, pdf) = view::document(region.house(), &swv, &case, &document.id).await.unwrap();
            assert!(pdf.starts_with(b"%PDF"));
        }
        assert_eq!(region.does("swv-van-dam", TaskKind::PostLetter).await, letters);
        assert!(stored(&region, &case, "swv-refsvo").await.1.is_empty());
        assert!(rows(&region, &case).await.iter().all(|row| row.sealed.is_none()));
    }

    /// A letter that was made before, and not posted yet, is sealed anew; one that was posted is gone at once.
    async fn a_posted_letter_is_not_kept_at_the_hand_over_and_one_to_post_is(database) {
        let region = Region::new(database).await;
        let swv = employee("swv-yilmaz");
        let case = region.starts("swv-yilmaz", applications::sam().unwrap()).await;
        region.settle().await;
        let page = region.page("swv-yilmaz", &case).await.unwrap();
        let to_post = open(&page, TaskKind::PostLetter);
        assert_eq!((to_post.len(), page.documents.len()), (2, 2));
        task::done(region.house(), &swv, &to_post[0]).await.unwrap();
        handed_over(&region, "swv-yilmaz", &case).await;
        let page = region.page("swv-yilmaz", &case).await.unwrap();
        assert_eq!(page.documents.len(), 1);
        view::document(region.house(), &swv, &case, &page.documents[0].id).await.unwrap();
        assert_eq!(open(&page, TaskKind::PostLetter), to_post[1..]);
        // The paper still lies on the desk.
        assert_eq!(open(&page, TaskKind::ReturnPaper).len(), 1);
    }

    /// \[VO\] An end before the hand-over leaves no more behind than the hand-over does, whoever records it.
    async fn an_early_end_reduces_the_dossier_too(database) {
        let region = Region::new(database).await;
        let swv = employee("swv-yilmaz");
        let agreed = || LongText::parse("Sam gaat halve dagen naar school.").unwrap();
        for way in 0..4 {
            let case = region.starts("swv-yilmaz", applications::sam().unwrap()).await;
            let house = region.house();
            match way {
                0 => swv::close_school_possible(house, &swv, form(&case), agreed()).await,
                1 => anywhere::withdraw(house, &swv, form(&case)).await,
                2 => anywhere::report_death(house, &swv, form(&case)).await,
                _ => anywhere::report_death(house, &employee("lpa-amersfoort"), form(&case)).await,
            }
            .unwrap();
            if way == 3 {
                // By telephone the SWV is to hear a name: it still has it until somebody called.
                assert!(!sitting_only(&region.page("swv-yilmaz", &case).await.unwrap()));
                let (before, _) = stored(&region, &case, "swv-eemland").await;
                assert_eq!(region.calls("lpa-amersfoort").await, 1);
                let key = KeyId::from(before.key.as_str());
                let slot = Slot { party: &before.party, case: &before.case, dossier: &before.id, key: &key, what: What::Dossier };
                let opened = house.vault.open_sealed(&slot, &before.sealed);
                assert!(matches!(opened, Err(VaultError::Destroyed)));
            }
            let page = region.page("swv-yilmaz", &case).await.unwrap();
            assert!(sitting_only(&page), "way {way}");
            assert!(page.timeline.iter().any(|moment| moment.what == EventKind::Reduced));
            // The LPA's row is closed by a name all the same.
            let row = region.list("lpa-amersfoort").await.into_iter().find(|row| row.case == case).unwrap();
            assert!(row.state.is_end() && row.name.is_some());
            let closing = region.letters(&case).await.into_iter().filter(|(kind, _, _)| kind != "receipt").count();
            assert_eq!(closing > 0, [true, true, false, false][way], "way {way}");
        }
        region.settle().await;
    }

    /// \[PO\] The parents tick whether the SWV keeps the application.
    async fn without_consent_to_keep_the_primary_swv_keeps_nothing_either(database) {
        let region = Region::new(database).await;
        for keep in [true, false] {
            let mut typed = applications::mei().unwrap();
            typed.consent.keep_application = keep;
            let case = region.starts("swv-mulder", typed.clone()).await;
            let receipt = region.letters(&case).await.into_iter().find(|(kind, _, _)| kind == "receipt").unwrap().2;
            let said = serde_json::to_string(&Keeping::SittingOnly).unwrap();
            assert_eq!(receipt.contains(&said), !keep, "{receipt}");
            handed_over(&region, "swv-mulder", &case).await;
            assert_eq!(sitting_only(&region.page("swv-mulder", &case).await.unwrap()), !keep);
            // An SWV without the name hears of the end by telephone.
            anywhere::leave_area(region.house(), &employee("arts-bos"), form(&case)).await.unwrap();
            assert_eq!(region.calls("arts-bos").await, usize::from(!keep));
            let case = region.starts("swv-mulder", typed).await;
            anywhere::withdraw(region.house(), &employee("swv-mulder"), form(&case)).await.unwrap();
            assert_eq!(sitting_only(&region.page("swv-mulder", &case).await.unwrap()), !keep);
        }
        region.settle().await;
    }

    /// Who is at work on a letter while its dossier changes, keeps nothing: not after a death, and not under the old key. The
    /// letter that must still leave is made at the next try.
    async fn a_letter_that_is_being_made_follows_its_dossier(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        let taken = claimed(&region).await;
        anywhere::report_death(region.house(), &employee("swv-mulder"), form(&case)).await.unwrap();
        for row in taken.iter().filter(|row| row.kind == OutboxKind::Letter) {
            deliver::letter(region.house(), row).await.unwrap();
        }
        let page = region.page("swv-mulder", &case).await.unwrap();
        assert!(page.documents.is_empty() && open(&page, TaskKind::PostLetter).is_empty());

        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        let taken = claimed(&region).await;
        handed_over(&region, "swv-van-dam", &case).await;
        let mut letters = 0;
        for row in taken.iter().filter(|row| row.kind == OutboxKind::Letter) {
            assert!(deliver::letter(region.house(), row).await.is_err(), "sealed with the old key");
            letters += 1;
        }
        region.day(date!(2026 - 03 - 03)).await;
        region.settle().await;
        let page = region.page("swv-van-dam", &case).await.unwrap();
        assert_eq!((page.documents.len(), open(&page, TaskKind::PostLetter).len()), (letters, letters));
    }

    /// Nobody gets a form letter on the death of a child, nor one that was on its way.
    async fn after_a_death_nothing_leaves_for_the_family(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        anywhere::report_death(region.house(), &employee("swv-mulder"), form(&case)).await.unwrap();
        region.settle().await;
        let page = region.page("swv-mulder", &case).await.unwrap();
        assert_eq!(page.case.state.kind(), StateKind::Died);
        assert!(page.documents.is_empty() && open(&page, TaskKind::PostLetter).is_empty());
        assert_eq!(open(&page, TaskKind::ScanPaper).len(), 1, "the paper is still there");
        let rows = rows(&region, &case).await;
        assert!(rows.iter().all(|row| row.sealed.is_none() && row.state == OutboxState::Done));
        let cancelled = rows.iter().filter(|row| row.error.as_deref() == Some("cancelled"));
        assert_eq!(cancelled.map(|row| row.kind).collect::<Vec<_>>(), [Some(OutboxKind::Letter); 1]);
        // The leerplichtambtenaar hears of the end.
        assert!(region.list("lpa-baarn").await[0].state.is_end());
        assert_eq!(region.mails().len(), 2, "a pointer for the seintje and one for the end");
    }

    /// Nobody calls about an application that has ended.
    async fn a_call_about_a_corrected_name_ends_with_the_case(database) {
        let region = Region::new(database).await;
        let swv = employee("swv-van-dam");
        let mut typed = applications::yassin().unwrap();
        let case = region.starts("swv-van-dam", typed.clone()).await;
        region.calls("swv-van-dam").await;
        typed.application.child.name = tom::domain::person::PersonName::parse("Yasin", "el Amrani").unwrap();
        swv::amend(region.house(), &swv, form(&case), typed).await.unwrap();
        let page = region.page("swv-van-dam", &case).await.unwrap();
        assert_eq!(open(&page, TaskKind::CallSeintje).len(), 1);
        anywhere::withdraw(region.house(), &swv, form(&case)).await.unwrap();
        let page = region.page("swv-van-dam", &case).await.unwrap();
        assert!(open(&page, TaskKind::CallSeintje).is_empty());
    }

    /// A name that was typed wrong is set right in the row that the seintje opened.
    async fn a_corrected_name_corrects_the_seintje_in_its_row(database) {
        let region = Region::new(database).await;
        let swv = employee("swv-mulder");
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        let first = region.page("lpa-baarn", &case).await.unwrap().dossier.gemeente().unwrap().seintje_on;
        region.day(date!(2026 - 03 - 05)).await;
        let mut typed = applications::mei().unwrap();
        typed.application.child.name = tom::domain::person::PersonName::parse("Mei-Lin", "Chen").unwrap();
        swv::amend(region.house(), &swv, form(&case), typed.clone()).await.unwrap();
        let list = region.list("lpa-baarn").await;
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].name.as_deref(), Some("Mei-Lin Chen"));
        let page = region.page("lpa-baarn", &case).await.unwrap();
        assert_eq!(page.timeline.len(), 2, "it is a seintje of its own");
        assert_eq!(page.dossier.gemeente().unwrap().seintje_on, first);
        // Another correction is no reason for a seintje.
        typed.application.claimed_before = Some(true);
        swv::amend(region.house(), &swv, form(&case), typed).await.unwrap();
        assert_eq!(region.page("lpa-baarn", &case).await.unwrap().timeline.len(), 2);

        // Who wasn't called yet hears the name as it is now, once.
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        let mut typed = applications::yassin().unwrap();
        typed.application.child.name = tom::domain::person::PersonName::parse("Yasin", "Bakkali").unwrap();
        swv::amend(region.house(), &employee("swv-van-dam"), form(&case), typed).await.unwrap();
        assert_eq!(region.calls("swv-van-dam").await, 1);
        assert_eq!(region.list("lpa-soest").await[0].name.as_deref(), Some("Yasin Bakkali"));
        region.settle().await;
    }

    /// A telephone seintje tells nothing before somebody called and said so: neither its row nor where the case stands.
    async fn who_is_to_be_called_sees_nothing_before_the_call(database) {
        let region = Region::new(database).await;
        let mut typed = applications::mei().unwrap();
        typed.municipality = "soest".into();
        let case = region.starts("swv-mulder", typed).await;
        region.calls("swv-mulder").await;
        let before = region.page("lpa-soest", &case).await.unwrap();
        anywhere::withdraw(region.house(), &employee("swv-mulder"), form(&case)).await.unwrap();
        let told = |page: &CasePage| (page.standing, page.waiting.clone(), page.known, page.timeline.len());
        assert_eq!(told(&region.page("lpa-soest", &case).await.unwrap()), told(&before));
        assert_eq!(region.list("lpa-soest").await[0].standing, before.standing);
        let lpa = employee("lpa-soest");
        let refused = lpa::refuse(region.house(), &lpa, form(&case), Requirement::Registered).await;
        assert!(matches!(refused, Err(ActionError::Refused(r)) if r.state == before.known));
        region.calls("swv-mulder").await;
        let after = region.page("lpa-soest", &case).await.unwrap();
        assert_eq!((after.standing, after.timeline.len()), ("procedure beëindigd", 2));
        assert_eq!(region.list("lpa-soest").await[0].standing, "procedure beëindigd");

        // \[VO\] The SWV that must find a place for the child hears so by telephone, and has the task from then on.
        let case = region.starts("swv-yilmaz", applications::sam().unwrap()).await;
        handed_over(&region, "swv-yilmaz", &case).await;
        let arts = employee("arts-bos");
        doctor::take_on(region.house(), &arts, form(&case), Treats::No).await.unwrap();
        let fit = doctor::TypedAdvice {
            verdict: Verdict::Fit,
            established_on: date!(2026 - 03 - 02),
            ..applications::advice().unwrap()
        };
        doctor::establish(region.house(), &arts, form(&case), fit).await.unwrap();
        let to_do = region.page("swv-yilmaz", &case).await.unwrap();
        assert_eq!(to_do.standing, "overgedragen aan de arts");
        assert!(open(&to_do, TaskKind::FindPlace).is_empty());
        assert_eq!(region.calls("arts-bos").await, 1);
        let to_do = region.page("swv-yilmaz", &case).await.unwrap();
        assert_eq!(to_do.standing, "procedure beëindigd");
        assert_eq!(open(&to_do, TaskKind::FindPlace).len(), 1);

        // \[VO\] An SWV that keeps no name can't call later: its end notice goes through the list.
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        region.calls("swv-van-dam").await;
        anywhere::withdraw(region.house(), &employee("swv-van-dam"), form(&case)).await.unwrap();
        assert_eq!(region.calls("swv-van-dam").await, 0);
        assert_eq!(region.page("lpa-soest", &case).await.unwrap().standing, "procedure beëindigd");
        region.settle().await;
    }
}
