//! What follows on an answer: what is to be done, who hears of it (art. 19 AVG), and how much of a request may be kept.

use time::macros::date;
use tom::action::rights::{self, Change, RequestForm, change};
use tom::action::{ActionError, task};
use tom::demo::{applications, employee};
use tom::domain::case::{StateKind, TaskKind};
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::domain::rights::{Outcome, Right};
use tom::domain::text::LongText;
use tom::store::args;

use super::five_cases::to_doctor;
use crate::support::region::{Region, texts};
use crate::support::requests::{asks, tries, typed, unnamed};
use crate::support::states::one_of_each;

const NOTHING: [&str; 0] = [];

async fn answers(region: &Region, who: &str, request: &str, outcome: Outcome) {
    let form = RequestForm {
        request: request.to_owned(),
        version: None,
        once: None,
    };
    let text = LongText::parse("De straat is voortaan Proeflaan.").unwrap();
    let answer = Change::Answer(outcome, text);
    change(region.house(), &employee(who), form, answer)
        .await
        .unwrap();
}

/// The open tasks of a party about this request: which, and what stands with it.
async fn tasks(region: &Region, party: &'static str, request: &str) -> Vec<String> {
    let sql =
        "SELECT kind || ' ' || data FROM tasks WHERE party_id = $1 AND done_at IS NULL ORDER BY id";
    let open = texts(&region.house().store, sql, args![party].to_vec()).await;
    open.into_iter()
        .filter(|task| task.contains(request))
        .collect()
}

async fn running(region: &Region) -> CaseId {
    one_of_each(region, &[StateKind::Running]).await.remove(0).1
}

