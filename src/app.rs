//! The composition root: everything is wired here and nowhere else.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::action::password::{PasswordError, Passwords};
use crate::action::session::Sessions;
use crate::action::{
    ActionError, House, audit, birthday, deliver, destruction, erase, jobs, late_no, moments,
    overdue,
};
use crate::clamd::Clamd;
use crate::clock::Clock;
use crate::jobs::{ATTEMPTS, JobError, WakeQueue, Work, Worker};
use crate::mail::{Mailer, Outcome};
use crate::provider::{Providers, Settings};
use crate::random::Random;
use crate::store::outbox::{self, Calls, Claimed, OutboxKind};
use crate::store::{BoxFuture, Store, StoreError};
use crate::vault::{Vault, VaultError};
use crate::web::state::{AppState, Site};
use crate::workflow;

/// What was logged longer ago than this can't be changed unseen.
const SEAL_EVERY: Duration = Duration::from_secs(10);

/// How often is looked for what may not be kept any longer.
const ERASE_EVERY: Duration = Duration::from_secs(3600);

/// What differs between serving, a demo and a test.
pub struct Wiring {
    /// The database.
    pub database_url: String,
    /// The folder with the keys.
    pub keys: PathBuf,
    /// The clock of the cases.
    pub clock: Clock,
    /// Where the pages are found from outside.
    pub public_url: String,
    /// How the pages are reached.
    pub site: Site,
    /// The way out for mail. Without one mail waits, and shows as an incident after a while.
    pub mailer: Option<Mailer>,
    /// Where the employees of some parties sign in.
    pub providers: Vec<Settings>,
    /// The virus scanner for files that are added; none: nobody looks through them.
    pub clamd: Option<Clamd>,
}

/// Why the program can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The passwords.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A use case, while setting up.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// The workflow files inside the program.
    #[error("the workflow files inside this program have faults: {0}")]
    Workflow(String),
    /// The identity provider of a party.
    #[error("provider: {0}")]
    Provider(String),
    /// The address to listen on.
    #[error("TOM kan niet luisteren op {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
}

/// The wired program.
pub struct App {
    /// What the use cases work with.
    pub house: House,
    /// What the pages work with.
    pub state: AppState,
    /// So many dossiers were erased again, as an older database was put back.
    pub erased: usize,
    /// Does what the outbox holds.
    pub worker: Worker,
    calls: Calls,
    queue: Option<WakeQueue>,
}

impl App {
    /// Opens the database and the keys, and wires everything.
    ///
    /// # Errors
    /// What keeps the program from starting.
    pub async fn wire(wiring: Wiring) -> Result<Self, StartError> {
        let random = Random::system();
        let store = Store::open(&wiring.database_url).await?;
        let vault = Vault::open(&wiring.keys, random.clone())?;
        let workflows = workflow::shipped().map_err(|faults| {
            StartError::Workflow(
                faults
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("; "),
            )
        })?;
        let (waker, calls) = outbox::waker();
        let house = House {
            store: store.clone(),
            vault,
            clock: wiring.clock.clone(),
            random: random.clone(),
            workflows: Arc::new(workflows),
            waker,
            pulse: outbox::Pulse::default(),
            providers: Arc::new(Providers::new(wiring.providers).map_err(StartError::Provider)?),
            clamd: wiring.clamd,
            public_url: wiring.public_url.into(),
        };
        let erased = erase::catch_up(&house).await?;
        if erased > 0 {
            tracing::warn!(
                dossiers = erased,
                "an older database was put back: what was erased since then is erased again"
            );
        }
        let state = AppState {
            house: house.clone(),
            sessions: Sessions::new(store.clone(), Clock::system(), random.clone()),
            passwords: Passwords::new(&random)?,
            clock: wiring.clock.clone(),
            random: random.clone(),
            site: Arc::new(wiring.site),
            postbox: match &wiring.mailer {
                Some(Mailer::Record(postbox)) => Some(postbox.clone()),
                Some(Mailer::Smtp(_)) | None => None,
            },
        };
        let work = Arc::new(Deliveries {
            house: house.clone(),
            mailer: wiring.mailer,
        });
        let worker = Worker::new(store, work, wiring.clock, random).with_pulse(house.pulse.clone());
        let queue = match WakeQueue::open(&wiring.database_url).await {
            Ok(queue) => Some(queue),
            Err(error) => {
                tracing::warn!(%error, "working without the wake queue");
                None
            }
        };
        for party in crate::action::setup::all_parties(&house).await? {
            crate::action::setup::prepare_keys(&house, party.id).await?;
        }
        Ok(Self {
            house,
            state,
            erased,
            worker,
            calls,
            queue,
        })
    }

    /// Serves pages and works on the outbox until `shutdown`; then finishes what was begun.
    pub async fn serve(self, listener: TcpListener, shutdown: CancellationToken) {
        let worker = tokio::spawn({
            let (worker, shutdown) = (self.worker.clone(), shutdown.clone());
            async move { worker.run(self.calls, self.queue, shutdown).await }
        });
        let sessions = self.state.sessions.clone();
        let routes = crate::web::router(self.state);
        let sealing = tokio::spawn(seals(self.house.clone(), shutdown.clone()));
        let erasing = tokio::spawn(erases(self.house.clone(), sessions, shutdown.clone()));
        crate::web::listen::serve(listener, routes, shutdown).await;
        if worker.await.is_err() {
            tracing::error!("the worker broke down");
        }
        if sealing.await.is_err() {
            tracing::error!("sealing the access log broke down");
        }
        if erasing.await.is_err() {
            tracing::error!("erasing broke down");
        }
        // Nobody looks at anything any more.
        seal(&self.house).await;
        self.house.store.close().await;
    }

