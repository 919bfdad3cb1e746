//! Grants: the only key that opens a dossier.
//!
//! The policy turns who asks, whose dossier, which case and what for into a [`Grant`]; without one nothing opens, and
//! opening writes the access-log line.

use super::case::Case;
use super::party::{Actor, PartyId, PartyKind, UserId};
use super::policy::{self, Basis, Facts};

/// What a dossier is opened for. The access log says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Look at the case page.
    View,
    /// Search by name.
    Search,
    /// Take a step.
    Step,
    /// Carry out what a step brings about: a hand-over, a letter, a seintje.
    CarryOut,
    /// The family reads its own.
    OwnData,
    /// Download a document.
    Document,
    /// Break the glass of a colleague's case.
    BreakGlass,
    /// Say who works on a case.
    Assign,
    /// Supervise what the own party does with data.
    Supervise,
    /// Take the access log along.
    Export,
    /// Count.
    Figures,
    /// Look after the people of a party.
    People,
    /// Handle a request of a data subject (covenant, art. 13).
    Rights,
    /// Erase for good, or hold that.
    Erase,
    /// Look after the settings of a party, and who takes part in the covenant.
    Settings,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 15] = [
        Self::View,
        Self::Search,
        Self::Step,
        Self::CarryOut,
        Self::OwnData,
        Self::Document,
        Self::BreakGlass,
        Self::Assign,
        Self::Supervise,
        Self::Export,
        Self::Figures,
        Self::People,
        Self::Rights,
        Self::Erase,
        Self::Settings,
    ];

    /// Reads what [`Purpose::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::View => "bekijken",
            Self::Search => "zoeken op naam",
            Self::Step => "een stap zetten",
            Self::CarryOut => "uitvoeren wat een stap meebrengt",
            Self::OwnData => "eigen gegevens van het gezin",
            Self::Document => "een brief of document openen",
            Self::BreakGlass => "noodtoegang",
            Self::Assign => "toewijzen wie aan een zaak werkt",
            Self::Supervise => "toezicht",
            Self::Export => "logboek opslaan",
            Self::Figures => "cijfers",
            Self::People => "medewerkers beheren",
            Self::Rights => "verzoek over persoonsgegevens",
            Self::Erase => "vernietigen of dat tegenhouden",
            Self::Settings => "instellingen beheren",
        }
    }

    /// The word for it in the access log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Search => "search",
            Self::Step => "step",
            Self::CarryOut => "carry_out",
            Self::OwnData => "own_data",
            Self::Document => "document",
            Self::BreakGlass => "break_glass",
            Self::Assign => "assign",
            Self::Supervise => "supervise",
            Self::Export => "export",
            Self::Figures => "figures",
            Self::People => "people",
            Self::Rights => "rights",
            Self::Erase => "erase",
            Self::Settings => "settings",
        }
    }

    /// What the family reads of it.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::View => "om de zaak te bekijken",
            Self::Search => "om een leerling op naam te zoeken",
            Self::Step => "voor een stap in de procedure",
            Self::CarryOut => "om een stap uit te voeren, met brief, seintje of overdracht",
            Self::OwnData => "om de eigen pagina te lezen of daar iets te doen",
            Self::Document => "om een brief te lezen of te printen",
            Self::BreakGlass => "om met spoed een zaak van een collega te zien",
            Self::Assign => "om te regelen wie aan de zaak werkt",
            Self::Supervise => "voor toezicht op het gebruik van gegevens",
            Self::Export => "om het logboek te bewaren",
            Self::Figures => "om te tellen",
            Self::People => "om medewerkers te beheren",
            Self::Rights => "voor een verzoek over de gegevens",
            Self::Erase => "om gegevens te vernietigen, of dat tegen te houden",
            Self::Settings => "om instellingen te beheren",
        }
    }
}

/// Leave to open one party's dossier of one case, for one purpose.
///
/// ```compile_fail
/// use tom::domain::grant::{Grant, Purpose};
/// use tom::domain::policy::Basis;
/// let forged = Grant { party: "ggd".into(), purpose: Purpose::View, basis: Basis::Party };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    actor: Actor,
    party: PartyId,
    purpose: Purpose,
    basis: Basis,
}

/// Nothing that this actor may open. Answered as "not found", so that a stranger learns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoGrant;

impl Grant {
    /// Who opens.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Whose dossier.
    #[must_use]
    pub const fn party(&self) -> &PartyId {
        &self.party
    }

    /// What for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Whether it was given to look, for a while: nothing is done under it, but for a doctor who takes the case over.
    #[must_use]
    pub const fn only_shows(&self) -> bool {
        matches!(self.basis, Basis::BreakGlass(_))
    }

    /// The colleague whose cases who opens takes over for a while, where that is the ground.
    #[must_use]
    pub const fn stands_in_for(&self) -> Option<&UserId> {
        match &self.basis {
            Basis::StandsIn(colleague) => Some(colleague),
            _ => None,
        }
    }

    /// On which ground.
    #[must_use]
    pub const fn basis(&self) -> &Basis {
        &self.basis
    }

    /// Whether a dossier opens for this although its use is restricted (art. 18 AVG): for the request itself, for supervision, to the
    /// family that reads what is its own, to close data that nobody consents to any more, and to keep what the family said of it.
    #[must_use]
    pub fn despite_restriction(&self) -> bool {
        let purpose = matches!(
            self.purpose,
            Purpose::Rights | Purpose::Supervise | Purpose::OwnData | Purpose::Erase
        );
        purpose || matches!(self.basis, Basis::Withdrawal | Basis::Said)
    }

