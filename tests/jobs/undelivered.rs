//! What the mail server will not take becomes a task for a person, and the administrator sees that it failed.

use tom::action::{desk, jobs, setup};
use tom::demo::{applications, employee};
use tom::domain::case::TaskKind;
use tom::domain::notice::Route;
use tom::domain::party::{Actor, Role};
use tom::store::args;

use crate::mail::mailer;
use crate::support::databases::Database;
use crate::support::region::Region;
use crate::support::smtp::{Fault, SmtpSink};
use crate::support::states::one_of_each;

/// Seintjes go to Leusden by secured mail, and nobody has sent anything yet.
async fn by_mail(database: Database) -> (Region, SmtpSink) {
    let sink = SmtpSink::start().await;
    let region = Region::mailing(database, mailer(&sink)).await;
    let all = setup::all_parties(region.house()).await.unwrap();
    let mut leusden = all
        .into_iter()
        .find(|party| party.id.as_str() == "leusden")
        .unwrap();
    leusden.settings.seintje_route = Some(Route::SecuredMail);
    leusden.settings.secured_email = Some("veilig@leusden.example".to_owned());
    setup::put_party(region.house(), leusden).await.unwrap();
    (region, sink)
}

async fn tasks(region: &Region, who: &str, kind: TaskKind) -> usize {
    let desk = desk::desk(region.house(), &employee(who), desk::Wanted::default())
        .await
        .unwrap();
    desk.tasks
        .iter()
        .filter(|open| open.task.kind == kind.code())
        .count()
}

on_both_engines! {
    async fn a_seintje_that_is_refused_is_a_task_to_call_and_can_be_tried_again(database) {
        let (region, sink) = by_mail(database).await;
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        sink.set(Fault::Refuse);
        region.app.worker.drain_now().await.unwrap();
        assert_eq!(tasks(&region, "swv-mulder", TaskKind::SeintjeNotSent).await, 1);

        let admin = employee("swv-beheer");
        let other = Actor::Employee {
            party: "ggd-utrecht".into(),
            role: Role::Admin,
            user: "ggd-beheer".into(),
        };
        let found = jobs::of_party(region.house(), &admin).await.unwrap();
        let failed: Vec<_> = found.failed.iter().map(|row| row.error.as_deref()).collect();
        assert!(failed.contains(&Some("smtp_550")), "{failed:?}");
        assert!(found.failed.iter().all(|row| row.sealed.is_none()));
        assert!(jobs::of_party(region.house(), &other).await.unwrap().failed.is_empty());
        let seintje = found.failed.iter().find(|row| row.kind == Some(jobs::OutboxKind::SeintjeMail)).unwrap();
        assert_eq!(seintje.case_id.as_ref(), Some(&case));
        let denied = jobs::retry(region.house(), &other, &seintje.id).await;
        assert!(denied.is_err(), "another party's work");

        sink.set(Fault::None);
        jobs::retry(region.house(), &admin, &seintje.id).await.unwrap();
        region.app.worker.drain_now().await.unwrap();
        let came = sink.received();
        assert_eq!(came.iter().filter(|mail| mail.to == "veilig@leusden.example").count(), 1);
        let left = jobs::of_party(region.house(), &admin).await.unwrap().failed;
        assert!(left.iter().all(|row| row.id != seintje.id));
        assert_eq!(tasks(&region, "swv-mulder", TaskKind::SeintjeNotSent).await, 1, "one task, however often");
    }

    async fn a_mail_to_a_parent_that_nobody_takes_for_a_day_is_a_task(database) {
        let (region, sink) = by_mail(database).await;
        one_of_each(&region, &[tom::domain::case::StateKind::ParentsReading]).await;
        let again = "UPDATE outbox SET state = 'waiting', attempts = 0 WHERE kind = 'mail' AND dossier_id IS NOT NULL";
        let house = region.house().clone();
        let links = house.store.write(move |tx| Box::pin(async move { tx.execute(again, args![]).await }));
        let links: Result<u64, tom::store::StoreError> = links.await;
        let links = usize::try_from(links.unwrap()).unwrap();
        assert!(links > 0);
        sink.set(Fault::Busy);
        for hour in 0..24 {
            let before = tasks(&region, "arts-bos", TaskKind::MailNotSent).await;
            assert!(hour > 5 || before == 0, "it is still tried");
            house.clock.move_to(house.clock.now() + 3_600_000);
            region.app.worker.drain_now().await.unwrap();
        }
        assert_eq!(tasks(&region, "arts-bos", TaskKind::MailNotSent).await, links);
    }
}
