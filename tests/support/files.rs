//! Small files that are what they say, with more in them than a picture needs.

/// A PDF with this text in it.
pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{text}\n%%EOF\n").into_bytes()
}

/// A part of a JPEG: its marker, its length, what it holds.
pub fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], body].concat()
}

/// A part of a PNG: its length, its kind, what it holds. Nobody looks at its sum.
pub fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length[..], kind, body, &[0; 4]].concat()
}

/// The Exif of a camera that was held on its side, with a place in it.
pub fn exif(little: bool) -> Vec<u8> {
    let short = |number: u16| match little {
        true => number.to_le_bytes(),
        false => number.to_be_bytes(),
    };
    let long = |number: u32| match little {
        true => number.to_le_bytes(),
        false => number.to_be_bytes(),
    };
    let head: &[u8] = if little { b"Exif\0\0II" } else { b"Exif\0\0MM" };
    let tag = |tag: u16, value: u16| {
        [&short(tag)[..], &short(3), &long(1), &short(value), &[0; 2]].concat()
    };
    [
        head,
        &short(42),
        &long(8),
        &short(2),
        &tag(0x0100, 640),
        &tag(0x0112, 6),
        &long(0),
        b"KANARIE-PLAATS 52.15N 5.38E",
    ]
    .concat()
}

/// The parts of a JPEG that draw it, from its tables on.
pub fn drawn() -> Vec<u8> {
    [
        segment(0xDB, &[1; 65]),
        segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        segment(0xC4, &[0; 17]),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        b"\x12\xFF\x00\x34\xFF\xD0\x56".to_vec(),
    ]
    .concat()
}

/// A JPEG as a telephone makes it.
pub fn jpeg() -> Vec<u8> {
    [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01KANARIE-KLEIN"),
        segment(0xE1, &exif(true)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0KANARIE-XMP"),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01KANARIE-TOESTEL"),
        segment(0xED, b"Photoshop 3.0\0KANARIE-NAAM"),
        segment(0xFE, b"KANARIE-OPMERKING"),
        drawn(),
        b"\xFF\xD9KANARIE-FILM".to_vec(),
    ]
    .concat()
}

/// A PNG as a program makes it.
pub fn png() -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(b"tEXt", b"Author\0KANARIE-MAKER"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0KANARIE-XMP"),
        chunk(b"eXIf", b"KANARIE-PLAATS"),
        chunk(b"tIME", b"KANARIE"),
        chunk(b"pHYs", &[0; 9]),
        chunk(b"IDAT", &[1, 2, 3]),
        chunk(b"IEND", b""),
        b"KANARIE-ERNA".to_vec(),
    ]
    .concat()
}
