//! The table of a worklist: rows with the columns that somebody wants to see.

use time::Date;

use crate::action::desk::Listed;
use crate::action::list_choices::COLUMNS;
use crate::action::session::SignedIn;
use crate::domain::party::Role;

use super::answer::case_path;
use super::told::{self, day, urgent, waits_for};

/// What a row can tell of a case, beside the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Where it stands.
    Standing,
    /// What it waits for, and on whom.
    Waits,
    /// Until when.
    Due,
    /// Since when the own party has it.
    Since,
    /// When it last changed.
    Changed,
    /// Which colleagues work on it.
    Who,
}

impl Column {
    /// Every column, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::Standing,
        Self::Waits,
        Self::Due,
        Self::Since,
        Self::Changed,
        Self::Who,
    ];

    /// The word for it in what somebody chose.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standing => "stand",
            Self::Waits => "wacht",
            Self::Due => "uiterlijk",
            Self::Since => "sinds",
            Self::Changed => "veranderd",
            Self::Who => "wie",
        }
    }

    /// The columns that somebody chose, or the usual ones.
    #[must_use]
    pub fn chosen(choices: &[(String, String)], role: Role) -> Vec<Self> {
        let chosen = choices.iter().find(|(kind, _)| kind == COLUMNS);
        let Some((_, codes)) = chosen else {
            return Self::usual(role).to_vec();
        };
        let here = |column: &Self| codes.split(',').any(|code| code == column.code());
        Self::ALL.into_iter().filter(here).collect()
    }

    /// What stands above it.
    #[must_use]
    pub const fn label(self, role: Role) -> &'static str {
        match (self, role) {
            (Self::Standing, _) => "Stand",
            (Self::Waits, _) => "Wacht op",
            (Self::Due, _) => "Uiterlijk",
            (Self::Since, Role::Doctor) => "Bij de GGD sinds",
            (Self::Since, Role::Lpa) => "Seintje",
            (Self::Since, _) => "Sinds",
            (Self::Changed, _) => "Laatst veranderd",
            (Self::Who, _) => "Wie",
        }
    }

    /// What somebody sees who chose nothing.
    #[must_use]
    pub const fn usual(role: Role) -> &'static [Self] {
        match role {
            Role::Doctor => &[Self::Standing, Self::Waits, Self::Since],
            _ => &[Self::Standing, Self::Waits, Self::Since, Self::Who],
        }
    }
}

/// A part of the list, with what stands above it.
pub struct Group {
    /// Its title.
    pub title: &'static str,
    /// What is to be said of it; empty for nothing.
    pub note: String,
    /// What stands above the columns.
    pub head: Vec<&'static str>,
    /// The cases.
    pub rows: Vec<Row>,
}

/// A case in the list.
pub struct Row {
    /// Its number.
    pub case: String,
    /// Its page.
    pub href: String,
    /// The child's name, or what stands in its place.
    pub name: String,
    /// Whether another case has this name too, and nobody called about it yet.
    pub twice: bool,
    /// What the columns say.
    pub cells: Vec<Cell>,
}

/// What a column says.
pub struct Cell {
    /// The column.
    pub label: &'static str,
    /// The text.
    pub text: String,
    /// The colour of the badge that it is; `None` for plain text.
    pub badge: Option<String>,
    /// How urgent it is, with the colours.
    pub urgent: Vec<(&'static str, &'static str)>,
}

/// Makes the table.
pub struct Table<'a> {
    /// For whom.
    pub who: &'a SignedIn,
    /// What is to be seen.
    pub columns: &'a [Column],
    /// Today.
    pub today: Date,
    /// The colour of where a case stands.
    pub badge: fn(&Listed) -> &'static str,
    /// What stands in the place of a name.
    pub nameless: fn(&Listed) -> String,
}

impl Table<'_> {
    /// A part of the list with these columns left out; none if it is empty.
    #[must_use]
    pub fn group(
        &self,
        (title, note): (&'static str, &'static str),
        without: &[Column],
        rows: impl Iterator<Item = Listed>,
    ) -> Option<Group> {
        let wanted = self.columns.iter().copied();
        let columns: Vec<Column> = wanted.filter(|one| !without.contains(one)).collect();
        let rows: Vec<Row> = rows.map(|one| self.row(one, &columns)).collect();
        let head = columns.iter().map(|one| one.label(self.who.role));
        (!rows.is_empty()).then(|| Group {
            title,
            note: note.to_owned(),
            head: std::iter::once("Leerling").chain(head).collect(),
            rows,
        })
    }

    fn row(&self, listed: Listed, columns: &[Column]) -> Row {
        // How urgent it is stands in the first of these.
        let beside = [Column::Due, Column::Waits, Column::Since, Column::Standing];
        let beside = beside.into_iter().find(|one| columns.contains(one));
        let cells = columns.iter().map(|column| {
            let mut cell = self.cell(*column, &listed);
            if Some(*column) == beside {
                cell.urgent = urgent(&listed, self.today);
            }
            cell
        });
        Row {
            cells: cells.collect(),
            href: case_path(self.who.role, &listed.case),
            case: listed.case.0.clone(),
            twice: listed.namesake,
            name: match listed.name {
                Some(name) => name,
                None => (self.nameless)(&listed),
            },
        }
    }

    fn cell(&self, column: Column, listed: &Listed) -> Cell {
        let text = match column {
            Column::Standing => listed.standing.to_owned(),
            Column::Waits => waits_for(listed.waiting.as_ref()),
            Column::Due => told::runs(listed.deadline.as_ref(), self.today)
                .map_or(String::new(), |runs| runs.day),
            Column::Since => day(listed.since),
            Column::Changed => day(listed.changed),
            Column::Who => listed.workers.clone().unwrap_or_else(|| "niemand".into()),
        };
        Cell {
            label: column.label(self.who.role),
            text,
            badge: (column == Column::Standing).then(|| (self.badge)(listed).to_owned()),
            urgent: Vec::new(),
        }
    }
}
