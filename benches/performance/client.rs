//! A visitor with one connection: just enough HTTP to send a form and to read the answer, so that the measuring costs
//! little beside what is measured.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tom::clock::Clock;
use tom::domain::totp::{Secret, Step};
use tom::random::Random;

/// Of each address the last step of which a code was used: each works once.
static USED: Mutex<BTreeMap<String, Step>> = Mutex::new(BTreeMap::new());

/// A code of somebody of the demo's region that was not used yet; waits for it if need be.
async fn unused_code(email: &str) -> String {
    loop {
        let now = Step::at(Clock::system().now());
        let last = USED.lock().unwrap().get(email).copied();
        let step = last.map_or(now, |last| now.max(Step(last.0 + 1)));
        if step.0 <= now.0 + 1 {
            USED.lock().unwrap().insert(email.to_owned(), step);
            return Secret::made_up(email).code(step).digits();
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// A browser with its cookies.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
    cookies: Vec<(String, String)>,
    csrf: String,
    random: Random,
}

/// An answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it sends the browser, if it does.
    pub location: String,
    /// The page.
    pub body: String,
}

impl Client {
    /// A visitor whom nobody knows.
    pub async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            read: Vec::with_capacity(1 << 16),
            cookies: Vec::new(),
            csrf: String::new(),
            random: Random::system(),
        }
    }

    /// Somebody of the demo's region, signed in over the front door.
    pub async fn signed_in(address: SocketAddr, email: &str) -> Self {
        let mut client = Self::connect(address).await;
        client.learn_csrf("/aanmelden").await;
        let form = [
            ("email", email),
            ("password", tom::demo::PASSWORD),
            ("naar", ""),
        ];
        let answer = client.post("/aanmelden", &form).await;
        assert_eq!(answer.status, 303, "{email} can't sign in: {}", answer.body);
        let code = unused_code(email).await;
        let form = [("factor", code.as_str()), ("naar", "")];
        let answer = client.post("/aanmelden/code", &form).await;
        assert_eq!(answer.status, 303, "{email} can't sign in: {}", answer.body);
        client.learn_csrf(&answer.location).await;
        client
    }

    /// The same person on another connection.
    pub async fn again(&self) -> Self {
        let mut other = Self::connect(self.stream.peer_addr().unwrap()).await;
        other.cookies.clone_from(&self.cookies);
        other.csrf.clone_from(&self.csrf);
        other
    }

    async fn learn_csrf(&mut self, path: &str) {
        let mut page = self.get(path).await;
        while page.status == 303 {
            page = self.get(&page.location).await;
        }
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.clone_into(&mut self.csrf);
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers());
        self.answer(request).await
    }

    /// Sends a form with the tokens of a fresh page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = format!("csrf={}&once={}", self.csrf, self.random.opaque_id());
        for (name, value) in fields {
            let _ = write!(body, "&{name}={}", escaped(value));
        }
        let request = format!(
            "POST {path} HTTP/1.1\r\n{}content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.headers(),
            body.len()
        );
        self.answer(request).await
    }

    fn headers(&self) -> String {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!(
            "host: localhost\r\nsec-fetch-site: same-origin\r\ncookie: {}\r\n",
            cookies.join("; ")
        )
    }

    async fn answer(&mut self, request: String) -> Answer {
        self.stream.write_all(request.as_bytes()).await.unwrap();
        self.read.clear();
        let head = loop {
            if let Some(at) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await;
        };
        let lines = String::from_utf8(self.read[..head].to_vec()).unwrap();
        let header = |wanted: &str| {
            let line = lines.lines().find(|line| line.starts_with(wanted))?;
            Some(line[wanted.len()..].trim().to_owned())
        };
        let length: usize = header("content-length:").map_or(0, |length| length.parse().unwrap());
        while self.read.len() < head + length {
            self.more().await;
        }
        for line in lines.lines() {
            if let Some(cookie) = line.strip_prefix("set-cookie: ") {
                let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Answer {
            status: lines[9..12].parse().unwrap(),
            location: header("location:").unwrap_or_default(),
            body: String::from_utf8(self.read[head..].to_vec()).unwrap(),
        }
    }

    async fn more(&mut self) {
        let read = self.stream.read_buf(&mut self.read).await.unwrap();
        assert_ne!(read, 0, "the program hung up");
    }
}

fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
