//! The program itself: wired as always, on a socket, on a fresh database with the demo's region.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tom::action::House;
use tom::app::{App, Wiring};
use tom::clock::Clock;
use tom::demo;
use tom::jobs::Worker;
use tom::mail::{Mailer, Postbox};
use tom::random::Random;
use tom::store::Engine;
use tom::web::state::Site;

use crate::databases::Database;

/// Whether what the outbox holds is worked on while we measure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Outbox {
    /// Letters are set and mails are sent, by the same process.
    Worked,
    /// It only fills: another process has the work.
    Filled,
}

/// The running program.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// Does what the outbox holds.
    pub worker: Worker,
    /// What it runs on, to be asked without a request.
    pub house: House,
    /// Its database.
    pub database: Database,
    keys: PathBuf,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Server {
    /// Starts it on the threads of `program`; its mail goes nowhere.
    pub async fn start(engine: Engine, outbox: Outbox, program: &Handle) -> Self {
        Self::mailing(engine, outbox, Mailer::Record(Postbox::default()), program).await
    }

    /// The same, with a way out for mail.
    pub async fn mailing(engine: Engine, outbox: Outbox, mailer: Mailer, program: &Handle) -> Self {
        let database = match engine {
            Engine::Sqlite => Database::sqlite(),
            Engine::Postgres => Database::postgres().await,
        };
        let keys = std::env::temp_dir().join(format!("keys-{}", Random::system().opaque_id()));
        let wiring = Wiring {
            database_url: database.url.clone(),
            keys: keys.clone(),
            clock: Clock::running_from(demo::MORNING),
            public_url: "http://localhost".into(),
            site: Site {
                patience: Duration::from_secs(30),
                ..Site::default()
            },
            mailer: Some(mailer),
            providers: Vec::new(),
            clamd: None,
        };
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let begun = program.spawn(async move {
            let app = App::wire(wiring).await.unwrap();
            demo::people(&app).await.unwrap();
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (worker, house) = (app.worker.clone(), app.house.clone());
            let serving = tokio::spawn(async move {
                match outbox {
                    Outbox::Worked => app.serve(listener, stopped).await,
                    Outbox::Filled => {
                        let routes = tom::web::router(app.state)
                            .into_make_service_with_connect_info::<SocketAddr>();
                        axum::serve(listener, routes)
                            .with_graceful_shutdown(async move { stopped.cancelled().await })
                            .await
                            .unwrap();
                        app.house.store.close().await;
                    }
                }
            });
            (address, worker, house, serving)
        });
        let (address, worker, house, serving) = begun.await.unwrap();
        Self {
            address,
            worker,
            house,
            database,
            keys,
            stop,
            serving,
        }
    }

    /// Stops it and clears away its data. Its visitors must be gone.
    pub async fn stop(self) {
        self.stop.cancel();
        self.serving.await.unwrap();
        drop(std::fs::remove_dir_all(&self.keys));
    }
}
