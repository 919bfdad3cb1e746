//! One sign-in at a provider: where the browser is sent, and what its return is worth.

use std::time::Duration;

use base64::Engine as _;
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, CsrfToken, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse as _,
};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{Ask, Client, Provider, ProviderError, Providers, Told};
use crate::domain::party::PartyId;

/// What the browser brings back in the address.
pub struct Returned<'a> {
    /// What the token of this person is asked with, once.
    pub code: &'a str,
    /// What the browser was sent away with.
    pub state: &'a str,
    /// Who says so (RFC 9207), if it says that.
    pub issuer: Option<&'a str>,
}

impl Providers {
    /// Where to send a browser that keeps this token: everything that must be known again at its return is made of the token.
    ///
    /// # Errors
    /// [`ProviderError::Away`].
    pub async fn away(
        &self,
        party: &PartyId,
        token: &str,
        back: &str,
        ask: Ask,
    ) -> Result<String, ProviderError> {
        let provider = self.of(party)?;
        let client = provider.returning(back).await?;
        let (state, nonce) = (made_of(token, "state"), made_of(token, "nonce"));
        let verifier = PkceCodeVerifier::new(made_of(token, "verifier"));
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_auth_context_value(AuthenticationContextClass::new(
                provider.settings.acr.clone(),
            ));
        request = match ask {
            Ask::Within(time) => request.set_max_age(time),
            Ask::Again => request
                .set_max_age(Duration::ZERO)
                .add_prompt(CoreAuthPrompt::Login),
        };
        let (url, ..) = request.url();
        Ok(url.into())
    }

    /// Whom the provider signed in. Does not look when: that is for who asked.
    ///
    /// # Errors
    /// Why nobody.
    pub async fn told(
        &self,
        party: &PartyId,
        token: &str,
        back: &str,
        returned: Returned<'_>,
    ) -> Result<Told, ProviderError> {
        let provider = self.of(party)?;
        let state = made_of(token, "state");
        if !bool::from(state.as_bytes().ct_eq(returned.state.as_bytes())) {
            return Err(ProviderError::Stale);
        }
        if returned
            .issuer
            .is_some_and(|issuer| issuer != provider.settings.issuer)
        {
            return Err(provider.fails(ProviderError::Untrue, "iss"));
        }
        let client = provider.returning(back).await?;
        let claims = provider.exchanged(&client, token, returned.code).await?;
        let acr = claims.auth_context_ref().map(|acr| acr.as_str());
        if acr != Some(provider.settings.acr.as_str()) {
            return Err(provider.fails(ProviderError::Weak, "acr"));
        }
        let at = claims.auth_time().map(|at| at.timestamp_millis());
        let verified = claims.email_verified() == Some(true);
        let email = claims.email().filter(|_| verified);
        Ok(Told {
            subject: claims.subject().as_str().to_owned(),
            email: email.map(|email| email.trim().to_lowercase()),
            at: at.ok_or_else(|| provider.fails(ProviderError::Untrue, "auth_time"))?,
        })
    }
}

impl Provider {
    async fn returning(&self, back: &str) -> Result<Client, ProviderError> {
        let back = RedirectUrl::new(back.to_owned());
        let back = back.map_err(|_| self.fails(ProviderError::Away, "public_url"))?;
        Ok(self.client().await?.set_redirect_uri(back))
    }

    /// Gives the code for an `id_token`, and checks it.
    async fn exchanged(
        &self,
        client: &Client,
        token: &str,
        code: &str,
    ) -> Result<CoreIdTokenClaims, ProviderError> {
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.map_err(|_| self.fails(ProviderError::Away, "token_endpoint"))?;
        let verifier = PkceCodeVerifier::new(made_of(token, "verifier"));
        let answer = request
            .set_pkce_verifier(verifier)
            .request_async(&self.line)
            .await;
        let answer = answer.map_err(|error| match error {
            RequestTokenError::Request(_) => self.fails(ProviderError::Away, "token"),
            _ => self.fails(ProviderError::Untrue, "token"),
        })?;
        let id_token = answer.id_token();
        let id_token = id_token.ok_or_else(|| self.fails(ProviderError::Untrue, "no_id_token"))?;
        let verifier = client.id_token_verifier().set_allowed_algs([
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            CoreJwsSigningAlgorithm::RsaSsaPssSha256,
            CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        ]);
        let claims = id_token.claims(&verifier, &Nonce::new(made_of(token, "nonce")));
        claims.cloned().map_err(|_| {
            self.forget();
            self.fails(ProviderError::Untrue, "id_token")
        })
    }
}

/// A value for one purpose, made of the browser's token. None tells another, nor the token.
fn made_of(token: &str, what: &str) -> String {
    let hash = Sha256::digest(format!("{what}\n{token}").as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(hash)
}
