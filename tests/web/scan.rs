//! Files that are added: what is taken, where it is kept, who opens it, what the virus scanner says, and when the paper can go.

use axum::body::Body;
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Request, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixListener;
use tom::action::{swv, view};
use tom::clamd::Clamd;
use tom::demo::{self, applications, employee};
use tom::domain::case::TaskKind;
use tom::domain::party::CaseId;
use tom::store::{StoreError, args};

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::files;
use crate::support::region::{Region, form};

const LEUSDEN: &str = "leerplicht.leusden@tom.example";
const EDGE: &str = "rand-van-een-deel";
const PDF: &[u8] = b"%PDF-1.7 KANARIE-SCAN\n%%EOF";
const TEN_MB: usize = 10 * 1024 * 1024;

/// A case at an SWV, with somebody of it at the desk.
struct Paper {
    region: Region,
    desk: Desk,
    case: CaseId,
    who: &'static str,
}

impl Paper {
    async fn new(who: &'static str, email: &str, typed: swv::Typed) -> Self {
        let region = Region::new(Database::sqlite()).await;
        let case = region.starts(who, typed).await;
        region.calls(who).await;
        let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
        desk.sign_in_as(email, demo::PASSWORD).await;
        Self {
            region,
            desk,
            case,
            who,
        }
    }

    async fn noor() -> Self {
        Self::new(
            "swv-mulder",
            "swv.deeem@tom.example",
            applications::noor().unwrap(),
        )
        .await
    }

    fn path(&self) -> String {
        format!("/swv/zaken/{}/document", self.case.as_str())
    }

    async fn send(&mut self, paper: &str, file: &[u8]) -> Answer {
        let path = self.path();
        let page = self.desk.get(&path).await;
        let mut body = Vec::new();
        for (name, value) in [
            ("csrf", page.token("csrf").as_str()),
            ("once", page.token("once").as_str()),
            ("paper", paper),
        ] {
            let part = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Noor.exe\"\r\nContent-Type: text/html\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        let request = Request::post(&path)
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={EDGE}"),
            )
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.desk.send(request).await
    }

    /// Has this virus scanner look first.
    async fn looked_through_by(&mut self, clamd: Clamd) {
        let mut state = self.region.app.state.clone();
        state.house.clamd = Some(clamd);
        self.desk = Desk::before(state, Database::sqlite());
        self.desk
            .sign_in_as("swv.deeem@tom.example", demo::PASSWORD)
            .await;
    }

    /// What a colleague elsewhere finds on a page, or where it leads.
    async fn other(&mut self, email: &str, path: &str) -> Answer {
        self.desk.sign_in_as(email, demo::PASSWORD).await;
        self.desk.get(path).await
    }

    /// Sends a scan that is taken.
    async fn keep(&mut self, paper: &str, file: &[u8]) {
        let kept = self.send(paper, file).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    }

    async fn open(&self, kind: TaskKind) -> usize {
        let page = self.region.page(self.who, &self.case).await.unwrap();
        page.tasks
            .iter()
            .filter(|task| task.kind == kind.code())
            .count()
    }

    async fn kinds(&self, who: &str) -> Vec<String> {
        let page = self.region.page(who, &self.case).await.unwrap();
        let scans = page.documents.into_iter().map(|one| one.kind);
        scans.filter(|kind| kind.starts_with("scan")).collect()
    }
}

#[tokio::test]
async fn the_task_to_destroy_the_paper_exists_only_after_its_scan() {
    let mut paper = Paper::noor().await;
    let before = (
        paper.open(TaskKind::ScanPaper).await,
        paper.open(TaskKind::DestroyPaper).await,
    );
    assert_eq!(before, (1, 0));
    let page = paper
        .desk
        .get(&format!("/swv/zaken/{}", paper.case.as_str()))
        .await;
    assert!(page.body.contains("Scan toevoegen") && !page.body.contains("Vernietig het papier"));
    paper.keep("scan_letter", PDF).await;
    assert_eq!(
        paper.open(TaskKind::ScanPaper).await,
        1,
        "a letter is not the form"
    );
    paper.keep("scan_form", PDF).await;
    assert_eq!(paper.open(TaskKind::ScanPaper).await, 0);
    assert_eq!(
        paper.open(TaskKind::DestroyPaper).await,
        2,
        "one for each paper"
    );
    assert_eq!(
        paper.kinds("swv-mulder").await,
        ["scan_letter:pdf", "scan_form:pdf"]
    );
}

