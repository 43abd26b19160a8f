//! The process that paints: it ties its own hands, then decodes what a stranger sent.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Seek, Write as _};

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use super::super::format::Format;
use super::Order;

/// Seconds that a painter may compute.
pub(super) const MAX_SECONDS: u64 = 2;
/// All the memory that a painter may have, its program included.
const MAX_MEMORY: u64 = 256 << 20;
/// Of this for the picture itself.
const MAX_DECODED: u64 = 208 << 20;
/// As good as small pictures need to be.
const QUALITY: u8 = 80;

/// Paints what stands at the standard input to the standard output. This is the whole life of its process.
///
/// # Errors
/// The picture is not what it says, or the painter has not enough for it.
pub fn paint(order: Order) -> io::Result<()> {
    tie_hands()?;
    let picture = small(BufReader::new(original()?), order)?;
    let mut output = io::stdout().lock();
    output.write_all(&picture)?;
    output.flush()
}

#[cfg(unix)]
fn tie_hands() -> io::Result<()> {
    use rlimit::Resource;
    for (resource, most) in [
        (Resource::AS, MAX_MEMORY),
        (Resource::CPU, MAX_SECONDS),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, 8),
    ] {
        // Some systems do not know all of them, and a limit that was lower before stays.
        let _as_tight_as_it_goes = resource.set(most, most);
    }
    Ok(())
}

#[cfg(not(unix))]
fn tie_hands() -> io::Result<()> {
    Ok(())
}

/// The standard input as the file that it is, which can be read to and fro.
#[cfg(unix)]
fn original() -> io::Result<File> {
    use std::os::fd::AsFd as _;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

#[cfg(windows)]
fn original() -> io::Result<File> {
    use std::os::windows::io::AsHandle as _;
    Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
}

/// The small picture of an original, as its process paints it.
///
/// # Errors
/// The original is not what it says, or has more pixels than the order allows.
pub fn small(original: impl BufRead + Seek, order: Order) -> io::Result<Vec<u8>> {
    let format = match order.format {
        Format::Gif => ImageFormat::Gif,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Webp => ImageFormat::WebP,
        _ => return Err(io::ErrorKind::Unsupported.into()),
    };
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODED);
    let mut reader = ImageReader::with_format(original, format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(io::Error::other)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > order.max_pixels {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let whole = DynamicImage::from_decoder(decoder).map_err(io::Error::other)?;
    let mut small = shrink(whole, order);
    if let Some(orientation) = Orientation::from_exif(order.orientation) {
        small.apply_orientation(orientation);
    }
    encode(&small).map_err(io::Error::other)
}

fn shrink(whole: DynamicImage, order: Order) -> DynamicImage {
    let (width, height) = (whole.width(), whole.height());
    if order.is_square {
        let side = width.min(height);
        let middle = whole.crop_imm((width - side) / 2, (height - side) / 2, side, side);
        drop(whole);
        return middle.thumbnail_exact(order.side, order.side);
    }
    // A picture that is small already is only made anew.
    if width.max(height) <= order.side {
        whole
    } else {
        whole.thumbnail(order.side, order.side)
    }
}

fn encode(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let shines_through = picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX);
    if shines_through {
        let plain = DynamicImage::ImageRgba8(picture.to_rgba8());
        plain.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
    } else {
        JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&picture.to_rgb8())?;
    }
    Ok(bytes)
}
