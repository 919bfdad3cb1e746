//! The steps. A command carries what its step needs, proofs included.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::advice::{IndependentDoctor, Verdict};
use crate::domain::application::{Addresses, CompleteApplication, Missing};
use crate::domain::consent::{
    AskRelease, Consented, InformLocalTeam, NoConsent, PurposeKind, ShareAdviceWithLpa,
    ShareWithDoctor, Statement,
};
use crate::domain::deadline::Why;
use crate::domain::exemption::{FormFacts, Requirement, Terms};
use crate::domain::family::Person;
use crate::domain::party::{PartyId, Role};
use crate::domain::term::Term;

use super::answers::{Asked, Without};
use super::sitting::Sitting;
use super::state::End;

/// When and where the doctor sees the child: no name, no reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Day.
    pub on: Date,
    /// Hour and minute, `HH:MM`.
    pub at: String,
}

/// What the doctor establishes when the child is not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Day of the statement.
    pub on: Date,
    /// For now or for ever, and the advised duration.
    pub verdict: NotFit,
}

/// The verdicts from which an exemption can follow. "Geschikt" is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFit {
    /// Not fit for now; advised duration in months.
    ForNow(u8),
    /// Never fit; advised duration in months.
    Never(u8),
}

impl From<NotFit> for Verdict {
    fn from(not_fit: NotFit) -> Self {
        match not_fit {
            NotFit::ForNow(months) => Self::Unfit { months },
            NotFit::Never(months) => Self::NeverFit { months },
        }
    }
}

/// How the SMA goes to the parents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// With the tick on the form: they read it and release it.
    ToRelease(Consented<AskRelease>),
    /// Without the tick: they send it themselves.
    ToSendThemselves,
}

/// An answer of the family on paper, as the GGD got it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Who signed it.
    pub by: Person,
    /// The day beside the signature.
    pub on: Date,
}

