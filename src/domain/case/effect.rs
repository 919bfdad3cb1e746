//! What a step brings about, as data: history for each party, seintjes, hand-overs, letters, tasks.
//!
//! Nothing here is personal. Names and addresses come in when the effects are carried out, out of the dossier of the
//! party that acts.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::consent::{PurposeKind, Statement};
use crate::domain::deadline::Why;
use crate::domain::family::Person;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{PartyId, PartyKind};
use crate::domain::rights::{Outcome, Right};
use crate::domain::rules::HandOverKind;
use crate::domain::term::Term;

use super::answers::Without;
use super::state::End;

/// Who sees an event in the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// People of the SWV.
    Swv,
    /// People of the GGD.
    Ggd,
    /// People of the gemeente.
    Gemeente,
    /// People of the local team.
    LocalTeam,
    /// Parents and young person.
    Family,
}

impl From<PartyKind> for Audience {
    fn from(kind: PartyKind) -> Self {
        match kind {
            PartyKind::Swv => Self::Swv,
            PartyKind::Ggd => Self::Ggd,
            PartyKind::Gemeente => Self::Gemeente,
            PartyKind::LocalTeam => Self::LocalTeam,
        }
    }
}

/// What happened, for the timeline of those who may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// Who sees it.
    pub audience: Vec<Audience>,
}

