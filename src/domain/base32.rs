//! Bytes as letters and digits that nobody mistakes for another: base 32 of RFC 4648, without padding.

const SIGNS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The bytes in base 32, five bits a sign.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(sign(held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(sign(held << (5 - bits)));
    }
    text
}

/// The same in groups of four, as a person copies it.
#[must_use]
pub fn groups(text: &str, between: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let groups = signs.chunks(4).map(|four| four.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(between)
}

/// What a person typed over, as [`encode`] wrote it: capitals, no spaces or dashes, and the digits that are no sign read as the
/// letters that they look like. `None` if another sign stands in it.
#[must_use]
pub fn normal(typed: &str) -> Option<String> {
    typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .map(|typed| match typed.to_ascii_uppercase() {
            '0' => Some('O'),
            '1' => Some('I'),
            '8' => Some('B'),
            sign => u8::try_from(sign)
                .ok()
                .filter(|byte| SIGNS.contains(byte))
                .map(char::from),
        })
        .collect()
}

fn sign(bits: u32) -> char {
    char::from(SIGNS[(bits & 31) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc() {
        for (plain, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(encode(plain.as_bytes()), text, "{plain}");
        }
    }

    #[test]
    fn what_is_typed_over_loosely_reads_the_same() {
        assert_eq!(groups("MZXW6YTBOI", "-"), "MZXW-6YTB-OI");
        assert_eq!(normal(" mzxw-6ytb 01").as_deref(), Some("MZXW6YTBOI"));
        assert_eq!(normal("MZXW!"), None);
    }
}
