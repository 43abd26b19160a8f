//! `/api/v1/session`: who a page is, before it has a socket.

use hyper::header::SET_COOKIE;
use schemars::JsonSchema;
use serde::Deserialize;
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::SessionId;
use teahouse_wire::app::{self, SessionView};

use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who, account, cookie};

const PATH: &str = "/api/v1/session";
/// A name, in the widest spelling.
const MAX_BODY: usize = 4 * 1024;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Who::Person, Class::Read, who_am_i).says("Which person this device is signed in as."),
        Route::post(PATH, Who::Visitor, Class::SignIn, enter)
            .says("Begins a session on this device, in a cookie: of an account by its handle and password, or of a new guest by a name alone.")
            .answers(&[201])
            .up_to(MAX_BODY),
        Route::delete(PATH, Who::Person, Class::Write, leave)
            .says("Ends this device's session, on every connection that it opened."),
    ]
}

/// Who wants to come in.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Comer {
    /// Somebody with an account.
    Account {
        /// What she signs in with.
        handle: String,
        /// What opens it.
        password: String,
    },
    /// Somebody with a name alone.
    Guest {
        /// It.
        name: String,
    },
}

async fn enter(call: Call<(), Json<Comer>>) -> Result<Given<SessionView>, Fault> {
    match &call.body.0 {
        Comer::Account { handle, password } => account::sign_in(&call, handle, password).await,
        Comer::Guest { name } => enter_as_guest(&call, name).await,
    }
}

/// A name becomes a person with a session on this device.
async fn enter_as_guest<B>(call: &Call<(), B>, name: &str) -> Result<Given<SessionView>, Fault> {
    let token = cookie::fresh();
    let session = SessionId(random());
    let command = Command::Register {
        name: name.to_owned(),
        session,
        token: cookie::hash(&token),
        device: account::device(&call.headers),
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