#[tokio::test]
async fn pdf_jpeg_and_png_are_known_by_their_content_and_nothing_else_is_taken() {
    let mut paper = Paper::noor().await;
    for file in [PDF, &files::jpeg(), &files::png()] {
        paper.keep("scan_form", file).await;
    }
    assert_eq!(
        paper.kinds("swv-mulder").await,
        ["scan_form:pdf", "scan_form:jpg", "scan_form:png"]
    );
    for (file, says) in [
        (
            &b"<html>%PDF-1.7</html>"[..],
            "Dit is geen PDF, JPEG of PNG",
        ),
        (&b"MZ program"[..], "Dit is geen PDF, JPEG of PNG"),
        (&b"\xFF\xD8\xFF\xE0 photo"[..], "Dit bestand is niet heel"),
        (
            &files::pdf("<< /S /JavaScript >>")[..],
            "er zit een programma of een ander bestand in",
        ),
        (&b""[..], "Kies een bestand"),
    ] {
        let back = paper.send("scan_letter", file).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.body.contains(says), "{}", back.body);
        assert!(
            back.body.contains("value=\"scan_letter\" checked"),
            "what was typed is lost"
        );
    }
    let untold = paper.send("", PDF).await;
    assert_eq!(untold.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(paper.kinds("swv-mulder").await.len(), 3);
}

