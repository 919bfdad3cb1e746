//! What is the same for every letter: templates, fonts and the typesetter's library, embedded and read once.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

/// Names a template once and embeds its text.
macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        [$((concat!($name, ".typ"), include_str!(concat!("../../templates/letters/", $name, ".typ")))),+]
    };
}

/// File name and text of every template.
pub(super) const TEMPLATES: [(&str, &str); 23] = templates![
    "base",
    "receipt",
    "completion_request",
    "appointment",
    "advice_for_reading",
    "notification_form",
    "notification_request",
    "advice",
    "decision_granted",
    "decision_refused",
    "sitting",
    "sitting_off",
    "sitting_report",
    "school_possible",
    "fit_for_school",
    "closed",
    "reassessment",
    "reminder",
    "exemption_sheet",
    "school_confirmation",
    "consent_request",
    "rights_answer",
    "rights_export",
];

/// Source Sans 3, under the SIL Open Font License (`templates/letters/fonts/OFL.txt`).
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../templates/letters/fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../../templates/letters/fonts/SourceSans3-SemiBold.ttf"),
];

/// What is the same for every letter, read once.
pub(super) struct Shelf {
    pub(super) standard: LazyHash<Library>,
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
    pub(super) sources: Vec<Source>,
    pub(super) data: Option<FileId>,
}

/// The one shelf.
pub(super) static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS
        .into_iter()
        .flat_map(|font| Font::iter(Bytes::new(font)))
        .collect();
    Shelf {
        standard: LazyHash::new(Library::default()),
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
pub(super) fn file_id(name: &str) -> Option<FileId> {
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
