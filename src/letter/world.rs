//! The closed world that Typst sees: our templates, our fonts, one data file, no clock and no other files.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::LetterKind;

/// Names a template once and embeds its text.
macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        [$((concat!($name, ".typ"), include_str!(concat!("../../templates/letters/", $name, ".typ")))),+]
    };
}

/// File name and text of every template.
const TEMPLATES: [(&str, &str); 13] = templates![
    "base",
    "receipt",
    "completion_request",
    "appointment",
    "advice_for_reading",
    "advice",
    "decision_granted",
    "decision_refused",
    "school_possible",
    "fit_for_school",
    "closed",
    "exemption_sheet",
    "school_confirmation",
];

/// Source Sans 3, under the SIL Open Font License (`templates/letters/fonts/OFL.txt`).
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../templates/letters/fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../../templates/letters/fonts/SourceSans3-SemiBold.ttf"),
];

/// What is the same for every letter, read once.
struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    data: Option<FileId>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS
        .into_iter()
        .flat_map(|font| Font::iter(Bytes::new(font)))
        .collect();
    Shelf {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources: TEMPLATES
            .into_iter()
            .filter_map(|(name, text)| Some(Source::new(file_id(name)?, text.to_owned())))
            .collect(),
        data: file_id("data.json"),
    }
});

/// The id of a file in the virtual folder that holds the templates.
fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// Whether all fonts have a glyph for the character.
pub(super) fn covered(character: char) -> bool {
    character == ' '
        || character.is_ascii_graphic()
        || SHELF
            .fonts
            .iter()
            .all(|font| font.info().coverage.contains(character.into()))
}

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
        &SHELF.library
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
