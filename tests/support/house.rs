//! The house, wired for one test.

use std::sync::Arc;

use tom::action::House;
use tom::clock::Clock;
use tom::random::Random;
use tom::store::Store;
use tom::store::outbox;
use tom::vault::Vault;

/// The use cases over this store, with keys in a folder of their own and no worker to wake.
pub fn house(store: &Store, clock: &Clock, random: &Random) -> House {
    let keys = std::env::temp_dir().join(format!("tom-test-keys-{}", Random::system().opaque_id()));
    House {
        store: store.clone(),
        vault: Vault::open(&keys, random.clone()).unwrap(),
        clock: clock.clone(),
        random: random.clone(),
        workflows: Arc::new(tom::workflow::shipped().unwrap()),
        waker: outbox::waker().0,
        pulse: outbox::Pulse::default(),
        providers: Arc::default(),
        clamd: None,
        public_url: "http://localhost".into(),
    }
}
