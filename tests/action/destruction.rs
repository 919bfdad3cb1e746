//! What is destroyed by a list: proposed by one person, reviewed and confirmed by another, taken back for seven days.

use time::Date;
use time::macros::date;
use tom::action::destruction::{self, Change, Shown};
use tom::action::hold;
use tom::action::{ActionError, erase, settings, setup};
use tom::demo::employee;
use tom::domain::destruction::ItemState;
use tom::domain::glass::Reason;
use tom::domain::hold::HoldKind;
use tom::domain::party::CaseId;
use tom::store::args;

use super::moves::granted;
use crate::support::refusals::refusals;
use crate::support::region::{Region, form, texts};

const WHY: &str = "De directeur van de school heeft nog een vraag.";

/// A case of which the SWV's dossier is due, at a party that erases by a list.
struct Due {
    region: Region,
    case: CaseId,
}

impl Due {
    async fn new(database: crate::support::databases::Database) -> Self {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        by_list(&region, "swv-de-eem").await;
        let due = Self { region, case };
        due.day(date!(2028 - 03 - 02)).await;
        due
    }

    async fn day(&self, day: Date) -> usize {
        self.region.day(day).await;
        erase::confirm(self.region.house()).await.unwrap();
        let looked = erase::look(self.region.house()).await.unwrap();
        assert!(!looked.stopped);
        looked.erased
    }

    async fn there(&self) -> bool {
        let sql = "SELECT id FROM dossiers WHERE case_id = $1 AND party_id = 'swv-de-eem'";
        !self.texts(sql).await.is_empty()
    }

    async fn texts(&self, sql: &'static str) -> Vec<String> {
        let args = args![self.case.as_str()].to_vec();
        texts(&self.region.house().store, sql, args).await
    }

    async fn starts(&self, who: &str) -> String {
        destruction::start(self.region.house(), &employee(who))
            .await
            .unwrap()
    }

    async fn list(&self, who: &str, id: &str) -> Shown {
        destruction::list(self.region.house(), &employee(who), id)
            .await
            .unwrap()
    }

    async fn does(&self, who: &str, id: &str, what: Change) -> Result<(), ActionError> {
        let version = self.list("swv-beheer", id).await.named.list.version;
        destruction::change(self.region.house(), &employee(who), (id, version), what).await
    }

    async fn agrees(&self, who: &str, id: &str) -> Result<(), ActionError> {
        let items = self.list("swv-beheer", id).await.items;
        let items = items.into_iter().map(|one| one.id).collect();
        self.does(who, id, Change::Agree(items)).await
    }

    async fn confirms(&self, who: &str, id: &str) -> Result<(), ActionError> {
        let name = self.list("swv-beheer", id).await.named.list.name;
        self.does(who, id, Change::Confirm(name)).await
    }

    /// Proposed by one, reviewed and confirmed by another.
    async fn confirmed(&self) -> String {
        let id = self.starts("swv-mulder").await;
        self.agrees("swv-beheer", &id).await.unwrap();
        self.confirms("swv-beheer", &id).await.unwrap();
        id
    }

    async fn takes_off(&self, who: &str, id: &str, back_on: Date) -> Result<(), ActionError> {
        let item = self.list("swv-beheer", id).await.items[0].id.clone();
        let reason = Reason::parse(WHY).unwrap();
        let off = Change::TakeOff {
            item,
            reason,
            back_on,
        };
        self.does(who, id, off).await
    }

    async fn chooses(&self, list: bool) {
        let admin = employee("swv-beheer");
        let (mut own, version) = settings::of_party(self.region.house(), &admin)
            .await
            .unwrap();
        own.settings.destruction_list = list;
        settings::change(self.region.house(), &admin, version, own.settings)
            .await
            .unwrap();
    }
}

async fn by_list(region: &Region, party: &str) {
    let all = setup::all_parties(region.house()).await.unwrap();
    let mut party = all
        .into_iter()
        .find(|one| one.id.as_str() == party)
        .unwrap();
    party.settings.destruction_list = true;
    setup::put_party(region.house(), party).await.unwrap();
}

fn is_refused(result: &Result<(), ActionError>, words: &str) {
    let Err(ActionError::Field(_, message)) = result else {
        panic!("{words}: {result:?}");
    };
    assert!(message.contains(words), "{message}");
}

