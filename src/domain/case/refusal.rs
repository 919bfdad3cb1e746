//! Why a step is refused: state, step, role and the rule with its source. It is what the user reads.

use std::fmt;

use time::Date;

use crate::domain::advice::NotIndependent;
use crate::domain::application::Missing;
use crate::domain::consent::NoConsent;
use crate::domain::dates;
use crate::domain::exemption::{NoExemption, Requirement};
use crate::domain::party::Role;

use super::{StateKind, StepKind};

/// A step that is not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where the case stands.
    pub state: StateKind,
    /// What was asked.
    pub step: StepKind,
    /// In which role.
    pub role: Role,
    /// By which rule it is refused.
    pub rule: Rule,
}

/// The rule that refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The path doesn't know this step from this state.
    NotFromHere,
    /// This role never takes this step.
    NotThisRole,
    /// Something is still missing.
    Incomplete(Vec<Missing>),
    /// No consent carries it.
    Consent(NoConsent),
    /// The doctor may not advise on this child.
    Doctor(NotIndependent),
    /// Another doctor has this case.
    OtherDoctor,
    /// The form doesn't meet these requirements.
    Form(Vec<Requirement>),
    /// The requirement is met, so it can't be the reason to refuse.
    RequirementMet(Requirement),
    /// The exemption can't have these dates.
    Dates(NoExemption),
    /// The parents still have time to read, until this day.
    StillReading(Date),
    /// Somebody held it back: silence is no release then.
    Blocked,
    /// The workflow doesn't share on silence.
    NoSharingOnSilence,
    /// The term for an answer still runs, until this day.
    TermRuns(Date),
    /// The exemption still runs until a day in the decision of the gemeente that granted it, which this one doesn't hold.
    RunsElsewhere,
    /// The young person turns 18 on this day.
    NotYetEighteen(Date),
    /// The young person is 18 from this day on: no exemption starts then.
    Eighteen(Date),
    /// A date lies after today.
    InFuture,
    /// A date lies before the step that it follows.
    BeforeEarlierStep(Date),
    /// The person who signs has no custody.
    NoCustody,
    /// From 16 on the young person decides about the SMA, and the parents don't.
    YoungPersonDecides,
    /// Until 16 who has custody decides; the view of the child is recorded.
    ParentsDecide,
    /// What a parent said before the 16th birthday changes nothing of what the young person said after it.
    SaidSince,
    /// The other parties must be of the same region.
    UnknownMunicipality,
    /// Another municipality, after the receipt, is a move and not a correction.
    UseMove,
    /// The seintje by telephone must be given first: after this step the name may be gone.
    SeintjeFirst,
    /// The parents applied again already: the newer case goes on.
    AppliedAgain,
    /// The gemeente has a name and no family to write to: who knows the family ends the procedure.
    NameOnly,
    /// The SWV keeps nothing of it any more (\[VO\], or \[PO\] without consent to keep): others record what happens.
    HandedOver,
    /// No deadline runs here that a person can move: a law or a decision sets the day.
    NoDeadline,
    /// The child can't have come back to school before the exemption began, on a day that this gemeente doesn't hold.
    BeforeExemption,
    /// No yearly notification is asked for that day, or this gemeente didn't take the decision.
    NoYearly,
    /// The deadline stands still since this day.
    StandsStill(Date),
    /// It doesn't stand still.
    Runs,
    /// A sitting is planned for this day: it is held or called off first.
    SittingPlanned(Date),
    /// No sitting is planned.
    NoSitting,
    /// There is no sitting of which something could be told.
    NoReport,
    /// Who broke the glass looks, and does nothing in the case but take it over.
    GlassShows,
}

