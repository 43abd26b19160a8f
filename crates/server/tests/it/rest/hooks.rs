//! Links by which programs write into a conversation with one request.

use serde_json::{Value, json};

use super::{Caller, house, text, texts};

#[test]
fn one_curl_writes_into_a_conversation_whatever_form_it_takes() {
    let mut house = house();
    let bot = Caller::bot(&house, "Kettle");
    let room = bot.group("Tea", &[]);
    let (status, made) = bot.ask("POST", &format!("{room}/hooks"), &json!({ "name": "Deploys" }));
    assert_eq!(status, 201, "{made}");
    let path = text(&made["path"]);
    let nobody = Caller::nobody(&house);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (path, headers, body) in [
        (path.clone(), &form[..], r#"{"text":"one"}"#),
        (format!("/api/v1{path}"), &form[..], "text=two"),
        (path.clone(), &[("content-type", "text/plain")][..], "three\n"),
    ] {
        let answer = nobody.raw("POST", &path, headers, body);
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let retried = r#"{"text":"four","client_id":"4"}"#;
    for _ in 0..2 {
        assert_eq!(nobody.raw("POST", &path, &[], retried).status, 200);
    }
    house.kill();
    house.restart();
    assert_eq!(nobody.raw("POST", &path, &[], r#"{"text":"five"}"#).status, 200);
    let page = bot.get(&format!("{room}/messages"));
    assert_eq!(texts(&page), ["one", "two", "three", "four", "five"]);
    let sender = page["messages"]
        .as_array()
        .and_then(|all| all.last())
        .expect("a message")["sender"]
        .clone();
    let writer = bot.get(&format!("/api/v1/people/{}", text(&sender)));
    assert_eq!((&writer["name"], &writer["bot"]), (&json!("Deploys"), &json!(true)));
}

#[test]
fn a_removed_link_opens_nothing_and_a_stranger_removes_none() {
    let house = house();
    let (bot, other) = (Caller::bot(&house, "Kettle"), Caller::bot(&house, "Cup"));
    let room = bot.group("Tea", &[]);
    let (_, made) = bot.ask("POST", &format!("{room}/hooks"), &json!({ "name": "Deploys" }));
    let hook = format!("/api/v1/admin/hooks/{}", text(&made["hook"]["id"]));
    assert_eq!(other.ask("DELETE", &hook, &Value::Null).0, 404);
    assert_eq!(other.ask("GET", &format!("{room}/hooks"), &Value::Null).0, 404);
    let hooks = bot.get(&format!("{room}/hooks"));
    assert_eq!(hooks["hooks"].as_array().map(Vec::len), Some(1));
    assert!(
        !hooks.to_string().contains(&text(&made["token"])),
        "a token is told once"
    );
    assert_eq!(bot.ask("DELETE", &hook, &Value::Null).0, 204);
    let answer = Caller::nobody(&house).ask("POST", &text(&made["path"]), &json!({ "text": "tea" }));
    assert_eq!((answer.0, text(&answer.1["code"]).as_str()), (404, "no_hook"));
}
