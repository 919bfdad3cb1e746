//! How one consent stands on a day, for who may see it: what was shown, who said what and how, and what came of it.

use std::collections::BTreeSet;

use time::Date;

use crate::domain::family::{Child, Parent, Person, who_consents};

use super::{
    ConsentRecord, InformLocalTeam, KeepApplication, Means, NoConsent, PurposeKind,
    ShareAdviceWithLpa, ShareAdviceWithParents, ShareWithDoctor, Text, TextVersion,
};

/// How one consent stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// What for.
    pub purpose: PurposeKind,
    /// Which version of the text was shown; the newest where nobody said yes.
    pub version: TextVersion,
    /// What it says.
    pub text: &'static Text,
    /// Whether data may be shared or kept by it today; if not, why.
    pub outcome: Result<(), NoConsent>,
    /// Everything that was said of it, the oldest first.
    pub said: Vec<Said>,
    /// Who of those who decide today said yes last.
    pub yes: BTreeSet<Person>,
    /// Who of them said no last. Who said nothing yet can do either.
    pub no: BTreeSet<Person>,
}

/// What somebody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub what: Word,
    /// Who.
    pub by: Person,
    /// On which day.
    pub on: Date,
    /// How.
    pub means: Means,
}

/// What can be said of a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Signed the form, with a yes.
    Signed,
    /// Released the SMA.
    Released,
    /// Gave it after the form.
    Gave,
    /// Withdrew it.
    Withdrew,
}

impl ConsentRecord {
    /// How the consent for a purpose stands on the day `on`. `None` where its text isn't known.
    #[must_use]
    pub fn stands(
        &self,
        purpose: PurposeKind,
        child: &Child,
        parents: &[Parent],
        on: Date,
    ) -> Option<Stands> {
        let given = self.said(purpose).filter(|said| said.gives);
        let form = self.ticked(purpose).then_some(self.text);
        let shown = given.max_by_key(|said| said.on);
        let shown = shown.map(|said| said.text).or(form);
        let version = shown.unwrap_or_default();
        let deciding = who_consents(child, parents, on);
        let no = |who: &Person| {
            let last = self.said(purpose).rfind(|said| said.by == *who);
            last.is_some_and(|said| !said.gives)
        };
        Some(Stands {
            purpose,
            version,
            text: version.of(purpose)?,
            outcome: self.permitted(purpose, child, parents, on),
            said: self.everything_said(purpose),
            no: deciding.iter().copied().filter(no).collect(),
            yes: deciding
                .into_iter()
                .filter(|who| self.says_yes(purpose, *who))
                .collect(),
        })
    }

    fn permitted(
        &self,
        purpose: PurposeKind,
        child: &Child,
        parents: &[Parent],
        on: Date,
    ) -> Result<(), NoConsent> {
        use PurposeKind as P;
        match purpose {
            P::ShareWithDoctor => self
                .permits::<ShareWithDoctor>(child, parents, on)
                .map(drop),
            P::ShareAdviceWithLpa => self
                .permits::<ShareAdviceWithLpa>(child, parents, on)
                .map(drop),
            P::InformLocalTeam => self
                .permits::<InformLocalTeam>(child, parents, on)
                .map(drop),
            P::KeepApplication => self
                .permits::<KeepApplication>(child, parents, on)
                .map(drop),
            P::ShareAdviceWithParents => self
                .permits::<ShareAdviceWithParents>(child, parents, on)
                .map(drop),
        }
    }

    fn everything_said(&self, purpose: PurposeKind) -> Vec<Said> {
        let signed = self.signed.iter().filter(|_| self.ticked(purpose));
        let signed = signed.map(|(by, on)| (Word::Signed, *by, *on, Means::Paper));
        let released = self.released.iter();
        let released = released.filter(|_| purpose == PurposeKind::ShareAdviceWithLpa);
        let released = released.map(|(by, on)| {
            let paper = self.released_on_paper.contains(by);
            let means = if paper { Means::Paper } else { Means::SignIn };
            (Word::Released, *by, *on, means)
        });
        let since = self.said(purpose).map(|said| {
            let what = if said.gives {
                Word::Gave
            } else {
                Word::Withdrew
            };
            (what, said.by, said.on, said.means)
        });
        let all = signed.chain(released).chain(since);
        let mut all: Vec<Said> = all
            .map(|(what, by, on, means)| Said {
                what,
                by,
                on,
                means,
            })
            .collect();
        all.sort_by_key(|said| said.on);
        all
    }

    /// Whether the last that this person said of it is yes.
    fn says_yes(&self, purpose: PurposeKind, who: Person) -> bool {
        let last = self.said(purpose).rfind(|said| said.by == who);
        let released =
            purpose == PurposeKind::ShareAdviceWithLpa && self.released.contains_key(&who);
        last.map_or(self.signed(purpose, who).is_some() || released, |said| {
            said.gives
        })
    }
}
