//! Searching by name, at the front door.

use axum::http::StatusCode;
use tom::action::swv;
use tom::demo;
use tom::domain::person::PersonName;
use tom::store::{Row, StoreError, args};

use super::desk::Desk;
use crate::support::databases::Database;
use crate::support::region::Region;

#[tokio::test]
async fn every_desk_searches_by_name_and_no_address_holds_one() {
    let region = Region::new(Database::sqlite()).await;
    demo::cases(&region.app).await.unwrap();
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    for (email, at) in [
        ("swv.deeem@tom.example", Some("/swv/zaken/")),
        ("arts@tom.example", Some("/arts/zaken/")),
        ("leerplicht.leusden@tom.example", Some("/leerplicht/zaken/")),
        ("lariks@tom.example", None),
    ] {
        desk.sign_in_as(email, demo::PASSWORD).await;
        let page = desk.get("/zoeken").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("method=\"post\" action=\"/zoeken\""));
        assert!(!page.body.contains("Gevonden") && !page.body.contains("Geen leerling"));
        let answer = desk.post("/zoeken", &page, &[("naam", "van 't hóf")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{email}: {}", answer.body);
        assert!(
            answer.body.contains("value=\"van &#39;t hóf\""),
            "{}",
            answer.body
        );
        match at {
            Some(at) => assert!(
                answer.body.contains(&format!("href=\"{at}")),
                "{}",
                answer.body
            ),
            None => assert!(!answer.body.contains("/zaken/")),
        }
        let nobody = desk.post("/zoeken", &page, &[("naam", "Niemand")]).await;
        assert!(nobody.body.contains("Geen leerling gevonden"));
        let little = desk.post("/zoeken", &page, &[("naam", "n")]).await;
        assert_eq!(little.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(little.body.contains("minstens 2 tekens"), "{}", little.body);
        // A name in the address does nothing.
        let asked = desk.get("/zoeken?naam=noor").await;
        assert!(!asked.body.contains("noor"), "{}", asked.body);
    }
}

#[tokio::test]
async fn where_too_many_names_look_alike_somebody_is_asked_to_type_more() {
    let region = Region::new(Database::sqlite()).await;
    let mut typed = demo::applications::noor().unwrap();
    typed.application.child.name = PersonName::parse("Noor", "Jansen").unwrap();
    for _ in 0..200 {
        let swv = demo::employee("swv-mulder");
        swv::start(region.house(), &swv, None, typed.clone(), None)
            .await
            .unwrap();
    }
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("swv.deeem@tom.example", demo::PASSWORD)
        .await;
    let page = desk.get("/zoeken").await;
    // Four letters: they are sought by the first three.
    let answer = desk.post("/zoeken", &page, &[("naam", "jana")]).await.body;
    assert!(answer.contains("Te veel namen lijken hierop"), "{answer}");
    let answer = desk.post("/zoeken", &page, &[("naam", "jans")]).await.body;
    assert!(answer.contains("Er zijn meer leerlingen gevonden"));
}

#[tokio::test]
async fn every_list_is_filtered_and_turned_by_its_address() {
    let region = Region::new(Database::sqlite()).await;
    demo::cases(&region.app).await.unwrap();
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("swv.deeem@tom.example", demo::PASSWORD)
        .await;
    let all = desk.get("/swv").await.body;
    assert!(all.contains("Noor") && all.contains("overgedragen aan de arts"));
    let (_, choice) = all
        .split_once(">overgedragen aan de arts</option>")
        .map_or(("", ""), |(before, rest)| {
            (rest, before.rsplit("value=\"").next().unwrap_or_default())
        });
    let handed_over = choice.trim_end_matches('"').to_owned();
    let shown = desk
        .get(&format!("/swv?stand={handed_over}&volgorde=oud&van=&tot="))
        .await
        .body;
    assert!(
        shown.contains("Noor") && shown.contains("<details open>"),
        "{shown}"
    );
    let later = desk.get("/swv?van=2030-01-01").await.body;
    assert!(!list_of(&later).contains("Noor") && later.contains("Geen zaken gevonden"));
    let wrong = desk.get("/swv?van=gisteren").await.body;
    assert!(wrong.contains("Vul een bestaande datum in"), "{wrong}");
    let unknown = desk.get("/swv?stand=99&na=onzin").await;
    assert!(unknown.body.contains("Noor"));
    for (email, path) in [
        ("arts@tom.example", "/arts"),
        ("leerplicht.leusden@tom.example", "/leerplicht"),
        ("lariks@tom.example", "/lokaal-team"),
    ] {
        desk.sign_in_as(email, demo::PASSWORD).await;
        let page = desk
            .get(&format!("{path}?volgorde=nieuw&tot=2025-01-01"))
            .await;
        assert!(page.body.contains("Geen zaken gevonden"), "{}", page.body);
        assert!(!list_of(&page.body).contains("Noor"));
    }
}

/// What stands below the tasks.
fn list_of(page: &str) -> &str {
    page.split_once("Filteren en sorteren").unwrap().1
}

#[tokio::test]
async fn the_lpa_records_on_the_page_that_it_called_about_a_name() {
    let region = Region::new(Database::sqlite()).await;
    for _ in 0..2 {
        region
            .starts("swv-mulder", demo::applications::noor().unwrap())
            .await;
        region
            .house()
            .clock
            .move_to(region.house().clock.now() + 60_000);
    }
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("leerplicht.leusden@tom.example", demo::PASSWORD)
        .await;
    let list = desk.get("/leerplicht").await.body;
    assert_eq!(list.matches("Zelfde naam").count(), 2, "{list}");
    let path = list
        .split("href=\"/leerplicht/zaken/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let path = format!("/leerplicht/zaken/{path}");
    let page = desk.get(&path).await;
    assert!(page.body.contains("Bel SWV de Eem"), "{}", page.body);
    let version = page.token("version");
    let form = [("version", version.as_str()), ("leerling", "andere")];
    let answer = desk.post(&format!("{path}/naamgenoot"), &page, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let again = desk.post(&format!("{path}/naamgenoot"), &page, &form).await;
    assert_eq!(again.location(), path, "pressed twice");
    let page = desk.get(&path).await.body;
    assert!(
        page.contains("het zijn twee leerlingen met dezelfde naam"),
        "{page}"
    );
    assert!(!page.contains("Twee zaken met deze naam"));
    assert!(!desk.get("/leerplicht").await.body.contains("Zelfde naam"));
}

#[tokio::test]
async fn the_start_page_says_what_asks_for_attention_with_a_way_to_exactly_that() {
    let region = Region::new(Database::sqlite()).await;
    demo::cases(&region.app).await.unwrap();
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    let mut some = 0;
    for (email, path) in [
        ("swv.deeem@tom.example", "/swv"),
        ("arts@tom.example", "/arts"),
        ("leerplicht.leusden@tom.example", "/leerplicht"),
    ] {
        desk.sign_in_as(email, demo::PASSWORD).await;
        let start = desk.get(path).await.body;
        let counts = start.split("<span class=\"count").skip(1);
        let counts: Vec<usize> = counts
            .filter_map(|part| part.split_once('>')?.1.split_once('<')?.0.parse().ok())
            .collect();
        let ways: Vec<String> = start
            .split("<li><a href=\"")
            .filter(|part| part.contains("<span class=\"count"))
            .filter_map(|part| Some(part.split_once('"')?.0.replace("&#38;", "&")))
            .collect();
        assert!(
            start.contains("id=\"vandaag\"") && ways.len() == counts.len(),
            "{start}"
        );
        some += ways.len();
        for (way, count) in ways.iter().zip(counts) {
            if way == "#taken" {
                let shown = [
                    start.matches("class=\"task-name\"").count(),
                    start.matches(">Te laat<").count(),
                ];
                assert!(shown.contains(&count), "{path}: {count} of {shown:?}");
                continue;
            }
            let list = desk.get(way).await;
            assert_eq!(list.status, StatusCode::OK, "{way}");
            let rows = list.body.matches("<th scope=\"row\">").count();
            assert_eq!(rows, count, "{way}");
            assert!(!list.body.contains("id=\"vandaag\""), "{way}: a list alone");
        }
        for tab in ["mijn", "vrij", "gezin", "anderen", "klaar", "iets"] {
            let list = desk
                .get(&format!("{path}?bak={tab}&wie=%22%3E%3Cb%3E&nu=x"))
                .await;
            assert_eq!(list.status, StatusCode::OK, "{path} {tab}");
            assert!(!list.body.contains("<b>"), "{path} {tab}");
        }
    }
    assert!(some > 3, "{some}");
}

#[tokio::test]
async fn a_case_is_let_go_of_and_taken_on_its_page() {
    let region = Region::new(Database::sqlite()).await;
    let noor = demo::applications::noor().unwrap();
    let case = region.starts("swv-mulder", noor).await;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("swv.deeem@tom.example", demo::PASSWORD)
        .await;
    let path = format!("/swv/zaken/{}", case.as_str());
    let page = desk.get(&path).await;
    assert!(!page.body.contains("Zaak oppakken"), "{}", page.body);
    let let_go = desk
        .post(
            &format!("{path}/loslaten"),
            &page,
            &[("version", &page.token("version"))],
        )
        .await;
    assert_eq!(let_go.location(), "/swv?gedaan=losgelaten");
    assert!(desk.get("/swv?bak=vrij").await.body.contains(&path));
    let again = desk
        .post(
            &format!("{path}/loslaten"),
            &page,
            &[("version", &page.token("version"))],
        )
        .await;
    assert!(
        again.body.contains("staat niet op uw naam"),
        "{}",
        again.body
    );
    let page = desk.get(&path).await;
    assert!(page.body.contains("Nog niemand."), "{}", page.body);
    desk.post(
        &format!("{path}/oppakken"),
        &page,
        &[("version", &page.token("version"))],
    )
    .await;
    assert!(desk.get("/swv?bak=mijn").await.body.contains(&path));
    // A colleague, from a page that was opened before.
    desk.sign_in_as("coordinator@tom.example", demo::PASSWORD)
        .await;
    let version = page.token("version");
    let page = desk.get(&path).await;
    let late = desk
        .post(&format!("{path}/oppakken"), &page, &[("version", &version)])
        .await;
    assert!(late.body.contains("al opgepakt door"), "{}", late.body);
}

#[tokio::test]
async fn several_cases_are_given_away_after_a_look_at_what_will_happen_and_it_is_undone() {
    let region = Region::new(Database::sqlite()).await;
    let mut cases = Vec::new();
    for _ in 0..2 {
        let noor = demo::applications::noor().unwrap();
        cases.push(region.starts("swv-mulder", noor).await.0);
    }
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("coordinator@tom.example", demo::PASSWORD)
        .await;
    let list = desk.get("/swv").await;
    assert_eq!(list.body.matches("type=\"checkbox\"").count(), 2);
    let nothing = desk.post("/swv/verdelen", &list, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Kies minstens één zaak"));
    let to = ("what", "aan:swv-coordinator");
    let strange = [("what", "aan:arts-bos"), ("case", cases[0].as_str())];
    let strange = desk.post("/swv/verdelen", &list, &strange).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!strange.body.contains("Uitvoeren"), "{}", strange.body);
    let both = [to, ("case", cases[0].as_str()), ("case", cases[1].as_str())];
    let preview = desk.post("/swv/verdelen", &list, &both).await;
    assert_eq!(
        preview.body.matches("wordt gedaan").count(),
        2,
        "{}",
        preview.body
    );
    let values: Vec<String> = preview
        .body
        .split("name=\"case\" value=\"")
        .skip(1)
        .filter_map(|part| Some(part.split_once('"')?.0.to_owned()))
        .collect();
    let sure = [
        to,
        ("sure", "ja"),
        ("case", &values[0]),
        ("case", &values[1]),
    ];
    let done = desk.post("/swv/verdelen", &preview, &sure).await;
    assert_eq!(done.location(), "/swv/verdeeld?gedaan=verdeeld");
    let page = desk.get("/swv/verdeeld").await;
    assert_eq!(
        page.body.matches("gedaan. Nu van: Femke de Boer").count(),
        2,
        "{}",
        page.body
    );
    let id = page.body.split_once("name=\"id\" value=\"").unwrap().1;
    let id = id.split_once('"').unwrap().0.to_owned();
    desk.post("/swv/verdeeld", &page, &[("id", &id)]).await;
    let page = desk.get("/swv/verdeeld").await;
    assert_eq!(
        page.body
            .matches("teruggedraaid. Nu van: Hanna Mulder")
            .count(),
        2,
        "{}",
        page.body
    );
    assert!(!page.body.contains("Ongedaan maken"));
}

#[tokio::test]
async fn columns_and_filters_stay_and_no_name_is_kept_with_them() {
    let region = Region::new(Database::sqlite()).await;
    let noor = demo::applications::noor().unwrap();
    region.starts("swv-mulder", noor).await;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("swv.deeem@tom.example", demo::PASSWORD)
        .await;
    let page = desk.get("/lijst").await;
    let none = desk.post("/lijst", &page, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = [("columns", "veranderd"), ("columns", "uiterlijk")];
    desk.post("/lijst", &page, &chosen).await;
    let list = desk.get("/swv?bak=mijn&volgorde=oud").await;
    assert!(
        list.body
            .contains("<th scope=\"col\">Uiterlijk</th><th scope=\"col\">Laatst veranderd</th>")
    );
    assert!(!list.body.contains("<th scope=\"col\">Stand</th>"));
    let keep = "bak=mijn&volgorde=oud";
    desk.post("/lijst/bewaren", &list, &[("filter", keep)])
        .await;
    for name in [
        "wie=noor",
        "stand=noor",
        "van=noor",
        "bak=mijn&naam=noor",
        "noor",
    ] {
        desk.post("/lijst/bewaren", &list, &[("filter", name)])
            .await;
    }
    let list = desk.get("/swv").await;
    assert!(
        list.body.contains(">Van u, oudste eerst</a>"),
        "{}",
        list.body
    );
    let read = region.house().store.glance(|tx| {
        Box::pin(async move {
            tx.all(
                "SELECT value FROM list_choices ORDER BY kind, value",
                args![],
            )
            .await
        })
    });
    let kept: Result<Vec<Row>, StoreError> = read.await;
    let kept: Vec<String> = kept
        .unwrap()
        .iter()
        .map(|row| row.text(0).unwrap())
        .collect();
    assert_eq!(kept, ["uiterlijk,veranderd", "bak=mijn", keep]);
    let page = desk.get("/lijst").await;
    let less = [
        ("columns", "stand"),
        ("filters", "bak=mijn"),
        ("filters", "naam=noor"),
    ];
    desk.post("/lijst", &page, &less).await;
    let list = desk.get("/swv").await;
    assert!(!list.body.contains("oudste eerst</a>") && list.body.contains(">Van u</a>"));
}
