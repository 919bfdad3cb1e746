//! The one policy: who may open the dossier of a case, and on which ground.
//!
//! Pages, steps, letters and tasks ask [`basis`]; lists and searches ask for no more than [`reach`] gives them.

use super::case::Case;
use super::grant::{NoGrant, Purpose};
use super::party::{Actor, Role, UserId};

/// What the policy looks at beside who asks, for what and which case. It is read along with the case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The party of who asks has a dossier of the case. A local team gets one with consent alone.
    pub holds: bool,
    /// That party chose that only who works on a case knows of it.
    pub need_to_know: bool,
    /// Somebody of that party, who can still sign in, works on the case.
    pub assigned: bool,
    /// Who asks is one of them.
    pub member: bool,
    /// Who of them is away, while who asks takes over the cases.
    pub stands_in_for: Option<UserId>,
    /// The break-glass under which who asks may see the case for a while.
    pub glass: Option<String>,
}

/// On which ground somebody opens a dossier. The access log says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Works for a party that lets everybody in this role know all its cases.
    Party,
    /// Works on the case: registered it, took it on or was assigned.
    Member,
    /// Takes over the cases of this colleague for a while, who works on it.
    StandsIn(UserId),
    /// Nobody of the party works on the case yet, so that somebody can take it on.
    Unassigned,
    /// Says who works on which case.
    Coordinator,
    /// A task, or the letter that it is about, that is still the party's own.
    Task,
    /// The own data of the family.
    OwnData,
    /// Follows from a step that was allowed.
    CarryOut,
    /// Closes what a consent kept open that was withdrawn.
    Withdrawal,
    /// Writes down what the family said of a consent.
    Said,
    /// Broke the glass, with this number.
    BreakGlass(String),
    /// Supervises the own party.
    Supervision,
}

impl Basis {
    /// The word for it in the access log.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Party => "party".into(),
            Self::Member => "member".into(),
            Self::StandsIn(colleague) => format!("{STANDS_IN}{}", colleague.as_str()),
            Self::Unassigned => "unassigned".into(),
            Self::Coordinator => "coordinator".into(),
            Self::Task => "task".into(),
            Self::OwnData => "own_data".into(),
            Self::CarryOut => "carry_out".into(),
            Self::Withdrawal => "withdrawal".into(),
            Self::Said => "said".into(),
            Self::BreakGlass(id) => format!("{BREAK_GLASS}{id}"),
            Self::Supervision => "supervision".into(),
        }
    }
}

/// How the basis of a break-glass begins in the access log; its number follows.
pub const BREAK_GLASS: &str = "break_glass:";

/// How the basis of a substitution begins in the access log; the id of the colleague follows.
pub const STANDS_IN: &str = "for:";

/// How far a role sees among the cases of its party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of them.
    All,
    /// All, or the own ones and those of nobody: as the party chose.
    AsChosen,
    /// The own ones and those of nobody, whatever the party chose.
    Own,
}

/// How far this role sees; `None` for who works with no dossiers.
#[must_use]
pub const fn reach(role: Role) -> Option<Reach> {
    match role {
        // What a local team has, was consented to for that team.
        Role::Coordinator | Role::LocalTeam => Some(Reach::All),
        Role::Swv | Role::Lpa => Some(Reach::AsChosen),
        Role::Doctor => Some(Reach::Own),
        Role::Admin | Role::Fg | Role::Policy | Role::Parent | Role::YoungPerson | Role::System => {
            None
        }
    }
}

/// Whether this role may break the glass, for a case of a colleague.
#[must_use]
pub const fn may_break_glass(role: Role) -> bool {
    matches!(role, Role::Doctor | Role::Lpa)
}

/// Whether who has this role works on cases of the own, that a colleague can take over for a while.
#[must_use]
pub const fn may_stand_in(role: Role) -> bool {
    matches!(
        role,
        Role::Swv | Role::Coordinator | Role::Doctor | Role::Lpa
    )
}

/// On which ground an employee may open the own party's dossier of a case.
///
/// # Errors
/// [`NoGrant`] for a case of another party or of a colleague, and for roles that open no dossier for this purpose.
pub fn basis(
    actor: &Actor,
    case: &Case,
    purpose: Purpose,
    facts: &Facts,
) -> Result<Basis, NoGrant> {
    let Actor::Employee { party, role, .. } = actor else {
        return Err(NoGrant);
    };
    let takes_part = match role.acts_as() {
        Role::Swv => case.swv == *party,
        Role::Doctor => case.ggd == *party,
        Role::Lpa => case.municipality == *party,
        Role::LocalTeam => case.local_team.as_ref() == Some(party),
        Role::Fg => purpose == Purpose::Supervise,
        _ => false,
    };
    match role {
        _ if !takes_part || !facts.holds => Err(NoGrant),
        // An FG says why first, each time for an hour.
        Role::Fg => facts
            .glass
            .as_ref()
            .map(|_| Basis::Supervision)
            .ok_or(NoGrant),
        // Who sees it for a while doesn't say who works on the case, or the while would never end.
        role if purpose == Purpose::Assign => {
            let own = Facts {
                stands_in_for: None,
                glass: None,
                ..facts.clone()
            };
            within(*role, &own)
        }
        role => within(*role, facts),
    }
}

/// The same for a party that need not have the case any more, but has a dossier of it.
///
/// # Errors
/// As [`basis`].
pub fn within(role: Role, facts: &Facts) -> Result<Basis, NoGrant> {
    let reach = reach(role).ok_or(NoGrant)?;
    if facts.member {
        return Ok(Basis::Member);
    }
    if let Some(colleague) = facts.stands_in_for.as_ref().filter(|_| may_stand_in(role)) {
        return Ok(Basis::StandsIn(colleague.clone()));
    }
    Ok(match reach {
        Reach::All if role == Role::Coordinator => Basis::Coordinator,
        Reach::All => Basis::Party,
        Reach::AsChosen if !facts.need_to_know => Basis::Party,
        _ if !facts.assigned => Basis::Unassigned,
        Reach::AsChosen | Reach::Own => match &facts.glass {
            Some(id) if may_break_glass(role) => Basis::BreakGlass(id.clone()),
            _ => return Err(NoGrant),
        },
    })
}
