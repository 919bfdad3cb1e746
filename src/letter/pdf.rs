//! Sets a letter and exports it.

use std::fmt;

use serde_json::Value;
use time::Date;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::printable::clean;
use super::world::{LetterWorld, covered};
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

/// Why a letter could not be made. Holds no content of the letter.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The data could not be written for the template.
    #[error("the data of the letter can't be written")]
    Data(#[from] serde_json::Error),
    /// There is no template for the kind.
    #[error("there is no template for the letter {}", .0.code())]
    NoTemplate(LetterKind),
    /// The template could not be set, or the result is not an accessible, archivable PDF.
    #[error("the letter {} could not be set: {}", .kind.code(), .faults.join("; "))]
    Template {
        /// Which letter.
        kind: LetterKind,
        /// Template, line and message, with everything that is quoted left out.
        faults: Vec<String>,
    },
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

/// The text of all pages: one line per line on paper, but a sentence that wraps at a space stays one line.
fn text_of(document: &PagedDocument) -> String {
    let mut runs = Vec::new();
    for page in document.pages() {
        collect(&page.frame, Point::zero(), &mut runs);
    }
    let mut out = String::new();
    let mut last: Option<(Point, Abs)> = None;
    for (at, width, run) in runs {
        if let Some((start, end)) = last.filter(|_| !out.ends_with(char::is_whitespace)) {
            if start.y != at.y {
                out.push('\n');
            } else if at.x - end > Abs::pt(1.0) {
                out.push(' ');
            }
        }
        last = Some((at, at.x + width));
        out.push_str(&run.replace('\u{a0}', " "));
    }
    out
}

/// Adds the runs of text in a frame, with where they start on the page and how wide they are.
fn collect(frame: &Frame, at: Point, runs: &mut Vec<(Point, Abs, String)>) {
    for (offset, item) in frame.items() {
        let at = at + *offset;
        match item {
            FrameItem::Group(group) => collect(&group.frame, at, runs),
            FrameItem::Text(text) => runs.push((at, text.width(), text.text.to_string())),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
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

/// Template, line and message of each fault, without content of the letter.
fn describe(world: &LetterWorld, faults: &[SourceDiagnostic]) -> Vec<String> {
    faults
        .iter()
        .map(|fault| {
            let place = fault.span.id().and_then(|id| {
                let source = world.source(id).ok()?;
                let line = source
                    .lines()
                    .byte_to_line(world.range(fault.span)?.start)?
                    + 1;
                Some(format!("{}:{line}: ", id.vpath().get_without_slash()))
            });
            format!(
                "{}{}",
                place.unwrap_or_default(),
                without_quoted(&fault.message)
            )
        })
        .collect()
}

/// Leaves out what stands between quotation marks or backticks: it can be text of the letter.
fn without_quoted(message: &str) -> String {
    message
        .split(['"', '`', '“', '”'])
        .enumerate()
        .map(|(index, part)| if index % 2 == 0 { part } else { "…" })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::without_quoted;

    #[test]
    fn a_fault_shows_no_text_of_the_letter() {
        assert_eq!(
            without_quoted(r#"the text "Noor" could not be set with `font`"#),
            "the text … could not be set with …"
        );
    }
}