#[tokio::test]
async fn ten_megabytes_is_taken_and_one_byte_more_says_so_beside_what_was_typed() {
    let mut paper = Paper::noor().await;
    let mut file = PDF.to_vec();
    file.resize(TEN_MB - 6, b' ');
    file.extend(b"\n%%EOF");
    paper.keep("scan_form", &file).await;
    for more in [TEN_MB + 1, TEN_MB + 2_000_000] {
        file.resize(more, b' ');
        let back = paper.send("scan_letter", &file).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{more}");
        assert!(
            back.body.contains("groter dan 10 MB")
                && back.body.contains("value=\"scan_letter\" checked")
        );
    }
    // Nowhere else, and not for who isn't signed in.
    let page = paper.desk.get("/swv/zaken/nieuw").await;
    let long = "x".repeat(300_000);
    let other = paper
        .desk
        .post("/swv/zaken/nieuw", &page, &[("child_first", &long)])
        .await;
    assert_eq!(other.status, StatusCode::PAYLOAD_TOO_LARGE);
    paper.desk.cookies.clear();
    let path = paper.path();
    let request = Request::post(&path)
        .header(
            CONTENT_TYPE,
            format!("multipart/form-data; boundary={EDGE}"),
        )
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(vec![b' '; 300_000]));
    let stranger = paper.desk.send(request.unwrap()).await;
    assert_eq!(stranger.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_scan_lies_sealed_and_opens_as_an_attachment_with_a_line() {
    let mut paper = Paper::noor().await;
    paper.keep("scan_form", PDF).await;
    let page = paper.region.page("swv-mulder", &paper.case).await.unwrap();
    let id = page.documents.last().unwrap().id.clone();
    let store = &paper.region.house().store;
    let rows = store.read(|tx| {
        Box::pin(async move {
            let sealed = tx.all("SELECT sealed FROM documents", args![]).await?;
            let lines = tx.all("SELECT kinds FROM access_log", args![]).await?;
            Ok::<_, StoreError>((sealed.len(), sealed[0].bytes(0)?, lines.len()))
        })
    });
    let (documents, sealed, lines) = rows.await.unwrap();
    assert_eq!(documents, 1);
    assert!(!sealed.windows(7).any(|part| part == b"KANARIE"));
    let opened = paper
        .desk
        .get(&format!("/brieven/{}/{id}", paper.case.as_str()))
        .await;
    assert_eq!(opened.status, StatusCode::OK);
    assert_eq!(opened.headers[CONTENT_TYPE], "application/pdf");
    assert_eq!(
        opened.headers[CONTENT_DISPOSITION],
        "attachment; filename=\"scan.pdf\""
    );
    assert_eq!(opened.body.as_bytes(), PDF);
    let after = paper.region.house().store.read(|tx| {
        Box::pin(async move {
            let lines = tx.all("SELECT kinds FROM access_log", args![]).await?;
            let kinds: Result<Vec<String>, StoreError> =
                lines.iter().map(|row| row.text(0)).collect();
            kinds
        })
    });
    let after = after.await.unwrap();
    assert!(after.len() > lines && after.iter().any(|kinds| kinds == "scan_form:pdf"));
    // Another SWV's desk knows of none of it.
    paper
        .desk
        .sign_in_as("swv.berseba@tom.example", demo::PASSWORD)
        .await;
    let path = paper.path();
    assert_eq!(paper.desk.get(&path).await.status, StatusCode::NOT_FOUND);
    let letter = format!("/brieven/{}/{id}", paper.case.as_str());
    assert_eq!(paper.desk.get(&letter).await.status, StatusCode::NOT_FOUND);
}

/// \[VO\] The consent goes along to the GGD, which acts on it; the SWV keeps nothing.
#[tokio::test]
async fn the_scan_goes_along_to_the_doctor_and_an_swv_that_keeps_nothing_keeps_no_scan() {
    let email = "swv.eemland@tom.example";
    let mut paper = Paper::new("swv-yilmaz", email, applications::sam().unwrap()).await;
    paper.keep("scan_form", PDF).await;
    let swv = employee("swv-yilmaz");
    swv::hand_over(paper.region.house(), &swv, form(&paper.case))
        .await
        .unwrap();
    assert!(paper.kinds("swv-yilmaz").await.is_empty());
    assert_eq!(
        paper.open(TaskKind::DestroyPaper).await,
        1,
        "the paper still lies on the desk"
    );
    assert_eq!(paper.kinds("arts-bos").await, ["scan_form:pdf"]);
    let page = paper.region.page("arts-bos", &paper.case).await.unwrap();
    let arts = employee("arts-bos");
    let opened = view::document(
        paper.region.house(),
        &arts,
        &paper.case,
        &page.documents[0].id,
    );
    assert_eq!(opened.await.unwrap().1, PDF);
    let path = paper.path();
    let gone = paper.desk.get(&path).await;
    assert_eq!(
        gone.status,
        StatusCode::SEE_OTHER,
        "there is nowhere to keep one"
    );
}

#[tokio::test]
async fn an_swv_that_keeps_nothing_and_has_no_scan_gives_the_paper_back() {
    let email = "swv.eemland@tom.example";
    let paper = Paper::new("swv-yilmaz", email, applications::sam().unwrap()).await;
    let swv = employee("swv-yilmaz");
    swv::hand_over(paper.region.house(), &swv, form(&paper.case))
        .await
        .unwrap();
    let open = (
        paper.open(TaskKind::ScanPaper).await,
        paper.open(TaskKind::DestroyPaper).await,
        paper.open(TaskKind::ReturnPaper).await,
    );
    assert_eq!(open, (0, 0, 1));
}

#[tokio::test]
async fn the_same_scan_sent_twice_is_kept_once() {
    let mut paper = Paper::noor().await;
    let path = paper.path();
    let page = paper.desk.get(&path).await;
    for _ in 0..2 {
        let (csrf, once) = (page.token("csrf"), page.token("once"));
        let part = |name: &str, value: &str| {
            format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
        };
        let body = part("csrf", &csrf)
            + &part("once", &once)
            + &part("paper", "scan_form")
            + &part("file", "%PDF-1.7\n%%EOF");
        let request = Request::post(&path)
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={EDGE}"),
            )
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body + &format!("--{EDGE}--\r\n")))
            .unwrap();
        let answer = paper.desk.send(request).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    assert_eq!(paper.kinds("swv-mulder").await.len(), 1);
}

