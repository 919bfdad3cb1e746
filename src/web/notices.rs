//! What a page says after a redirect: the address holds the key, the text stands here.

const NOTICES: &[(&str, &str)] = &[
    ("afgemeld", "U bent afgemeld."),
    ("te-laat", "Het aanmelden duurde te lang. Begin opnieuw."),
    (
        "tweede-stap-gewist",
        "De tweede stap is gewist. De medewerker stelt bij het aanmelden een nieuwe in.",
    ),
    (
        "passkey-erbij",
        "De passkey is toegevoegd. U kunt zich er voortaan mee aanmelden.",
    ),
    ("stap-weg", "Verwijderd. Aanmelden kan er niet meer mee."),
    ("sessie-beeindigd", "Afgemeld."),
    (
        "wachtwoord",
        "Uw wachtwoord is veranderd. Elders bent u afgemeld.",
    ),
    (
        "uitgenodigd",
        "De medewerker krijgt een mail met een link, om een wachtwoord te kiezen.",
    ),
    ("opgeslagen", "Opgeslagen."),
    ("opgepakt", "Deze zaak staat nu op uw naam."),
    (
        "verdeeld",
        "Uitgevoerd. Hieronder staat wat er met elke zaak is gebeurd.",
    ),
    (
        "teruggedraaid",
        "Teruggedraaid. Hieronder staat wat er met elke zaak is gebeurd.",
    ),
    ("losgelaten", "De zaak staat niet meer op uw naam."),
    (
        "verzoek",
        "Uw verzoek is verstuurd. U krijgt het antwoord per brief.",
    ),
    ("gedaan", "Vastgelegd dat dit gedaan is."),
    ("opnieuw", "TOM probeert het nu opnieuw."),
    ("verstuurd", "Verstuurd."),
    (
        "afgerond",
        "De stap is gezet. Op de tijdlijn ziet u wat er is gebeurd.",
    ),
    ("vrijgegeven", "U hebt het advies vrijgegeven."),
    (
        "tegengehouden",
        "U hebt het delen tegengehouden. Het advies is niet naar de gemeente gestuurd.",
    ),
    (
        "gestuurd",
        "Het advies is verstuurd. Het is nu bij de leerplichtambtenaar.",
    ),
    (
        "aanvraag-getekend",
        "U hebt getekend. Wie ook moet tekenen, kreeg een mail.",
    ),
    (
        "aanvraag-heropend",
        "U kunt de aanvraag weer veranderen. Daarna tekent iedereen opnieuw.",
    ),
    ("getekend", "U hebt de kennisgeving getekend."),
    (
        "ingetrokken",
        "U hebt de aanvraag ingetrokken. De procedure is gestopt.",
    ),
    (
        "advies-ontvangen",
        "Het advies is vastgelegd. U kunt de vorm nu toetsen.",
    ),
    (
        "naar-school",
        "Vastgelegd of de leerling weer naar school gaat.",
    ),
    (
        "jaarlijkse-kennisgeving",
        "De jaarlijkse kennisgeving is vastgelegd.",
    ),
    ("kennisgeving-ontvangen", "De kennisgeving is vastgelegd."),
    (
        "toegekend",
        "De vrijstelling is toegekend. De brieven en het seintje worden gemaakt.",
    ),
    (
        "voldoet-niet",
        "Vastgelegd dat niet aan de eisen is voldaan. De brieven en het seintje worden gemaakt.",
    ),
    (
        "dossier-geopend",
        "U kunt dit dossier een uur lang inzien. Uw reden is bewaard.",
    ),
    (
        "tegengehouden-vernietigen",
        "Vastgelegd. Dit dossier wordt niet vernietigd zolang dit loopt.",
    ),
    (
        "lijst-voorgesteld",
        "De lijst is voorgesteld. Een collega moet haar beoordelen.",
    ),
    (
        "lijst-bevestigd",
        "De lijst is bevestigd. Zij kan nog zeven dagen worden teruggenomen.",
    ),
    (
        "lijst-teruggenomen",
        "De lijst is teruggenomen. Er wordt niets van vernietigd.",
    ),
    (
        "van-de-lijst",
        "Het dossier is van de lijst gehaald. Het blijft bewaard tot de dag die u koos.",
    ),
    ("controle", "De controle is afgetekend."),
    (
        "vervanging",
        "De vervanging is geregeld. Zij begint en eindigt vanzelf.",
    ),
    ("vervanging-beeindigd", "De vervanging is beëindigd."),
    (
        "met-account",
        "U hebt een account. Meld u daarmee aan om op uw pagina te komen.",
    ),
    (
        "medewerker-toegevoegd",
        "De medewerker is toegevoegd en krijgt een mail met een link.",
    ),
    (
        "klok-bevestigd",
        "Vastgelegd. TOM gaat weer vernietigen wat niet meer bewaard mag blijven.",
    ),
    (
        "medewerker-beeindigd",
        "De medewerker kan zich niet meer aanmelden.",
    ),
    (
        "noodtoegang",
        "U ziet deze zaak een uur lang. De functionaris gegevensbescherming heeft bericht gekregen.",
    ),
    (
        "toestemming-ingetrokken",
        "De toestemming is ingetrokken. Wie de gegevens kreeg, hoort dat.",
    ),
    ("toestemming-gegeven", "De toestemming is gegeven."),
    (
        "toestemming-gevraagd",
        "De toestemming is gevraagd. Wie beslist, krijgt een brief.",
    ),
    (
        "document",
        "Het document is bewaard. Het staat bij Brieven en documenten.",
    ),
    (
        "scan",
        "De scan is bewaard. Vernietig het papier: daarvoor staat een taak klaar.",
    ),
    (
        "termijn",
        "De termijn is veranderd. Bij de zaak staat tot wanneer zij nu loopt, en waarom.",
    ),
    (
        "notitie",
        "De notitie is bewaard. Alleen uw eigen organisatie ziet haar.",
    ),
    ("herbeoordeling", "De herbeoordeling is gestart."),
    ("beeindigd", "De zaak is beëindigd."),
    (
        "verhuisd",
        "De zaak is overgedragen aan de nieuwe gemeente.",
    ),
];

/// The text of a key; nothing for an unknown one.
pub fn text(key: &str) -> Option<&'static str> {
    NOTICES
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, text)| *text)
}
