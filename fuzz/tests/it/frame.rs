//! WebSocket frames: no bytes panic, outgrow the limits, or mean something else when the network cuts them differently.

use bolero::check;
use teahouse_wire::frame::{Client, Decoder, Limits, Role, Server, Violation};

#[test]
fn server_hears_any_bytes() {
    check!().for_each(|input: &[u8]| both_cuts_agree::<Server>(input));
}

#[test]
fn client_hears_any_bytes() {
    check!().for_each(|input: &[u8]| both_cuts_agree::<Client>(input));
}

/// Heads that mostly pass, so that chance alone reaches fragments and limits.
#[test]
fn server_hears_any_frames() {
    check!()
        .with_type::<(u8, Vec<(u8, [u8; 4], Vec<u8>)>)>()
        .for_each(|(cut, frames)| {
            let mut input = vec![*cut];
            for (kind, mask, payload) in frames {
                put_frame(&mut input, *kind, *mask, payload);
            }
            both_cuts_agree::<Server>(&input);
        });
}

/// Small enough for short inputs to break them.
const LIMITS: Limits = Limits {
    frame: 512,
    message: 1024,
    empty_fragments: 3,
};

/// The first byte says how the rest is cut.
fn both_cuts_agree<R: Role>(input: &[u8]) {
    let Some((&cut, stream)) = input.split_first() else {
        return;
    };
    let whole = hear::<R>(&[stream]);
    let pieces: Vec<&[u8]> = stream.chunks(usize::from(cut % 16) + 1).collect();
    assert_eq!(hear::<R>(&pieces), whole);
}

/// What was heard, as text, and the violation that ended it.
fn hear<R: Role>(pieces: &[&[u8]]) -> (Vec<String>, Option<Violation>) {
    let mut decoder = Decoder::<R>::new();
    let mut heard = Vec::new();
    let mut end = None;
    for piece in pieces {
        let mut buffer = piece.to_vec();
        let mut frames = decoder.feed(&mut buffer, &LIMITS);
        while let Some(next) = frames.next() {
            assert_eq!(end, None, "nothing is heard after a violation");
            match next {
                Ok(incoming) => heard.push(format!("{incoming:?}")),
                Err(violation) => end = Some(violation),
            }
        }
        assert!(frames.unread().is_empty());
        // A message and the control frame that stands between its fragments.
        assert!(decoder.held() <= LIMITS.message as usize + 125);
    }
    (heard, end)
}

/// A masked frame of a known kind, now and then with a reserved bit.
fn put_frame(out: &mut Vec<u8>, kind: u8, mask: [u8; 4], payload: &[u8]) {
    let payload = &payload[..payload.len().min(600)];
    let opcode = [0x0, 0x1, 0x2, 0x0, 0x1, 0x8, 0x9, 0xa][usize::from(kind & 0x7)];
    let fin = if opcode >= 0x8 || kind & 0x8 != 0 { 0x80 } else { 0 };
    let rsv = if kind & 0xf0 == 0xf0 { 0x10 } else { 0 };
    out.push(fin | rsv | opcode);
    match payload.len() {
        len @ 0..126 => out.push(0x80 | len as u8),
        len => {
            out.push(0x80 | 126);
            out.extend((len as u16).to_be_bytes());
        }
    }
    out.extend(mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, key)| byte ^ key));
}