    /// Answers whoever watches the program on an address of its own, until `shutdown`: health and figures, without data of anybody.
    pub fn watched(&self, listener: TcpListener, shutdown: CancellationToken) {
        let routes = crate::web::health::watched(self.state.clone());
        tokio::spawn(crate::web::listen::serve(listener, routes, shutdown));
    }

    /// Works on the outbox alone, until `shutdown`.
    pub async fn work(self, shutdown: CancellationToken) {
        let sealing = seals(self.house.clone(), shutdown.clone());
        let working = self.worker.run(self.calls, self.queue, shutdown.clone());
        let sessions = self.state.sessions.clone();
        let erasing = erases(self.house.clone(), sessions, shutdown.clone());
        tokio::join!(working, sealing, erasing);
        seal(&self.house).await;
        self.house.store.close().await;
    }
}

/// Seals the access log every few seconds until `shutdown`.
async fn seals(house: House, shutdown: CancellationToken) {
    let pause = || shutdown.run_until_cancelled(tokio::time::sleep(SEAL_EVERY));
    while pause().await.is_some() {
        seal(&house).await;
    }
}

/// Erases what may not be kept any longer, and tells of overdue reviews, now and every hour until `shutdown`.
async fn erases(house: House, sessions: Sessions, shutdown: CancellationToken) {
    loop {
        match erase::look(&house).await {
            Ok(looked) if looked.erased > 0 => {
                tracing::info!(dossiers = looked.erased, "erased what was due");
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "not everything that was due was erased; it is tried again");
            }
        }
        if let Err(error) = sessions.forget().await {
            tracing::warn!(%error, "sessions that are over could not be erased; it is tried again");
        }
        if let Err(error) = overdue::look(&house).await {
            tracing::warn!(%error, "not everybody was told of an overdue review; it is tried again");
        }
        if let Err(error) = destruction::remind(&house).await {
            tracing::warn!(%error, "not every party was told that a destruction list is wanted; it is tried again");
        }
        let pause = tokio::time::sleep(ERASE_EVERY);
        if shutdown.run_until_cancelled(pause).await.is_none() {
            return;
        }
    }
}

async fn seal(house: &House) {
    if let Err(error) = audit::seal(house).await {
        tracing::warn!(%error, "the access log could not be sealed; it is tried again");
    }
}

/// Does what a row of the outbox says: sends the mail, or sets the letter.
struct Deliveries {
    house: House,
    mailer: Option<Mailer>,
}

impl Work for Deliveries {
    fn run(&self, row: Claimed) -> BoxFuture<'_, Result<(), JobError>> {
        Box::pin(async move {
            match row.kind {
                OutboxKind::Letter | OutboxKind::RightsLetter => deliver::letter(&self.house, &row)
                    .await
                    .map_err(|error| again(&error)),
                OutboxKind::Birthday => birthday::come(&self.house, &row)
                    .await
                    .map_err(|error| again(&error)),
                OutboxKind::CloseConsent => late_no::come(&self.house, &row)
                    .await
                    .map_err(|error| again(&error)),
                OutboxKind::Moment => moments::come(&self.house, &row)
                    .await
                    .map_err(|error| again(&error)),
                OutboxKind::Mail | OutboxKind::SeintjeMail => self.mail(&row).await,
            }
        })
    }
}

impl Deliveries {
    async fn mail(&self, row: &Claimed) -> Result<(), JobError> {
        let Some(mail) = deliver::mail(&self.house, row)
            .await
            .map_err(|error| again(&error))?
        else {
            return Ok(());
        };
        let Some(mailer) = &self.mailer else {
            return Err(JobError::Retry("no_mail_server".to_owned()));
        };
        let failed = match mailer.send(&mail).await {
            Outcome::Sent => return Ok(()),
            Outcome::Temporary(code) => JobError::Retry(code),
            Outcome::Permanent(code) => JobError::GiveUp(code),
            Outcome::Unknown(code) => JobError::Unknown(code),
        };
        // It is not tried again by itself: somebody must reach them in another way.
        if matches!(failed, JobError::GiveUp(_)) || row.attempts >= ATTEMPTS {
            jobs::undelivered(&self.house, row)
                .await
                .map_err(|error| again(&error.into()))?;
        }
        Err(failed)
    }
}

/// A failure of our own is tried again: the store may be back in a moment. The code tells no content.
fn again(error: &ActionError) -> JobError {
    tracing::warn!(%error, "a delivery failed");
    let code = match error {
        ActionError::Store(_) => "store",
        ActionError::KeyLost(_) => "key_lost",
        ActionError::Damaged(_) => "damaged",
        ActionError::Destroyed(_) => "destroyed",
        ActionError::Vault(_) => "vault",
        ActionError::Letter(_) => "letter",
        _ => "other",
    };
    JobError::Retry(code.to_owned())
}

/// Listens on an address.
///
/// # Errors
/// [`StartError::Listen`] says which address could not be had.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| StartError::Listen(address, error))
}

/// Ends when somebody presses Ctrl-C or the system asks the program to stop.
pub fn until_stopped() -> CancellationToken {
    let stop = CancellationToken::new();
    let token = stop.clone();
    tokio::spawn(async move {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut term) = signal(SignalKind::terminate()) else {
            return;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = term.recv() => {}
        }
        token.cancel();
    });
    stop
}
