//! What a file is, told by its first bytes and never by its name or what a client says of it.

use teahouse_core::record::FileKind;

/// How many bytes [`Format::sniff`] wants to see.
pub const HEAD_LEN: usize = 4096;

/// A format that the house knows; all others are just files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// AAC sound in ADTS frames.
    Aac,
    /// An AV1 picture.
    Avif,
    /// FLAC sound.
    Flac,
    /// GIF.
    Gif,
    /// An HEVC picture.
    Heic,
    /// JPEG.
    Jpeg,
    /// MPEG-4 sound.
    M4a,
    /// MPEG layer 3 sound.
    Mp3,
    /// An MPEG-4 film.
    Mp4,
    /// Ogg, which holds sound here.
    Ogg,
    /// Anything else.
    Other,
    /// PNG.
    Png,
    /// A QuickTime film.
    QuickTime,
    /// WAVE sound.
    Wav,
    /// WebM, which holds a film or only sound.
    Webm,
    /// WebP.
    Webp,
}

impl Format {
    /// Tells the format by the beginning of a file.
    #[must_use]
    pub fn sniff(head: &[u8]) -> Format {
        match head {
            [0xff, 0xd8, 0xff, ..] => Format::Jpeg,
            [b'I', b'D', b'3', ..] => Format::Mp3,
            [0xff, second, ..] if second & 0xf6 == 0xf0 => Format::Aac,
            [0xff, second, third, ..] if second & 0xe6 == 0xe2 && third >> 4 != 0x0f => Format::Mp3,
            _ if head.starts_with(b"\x89PNG\r\n\x1a\n") => Format::Png,
            _ if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") => Format::Gif,
            _ if head.starts_with(b"RIFF") => match head.get(8..12) {
                Some(b"WEBP") => Format::Webp,
                Some(b"WAVE") => Format::Wav,
                _ => Format::Other,
            },
            _ if head.starts_with(b"fLaC") => Format::Flac,
            _ if head.starts_with(b"OggS") => Format::Ogg,
            _ if head.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) => matroska(head),
            _ => iso(head),
        }
    }

    /// Whether the house can make a small picture of it.
    #[must_use]
    pub fn is_raster(self) -> bool {
        matches!(self, Format::Gif | Format::Jpeg | Format::Png | Format::Webp)
    }

    /// Whether what stands beside the picture is taken out of it.
    #[must_use]
    pub fn is_cleaned(self) -> bool {
        self.is_raster()
            || matches!(
                self,
                Format::Avif | Format::Heic | Format::M4a | Format::Mp4 | Format::QuickTime
            )
    }

    /// Kind and type of a file of this format. `has_pictures` tells a film from sound where the format holds both.
    #[must_use]
    pub fn nature(self, has_pictures: bool) -> (FileKind, &'static str) {
        use FileKind::{Audio, File, Image, Video};
        match self {
            Format::Aac => (Audio, "audio/aac"),
            Format::Avif => (Image, "image/avif"),
            Format::Flac => (Audio, "audio/flac"),
            Format::Gif => (Image, "image/gif"),
            Format::Heic => (Image, "image/heic"),
            Format::Jpeg => (Image, "image/jpeg"),
            Format::M4a => (Audio, "audio/mp4"),
            Format::Mp3 => (Audio, "audio/mpeg"),
            Format::Mp4 if has_pictures => (Video, "video/mp4"),
            Format::Mp4 => (Audio, "audio/mp4"),
            Format::Ogg => (Audio, "audio/ogg"),
            Format::Other => (File, OCTETS),
            Format::Png => (Image, "image/png"),
            Format::QuickTime if has_pictures => (Video, "video/quicktime"),
            Format::QuickTime => (File, OCTETS),
            Format::Wav => (Audio, "audio/wav"),
            Format::Webm if has_pictures => (Video, "video/webm"),
            Format::Webm => (Audio, "audio/webm"),
            Format::Webp => (Image, "image/webp"),
        }
    }
}