/// A step, with what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The SWV fills in, completes or corrects the application.
    Amend {
        /// What is missing now.
        missing: BTreeSet<Missing>,
        /// Whether the child's name was corrected.
        renamed: bool,
        /// Whether the child's date of birth was.
        born: bool,
        /// Who became reachable by it.
        addresses: Addresses,
    },
    /// The SWV registers the receipt of a paper; what the family sent online registers itself.
    Register {
        /// Day of receipt.
        received_on: Date,
        /// What is missing.
        missing: BTreeSet<Missing>,
        /// Whether there is a paper, which is to be scanned.
        paper: bool,
    },
    /// The SWV asks the parents for what is missing now, by letter.
    AskCompletion(BTreeSet<Missing>),
    /// The SWV notes a contact with the parents.
    NoteContact,
    /// The SWV plans the sitting of the team and invites, or moves it.
    PlanSitting(Sitting),
    /// It calls the sitting off.
    CallOffSitting,
    /// The sitting of the team was held.
    RecordSitting(Date),
    /// The family gets what the sitting agreed on.
    ShareReport,
    /// The SWV hands over to the doctor.
    HandOver(CompleteApplication, Consented<ShareWithDoctor>),
    /// A possibility in education was found.
    CloseSchoolPossible,
    /// The GGD corrects facts of the family in its own dossier; the gemeente records an address.
    CorrectFacts {
        /// Who became reachable by it.
        addresses: Addresses,
        /// Whether the child's date of birth changed.
        born: bool,
        /// Whether the child's name changed.
        renamed: bool,
        /// Who must release and sign by what stands there now; `None` where the own dossier doesn't tell.
        asked: Option<Asked>,
        /// Whether facts changed that stand in a signed notification (art. 6 LPW): then it is signed again.
        notification: bool,
    },
    /// A doctor takes the case on.
    TakeOn(IndependentDoctor),
    /// The doctor invites.
    PlanAppointment(Appointment),
    /// Nobody came.
    RecordNoShow,
    /// The doctor establishes the SMA: not fit.
    EstablishAdvice(IndependentDoctor, Unfit),
    /// The doctor finds the child fit.
    AdviseFit(IndependentDoctor, Date),
    /// The doctor corrects facts in the SMA.
    CorrectAdvice {
        /// The doctor.
        by: IndependentDoctor,
        /// Whether facts changed that stand in the notification too (art. 6 LPW): then it is signed again.
        notification: bool,
    },
    /// The doctor sends the SMA to the parents, or sends it again.
    SendForReading {
        /// To release, or to send themselves.
        how: Reading,
        /// Who must release and sign.
        asked: Asked,
    },
    /// A parent or the 16+ releases the SMA to the LPA.
    Release {
        /// The paper on which it came to the doctor; `None`: released by who acts.
        paper: Option<Paper>,
        /// Who must release, on this day.
        asked: Asked,
        /// The consent, with this release in it: needed once nobody else is waited for.
        consent: Result<Consented<ShareAdviceWithLpa>, NoConsent>,
    },
    /// They block it: who acts, or on a paper that came to the doctor.
    Block(Option<Paper>),
    /// The doctor shares after silence.
    ShareAfterSilence(Consented<ShareAdviceWithLpa>, IndependentDoctor),
    /// The parents send or bring the SMA themselves.
    SendThemselves {
        /// On which day it came.
        on: Date,
        /// Who signed the notification that came with it on paper.
        signed: BTreeSet<Person>,
    },
    /// Who is responsible signs the notification of art. 6.
    SignNotification {
        /// Who: one on the own page, one or more on paper.
        by: BTreeSet<Person>,
        /// On which day it was signed, or came on paper.
        on: Date,
    },
    /// The LPA goes on without the signature of a parent.
    GoOnWithout {
        /// Whose.
        who: Person,
        /// Why.
        why: Without,
    },
    /// The LPA grants.
    Grant {
        /// What the test of the form looks at.
        facts: FormFacts,
        /// What the LPA chooses.
        terms: Terms,
        /// What the SMA in the gemeente's dossier says: it holds the exemption within what the doctor advised.
        advised: Verdict,
        /// The 18th birthday, where the dossier knows it.
        eighteen_on: Option<Date>,
        /// Consent to tell the local team, where it is involved.
        inform_local_team: Option<Consented<InformLocalTeam>>,
    },
    /// The LPA finds that a requirement is not met.
    Refuse(Requirement),
    /// The yearly notification inside the exemption came in (art. 6 LPW, under b).
    NotifyYearly {
        /// The last day of the year that it is for.
        by: Date,
        /// What the test of its form looks at.
        facts: FormFacts,
    },
    /// The child goes to school again, since this day; `None`: no more.
    RecordSchool(Option<Date>),
    /// The date of the re-assessment has come.
    Reassess,
    /// The month has come in which the SWV looks again at learnability and development.
    Monitor,
    /// A running exemption ends; at 18 a procedure too.
    EndExemption {
        /// How.
        end: End,
        /// The 18th birthday, where the dossier knows it.
        eighteen_on: Option<Date>,
    },
    /// The parents withdraw the application.
    Withdraw,
    /// No answer came.
    Lapse,
    /// The child moves to another municipality of the region.
    Move(PartyId, Addresses),
    /// The child leaves the area and its schools.
    LeaveArea,
    /// The child died.
    ReportDeath,
    /// The parents apply again: the new case is made by the caller, linked to this one.
    ApplyAgain,
    /// The deadline stands still from today.
    Suspend(Why),
    /// It runs on from today.
    Resume,
    /// It gets so much longer.
    Extend(Term, Why),
    /// Somebody who decides withdraws a consent, or gives it (again).
    Consent {
        /// What was said.
        said: Statement,
        /// What the application still lacks with it, where the own dossier tells.
        missing: Option<BTreeSet<Missing>>,
    },
}

