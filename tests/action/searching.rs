//! Searching by name: who is found, and what the index shows to whoever reads the database.

use std::collections::{BTreeMap, BTreeSet};

use time::macros::date;
use tom::action::anywhere::{self, NewHome};
use tom::action::search::{MOST, search};
use tom::action::swv::Typed;
use tom::action::{ActionError, keys, swv};
use tom::demo::{applications, employee};
use tom::domain::name_index::{PIECES, Sought};
use tom::domain::party::{Actor, CaseId, PartyId, Role, UserId};
use tom::domain::person::PersonName;
use tom::domain::text::LongText;
use tom::store::{StoreError, Value, args};
use tom::vault::KeyId;

use crate::support::region::{Region, form};

/// Whom somebody finds, the newest first.
async fn found(region: &Region, who: &str, typed: &str) -> Vec<String> {
    let sought = Sought::parse(typed).unwrap();
    let found = search(region.house(), &employee(who), sought)
        .await
        .unwrap();
    found.cases.into_iter().filter_map(|one| one.name).collect()
}

fn called(first: &str, last: &str) -> Typed {
    let mut typed = applications::noor().unwrap();
    typed.application.child.name = PersonName::parse(first, last).unwrap();
    typed
}

async fn starts(region: &Region, who: &str, typed: Typed) -> CaseId {
    swv::start(region.house(), &employee(who), None, typed, None)
        .await
        .unwrap()
}

/// The tokens of each dossier, by its party and its id.
type Index = BTreeMap<(String, String), Vec<Vec<u8>>>;

async fn index(region: &Region) -> Index {
    let read = region.house().store.read(|tx| {
        Box::pin(async move {
            tx.all(
                "SELECT d.party_id, n.dossier_id, n.token FROM name_tokens n JOIN dossiers d ON d.id = n.dossier_id \
                 ORDER BY n.token",
                args![],
            )
            .await
        })
    });
    let mut index = Index::new();
    for row in read.await.unwrap() {
        let of = index.entry((row.text(0).unwrap(), row.text(1).unwrap()));
        of.or_default().push(row.bytes(2).unwrap());
    }
    index
}

async fn run(region: &Region, sql: &'static str, args: Vec<Value>) {
    let done = region
        .house()
        .store
        .write(move |tx| Box::pin(async move { tx.execute(sql, &args).await }));
    let done: Result<u64, StoreError> = done.await;
    done.unwrap();
}

