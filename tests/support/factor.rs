//! The app of an employee: the code that it shows now.

use tom::action::{House, setup};
use tom::domain::party::{PartyId, UserId};
use tom::domain::totp::{Secret, Step};
use tom::store::{StoreError, args};

/// The code that the second step takes from this employee at this moment: who has no second factor gets one, and a code of this moment that was
/// used is forgotten, as tests sign in faster than a code changes.
pub async fn code(house: &House, now: i64, email: &str) -> String {
    let email = email.trim().to_lowercase();
    let email = email.as_str();
    let secret = match secret(house, email).await {
        Some(kept) => kept,
        None => {
            let made = Secret::made_up(email);
            setup::give_factor(house, email, &made).await.unwrap();
            made
        }
    };
    forget_used(house, email).await;
    secret.code(Step::at(now)).digits()
}

/// The secret of who has a second factor.
pub async fn secret(house: &House, email: &str) -> Option<Secret> {
    let sql = "SELECT users.id, users.party_id, factors.sealed FROM factors JOIN users ON users.id = factors.user_id \
               WHERE lower(users.email) = $1";
    let email = email.trim().to_lowercase();
    let found = house
        .store
        .read(move |tx| Box::pin(async move { tx.optional(sql, args![email]).await }));
    let row = found
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))?;
    let (user, party) = (UserId(row.text(0).unwrap()), PartyId(row.text(1).unwrap()));
    let sealed = row.bytes(2).unwrap();
    let plain = house.vault.open_of_account(&party, &user, &sealed).unwrap();
    Secret::from_kept(&plain)
}

async fn forget_used(house: &House, email: &str) {
    let sql = "UPDATE factors SET last_step = 0 WHERE user_id IN (SELECT id FROM users WHERE lower(email) = $1)";
    let email = email.trim().to_lowercase();
    let done = house
        .store
        .write(move |tx| Box::pin(async move { tx.execute(sql, args![email]).await }));
    done.await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}