/// What happened. Dates and kinds only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// The application was registered.
    Registered {
        /// Day of receipt.
        received_on: Date,
    },
    /// Something was filled in or corrected.
    Amended,
    /// The application is complete.
    Completed,
    /// The parents were asked for what is missing.
    CompletionAsked {
        /// Until and with which day.
        until: Date,
    },
    /// A contact with the parents was noted.
    ContactNoted,
    /// The sitting was planned.
    SittingPlanned {
        /// On which day.
        on: Date,
        /// Hour and minute, `HH:MM`.
        at: String,
    },
    /// It was called off.
    SittingCalledOff {
        /// For which day it was planned.
        on: Date,
    },
    /// The family got what a sitting agreed on.
    ReportShared {
        /// Day of the sitting.
        on: Date,
    },
    /// The sitting was held.
    SittingHeld {
        /// On which day.
        on: Date,
    },
    /// Handed over to the doctor.
    HandedOver,
    /// A doctor took the case on.
    TakenOn,
    /// The appointment was planned.
    AppointmentPlanned {
        /// On which day.
        on: Date,
        /// Hour and minute, `HH:MM`.
        at: String,
    },
    /// Nobody came.
    NoShow,
    /// The SMA was established.
    AdviceEstablished {
        /// On which day.
        on: Date,
    },
    /// Facts of the family were corrected.
    FactsCorrected,
    /// Facts in the SMA were corrected.
    AdviceCorrected {
        /// Version of the text.
        version: u32,
    },
    /// The SMA went to the parents, to read and release.
    AdviceToRead {
        /// Whether the young person reads it and decides.
        young_person: bool,
    },
    /// The SMA went to the parents, to send themselves.
    AdviceToSend {
        /// Whether the young person reads it and decides.
        young_person: bool,
    },
    /// The SMA was released.
    Released {
        /// Who.
        by: Option<Person>,
        /// The day beside the signature, where it came on paper.
        #[serde(default)]
        paper: Option<Date>,
    },
    /// The SMA was blocked.
    Blocked {
        /// Who.
        by: Option<Person>,
        /// The day beside the signature, where it came on paper.
        #[serde(default)]
        paper: Option<Date>,
    },
    /// The doctor shared after silence.
    SharedAfterSilence,
    /// The parents, or the young person, sent the SMA themselves.
    SentByParents {
        /// On which day.
        on: Date,
        /// Whether the young person decided on it.
        #[serde(default)]
        young_person: bool,
    },
    /// The LPA has the SMA.
    AdviceReceived {
        /// On which day.
        on: Date,
    },
    /// The notification was signed.
    NotificationSigned {
        /// Who.
        by: Person,
        /// On which day.
        on: Date,
    },
    /// The LPA goes on without the signature of a parent.
    WentOnWithout {
        /// Whose.
        who: Person,
        /// Why.
        why: Without,
    },
    /// The LPA decided.
    Granted {
        /// From.
        from: Date,
        /// Until and with which day.
        until: Date,
    },
    /// A requirement was not met.
    RequirementNotMet,
    /// The yearly notification came in.
    YearlyNotified {
        /// The last day of the year that it is for.
        by: Date,
        /// Day on which the gemeente received it.
        on: Date,
        /// Day of the doctor's statement with it.
        statement_on: Date,
    },
    /// It wasn't there on its last day.
    YearlyMissed {
        /// That day.
        by: Date,
    },
    /// The child goes to school again, or no more.
    AtSchool {
        /// Since when.
        since: Option<Date>,
    },
    /// The re-assessment started.
    ReassessmentStarted,
    /// A seintje was given.
    SeintjeGiven {
        /// Which.
        notice: NoticeKind,
        /// To whom.
        to: PartyKind,
    },
    /// A seintje came in.
    SeintjeReceived {
        /// Which.
        notice: NoticeKind,
    },
    /// A call was made, and nothing but the name was said.
    CallMade {
        /// Which.
        notice: NoticeKind,
    },
    /// The LPA called the SWV about two pupils with one name.
    ToldApart {
        /// Whether it is one pupil after all.
        same: bool,
    },
    /// A letter was made.
    LetterMade {
        /// Which.
        letter: LetterKind,
    },
    /// A task was done.
    TaskDone {
        /// Which.
        task: TaskKind,
    },
    /// The case moved to another municipality.
    Moved,
    /// The procedure ended. Without a reason for those who may only hear the name.
    Ended {
        /// How, where this reader may know.
        end: Option<End>,
    },
    /// The parents applied again: a new case.
    AppliedAgain,
    /// The deadline stands still.
    Suspended {
        /// Why.
        why: Why,
    },
    /// It runs on.
    Resumed,
    /// It got longer.
    Extended {
        /// How much.
        by: Term,
        /// Why.
        why: Why,
    },
    /// The dossier was reduced to the fact that a sitting took place.
    Reduced,
    /// A consent was withdrawn.
    ConsentWithdrawn {
        /// What it was given for.
        purpose: PurposeKind,
        /// By whom, for those who hold the consent form.
        by: Option<Person>,
    },
    /// The SMA, or its second page, went from the gemeente because the consent to share it was withdrawn.
    AdviceTakenBack {
        /// Whether all of it went; otherwise the second page.
        whole: bool,
    },
    /// The mail of a seintje didn't leave any more, as no consent carried it on that day: the name went from the list again.
    SeintjeHeldBack {
        /// Which.
        notice: NoticeKind,
        /// To whom it would have gone.
        to: PartyKind,
    },
    /// A consent was asked for a new question, partner or kind of data.
    ConsentAsked,
    /// It was answered: with a yes, or with a no, also after a yes.
    ConsentAnswered {
        /// By whom.
        by: Option<Person>,
        /// Yes, or no.
        gives: bool,
    },
    /// A consent was given after the form, or given again.
    ConsentGiven {
        /// What for.
        purpose: PurposeKind,
        /// By whom, for those who hold the consent form.
        by: Option<Person>,
    },
    /// Somebody of the family made a request about personal data.
    RequestMade {
        /// Which right.
        right: Right,
        /// Who asked, where it is known which one of the family: nobody else of the family hears of it.
        by: Option<Person>,
    },
    /// It was answered.
    RequestAnswered {
        /// Which right.
        right: Right,
        /// Who asked.
        by: Option<Person>,
        /// How.
        outcome: Outcome,
    },
    /// The dossier may not be used from now on.
    UseRestricted,
    /// The dossier may be used again.
    RestrictionLifted,
}

