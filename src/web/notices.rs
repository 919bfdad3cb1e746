//! What a page says after a redirect: the address holds the key, the text stands here.

const NOTICES: &[(&str, &str)] = &[("afgemeld", "U bent afgemeld.")];

/// The text of a key; nothing for an unknown one.
pub fn text(key: &str) -> Option<&'static str> {
    NOTICES
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, text)| *text)
}
