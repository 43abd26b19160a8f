//! Accounts over HTTP: how one gets in, makes an account of a guest or a stranger, signs in, changes the password, and
//! looks after one's devices.

use hyper::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE, USER_AGENT};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::{Admission, Command};
use teahouse_core::event::{Event, Profile};
use teahouse_core::handle::Handle;
use teahouse_core::id::{SessionId, UserId};
use teahouse_core::now::Mono;
use teahouse_core::password::Password;
use teahouse_core::record::{self, Device, InviteCode, PasswordHash};
use teahouse_core::refusal::Refusal;
use teahouse_core::settings::SignUp;
use teahouse_wire::app::{self, SessionView};

use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who, cookie};
use crate::account::attempts::From;
use crate::device_label::device_label;

/// Longest bodies: everything in its widest spelling.
const MAX_BODY: usize = 16 * 1024;
/// The cookie by which a device that was here before is told, over HTTPS and HTTP.
const KNOWN: [&str; 2] = ["__Host-th-known", "th-known"];
const SEC_CH_UA_PLATFORM: HeaderName = HeaderName::from_static("sec-ch-ua-platform");
/// What wrong owner's codes are counted under; no handle has a space.
const OWNER: &str = "the owner";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/door", Who::Visitor, Class::Read, door)
            .says("How one gets into this house, and who this device is signed in as, if anybody."),
        Route::post("/api/v1/account", Who::Visitor, Class::SignIn, sign_up)
            .says("Makes an account and signs this device in. A guest who asks stays who she is, with all her history.")
            .answers(&[201])
            .up_to(MAX_BODY),
        Route::put("/api/v1/account/password", Who::Account, Class::SignIn, change_password)
            .says("Changes one's password; other devices are signed out if one says so.")
            .answers(&[204])
            .up_to(MAX_BODY),
        Route::get("/api/v1/sessions", Who::Person, Class::Read, sessions)
            .says("One's devices, the one used last first."),
        Route::delete("/api/v1/sessions/{session}", Who::Person, Class::Write, end_session)
            .says("Signs one of one's devices out, with its connections and calls.")
            .answers(&[204]),
    ]
}