/// A kind of letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// Confirmation of receipt, SWV.
    Receipt,
    /// What is missing, SWV.
    CompletionRequest,
    /// Invitation, GGD.
    Appointment,
    /// The SMA with a covering letter, GGD.
    AdviceForReading,
    /// Decision: granted, gemeente.
    DecisionGranted,
    /// Decision: a requirement is not met, gemeente.
    DecisionRefused,
    /// Invitation to the sitting of the team, SWV.
    Sitting,
    /// That sitting is off, SWV.
    SittingOff,
    /// What the sitting agreed on, SWV.
    SittingReport,
    /// A possibility in education, SWV.
    SchoolPossible,
    /// Fit for school, with the advice, GGD.
    FitForSchool,
    /// The procedure stopped, SWV or GGD.
    Stopped,
    /// A parent must still sign the notification while the gemeente has the SMA, GGD or gemeente.
    NotificationRequest,
    /// A consent for a new question, partner or kind of data is asked, SWV or GGD.
    ConsentRequest,
    /// Is the exemption needed any longer? Gemeente.
    Reassessment,
    /// The yearly notification is due, gemeente.
    YearlyNotification,
    /// Something is still waited for, of who has the case.
    Reminder,
}

/// Who gets a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipients {
    /// Each custodial parent at the own address; from 16 on the young person too.
    Everyone,
    /// Those who are invited to talk along (covenant, art. 3.5 under b): as [`Recipients::Everyone`], and the young person from 12 on.
    Invited,
    /// Those who may read what the SMA says: the custodial parents, or from 16 on the young person (and the parents only
    /// with the young person's consent).
    Readers,
    /// One of [`Recipients::Everyone`], who couldn't be reached before.
    Only(Person),
}

/// Something for a person to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Print a letter and post it.
    PostLetter,
    /// Call to give a seintje.
    CallSeintje,
    /// Find the address of a parent.
    FindAddress,
    /// Find a fitting place in education.
    FindPlace,
    /// Scan the paper with the signatures.
    ScanPaper,
    /// Destroy the paper original: it was scanned.
    DestroyPaper,
    /// There is no scan, and nowhere to keep one any more.
    ReturnPaper,
    /// Check whether B&W of the new municipality appointed the doctor.
    CheckAppointment,
    /// Look whether the child's address still holds after a move.
    CheckAddress,
    /// The same, and send the SMA again: the family got it for another gemeente.
    SendAgain,
    /// Look again at learnability and development.
    Monitor,
    /// Ask the GGD for a new statement in time for the yearly notification.
    AskStatement,
    /// See that the yearly notification came.
    AwaitNotification,
    /// The exemption ended and nobody applied again: see where the child is.
    CheckSchool,
    /// Ask the school whether the child went there for a year without a break.
    CheckSchoolYear,
    /// Stop using what came by a consent that was withdrawn.
    ConsentWithdrawn,
    /// A no that the party typed over doesn't count: who said it didn't decide, or somebody decided since.
    NoDoesNotCount,
    /// The mail of a seintje didn't leave, as no consent carried it on that day.
    SeintjeHeldBack,
    /// A birthday comes on which somebody else is asked, or the procedure ends.
    ComingOfAge,
    /// Answer a request about personal data.
    AnswerRequest,
    /// Talk with the party that got a request about personal data.
    DiscussRequest,
    /// Carry out a decision to erase.
    CarryOutErasure,
    /// Carry out what was decided on another request about personal data.
    CarryOutRequest,
    /// Data that came from another party changed there after a request of the family.
    DataChanged,
    /// Let the dossier be used again, on the day that the letter told.
    LiftRestriction,
    /// A mail to somebody of the family didn't arrive, or nobody knows whether it did: reach them in another way.
    MailNotSent,
    /// The same of a seintje that went by secured mail.
    SeintjeNotSent,
}