on_both_engines! {
    async fn nobody_destroys_alone_and_what_two_confirmed_goes_on_the_eighth_day(database) {
        let due = Due::new(database).await;
        assert!(due.there().await);
        assert_eq!(due.day(date!(2028 - 06 - 01)).await, 0, "however long it waits");
        assert_eq!(erase::status(due.region.house()).await.unwrap().due, 0, "no alarm: it waits for people");
        let id = due.starts("swv-mulder").await;
        is_refused(&due.agrees("swv-mulder", &id).await, "zelf voorgesteld");
        is_refused(&due.confirms("swv-mulder", &id).await, "zelf voorgesteld");
        is_refused(&due.confirms("swv-beheer", &id).await, "Beoordeel eerst");
        due.agrees("swv-beheer", &id).await.unwrap();
        is_refused(&due.confirms("swv-coordinator", &id).await, "al");
        is_refused(&due.confirms("swv-mulder", &id).await, "zelf voorgesteld");
        is_refused(&due.does("swv-beheer", &id, Change::Confirm("2028-9".into())).await, "naam");
        let lines = refusals(&due.region.house().store).await;
        let why: Vec<&str> = lines.iter().map(|line| line.outcome.as_str()).collect();
        for code in ["own_list", "not_all_reviewed", "other_reviews", "wrong_name"] {
            assert!(why.contains(&code), "{code}: {why:?}");
        }
        due.confirms("swv-beheer", &id).await.unwrap();
        for day in [date!(2028 - 06 - 02), date!(2028 - 06 - 08)] {
            assert_eq!(due.day(day).await, 0, "{day}");
        }
        assert_eq!(due.day(date!(2028 - 06 - 09)).await, 1);
        assert!(!due.there().await);
        assert_eq!(due.list("swv-mulder", &id).await.items[0].state, ItemState::Erased);
        let done = "SELECT state FROM destruction_lists WHERE $1 <> ''";
        assert_eq!(due.texts(done).await, ["done"]);
        // The same certificate and the same ledger, with the two as ids.
        let sql = "SELECT why || ' ' || by_user || ' ' || second_user || ' ' || list_id FROM certificates WHERE case_id = $1 AND destroyed_at IS NOT NULL";
        assert_eq!(due.texts(sql).await, [format!("term swv-mulder swv-beheer {id}")]);
        let (ledger, _) = due.region.house().vault.recorded(0).unwrap().unwrap();
        assert_eq!(ledger.iter().filter(|line| line.case == due.case).count(), 1);
        let sql = "SELECT asked FROM access_log WHERE case_id = $1 AND outcome = 'erased'";
        assert_eq!(due.texts(sql).await, [format!("destruction_list: {id}")]);
        let sql = "SELECT user_id || ' ' || kinds FROM access_log WHERE kinds LIKE 'list_%' AND $1 <> '' AND case_id IS NULL \
                   AND kinds NOT LIKE 'list: %' ORDER BY id";
        let acts = ["swv-mulder list_started", "swv-beheer list_agreed", "swv-beheer list_confirmed"];
        assert_eq!(due.texts(sql).await, acts.map(|act| format!("{act}: {id}")));
    }

    async fn a_confirmed_list_can_be_taken_back_for_seven_days_by_its_two_persons_alone(database) {
        let due = Due::new(database).await;
        for (who, day) in [("swv-mulder", date!(2028 - 03 - 09)), ("swv-beheer", date!(2028 - 03 - 16))] {
            let id = due.confirmed().await;
            is_refused(&due.does("swv-coordinator", &id, Change::TakeBack).await, "Alleen wie");
            assert_eq!(due.day(day).await, 0);
            due.does(who, &id, Change::TakeBack).await.unwrap();
            assert_eq!(due.list(who, &id).await.items[0].state, ItemState::Released);
            is_refused(&due.agrees("swv-beheer", &id).await, "niet meer");
        }
        assert_eq!(due.day(date!(2028 - 06 - 01)).await, 0, "nothing of it is carried out");
        let id = due.confirmed().await;
        due.region.day(date!(2028 - 06 - 09)).await;
        is_refused(&due.does("swv-mulder", &id, Change::TakeBack).await, "niet meer");
        is_refused(&due.takes_off("swv-mulder", &id, date!(2028 - 07 - 01)).await, "niet meer");
        assert_eq!(due.day(date!(2028 - 06 - 09)).await, 1);
    }

    async fn an_item_that_somebody_holds_meanwhile_stays_and_comes_back_when_the_hold_ends(database) {
        let due = Due::new(database).await;
        let id = due.confirmed().await;
        let (house, who) = (due.region.house(), employee("swv-mulder"));
        let typed = hold::Typed { kind: HoldKind::Court, reason: Reason::parse(WHY).unwrap(), until: None };
        hold::add(house, &who, form(&due.case), typed).await.unwrap();
        assert_eq!(due.day(date!(2028 - 03 - 10)).await, 0);
        assert!(due.there().await);
        assert_eq!(due.list("swv-mulder", &id).await.items[0].state, ItemState::Stayed);
        let again = destruction::start(house, &who).await;
        assert!(matches!(&again, Err(ActionError::Field("", why)) if why.contains("geen dossier")), "{again:?}");
        let held = hold::of_case(house, &who, &due.case).await.unwrap();
        hold::end(house, &who, form(&due.case), held[0].id.clone()).await.unwrap();
        due.confirmed().await;
        assert_eq!(due.day(date!(2028 - 03 - 18)).await, 1);
    }

    async fn what_came_off_the_list_is_kept_with_its_reason_sealed_and_comes_back_on_its_day(database) {
        let due = Due::new(database).await;
        let id = due.confirmed().await;
        for day in [date!(2028 - 03 - 02), date!(2029 - 06 - 01)] {
            let wrong = due.takes_off("swv-mulder", &id, day).await;
            assert!(matches!(wrong, Err(ActionError::Field("back", _))), "{day}: {wrong:?}");
        }
        due.takes_off("swv-mulder", &id, date!(2028 - 05 - 01)).await.unwrap();
        assert_eq!(due.day(date!(2028 - 03 - 10)).await, 0);
        assert!(due.there().await);
        let held = hold::of_case(due.region.house(), &employee("swv-mulder"), &due.case).await.unwrap();
        assert_eq!((held[0].kind, held[0].reason.as_str(), held[0].stands), (HoldKind::Review, WHY, true));
        assert_eq!(due.texts("SELECT kind FROM holds WHERE case_id = $1").await, ["review"]);
        let nowhere = "SELECT id FROM access_log WHERE kinds LIKE '%directeur%' AND $1 <> '' \
                       UNION ALL SELECT id FROM destruction_items WHERE because LIKE '%directeur%'";
        assert_eq!(due.texts(nowhere).await, Vec::<String>::new());
        due.region.day(date!(2028 - 04 - 30)).await;
        assert!(destruction::start(due.region.house(), &employee("swv-mulder")).await.is_err());
        due.day(date!(2028 - 05 - 01)).await;
        due.confirmed().await;
        assert_eq!(due.day(date!(2028 - 05 - 09)).await, 1);
    }

    async fn who_turns_the_list_off_destroys_nothing_for_as_long_as_a_list_waits(database) {
        let due = Due::new(database).await;
        due.chooses(false).await;
        for day in [date!(2028 - 03 - 02), date!(2028 - 03 - 09)] {
            assert_eq!(due.day(day).await, 0, "{day}");
        }
        let page = destruction::lists(due.region.house(), &employee("swv-mulder")).await.unwrap();
        assert_eq!((page.by_list, page.automatic_from), (false, Some(date!(2028 - 03 - 10))));
        // Turned on again, it waits for a list as before.
        due.chooses(true).await;
        assert_eq!(due.day(date!(2028 - 03 - 20)).await, 0);
        due.chooses(false).await;
        assert_eq!(due.day(date!(2028 - 03 - 28)).await, 1);
    }

    async fn a_list_that_was_confirmed_is_carried_out_on_its_own_day_whatever_is_chosen_since(database) {
        let due = Due::new(database).await;
        due.chooses(false).await;
        due.chooses(true).await;
        due.region.day(date!(2028 - 03 - 05)).await;
        due.confirmed().await;
        let free = due.region.house().store.write(|tx| Box::pin(async move {
            tx.execute("UPDATE parties SET by_list = 0, settings = REPLACE(settings, '\"destruction_list\":true', '\"destruction_list\":false') \
                        WHERE id = 'swv-de-eem'", args![]).await
        }));
        free.await.unwrap();
        assert_eq!(due.day(date!(2028 - 03 - 12)).await, 0);
        assert_eq!(due.day(date!(2028 - 03 - 13)).await, 1);
    }

    async fn two_people_at_one_list_hear_of_each_other_and_there_is_one_list_at_a_time(database) {
        let due = Due::new(database).await;
        let id = due.starts("swv-mulder").await;
        let house = due.region.house();
        let second = destruction::start(house, &employee("swv-beheer")).await;
        assert!(second.is_err(), "what is on it is on no other: {second:?}");
        let old = due.list("swv-coordinator", &id).await;
        due.agrees("swv-beheer", &id).await.unwrap();
        let items = old.items.iter().map(|one| one.id.clone()).collect();
        let version = (id.as_str(), old.named.list.version);
        let late = destruction::change(house, &employee("swv-beheer"), version, Change::Agree(items)).await;
        assert_eq!(late, Err(ActionError::Changed));
        let late = destruction::change(house, &employee("swv-mulder"), version, Change::TakeBack).await;
        assert_eq!(late, Err(ActionError::Changed));
        assert!(due.list("swv-mulder", &id).await.items[0].state == ItemState::Agreed);
        let other = destruction::list(house, &employee("lpa-leusden"), &id).await.map(|_| ());
        assert_eq!(other, Err(ActionError::NotFound), "another party's");
        for who in ["swv-beleid", "ggd-fg"] {
            let kept_out = destruction::start(house, &employee(who)).await;
            assert_eq!(kept_out, Err(ActionError::NotFound), "{who}");
        }
    }

    async fn a_clock_that_jumps_stops_a_list_too(database) {
        let due = Due::new(database).await;
        due.confirmed().await;
        due.region.day(date!(2028 - 03 - 12)).await;
        let looked = erase::look(due.region.house()).await.unwrap();
        assert_eq!((looked.stopped, looked.erased), (true, 0));
        assert!(due.there().await);
        erase::confirm(due.region.house()).await.unwrap();
        assert_eq!(erase::look(due.region.house()).await.unwrap().erased, 1);
    }

    async fn a_name_stands_on_a_list_only_for_who_may_know_of_the_case(database) {
        let due = Due::new(database).await;
        by_list(&due.region, "ggd-utrecht").await;
        due.day(date!(2047 - 01 - 05)).await;
        let id = due.starts("swv-mulder").await;
        let item = |mut shown: Shown| shown.items.remove(0);
        let own = item(due.list("swv-mulder", &id).await);
        assert!(own.name.is_some_and(|name| name.contains("Noor")));
        assert!(own.because.contains("de ontvangst van de aanvraag"), "{}", own.because);
        assert_eq!(own.destroy_on, date!(2028 - 03 - 02));
        assert!(own.contents.iter().any(|(kind, count)| kind == "dossier" && *count == 1));
        let admin = item(due.list("swv-beheer", &id).await);
        assert_eq!((admin.name, admin.case), (None, None));
        assert_eq!(admin.number, due.case.as_str());
        // The doctor who had it, and a colleague who didn't.
        let id = due.starts("arts-bos").await;
        assert!(item(due.list("arts-bos", &id).await).name.is_some());
        let colleague = item(due.list("arts-smit", &id).await);
        assert_eq!((colleague.name, colleague.case), (None, None));
        // Who saw a name left a line that says of which case.
        let sql = "SELECT user_id FROM access_log WHERE purpose = 'erase' AND kinds LIKE 'list: %' AND kinds LIKE '%' || $1 || '%' ORDER BY id";
        let mut saw = due.texts(sql).await;
        saw.dedup();
        assert_eq!(saw, ["swv-mulder", "arts-bos"]);
        // What may not be used shows no name either.
        let restricted = due.region.house().store.write(|tx| Box::pin(async move {
            tx.execute("UPDATE dossiers SET restricted = 1 WHERE party_id = 'ggd-utrecht'", args![]).await
        }));
        restricted.await.unwrap();
        assert_eq!(item(due.list("arts-bos", &id).await).name, None);
    }

    async fn a_party_is_told_once_a_month_that_a_list_is_wanted_and_the_mail_tells_nothing(database) {
        let due = Due::new(database).await;
        let house = due.region.house();
        for _ in 0..3 {
            assert_eq!(destruction::remind(house).await.unwrap(), 1);
        }
        due.region.settle().await;
        let sql = "SELECT data FROM outbox WHERE id LIKE 'list-%' AND $1 <> ''";
        assert_eq!(due.texts(sql).await, ["{\"template\":\"pointer\",\"to_party\":\"swv-de-eem\"}"]);
        due.region.day(date!(2028 - 04 - 03)).await;
        let id = due.starts("swv-mulder").await;
        assert_eq!(destruction::remind(house).await.unwrap(), 1, "a list waits for its review");
        due.agrees("swv-beheer", &id).await.unwrap();
        due.confirms("swv-beheer", &id).await.unwrap();
        assert_eq!(destruction::remind(house).await.unwrap(), 0);
        due.region.settle().await;
        assert_eq!(due.texts(sql).await.len(), 2);
    }
}
