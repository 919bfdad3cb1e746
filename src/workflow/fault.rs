//! One thing that is wrong in a workflow file, and where.

use std::fmt;

/// A fault in a workflow file. Displayed as `file:line: message`, which editors and build logs make clickable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as it was named to the loader.
    pub file: String,
    /// The line, from 1. For something that is missing: the line of the table that lacks it.
    pub line: usize,
    /// What is wrong and what is expected, in English: its readers look after the installation.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Proof that a fault was noted: only [`Faults`] makes it, so a file whose rules can't be read always has a fault to show.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported(());

/// A value that was read, or the fact that its fault was noted.
pub(super) type Read<T> = Result<T, Reported>;

/// Collects the faults of one file.
#[derive(Debug)]
pub(super) struct Faults {
    file: String,
    found: std::cell::RefCell<Vec<Fault>>,
}

impl Faults {
    pub(super) fn of(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            found: std::cell::RefCell::default(),
        }
    }

    /// Notes a fault.
    pub(super) fn note(&self, line: usize, message: impl Into<String>) -> Reported {
        self.found.borrow_mut().push(Fault {
            file: self.file.clone(),
            line,
            message: message.into(),
        });
        Reported(())
    }

    /// A value that stands on a line whose syntax is wrong: that fault says it all.
    pub(super) const fn noted_already() -> Reported {
        Reported(())
    }

    /// Every fault, in the order of the file.
    pub(super) fn into_sorted(self) -> Vec<Fault> {
        let mut found = self.found.into_inner();
        found.sort();
        found.dedup();
        found
    }
}
