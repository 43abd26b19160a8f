//! Links for people who forgot their password: made by who looks after the house, used once by who was given one.
//!
//! What a link ends with opens an account, so it stands in bodies and never in an address that somebody logs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::SessionId;
use teahouse_core::password::Password;
use teahouse_core::record::TokenHash;
use teahouse_core::refusal::Refusal;
use teahouse_wire::app::{Profile, SessionView, view};

use super::account::{device, let_in_known, registered};
use super::{Call, Class, Fault, Given, Json, Route, Who, cookie};

const MAKE: &str = "/api/v1/admin/people/{person}/reset";
const USE: &str = "/api/v1/account/reset";
const SHOW: &str = "/api/v1/account/reset/person";
/// A code and a password in its widest spelling.
const MAX_BODY: usize = 16 * 1024;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(MAKE, Who::Staff, Class::Write, make)
            .says(
                "Makes a link by which somebody who forgot the password can choose another one, once, within a day. \
                 Admins make them for members, the owner for admins too.",
            )
            .answers(&[201]),
        Route::post(SHOW, Who::Visitor, Class::SignIn, show)
            .says("Whose password a link can replace.")
            .up_to(MAX_BODY),
        Route::post(USE, Who::Visitor, Class::SignIn, choose)
            .says("Chooses another password by a link and signs this device in; all others are signed out.")
            .answers(&[201])
            .up_to(MAX_BODY),
    ]
}

/// A link for another password.
#[derive(Serialize, JsonSchema)]
struct ResetMade {
    /// What it ends with, behind `/#/reset/`. It is told this once.
    code: String,
    /// Until when it can be used.
    expires_at: i64,
}

async fn make(call: Call) -> Result<Given<ResetMade>, Fault> {
    let code = cookie::fresh();
    let command = Command::CreateReset {
        user: call.id("person")?,
        code: cookie::hash(&code),
    };
    match &*call.ask(command).await? {
        Event::ResetCreated { until } => Ok(Given::created(ResetMade {
            code: code.reveal(),
            expires_at: until.0,
        })),
        _ => Err(Fault::stopping()),
    }
}

/// A link that somebody was given.
#[derive(Deserialize, JsonSchema)]
struct ResetCode {
    /// What it ends with.
    code: String,
}

async fn show(call: Call<(), Json<ResetCode>>) -> Result<Given<Profile>, Fault> {
    shown(&call, hash(&call.body.0.code)?).await.map(Given::ok)
}

async fn shown<B>(call: &Call<(), B>, code: TokenHash) -> Result<Profile, Fault> {
    match call.house.hub.request(Command::ShowReset { code }).await.as_deref() {
        Some(Event::ResetShown(person)) => Ok(view::profile(person)),
        other => Err(Fault::of(other)),
    }
}

/// A password chosen by a link.
#[derive(Deserialize, JsonSchema)]
struct ResetChosen {
    /// What the link ends with.
    code: String,
    /// The new password: 8 to 256 characters.
    password: String,
}

async fn choose(call: Call<(), Json<ResetChosen>>) -> Result<Given<SessionView>, Fault> {
    let ResetChosen { code, password } = &call.body.0;
    let code = hash(code)?;
    // Hashing costs much: a guess costs nothing.
    shown(&call, code).await?;
    let password = Password::choose(password).map_err(|_| Refusal::BadPassword)?;
    let password = call.house.accounts.passwords.hash(password).await?;
    let token = cookie::fresh();
    let command = Command::UseReset {
        code,
        password,
        session: SessionId(getrandom::u64().expect("the system gives random bytes")),
        token: cookie::hash(&token),
        device: device(&call.headers),
    };
    let you = registered(&call, command).await?;
    let handle = you.handle.clone().ok_or(Refusal::NoReset)?;
    Ok(let_in_known(&call, &you, &handle, &token))
}

fn hash(code: &str) -> Result<TokenHash, Refusal> {
    cookie::told(code)
        .map(|code| cookie::hash(&code))
        .ok_or(Refusal::NoReset)
}
