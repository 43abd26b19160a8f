//! HEIC and AVIF.

use super::{PLACE, POINT, Placed, exif, holds, xmp};
use crate::pieces::iso_box;

/// The piece of the picture itself.
const PICTURE: &[u8] = b"picture";

/// What stands where in a picture of two items: the picture itself, and one about it.
struct Boxes {
    kind: [u8; 4],
    about: Vec<u8>,
    /// Whether the second item stands in the list of items and not behind the picture.
    is_inside: bool,
    in_list: Vec<u8>,
    in_properties: Vec<u8>,
    behind: Vec<u8>,
}

type Make = fn() -> Boxes;

const PLACES: [(&str, Make); 11] = [
    ("EXIF behind the picture", || item(b"Exif", &exif(6, true).0, false)),
    ("EXIF in the list", || item(b"Exif", &exif(6, false).0, true)),
    ("XMP behind the picture", || item(b"mime", &xmp(), false)),
    ("XMP in the list", || item(b"mime", &xmp(), true)),
    ("an item of any kind by address", || item(b"uri ", PLACE, false)),
    ("a document in the list", || Boxes {
        in_list: iso_box(b"xml ", &[&[0; 4], &xmp()[..]].concat()),
        ..nothing()
    }),
    ("a description", || Boxes {
        in_properties: iso_box(b"udes", &[&[0; 4], PLACE, b"\0"].concat()),
        ..nothing()
    }),
    ("a property that nobody knows", || Boxes {
        in_properties: iso_box(b"uuid", &[&[0xbe; 16], PLACE].concat()),
        ..nothing()
    }),
    ("XMP beside the list", || Boxes {
        behind: iso_box(b"uuid", &[&[0xbe; 16], &xmp()[..]].concat()),
        ..nothing()
    }),
    ("a film within the picture", || Boxes {
        behind: iso_box(
            b"mpvd",
            &iso_box(b"moov", &iso_box(b"udta", &iso_box(b"\xa9xyz", POINT))),
        ),
        ..nothing()
    }),
    ("a sequence beside the picture", || Boxes {
        behind: iso_box(b"moov", &iso_box(b"udta", &iso_box(b"\xa9xyz", POINT))),
        ..nothing()
    }),
];

pub(super) fn samples() -> Vec<Placed> {
    let mut samples = Vec::new();
    for (name, brand) in [("HEIC", b"heic"), ("AVIF", b"avif")] {
        for (place, make) in PLACES {
            let bytes = picture(brand, &make());
            let known = [PLACE.to_vec(), POINT.to_vec()];
            let traces = known.into_iter().filter(|trace| holds(&bytes, trace));
            samples.push(Placed {
                label: format!("{name}, {place}"),
                traces: traces.collect(),
                bytes,
                turn: 1,
            });
        }
    }
    samples
}

fn item(kind: &[u8; 4], about: &[u8], is_inside: bool) -> Boxes {
    Boxes {
        kind: *kind,
        about: about.to_vec(),
        is_inside,
        ..nothing()
    }
}

fn nothing() -> Boxes {
    Boxes {
        kind: *b"Exif",
        about: b"nothing of note".to_vec(),
        is_inside: false,
        in_list: Vec::new(),
        in_properties: Vec::new(),
        behind: Vec::new(),
    }
}

fn picture(brand: &[u8; 4], boxes: &Boxes) -> Vec<u8> {
    let ftyp = iso_box(b"ftyp", &[&brand[..], &[0; 4], b"mif1"].concat());
    let data = u32::try_from(ftyp.len() + list(boxes, 0, 0).len() + 8).expect("it is short");
    let behind = data + PICTURE.len() as u32;
    let meta = list(boxes, data, if boxes.is_inside { 0 } else { behind });
    let about: &[u8] = if boxes.is_inside { b"" } else { &boxes.about };
    let mdat = iso_box(b"mdat", &[PICTURE, about].concat());
    [ftyp, meta, mdat, boxes.behind.clone()].concat()
}

/// The list of items and where they are (ISO/IEC 14496-12 §8.11).
fn list(boxes: &Boxes, first_at: u32, second_at: u32) -> Vec<u8> {
    let entry = |id: u8, kind: &[u8; 4]| iso_box(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], &kind[..], &[0]].concat());
    let entries = [entry(1, b"hvc1"), entry(2, &boxes.kind)].concat();
    let iinf = iso_box(b"iinf", &[&[0, 0, 0, 0, 0, 2], &entries[..]].concat());
    let place = |id: u8, method: u8, at: u32, len: usize| {
        let len = u32::try_from(len).expect("it is short");
        let head = [0, id, 0, method, 0, 0, 0, 1];
        [&head[..], &at.to_be_bytes(), &len.to_be_bytes()].concat()
    };
    let places = [
        place(1, 0, first_at, PICTURE.len()),
        place(2, u8::from(boxes.is_inside), second_at, boxes.about.len()),
    ]
    .concat();
    let iloc = iso_box(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 2], &places[..]].concat());
    let idat = match boxes.is_inside {
        true => iso_box(b"idat", &boxes.about),
        false => Vec::new(),
    };
    let properties = [
        iso_box(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 19, 0, 0, 0, 11]),
        boxes.in_properties.clone(),
    ];
    let iprp = iso_box(b"iprp", &iso_box(b"ipco", &properties.concat()));
    iso_box(
        b"meta",
        &[&[0; 4], &iinf[..], &iloc, &iprp, &idat, &boxes.in_list].concat(),
    )
}
