//! A QR code as one path of an SVG: no style, no script, no picture from elsewhere.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// A QR code: its side in modules, with the quiet zone, and the path of its dark ones.
pub struct Qr {
    /// Modules on a side, the quiet zone of four on each side included.
    pub side: i32,
    /// The `d` of the path.
    pub path: String,
}

/// The quiet zone that ISO 18004 asks.
const QUIET: i32 = 4;

impl Qr {
    /// The code that holds this text; `None` if it is too long for one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                // Writing to a String can't fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
        Some(Self {
            side: code.size() + 2 * QUIET,
            path,
        })
    }
}
