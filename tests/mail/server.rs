//! What a mail server can do to us, and what we make of it.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tom::mail::{MailConfigError, Mailer, Outcome, Postbox, Security};

use super::{config, mail, mailer};
use crate::support::smtp::{Fault, SmtpSink};

async fn outcome(fault: Fault) -> (Outcome, SmtpSink) {
    let sink = SmtpSink::start().await;
    sink.set(fault);
    let outcome = mailer(&sink).send(&mail("tekst")).await;
    (outcome, sink)
}

#[tokio::test]
async fn not_now_is_temporary_and_never_is_permanent() {
    assert_eq!(
        outcome(Fault::Busy).await.0,
        Outcome::Temporary("smtp_451".to_owned())
    );
    assert_eq!(
        outcome(Fault::BusyAfterData).await.0,
        Outcome::Temporary("smtp_452".to_owned())
    );
    assert_eq!(
        outcome(Fault::Refuse).await.0,
        Outcome::Permanent("smtp_550".to_owned())
    );
}

#[tokio::test]
async fn a_connection_lost_after_the_mail_leaves_it_unknown() {
    let (outcome, sink) = outcome(Fault::CutAfterData).await;
    assert_eq!(outcome, Outcome::Unknown("smtp_lost".to_owned()));
    assert_eq!(sink.received().len(), 1);
}

#[tokio::test]
async fn a_connection_lost_before_the_mail_means_that_it_was_not_sent() {
    let (outcome, sink) = outcome(Fault::CutBeforeData).await;
    assert_eq!(outcome, Outcome::Temporary("smtp_lost".to_owned()));
    assert!(sink.received().is_empty());
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let (outcome, _sink) = outcome(Fault::Slow(Duration::from_millis(300))).await;
    assert_eq!(outcome, Outcome::Sent);
}

#[tokio::test]
async fn a_server_that_is_away_is_temporary_and_quickly_known() {
    let sink = SmtpSink::start().await;
    let mailer = mailer(&sink);
    drop(sink);
    let start = Instant::now();
    let outcome = mailer.send(&mail("tekst")).await;
    assert_eq!(outcome, Outcome::Temporary("connect_lost".to_owned()));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn without_the_promised_tls_nothing_is_said() {
    let sink = SmtpSink::start().await;
    let mut config = config(&sink);
    config.security = Security::StartTls;
    config.user = Some("tom".to_owned());
    config.password = Some("geheim-woord".into());
    let outcome = Mailer::smtp(&config).unwrap().send(&mail("tekst")).await;
    assert_eq!(
        outcome,
        Outcome::Temporary("connect_not_offered".to_owned())
    );
    let said = sink.said();
    assert!(
        said.iter()
            .all(|line| !line.starts_with("AUTH") && !line.starts_with("MAIL")),
        "{said:?}"
    );
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_told_from_one_that_is_away() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut config = config(&SmtpSink::start().await);
    config.port = listener.local_addr().unwrap().port();
    config.security = Security::Tls;
    let greet = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"220 sink\r\n").await.unwrap();
        // Stays until the other side goes: going first could look like a lost connection.
        drop(stream.read_to_end(&mut Vec::new()).await);
    });
    let outcome = Mailer::smtp(&config).unwrap().send(&mail("tekst")).await;
    assert_eq!(outcome, Outcome::Temporary("connect_tls".to_owned()));
    greet.await.unwrap();
}

#[tokio::test]
async fn a_configuration_that_would_leak_or_fail_is_refused() {
    let sink = SmtpSink::start().await;
    let refusal = |change: fn(&mut tom::mail::MailConfig)| {
        let mut config = config(&sink);
        change(&mut config);
        Mailer::smtp(&config).err()
    };
    let half = refusal(|config| config.user = Some("tom".to_owned()));
    assert_eq!(half, Some(MailConfigError::HalfAnAccount));
    let open = refusal(|config| {
        config.host = "mail.regio.example".to_owned();
        config.user = Some("tom".to_owned());
        config.password = Some("geheim".into());
    });
    assert_eq!(open, Some(MailConfigError::OpenPassword));
    let authority = refusal(|config| config.own_authority = Some(b"-----BEGIN".to_vec()));
    assert!(authority.is_none() || authority == Some(MailConfigError::Certificate));
}

#[tokio::test]
async fn in_the_demo_nothing_leaves_and_everything_can_be_read() {
    let postbox = Postbox::default();
    let mailer = Mailer::Record(postbox.clone());
    for text in ["een", "twee"] {
        assert_eq!(mailer.send(&mail(text)).await, Outcome::Sent);
    }
    let texts: Vec<String> = postbox.mails().into_iter().map(|mail| mail.text).collect();
    assert_eq!(texts, ["twee", "een"]);
}
