//! What must be seen of each of the five cases after its decision, day by day as the clock moves on, until its last byte is erased.

use std::collections::BTreeSet;

use axum::http::Method;
use time::macros::date;
use time::{Date, Duration};
use tom::action::anywhere;
use tom::action::desk::{Wanted, desk};
use tom::demo::employee;
use tom::domain::amsterdam::civil_date;
use tom::domain::case::{EventKind, StateKind, TaskKind};
use tom::domain::consent::PurposeKind;
use tom::domain::dates::{iso, long};
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::store::{StoreError, Tx, args};
use tom::vault::VaultError;
use tom::web;

use super::erasing::{certificates, dossier, left, opens};
use super::withdrawing;
use crate::support::region::{Region, family as member, form};
use crate::support::visitors::{send, signed_in};

/// Everything that is sealed or can be sought by, of all that is kept now.
const SEALED: [&str; 6] = [
    "SELECT sealed FROM dossiers WHERE sealed IS NOT NULL",
    "SELECT label FROM dossiers WHERE label IS NOT NULL",
    "SELECT sealed FROM documents",
    "SELECT sealed FROM outbox WHERE sealed IS NOT NULL",
    "SELECT token FROM name_tokens",
    "SELECT reason FROM holds",
];

/// So many bytes tell one sealed value from another.
const TELLING: usize = 16;

/// Case 1, granted until 31 March 2027.
pub(super) async fn noor(region: &Region, case: &CaseId) {
    let (swv, lpa) = ("swv.deeem@tom.example", "leerplicht.leusden@tom.example");
    sees(
        region,
        lpa,
        ("/leerplicht", case),
        &[
            // The SMA of 25 March.
            "25 juni 2026",
            "Uiterlijk 21 april 2026",
            "Uiterlijk 30 juni 2026",
            "30 november 2026",
            "november 2026",
            "31 maart 2027",
            "Wordt vernietigd op 31 maart 2029",
        ],
    )
    .await;
    sees(
        region,
        swv,
        ("/swv", case),
        &["Wordt vernietigd op 2 maart 2028"],
    )
    .await;
    let was = sealed(region).await;

    region.passes(date!(2026 - 04 - 20)).await;
    assert_eq!(
        tasks(region, "lpa-leusden", TaskKind::AskStatement).await,
        0
    );
    region.passes(date!(2026 - 04 - 21)).await;
    assert_eq!(
        tasks(region, "lpa-leusden", TaskKind::AskStatement).await,
        1,
        "the GGD is asked in time"
    );
    region.passes(date!(2026 - 10 - 31)).await;
    assert_eq!(tasks(region, "swv-mulder", TaskKind::Monitor).await, 0);
    region.passes(date!(2026 - 11 - 02)).await;
    assert_eq!(tasks(region, "swv-mulder", TaskKind::Monitor).await, 1);
    region.passes(date!(2026 - 11 - 30)).await;
    assert_eq!(
        letter_on(region, "lpa-leusden", case, "reassessment").await,
        [date!(2026 - 11 - 30)]
    );
    region.passes(date!(2027 - 04 - 01)).await;
    assert_eq!(
        region.page("lpa-leusden", case).await.unwrap().known,
        StateKind::Expired
    );

    goes(
        region,
        case,
        &[
            ("swv-mulder", "swv-de-eem", date!(2028 - 03 - 02)),
            ("lpa-leusden", "leusden", date!(2029 - 03 - 31)),
            ("arts-bos", "ggd-utrecht", date!(2046 - 03 - 27)),
        ],
    )
    .await;
    nothing_is_left(region, &[case], &was).await;
}

