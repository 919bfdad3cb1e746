//! Why a letter could not be made, told without its content.

use typst::diag::SourceDiagnostic;
use typst::{World, WorldExt};

use super::LetterKind;
use super::world::LetterWorld;

/// Why a letter could not be made. Holds no content of the letter.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The data could not be written for the template.
    #[error("the data of the letter can't be written")]
    Data(#[from] serde_json::Error),
    /// There is no template for the kind.
    #[error("there is no template for the letter {}", .0.code())]
    NoTemplate(LetterKind),
    /// The template could not be set, or the result is not an accessible, archivable PDF.
    #[error("the letter {} could not be set: {}", .kind.code(), .faults.join("; "))]
    Template {
        /// Which letter.
        kind: LetterKind,
        /// Template, line and message, with everything that is quoted left out.
        faults: Vec<String>,
    },
}

/// Template, line and message of each fault, without content of the letter.
pub(super) fn describe(world: &LetterWorld, faults: &[SourceDiagnostic]) -> Vec<String> {
    faults
        .iter()
        .map(|fault| {
            let place = fault.span.id().and_then(|id| {
                let source = world.source(id).ok()?;
                let line = source
                    .lines()
                    .byte_to_line(world.range(fault.span)?.start)?
                    + 1;
                Some(format!("{}:{line}: ", id.vpath().get_without_slash()))
            });
            format!(
                "{}{}",
                place.unwrap_or_default(),
                without_quoted(&fault.message)
            )
        })
        .collect()
}

/// Leaves out what stands between quotation marks or backticks: it can be text of the letter.
fn without_quoted(message: &str) -> String {
    message
        .split(['"', '`', '“', '”'])
        .enumerate()
        .map(|(index, part)| if index % 2 == 0 { part } else { "…" })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::without_quoted;

    #[test]
    fn a_fault_shows_no_text_of_the_letter() {
        assert_eq!(
            without_quoted(r#"the text "Noor" could not be set with `font`"#),
            "the text … could not be set with …"
        );
    }
}
