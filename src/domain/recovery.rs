//! Recovery codes: what stands in for the app when it is lost. Ten are shown once; of each only a hash is kept, and each works once.

use sha2::{Digest as _, Sha256};

use super::base32;
use super::invalid::Invalid;
use super::totp::Code;

/// How many somebody gets.
pub const COUNT: usize = 10;

/// The signs of one: 80 bits, so that a fast hash of it can't be guessed either.
const SIGNS: usize = 16;

/// A recovery code. Has no `Debug`.
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// The code of these random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 10]) -> Self {
        Self(base32::encode(&bytes))
    }

    /// As it is shown, in groups of four.
    #[must_use]
    pub fn text(&self) -> String {
        base32::groups(&self.0, "-")
    }

    /// What is kept of it; `owner` is the id of whose it is.
    #[must_use]
    pub fn hash(&self, owner: &str) -> [u8; 32] {
        Sha256::digest(format!("recovery code\n{owner}\n{}", self.0).as_bytes()).into()
    }
}

/// What somebody gave where a second factor is asked.
pub enum Typed {
    /// A code out of the app.
    Code(Code),
    /// A recovery code.
    Recovery(RecoveryCode),
    /// What the browser says of a passkey, as JSON; nothing of it was looked at yet.
    Passkey(String),
}

/// The most that a browser says of a passkey, in bytes.
const ANSWER: usize = 32 * 1024;

impl Typed {
    /// Which of the three it is.
    ///
    /// # Errors
    /// [`Invalid::NotACode`] if it is none of them.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        if typed.starts_with('{') && typed.len() <= ANSWER {
            return Ok(Self::Passkey(typed.to_owned()));
        }
        if let Ok(code) = Code::parse(typed) {
            return Ok(Self::Code(code));
        }
        let code = base32::normal(typed).filter(|code| code.len() == SIGNS);
        let code = code.ok_or(Invalid::NotACode)?;
        Ok(Self::Recovery(RecoveryCode(code)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_known_by_its_hash_and_belongs_to_one_person() {
        let code = RecoveryCode::new([7; 10]);
        let typed = code.text().to_lowercase().replace('-', " ");
        let Ok(Typed::Recovery(again)) = Typed::parse(&typed) else {
            panic!("{typed}");
        };
        assert_eq!(again.hash("a"), code.hash("a"));
        assert_ne!(again.hash("b"), code.hash("a"));
        assert!(matches!(Typed::parse("123 456"), Ok(Typed::Code(_))));
        assert!(Typed::parse("ABCD-EFGH").is_err());
        assert!(matches!(Typed::parse("{}"), Ok(Typed::Passkey(_))));
        assert!(Typed::parse(&"{".repeat(ANSWER + 1)).is_err());
    }
}
