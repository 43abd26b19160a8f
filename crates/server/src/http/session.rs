//! `/api/v1/session`: who a page is, before it has a socket.

use hyper::header::{SET_COOKIE, USER_AGENT};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::SessionId;
use teahouse_core::record::Device;
use teahouse_wire::app::{self, EnterRequest, SessionView};

use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who, cookie};

const PATH: &str = "/api/v1/session";
/// A name, in the widest spelling.
const MAX_BODY: usize = 4 * 1024;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Who::Person, Class::Read, who_am_i).says("Which person this device is signed in as."),
        Route::post(PATH, Who::Visitor, Class::SignIn, enter)
            .says("Makes a name a person, with a session on this device in a cookie.")
            .answers(&[201])
            .up_to(MAX_BODY),
        Route::delete(PATH, Who::Person, Class::Write, leave)
            .says("Ends this device's session, on every connection that it opened.")
            .answers(&[204]),
    ]
}

/// A name becomes a person with a session on this device.
async fn enter(call: Call<(), Json<EnterRequest>>) -> Result<Given<SessionView>, Fault> {
    let token = cookie::fresh();
    let session = SessionId(random());
    let agent = call.headers.get(USER_AGENT).and_then(|line| line.to_str().ok());
    let command = Command::Register {
        name: call.body.0.name,
        session,
        token: cookie::hash(&token),
        device: Device::new(agent.unwrap_or_default()),
    };
    match call.house.hub.request(command).await.as_deref() {
        Some(Event::Registered(you)) => {
            tracing::info!(user = %you.id, "a new person");
            let view = SessionView { you: app::profile(you) };
            Ok(Given::created(view).and_header(SET_COOKIE, cookie::set(&token, call.visitor.is_secure())))
        }
        other => Err(Fault::of(other)),
    }
}

async fn who_am_i(call: Call) -> Result<Given<SessionView>, Fault> {
    let command = Command::WhoAmI { token: call.token()? };
    match call.house.hub.request(command).await.as_deref() {
        Some(Event::Registered(you)) => Ok(Given::ok(SessionView { you: app::profile(you) })),
        other => Err(Fault::of(other)),
    }
}

async fn leave(call: Call) -> Result<Nothing, Fault> {
    let command = Command::SignOut { token: call.token()? };
    match call.house.hub.request(command).await.as_deref() {
        Some(Event::SignedOut) => {
            let forget = cookie::forget().into_iter();
            Ok(forget.fold(Nothing::default(), |nothing, line| nothing.and_header(SET_COOKIE, line)))
        }
        other => Err(Fault::of(other)),
    }
}

fn random() -> u64 {
    getrandom::u64().expect("the system gives random bytes")
}