/// What must be done in the same transaction, or leave the house after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Give a seintje.
    Seintje(NoticeKind),
    /// Copy the fields that the workflow file names, and write the disclosure.
    HandOver(HandOverKind),
    /// The gemeente that acts learns of the parents whom its papers leave out, before it writes to them.
    KnowParents,
    /// Make a letter.
    Letter {
        /// From.
        from: PartyKind,
        /// Which.
        kind: LetterKind,
        /// To whom.
        to: Recipients,
    },
    /// A nameless mail with a calendar file: this party is invited to a sitting, or the sitting is off.
    SittingMail {
        /// Whom.
        to: PartyKind,
        /// Day.
        on: Date,
        /// Hour and minute, `HH:MM`.
        at: String,
        /// Whether it is off.
        off: bool,
    },
    /// Invite the family to its own page by a personal link.
    PersonalLinks(Recipients),
    /// The links and the account of this one of the family end: somebody else stands in that place.
    ShutOut(Person),
    /// The links that stopped listening after wrong dates of birth work again: the date on record may have been the wrong one.
    ReopenLinks,
    /// A task.
    Task {
        /// Who does it.
        party: PartyKind,
        /// Which.
        kind: TaskKind,
        /// By when.
        due: Option<Date>,
    },
    /// Whoever has a task of this kind needn't do it any more.
    Done(TaskKind),
    /// Find the address of this person: a task for who acts.
    FindAddress(Person),
    /// It was found: who acts has that task no more.
    AddressFound(Person),
    /// Move the case to this municipality.
    MoveTo(PartyId),
    /// Reduce the SWV's dossier to the fact that a sitting took place, unless workflow and consent let it keep more
    /// ([`crate::domain::dossier::SwvFile::keeps`]).
    ReduceSwv {
        /// Day of the sitting.
        sitting: Option<Date>,
    },
    /// Keep what somebody said of a consent, with the SWV and the GGD as far as each acts on it.
    Consent(Statement),
    /// A consent was withdrawn: tell everybody who received data by it, and close what it kept open.
    Withdrawn(PurposeKind),
    /// Nothing of this case is awaited any more: open tasks but "post" and "call" are closed.
    CloseTasks,
}

impl TaskKind {
    /// Every kind.
    pub const ALL: [Self; 27] = [
        Self::PostLetter,
        Self::CallSeintje,
        Self::FindAddress,
        Self::FindPlace,
        Self::ScanPaper,
        Self::DestroyPaper,
        Self::ReturnPaper,
        Self::CheckAppointment,
        Self::CheckAddress,
        Self::SendAgain,
        Self::Monitor,
        Self::AskStatement,
        Self::AwaitNotification,
        Self::CheckSchool,
        Self::CheckSchoolYear,
        Self::ConsentWithdrawn,
        Self::NoDoesNotCount,
        Self::SeintjeHeldBack,
        Self::ComingOfAge,
        Self::AnswerRequest,
        Self::DiscussRequest,
        Self::CarryOutErasure,
        Self::CarryOutRequest,
        Self::DataChanged,
        Self::LiftRestriction,
        Self::MailNotSent,
        Self::SeintjeNotSent,
    ];

