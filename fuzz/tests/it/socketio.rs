//! Socket.IO packets: their text, and the JSON in it beside a parser that builds a tree.

use bolero::check;
use serde_json::Value;
use teahouse_wire::shape;
use teahouse_wire::socketio::{EventArgs, Header, MAX_ATTACHMENTS, placeholders_fit};

#[test]
fn any_packet_is_cut_or_refused() {
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        let Ok(header) = Header::parse(&text) else { return };
        assert!(header.attachments <= MAX_ATTACHMENTS);
        assert_eq!(header.kind.is_binary(), header.attachments > 0);
        assert!(text.ends_with(header.data) && header.namespace.starts_with('/'));
    });
}

#[test]
fn any_event_is_what_a_tree_says_it_is() {
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        let args = EventArgs::parse(&text);
        // The tree refuses what it cannot hold: deep nesting, lone surrogates, numbers beyond a double.
        if let Ok(tree) = serde_json::from_str::<Value>(&text) {
            let named = tree.get(0).is_some_and(|name| name.is_string() || name.is_number());
            assert_eq!(args.is_ok(), tree.is_array() && named);
            let first = args.ok().and_then(|args| args.first);
            assert_eq!(
                first.map(|first| serde_json::from_str(first.get()).ok()),
                tree.get(1).cloned().map(Some).filter(|_| named && tree.is_array())
            );
        }
        if shape::check(&text).is_ok() {
            placeholders_fit(&text, 1);
        }
    });
}
