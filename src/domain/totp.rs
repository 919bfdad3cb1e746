//! A second factor out of an app: six digits that follow from a shared secret and the time (TOTP, RFC 6238; SHA-1 and 30 seconds, as
//! every app knows it). For employees and for the family alike: whose secret it is, where it lies sealed and how often somebody may
//! guess is not known here.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::base32;
use super::invalid::Invalid;

/// How long a code stands, in milliseconds.
pub const STEP_MILLIS: i64 = 30_000;

/// How many steps a clock may be off, either way: ASVS 5.0, 6.6.2 asks for a short time.
const OFF: i64 = 1;

/// The number of a step of 30 seconds since 1970. A code of a step that is not later than the last one used is refused: each works once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(pub i64);

impl Step {
    /// The step at this instant, in epoch milliseconds.
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self(now.div_euclid(STEP_MILLIS))
    }
}

/// Six digits.
pub struct Code([u8; 6]);

impl Code {
    /// The code in what somebody typed; spaces don't matter.
    ///
    /// # Errors
    /// [`Invalid::NotACode`] for anything but six digits.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let digits: Vec<u8> = typed
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        let all = digits.iter().all(u8::is_ascii_digit);
        let digits: Option<[u8; 6]> = digits.try_into().ok().filter(|_| all);
        digits.map(Self).ok_or(Invalid::NotACode)
    }

    /// The digits.
    #[must_use]
    pub fn digits(&self) -> String {
        self.0.iter().map(|digit| char::from(*digit)).collect()
    }
}

/// What the app and TOM share: 160 bits. Has no `Debug`.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; Self::LENGTH]>);

impl Secret {
    /// Its bytes: as RFC 4226 asks.
    pub const LENGTH: usize = 20;

    /// The secret of these random bytes.
    #[must_use]
    pub fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The secret of bytes that were kept.
    #[must_use]
    pub fn from_kept(bytes: &[u8]) -> Option<Self> {
        Some(Self::new(bytes.try_into().ok()?))
    }

    /// The secret of somebody made up, for a demo or a test: anybody can work it out.
    #[must_use]
    pub fn made_up(name: &str) -> Self {
        let hash: [u8; 32] = Sha256::digest(format!("made up\n{name}").as_bytes()).into();
        let mut bytes = [0; Self::LENGTH];
        bytes.copy_from_slice(&hash[..Self::LENGTH]);
        Self::new(bytes)
    }

    /// The bytes, to be sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &*self.0
    }

    /// The secret for typing over, in groups of four.
    #[must_use]
    pub fn text(&self) -> String {
        base32::groups(&base32::encode(self.bytes()), " ")
    }

    /// What a QR code for an app holds. `account` tells the codes in the app apart.
    #[must_use]
    pub fn address(&self, account: &str) -> String {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._@".contains(byte);
        let account: String = account
            .as_bytes()
            .iter()
            .map(|byte| {
                if plain(byte) {
                    char::from(*byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect();
        let secret = base32::encode(self.bytes());
        format!("otpauth://totp/TOM:{account}?secret={secret}&issuer=TOM")
    }

    /// The code of a step.
    #[must_use]
    pub fn code(&self, step: Step) -> Code {
        let number = self.number(step);
        let mut digits = [b'0'; 6];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            *digit = b"0123456789"[(rest % 10) as usize];
            rest /= 10;
        }
        Code(digits)
    }

    /// The step of which this is the code, if that is near `now` and later than `last`: the step to be stored as the last one used.
    #[must_use]
    pub fn accepts(&self, typed: &Code, now: i64, last: Option<Step>) -> Option<Step> {
        let Step(here) = Step::at(now);
        let near = (here - OFF..=here + OFF).map(Step);
        let mut found = None;
        for step in near.filter(|step| last.is_none_or(|last| *step > last)) {
            if bool::from(self.code(step).0.ct_eq(&typed.0)) {
                found = Some(step);
            }
        }
        found
    }

    /// Dynamic truncation (RFC 4226, 5.3).
    fn number(&self, step: Step) -> u32 {
        // A key of any length is a key.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(self.bytes()) else {
            return 0;
        };
        mac.update(&step.0.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[hash.len() - 1] & 0x0f);
        let four = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
        u32::from_be_bytes(four) % 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc() {
        let secret = Secret::new(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(
                secret.code(Step::at(seconds * 1000)).digits(),
                code,
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_never_twice() {
        let secret = Secret::made_up("iemand");
        let now = 1_772_438_400_000;
        let Step(here) = Step::at(now);
        for (off, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let step = Step(here + off);
            let code = secret.code(step);
            assert_eq!(
                secret.accepts(&code, now, None),
                taken.then_some(step),
                "{off}"
            );
            assert_eq!(secret.accepts(&code, now, Some(step)), None, "{off} again");
        }
        let before = secret.code(Step(here - 1));
        assert_eq!(secret.accepts(&before, now, Some(Step(here))), None);
    }

    #[test]
    fn six_digits_are_a_code_however_they_are_spaced() {
        assert_eq!(Code::parse(" 123 456 ").unwrap().digits(), "123456");
        for wrong in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert!(Code::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_app_reads_the_address() {
        let address = Secret::new(*b"12345678901234567890").address("a b&c@swv.example");
        assert_eq!(
            address,
            "otpauth://totp/TOM:a%20b%26c@swv.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=TOM"
        );
    }
}
