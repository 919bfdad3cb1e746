//! A picture without what the device wrote beside it: place, time, serial number, a small copy of what was cut off.
//!
//! The parts of the file are taken one by one and only what draws the picture is kept; nothing is decoded. Of a JPEG (ITU-T T.81) stays
//! which side is up; of a PNG (ISO/IEC 15948) colours and size. What follows the end of the picture goes too.

/// A JPEG with nothing but its picture; `None` if it isn't whole.
#[must_use]
pub fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut left = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut out = vec![0xFF, 0xD8];
    let (mut framed, mut drawn) = (false, false);
    loop {
        left = left.strip_prefix(&[0xFF])?;
        while let Some(rest) = left.strip_prefix(&[0xFF]) {
            left = rest;
        }
        let (&marker, rest) = left.split_first()?;
        if marker == 0xD9 {
            out.extend([0xFF, 0xD9]);
            return (framed && drawn).then_some(out);
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
        let (segment, rest) = rest.split_at_checked(length)?;
        let body = segment.get(2..)?;
        left = rest;
        match marker {
            // How to decode: frames, tables, the start of a scan.
            0xC0..=0xCF | 0xDA..=0xDD => {
                framed |= !matches!(marker, 0xC4 | 0xC8 | 0xCC | 0xDA..=0xDD);
                out.extend([0xFF, marker]);
                out.extend(segment);
            }
            // JFIF, without its small copy.
            0xE0 if body.starts_with(b"JFIF\0") => {
                out.extend([0xFF, 0xE0, 0, 16]);
                out.extend(body.get(..12)?);
                out.extend([0, 0]);
            }
            0xE1 => out.extend(turned(body).map(upright).into_iter().flatten()),
            // How the colours were made; nothing else fits in it.
            0xEE if body.starts_with(b"Adobe") => {
                out.extend([0xFF, 0xEE, 0, 14]);
                out.extend(body.get(..12)?);
            }
            0xE0..=0xEF | 0xFE => {}
            _ => return None,
        }
        if marker == 0xDA {
            drawn = true;
            let ends = data(left)?;
            let (scan, rest) = left.split_at(ends);
            out.extend(scan);
            left = rest;
        }
    }
}

/// Where the data of a scan end: at the first marker that isn't part of them.
fn data(bytes: &[u8]) -> Option<usize> {
    let inside = |next: u8| matches!(next, 0 | 0xD0..=0xD7);
    bytes
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !inside(pair[1]))
}

/// Which side is up, as the Exif of a camera says (tag 0x0112); `None` where it is the upper one.
fn turned(body: &[u8]) -> Option<u8> {
    let tiff = body.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let two = *tiff.get(at..)?.first_chunk::<2>()?;
        let number = if little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        };
        Some(usize::from(number))
    };
    let long = |at: usize| {
        let (first, second) = (short(at)?, short(at.checked_add(2)?)?);
        let (low, high) = if little {
            (first, second)
        } else {
            (second, first)
        };
        Some(high << 16 | low)
    };
    let list = long(4)?;
    let mut tags = (0..short(list)?).map(|nth| list + 2 + nth * 12);
    let tag = tags.find(|at| short(*at) == Some(0x0112))?;
    let side = u8::try_from(short(tag + 8)?).ok()?;
    (2..=8).contains(&side).then_some(side)
}

/// An Exif that says which side is up, and nothing else.
fn upright(side: u8) -> [u8; 36] {
    let mut exif =
        *b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    exif[29] = side;
    exif
}

/// What a PNG keeps: what draws it, its colours, what shows through, its size on paper.
const DRAWS: [&[u8; 4]; 11] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
    b"pHYs",
];

/// A PNG with nothing but its picture; `None` if it isn't whole.
#[must_use]
pub fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let signature = b"\x89PNG\r\n\x1a\n";
    let mut left = bytes.strip_prefix(signature)?;
    let mut out = signature.to_vec();
    let mut drawn = false;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*left.first_chunk()?)).ok()?;
        let (chunk, rest) = left.split_at_checked(length.checked_add(12)?)?;
        let kind = chunk.get(4..8)?;
        if out.len() == signature.len() && (kind != b"IHDR" || length != 13) {
            return None;
        }
        left = rest;
        drawn |= kind == b"IDAT";
        if DRAWS.iter().any(|known| known.as_slice() == kind) {
            out.extend(chunk);
        } else if kind[0].is_ascii_uppercase() {
            // It can't be drawn without, and nobody knows what it is.
            return None;
        }
        if kind == b"IEND" {
            return drawn.then_some(out);
        }
    }
}