/// The type of bytes that nothing is said about.
pub const OCTETS: &str = "application/octet-stream";

/// Whether the beginning of a WebM file names a codec of pictures. Tracks come before everything that is long.
#[must_use]
pub fn has_video_track(head: &[u8]) -> bool {
    [&b"V_VP"[..], b"V_AV1", b"V_MPEG"]
        .iter()
        .any(|codec| memchr::memmem::find(head, codec).is_some())
}

fn matroska(head: &[u8]) -> Format {
    // The document's type stands in the first element, which is short.
    match memchr::memmem::find(&head[..head.len().min(64)], b"webm") {
        Some(_) => Format::Webm,
        None => Format::Other,
    }
}

/// ISO base media by its brands (ISO/IEC 14496-12 §4.3), and QuickTime from before there were any.
fn iso(head: &[u8]) -> Format {
    let Some(&[a, b, c, d, ref name @ ..]) = head.first_chunk::<8>() else {
        return Format::Other;
    };
    let size = u32::from_be_bytes([a, b, c, d]);
    match name {
        b"ftyp" => {}
        b"moov" | b"mdat" | b"wide" | b"pnot" if size == 1 || size >= 8 => return Format::QuickTime,
        _ => return Format::Other,
    }
    let end = head.len().min(usize::try_from(size).unwrap_or(usize::MAX));
    let brands = head.get(8..end).unwrap_or_default();
    let (brands, _) = brands.as_chunks::<4>();
    let says = |wanted: &[&[u8; 4]]| brands.iter().any(|brand| wanted.contains(&brand));
    match brands.first() {
        Some(b"qt  ") => Format::QuickTime,
        Some(b"M4A " | b"M4B ") => Format::M4a,
        Some(b"avif" | b"avis") => Format::Avif,
        Some(b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"msf1") => Format::Heic,
        Some(b"mif1" | b"mif2" | b"miaf") if says(&[b"avif"]) => Format::Avif,
        Some(b"mif1" | b"mif2" | b"miaf") => Format::Heic,
        Some(_) => Format::Mp4,
        None => Format::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{FileKind, Format, OCTETS};

    #[test]
    fn bytes_tell_what_a_file_is() {
        for (head, format) in [
            (&b"\xff\xd8\xff\xe0"[..], Format::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Format::Png),
            (b"GIF89a", Format::Gif),
            (b"RIFF\0\0\0\0WEBPVP8 ", Format::Webp),
            (b"RIFF\0\0\0\0WAVEfmt ", Format::Wav),
            (b"ID3\x04", Format::Mp3),
            (b"\xff\xfb\x90\x00", Format::Mp3),
            (b"\xff\xf1\x50\x80", Format::Aac),
            (b"OggS\0\x02", Format::Ogg),
            (b"fLaC", Format::Flac),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", Format::Webm),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", Format::Other),
            (b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2", Format::Mp4),
            (b"\0\0\0\x14ftypM4A \0\0\0\0M4A ", Format::M4a),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Format::QuickTime),
            (b"\0\0\0\x08wide\0\0\0\0mdat", Format::QuickTime),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Format::Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0avifmif1", Format::Avif),
        ] {
            assert_eq!(Format::sniff(head), format, "{head:?}");
        }
    }

    #[test]
    fn what_could_run_is_only_a_file() {
        for head in [
            &b"<!doctype html><script>alert(1)</script>"[..],
            b"<svg xmlns=\"http://www.w3.org/2000/svg\">",
            b"<?xml version=\"1.0\"?>",
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"MIME-Version: 1.0",
            b"MZ",
            b"\x7fELF",
            b"#!/bin/sh",
            b"BM",
            b"",
            b"\xff",
            b"RIFF",
        ] {
            assert_eq!(Format::sniff(head).nature(true), (FileKind::File, OCTETS), "{head:?}");
        }
    }
}
