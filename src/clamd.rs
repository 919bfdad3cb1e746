//! The virus scanner of the organisation: clamd of ClamAV, over its socket. It gets the bytes of a file and no name, case or person.

use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much goes over at once, in bytes: clamd wants no part above its `StreamMaxLength`.
const PART: usize = 64 * 1024;

/// The longest answer that is read, in bytes.
const ANSWER: u64 = 4096;

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clamd {
    /// A socket on this machine.
    Socket(PathBuf),
    /// A host with a port.
    Address(String),
}

/// What clamd says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It knows nothing against it.
    Clean,
    /// It found something.
    Stopped,
    /// It is away, too slow, or doesn't take it: nobody knows.
    Unknown,
}

impl Clamd {
    /// The place that this text names: the path of a socket, or a host with a port.
    #[must_use]
    pub fn at(text: &str) -> Option<Self> {
        if text.starts_with('/') {
            return Some(Self::Socket(PathBuf::from(text)));
        }
        let (host, port) = text.rsplit_once(':')?;
        let known = !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0);
        known.then(|| Self::Address(text.to_owned()))
    }

    /// Looks through these bytes. What went wrong stands in the program's log, without anything of the file.
    pub async fn look(&self, bytes: &[u8]) -> Verdict {
        match timeout(PATIENCE, self.asked(bytes)).await {
            Ok(Ok(answer)) => said(&answer),
            Ok(Err(error)) => {
                tracing::error!(%error, "the virus scanner can't be reached");
                Verdict::Unknown
            }
            Err(_) => {
                tracing::error!("the virus scanner gives no answer");
                Verdict::Unknown
            }
        }
    }

    async fn asked(&self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Socket(path) => ask(UnixStream::connect(path).await?, bytes).await,
            Self::Address(at) => ask(TcpStream::connect(at).await?, bytes).await,
        }
    }
}

/// `INSTREAM` (clamd(8)): parts with their length before them, then an empty one; the answer ends with a zero byte.
async fn ask(
    mut line: impl AsyncRead + AsyncWrite + Unpin,
    bytes: &[u8],
) -> std::io::Result<Vec<u8>> {
    line.write_all(b"zINSTREAM\0").await?;
    for part in bytes.chunks(PART) {
        let length = u32::try_from(part.len()).map_err(std::io::Error::other)?;
        line.write_all(&length.to_be_bytes()).await?;
        line.write_all(part).await?;
    }
    line.write_all(&[0; 4]).await?;
    line.flush().await?;
    let mut answer = Vec::new();
    line.take(ANSWER).read_to_end(&mut answer).await?;
    Ok(answer)
}

fn said(answer: &[u8]) -> Verdict {
    let answer = answer.split(|byte| *byte == 0).next().unwrap_or_default();
    if answer == b"stream: OK" {
        Verdict::Clean
    } else if answer.ends_with(b" FOUND") {
        tracing::warn!("the virus scanner stopped a file");
        Verdict::Stopped
    } else {
        tracing::error!("the virus scanner did not take a file");
        Verdict::Unknown
    }
}
