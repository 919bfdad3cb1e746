//! A file that somebody adds to a dossier, such as the scan of a signed paper: what it may be.

use super::dossier::Dossier;
use super::invalid::Invalid;
use super::picture;

/// The most that a file may hold, in bytes.
pub const MOST: usize = 10 * 1024 * 1024;

/// What a file is, by its first bytes. Its name tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A PDF.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// The format of these bytes.
    ///
    /// # Errors
    /// Nothing, too much, or none of these.
    pub fn of(bytes: &[u8]) -> Result<Self, Invalid> {
        if bytes.is_empty() {
            return Err(Invalid::NoFile);
        }
        if bytes.len() > MOST {
            return Err(Invalid::FileTooLarge);
        }
        let is = |format: &Self| bytes.starts_with(format.begins_with());
        Self::ALL.into_iter().find(is).ok_or(Invalid::NotAScan)
    }

    const fn begins_with(self) -> &'static [u8] {
        match self {
            Self::Pdf => b"%PDF-",
            Self::Jpeg => &[0xFF, 0xD8, 0xFF],
            Self::Png => b"\x89PNG\r\n\x1a\n",
        }
    }

    /// The word for it in a column, and the end of a file's name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// What may stand in a PDF that is a paper and no program: a lock, a script, another program, another file.
const ACTIVE: [&[u8]; 5] = [
    b"/Encrypt",
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
];

/// How far before the end of a PDF its last line may stand (ISO 32000-1, annex H).
const END: usize = 1024;

/// A file that may be kept. Only [`Upload::of`] makes one.
pub struct Upload {
    format: Format,
    bytes: Vec<u8>,
}

impl Upload {
    /// These bytes, looked at: a picture without what its device wrote beside it, a PDF as it is. A PDF can be signed, and each changed byte
    /// would break that.
    ///
    /// # Errors
    /// As [`Format::of`]; a file that isn't whole; a PDF that is locked or in which something hides that can be seen without unpacking it.
    pub fn of(bytes: Vec<u8>) -> Result<Self, Invalid> {
        let format = Format::of(&bytes)?;
        let bare = match format {
            Format::Pdf => Some(pdf(bytes)?),
            Format::Jpeg => picture::jpeg(&bytes),
            Format::Png => picture::png(&bytes),
        };
        let bytes = bare.ok_or(Invalid::BrokenFile)?;
        Ok(Self { format, bytes })
    }

    /// Its format.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// What is kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn pdf(bytes: Vec<u8>) -> Result<Vec<u8>, Invalid> {
    let holds = |part: &[u8], word: &[u8]| part.windows(word.len()).any(|at| at == word);
    let end = bytes.get(bytes.len().saturating_sub(END)..);
    if !end.is_some_and(|end| holds(end, b"%%EOF")) {
        return Err(Invalid::BrokenFile);
    }
    if ACTIVE.iter().any(|word| holds(&bytes, word)) {
        return Err(Invalid::ActivePdf);
    }
    Ok(bytes)
}

/// Whether this dossier takes files: not an SWV's of which only the date of a sitting is left, nor a gemeente's before more came than a
/// name (covenant, appendix 3, steps 1 and 2), nor a local team's.
#[must_use]
pub fn taken_by(dossier: &Dossier) -> bool {
    match dossier {
        Dossier::Swv(_) | Dossier::Ggd(_) => dossier.consent().is_some(),
        Dossier::Gemeente(own) => {
            own.advice.is_some() || own.notification.is_some() || own.exemption.is_some()
        }
        Dossier::LocalTeam(_) => false,
    }
}

/// What was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The form with the consent, and the application that came with it.
    Form,
    /// A later letter about the consent.
    Letter,
    /// Something else that the party needs for its part: no evidence of a consent, and it goes nowhere.
    Other,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Self; 3] = [Self::Form, Self::Letter, Self::Other];

    /// Whether it is the evidence of a consent.
    #[must_use]
    pub const fn signed(self) -> bool {
        matches!(self, Self::Form | Self::Letter)
    }

    /// How its file is called. Tells nothing of anybody.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Form | Self::Letter => "scan",
            Self::Other => "document",
        }
    }

    /// The word for it in a form and in a column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "scan_form",
            Self::Letter => "scan_letter",
            Self::Other => "document",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Form => "Scan van de getekende toestemming",
            Self::Letter => "Scan van een brief over de toestemming",
            Self::Other => "Toegevoegd document",
        }
    }
}

/// What is kept of a file in clear: which paper, and in which format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanKind {
    /// Which paper.
    pub paper: Paper,
    /// In which format.
    pub format: Format,
}

impl ScanKind {
    /// The word for it in a column.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}:{}", self.paper.code(), self.format.code())
    }

    /// Reads what [`ScanKind::code`] wrote; `None` for a letter.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (paper, format) = code.split_once(':')?;
        Some(Self {
            paper: Paper::ALL.into_iter().find(|one| one.code() == paper)?,
            format: Format::ALL.into_iter().find(|one| one.code() == format)?,
        })
    }
}