/// The name of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepKind {
    /// [`Command::Amend`]
    Amend,
    /// [`Command::Register`]
    Register,
    /// [`Command::AskCompletion`]
    AskCompletion,
    /// [`Command::NoteContact`]
    NoteContact,
    /// [`Command::PlanSitting`]
    PlanSitting,
    /// [`Command::CallOffSitting`]
    CallOffSitting,
    /// [`Command::RecordSitting`]
    RecordSitting,
    /// [`Command::ShareReport`]
    ShareReport,
    /// [`Command::HandOver`]
    HandOver,
    /// [`Command::CloseSchoolPossible`]
    CloseSchoolPossible,
    /// [`Command::CorrectFacts`]
    CorrectFacts,
    /// [`Command::TakeOn`]
    TakeOn,
    /// [`Command::PlanAppointment`]
    PlanAppointment,
    /// [`Command::RecordNoShow`]
    RecordNoShow,
    /// [`Command::EstablishAdvice`]
    EstablishAdvice,
    /// [`Command::AdviseFit`]
    AdviseFit,
    /// [`Command::CorrectAdvice`]
    CorrectAdvice,
    /// [`Command::SendForReading`]
    SendForReading,
    /// [`Command::Release`]
    Release,
    /// [`Command::Block`]
    Block,
    /// [`Command::ShareAfterSilence`]
    ShareAfterSilence,
    /// [`Command::SendThemselves`]
    SendThemselves,
    /// [`Command::SignNotification`]
    SignNotification,
    /// [`Command::GoOnWithout`]
    GoOnWithout,
    /// [`Command::Grant`]
    Grant,
    /// [`Command::Refuse`]
    Refuse,
    /// [`Command::NotifyYearly`]
    NotifyYearly,
    /// [`Command::RecordSchool`]
    RecordSchool,
    /// [`Command::Reassess`]
    Reassess,
    /// [`Command::Monitor`]
    Monitor,
    /// [`Command::EndExemption`]
    EndExemption,
    /// [`Command::Withdraw`]
    Withdraw,
    /// [`Command::Lapse`]
    Lapse,
    /// [`Command::Move`]
    Move,
    /// [`Command::LeaveArea`]
    LeaveArea,
    /// [`Command::ReportDeath`]
    ReportDeath,
    /// [`Command::ApplyAgain`]
    ApplyAgain,
    /// [`Command::Suspend`]
    Suspend,
    /// [`Command::Resume`]
    Resume,
    /// [`Command::Extend`]
    Extend,
    /// [`Command::Consent`]: a no.
    WithdrawConsent,
    /// [`Command::Consent`]: a yes.
    GiveConsent,
}

impl StepKind {
    /// Every step, in the order of the path.
    pub const ALL: [Self; 42] = [
        Self::Amend,
        Self::Register,
        Self::AskCompletion,
        Self::NoteContact,
        Self::PlanSitting,
        Self::CallOffSitting,
        Self::RecordSitting,
        Self::ShareReport,
        Self::HandOver,
        Self::CloseSchoolPossible,
        Self::CorrectFacts,
        Self::TakeOn,
        Self::PlanAppointment,
        Self::RecordNoShow,
        Self::EstablishAdvice,
        Self::AdviseFit,
        Self::CorrectAdvice,
        Self::SendForReading,
        Self::Release,
        Self::Block,
        Self::ShareAfterSilence,
        Self::SendThemselves,
        Self::SignNotification,
        Self::GoOnWithout,
        Self::Grant,
        Self::Refuse,
        Self::NotifyYearly,
        Self::RecordSchool,
        Self::Reassess,
        Self::Monitor,
        Self::EndExemption,
        Self::Withdraw,
        Self::Lapse,
        Self::Move,
        Self::LeaveArea,
        Self::ReportDeath,
        Self::ApplyAgain,
        Self::Suspend,
        Self::Resume,
        Self::Extend,
        Self::WithdrawConsent,
        Self::GiveConsent,
    ];

