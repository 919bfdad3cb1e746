//! Sets a letter and exports it.

use std::fmt;

use serde_json::Value;
use time::Date;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::error::{LetterError, describe};
use super::printable::clean;
use super::shelf::covered;
use super::text::text_of;
use super::world::LetterWorld;
use super::{Letter, LetterKind};

/// A finished letter: PDF 1.7, PDF/A-2a and PDF/UA-1.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf {
    kind: LetterKind,
    date: Date,
    pages: usize,
    text: String,
    warnings: Vec<String>,
    bytes: Vec<u8>,
}

impl Pdf {
    /// The kind of letter.
    #[must_use]
    pub fn kind(&self) -> LetterKind {
        self.kind
    }

    /// The title in the document, without personal data.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.kind.title()
    }

    /// A name for the file, without personal data.
    #[must_use]
    pub fn file_name(&self) -> String {
        self.kind.file_name(self.date)
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// What can be read on the pages, in the order of reading: a sentence stands on one line. For checks on what a letter says.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the typesetter remarked. A letter with remarks is still whole; the tests allow none.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file, taken out.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl fmt::Debug for Pdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pdf({}, {} pages)", self.kind.code(), self.pages)
    }
}

/// Sets the letter. The same letter gives the same bytes, on every machine and at any time.
///
/// This blocks for some milliseconds of pure computing: call it from a thread where that is allowed.
///
/// # Errors
/// When the template and the data don't fit, which the tests rule out for every kind.
pub fn render(letter: &Letter) -> Result<Pdf, LetterError> {
    let kind = letter.kind();
    let mut data = serde_json::to_value(letter)?;
    if let Value::Object(fields) = &mut data {
        fields.insert("title".to_owned(), kind.title().into());
    }
    clean(&mut data, &covered);
    let world =
        LetterWorld::new(kind, serde_json::to_vec(&data)?).ok_or(LetterError::NoTemplate(kind))?;
    let result = set(letter, &world);
    // The typesetter keeps what it has set for the next run; a letter must not stay behind in memory.
    comemo::evict(0);
    result
}

/// Compiles and exports.
fn set(letter: &Letter, world: &LetterWorld) -> Result<Pdf, LetterError> {
    let kind = letter.kind();
    let fail = |faults: &[SourceDiagnostic]| LetterError::Template {
        kind,
        faults: describe(world, faults),
    };
    let compiled = typst::compile::<PagedDocument>(world);
    let document = compiled.output.map_err(|faults| fail(&faults))?;
    let bytes = typst_pdf::pdf(&document, &options(letter)?).map_err(|faults| fail(&faults))?;
    Ok(Pdf {
        kind,
        date: letter.envelope().date,
        pages: document.pages().len(),
        text: text_of(&document),
        warnings: describe(world, &compiled.warnings),
        bytes,
    })
}

/// The export: archivable, accessible, and the same every time.
fn options(letter: &Letter) -> Result<PdfOptions, LetterError> {
    let kind = letter.kind();
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|_| {
        LetterError::Template {
            kind,
            faults: vec!["the PDF standards exclude each other".to_owned()],
        }
    })?;
    let envelope = letter.envelope();
    Ok(PdfOptions {
        ident: Smart::Custom(format!(
            "{} {} {}",
            kind.code(),
            envelope.reference,
            envelope.date
        )),
        creator: Smart::Custom(Some("TOM".to_owned())),
        standards,
        ..PdfOptions::default()
    })
}
