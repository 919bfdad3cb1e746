//! What a file may be that somebody adds, and what is left of it.

use tom::domain::invalid::Invalid;
use tom::domain::scan::{Format, Upload};

use crate::support::files::{chunk, drawn, exif, jpeg, pdf, png, segment};

fn kept(bytes: Vec<u8>) -> Result<Vec<u8>, Invalid> {
    Upload::of(bytes).map(|file| file.bytes().to_vec())
}

fn tells(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|part| part == b"KANARIE")
}

#[test]
fn a_jpeg_keeps_what_draws_it_and_which_side_is_up_and_nothing_else() {
    assert!(tells(&jpeg()));
    let bare = kept(jpeg()).unwrap();
    assert!(!tells(&bare));
    let upright = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let whole = [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
        segment(0xE1, upright),
        drawn(),
        b"\xFF\xD9".to_vec(),
    ];
    assert_eq!(bare, whole.concat());
    assert_eq!(kept(bare.clone()).unwrap(), bare, "nothing more goes");
    let other = |exif: &[u8]| {
        let parts = [b"\xFF\xD8", &segment(0xE1, exif)[..], &drawn(), b"\xFF\xD9"];
        kept(parts.concat()).unwrap()
    };
    assert!(
        other(&exif(false))
            .windows(upright.len())
            .any(|at| at == upright)
    );
    // One that lies of where its list is, or is cut off, says nothing and breaks nothing.
    for length in 0..exif(true).len() {
        assert!(!tells(&other(&exif(true)[..length])), "{length}");
    }
    let mut far = exif(true);
    far[10..14].fill(0xFF);
    assert!(!other(&far).windows(4).any(|at| at == b"Exif"));
}

#[test]
fn a_png_keeps_what_draws_it_and_nothing_else() {
    assert!(tells(&png()));
    let bare = kept(png()).unwrap();
    let whole = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(b"pHYs", &[0; 9]),
        chunk(b"IDAT", &[1, 2, 3]),
        chunk(b"IEND", b""),
    ];
    assert_eq!(bare, whole.concat());
}

#[test]
fn a_picture_that_was_cut_off_anywhere_is_refused() {
    for whole in [kept(jpeg()).unwrap(), kept(png()).unwrap()] {
        for length in 8..whole.len() {
            let cut = kept(whole[..length].to_vec());
            assert_eq!(cut, Err(Invalid::BrokenFile), "{length}");
        }
    }
    let unknown = png();
    let ihdr = 8 + 25;
    let unknown = [&unknown[..ihdr], &chunk(b"WHAT", b"?"), &unknown[ihdr..]].concat();
    assert_eq!(kept(unknown), Err(Invalid::BrokenFile));
    assert_eq!(
        kept(b"\xFF\xD8\xFF\xD9".to_vec()),
        Err(Invalid::BrokenFile),
        "a picture of nothing"
    );
}

#[test]
fn a_pdf_stays_as_it_is_unless_something_hides_in_it() {
    let signed = pdf("/Author (Jansen) /ByteRange [0 10 20 30]");
    let file = Upload::of(signed.clone()).unwrap();
    assert_eq!((file.format(), file.bytes()), (Format::Pdf, &signed[..]));
    assert_eq!(kept(b"%PDF-1.7".to_vec()), Err(Invalid::BrokenFile));
    for hides in [
        "trailer << /Encrypt 5 0 R >>",
        "<< /S /JavaScript /JS (app.alert(1)) >>",
        "<< /S /Launch /F (cmd.exe) >>",
        "<< /Type /EmbeddedFile >>",
        "<< /Subtype /RichMedia >>",
    ] {
        assert_eq!(kept(pdf(hides)), Err(Invalid::ActivePdf), "{hides}");
    }
}
