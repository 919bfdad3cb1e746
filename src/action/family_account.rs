//! Accounts of parents and young people. A letter brings one person a code that works once; with it and the child's date of birth that person
//! chooses a password, and then sets up a second factor as everybody does ([`super::factor`]). A new letter with a new code is how who lost
//! either begins again.
//!
//! An account holds no name and no e-mail address: it signs in with a name that the program gives, so that two parents who share a mailbox have
//! each their own, and neither can find the other's.

use secrecy::{ExposeSecret as _, SecretString};
use time::Date;

use crate::domain::base32;
use crate::domain::family::Person;
use crate::domain::party::{Actor, PartyId, Role, UserId};
use crate::domain::password::{Weak, check};
use crate::domain::recovery::Typed;
use crate::store::links::{self, For, Link};
use crate::store::users::{self, By, NewUser};
use crate::store::{StoreError, Tx, cases, dossiers, family_accounts, half_sessions};

use super::error::ActionError;
use super::factor::{HALF, begin_again, noted};
use super::family::{Entry, person_of, tried};
use super::house::House;
use super::invite;
use super::password::{PasswordError, Passwords};
use super::session::{Sessions, digest};
use super::sign_in::{HalfWay, SignInError, count};

/// How often one source may try codes before having to wait; a family and an office each share one.
const FREE_PER_SOURCE: i64 = 20;

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// The code was used, is over, or never was one.
    #[error(
        "Deze code werkt niet of niet meer. Een code werkt één keer, en tot en met de dag die in de brief staat. Kijk of u alle tekens hebt \
         overgenomen."
    )]
    Gone,
    /// Not the child's date of birth; so many tries are left before the code waits.
    #[error("Deze datum hoort niet bij deze code. U kunt het nog {left} keer proberen.")]
    WrongDate {
        /// Tries that are left.
        left: i64,
    },
    /// Too many wrong tries.
    #[error(
        "Er is te vaak iets ingevuld dat niet klopt. Wacht een kwartier en probeer het dan opnieuw."
    )]
    Wait,
    /// The password may not be chosen.
    #[error(transparent)]
    Weak(#[from] Weak),
    /// It could not be done.
    #[error(transparent)]
    Broken(#[from] ActionError),
}

impl From<StoreError> for NotMade {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.into())
    }
}

impl From<SignInError> for NotMade {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong | SignInError::Elsewhere | SignInError::Wait { .. } => Self::Wait,
            SignInError::Store(error) => error.into(),
            SignInError::Keys(error) => Self::Broken(error),
        }
    }
}

/// What somebody types who makes an account.
pub struct Making {
    /// The code in the letter, as it was typed.
    pub code: String,
    /// The child's date of birth.
    pub born: Date,
    /// The password that was chosen.
    pub password: SecretString,
}

/// The name with which an account signs in, however somebody copied it; `None` if it can't be one.
#[must_use]
pub fn sign_in_name(typed: &str) -> Option<String> {
    let signs = base32::normal(typed).filter(|signs| signs.len() == 8)?;
    Some(base32::groups(&signs.to_lowercase(), "-"))
}

