//! The scan of a paper that somebody signed: what it may be.

use super::invalid::Invalid;

/// The most that a scan may hold, in bytes.
pub const MOST: usize = 10 * 1024 * 1024;

/// What a scan is, by its first bytes. Its name tells nothing.
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

/// What was scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The form with the consent, and the application that came with it.
    Form,
    /// A later letter about the consent.
    Letter,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Self; 2] = [Self::Form, Self::Letter];

    /// The word for it in a form and in a column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "scan_form",
            Self::Letter => "scan_letter",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Form => "Scan van de getekende toestemming",
            Self::Letter => "Scan van een brief over de toestemming",
        }
    }
}

/// What is kept of a scan in clear: which paper, and in which format.
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