    /// The word for it in the workflow file and in the history.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Amend => "amend",
            Self::Register => "register",
            Self::AskCompletion => "ask_completion",
            Self::NoteContact => "note_contact",
            Self::PlanSitting => "plan_sitting",
            Self::CallOffSitting => "call_off_sitting",
            Self::RecordSitting => "record_sitting",
            Self::ShareReport => "share_report",
            Self::HandOver => "hand_over",
            Self::CloseSchoolPossible => "close_school_possible",
            Self::CorrectFacts => "correct_facts",
            Self::TakeOn => "take_on",
            Self::PlanAppointment => "plan_appointment",
            Self::RecordNoShow => "record_no_show",
            Self::EstablishAdvice => "establish_advice",
            Self::AdviseFit => "advise_fit",
            Self::CorrectAdvice => "correct_advice",
            Self::SendForReading => "send_for_reading",
            Self::Release => "release",
            Self::Block => "block",
            Self::ShareAfterSilence => "share_after_silence",
            Self::SendThemselves => "send_themselves",
            Self::SignNotification => "sign_notification",
            Self::GoOnWithout => "go_on_without",
            Self::Grant => "grant",
            Self::Refuse => "refuse",
            Self::NotifyYearly => "notify_yearly",
            Self::RecordSchool => "record_school",
            Self::Reassess => "reassess",
            Self::Monitor => "monitor",
            Self::EndExemption => "end_exemption",
            Self::Withdraw => "withdraw",
            Self::Lapse => "lapse",
            Self::Move => "move",
            Self::LeaveArea => "leave_area",
            Self::ReportDeath => "report_death",
            Self::ApplyAgain => "apply_again",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Extend => "extend",
            Self::WithdrawConsent => "withdraw_consent",
            Self::GiveConsent => "give_consent",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Amend => "de aanvraag aanvullen of verbeteren",
            Self::Register => "de ontvangst vastleggen",
            Self::AskCompletion => "om aanvulling vragen",
            Self::NoteContact => "contact met de ouders noteren",
            Self::PlanSitting => "een zitting plannen",
            Self::CallOffSitting => "de zitting afzeggen",
            Self::RecordSitting => "de zitting vastleggen",
            Self::ShareReport => "het verslag van de zitting delen",
            Self::HandOver => "overdragen aan de arts",
            Self::CloseSchoolPossible => "afsluiten als 'onderwijs mogelijk'",
            Self::CorrectFacts => "gegevens van het gezin verbeteren",
            Self::TakeOn => "in behandeling nemen",
            Self::PlanAppointment => "een afspraak plannen",
            Self::RecordNoShow => "vastleggen dat niemand kwam",
            Self::EstablishAdvice => "het advies vaststellen",
            Self::AdviseFit => "adviseren dat het kind geschikt is voor school",
            Self::CorrectAdvice => "feiten in het advies verbeteren",
            Self::SendForReading => "het advies naar de ouders sturen",
            Self::Release => "het advies vrijgeven",
            Self::Block => "het advies tegenhouden",
            Self::ShareAfterSilence => "delen nadat ouders niet hebben gereageerd",
            Self::SendThemselves => "het advies zelf sturen",
            Self::SignNotification => "de kennisgeving ondertekenen",
            Self::GoOnWithout => "verder zonder de handtekening van een ouder",
            Self::Grant => "de vrijstelling toekennen",
            Self::Refuse => "vastleggen dat niet aan de eisen is voldaan",
            Self::NotifyYearly => "de jaarlijkse kennisgeving vastleggen",
            Self::RecordSchool => "vastleggen of de leerling weer naar school gaat",
            Self::Reassess => "de herbeoordeling starten",
            Self::Monitor => "het samenwerkingsverband laten weten dat het opnieuw kijkt",
            Self::EndExemption => "de vrijstelling of de procedure beëindigen",
            Self::Withdraw => "de aanvraag intrekken",
            Self::Lapse => "stoppen omdat geen antwoord kwam",
            Self::Move => "overdragen na verhuizing",
            Self::LeaveArea => "beëindigen na vertrek uit de regio",
            Self::ReportDeath => "een overlijden vastleggen",
            Self::ApplyAgain => "opnieuw aanvragen",
            Self::Suspend => "de termijn stilzetten",
            Self::Resume => "de termijn weer laten lopen",
            Self::Extend => "de termijn verlengen",
            Self::WithdrawConsent => "een toestemming intrekken",
            Self::GiveConsent => "een toestemming geven",
        }
    }

    /// The roles that may take this step at all; the state decides the rest.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        use Role::{Doctor, Lpa, Parent, Swv, System, YoungPerson};
        match self {
            Self::Register => &[Swv, System],
            Self::Amend
            | Self::AskCompletion
            | Self::NoteContact
            | Self::PlanSitting
            | Self::CallOffSitting
            | Self::RecordSitting
            | Self::ShareReport
            | Self::HandOver
            | Self::CloseSchoolPossible
            | Self::ApplyAgain => &[Swv],
            Self::TakeOn
            | Self::PlanAppointment
            | Self::RecordNoShow
            | Self::EstablishAdvice
            | Self::AdviseFit
            | Self::CorrectAdvice
            | Self::SendForReading
            | Self::ShareAfterSilence => &[Doctor],
            Self::CorrectFacts => &[Doctor, Lpa],
            Self::Release | Self::Block => &[Doctor, Parent, YoungPerson],
            Self::SendThemselves => &[Lpa, Parent, YoungPerson],
            Self::SignNotification => &[Parent, Lpa],
            Self::GoOnWithout
            | Self::Grant
            | Self::Refuse
            | Self::NotifyYearly
            | Self::RecordSchool => &[Lpa],
            Self::Reassess => &[System, Lpa],
            Self::Monitor => &[System],
            Self::EndExemption => &[Swv, Doctor, Lpa, System],
            Self::Withdraw => &[Swv, Doctor, Lpa, Parent],
            Self::Lapse => &[Swv, Doctor],
            Self::Move
            | Self::LeaveArea
            | Self::ReportDeath
            | Self::Suspend
            | Self::Resume
            | Self::Extend => &[Swv, Doctor, Lpa],
            Self::WithdrawConsent => &[Swv, Doctor, Lpa, Parent, YoungPerson],
            Self::GiveConsent => &[Swv, Doctor, Parent, YoungPerson],
        }
    }

    /// The consents on which it rests, or on which what is shown before it rests.
    #[must_use]
    pub const fn rests_on(self) -> &'static [PurposeKind] {
        use PurposeKind::{InformLocalTeam, ShareAdviceWithLpa, ShareWithDoctor};
        match self {
            Self::HandOver
            | Self::TakeOn
            | Self::PlanAppointment
            | Self::EstablishAdvice
            | Self::AdviseFit => &[ShareWithDoctor],
            Self::SendForReading => &[ShareWithDoctor, ShareAdviceWithLpa],
            Self::Release | Self::ShareAfterSilence => &[ShareAdviceWithLpa],
            Self::Grant => &[ShareAdviceWithLpa, InformLocalTeam],
            _ => &[],
        }
    }
}

