//! A mail server of our own on a real socket, that can fail in every way a mail server does.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with the next mails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It takes them.
    None,
    /// "Not now", to the recipient.
    Busy,
    /// "Never", to the recipient.
    Refuse,
    /// It takes the mail whole, keeps it, and goes away without an answer.
    CutAfterData,
    /// It goes away before the mail.
    CutBeforeData,
    /// "Not now", after the mail.
    BusyAfterData,
    /// It answers after this long.
    Slow(Duration),
    /// It says nothing any more: instead of its greeting (`""`), at this command, or after the whole mail (`"."`), which it keeps.
    HangAt(&'static str),
}

/// A mail as it came over the line.
#[derive(Clone, Debug)]
pub struct Received {
    /// `MAIL FROM`.
    pub from: String,
    /// `RCPT TO`.
    pub to: String,
    /// Headers and body.
    pub raw: String,
}

impl Received {
    /// The value of a header, with folded lines joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let headers = self.raw.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        let start = format!("{name}: ");
        let line = headers.lines().find(|line| line.starts_with(&start))?;
        Some(line[start.len()..].to_owned())
    }

    /// The text, decoded.
    pub fn text(&self) -> String {
        use base64::Engine as _;
        let (_, body) = self.raw.split_once("\r\n\r\n").unwrap();
        let body: String = body.split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(body);
        String::from_utf8(bytes.unwrap()).unwrap()
    }
}

/// The server. It stops when it is dropped.
pub struct SmtpSink {
    /// Where it listens.
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

struct State {
    fault: Fault,
    received: Vec<Received>,
    connections: usize,
    hanging: usize,
    said: Vec<String>,
}

impl SmtpSink {
    /// A server on a free port.
    pub async fn start() -> Self {
        Self::on("127.0.0.1:0".parse().unwrap()).await
    }

    /// A server on this address: the one that was away is back.
    pub async fn on(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State {
            fault: Fault::None,
            received: Vec::new(),
            connections: 0,
            hanging: 0,
            said: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                // A client that goes away is its own affair.
                tokio::spawn(talk(stream, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            state,
            task,
        }
    }

    /// From now on, do this.
    pub fn set(&self, fault: Fault) {
        self.state.lock().unwrap().fault = fault;
    }

    /// Every mail that was taken whole, in order.
    pub fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// How often it fell silent.
    pub fn hanging(&self) -> usize {
        self.state.lock().unwrap().hanging
    }

    /// Every command that was said, without the mails.
    pub fn said(&self) -> Vec<String> {
        self.state.lock().unwrap().said.clone()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Says nothing any more, if this is where it was told to hang.
async fn hang(state: &Mutex<State>, at: &str) {
    let hangs = {
        let mut state = state.lock().unwrap();
        let hangs = matches!(state.fault, Fault::HangAt(place) if place == at);
        state.hanging += usize::from(hangs);
        hangs
    };
    if hangs {
        std::future::pending::<()>().await;
    }
}

async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    hang(&state, "").await;
    stream.write_all(b"220 sink\r\n").await?;
    let (mut from, mut to) = (String::new(), String::new());
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let fault = {
            let mut state = state.lock().unwrap();
            state.said.push(line.trim_end().to_owned());
            state.fault
        };
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        hang(&state, &verb).await;
        let answer = match (verb.as_str(), fault) {
            ("EHLO", _) => "250-sink\r\n250 SIZE 1000000",
            ("MAIL", _) => {
                from = between(&line);
                "250 ok"
            }
            ("RCPT", Fault::Busy) => "451 4.7.1 come back later",
            ("RCPT", Fault::Refuse) => "550 5.1.1 nobody here",
            ("RCPT", _) => {
                to = between(&line);
                "250 ok"
            }
            ("DATA", Fault::CutBeforeData) => return Ok(()),
            ("DATA", _) => {
                stream.write_all(b"354 go\r\n").await?;
                let raw = body(&mut stream).await?;
                let mail = Received {
                    from: from.clone(),
                    to: to.clone(),
                    raw,
                };
                if fault == Fault::BusyAfterData {
                    stream.write_all(b"452 4.3.1 no room\r\n").await?;
                    continue;
                }
                state.lock().unwrap().received.push(mail);
                hang(&state, ".").await;
                match fault {
                    Fault::CutAfterData => return Ok(()),
                    Fault::Slow(wait) => tokio::time::sleep(wait).await,
                    _ => {}
                }
                "250 taken"
            }
            ("QUIT", _) => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "500 what?",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

fn between(line: &str) -> String {
    let inside = line.split(['<', '>']).nth(1);
    inside.unwrap_or_default().to_owned()
}

async fn body(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut raw = String::new();
    loop {
        let before = raw.len();
        if stream.read_line(&mut raw).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if &raw[before..] == ".\r\n" {
            raw.truncate(before);
            return Ok(raw);
        }
    }
}
