//! The contract for programs, to the letter.

use serde_json::{Value, json};

use super::{Caller, house, text, texts};

#[test]
fn a_message_is_made_once_whatever_its_program_tries() {
    let house = house();
    let bot = Caller::bot(&house, "Kettle");
    let room = bot.group("Tea", &[]);
    let messages = format!("{room}/messages");
    let said = json!({ "client_id": "first", "text": "The water boils." });
    let (status, first) = bot.ask("POST", &messages, &said);
    assert_eq!(status, 201, "{first}");
    for field in ["id", "seq", "client_id", "sender", "text", "sent_at"] {
        assert!(first.get(field).is_some(), "{field} in {first}");
    }
    assert_eq!(bot.ask("POST", &messages, &said), (200, first.clone()));
    let other = json!({ "client_id": "first", "text": "It has boiled away." });
    let (status, refused) = bot.ask("POST", &messages, &other);
    assert_eq!((status, text(&refused["code"]).as_str()), (409, "client_id_reused"));
}

#[test]
fn pages_of_messages_are_ascending_and_as_long_as_asked() {
    let house = house();
    let bot = Caller::bot(&house, "Kettle");
    let room = bot.group("Tea", &[]);
    let messages = format!("{room}/messages");
    for n in 1..=7 {
        let said = json!({ "client_id": n.to_string(), "text": format!("cup {n}") });
        assert_eq!(bot.ask("POST", &messages, &said).0, 201);
    }
    let seq = |page: &Value, at: usize| page["messages"][at]["seq"].as_u64().expect("a place");
    let all = bot.get(&format!("{messages}?after_seq=0&limit=500"));
    let first_words = seq(&all, 0);
    let page = bot.get(&format!("{messages}?after_seq={first_words}&limit=3"));
    assert_eq!(
        (texts(&page), &page["more"]),
        (vec!["cup 2".into(), "cup 3".into(), "cup 4".into()], &json!(true))
    );
    let page = bot.get(&format!("{messages}?before_seq={first_words}"));
    assert_eq!(texts(&page), [""; 0]);
    assert_eq!(texts(&bot.get(&format!("{messages}?limit=2"))), ["cup 6", "cup 7"]);
    for wrong in [
        "limit=501",
        "limit=0",
        "limit=x",
        "after_seq=-1",
        "after_seq=1&before_seq=2",
    ] {
        let (status, refused) = bot.ask("GET", &format!("{messages}?{wrong}"), &Value::Null);
        assert_eq!(
            (status, text(&refused["code"]).as_str()),
            (400, "bad_request"),
            "{wrong}"
        );
    }
}

#[test]
fn a_message_is_edited_recalled_and_marked_with_an_emoji_and_changes_are_told() {
    let house = house();
    let bot = Caller::bot(&house, "Kettle");
    let room = bot.group("Tea", &[]);
    let messages = format!("{room}/messages");
    let (_, said) = bot.ask("POST", &messages, &json!({ "client_id": "1", "text": "Gren tea" }));
    let rev = said["rev"].as_u64().expect("a revision");
    let message = format!("{messages}/{}", text(&said["id"]));
    let (status, edited) = bot.ask("PATCH", &message, &json!({ "text": "Green tea" }));
    assert_eq!((status, text(&edited["text"]).as_str()), (200, "Green tea"));
    assert_eq!(
        bot.get(&format!("{message}/edits"))["edits"][0]["text"],
        json!("Gren tea")
    );
    let cup = format!("{message}/reactions/%F0%9F%8D%B5");
    assert_eq!(bot.ask("PUT", &cup, &Value::Null).0, 204);
    let changes = bot.get(&format!("{messages}?since_rev={rev}"));
    assert_eq!(changes["messages"][0]["reactions"][0]["key"], json!("🍵"));
    assert_eq!(bot.ask("DELETE", &cup, &Value::Null).0, 204);
    let (status, recalled) = bot.ask("DELETE", &message, &Value::Null);
    assert_eq!((status, &recalled["recalled_by"]), (200, &json!(bot.id())));
    assert_eq!(recalled["text"], json!(""), "nothing of it is left");
}