impl Command {
    /// The name of the step.
    #[must_use]
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::Amend { .. } => StepKind::Amend,
            Self::Register { .. } => StepKind::Register,
            Self::AskCompletion(_) => StepKind::AskCompletion,
            Self::NoteContact => StepKind::NoteContact,
            Self::PlanSitting(_) => StepKind::PlanSitting,
            Self::CallOffSitting => StepKind::CallOffSitting,
            Self::RecordSitting(_) => StepKind::RecordSitting,
            Self::ShareReport => StepKind::ShareReport,
            Self::HandOver(..) => StepKind::HandOver,
            Self::CloseSchoolPossible => StepKind::CloseSchoolPossible,
            Self::CorrectFacts { .. } => StepKind::CorrectFacts,
            Self::TakeOn(_) => StepKind::TakeOn,
            Self::PlanAppointment(_) => StepKind::PlanAppointment,
            Self::RecordNoShow => StepKind::RecordNoShow,
            Self::EstablishAdvice(..) => StepKind::EstablishAdvice,
            Self::AdviseFit(..) => StepKind::AdviseFit,
            Self::CorrectAdvice { .. } => StepKind::CorrectAdvice,
            Self::SendForReading { .. } => StepKind::SendForReading,
            Self::Release { .. } => StepKind::Release,
            Self::Block(_) => StepKind::Block,
            Self::ShareAfterSilence(..) => StepKind::ShareAfterSilence,
            Self::SendThemselves { .. } => StepKind::SendThemselves,
            Self::SignNotification { .. } => StepKind::SignNotification,
            Self::GoOnWithout { .. } => StepKind::GoOnWithout,
            Self::Grant { .. } => StepKind::Grant,
            Self::Refuse(_) => StepKind::Refuse,
            Self::NotifyYearly { .. } => StepKind::NotifyYearly,
            Self::RecordSchool(_) => StepKind::RecordSchool,
            Self::Reassess => StepKind::Reassess,
            Self::Monitor => StepKind::Monitor,
            Self::EndExemption { .. } => StepKind::EndExemption,
            Self::Withdraw => StepKind::Withdraw,
            Self::Lapse => StepKind::Lapse,
            Self::Move(..) => StepKind::Move,
            Self::LeaveArea => StepKind::LeaveArea,
            Self::ReportDeath => StepKind::ReportDeath,
            Self::ApplyAgain => StepKind::ApplyAgain,
            Self::Suspend(_) => StepKind::Suspend,
            Self::Resume => StepKind::Resume,
            Self::Extend(..) => StepKind::Extend,
            Self::Consent { said, .. } if said.gives => StepKind::GiveConsent,
            Self::Consent { .. } => StepKind::WithdrawConsent,
        }
    }
}