/// Case 2, granted until 17 May 2028; the SWV keeps nothing.
pub(super) async fn yassin(region: &Region, case: &CaseId) {
    let lpa = "leerplicht.soest@tom.example";
    sees(
        region,
        lpa,
        ("/leerplicht", case),
        &[
            "Uiterlijk 30 juni 2027",
            "Van 30 maart 2027 of later",
            "17 januari 2028",
            "17 mei 2028",
            "Wordt vernietigd op 17 mei 2030",
        ],
    )
    .await;
    let was = sealed(region).await;
    assert!(region.list("team-lariks").await.is_empty());

    // He turns 16 on 30 August 2027: from then on the consent is his.
    region.passes(date!(2027 - 07 - 31)).await;
    assert_eq!(tasks(region, "lpa-soest", TaskKind::ComingOfAge).await, 0);
    region.passes(date!(2027 - 08 - 30)).await;
    assert_eq!(tasks(region, "lpa-soest", TaskKind::ComingOfAge).await, 1);
    region.passes(date!(2028 - 01 - 17)).await;
    assert_eq!(
        letter_on(region, "lpa-soest", case, "reassessment").await,
        [date!(2028 - 01 - 17)]
    );
    region.calls("lpa-soest").await;
    let held =
        serde_json::to_string(&region.page("swv-van-dam", case).await.unwrap().dossier).unwrap();
    assert!(
        !held.contains("spierziekte"),
        "the SWV holds the date of the sitting and a name: {held}"
    );
    region.passes(date!(2028 - 05 - 18)).await;

    goes(
        region,
        case,
        &[
            ("lpa-soest", "soest", date!(2030 - 05 - 17)),
            ("arts-bos", "ggd-utrecht", date!(2046 - 04 - 20)),
        ],
    )
    .await;
    nothing_is_left(region, &[case], &was).await;
}

/// Case 3, granted until 1 April 2027; on 4 May 2026 the consent towards the LPA is withdrawn.
pub(super) async fn sam(region: &Region, case: &CaseId) {
    let lpa = "leerplicht.amersfoort@tom.example";
    sees(
        region,
        lpa,
        ("/leerplicht", case),
        &[
            "30 juni 2026",
            "1 december 2026",
            "1 april 2027",
            "Wordt vernietigd op 1 april 2029",
        ],
    )
    .await;
    let was = sealed(region).await;
    region.passes(date!(2026 - 05 - 04)).await;
    withdrawing::say(
        region,
        &member(case, Person::Child),
        case,
        PurposeKind::ShareAdviceWithLpa,
        false,
    )
    .await
    .unwrap();
    let page = region.page("lpa-amersfoort", case).await.unwrap();
    let advice = page.dossier.gemeente().unwrap().advice.as_ref().unwrap();
    assert!(advice.second.is_none() && page.case.state.exemption().is_some());
    region.passes(date!(2026 - 12 - 01)).await;
    assert_eq!(
        letter_on(region, "lpa-amersfoort", case, "reassessment").await,
        [date!(2026 - 12 - 01)]
    );
    region.passes(date!(2027 - 04 - 02)).await;
    assert_eq!(
        region.page("lpa-amersfoort", case).await.unwrap().known,
        StateKind::Expired
    );
    goes(
        region,
        case,
        &[
            ("lpa-amersfoort", "amersfoort", date!(2029 - 04 - 01)),
            ("arts-bos", "ggd-utrecht", date!(2046 - 05 - 04)),
        ],
    )
    .await;
    nothing_is_left(region, &[case], &was).await;
}

/// Case 4, closed on 16 March 2026, and the application of 7 September after it, that the parents take back in October.
pub(super) async fn thijs(region: &Region, case: &CaseId, again: &CaseId) {
    let swv = "swv.berseba@tom.example";
    sees(region, swv, ("/swv", again), &["april 2025", "29 februari"]).await;
    let was = sealed(region).await;
    region.passes(date!(2026 - 10 - 01)).await;
    anywhere::withdraw(region.house(), &employee("swv-prins"), form(again))
        .await
        .unwrap();
    sees(
        region,
        swv,
        ("/swv", again),
        &["Wordt vernietigd op 7 september 2028"],
    )
    .await;
    goes(
        region,
        case,
        &[
            ("swv-prins", "swv-berseba", date!(2028 - 03 - 02)),
            ("lpa-woudenberg", "woudenberg", date!(2028 - 03 - 16)),
        ],
    )
    .await;
    goes(
        region,
        again,
        &[
            ("swv-prins", "swv-berseba", date!(2028 - 09 - 07)),
            ("lpa-woudenberg", "woudenberg", date!(2028 - 10 - 01)),
        ],
    )
    .await;
    nothing_is_left(region, &[case, again], &was).await;
}

/// Case 5, ended on 30 March 2026 with the advice "geschikt".
pub(super) async fn mei(region: &Region, case: &CaseId) {
    let was = sealed(region).await;
    goes(
        region,
        case,
        &[
            ("swv-mulder", "swv-de-eem", date!(2028 - 03 - 02)),
            ("lpa-baarn", "baarn", date!(2028 - 03 - 30)),
            ("arts-bos", "ggd-utrecht", date!(2046 - 03 - 30)),
        ],
    )
    .await;
    nothing_is_left(region, &[case], &was).await;
}