/// The lines that searching left: party, role, case, kinds of data, what was asked and outcome.
async fn lines(region: &Region) -> Vec<String> {
    let read = region.house().store.read(|tx| {
        Box::pin(async move {
            tx.all(
                "SELECT party_id || '|' || role || '|' || COALESCE(case_id, '') || '|' || kinds || '|' || asked || '|' || outcome \
                 FROM access_log WHERE purpose = 'search' ORDER BY id",
                args![],
            )
            .await
        })
    });
    let rows = read.await.unwrap();
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

on_both_engines! {
    async fn a_beginning_finds_the_own_partys_names_and_no_others(database) {
        let region = Region::new(database).await;
        let noor = region.starts("swv-mulder", called("Noor", "van der Bérg")).await;
        region.starts("swv-mulder", called("Noortje", "Bergsma")).await;
        region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        assert_eq!(found(&region, "swv-mulder", "van der berg").await, ["Noor van der Bérg"]);
        assert_eq!(found(&region, "swv-mulder", "BERG").await, ["Noor van der Bérg", "Noortje Bergsma"]);
        assert_eq!(found(&region, "swv-mulder", "noor berg").await.len(), 2);
        assert_eq!(found(&region, "swv-mulder", "yassin").await, [""; 0]);
        assert_eq!(found(&region, "swv-van-dam", "noor").await, [""; 0]);
        assert_eq!(found(&region, "arts-bos", "noor").await, [""; 0], "nothing was handed over");
        assert_eq!(found(&region, "lpa-leusden", "noor van").await, ["Noor van der Bérg"], "from the seintje on");
        assert_eq!(found(&region, "lpa-soest", "noor").await, [""; 0]);
        assert_eq!(found(&region, "team-lariks", "noor").await, [""; 0]);
        let swv = employee("swv-mulder");
        swv::record_sitting(region.house(), &swv, form(&noor), date!(2026 - 03 - 02), None).await.unwrap();
        swv::hand_over(region.house(), &swv, form(&noor)).await.unwrap();
        assert_eq!(found(&region, "arts-bos", "noor").await, ["Noor van der Bérg"]);
    }

    async fn a_gemeente_that_the_child_left_does_not_find_it(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", called("Noor", "Berg")).await;
        assert_eq!(found(&region, "lpa-leusden", "berg").await.len(), 1);
        let lpa = employee("lpa-leusden");
        anywhere::move_to(region.house(), &lpa, form(&case), "soest".into(), NewHome::default()).await.unwrap();
        assert_eq!(found(&region, "lpa-leusden", "berg").await, [""; 0]);
    }

    async fn the_index_shows_neither_a_name_nor_how_long_it_is(database) {
        let region = Region::new(database).await;
        starts(&region, "swv-mulder", called("", "Li")).await;
        starts(&region, "swv-mulder", called("Maria Antonia Josepha Johanna", "von Habsburg-Lotharingen tot Oostenrijk")).await;
        region.starts("swv-mulder", called("Noor", "Berg")).await;
        let index = index(&region).await;
        assert_eq!(index.len(), 4, "three of the SWV, one of the gemeente");
        for (of, tokens) in &index {
            assert_eq!(tokens.len(), PIECES, "{of:?}");
            assert!(tokens.iter().all(|token| token.len() == 16));
        }
        let all: BTreeSet<_> = index.values().flatten().collect();
        assert_eq!(all.len(), 4 * PIECES, "the same name at another party shares no token");
    }

    async fn only_a_step_that_changes_the_name_writes_in_the_index(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", called("Noor", "Berg")).await;
        let before = index(&region).await;
        let swv = employee("swv-mulder");
        let text = LongText::parse("Moeder gebeld.").unwrap();
        swv::note_contact(region.house(), &swv, form(&case), date!(2026 - 03 - 02), text).await.unwrap();
        assert_eq!(index(&region).await, before, "random tokens would be others");
        swv::amend(region.house(), &swv, form(&case), called("Noor", "Duin")).await.unwrap();
        assert_ne!(index(&region).await, before);
        assert_eq!(found(&region, "swv-mulder", "duin").await, ["Noor Duin"]);
        assert_eq!(found(&region, "swv-mulder", "berg").await, [""; 0]);
        assert!(index(&region).await.values().all(|tokens| tokens.len() == PIECES));
    }

    async fn the_tokens_go_with_the_dossier(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        let of_swv = |index: &Index| index.keys().filter(|(party, _)| party == "swv-refsvo").count();
        assert_eq!(of_swv(&index(&region).await), 1);
        region.calls("swv-van-dam").await;
        let swv = employee("swv-van-dam");
        swv::record_sitting(region.house(), &swv, form(&case), date!(2026 - 03 - 02), None).await.unwrap();
        swv::hand_over(region.house(), &swv, form(&case)).await.unwrap();
        assert_eq!(of_swv(&index(&region).await), 0, "what the SWV may not keep is not found either");
        assert_eq!(found(&region, "swv-van-dam", "yassin").await, [""; 0]);
        let filling = starts(&region, "swv-van-dam", applications::sam().unwrap()).await;
        assert_eq!(of_swv(&index(&region).await), 1);
        run(&region, "DELETE FROM dossiers WHERE case_id = $1", vec![filling.as_str().into()]).await;
        assert_eq!(of_swv(&index(&region).await), 0);
    }

    async fn a_search_leaves_one_line_with_what_it_showed_and_not_what_was_typed(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", called("Noor", "Berg")).await;
        found(&region, "swv-mulder", "berg").await;
        found(&region, "swv-mulder", "niemand").await;
        let shown = format!("swv-de-eem|swv||list: {}||opened", case.as_str());
        assert_eq!(lines(&region).await, [shown, "swv-de-eem|swv||list: ||opened".to_owned()]);
    }

    async fn a_search_whose_line_cannot_be_written_finds_nothing(database) {
        let no_line = if database.url.starts_with("sqlite") {
            "CREATE TRIGGER no_line BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'no'); END"
        } else {
            "ALTER TABLE access_log ADD CONSTRAINT no_line CHECK (id = '') NOT VALID"
        };
        let region = Region::new(database).await;
        starts(&region, "swv-mulder", called("Noor", "Berg")).await;
        run(&region, no_line, Vec::new()).await;
        let sought = Sought::parse("berg").unwrap();
        assert!(search(region.house(), &employee("swv-mulder"), sought).await.is_err());
    }

    async fn a_token_that_points_to_somebody_else_shows_nobody(database) {
        let region = Region::new(database).await;
        let noor = region.starts("swv-mulder", called("Noor", "Berg")).await;
        let thijs = starts(&region, "swv-mulder", called("Thijs", "Kool")).await;
        let sql = "INSERT INTO name_tokens (token, dossier_id) SELECT n.token, o.id FROM name_tokens n \
                   JOIN dossiers d ON d.id = n.dossier_id JOIN dossiers o ON o.party_id = d.party_id \
                   WHERE d.case_id = $1 AND o.case_id = $2";
        run(&region, sql, vec![noor.as_str().into(), thijs.as_str().into()]).await;
        assert_eq!(found(&region, "swv-mulder", "berg").await, ["Noor Berg"]);
    }

    async fn one_name_that_cannot_be_opened_keeps_no_other_from_being_found(database) {
        let region = Region::new(database).await;
        let bad = starts(&region, "swv-mulder", called("Thijs", "Berg")).await;
        starts(&region, "swv-mulder", called("Noor", "Berg")).await;
        let sql = "UPDATE dossiers SET label = (SELECT sealed FROM dossiers WHERE case_id = $1) WHERE case_id = $1";
        run(&region, sql, vec![bad.as_str().into()]).await;
        let sought = || Sought::parse("berg").unwrap();
        let swv = employee("swv-mulder");
        let found = search(region.house(), &swv, sought()).await.unwrap();
        let names: Vec<_> = found.cases.iter().filter_map(|one| one.name.as_deref()).collect();
        assert_eq!((names, found.closed), (vec!["Noor Berg"], 1));
        // Nor does the index that is made anew wait for it.
        let (house, party) = (region.house(), PartyId::from("swv-de-eem"));
        let before = index(&region).await;
        let done = keys::reindex(&house.store, &house.vault, &party).await.unwrap().unwrap();
        assert_eq!((done.found, done.closed), (1, 1));
        let after = index(&region).await;
        assert!(after.len() == 1 && after.values().flatten().all(|token| !before.values().any(|old| old.contains(token))));
        let found = search(house, &swv, sought()).await.unwrap();
        assert_eq!((found.cases.len(), found.closed), (1, 0));
    }

    async fn a_search_does_not_tell_that_a_name_which_was_destroyed_was_there(database) {
        let region = Region::new(database).await;
        starts(&region, "swv-mulder", called("Noor", "Berg")).await;
        let read = region.house().store.read(|tx| Box::pin(async move {
            tx.all("SELECT key_id FROM dossiers WHERE party_id = 'swv-de-eem'", args![]).await
        }));
        let key = KeyId::from(read.await.unwrap()[0].text(0).unwrap().as_str());
        region.house().vault.destroy(&"swv-de-eem".into(), &key).unwrap();
        let sought = Sought::parse("noor berg").unwrap();
        let found = search(region.house(), &employee("swv-mulder"), sought).await.unwrap();
        assert!(found.cases.is_empty() && found.closed == 0 && !found.more);
        assert!(!index(&region).await.is_empty(), "the tokens are there still, as after a backup");
    }

    async fn at_most_fifty_are_shown_and_it_says_that_there_are_more(database) {
        let region = Region::new(database).await;
        for number in 0..MOST {
            starts(&region, "swv-mulder", called(&format!("Kind{number}"), "Jansen")).await;
        }
        let sought = || Sought::parse("jans").unwrap();
        let swv = employee("swv-mulder");
        let all = search(region.house(), &swv, sought()).await.unwrap();
        assert!(all.cases.len() == MOST && !all.more);
        starts(&region, "swv-mulder", called("Kind", "Janssen")).await;
        let some = search(region.house(), &swv, sought()).await.unwrap();
        assert!(some.cases.len() == MOST && some.more);
        assert_eq!(some.cases[0].name.as_deref(), Some("Kind Janssen"), "the newest first");
        assert_eq!(found(&region, "swv-mulder", "kind janssen").await, ["Kind Janssen"]);
    }
}

#[tokio::test]
async fn who_has_no_list_searches_nothing() {
    let region = Region::new(crate::support::databases::Database::sqlite()).await;
    let (user, party) = ("somebody".into(), PartyId::from("swv-de-eem"));
    let somebody = |role| Actor::Employee {
        user: UserId::clone(&user),
        party: party.clone(),
        role,
    };
    for role in [Role::Admin, Role::Fg, Role::Policy] {
        let sought = Sought::parse("noor").unwrap();
        let refused = search(region.house(), &somebody(role), sought).await;
        assert!(matches!(refused, Err(ActionError::NotFound)), "{role:?}");
    }
}
