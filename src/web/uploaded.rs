//! A form with a file, read only after it is certain that it came from a page of this visitor.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, FromRequestParts, Request};

use crate::domain::invalid::Invalid;
use crate::domain::scan;

use super::failure::Failure;
use super::submitted::{Fields, Submitted};
use super::visit::Visit;

// The last field of its form, so that what was typed is read before a file that is too large.
pub use crate::action::scan::FILE;

/// The form `F` with its file.
pub struct Uploaded<F> {
    /// What was typed.
    pub sent: Submitted<F>,
    /// The bytes of the file, or why there are none.
    pub file: Result<Vec<u8>, Invalid>,
}

impl<F: Fields, S: Send + Sync> FromRequest<S> for Uploaded<F> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(&mut parts, state).await?;
        let request = Request::from_parts(parts, body);
        let mut sent = Multipart::from_request(request, state)
            .await
            .map_err(|_| Failure::Unreadable)?;
        let (mut pairs, mut file) = (Vec::new(), Err(Invalid::NoFile));
        while let Some(field) = sent.next_field().await.map_err(|_| Failure::Unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == FILE {
                file = whole(field).await;
                break;
            }
            let value = field.text().await.map_err(|_| Failure::Unreadable)?;
            pairs.push((name, value));
        }
        Ok(Self {
            sent: Submitted::of(&visit, pairs).await?,
            file,
        })
    }
}

/// The bytes of a file, unless there are too many.
async fn whole(mut field: Field<'_>) -> Result<Vec<u8>, Invalid> {
    let mut bytes = Vec::new();
    loop {
        let more = match field.chunk().await {
            Ok(Some(more)) => more,
            Ok(None) => return Ok(bytes),
            // The rest of a file that is too large was thrown away.
            Err(_) => return Err(Invalid::FileTooLarge),
        };
        bytes.extend_from_slice(&more);
        if bytes.len() > scan::MOST {
            return Err(Invalid::FileTooLarge);
        }
    }
}
