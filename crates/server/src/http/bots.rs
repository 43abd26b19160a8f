//! `/api/v1/bots`: programs that are people of the house.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::{SessionId, UserId};
use teahouse_core::record;
use teahouse_wire::app::{Hook, PersonRow, Profile, view};

use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who, cookie};
use crate::hooks::Target;

const ALL: &str = "/api/v1/bots";
const ONE: &str = "/api/v1/bots/{bot}";
const OUTGOING: &str = "/api/v1/bots/{bot}/outgoing";

pub(super) fn routes() -> Vec<Route> {
    use Who::Staff;
    vec![
        Route::get(ALL, Staff, Class::Read, list).says("The bots of the house."),
        Route::post(ALL, Staff, Class::Write, create)
            .says("Makes a bot; its token is shown this once.")
            .answers(&[201]),
        Route::delete(ONE, Staff, Class::Write, delete)
            .says("Ends a bot: its token opens nothing any more, what it wrote stays."),
        Route::put(OUTGOING, Staff, Class::Write, set_outgoing)
            .says("Sends every message that a bot sees to an address, signed; replaces the address before.")
            .answers(&[201]),
    ]
}

/// The bots.
#[derive(Serialize, JsonSchema)]
struct Bots {
    bots: Vec<PersonRow>,
}

async fn list(call: Call) -> Result<Given<Bots>, Fault> {
    match &*call.ask(Command::ListBots).await? {
        Event::PeopleListed { people, .. } => Ok(Given::ok(Bots {
            bots: people.iter().map(view::person_row).collect(),
        })),
        _ => Err(Fault::stopping()),
    }
}

/// What to make.
#[derive(Deserialize, JsonSchema)]
struct NewBot {
    /// What it is called.
    name: String,
}

/// A new bot.
#[derive(Serialize, JsonSchema)]
struct Created {
    bot: Profile,
    /// What opens its session: for `Authorization: Bearer`. Told this once.
    token: String,
}

async fn create(call: Call<(), Json<NewBot>>) -> Result<Given<Created>, Fault> {
    let token = cookie::fresh();
    let command = Command::CreateBot {
        name: call.body.0.name.clone(),
        session: SessionId(getrandom::u64().expect("the system gives random bytes")),
        token: cookie::hash(&token),
    };
    match &*call.ask(command).await? {
        Event::BotCreated(bot) => Ok(Given::created(Created {
            bot: view::profile(bot),
            token: token.reveal(),
        })),
        _ => Err(Fault::stopping()),
    }
}

async fn delete(call: Call) -> Result<Nothing, Fault> {
    let user: UserId = call.id("bot")?;
    let done = call
        .carry_out(Command::SetDisabled {
            user,
            is_disabled: true,
        })
        .await?;
    call.house.outgoing.end(user);
    Ok(done)
}

/// Where to.
#[derive(Deserialize, JsonSchema)]
struct Outgoing {
    /// An `http` or `https` address.
    url: String,
    /// What signs the messages: 16 to 256 characters. One is drawn if it is left out.
    secret: Option<String>,
}

/// The way out.
#[derive(Serialize, JsonSchema)]
struct OutgoingSet {
    hook: Hook,
    /// What signs the messages. Told this once.
    secret: String,
}

async fn set_outgoing(call: Call<(), Json<Outgoing>>) -> Result<Given<OutgoingSet>, Fault> {
    let Outgoing { url, secret } = &call.body.0;
    url.parse::<Target>()
        .map_err(|why| Fault::unreadable(&format!("`url` {why}")))?;
    let secret = secret.clone().unwrap_or_else(|| cookie::fresh().reveal());
    if !(16..=256).contains(&secret.len()) {
        return Err(Fault::unreadable(&"`secret` has 16 to 256 characters"));
    }
    let command = Command::SetOutgoing {
        bot: call.id("bot")?,
        url: url.clone(),
        secret: secret.clone(),
    };
    match &*call.ask(command).await? {
        Event::HookCreated(hook) => {
            if let record::Hook::Outgoing { .. } = &**hook {
                call.house.outgoing.begin(hook);
            }
            Ok(Given::created(OutgoingSet {
                hook: view::hook(hook),
                secret,
            }))
        }
        _ => Err(Fault::stopping()),
    }
}