/// How one gets in.
#[derive(Serialize, JsonSchema)]
struct Door {
    /// Whether a name alone is enough.
    guests: bool,
    /// Who may make an account.
    accounts: Accounts,
    /// Whether the house belongs to somebody. Where nobody does, the code in the server's terminal makes an owner.
    owner: Owner,
    /// Who is inside already, by the session of this device.
    #[serde(skip_serializing_if = "Option::is_none")]
    you: Option<app::Profile>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Accounts {
    Closed,
    Invite,
    Open,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Owner {
    None,
    Some,
}

async fn door(call: Call) -> Result<Given<Door>, Fault> {
    let you = inside(&call).await?;
    let config = &call.house.config;
    Ok(Given::ok(Door {
        guests: config.guests,
        accounts: match config.signup {
            SignUp::Closed => Accounts::Closed,
            SignUp::Invite => Accounts::Invite,
            SignUp::Open => Accounts::Open,
        },
        owner: match call.house.accounts.owner_code.text() {
            Some(_) => Owner::None,
            None => Owner::Some,
        },
        you,
    }))
}

/// Who asks. Nobody is no fault at the door: a page asks this first of all, and a refusal would be an error in the
/// console of every stranger.
async fn inside(call: &Call) -> Result<Option<app::Profile>, Fault> {
    let Ok(token) = call.token() else { return Ok(None) };
    match call.house.hub.request(Command::WhoAmI { token }).await.as_deref() {
        Some(Event::Registered(you)) => Ok(Some(app::profile(you))),
        Some(Event::Refused(Refusal::NotSignedIn)) => Ok(None),
        other => Err(Fault::of(other)),
    }
}

/// An account as it is asked for.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Wanted {
    /// What to sign in with: 2 to 32 of a-z, 0-9, dot, dash and underscore.
    handle: String,
    /// 8 to 256 characters.
    password: String,
    /// What to be called; a guest's own name, or the handle, if left out.
    name: Option<String>,
    /// What the link of an invite ends with, where the house asks for one.
    invite: Option<String>,
    /// The code in the server's terminal, which makes one the owner of a house that has none.
    owner_code: Option<String>,
}

async fn sign_up(call: Call<(), Json<Wanted>>) -> Result<Given<SessionView>, Fault> {
    let wanted = &call.body.0;
    let admission = admission(&call, wanted)?;
    let is_owner = matches!(admission, Admission::Granted(_));
    let password = Password::choose(&wanted.password).map_err(|_| Refusal::BadPassword)?;
    let password = call.house.accounts.passwords.hash(password).await?;
    let token = cookie::fresh();
    let command = Command::SignUp {
        handle: wanted.handle.clone(),
        name: wanted.name.clone(),
        password,
        admission,
        session: SessionId(random()),
        token: cookie::hash(&token),
        device: device(&call.headers),
    };
    let you = registered(&call, command).await?;
    if is_owner {
        call.house.accounts.owner_code.forget();
        tracing::info!(user = %you.id, "the house has an owner");
    }
    Ok(let_in(&call, &you, &token))
}

/// By what right somebody makes an account. Wrong codes are counted like wrong passwords.
fn admission(call: &Call<(), Json<Wanted>>, wanted: &Wanted) -> Result<Admission, Fault> {
    if let Some(code) = wanted.owner_code.as_deref().filter(|code| !code.is_empty()) {
        let (now, from) = (call.house.clock.now().mono, From::Stranger(call.visitor.address));
        let accounts = &call.house.accounts;
        accounts.attempts.begin(OWNER, from, now)?;
        if !accounts.owner_code.fits(code) {
            return Err(Refusal::WrongPassword.into());
        }
        accounts.attempts.succeeded(OWNER, from, now);
        return Ok(Admission::Granted(record::Role::Owner));
    }
    Ok(match wanted.invite.as_deref().filter(|code| !code.is_empty()) {
        Some(code) => Admission::Invite(InviteCode::new(code).ok_or(Refusal::NoInvite)?),
        None => Admission::Open,
    })
}

/// Signs in to an account. Whether there is none of this handle, or the password is wrong, or the account is shut, the
/// answer is one, and takes as long.
pub(super) async fn sign_in<B>(call: &Call<(), B>, handle: &str, password: &str) -> Result<Given<SessionView>, Fault> {
    let handle = Handle::parse(handle).map_err(|_| Refusal::WrongPassword)?;
    let (now, from) = (call.house.clock.now().mono, tried_from(call, &handle));
    call.house.accounts.attempts.begin(handle.as_str(), from, now)?;
    let command = Command::FindLogin {
        handle: handle.as_str().to_owned(),
    };
    let found = match call.house.hub.request(command).await.as_deref() {
        Some(Event::LoginFound { user, password }) => Some((*user, password.clone())),
        Some(Event::Refused(Refusal::WrongPassword)) => None,
        other => return Err(Fault::of(other)),
    };
    let (user, proved) = proved(call, password, found).await?;
    call.house.accounts.attempts.succeeded(handle.as_str(), from, now);
    let token = cookie::fresh();
    let command = Command::SignIn {
        user,
        proved,
        session: SessionId(random()),
        token: cookie::hash(&token),
        device: device(&call.headers),
    };
    let you = registered(call, command).await?;
    Ok(let_in_known(call, &you, &handle, &token))
}

/// Whose account the password opens, and what it was checked against, if there is one of which `found` says so.
async fn proved<B>(
    call: &Call<(), B>,
    password: &str,
    found: Option<(UserId, PasswordHash)>,
) -> Result<(UserId, PasswordHash), Fault> {
    let password = Password::read(password).map_err(|_| Refusal::WrongPassword)?;
    let kept = found.as_ref().map(|(_, kept)| kept.clone());
    let fits = call.house.accounts.passwords.verify(password, kept).await?;
    Ok(found.filter(|_| fits).ok_or(Refusal::WrongPassword)?)
}

fn tried_from<B>(call: &Call<(), B>, handle: &Handle) -> From {
    let mark = cookie::named(&call.headers, &KNOWN);
    let number = mark.and_then(|mark| call.house.accounts.devices.recognize(handle, mark));
    number.map_or(From::Stranger(call.visitor.address), From::Device)
}

/// Asks in the name of whoever the device is signed in as, if anybody: a guest becomes an account, an old session ends.
pub(super) async fn registered<B>(call: &Call<(), B>, command: Command) -> Result<Profile, Fault> {
    let event = match call.credential {
        Some(credential) => call.house.hub.request_as(credential.token, command).await,
        None => call.house.hub.request(command).await,
    };
    match event.as_deref() {
        Some(Event::Registered(you)) => Ok(you.clone()),
        other => Err(Fault::of(other)),
    }
}

fn let_in<B>(call: &Call<(), B>, you: &Profile, token: &cookie::Token) -> Given<SessionView> {
    tracing::info!(user = %you.id, "signed in");
    let view = SessionView { you: app::profile(you) };
    Given::created(view).and_header(SET_COOKIE, cookie::set(token, call.visitor.is_secure()))
}

/// The same for a device that has proved to be the account's own, and is known by that from now on.
pub(super) fn let_in_known<B>(
    call: &Call<(), B>,
    you: &Profile,
    handle: &Handle,
    token: &cookie::Token,
) -> Given<SessionView> {
    let mark = call.house.accounts.devices.mark(handle);
    let_in(call, you, token).and_header(SET_COOKIE, known_cookie(&mark, call.visitor.is_secure()))
}

/// A new password, asked for by somebody who knows the old one.
#[derive(Deserialize, JsonSchema)]
struct Change {
    /// The password so far.
    current: String,
    /// The new one: 8 to 256 characters.
    password: String,
    /// Whether one's other devices are signed out.
    #[serde(default)]
    end_others: bool,
}

async fn change_password(call: Call<(), Json<Change>>) -> Result<Nothing, Fault> {
    let Change {
        current,
        password: new,
        end_others,
    } = &call.body.0;
    let event = call.ask(Command::ReadLogin).await?;
    let Event::LoginFound { user, password: kept } = &*event else {
        return Err(Fault::stopping());
    };
    let new = Password::choose(new).map_err(|_| Refusal::BadPassword)?;
    let now: Mono = call.house.clock.now().mono;
    let (account, from) = (user.to_string(), From::Stranger(call.visitor.address));
    call.house.accounts.attempts.begin(&account, from, now)?;
    proved(&call, current, Some((*user, kept.clone()))).await?;
    call.house.accounts.attempts.succeeded(&account, from, now);
    let password = call.house.accounts.passwords.hash(new).await?;
    let end_others = *end_others;
    call.carry_out(Command::SetPassword { password, end_others }).await
}

/// One's devices.
#[derive(Serialize, JsonSchema)]
struct Devices {
    sessions: Vec<DeviceView>,
}

/// One sign-in of one device.
#[derive(Serialize, JsonSchema)]
struct DeviceView {
    id: String,
    /// What the device says of itself, such as "Firefox on Android".
    label: String,
    created_at: i64,
    /// To the hour.
    seen_at: i64,
    /// Whether it is the one that asks.
    current: bool,
}

async fn sessions(call: Call) -> Result<Given<Devices>, Fault> {
    match &*call.ask(Command::ListSessions).await? {
        Event::SessionsListed { sessions, current } => {
            let view = |session: &record::Session| DeviceView {
                id: session.id.to_string(),
                label: session.device.as_str().to_owned(),
                created_at: session.created_at.0,
                seen_at: session.seen_at.0,
                current: session.id == *current,
            };
            Ok(Given::ok(Devices {
                sessions: sessions.iter().map(view).collect(),
            }))
        }
        _ => Err(Fault::stopping()),
    }
}

async fn end_session(call: Call) -> Result<Nothing, Fault> {
    let session = call.id("session")?;
    call.carry_out(Command::EndSession { session }).await
}

/// What a device is called in lists.
pub(super) fn device(headers: &HeaderMap) -> Device {
    let text = |name: HeaderName| headers.get(name).and_then(|line| line.to_str().ok());
    Device::new(&device_label(text(USER_AGENT), text(SEC_CH_UA_PLATFORM)))
}

fn known_cookie(mark: &str, is_secure: bool) -> HeaderValue {
    /// Browsers cut it to 400 days.
    const MAX_AGE: u32 = 34_560_000;
    let [secure, plain] = KNOWN;
    let (name, secure) = if is_secure { (secure, "; Secure") } else { (plain, "") };
    let text = format!("{name}={mark}; Path=/; HttpOnly; SameSite=Strict; Max-Age={MAX_AGE}{secure}");
    HeaderValue::try_from(text).expect("a mark is ASCII")
}

fn random() -> u64 {
    getrandom::u64().expect("the system gives random bytes")
}
