//! The papers that a party keeps of a case, for who asked for everything: letters as they were sent, letters that still wait, files that were added.
//!
//! A letter knows one addressee, so who asks gets the own ones. On a paper that is to nobody of the family, and on a scan, another can
//! stand: it goes along only where the dossier tells of no other parent.

use zeroize::Zeroizing;

use crate::clock::EpochMillis;
use crate::domain::amsterdam::{civil_date, instant_long as instant};
use crate::domain::family::Person;
use crate::domain::scan::ScanKind;
use crate::letter::{Entry, Letter, LetterKind, render};
use crate::store::{StoreError, Tx, documents, outbox};
use crate::vault::{KeyId, What};

use super::super::compartment::Opened;
use super::super::error::ActionError;
use super::super::house::House;
use super::is_about_rights;

/// A file that goes along.
pub struct File {
    /// Its name, with its folder. It tells nothing of anybody.
    pub name: String,
    content: Content,
}

enum Content {
    Kept(Zeroizing<Vec<u8>>),
    Waits(Box<Letter>),
}

/// What there is, and what of it goes along.
pub(super) struct Papers {
    pub rows: Vec<Entry>,
    pub files: Vec<File>,
}

/// The files as bytes. Letters that still wait are set: this blocks, call it from a thread where that is allowed.
///
/// # Errors
/// [`ActionError::Letter`] for a letter that can't be set.
pub fn set(files: Vec<File>) -> Result<Vec<(String, Vec<u8>)>, ActionError> {
    let made = files.into_iter().map(|file| match file.content {
        Content::Kept(bytes) => Ok((file.name, bytes.to_vec())),
        Content::Waits(letter) => {
            let pdf = render(&letter).map_err(|error| ActionError::Letter(error.to_string()))?;
            Ok((file.name, pdf.into_bytes()))
        }
    });
    made.collect()
}

/// What a paper is: its name for a reader, the name of its file, and whether the reader may have it as it is.
struct Paper {
    title: String,
    file: String,
    goes: bool,
}

fn paper(kind: &str, at: EpochMillis, reader: Option<Person>, of_others: bool) -> Paper {
    if let Some(scan) = ScanKind::from_code(kind) {
        return Paper {
            title: scan.paper.dutch().to_owned(),
            file: format!("{}.{}", scan.paper.file(), scan.format.code()),
            goes: !of_others,
        };
    }
    let (code, to) = kind.split_once(':').unwrap_or((kind, ""));
    let letter = LetterKind::from_code(code);
    let to = Person::from_code(to);
    let title = letter.map_or("Document", LetterKind::title);
    Paper {
        title: to.map_or(title.to_owned(), |to| {
            format!("{title}, aan {}", to.dutch())
        }),
        file: letter.map_or("document.pdf".to_owned(), |one| {
            one.file_name(civil_date(at))
        }),
        goes: match to {
            Some(to) => reader == Some(to),
            None => !of_others || letter == Some(LetterKind::SchoolConfirmation),
        },
    }
}

const NOT_ALONG: &str = "Niet bijgevoegd: hierin kunnen gegevens van een ander staan. Vraag ons om een kopie waarin die zijn weggelaten.";

/// For whom papers are gathered.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    /// Who asks, where it is known which one of the family.
    pub person: Option<Person>,
    /// Whether the dossier tells of another parent.
    pub of_others: bool,
    /// The number after which a paper came too late to be decided on.
    pub until: Option<&'a str>,
}

impl Reader<'_> {
    fn in_time(self, id: &str) -> bool {
        self.until.is_none_or(|until| id <= until)
    }
}

/// The papers of a dossier, for who asks. A copy of everything, and what another of the family asked, are not among them.
pub(super) async fn of(
    house: &House,
    tx: &mut Tx,
    opened: &Opened,
    reader: Reader<'_>,
) -> Result<Papers, ActionError> {
    let key = KeyId::from(opened.row.key.as_str());
    let mut papers = Papers {
        rows: Vec::new(),
        files: Vec::new(),
    };
    for one in documents::list(tx, &opened.row.case, &opened.row.party).await? {
        let told = told(&one.kind, one.at, reader).filter(|_| reader.in_time(&one.id));
        let Some(told) = told else { continue };
        let content = if told.goes {
            let (case, party) = (&opened.row.case, &opened.row.party);
            let stored = documents::load(tx, &one.id, case, party).await?;
            let stored = stored.ok_or(StoreError::Corrupt)?;
            let slot = opened.slot(&key, What::Document(&one.id));
            Some(Content::Kept(
                house.vault.open_sealed(&slot, &stored.sealed)?,
            ))
        } else {
            None
        };
        papers.add(instant(one.at), told, content);
    }
    for one in outbox::letters(tx, &opened.row.id).await? {
        if !reader.in_time(&one.id) {
            continue;
        }
        let slot = opened.slot(&key, What::Outbox(&one.id));
        let plain = house.vault.open_sealed(&slot, &one.sealed)?;
        let letter: Letter = serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt)?;
        let kind = format!("{}:{}", letter.kind().code(), one.to);
        if let Some(told) = told(&kind, one.at, reader) {
            let content = told.goes.then(|| Content::Waits(Box::new(letter)));
            papers.add(
                format!("{} (wacht op verzending)", instant(one.at)),
                told,
                content,
            );
        }
    }
    Ok(papers)
}

fn told(kind: &str, at: EpochMillis, reader: Reader<'_>) -> Option<Paper> {
    let paper = paper(kind, at, reader.person, reader.of_others);
    let copy = kind.starts_with(LetterKind::AccessExport.code());
    let own = paper.goes && reader.person.is_some();
    (!copy && (own || !is_about_rights(kind))).then_some(paper)
}

impl Papers {
    fn add(&mut self, label: String, paper: Paper, content: Option<Content>) {
        let place = self.rows.len() + 1;
        let name = format!("papieren/{place:02}-{}", paper.file);
        let along = match content {
            Some(content) => {
                let told = format!("Bestand: {name}");
                self.files.push(File { name, content });
                told
            }
            None => NOT_ALONG.to_owned(),
        };
        self.rows.push(Entry {
            label,
            lines: vec![paper.title, along],
        });
    }
}