#[tokio::test]
async fn another_document_is_kept_without_a_task_looked_at_under_the_policy_and_goes_to_nobody() {
    let mut paper = Paper::noor().await;
    let path = paper.path();
    let page = paper.desk.get(&path).await;
    assert!(
        page.body.contains("geen medische stukken") && page.body.contains("convenant, bijlage 3")
    );
    paper.keep("document", &files::jpeg()).await;
    paper.keep("scan_form", PDF).await;
    assert_eq!(
        paper.open(TaskKind::DestroyPaper).await,
        1,
        "that of the form"
    );
    let page = paper.region.page("swv-mulder", &paper.case).await.unwrap();
    let case = paper.case.clone();
    let added = |kind: &str| {
        let one = page.documents.iter().find(|one| one.kind == kind);
        format!("/brieven/{}/{}", case.as_str(), one.unwrap().id)
    };
    for (kind, media, name) in [
        ("document:jpg", "image/jpeg", "document.jpg"),
        ("scan_form:pdf", "application/pdf", "scan.pdf"),
    ] {
        for (path, how) in [("", "attachment"), ("/bekijken", "inline")] {
            let opened = paper.desk.get(&format!("{}{path}", added(kind))).await;
            assert_eq!(opened.status, StatusCode::OK);
            assert_eq!(opened.headers[CONTENT_TYPE], media);
            let disposition = format!("{how}; filename=\"{name}\"");
            assert_eq!(opened.headers[CONTENT_DISPOSITION], disposition.as_str());
            let policy = opened.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none';"), "{policy}");
            assert_eq!(opened.headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert!(kind.ends_with("pdf") || !opened.body.contains("KANARIE"));
        }
    }
    let shown = format!("/swv/zaken/{}", paper.case.as_str());
    let shown = paper.desk.get(&shown).await.body;
    assert!(shown.contains("Toegevoegd document (jpg)"));
    assert!(shown.contains(&format!("{}/bekijken", added("document:jpg"))));
    // A gemeente that has a name and nothing else has nothing to add to.
    let lpa = format!("/leerplicht/zaken/{}", paper.case.as_str());
    let early = paper.other(LEUSDEN, &format!("{lpa}/document")).await;
    assert_eq!(early.status, StatusCode::SEE_OTHER, "{}", early.body);
    let seen = format!("{}/bekijken", added("document:jpg"));
    assert_eq!(
        paper.other(LEUSDEN, &seen).await.status,
        StatusCode::NOT_FOUND
    );
    let swv = employee("swv-mulder");
    swv::hand_over(paper.region.house(), &swv, form(&paper.case))
        .await
        .unwrap();
    let ggd = paper.region.page("arts-bos", &paper.case).await.unwrap();
    let kinds: Vec<_> = ggd.documents.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["scan_form:pdf"]);
}

/// What a clamd that doesn't exist was sent, and what it answers.
async fn clamd(listener: UnixListener, answer: &'static str) -> Vec<u8> {
    let (mut line, _) = listener.accept().await.unwrap();
    let mut command = [0; 10];
    line.read_exact(&mut command).await.unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let length = line.read_u32().await.unwrap();
        if length == 0 {
            break;
        }
        let mut part = vec![0; usize::try_from(length).unwrap()];
        line.read_exact(&mut part).await.unwrap();
        file.extend(part);
    }
    line.write_all(answer.as_bytes()).await.unwrap();
    file
}

#[tokio::test]
async fn a_file_is_kept_only_after_the_virus_scanner_let_it_pass() {
    let mut paper = Paper::noor().await;
    let socket = paper.region.folder().unwrap().join("clamd.ctl");
    let clamd_at = Clamd::at(socket.to_str().unwrap()).unwrap();
    paper.looked_through_by(clamd_at).await;
    let away = "kon niet op virussen worden gecontroleerd";
    for (answer, says) in [
        (
            "stream: Eicar-Test-Signature FOUND\0",
            "houdt dit bestand tegen",
        ),
        ("INSTREAM size limit exceeded. ERROR\0", away),
        ("", away),
    ] {
        let _ = std::fs::remove_file(&socket);
        let asked = tokio::spawn(clamd(UnixListener::bind(&socket).unwrap(), answer));
        let back = paper.send("scan_letter", PDF).await;
        assert_eq!(asked.await.unwrap(), PDF);
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
        assert!(back.body.contains(says), "{}", back.body);
        assert!(back.body.contains("value=\"scan_letter\" checked"));
    }
    std::fs::remove_file(&socket).unwrap();
    let back = paper.send("scan_letter", PDF).await;
    assert!(back.body.contains(away), "it is away");
    assert!(paper.kinds("swv-mulder").await.is_empty());
    let asked = tokio::spawn(clamd(UnixListener::bind(&socket).unwrap(), "stream: OK\0"));
    let large = files::pdf(&" ".repeat(200_000));
    paper.keep("scan_letter", &large).await;
    assert_eq!(asked.await.unwrap(), large, "in more than one part");
    assert_eq!(paper.kinds("swv-mulder").await, ["scan_letter:pdf"]);
    for wrong in [
        "",
        "clamd",
        ":3310",
        "localhost:",
        "localhost:0",
        "localhost:x",
    ] {
        assert_eq!(Clamd::at(wrong), None, "{wrong}");
    }
}
