//! `make bench`: how fast the whole program is, through its front door, beside a bare control in the same minute.
//!
//! Every figure is the middle one of several rounds, and a round runs control and program one after the other: machines
//! differ and are shared, ratios stay. What is measured and why: docs/performance.md.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a measurement that fails has nothing to say but where"
)]

mod client;
mod control;
#[path = "../../tests/support/databases.rs"]
#[expect(dead_code, unused_macros, reason = "shared with the tests")]
mod databases;
mod due;
mod letters;
mod load;
mod mass;
mod options;
mod privacy;
mod reads;
mod report;
mod rest;
mod seed;
mod server;
#[path = "../../tests/support/smtp.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod smtp;
mod steps;
mod walk;

use options::Options;
use report::Report;

fn main() {
    let options = Options::parse();
    log_into(&options);
    // The clients have one thread; the program has, as always, one for each core.
    let program = tokio::runtime::Runtime::new().unwrap();
    let clients = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut report = Report::begin();
    clients.block_on(async {
        let handle = program.handle();
        if options.wants("rest") {
            rest::measure(&mut report).await;
        }
        if options.wants("letters") {
            letters::measure(&options, &mut report);
        }
        for engine in options.engines() {
            if options.wants("steps") {
                steps::measure(&options, engine, handle, &mut report).await;
            }
            if options.wants("reads") {
                reads::measure(&options, engine, handle, &mut report).await;
            }
            if options.wants("privacy") {
                privacy::measure(&options, engine, handle, &mut report).await;
            }
            if options.wants("due") {
                due::measure(&options, engine, handle, &mut report).await;
            }
            if options.wants("mass") {
                mass::measure(&options, engine, handle, &mut report).await;
            }
        }
    });
    report.end();
}

/// The program writes its log lines as always, into a file.
fn log_into(options: &Options) {
    let file = std::fs::File::create(options.log_file()).unwrap();
    tracing_subscriber::fmt()
        .with_env_filter("info,sqlx=warn")
        .with_writer(std::sync::Mutex::new(file))
        .with_ansi(false)
        .init();
}