impl Sessions {
    /// Makes the account of who has this code, or lets that person begin again: the old password, second factor and sessions end. Answers half
    /// a session, in which the second factor is set up, and the name to sign in with.
    ///
    /// # Errors
    /// Why not.
    pub async fn make_account(
        &self,
        house: &House,
        passwords: &Passwords,
        typed: Making,
        source: &str,
    ) -> Result<(HalfWay, String), NotMade> {
        check(typed.password.expose_secret(), "", "")?;
        let Ok(Typed::Recovery(code)) = Typed::parse(&typed.code) else {
            return Err(NotMade::Gone);
        };
        let (hash, born, now) = (invite::hash(&code.text()), typed.born, self.clock.now());
        let (inside, source) = (house.clone(), source.to_owned());
        let found = self.store.write(move |tx| {
            Box::pin(async move {
                count(tx, &["account code", &source], FREE_PER_SOURCE, now).await?;
                Ok::<_, NotMade>(tried(&inside, tx, &hash, For::Account, born).await?)
            })
        });
        let link = found.await?.map_err(|refused| match refused {
            Entry::WrongDate { left } if left > 0 => NotMade::WrongDate { left },
            Entry::WrongDate { .. } | Entry::Wait => NotMade::Wait,
            Entry::Gone | Entry::In(_) | Entry::Account => NotMade::Gone,
        })?;
        let password = passwords.hash(typed.password, &self.random).await;
        let password = password.map_err(|wrong| match wrong {
            PasswordError::Weak(weak) => NotMade::Weak(weak),
            PasswordError::Failed => NotMade::Broken(ActionError::Vault(wrong.to_string())),
        })?;
        let token = self.random.token();
        let (key, inside, own) = (digest(&token), house.clone(), self.clone());
        let made = self.store.write(move |tx| {
            Box::pin(async move {
                // Somebody may have been first, in another window; and the case may have gone to the GGD or ended meanwhile.
                cases::hold(tx, &link.case).await?;
                let today = inside.clock.now();
                let link = links::load(tx, &hash, For::Account).await?;
                let Some(link) = link.filter(|link| link.expires_at > today) else {
                    return Err(NotMade::Gone);
                };
                links::take(tx, &hash).await?;
                let account = account_of(&inside, tx, &link, &password).await?;
                let pending = own.pending(&inside, &account.party, &account.user)?;
                let waits = (Some(pending), false);
                half_sessions::insert(tx, &key, &account.user, waits, now + HALF).await?;
                Ok::<_, NotMade>(account.name)
            })
        });
        let name = made.await?;
        let sets_up = true;
        Ok((HalfWay { token, sets_up }, name))
    }

    /// Who of the family this account is, as the one who acts. `None` for who has no part in a case any more.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn family_of(&self, user: &UserId) -> Result<Option<Actor>, StoreError> {
        let user = user.clone();
        let found = self
            .store
            .glance(move |tx| Box::pin(async move { family_accounts::of_user(tx, &user).await }));
        let actor = |(case, person)| Actor::Family { case, person };
        Ok(found.await?.map(actor))
    }
}

struct Account {
    user: UserId,
    party: PartyId,
    name: String,
}

/// The account of whose code it is, with this password and without a second factor: a new one, or the one that there was.
async fn account_of(
    house: &House,
    tx: &mut Tx,
    link: &Link,
    password: &str,
) -> Result<Account, ActionError> {
    let person = person_of(link).ok_or(ActionError::NotFound)?;
    let now = house.clock.now();
    let (role, called) = match person {
        Person::Child => (Role::YoungPerson, "Account van een jongere"),
        Person::Parent1 | Person::Parent2 => (Role::Parent, "Account van een ouder"),
    };
    let account =
        if let Some((user, name)) = family_accounts::of_person(tx, &link.case, person).await? {
            let known = users::account(tx, By::Id(&user)).await?;
            let party = known.ok_or(ActionError::NotFound)?.party;
            begin_again(tx, &user).await?;
            users::set_password(tx, &name, password).await?;
            Account { user, party, name }
        } else {
            // Of the party that sent the code.
            let dossier = dossiers::by_id(tx, &link.dossier).await?;
            let party = dossier.ok_or(ActionError::NotFound)?.party;
            let signs = base32::encode(&house.random.bytes::<5>()).to_lowercase();
            let new = NewUser {
                id: UserId(house.random.opaque_id()),
                party: party.clone(),
                email: base32::groups(&signs, "-"),
                name: called.to_owned(),
                role,
                password_hash: password.to_owned(),
            };
            users::insert(tx, &new, now).await?;
            let whose = (&link.case, &link.dossier, person);
            family_accounts::insert(tx, &new.id, whose, now).await?;
            Account {
                user: new.id,
                party,
                name: new.email,
            }
        };
    let actor = Actor::Employee {
        user: account.user.clone(),
        party: account.party.clone(),
        role,
    };
    noted(house, tx, &actor, "account_made", &account.user).await?;
    Ok(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_to_sign_in_with_is_known_however_somebody_copied_it() {
        for typed in ["abcd-2345", "ABCD 2345", " abcd2345 "] {
            assert_eq!(sign_in_name(typed).as_deref(), Some("abcd-2345"), "{typed}");
        }
        for typed in ["", "abcd", "iemand@example.nl", "abcd-23456"] {
            assert_eq!(sign_in_name(typed), None, "{typed}");
        }
    }
}
