//! What a page says after a redirect: the address holds the key, the text stands here.

const NOTICES: &[(&str, &str)] = &[
    ("afgemeld", "U bent afgemeld."),
    ("opgeslagen", "Opgeslagen."),
    ("gedaan", "Vastgelegd dat dit gedaan is."),
    ("verstuurd", "Verstuurd."),
    (
        "afgerond",
        "De stap is gezet. Op de tijdlijn ziet u wat er is gebeurd.",
    ),
    (
        "vrijgegeven",
        "U hebt het advies vrijgegeven. Het is nu bij de leerplichtambtenaar.",
    ),
    (
        "tegengehouden",
        "U hebt het delen tegengehouden. Het advies is niet naar de gemeente gestuurd.",
    ),
    (
        "gestuurd",
        "Het advies is verstuurd. Het is nu bij de leerplichtambtenaar.",
    ),
    ("getekend", "U hebt de kennisgeving getekend."),
];

/// The text of a key; nothing for an unknown one.
pub fn text(key: &str) -> Option<&'static str> {
    NOTICES
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, text)| *text)
}