impl Rule {
    /// What is wrong and what to do, in Dutch.
    #[must_use]
    pub fn dutch(&self) -> String {
        match self {
            Self::NotFromHere => "Deze stap hoort niet bij waar de zaak nu staat. Kijk op de tijdlijn wat de volgende stap is.".into(),
            Self::NotThisRole => "Uw rol mag deze stap niet zetten.".into(),
            Self::Incomplete(missing) => format!(
                "De aanvraag is nog niet compleet. Dit ontbreekt: {}. Vul het aan of vraag de ouders erom.",
                list(missing.iter().map(|m| m.dutch()))
            ),
            Self::Consent(NoConsent::NotGiven) => {
                "Hiervoor is geen toestemming gegeven. Zonder toestemming sturen de ouders het advies zelf.".into()
            }
            Self::Consent(NoConsent::Unsigned(who)) => format!(
                "De toestemming is nog niet getekend door: {}.",
                list(who.iter().map(|p| p.dutch().to_owned()))
            ),
            Self::Consent(NoConsent::Withdrawn(day)) => {
                format!("De toestemming is ingetrokken op {}. Er mag niets meer worden gedeeld.", dates::long(*day))
            }
            Self::Consent(NoConsent::NotCovered) => {
                "De toestemming die is getekend, noemt deze ontvanger of deze gegevens niet. Vraag om een nieuwe toestemming.".into()
            }
            Self::Doctor(NotIndependent::NotAppointed) => {
                "De arts is op deze dag niet aangewezen door de gemeente van het kind. Laat een arts die wel is aangewezen de zaak overnemen.".into()
            }
            Self::Doctor(NotIndependent::Treating) => {
                "Een arts die het kind behandelt, mag dit advies niet geven. Laat een andere arts de zaak overnemen.".into()
            }
            Self::OtherDoctor => "Een andere arts behandelt deze zaak.".into(),
            Self::Form(failed) => format!(
                "Niet aan alle vormeisen is voldaan. Dit klopt nog niet: {}.",
                list(failed.iter().map(|r| r.dutch().to_owned()))
            ),
            Self::RequirementMet(requirement) => format!("Aan deze eis is voldaan: {}. Kies de eis waaraan niet is voldaan.", requirement.dutch()),
            Self::Dates(NoExemption::BeforeNotification(day)) => format!(
                "De vrijstelling kan niet eerder ingaan dan de dag waarop de gemeente de kennisgeving kreeg: {}.",
                dates::long(*day)
            ),
            Self::Dates(NoExemption::TooFarAhead(day)) => format!(
                "De vrijstelling kan uiterlijk ingaan op {}: een jaar na de kennisgeving. Kijk of het jaartal klopt.",
                dates::long(*day)
            ),
            Self::Dates(NoExemption::Duration) => "Deze duur kan niet gekozen worden.".into(),
            Self::Dates(NoExemption::LongerThanAdvised(months)) => {
                format!("De arts adviseert ten hoogste {months} maanden. Een langere vrijstelling kan niet.")
            }
            Self::StillReading(day) => format!("De ouders hebben tot en met {} de tijd om te lezen.", dates::long(*day)),
            Self::Blocked => "Het delen is eerder tegengehouden. Het advies gaat alleen als iedereen die beslist het zelf vrijgeeft.".into(),
            Self::NoSharingOnSilence => "In deze regio wacht het advies tot de ouders het vrijgeven.".into(),
            Self::TermRuns(day) => format!("De ouders kunnen nog reageren tot en met {}.", dates::long(*day)),
            Self::RunsElsewhere => "Daarvoor is het nog te vroeg. De datum staat in het besluit van de gemeente die de vrijstelling heeft toegekend. \
                                    Bel die gemeente als u de datum nodig hebt.".into(),
            Self::NotYetEighteen(day) => format!("De leerling wordt pas 18 op {}. Tot die dag loopt de procedure of de vrijstelling door.", dates::long(*day)),
            Self::Eighteen(day) => format!(
                "De leerling is 18 jaar op {}. Vanaf die dag geldt de leerplicht niet meer en begint er geen vrijstelling. Is het al zover? \
                 Beëindig dan de procedure.",
                dates::long(*day)
            ),
            Self::InFuture => "Deze datum ligt na vandaag.".into(),
            Self::BeforeEarlierStep(day) => {
                format!("Deze datum ligt vóór de vorige stap ({}).", dates::long(*day))
            }
            Self::NoCustody => "Wie geen gezag heeft, tekent niet.".into(),
            Self::YoungPersonDecides => {
                "De jongere is 16 jaar of ouder en beslist nu zelf. De keuze van een ouder telt hier niet meer.".into()
            }
            Self::ParentsDecide => {
                "Tot 16 jaar beslist wie het gezag heeft. Leg wel vast wat de leerling ervan vindt.".into()
            }
            Self::SaidSince => {
                "Wie nu beslist, heeft na die dag zelf al een keuze gemaakt. Deze oudere brief verandert daar niets aan.".into()
            }
            Self::UnknownMunicipality => "Deze gemeente doet niet mee aan TOM in deze regio.".into(),
            Self::HandedOver => {
                "Uw deel is klaar: het samenwerkingsverband bewaart van deze aanvraag geen gegevens meer. Loopt de procedure nog, dan legt de GGD of de gemeente dit vast.".into()
            }
            Self::NoDeadline => {
                "Hier loopt geen termijn die u kunt veranderen. De wet of een besluit bepaalt de dag, of er wordt nu op niets gewacht.".into()
            }
            Self::StandsStill(day) => {
                format!("De termijn staat stil sinds {}. Laat de termijn eerst weer lopen.", dates::long(*day))
            }
            Self::BeforeExemption => {
                "Op die dag was er nog geen vrijstelling. De datum staat in het besluit van de gemeente die haar heeft toegekend.".into()
            }
            Self::NoYearly => {
                "Voor die dag hoort bij deze vrijstelling geen jaarlijkse kennisgeving, of de vrijstelling is van een andere gemeente. Kijk op \
                 de pagina van de zaak voor welk jaar er een nodig is.".into()
            }
            Self::Runs => "De termijn staat niet stil.".into(),
            Self::SittingPlanned(day) => format!(
                "Er is een zitting gepland op {}. Leg vast dat zij is gehouden, of zeg haar eerst af: dan wacht niemand voor niets.",
                dates::long(*day)
            ),
            Self::NoSitting => "Er is nu geen zitting gepland.".into(),
            Self::NoReport => {
                "Er is nog niets om te delen. Leg eerst de zitting vast, met de afspraken.".into()
            }
            Self::GlassShows => {
                "U ziet deze zaak met noodtoegang. Daarmee kunt u niets vastleggen. Vraag wie aan de zaak werkt om u toe te voegen. Een arts \
                 kan de zaak ook zelf in behandeling nemen.".into()
            }
            Self::NameOnly => {
                "Van deze leerling hebt u alleen de naam. U kunt de ouders dus geen brief sturen. Bel het samenwerkingsverband: dat sluit de procedure af, of zegt u wie dat doet.".into()
            }
            Self::SeintjeFirst => {
                "Geef eerst het seintje aan de leerplichtambtenaar per telefoon, en leg bij de taken vast dat u belde.".into()
            }
            Self::AppliedAgain => {
                "Na deze aanvraag is er al een nieuwe aanvraag. Ga verder met de nieuwste.".into()
            }
            Self::UseMove => {
                "De gemeente heeft het seintje al gekregen. Kies de stap 'overdragen na verhuizing'.".into()
            }
        }
    }

