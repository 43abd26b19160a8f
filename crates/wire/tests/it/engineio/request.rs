//! What requests ask for, and the answers that clients of the reference server know.

use teahouse_wire::engineio::{BadRequest, Request, TransportName, Version};

#[test]
fn the_requests_of_real_clients_are_understood() {
    let cases = [
        (
            "GET",
            "EIO=3&transport=polling&t=Q7zyYq8&b64=1",
            Version::V3,
            TransportName::Polling,
            None,
            true,
        ),
        (
            "POST",
            "EIO=3&transport=polling&t=Q7zyYqp&sid=DlS7",
            Version::V3,
            TransportName::Polling,
            Some("DlS7"),
            false,
        ),
        (
            "GET",
            "EIO=4&transport=polling&t=cke0216q",
            Version::V4,
            TransportName::Polling,
            None,
            false,
        ),
        (
            "GET",
            "EIO=4&transport=websocket&sid=t9_Y",
            Version::V4,
            TransportName::WebSocket,
            Some("t9_Y"),
            false,
        ),
        (
            "GET",
            "transport=websocket",
            Version::V3,
            TransportName::WebSocket,
            None,
            false,
        ),
    ];
    for (method, query, version, transport, sid, b64) in cases {
        assert_eq!(
            Request::parse(method, query),
            Ok(Request {
                version,
                transport,
                sid,
                b64
            }),
            "{query}"
        );
    }
}

#[test]
fn requests_that_cannot_be_served_get_the_reference_servers_answers() {
    let cases = [
        ("GET", "EIO=4", BadRequest::UnknownTransport),
        ("GET", "EIO=4&transport=flashsocket", BadRequest::UnknownTransport),
        ("POST", "EIO=4&transport=polling", BadRequest::BadHandshakeMethod),
        ("GET", "EIO=2&transport=polling", BadRequest::UnsupportedVersion),
        ("GET", "EIO=5&transport=polling", BadRequest::UnsupportedVersion),
        ("GET", "EIO=3&transport=polling&j=0", BadRequest::Malformed),
        ("DELETE", "EIO=3&transport=polling&sid=x", BadRequest::Malformed),
        ("POST", "EIO=3&transport=websocket&sid=x", BadRequest::Malformed),
    ];
    for (method, query, bad) in cases {
        assert_eq!(Request::parse(method, query), Err(bad), "{method} {query}");
    }
    assert_eq!(
        BadRequest::UnknownSid.json(),
        r#"{"code":1,"message":"Session ID unknown"}"#
    );
    assert_eq!(
        (BadRequest::UnknownSid.status(), BadRequest::Forbidden.status()),
        (400, 403)
    );
}