on_both_engines! {
    async fn art_19_what_was_granted_is_a_task_and_who_got_the_data_hears_that_they_change_and_no_more(database) {
        let region = Region::new(database).await;
        let case = running(&region).await;
        for (right, to_do) in [
            (Right::Rectification, TaskKind::CarryOutRequest),
            (Right::Objection, TaskKind::CarryOutRequest),
            (Right::Erasure, TaskKind::CarryOutErasure),
        ] {
            let id = asks(&region, "arts-bos", &case, right).await;
            region.settle().await;
            let before = region.mails().len();
            answers(&region, "arts-bos", &id, Outcome::Granted).await;
            region.settle().await;
            let own = tasks(&region, "ggd-utrecht", &id).await;
            assert!(own.len() == 1 && own[0].starts_with(to_do.code()), "{own:?}");
            // The gemeente got the SMA from the GGD; the SWV gave, and got nothing.
            let told = tasks(&region, "leusden", &id).await;
            let expected = format!("data_changed {{\"request\":\"{id}\",\"title\":\"{} (bel GGD regio Utrecht)\"}}", right.dutch());
            assert_eq!(told, [expected]);
            assert_eq!(tasks(&region, "swv-de-eem", &id).await, NOTHING);
            let mails = region.mails();
            let pointers = &mails[..mails.len() - before];
            assert_eq!(pointers.len(), 1);
            for private in ["Noor", "Proeflaan", "verbetering", id.as_str(), case.as_str()] {
                assert!(!pointers[0].text.contains(private), "{private}");
            }
        }
    }

    async fn a_refusal_and_a_request_to_read_tell_nobody_that_data_change(database) {
        let region = Region::new(database).await;
        let case = running(&region).await;
        for (right, outcome) in [(Right::Rectification, Outcome::Refused), (Right::Erasure, Outcome::Withdrawn), (Right::Access, Outcome::Granted)] {
            let id = asks(&region, "arts-bos", &case, right).await;
            answers(&region, "arts-bos", &id, outcome).await;
            for party in ["ggd-utrecht", "leusden", "swv-de-eem"] {
                assert_eq!(tasks(&region, party, &id).await, NOTHING, "{right:?} {party}");
            }
        }
    }

    async fn who_knows_a_name_only_is_not_told_by_whom_data_change(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::ParentsReading]).await.remove(0).1;
        // The gemeente has the seintje of the SWV and nothing of the GGD.
        let id = asks(&region, "swv-mulder", &case, Right::Rectification).await;
        answers(&region, "swv-mulder", &id, Outcome::Granted).await;
        for party in ["leusden", "ggd-utrecht"] {
            let told = tasks(&region, party, &id).await;
            assert!(told.len() == 1 && told[0].contains("(bel SWV de Eem)"), "{told:?}");
        }
        // Doing it is recorded, and opens nothing that may not be used.
        let page = region.page("lpa-leusden", &case).await.unwrap();
        let told = page.tasks.iter().find(|task| task.kind == TaskKind::DataChanged.code()).unwrap();
        task::done(region.house(), &employee("lpa-leusden"), &told.id).await.unwrap();
        assert_eq!(tasks(&region, "leusden", &id).await, NOTHING);
    }

    async fn a_party_that_may_keep_nothing_keeps_of_an_answered_request_its_kind_and_its_days(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-van-dam"));
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        let heard = |mut typed: rights::Typed| {
            typed.asked.view = Some(LongText::parse("Vindt het goed.").unwrap());
            typed
        };
        let before = tries(&region, "swv-van-dam", &case, heard(typed(Right::Access))).await.unwrap();
        answers(&region, "swv-van-dam", &before, Outcome::Granted).await;
        let open = tries(&region, "swv-van-dam", &case, heard(typed(Right::Objection))).await.unwrap();
        region.calls("swv-van-dam").await;
        to_doctor(&region, "swv-van-dam", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        assert!(region.page("swv-van-dam", &case).await.unwrap().dossier.swv().is_none());
        // What is open is kept until it is answered.
        assert!(rights::page(house, &swv, &open).await.is_ok());
        answers(&region, "swv-van-dam", &open, Outcome::Granted).await;
        let after = tries(&region, "swv-van-dam", &case, heard(unnamed(Right::Access))).await.unwrap();
        let form = RequestForm { request: after.clone(), version: None, once: None };
        let to = change(house, &swv, form, Change::Answer(Outcome::Refused, LongText::parse("Wij bewaren niets.").unwrap())).await.unwrap();
        assert_eq!(to, "/verzoeken", "there is no page of it any more");

        let list = rights::list(house, &swv).await.unwrap();
        assert_eq!(list.len(), 3);
        for one in &list {
            assert!(one.id.is_none() && one.child.is_none() && one.by.is_none() && one.outcome.is_some() && one.answered_on.is_some());
        }
        let kept = "SELECT kind || ' ' || person || ' ' || state || ' ' || CAST(LENGTH(sealed) AS TEXT) FROM requests ORDER BY created_at, id";
        let kept = texts(&house.store, kept, Vec::new()).await;
        assert_eq!(kept, ["access  granted 0", "objection  granted 0", "access  refused 0"]);
        for id in [&before, &open, &after] {
            assert_eq!(rights::page(house, &swv, id).await.err(), Some(ActionError::NotFound));
            assert_eq!(rights::export(house, &swv, id).await.err(), Some(ActionError::NotFound));
        }
        // The letters still go, to whom they were written.
        region.settle().await;
        let letters = region.letters(&case).await;
        let answered = letters.iter().filter(|(kind, ..)| kind == "rights_answer").count();
        assert_eq!(answered, 3);
    }

    async fn a_restriction_keeps_a_request_whole_until_it_is_lifted(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-van-dam"));
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        region.calls("swv-van-dam").await;
        to_doctor(&region, "swv-van-dam", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        let mut asked = unnamed(Right::Restriction);
        asked.asked.view = Some(LongText::parse("Vindt het goed.").unwrap());
        let id = tries(&region, "swv-van-dam", &case, asked).await.unwrap();
        answers(&region, "swv-van-dam", &id, Outcome::Granted).await;
        let page = rights::page(house, &swv, &id).await.unwrap();
        assert!(page.restricted && page.request.by.is_none_or(|by| by == Person::Parent1));
        let form = || RequestForm { request: id.clone(), version: None, once: None };
        change(house, &swv, form(), Change::EndRestriction(LongText::parse("Het klopt nu.").unwrap())).await.unwrap();
        house.clock.move_to(house.clock.now() + 8 * 24 * 60 * 60 * 1000);
        change(house, &swv, form(), Change::Lift).await.unwrap();
        assert_eq!(rights::page(house, &swv, &id).await.err(), Some(ActionError::NotFound));
        assert_eq!(rights::list(house, &swv).await.unwrap().len(), 1);
    }
}
