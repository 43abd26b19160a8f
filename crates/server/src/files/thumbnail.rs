//! Small pictures, made by a process of its own: a decoder that is fooled or overwhelmed takes nothing with it.
//!
//! The process is this very program, started with [`VERB`]. It gets the file as its standard input, gives the picture as
//! its standard output, and has neither the memory, nor the time, nor open files to do anything else.

mod painter;

use std::ffi::OsString;
use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use std::str::FromStr;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::clean::Orientation;
use super::format::Format;

pub use painter::{paint, small};

/// The first argument of a process that paints. It is no verb for people.
pub const VERB: &str = "thumbnail";
/// Painters at once: pictures come in galleries, and the machine has other things to do.
const PAINTERS: usize = 2;
/// How long a painter may take in all. Of this it may compute [`painter::MAX_SECONDS`].
const PATIENCE: Duration = Duration::from_secs(6);
/// The longest small picture that is believed.
const MAX_LEN: u64 = 1 << 20;

/// What is to be painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The format of the original.
    pub format: Format,
    /// Which way is up: EXIF's number.
    pub orientation: u8,
    /// The longest side in pixels.
    pub side: u32,
    /// Whether the middle is cut out as a square.
    pub is_square: bool,
    /// Originals with more pixels are not even begun.
    pub max_pixels: u64,
}

impl Order {
    /// The small picture of a file.
    #[must_use]
    pub fn of_file(format: Format, orientation: Orientation, max_pixels: u64) -> Order {
        Order {
            format,
            orientation: orientation.number(),
            side: 480,
            is_square: false,
            max_pixels,
        }
    }

    /// The sides of a picture of a person or group.
    pub const PERSON_SIDE: u32 = 256;

    /// The picture of a person or group.
    #[must_use]
    pub fn of_person(format: Format, orientation: Orientation, max_pixels: u64) -> Order {
        Order {
            side: Order::PERSON_SIDE,
            is_square: true,
            ..Order::of_file(format, orientation, max_pixels)
        }
    }

    /// The order as arguments of a process.
    fn to_arguments(self) -> [String; 5] {
        [
            name(self.format).to_owned(),
            self.orientation.to_string(),
            self.side.to_string(),
            u8::from(self.is_square).to_string(),
            self.max_pixels.to_string(),
        ]
    }

    /// An order from arguments.
    #[must_use]
    pub fn from_arguments(arguments: &[String]) -> Option<Order> {
        fn number<T: FromStr>(text: &str) -> Option<T> {
            text.parse().ok()
        }
        let [format, orientation, side, is_square, max_pixels] = arguments else {
            return None;
        };
        let formats = [Format::Gif, Format::Jpeg, Format::Png, Format::Webp];
        Some(Order {
            format: *formats.iter().find(|known| name(**known) == format)?,
            orientation: number(orientation)?,
            side: number(side)?,
            is_square: number::<u8>(is_square)? == 1,
            max_pixels: number(max_pixels)?,
        })
    }
}

/// What a process is asked to paint by its arguments: none if it is not asked to, an empty one if that makes no sense.
pub fn asked(arguments: impl IntoIterator<Item = OsString>) -> Option<Option<Order>> {
    let mut arguments = arguments.into_iter().skip(1);
    (arguments.next()? == VERB).then(|| {
        let texts = arguments.map(|argument| argument.into_string().ok());
        texts
            .collect::<Option<Vec<_>>>()
            .and_then(|texts| Order::from_arguments(&texts))
    })
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Gif => "gif",
        Format::Jpeg => "jpeg",
        Format::Png => "png",
        Format::Webp => "webp",
        _ => "none",
    }
}

/// Orders small pictures.
#[derive(Debug)]
pub struct Studio {
    program: PathBuf,
    painters: Semaphore,
}

impl Studio {
    /// A studio whose painters are this program.
    #[must_use]
    pub fn new(program: PathBuf) -> Studio {
        Studio {
            program,
            painters: Semaphore::new(PAINTERS),
        }
    }

    /// A studio of this very process's program, also after its file was replaced by a newer one.
    #[must_use]
    pub fn of_this_program() -> Studio {
        let running = PathBuf::from("/proc/self/exe");
        Studio::new(if running.exists() {
            running
        } else {
            std::env::current_exe().unwrap_or_else(|_| PathBuf::from("teahouse"))
        })
    }

    /// Paints a small picture: PNG where something shines through, else JPEG. None if the original is not what it says
    /// or asks for more than a painter has.
    pub async fn paint(&self, original: File, order: Order) -> Option<Vec<u8>> {
        let _painter = self.painters.acquire().await.ok()?;
        let started = Command::new(&self.program)
            .arg(VERB)
            .args(order.to_arguments())
            .env_clear()
            .stdin(original)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let mut painter = match started {
            Ok(painter) => painter,
            Err(error) => {
                tracing::warn!(%error, "small pictures cannot be made");
                return None;
            }
        };
        let output = painter.stdout.take()?;
        let painted = async {
            let mut picture = Vec::new();
            output.take(MAX_LEN + 1).read_to_end(&mut picture).await.ok()?;
            let is_done = painter.wait().await.ok()?.success();
            (is_done && !picture.is_empty() && picture.len() as u64 <= MAX_LEN).then_some(picture)
        };
        timeout(PATIENCE, painted).await.ok().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Order};

    #[test]
    fn an_order_survives_its_arguments() {
        for format in [Format::Gif, Format::Jpeg, Format::Png, Format::Webp] {
            for is_square in [false, true] {
                let order = Order {
                    format,
                    orientation: 6,
                    side: 480,
                    is_square,
                    max_pixels: 50_000_000,
                };
                assert_eq!(Order::from_arguments(&order.to_arguments()), Some(order));
            }
        }
        assert_eq!(Order::from_arguments(&[]), None);
        let strange = ["tiff", "1", "480", "0", "5"].map(str::to_owned);
        assert_eq!(Order::from_arguments(&strange), None);
    }
}
