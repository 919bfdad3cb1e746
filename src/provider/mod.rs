//! The identity providers of parties, by OpenID Connect: an employee signs in where the own organisation does that for everything.
//!
//! The authorization-code flow with PKCE (S256), `state` and `nonce`, one provider for a party. What the crate `openidconnect` checks of an
//! `id_token`: signature, issuer, audience, nonce, time. What is checked here: how (`acr`) and when (`auth_time`) somebody signed in there.

mod exchange;
mod line;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use openidconnect::core::{CoreClient, CoreProviderMetadata};
use openidconnect::{
    ClientId, ClientSecret, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::clock::EpochMillis;
use crate::domain::party::PartyId;
use line::Line;

pub use exchange::Returned;

/// For how long is believed what a provider said of itself: its addresses and its keys.
const BELIEVED: Duration = Duration::from_secs(300);

/// Where the employees of a party sign in, from the configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whose employees.
    pub party: PartyId,
    /// The address by which the provider calls itself.
    pub issuer: String,
    /// As what the provider knows us.
    pub client_id: String,
    /// How it knows that it is us.
    pub client_secret: SecretString,
    /// The `acr` that a second factor has there.
    pub acr: String,
    /// Certificates of an authority of the party's own, as PEM.
    pub own_authority: Option<Vec<u8>>,
}

/// Why nobody was signed in by a provider. Says nothing of who tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It is down, slow, or says of itself what makes no sense.
    #[error(
        "Aanmelden bij uw organisatie lukt nu niet: de pagina van uw organisatie geeft geen goed antwoord. Probeer het over een paar minuten opnieuw."
    )]
    Away,
    /// Somebody stopped there, or wasn't let in there.
    #[error(
        "U bent niet aangemeld bij uw organisatie: u bent gestopt, of uw organisatie liet u niet toe. U kunt het opnieuw proberen."
    )]
    Denied,
    /// What came back isn't an answer to what this browser asked, or it was used before.
    #[error("Dit aanmelden duurde te lang of was al gebruikt. Begin opnieuw.")]
    Stale,
    /// The provider doesn't take the code, or its answer is not true.
    #[error(
        "Het antwoord van uw organisatie klopt niet. U bent daarom niet aangemeld. Probeer het opnieuw. Lukt het weer niet? Neem dan contact op met de beheerder van TOM in uw organisatie."
    )]
    Untrue,
    /// Somebody signed in there with less than the party demands.
    #[error(
        "U bent bij uw organisatie aangemeld zonder tweede stap, zoals een code of een pas. TOM vraagt die wel. Probeer het opnieuw met uw tweede stap."
    )]
    Weak,
}

/// Whom a provider signed in.
pub struct Told {
    /// The provider's own name for this person: never changes, says nothing.
    pub subject: String,
    /// The e-mail address, if the provider verified it; in lower case.
    pub email: Option<String>,
    /// When this person signed in there.
    pub at: EpochMillis,
}

/// How somebody is sent to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// To sign in; who did so there not longer ago than this comes back at once.
    Within(Duration),
    /// To sign in there once more, whatever the provider remembers.
    Again,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// One provider.
struct Provider {
    settings: Settings,
    line: Line,
    /// What it said of itself, and when.
    known: Mutex<Option<(Instant, Client)>>,
}

/// The providers of all parties that have one.
#[derive(Default)]
pub struct Providers(BTreeMap<PartyId, Provider>);

impl Providers {
    /// Those of the configuration. Asks nobody anything yet.
    ///
    /// # Errors
    /// Says which setting can't be used.
    pub fn new(all: Vec<Settings>) -> Result<Self, String> {
        let mut providers = BTreeMap::new();
        for settings in all {
            let party = settings.party.clone();
            let line = Line::new(&settings).map_err(|why| format!("{}: {why}", party.as_str()))?;
            let provider = Provider {
                settings,
                line,
                known: Mutex::new(None),
            };
            if providers.insert(party.clone(), provider).is_some() {
                return Err(format!("{}: has two providers", party.as_str()));
            }
        }
        Ok(Self(providers))
    }

    /// The parties that have one.
    pub fn parties(&self) -> impl Iterator<Item = &PartyId> {
        self.0.keys()
    }

    /// The issuer of a party's provider, if it has one.
    #[must_use]
    pub fn issuer(&self, party: &PartyId) -> Option<&str> {
        let provider = self.0.get(party)?;
        Some(&provider.settings.issuer)
    }

    fn of(&self, party: &PartyId) -> Result<&Provider, ProviderError> {
        self.0.get(party).ok_or(ProviderError::Stale)
    }
}

impl Provider {
    /// What the provider says of itself: what was heard a short time ago, or asked now.
    async fn client(&self) -> Result<Client, ProviderError> {
        if let Some(client) = self.remembered() {
            return Ok(client);
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|_| self.fails(ProviderError::Away, "issuer"))?;
        let found = CoreProviderMetadata::discover_async(issuer, &self.line).await;
        let found = found.map_err(|_| self.fails(ProviderError::Away, "discovery"))?;
        let secret = self.settings.client_secret.expose_secret().to_owned();
        let client = CoreClient::from_provider_metadata(
            found,
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(secret)),
        );
        if let Ok(mut known) = self.known.lock() {
            *known = Some((Instant::now(), client.clone()));
        }
        Ok(client)
    }

    fn remembered(&self) -> Option<Client> {
        let known = self.known.lock().ok()?;
        let (since, client) = known.as_ref()?;
        (since.elapsed() < BELIEVED).then(|| client.clone())
    }

    /// Forgets what the provider said of itself: it may have other keys by now.
    fn forget(&self) {
        if let Ok(mut known) = self.known.lock() {
            *known = None;
        }
    }

    /// This error, told to the administrator of the program: which party, and where it went wrong, and nothing of who tried.
    fn fails(&self, error: ProviderError, at: &'static str) -> ProviderError {
        tracing::warn!(
            party = self.settings.party.as_str(),
            at,
            "signing in by the provider of a party failed"
        );
        error
    }
}
