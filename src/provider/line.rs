//! The line to a provider: patient for a few seconds, follows nobody elsewhere, and takes in no more than an answer can be.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::reqwest::{Certificate, Client, Request, redirect};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

use super::Settings;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer, in bytes.
const MOST: usize = 256 * 1024;

/// Why there is no answer. Not what was said: that may name somebody.
#[derive(Debug, thiserror::Error)]
#[error("no answer of the provider")]
pub struct NoAnswer;

/// Asks one provider.
pub(super) struct Line(Client);

impl Line {
    /// To this provider: by https only, but for one on this machine.
    pub(super) fn new(settings: &Settings) -> Result<Self, String> {
        let https = settings.issuer.starts_with("https://");
        let here = ["http://127.0.0.1:", "http://localhost:"];
        if !https && !here.iter().any(|here| settings.issuer.starts_with(here)) {
            return Err("the issuer of a provider starts with https://".to_owned());
        }
        let mut client = Client::builder()
            .timeout(PATIENCE)
            .redirect(redirect::Policy::none())
            .https_only(https)
            .no_proxy();
        if let Some(pem) = &settings.own_authority {
            let all = Certificate::from_pem_bundle(pem).map_err(|_| "authority: no PEM")?;
            client = all
                .into_iter()
                .fold(client, |client, one| client.add_root_certificate(one));
        }
        let client = client.build().map_err(|error| error.to_string())?;
        Ok(Self(client))
    }

    /// Asks, and takes the answer in.
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let request = Request::try_from(request).map_err(|_| NoAnswer)?;
        let mut answer = self.0.execute(request).await.map_err(|_| NoAnswer)?;
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|_| NoAnswer)? {
            if body.len() + part.len() > MOST {
                return Err(NoAnswer);
            }
            body.extend_from_slice(&part);
        }
        let mut whole = HttpResponse::new(body);
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = answer.headers().clone();
        Ok(whole)
    }
}

impl<'c> AsyncHttpClient<'c> for Line {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
