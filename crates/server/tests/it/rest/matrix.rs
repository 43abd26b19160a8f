//! Every route with everybody: each answers as its row declares, and a route that nobody has thought of here fails.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Caller, house, text};

/// Who is let through to a route, as its description says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    All,
    Signed,
    Account,
    Staff,
}

fn open_to(operation: &Value) -> Open {
    let said = text(&operation["description"]);
    if said.contains("Open to everybody.") {
        Open::All
    } else if said.contains("For everybody with a session") {
        Open::Signed
    } else if said.contains("For people with an account") {
        Open::Account
    } else if said.contains("For admins and the owner.") {
        Open::Staff
    } else {
        panic!("who may use it is not declared: {said}")
    }
}

/// Bodies that the routes can read, by operation; those that take none are not here.
fn bodies() -> BTreeMap<&'static str, Value> {
    let nobody = "0000000000007";
    BTreeMap::from([
        ("patch_admin_people_by_person", json!({ "disabled": false })),
        ("patch_contacts_by_person", json!({ "listed": true })),
        ("patch_conversations_by_conversation", json!({ "name": "Tea" })),
        (
            "patch_conversations_by_conversation_messages_by_message",
            json!({ "text": "tea" }),
        ),
        ("patch_conversations_by_conversation_own", json!({ "pinned": true })),
        ("patch_me", json!({})),
        ("post_bots", json!({ "name": "Pot" })),
        ("post_conversations", json!({ "kind": "notes" })),
        ("post_conversations_by_conversation_hidden", json!({ "messages": [] })),
        ("post_conversations_by_conversation_hooks", json!({ "name": "Pot" })),
        ("post_conversations_by_conversation_invites", json!({})),
        (
            "post_conversations_by_conversation_members",
            json!({ "users": [nobody] }),
        ),
        (
            "post_conversations_by_conversation_messages",
            json!({ "client_id": "1", "text": "tea" }),
        ),
        ("post_hooks_by_token", json!({ "text": "tea" })),
        ("post_invites", json!({})),
        ("post_root_hooks_by_token", json!({ "text": "tea" })),
        ("put_bots_by_bot_outgoing", json!({ "url": "https://bot.example/" })),
        ("put_conversations_by_conversation_draft", json!({ "text": "tea" })),
        (
            "put_conversations_by_conversation_members_by_person",
            json!({ "role": "member" }),
        ),
        ("put_conversations_by_conversation_read", json!({ "seq": 1 })),
        (
            "put_me_privacy",
            json!({ "online": "everybody", "last_seen": "everybody" }),
        ),
        ("put_me_quiet", json!({ "until": null })),
    ])
}

/// Routes whose bodies are their own modules' business: they are asked with none, and refuse it by themselves.
fn reads_its_own_body(id: &str) -> bool {
    ["account", "files", "pictures", "session", "previews"]
        .iter()
        .any(|word| id.contains(word))
}

fn filled(path: &str) -> String {
    let values = [
        ("emoji", "%F0%9F%8D%B5"),
        ("seq", "1"),
        ("token", "guess"),
        ("invite", "0000000000007"),
    ];
    let fill = |segment: &str| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => {
            let found = values.iter().find(|(known, _)| *known == name);
            found.map_or("0000000000007", |(_, value)| value).to_owned()
        }
        None => segment.to_owned(),
    };
    let path = path.split('/').map(fill).collect::<Vec<_>>().join("/");
    if path.ends_with("/search") || path.ends_with("/people") {
        format!("{path}?q=tea")
    } else {
        path
    }
}

#[test]
fn every_route_answers_everybody_as_its_row_declares() {
    let house = house();
    let callers = [
        ("nobody", Caller::nobody(&house)),
        ("guest", Caller::guest(&house, "Gus")),
        ("member", Caller::account(&house, "meg", "member")),
        ("admin", Caller::account(&house, "ada", "admin")),
        ("owner", Caller::account(&house, "oda", "owner")),
        ("bot", Caller::bot(&house, "Kettle")),
    ];
    let document = callers[0].1.get("/api/openapi.json");
    let bodies = bodies();
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let id = text(&operation["operationId"]);
            // Ending the session that asks would end the test.
            if id == "delete_session" {
                continue;
            }
            let takes_body = operation.get("requestBody").is_some();
            assert!(
                !takes_body || bodies.contains_key(&*id) || reads_its_own_body(&id),
                "{id} is not declared here"
            );
            let body = bodies.get(&*id).cloned().unwrap_or_default();
            for (who, caller) in &callers {
                let (status, view) = caller.ask(&method.to_ascii_uppercase(), &filled(path), &body);
                judge(
                    open_to(operation),
                    who,
                    status,
                    &view,
                    &format!("{method} {path} as {who}"),
                );
                asked += 1;
            }
        }
    }
    assert!(asked > 300, "{asked} requests");
}

fn judge(open: Open, who: &str, status: u16, view: &Value, what: &str) {
    assert_ne!(status, 500, "{what}: {view}");
    assert_ne!(status, 503, "{what}: {view}");
    let is_signed = who != "nobody";
    let is_staff = matches!(who, "admin" | "owner");
    match open {
        Open::All => assert_ne!(status, 405, "{what}: {view}"),
        Open::Signed | Open::Account if !is_signed => assert_eq!(status, 401, "{what}: {view}"),
        Open::Staff if !is_signed => assert_eq!(status, 401, "{what}: {view}"),
        Open::Staff if !is_staff => assert_eq!(status, 403, "{what}: {view}"),
        Open::Signed | Open::Account | Open::Staff => assert_ne!(status, 401, "{what}: {view}"),
    }
    if status >= 400 && view.is_object() {
        assert!(
            view["code"].is_string() && view["message"].is_string(),
            "{what}: {view}"
        );
    }
}

#[test]
fn a_conversation_is_not_there_for_who_is_not_in_it() {
    let house = house();
    let (inside, foreigner) = (Caller::bot(&house, "Kettle"), Caller::bot(&house, "Cup"));
    let room = inside.group("Tea", &[]);
    let conversation = room.rsplit('/').next().expect("an id").to_owned();
    let (_, said) = inside.ask(
        "POST",
        &format!("{room}/messages"),
        &json!({ "client_id": "1", "text": "tea" }),
    );
    let document = inside.get("/api/openapi.json");
    let bodies = bodies();
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().expect("paths") {
        if !path.contains("{conversation}") {
            continue;
        }
        let path = path
            .replace("{conversation}", &conversation)
            .replace("{message}", &text(&said["id"]))
            .replace("{person}", &inside.id());
        for (method, operation) in operations.as_object().expect("operations") {
            let body = bodies
                .get(&*text(&operation["operationId"]))
                .cloned()
                .unwrap_or_default();
            let (status, view) = foreigner.ask(&method.to_ascii_uppercase(), &filled(&path), &body);
            assert_eq!(
                (status, &view["code"]),
                (404, &json!("not_member")),
                "{method} {path}: {view}"
            );
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked} requests");
    assert_eq!(
        super::texts(&inside.get(&format!("{room}/messages"))),
        ["tea"],
        "nothing has changed"
    );
}
