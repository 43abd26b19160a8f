//! Contents that a browser, a plug-in or a system might run: documents, scripts, programs, and those that are two things
//! at once.

use image::ImageFormat;
use teahouse_testkit::pieces::{drawn, gif_extension, iso_box, jpeg_segment, png_chunk, riff_chunk};

/// A content, and what a client says that it is.
pub(super) struct Content {
    pub(super) what: &'static str,
    pub(super) claim: &'static str,
    pub(super) bytes: Vec<u8>,
}

const PAGE: &[u8] = b"<!doctype html><script>alert(1)</script>";

/// Forty of them.
pub(super) fn contents() -> Vec<Content> {
    let texts = TEXTS.iter().map(|&(what, claim, bytes)| (what, claim, bytes.to_vec()));
    let all = texts.chain(pictures()).chain(recordings());
    all.map(|(what, claim, bytes)| Content { what, claim, bytes }).collect()
}

type Named = (&'static str, &'static str, Vec<u8>);

const TEXTS: [(&str, &str, &[u8]); 26] = [
    ("a page", "text/html", PAGE),
    ("a page behind white space", "text/html; charset=utf-7", b"\xef\xbb\xbf \r\n\t<!-- --><html><body onload=alert(1)>"),
    ("a page in UTF-16", "text/html; charset=utf-16", b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0>\0a\0l\0e\0r\0t\0(\x001\0)\0"),
    ("XHTML", "application/xhtml+xml", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"),
    ("a drawing with a script", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ("a drawing that runs when it is seen", "image/svg+xml; charset=utf-8", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("XML with a script", "text/xml", b"<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>"),
    ("XML with a sheet", "application/xml", b"<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='#a'?><a id='a'/>"),
    ("XML that grows", "application/rdf+xml", b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>"),
    ("formulas", "application/mathml+xml", b"<math xmlns='http://www.w3.org/1998/Math/MathML' href='javascript:alert(1)'/>"),
    ("a feed", "application/rss+xml", b"<rss><channel><link>javascript:alert(1)</link></channel></rss>"),
    ("PDF with a script", "application/pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
    ("PDF behind a page", "application/x-pdf", b"<script>alert(1)</script>\n%PDF-1.7"),
    ("MHTML", "multipart/related", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>"),
    ("pages that replace each other", "multipart/x-mixed-replace; boundary=b", b"--b\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n--b"),
    ("an application of pages", "application/hta", b"<hta:application id=a><script>new ActiveXObject('WScript.Shell')</script>"),
    ("a module", "text/javascript", b"export default alert(1);"),
    ("a worker", "application/javascript", b"self.addEventListener('fetch', (event) => event.respondWith(new Response('alert(1)')));"),
    ("a call with data", "application/json", b"alert(1)//{}"),
    ("a manifest", "application/manifest+json", b"{\"start_url\":\"javascript:alert(1)\",\"scope\":\"/\"}"),
    ("a sheet", "text/css", b"@import '//example.org/a.css'; a { behavior: url(a.htc); background: url('javascript:alert(1)') }"),
    ("WebAssembly", "application/wasm", b"\0asm\x01\0\0\0"),
    ("Flash", "application/x-shockwave-flash", b"CWS\x0a\0\0\0\0x\x9c"),
    ("a class", "application/java-archive", b"\xca\xfe\xba\xbe\0\0\0\x34"),
    ("captions", "text/vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\n<c.a><script>alert(1)</script>"),
    ("a program", "application/x-msdownload", b"MZ\x90\0\x03<script>alert(1)</script>"),
];

/// Pictures that are something else too.
fn pictures() -> Vec<Named> {
    let gif = drawn(8, 8, ImageFormat::Gif);
    let jpeg = drawn(8, 8, ImageFormat::Jpeg);
    let png = drawn(8, 8, ImageFormat::Png);
    let webp = drawn(8, 8, ImageFormat::WebP);
    let archive = [b"PK\x03\x04", PAGE, b"PK\x05\x06\0\0"].concat();
    let (head, tail) = png.split_at(33);
    let text = png_chunk(b"tEXt", &[b"Title\0", PAGE].concat());
    let note = jpeg_segment(0xfe, PAGE);
    let chunks = [&webp[12..], &riff_chunk(b"html", PAGE)].concat();
    let len = u32::try_from(chunks.len() + 4).expect("it is short").to_le_bytes();
    let colors = if gif[10] & 0x80 == 0 {
        13
    } else {
        13 + (3 << ((gif[10] & 7) + 1))
    };
    let remark = gif_extension(0xfe, b"", PAGE);
    vec![
        ("GIF and an archive", "image/gif", [&gif[..], &archive].concat()),
        (
            "GIF with a page in a comment",
            "image/x-gif",
            [&gif[..colors], &remark, &gif[colors..]].concat(),
        ),
        (
            "GIF that is a script",
            "application/ecmascript",
            b"GIF89a/*\0\0\0\0*/=1;alert(1)//;".to_vec(),
        ),
        (
            "GIF in its first letters",
            "text/plain",
            b"GIF8<script>alert(1)</script>".to_vec(),
        ),
        (
            "PNG with a page inside and behind",
            "image/png",
            [head, &text, tail, PAGE].concat(),
        ),
        (
            "JPEG with a page inside and behind",
            "image/jpeg",
            [&jpeg[..2], &note, &jpeg[2..], PAGE].concat(),
        ),
        (
            "JPEG in its first letters",
            "image/pjpeg",
            [b"\xff\xd8\xff", PAGE].concat(),
        ),
        (
            "WebP with a page inside and behind",
            "image/webp",
            [b"RIFF", &len[..], b"WEBP", &chunks, PAGE].concat(),
        ),
        (
            "BMP that is a script",
            "image/bmp",
            b"BM/*\0\0\0\0\0\0*/=1;alert(1)".to_vec(),
        ),
    ]
}

/// Sounds and films that are something else too.
fn recordings() -> Vec<Named> {
    let film = [
        iso_box(b"ftyp", b"isom\0\0\0\0isom"),
        iso_box(b"moov", b""),
        iso_box(b"html", PAGE),
    ];
    vec![
        ("Ogg in its first letters", "audio/ogg", [b"OggS", PAGE].concat()),
        (
            "MP3 with a page",
            "audio/mpeg",
            [b"ID3\x03\0\0\0\0\0\x40", PAGE].concat(),
        ),
        (
            "WAVE with a page",
            "audio/wav",
            [b"RIFF\0\x01\0\0WAVE", &riff_chunk(b"html", PAGE)[..]].concat(),
        ),
        ("a film with a page", "video/mp4", film.concat()),
        (
            "WebM with a page",
            "video/webm",
            [b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", PAGE].concat(),
        ),
    ]
}
