//! What each point says, and where it stands.

use super::Check;

impl Check {
    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Involved => {
                "Alleen organisaties die direct bij de leerling betrokken zijn, doen mee."
            }
            Self::Told => {
                "De ouders en de jongere kregen vooraf uitleg: het doel, wie er meedoet, hoelang gegevens bewaard blijven en welke rechten zij \
                 hebben."
            }
            Self::Invited => "De ouders met gezag zijn uitgenodigd, en de jongere vanaf 12 jaar.",
            Self::Consent => {
                "Wie meepraat en geen deel heeft aan de zaak, hoort die alleen met gegevens als daarvoor schriftelijk toestemming is gegeven."
            }
            Self::Needed => {
                "Er is afgesproken welke gegevens nodig zijn. Meer wordt er niet gedeeld."
            }
            Self::Goal => "Het doel van het gesprek is verteld, en wie het leidt.",
            Self::Contact => {
                "De ouders en de jongere weten bij wie zij terechtkunnen met vragen over hun gegevens."
            }
            Self::Heard => "De ouders en de leerling hebben zelf verteld wat zij ervan vinden.",
            Self::Plan => {
                "De doelen en acties zijn samen met het gezin gekozen. Zij zijn concreet en haalbaar."
            }
            Self::FollowUp => "Er is afgesproken wie volgt of de acties gebeuren.",
            Self::Report => "De ouders en de jongere hebben het verslag gekregen.",
            Self::Secured => {
                "Een ander kreeg het verslag alleen op een beveiligde manier, en alleen met het deel dat nodig is."
            }
            Self::LookBack => {
                "Er is een moment afgesproken om met het gezin te bespreken hoe het gaat."
            }
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Involved => "convenant art. 3.5 onder a; bijlage 3, punt 1",
            Self::Told => "convenant art. 12.1 en 12.4; bijlage 3, punt 4",
            Self::Invited => "convenant art. 3.5 onder b en 12.5; bijlage 3, punt 4",
            Self::Consent => "convenant art. 6; bijlage 3, punt 4; bijlage 5",
            Self::Needed => "convenant art. 3.5 onder c; bijlage 3, punt 6",
            Self::Goal => "convenant bijlage 3, punten 2 en 3",
            Self::Contact => "convenant art. 12.4 onder i; bijlage 3, punt 3",
            Self::Heard => "convenant art. 3.5, noot 12; bijlage 3, punt 6",
            Self::Plan => "convenant bijlage 3, punt 6 (1 kind, 1 plan)",
            Self::FollowUp => "convenant bijlage 3, punten 3 en 6 (monitoring)",
            Self::Report => "convenant bijlage 3, punt 4",
            Self::Secured => "convenant bijlage 3, punt 5",
            Self::LookBack => "convenant bijlage 3, punt 6 (monitoring en evaluatie)",
        }
    }
}