/// What an employee reads on a page, at the front door.
async fn sees(region: &Region, who: &str, (desk, case): (&str, &CaseId), texts: &[&str]) {
    region.settle().await;
    let visitor = signed_in(region, "employee", who).await;
    let router = web::router(region.app.state.clone());
    let path = format!("{desk}/zaken/{}", case.as_str());
    let page = send(&router, &Method::GET, &path, &visitor).await;
    assert_eq!(page.status, 200, "{path}");
    for text in texts {
        assert!(
            page.body.contains(text),
            "{who} doesn't read {text} on {path}: {}",
            page.body
        );
    }
}

async fn tasks(region: &Region, who: &str, kind: TaskKind) -> usize {
    let found = desk(region.house(), &employee(who), Wanted::default()).await;
    let tasks = found.unwrap().tasks.into_iter();
    tasks.filter(|open| open.task.kind == kind.code()).count()
}

/// On which days letters of this kind were made.
async fn letter_on(region: &Region, who: &str, case: &CaseId, kind: &str) -> Vec<Date> {
    let page = region.page(who, case).await.unwrap();
    let made = page.timeline.iter().filter(|moment| {
        matches!(&moment.what, EventKind::LetterMade { letter } if serde_json::to_value(letter).unwrap() == kind)
    });
    made.map(|moment| civil_date(moment.at)).collect()
}

/// Each of these dossiers is there until its day, and gone on it with its key.
async fn goes(region: &Region, case: &CaseId, days: &[(&str, &str, Date)]) {
    for (who, party, day) in days {
        region.passes(*day - Duration::DAY).await;
        let row = dossier(region, case, party)
            .await
            .unwrap_or_else(|| panic!("{party} before {day}"));
        let kept = region.page(who, case).await.unwrap().kept.unwrap();
        assert_eq!(kept.destroy_on, *day, "{party}: {}", long(kept.destroy_on));
        region.passes(*day).await;
        assert!(
            dossier(region, case, party).await.is_none(),
            "{party} on {day}"
        );
        assert_eq!(opens(region, &row), Err(VaultError::Destroyed));
        let certificate = format!("{party} term 1 {}", iso(*day));
        let all = certificates(&region.house().store, case).await;
        assert!(all.contains(&certificate), "{certificate}: {all:?}");
    }
}

/// The last who keep anything are the GGD and the local team, for twenty years after their last change. Then no table names the
/// case, but the log and the certificates, and of what was sealed nothing lies in the files.
async fn nothing_is_left(region: &Region, cases: &[&CaseId], was: &[Vec<u8>]) {
    let store = &region.house().store;
    assert!(was.len() > 10, "{} values", was.len());
    while let Some(day) = last_day(region).await {
        assert!(day.year() <= 2048, "{day}");
        region.passes(day).await;
    }
    // A message that was sent is forgotten ninety days later.
    region
        .passes(region.house().clock.today() + Duration::days(100))
        .await;
    for case in cases {
        assert_eq!(
            left(store, case).await.into_iter().collect::<Vec<_>>(),
            Vec::<&str>::new()
        );
    }
    assert_eq!(sealed(region).await, Vec::<Vec<u8>>::new());
    let Some(folder) = region.folder() else {
        return;
    };
    let telling: BTreeSet<&[u8]> = was.iter().map(|value| &value[..TELLING]).collect();
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = std::fs::read(entry.unwrap().path()).unwrap();
        let found = file.windows(TELLING).find(|part| telling.contains(part));
        assert_eq!(found, None, "a sealed value is left in the files");
    }
}

async fn last_day(region: &Region) -> Option<Date> {
    let found = region.house().store.read(|tx| {
        Box::pin(async move {
            let sql = "SELECT destroy_on FROM dossiers WHERE destroy_on IS NOT NULL ORDER BY destroy_on DESC LIMIT 1";
            let row = tx.optional(sql, args![]).await?;
            row.map(|row| row.text(0)).transpose()
        })
    });
    found
        .await
        .unwrap()
        .map(|day| tom::domain::dates::from_iso(&day).unwrap())
}

async fn sealed(region: &Region) -> Vec<Vec<u8>> {
    region.settle().await;
    let found = region
        .house()
        .store
        .read(|tx| Box::pin(async move { all(tx).await }));
    found.await.unwrap()
}

async fn all(tx: &mut Tx) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut values = Vec::new();
    for sql in SEALED {
        for row in tx.all(sql, args![]).await? {
            values.push(row.bytes(0)?);
        }
    }
    Ok(values)
}
