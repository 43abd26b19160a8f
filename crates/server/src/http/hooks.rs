//! Hooks: links by which programs write into one conversation with a single `curl`.

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::RoomId;
use teahouse_core::record::{ClientId, TokenHash};
use teahouse_wire::app::{Hook, Message, view};

use super::messages::shown;
use super::payload::whole;
use super::{Call, Class, Fault, Given, Json, Nothing, Payload, Route, Who, cookie};

const OF_ROOM: &str = "/api/v1/conversations/{conversation}/hooks";

pub(super) fn routes() -> Vec<Route> {
    const POST: &str = "Writes into the conversation of a hook; takes JSON, a form or plain text.";
    use Who::{Anyone, Person, Staff};
    vec![
        Route::post("/hooks/{token}", Anyone, Class::Hook, post).says(POST),
        Route::post("/api/v1/hooks/{token}", Anyone, Class::Hook, post).says(POST),
        Route::get(OF_ROOM, Person, Class::Read, of_room).says("The hooks of a conversation."),
        Route::post(OF_ROOM, Person, Class::Write, create)
            .says("Makes a hook that writes into a conversation; its token is shown this once.")
            .answers(&[201]),
        Route::get("/api/v1/admin/hooks", Staff, Class::Read, outgoing).says("Where the bots' messages are sent to."),
        Route::delete("/api/v1/admin/hooks/{hook}", Person, Class::Write, delete)
            .says("Removes a hook: one of a conversation that one looks after, or any as an admin."),
    ]
}

/// What a program says through a hook.
#[derive(Deserialize, JsonSchema)]
struct Said {
    /// At most 16384 bytes.
    text: String,
    /// What the program calls the message; with it, a retry changes nothing.
    client_id: Option<String>,
}

impl Payload for Said {
    fn described(schemas: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
        vec![
            ("application/json", schemas.subschema_for::<Said>()),
            ("application/x-www-form-urlencoded", schemas.subschema_for::<Said>()),
            ("text/plain", schemas.subschema_for::<String>()),
        ]
    }

    async fn read(headers: &HeaderMap, body: Incoming, limit: usize) -> Result<Self, Fault> {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        said(kind.unwrap_or_default(), &whole(body, limit).await?)
    }
}

/// `curl -d` calls everything a form, so that what begins like an object is one.
fn said(kind: &str, bytes: &Bytes) -> Result<Said, Fault> {
    let is_object = bytes.trim_ascii_start().first() == Some(&b'{');
    if is_object || kind.starts_with("application/json") {
        return serde_json::from_slice(bytes).map_err(|why| Fault::unreadable(&why));
    }
    if kind.starts_with("application/x-www-form-urlencoded")
        && let Ok(said) = serde_urlencoded::from_bytes(bytes)
    {
        return Ok(said);
    }
    let text = std::str::from_utf8(bytes).map_err(|why| Fault::unreadable(&why))?;
    Ok(Said {
        text: text.trim_end().to_owned(),
        client_id: None,
    })
}

/// The message as it stands.
#[derive(Serialize, JsonSchema)]
struct Posted {
    message: Message,
}

async fn post(call: Call<(), Said>) -> Result<Given<Posted>, Fault> {
    let drawn;
    let client_id = match &call.body.client_id {
        Some(given) => given.as_str(),
        None => {
            drawn = cookie::fresh().reveal();
            &drawn
        }
    };
    let command = Command::PostHook {
        token: hash(call.text("token")),
        client_id: ClientId::new(client_id)
            .ok_or_else(|| Fault::unreadable(&"`client_id` is 1 to 64 visible ASCII characters"))?,
        text: call.body.text.clone(),
    };
    match call.house.hub.request(command).await.as_deref() {
        Some(Event::MessagePosted(message) | Event::MessageKnown(message)) => Ok(Given::ok(Posted {
            message: shown(message),
        })),
        other => Err(Fault::of(other)),
    }
}

fn hash(token: &str) -> TokenHash {
    TokenHash(Sha256::digest(token.as_bytes()).into())
}

/// Hooks.
#[derive(Serialize, JsonSchema)]
struct Hooks {
    hooks: Vec<Hook>,
}

async fn of_room(call: Call) -> Result<Given<Hooks>, Fault> {
    let room = call.id("conversation")?;
    list(&call, Some(room)).await
}

async fn outgoing(call: Call) -> Result<Given<Hooks>, Fault> {
    list(&call, None).await
}

async fn list(call: &Call, room: Option<RoomId>) -> Result<Given<Hooks>, Fault> {
    match &*call.ask(Command::ListHooks { room }).await? {
        Event::HooksListed(hooks) => Ok(Given::ok(Hooks {
            hooks: hooks.iter().map(view::hook).collect(),
        })),
        _ => Err(Fault::stopping()),
    }
}

/// What to make.
#[derive(Deserialize, JsonSchema)]
struct NewHook {
    /// What its writer is called.
    name: String,
}

/// A new hook.
#[derive(Serialize, JsonSchema)]
struct Created {
    hook: Hook,
    /// What its link ends with. Told this once.
    token: String,
    /// The path of its link.
    path: String,
}

async fn create(call: Call<(), Json<NewHook>>) -> Result<Given<Created>, Fault> {
    let token = cookie::fresh();
    let command = Command::CreateHook {
        room: call.id("conversation")?,
        name: call.body.0.name.clone(),
        token: cookie::hash(&token),
    };
    match &*call.ask(command).await? {
        Event::HookCreated(hook) => {
            let token = token.reveal();
            Ok(Given::created(Created {
                hook: view::hook(hook),
                path: format!("/hooks/{token}"),
                token,
            }))
        }
        _ => Err(Fault::stopping()),
    }
}

async fn delete(call: Call) -> Result<Nothing, Fault> {
    let hook = call.id("hook")?;
    let done = call.carry_out(Command::DeleteHook { hook }).await?;
    call.house.outgoing.end_hook(hook);
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn a_hook_takes_whatever_a_program_finds_easiest() {
        const FORM: &str = "application/x-www-form-urlencoded";
        for (kind, body, text) in [
            ("application/json", r#"{"text":"tea"}"#, "tea"),
            (FORM, r#" {"text":"tea","more":1}"#, "tea"),
            (FORM, "text=green%20tea&x=1", "green tea"),
            (FORM, "green tea", "green tea"),
            ("text/plain; charset=utf-8", "绿茶\n", "绿茶"),
            ("", "tea", "tea"),
        ] {
            let read = said(kind, &body.into()).map(|said| said.text);
            assert_eq!(read.ok().as_deref(), Some(text), "{kind} {body}");
        }
    }

    #[test]
    fn what_begins_like_an_object_and_is_none_is_refused() {
        for body in [r#"{"text":"#, "{}", r#"{"text":1}"#] {
            assert!(said("text/plain", &body.into()).is_err(), "{body}");
        }
        assert!(said("text/plain", &vec![0xff, 0xfe].into()).is_err());
    }
}
