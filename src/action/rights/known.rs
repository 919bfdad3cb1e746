//! What a party's dossier says of the family: how old the child is, who represents it, and where they live.

use time::Date;

use crate::domain::address::Address;
use crate::domain::ages::AgeBand;
use crate::domain::application::Application;
use crate::domain::dossier::{Dossier, GemeenteDossier, SwvDossier};
use crate::domain::family::{Parent, Person};
use crate::domain::person::PersonName;
use crate::domain::rights::{NoRight, Request, Standing, may_ask, standing};

use super::super::error::ActionError;
use super::NO_RIGHT;

/// What a dossier says of the family.
pub enum Known<'a> {
    /// All that stood on the application.
    Application(&'a Application),
    /// The child, and who gets the gemeente's letters.
    Gemeente(&'a GemeenteDossier, Option<Date>),
    /// A name, or not even that.
    Name(Option<&'a PersonName>),
}

/// What this dossier says of the family.
#[must_use]
pub fn known(dossier: &Dossier) -> Known<'_> {
    match dossier {
        Dossier::Swv(SwvDossier::Full(file)) => Known::Application(&file.application),
        Dossier::Ggd(ggd) => Known::Application(&ggd.application),
        Dossier::Gemeente(gemeente) => Known::Gemeente(gemeente, dossier.born()),
        Dossier::Swv(SwvDossier::SittingOnly(_)) | Dossier::LocalTeam(_) => {
            Known::Name(dossier.label())
        }
    }
}

impl Known<'_> {
    /// The child's name.
    #[must_use]
    pub fn child(&self) -> Option<&PersonName> {
        match self {
            Self::Application(application) => Some(&application.child.name),
            Self::Gemeente(dossier, _) => Some(dossier.seintje.name()),
            Self::Name(name) => *name,
        }
    }

    /// Whether the dossier says how old the child is.
    #[must_use]
    pub const fn knows_age(&self) -> bool {
        match self {
            Self::Application(application) => application.child.born.is_some(),
            Self::Gemeente(_, born) => born.is_some(),
            Self::Name(_) => false,
        }
    }

    /// The name of this one of the family.
    #[must_use]
    pub fn name(&self, person: Person) -> Option<&PersonName> {
        match (self, person) {
            (_, Person::Child) => self.child(),
            (Self::Application(application), parent) => {
                application.parent(parent).map(|parent| &parent.name)
            }
            (Self::Gemeente(dossier, _), parent) => {
                let mut all = dossier.correspondents().iter();
                all.find(|one| one.person == parent).map(|one| &one.name)
            }
            (Self::Name(_), _) => None,
        }
    }

    /// Where this one of the family lives.
    #[must_use]
    pub fn address(&self, person: Option<Person>) -> Option<&Address> {
        match (self, person?) {
            (Self::Application(application), Person::Child) => application.child.address.as_ref(),
            (Self::Application(application), parent) => {
                application.parent(parent)?.address.as_ref()
            }
            (Self::Gemeente(dossier, _), person) => {
                let mut all = dossier.correspondents().iter();
                all.find(|one| one.person == person)?.address.as_ref()
            }
            (Self::Name(_), _) => None,
        }
    }

    /// The parents whom the dossier names.
    #[must_use]
    pub fn parents(&self) -> Vec<(Person, &PersonName)> {
        let parents = [Person::Parent1, Person::Parent2].into_iter();
        parents
            .filter_map(|parent| Some((parent, self.name(parent)?)))
            .collect()
    }

    /// Whether this one of the family may use the rights on a day; `typed` counts where the dossier doesn't say how old the child
    /// is. Who represents the child, a dossier that names no parents leaves to who looked at the papers.
    ///
    /// # Errors
    /// [`NoRight`] says who may instead.
    pub fn may_ask(
        &self,
        by: Option<Person>,
        typed: Option<AgeBand>,
        on: Date,
    ) -> Result<Standing, NoRight> {
        let band = |born: Option<Date>| born.map(|born| AgeBand::on(born, on)).or(typed);
        match self {
            Self::Application(application) => {
                let (child, parents) = (&application.child, &application.parents);
                match by {
                    Some(by) if child.born.is_some() => may_ask(child, parents, by, on),
                    _ => {
                        let parent = by.and_then(|by| application.parent(by));
                        standing(
                            band(child.born),
                            by,
                            parent.is_some_and(Parent::has_custody),
                        )
                    }
                }
            }
            Self::Gemeente(dossier, born) => {
                let named = dossier.correspondents();
                let is_named = |person| named.iter().any(|one| one.person == person);
                // Of who can't decide, the gemeente knows that the representatives get the letters.
                let decides = named.is_empty() || is_named(Person::Child);
                let band = band(*born).filter(|band| decides || *band < AgeBand::SixteenPlus);
                standing(band, by, named.is_empty() || by.is_none_or(is_named))
            }
            Self::Name(_) => standing(typed, by, true),
        }
    }

    /// Whether who made a request may still: since then a birthday can have come, or a custody can have ended.
    ///
    /// # Errors
    /// [`ActionError::Field`] says who may instead.
    pub fn may_still(&self, request: &Request, on: Date) -> Result<(), ActionError> {
        if !self.knows_age() {
            return Ok(());
        }
        let standing = self.may_ask(request.by, None, on);
        standing.map(drop).map_err(no_longer)
    }
}

/// Who could ask when the request was made, and can't any more.
pub fn no_longer(why: NoRight) -> ActionError {
    let why = why.dutch();
    let told = format!("{why} Wie dit verzoek deed, mag dat nu niet meer.");
    ActionError::Field(NO_RIGHT, told)
}
