//! Frames of a plain guest: whatever they say, what comes out is JSON, short, and repeats only what it should.

use bolero::check;
use teahouse_wire::plain;

#[test]
fn any_text_is_a_command_or_a_short_error() {
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        if let Err(message) = plain::decode(&text) {
            assert!(message.chars().count() <= 64 + 32, "{message}");
            assert!(!message.chars().any(char::is_control));
            let mut out = Vec::new();
            plain::error(&mut out, &message);
            // The head of a short server frame is two bytes or, past 125 of them, four.
            let head = if out[1] < 126 { 2 } else { 4 };
            let frame: serde_json::Value = serde_json::from_slice(&out[head..]).expect("an error is JSON");
            assert_eq!(frame["message"], *message);
        }
    });
}

/// A message of a known type around random content, so that chance alone reaches past the type.
#[test]
fn any_payload_passes_unchanged() {
    check!().with_type::<(u8, String)>().for_each(|(kind, content)| {
        let Ok(content) = serde_json::to_string(content) else {
            return;
        };
        let kind = ["offer", "answer", "candidate"][usize::from(kind % 3)];
        let text = format!(r#"{{"type":"{kind}","name":"bob","{kind}":{{"x":{content}}}}}"#);
        let asked = plain::decode(&text).expect("it is well formed");
        assert!(format!("{:?}", asked.command).contains(&format!("Opaque({} bytes)", content.len() + 6)));
    });
}
