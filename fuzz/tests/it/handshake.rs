//! The headers of an upgrade request, one to a line.

use bolero::check;
use teahouse_wire::frame::handshake;

#[test]
fn any_headers_are_judged() {
    check!().for_each(|input: &[u8]| {
        let request = String::from_utf8_lossy(input);
        let headers = request.lines().filter_map(|line| line.split_once(':'));
        if let Ok(accept) = handshake::accept(headers) {
            assert_eq!(accept.len(), 28, "20 bytes in base64");
        }
    });
}