    /// The article or the design decision behind the rule.
    #[must_use]
    pub fn source(&self) -> &'static str {
        match self {
            Self::NotFromHere | Self::NotThisRole | Self::OtherDoctor | Self::AppliedAgain => {
                "convenant, bijlage 3, TOM"
            }
            Self::Incomplete(_) => "convenant, bijlage 3, TOM: aanvraag beoordeling vrijstelling",
            Self::Consent(_)
            | Self::Blocked
            | Self::YoungPersonDecides
            | Self::ParentsDecide
            | Self::SaidSince => "convenant, artikel 4.4, 6 en bijlage 5",
            Self::Doctor(_) => "artikel 7 Leerplichtwet 1969",
            Self::Form(failed) => failed
                .first()
                .map_or("artikel 6 en 7 Leerplichtwet 1969", |r| r.source()),
            Self::RequirementMet(requirement) => requirement.source(),
            Self::NoYearly
            | Self::Dates(NoExemption::BeforeNotification(_) | NoExemption::TooFarAhead(_)) => {
                "artikel 6 Leerplichtwet 1969"
            }
            Self::Dates(NoExemption::Duration) => {
                "convenant, bijlage 3, TOM: duur van de vrijstelling"
            }
            Self::Dates(NoExemption::LongerThanAdvised(_)) => {
                "artikel 5 onder a en 7 Leerplichtwet 1969"
            }
            Self::StillReading(_)
            | Self::NoSharingOnSilence
            | Self::TermRuns(_)
            | Self::RunsElsewhere
            | Self::NoDeadline
            | Self::StandsStill(_)
            | Self::Runs => "de termijnen van deze werkwijze",
            Self::InFuture | Self::BeforeEarlierStep(_) | Self::BeforeExemption => {
                "een datum volgt op de stap ervoor"
            }
            Self::NotYetEighteen(_) => "artikel 1b Leerplichtwet 1969",
            Self::Eighteen(_) => {
                "artikel 4a Leerplichtwet 1969: de kwalificatieplicht loopt tot 18 jaar"
            }
            Self::SittingPlanned(_) | Self::NoSitting => "convenant, artikel 3.5 en 12.5",
            Self::NoReport => "convenant, bijlage 3, punt 4",
            Self::NoCustody => "artikel 2 Leerplichtwet 1969",
            Self::UnknownMunicipality | Self::UseMove => "convenant, artikel 2",
            Self::SeintjeFirst | Self::NameOnly => "convenant, bijlage 3, TOM: seintje naar LPA",
            Self::GlassShows => {
                "convenant, artikel 7.3: alleen wie het voor het eigen werk nodig heeft"
            }
            Self::HandedOver => {
                "convenant, bijlage 3, TOM: het samenwerkingsverband bewaart niets, of alleen met toestemming"
            }
        }
    }

    /// A fixed key, for tables, tests and the access log.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere => "not_from_here",
            Self::NotThisRole => "not_this_role",
            Self::Incomplete(_) => "incomplete",
            Self::Consent(_) => "consent",
            Self::Doctor(_) => "doctor",
            Self::OtherDoctor => "other_doctor",
            Self::Form(_) => "form",
            Self::RequirementMet(_) => "requirement_met",
            Self::Dates(_) => "dates",
            Self::StillReading(_) => "still_reading",
            Self::Blocked => "blocked",
            Self::NoSharingOnSilence => "no_sharing_on_silence",
            Self::TermRuns(_) => "term_runs",
            Self::RunsElsewhere => "runs_elsewhere",
            Self::NotYetEighteen(_) => "not_yet_eighteen",
            Self::Eighteen(_) => "eighteen",
            Self::InFuture => "in_future",
            Self::BeforeEarlierStep(_) => "before_earlier_step",
            Self::NoCustody => "no_custody",
            Self::YoungPersonDecides => "young_person_decides",
            Self::ParentsDecide => "parents_decide",
            Self::SaidSince => "said_since",
            Self::UnknownMunicipality => "unknown_municipality",
            Self::UseMove => "use_move",
            Self::AppliedAgain => "applied_again",
            Self::SeintjeFirst => "seintje_first",
            Self::HandedOver => "handed_over",
            Self::NoDeadline => "no_deadline",
            Self::BeforeExemption => "before_exemption",
            Self::NoYearly => "no_yearly",
            Self::StandsStill(_) => "stands_still",
            Self::Runs => "runs",
            Self::SittingPlanned(_) => "sitting_planned",
            Self::NoSitting => "no_sitting",
            Self::NoReport => "no_report",
            Self::GlassShows => "glass_shows",
            Self::NameOnly => "name_only",
        }
    }
}

impl Refusal {
    /// Where the case stands, in words that this role may read: the step that an LPA or an SWV may not take must not tell
    /// how far the doctor is.
    fn standing(&self) -> &'static str {
        match self.role.party_kind() {
            Some(kind) => super::standing(self.state, kind),
            None => self.state.dutch(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "De stap “{}” kan niet. De zaak staat op “{}” en u bent {}. {} (Regel: {}.)",
            self.step.dutch(),
            self.standing(),
            self.role.dutch(),
            self.rule.dutch(),
            self.rule.source()
        )
    }
}

impl std::error::Error for Refusal {}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("; ")
}
