//! What stands on the line.

use tom::mail::{Outcome, SUBJECT, new_message_id};
use tom::random::Random;

use super::{config, mail, mailer};
use crate::support::smtp::SmtpSink;

#[tokio::test]
async fn a_mail_arrives_with_neutral_headers_and_its_own_text() {
    let sink = SmtpSink::start().await;
    let text = "Regel één\n.\nregel drie, na een losse punt\n.. en €, ü\n";
    assert_eq!(mailer(&sink).send(&mail(text)).await, Outcome::Sent);
    let received = sink.received();
    assert_eq!(received.len(), 1);
    let one = &received[0];
    assert_eq!(one.from, "tom@regio.example");
    assert_eq!(one.to, "postbus@gemeente.example");
    assert_eq!(one.text(), text.replace('\n', "\r\n"));
    assert_eq!(one.header("Subject").as_deref(), Some(SUBJECT));
    assert_eq!(
        one.header("Message-ID").as_deref(),
        Some("<one@regio.example>")
    );
    assert_eq!(
        one.header("Auto-Submitted").as_deref(),
        Some("auto-generated")
    );
    let from = one.header("From").unwrap();
    assert!(
        from.contains("Regio Voorbeeld") && from.contains("<tom@regio.example>"),
        "{from}"
    );
}

#[tokio::test]
async fn only_short_lines_of_ascii_travel() {
    let sink = SmtpSink::start().await;
    let text = format!("{}\n", "één lange regel ".repeat(500));
    assert_eq!(mailer(&sink).send(&mail(&text)).await, Outcome::Sent);
    let one = &sink.received()[0];
    assert!(one.raw.is_ascii());
    assert!(
        one.raw
            .split("\r\n")
            .all(|line| line.len() <= 998 && !line.contains('\n'))
    );
    assert_eq!(
        one.header("Content-Transfer-Encoding").as_deref(),
        Some("base64")
    );
}

#[tokio::test]
async fn the_same_mail_looks_the_same_at_every_attempt() {
    let sink = SmtpSink::start().await;
    let mailer = mailer(&sink);
    for _ in 0..2 {
        assert_eq!(mailer.send(&mail("tekst")).await, Outcome::Sent);
    }
    let received = sink.received();
    assert_eq!(received[0].raw, received[1].raw);
}

#[tokio::test]
async fn nothing_in_a_mail_reports_that_it_was_read() {
    let sink = SmtpSink::start().await;
    mailer(&sink).send(&mail("tekst")).await;
    let raw = sink.received()[0].raw.to_lowercase();
    for word in [
        "disposition-notification",
        "return-receipt",
        "text/html",
        "<img",
        "x-mailer",
    ] {
        assert!(!raw.contains(word), "{word}");
    }
}

#[test]
fn a_message_id_is_in_the_senders_domain_and_new_each_time() {
    let sender = tom::domain::contact::Email::parse("tom@regio.example").unwrap();
    let random = Random::seeded(7);
    let (one, two) = (
        new_message_id(&random, &sender),
        new_message_id(&random, &sender),
    );
    assert!(
        one.starts_with('<') && one.ends_with("@regio.example>"),
        "{one}"
    );
    assert_ne!(one, two);
}

#[tokio::test]
async fn a_password_does_not_show_in_the_configuration() {
    let sink = SmtpSink::start().await;
    let mut config = config(&sink);
    config.user = Some("tom".to_owned());
    config.password = Some("geheim-woord".into());
    assert!(!format!("{config:?}").contains("geheim-woord"));
}