    /// For an employee: the dossier of the own party, where the policy lets it.
    ///
    /// # Errors
    /// [`NoGrant`] for another party's case, a colleague's, and for roles that open no dossier.
    pub fn own_dossier(
        actor: &Actor,
        case: &Case,
        purpose: Purpose,
        facts: &Facts,
    ) -> Result<Self, NoGrant> {
        let basis = policy::basis(actor, case, purpose, facts)?;
        Ok(Self {
            actor: actor.clone(),
            party: actor.party().cloned().ok_or(NoGrant)?,
            purpose,
            basis,
        })
    }

    /// The same for a no of the family that an employee records: also where the dossier may not be used. Who looks for an hour records none.
    ///
    /// # Errors
    /// As [`Grant::own_dossier`].
    pub fn own_to_stop(actor: &Actor, case: &Case, facts: &Facts) -> Result<Self, NoGrant> {
        let own = Self::own_dossier(actor, case, Purpose::Step, facts)?;
        if own.only_shows() {
            return Ok(own);
        }
        Ok(Self {
            basis: Basis::Withdrawal,
            ..own
        })
    }

    /// For a task that the own party still has in a case, or the letter that it is about: also in a case that another gemeente
    /// has now. Load the open task first; it is what this rests on.
    ///
    /// # Errors
    /// [`NoGrant`] in a colleague's case, and for roles that open no dossier.
    pub fn own_task(actor: &Actor, purpose: Purpose, facts: &Facts) -> Result<Self, NoGrant> {
        let Actor::Employee { party, role, .. } = actor else {
            return Err(NoGrant);
        };
        let basis = match policy::within(*role, facts)? {
            Basis::BreakGlass(_) if purpose == Purpose::Step => return Err(NoGrant),
            seen @ (Basis::BreakGlass(_) | Basis::StandsIn(_)) => seen,
            _ => Basis::Task,
        };
        Ok(Self {
            actor: actor.clone(),
            party: party.clone(),
            purpose,
            basis,
        })
    }

    /// For the family, let in by a personal link or an account: the dossier of their own case at the party that writes to them, which is the
    /// SWV until the hand-over and the GGD, with their SMA, from then on.
    ///
    /// # Errors
    /// [`NoGrant`] for another case, and for another party's dossier.
    pub fn own_data(actor: &Actor, case: &Case, holder: &PartyId) -> Result<Self, NoGrant> {
        if *holder != case.swv && *holder != case.ggd {
            return Err(NoGrant);
        }
        Self::of_family(actor, case, holder)
    }

    fn of_family(actor: &Actor, case: &Case, holder: &PartyId) -> Result<Self, NoGrant> {
        match actor {
            Actor::Family { case: own, .. } if *own == case.id => Ok(Self {
                actor: actor.clone(),
                party: holder.clone(),
                purpose: Purpose::OwnData,
                basis: Basis::OwnData,
            }),
            _ => Err(NoGrant),
        }
    }

    /// For a letter that a party sent to this member of the family. See first to whom it went; that is what this rests on.
    ///
    /// # Errors
    /// [`NoGrant`] for another case.
    pub fn own_letter(actor: &Actor, case: &Case, sender: &PartyId) -> Result<Self, NoGrant> {
        Self::of_family(actor, case, sender)
    }

    /// For what a withdrawn consent brings about at a party that received data by it, also one that has left the case: the
    /// disclosure is the ground. It closes data in a dossier too that may not be used.
    #[must_use]
    pub fn to_close(actor: &Actor, receiver: &PartyId) -> Self {
        Self {
            actor: actor.clone(),
            party: receiver.clone(),
            purpose: Purpose::CarryOut,
            basis: Basis::Withdrawal,
        }
    }

    /// For a copy of the form, to write down what the family said: keeping it is no use of the dossier.
    #[must_use]
    pub fn to_keep(actor: &Actor, holder: &PartyId) -> Self {
        Self {
            basis: Basis::Said,
            ..Self::to_close(actor, holder)
        }
    }

    /// To see whether a party still has something by a consent that was given again, also one that has left the case.
    #[must_use]
    pub fn to_give_again(actor: &Actor, receiver: &PartyId) -> Self {
        Self {
            basis: Basis::CarryOut,
            ..Self::to_close(actor, receiver)
        }
    }

    /// For the family: the dossier that a party has of its own case, to lay a request in it (covenant, art. 13.1).
    ///
    /// # Errors
    /// [`NoGrant`] for another case.
    pub fn to_ask(actor: &Actor, case: &Case, holder: &PartyId) -> Result<Self, NoGrant> {
        Ok(Self {
            purpose: Purpose::Rights,
            ..Self::of_family(actor, case, holder)?
        })
    }

    /// For what a step that was allowed brings about at a party: the step itself is the ground.
    #[must_use]
    pub fn to_carry_out(actor: &Actor, case: &Case, kind: PartyKind) -> Option<Self> {
        let party = match kind {
            PartyKind::Swv => Some(&case.swv),
            PartyKind::Ggd => Some(&case.ggd),
            PartyKind::Gemeente => Some(&case.municipality),
            PartyKind::LocalTeam => case.local_team.as_ref(),
        }?;
        Some(Self {
            actor: actor.clone(),
            party: party.clone(),
            purpose: Purpose::CarryOut,
            basis: Basis::CarryOut,
        })
    }
}
