//! The closed world that Typst sees: our templates, our fonts, one data file, no clock and no other files.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::LetterKind;
use super::shelf::{SHELF, TEMPLATES, file_id};

/// The world of one letter.
pub(super) struct LetterWorld {
    main: FileId,
    data: Bytes,
}

impl LetterWorld {
    /// The world of a letter of this kind with this data (JSON). `None` when the kind has no template, which a test rules out.
    pub(super) fn new(kind: LetterKind, data: Vec<u8>) -> Option<Self> {
        let name = format!("{}.typ", kind.code());
        TEMPLATES
            .iter()
            .any(|(template, _)| *template == name)
            .then_some(())?;
        Some(Self {
            main: file_id(&name)?,
            data: Bytes::new(data),
        })
    }
}

impl World for LetterWorld {
    fn library(&self) -> &LazyHash<Library> {
        &SHELF.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHELF.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SHELF
            .sources
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if SHELF.data == Some(id) {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHELF.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
