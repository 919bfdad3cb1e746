//! The configuration: a file (`tom.toml`), with environment variables over it.
//!
//! Every key stands in `tom.example.toml`, with what it does. A key that doesn't exist is refused, so that a typing error
//! doesn't pass for a setting.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::Deserialize;

use crate::clamd::Clamd;
use crate::domain::contact::Email;
use crate::domain::party::PartyId;
use crate::mail::{MailConfig, Security};
use crate::provider::Settings;

/// What the program needs to know to serve.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database: `sqlite:PATH` or `postgres://...`.
    pub database_url: String,
    /// The folder with the keys. Outside the database, and outside its backup.
    pub keys: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to tell about health and figures; none: only `/healthz` among the pages.
    pub monitor: Option<SocketAddr>,
    /// Where the pages are found from outside, without a slash at the end.
    pub public_url: String,
    /// Whether a proxy of ours stands in front.
    pub behind_proxy: bool,
    /// Whom to tell of a weakness, or of what is not accessible.
    pub contact: Option<Email>,
    /// The mail server; none: mail waits in the outbox.
    pub mail: Option<MailConfig>,
    /// Where the employees of some parties sign in.
    pub providers: Vec<Settings>,
    /// The virus scanner for files that are added.
    pub clamd: Option<Clamd>,
}

/// The file, key by key.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    database_url: Option<String>,
    keys: Option<PathBuf>,
    listen: Option<SocketAddr>,
    monitor: Option<SocketAddr>,
    public_url: Option<String>,
    behind_proxy: Option<bool>,
    contact: Option<String>,
    clamd: Option<String>,
    mail: Option<MailFile>,
    provider: Vec<ProviderFile>,
}

/// The part of the file on mail.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailFile {
    host: String,
    port: Option<u16>,
    security: Option<String>,
    user: Option<String>,
    #[serde(default, deserialize_with = "secret")]
    password: Option<SecretString>,
    from: String,
    from_name: Option<String>,
    authority: Option<PathBuf>,
}

/// The part of the file on the identity provider of one party.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderFile {
    party: String,
    issuer: String,
    client_id: String,
    #[serde(default, deserialize_with = "secret")]
    client_secret: Option<SecretString>,
    acr: String,
    authority: Option<PathBuf>,
}

/// Why the configuration can't be used. Says which key, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl Config {
    /// Reads the file, if there is one, and the environment over it (`read` gives a variable by its name).
    ///
    /// # Errors
    /// [`ConfigError`] names the key and says what is wrong.
    pub fn load(
        file: Option<&Path>,
        read: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let mut found = match file {
            Some(path) => Self::parse(path)?,
            None => File::default(),
        };
        found.database_url = read("DATABASE_URL").or(found.database_url);
        found.keys = read("TOM_KEYS").map(PathBuf::from).or(found.keys);
        found.public_url = read("TOM_PUBLIC_URL").or(found.public_url);
        found.listen = address("TOM_LISTEN", &read)?.or(found.listen);
        found.monitor = address("TOM_MONITOR", &read)?.or(found.monitor);
        if let (Some(mail), Some(password)) = (&mut found.mail, read("TOM_MAIL_PASSWORD")) {
            mail.password = Some(password.into());
        }
        let listen = found
            .listen
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = found
            .public_url
            .unwrap_or_else(|| format!("http://{listen}"));
        let https = public_url.starts_with("https://");
        if !https && !listen.ip().is_loopback() {
            return Err(ConfigError(
                "public_url: use https. Without it TOM listens on this machine only (127.0.0.1): cookies and dossiers would \
                 cross the network in the open."
                    .into(),
            ));
        }
        let contact = found.contact.map(|text| {
            Email::parse(&text).map_err(|wrong| ConfigError(format!("contact: {wrong}")))
        });
        Ok(Self {
            database_url: found
                .database_url
                .unwrap_or_else(|| "sqlite:tom-data/tom.db".into()),
            keys: found.keys.unwrap_or_else(|| PathBuf::from("tom-keys")),
            listen,
            monitor: found.monitor,
            public_url: public_url.trim_end_matches('/').to_owned(),
            behind_proxy: found.behind_proxy.unwrap_or(false),
            contact: contact.transpose()?,
            clamd: found
                .clamd
                .map(|at| Clamd::at(&at).ok_or_else(|| ConfigError(format!(
                    "clamd: '{at}' is neither the path of a socket (/run/clamav/clamd.ctl) nor an address with a port (127.0.0.1:3310)."
                ))))
                .transpose()?,
            mail: found.mail.map(MailFile::checked).transpose()?,
            providers: found
                .provider
                .into_iter()
                .map(|provider| provider.checked(&read))
                .collect::<Result<_, _>>()?,
        })
    }

    fn parse(path: &Path) -> Result<File, ConfigError> {
        let name = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError(format!("{name}: {error}")))?;
        toml_edit::de::from_str(&text).map_err(|error| ConfigError(format!("{name}: {error}")))
    }
}

/// An address with a port, from the environment.
fn address(
    name: &str,
    read: impl Fn(&str) -> Option<String>,
) -> Result<Option<SocketAddr>, ConfigError> {
    let parsed = |text: String| {
        text.parse().map_err(|_| {
            ConfigError(format!(
                "{name}: '{text}' is no address with a port, such as 127.0.0.1:8080."
            ))
        })
    };
    read(name).map(parsed).transpose()
}

impl MailFile {
    fn checked(self) -> Result<MailConfig, ConfigError> {
        let security = match self.security.as_deref() {
            None => Security::StartTls,
            Some(code) => Security::from_code(code).ok_or_else(|| {
                ConfigError(format!(
                    "mail.security: '{code}' is not one of none, starttls, tls."
                ))
            })?,
        };
        let from =
            Email::parse(&self.from).map_err(|wrong| ConfigError(format!("mail.from: {wrong}")))?;
        let own_authority = self
            .authority
            .map(|path| {
                std::fs::read(&path).map_err(|error| {
                    ConfigError(format!("mail.authority: {}: {error}", path.display()))
                })
            })
            .transpose()?;
        Ok(MailConfig {
            host: self.host,
            port: self.port.unwrap_or_else(|| security.port()),
            security,
            user: self.user,
            password: self.password,
            from,
            from_name: self.from_name.unwrap_or_else(|| "TOM".into()),
            own_authority,
        })
    }
}

impl ProviderFile {
    fn checked(self, read: &impl Fn(&str) -> Option<String>) -> Result<Settings, ConfigError> {
        let party = self.party;
        let name = party.to_uppercase().replace('-', "_");
        let name = format!("TOM_PROVIDER_SECRET_{name}");
        let secret = read(&name).map(SecretString::from).or(self.client_secret);
        let secret = secret.ok_or_else(|| {
            ConfigError(format!(
                "provider {party}: client_secret is missing; set it or {name}."
            ))
        })?;
        if self.acr.trim().is_empty() {
            let why = "acr: say which value shows a second factor.";
            return Err(ConfigError(format!("provider {party}: {why}")));
        }
        Ok(Settings {
            own_authority: self.authority.as_deref().map(pem).transpose()?,
            party: PartyId(party),
            issuer: self.issuer,
            client_id: self.client_id,
            client_secret: secret,
            acr: self.acr,
        })
    }
}

/// Certificates in a file.
fn pem(path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path)
        .map_err(|error| ConfigError(format!("authority: {}: {error}", path.display())))
}

fn secret<'de, D: serde::Deserializer<'de>>(file: D) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(file)?.map(Into::into))
}
