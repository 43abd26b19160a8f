//! Messages of a page: whatever they say, they are a command or a refusal that is JSON.

use bolero::check;
use teahouse_wire::app;

#[test]
fn any_text_is_a_command_or_a_refusal() {
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        read(&text);
    });
}

/// Well-formed messages of each type, with one field replaced by chance.
#[test]
fn any_field_is_taken_or_refused() {
    check!().with_type::<(u8, u8, String)>().for_each(|(kind, field, value)| {
        const KINDS: [&str; 15] = [
            "call.accept", "call.decline", "call.hangup", "call.invite", "call.resume", "call.ring", "call.signal",
            "history.read", "message.send", "people.watch", "presence.watch", "room.mark", "room.open", "room.typing",
            "rooms.list",
        ];
        let mut fields = serde_json::json!({
            "type": KINDS[usize::from(*kind) % KINDS.len()], "re": 1, "call": "0000000000001", "room": "0000000000001",
            "peer": "0000000000001", "callee": "0000000000001", "media": "video", "offer": {}, "answer": {},
            "candidate": null, "limit": 1, "client_id": "x", "text": "x", "users": [], "delivered": 1, "read": 1,
        });
        let name = fields.as_object().and_then(|all| all.keys().nth(usize::from(*field) % all.len()).cloned());
        let value = serde_json::from_str(value).unwrap_or_else(|_| value.clone().into());
        fields[name.expect("there are fields")] = value;
        read(&fields.to_string());
    });
}

fn read(text: &str) {
    if let Err(why) = app::decode(text) {
        assert!(["bad_request", "unknown_type"].contains(&why.code));
        let mut out = Vec::new();
        app::malformed(&mut out, &why);
        let head = if out[1] < 126 { 2 } else { 4 };
        let refused = std::str::from_utf8(&out[head..]).expect("a refusal is text");
        assert!(app::decode_server(refused).is_some(), "{refused}");
    }
}