    /// The word for it in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PostLetter => "post_letter",
            Self::CallSeintje => "call_seintje",
            Self::FindAddress => "find_address",
            Self::FindPlace => "find_place",
            Self::ScanPaper => "scan_paper",
            Self::DestroyPaper => "destroy_paper",
            Self::ReturnPaper => "return_paper",
            Self::CheckAppointment => "check_appointment",
            Self::CheckAddress => "check_address",
            Self::SendAgain => "send_again",
            Self::Monitor => "monitor",
            Self::AskStatement => "ask_statement",
            Self::AwaitNotification => "await_notification",
            Self::CheckSchool => "check_school",
            Self::CheckSchoolYear => "check_school_year",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::NoDoesNotCount => "no_does_not_count",
            Self::SeintjeHeldBack => "seintje_held_back",
            Self::ComingOfAge => "coming_of_age",
            Self::AnswerRequest => "answer_request",
            Self::DiscussRequest => "discuss_request",
            Self::CarryOutErasure => "carry_out_erasure",
            Self::CarryOutRequest => "carry_out_request",
            Self::DataChanged => "data_changed",
            Self::LiftRestriction => "lift_restriction",
            Self::MailNotSent => "mail_not_sent",
            Self::SeintjeNotSent => "seintje_not_sent",
        }
    }

    /// Reads what [`TaskKind::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::PostLetter => "Print de brief en doe hem op de post",
            Self::CallSeintje => "Geef het seintje per telefoon: noem alleen de naam",
            Self::FindAddress => "Zoek het adres: er kan geen brief heen",
            Self::FindPlace => "Zoek een passende plek in het onderwijs",
            Self::ScanPaper => "Scan de getekende toestemming en de aanvraag",
            Self::DestroyPaper => "Vernietig het papier: de scan is bewaard",
            Self::ReturnPaper => "Er is geen scan gemaakt: geef het papier terug, of vernietig het",
            Self::CheckAppointment => "Controleer of de nieuwe gemeente de arts heeft aangewezen",
            Self::CheckAddress => "De leerling is verhuisd: kijk het adres na",
            Self::SendAgain => {
                "De leerling is verhuisd: kijk het adres na en stuur het advies opnieuw"
            }
            Self::Monitor => "Kijk opnieuw naar de leerbaarheid en de ontwikkeling",
            Self::AskStatement => {
                "Vraag de GGD om een nieuwe verklaring voor de jaarlijkse kennisgeving"
            }
            Self::AwaitNotification => {
                "Leg de jaarlijkse kennisgeving vast, met een verklaring die niet ouder is dan drie maanden"
            }
            Self::CheckSchoolYear => {
                "Bijna een jaar gaat de leerling weer naar school. Was dat zonder onderbreking, dan eindigt de zaak vanzelf. Klopt dat niet? Leg \
                 dat dan vast op de pagina van de zaak"
            }
            Self::CheckSchool => {
                "De vrijstelling is afgelopen en er is geen nieuwe aanvraag. Kijk of de leerling naar school gaat"
            }
            Self::ConsentWithdrawn => {
                "De toestemming is ingetrokken: gebruik deze gegevens niet verder"
            }
            Self::NoDoesNotCount => {
                "De intrekking van een toestemming die u hebt vastgelegd, telt niet. Iemand anders beslist daarover. Vertel dat aan wie \
                 de toestemming wilde intrekken"
            }
            Self::SeintjeHeldBack => {
                "De mail met het seintje is niet verstuurd: de toestemming ervoor geldt nu niet. Vertel het gezin dat het die opnieuw kan geven. \
                 Dan gaat het seintje alsnog"
            }
            Self::ComingOfAge => {
                "Binnenkort is er een verjaardag die iets verandert. Vanaf 12 jaar: vraag wat de leerling ervan vindt. Vanaf 16 jaar: \
                 de jongere geeft zelf toestemming. Vanaf 18 jaar: de procedure stopt"
            }
            Self::AnswerRequest => "Beantwoord een verzoek over persoonsgegevens",
            Self::DiscussRequest => "Overleg over een verzoek over persoonsgegevens",
            Self::CarryOutErasure => "Verwijder de gegevens zoals besloten",
            Self::CarryOutRequest => "Doe wat u in het antwoord op een verzoek hebt beloofd",
            Self::DataChanged => {
                "Gegevens die u kreeg, veranderen na een verzoek van het gezin. Vraag wat er verandert en pas uw dossier aan"
            }
            Self::LiftRestriction => "Hef de beperking van het dossier op",
            Self::MailNotSent => {
                "Een e-mail aan het gezin kwam niet aan. Bel of schrijf, en kijk het e-mailadres na"
            }
            Self::SeintjeNotSent => {
                "De mail met het seintje kwam niet aan. Bel de ontvanger: noem alleen de naam"
            }
        }
    }

    /// Whether the task is still to be done after the child's death: no letter goes to the family any more.
    #[must_use]
    pub const fn outlives_the_child(self) -> bool {
        matches!(
            self,
            Self::CallSeintje | Self::ScanPaper | Self::DestroyPaper | Self::ReturnPaper
        )
    }

    /// Whether the task has no sense any more once the case has ended.
    #[must_use]
    pub const fn ends_with_case(self) -> bool {
        matches!(
            self,
            Self::CheckAppointment
                | Self::CheckAddress
                | Self::SendAgain
                | Self::Monitor
                | Self::AskStatement
                | Self::AwaitNotification
                | Self::CheckSchoolYear
                | Self::ComingOfAge
        )
    }
}