#[test]
fn marks_move_and_what_was_said_is_found() {
    let house = house();
    let (ann, bob) = (Caller::bot(&house, "Ann"), Caller::bot(&house, "Bob"));
    let room = ann.group("Tea", &[bob.id()]);
    let (_, said) = ann.ask(
        "POST",
        &format!("{room}/messages"),
        &json!({ "client_id": "1", "text": "龙井绿茶" }),
    );
    let seq = said["seq"].clone();
    assert!(bob.get(&room)["unread"].as_u64() > Some(0));
    assert_eq!(bob.ask("PUT", &format!("{room}/read"), &json!({ "seq": seq })).0, 204);
    assert_eq!(bob.get(&room)["unread"], json!(0));
    let receipts = ann.get(&format!("{room}/receipts/{seq}"));
    assert_eq!(receipts["read"][0]["name"], json!("Bob"));
    let found = bob.get("/api/v1/search?q=%E7%BB%BF&limit=10");
    assert_eq!(found["hits"][0]["message"]["id"], said["id"]);
    assert!(room.ends_with(&text(&found["hits"][0]["conversation"])));
}

#[test]
fn conversations_of_every_kind_begin_and_are_listed_page_by_page() {
    let house = house();
    let (ann, bob) = (Caller::bot(&house, "Ann"), Caller::bot(&house, "Bob"));
    let all = "/api/v1/conversations";
    for begun in [
        json!({ "kind": "direct", "peer": bob.id() }),
        json!({ "kind": "notes" }),
        json!({ "kind": "group", "name": "Tea", "members": [] }),
    ] {
        let (status, room) = ann.ask("POST", all, &begun);
        assert_eq!((status, &room["kind"]), (201, &begun["kind"]), "{room}");
        assert_eq!(room["last_seq"], json!(0), "nothing was said yet: {room}");
        let messages = format!("{all}/{}/messages", text(&room["id"]));
        let said = json!({ "client_id": room["kind"], "text": "tea" });
        assert_eq!(ann.ask("POST", &messages, &said).0, 201);
    }
    let (mut seen, mut path) = (Vec::new(), format!("{all}?limit=1"));
    loop {
        let page = ann.get(&path);
        seen.push(text(&page["conversations"][0]["kind"]));
        match page.get("next") {
            Some(next) => path = format!("{all}?limit=1&cursor={}", text(next)),
            None => break,
        }
    }
    seen.sort();
    assert_eq!(seen, ["direct", "group", "notes"]);
}

#[test]
fn a_group_is_changed_left_and_joined_by_a_link() {
    let house = house();
    let (ann, bob) = (Caller::bot(&house, "Ann"), Caller::bot(&house, "Bob"));
    let room = ann.group("Tea", &[]);
    assert_eq!(ann.ask("PATCH", &room, &json!({ "name": "Coffee" })).0, 204);
    let renamed = ann.get(&room);
    assert_eq!(renamed["name"], json!("Coffee"));
    assert_eq!(
        (&renamed["last"]["notice"]["kind"], &renamed["last"]["text"]),
        (&json!("renamed"), &json!("")),
        "a text is always there"
    );
    let (status, invite) = ann.ask("POST", &format!("{room}/invites"), &json!({}));
    assert_eq!(status, 201, "{invite}");
    let link = format!("/api/v1/invites/{}", text(&invite["code"]));
    assert_eq!(bob.get(&link)["room"]["name"], json!("Coffee"));
    let (status, entered) = bob.ask("POST", &format!("{link}/use"), &Value::Null);
    assert_eq!((status, &entered["conversation"]["name"]), (200, &json!("Coffee")));
    let members = ann.get(&format!("{room}/members"));
    assert_eq!(
        (&members["total"], members["members"].as_array().map(Vec::len)),
        (&json!(2), Some(2))
    );
    let own = format!("{room}/members/{}", bob.id());
    assert_eq!(ann.ask("PUT", &own, &json!({ "role": "admin" })).0, 204);
    assert_eq!(bob.ask("DELETE", &own, &Value::Null).0, 204);
    assert_eq!(bob.ask("GET", &room, &Value::Null).0, 404);
}
