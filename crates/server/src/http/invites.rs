//! Invites: links into the house or into one group.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::RoomId;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::InviteCode;
use teahouse_core::refusal::Refusal;
use teahouse_wire::app::{Invite, Profile, Room, RoomFacts, view};

use super::conversations::shown;
use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who};

const HOUSE: &str = "/api/v1/invites";
const ONE: &str = "/api/v1/invites/{invite}";
const GROUP: &str = "/api/v1/conversations/{conversation}/invites";

pub(super) fn routes() -> Vec<Route> {
    use Who::{Person, Staff, Visitor};
    vec![
        Route::get(HOUSE, Staff, Class::Read, of_house).says("The invites into the house."),
        Route::post(HOUSE, Staff, Class::Write, into_house)
            .says("Makes a link by which people get an account.")
            .answers(&[201]),
        Route::get(GROUP, Person, Class::Read, of_group).says("The invites into a group."),
        Route::post(GROUP, Person, Class::Write, into_group)
            .says("Makes a link by which people join a group.")
            .answers(&[201]),
        Route::get(ONE, Visitor, Class::SignIn, show)
            .says("What an invite leads to; `invite` is the code that its link ends with."),
        Route::post("/api/v1/invites/{invite}/use", Person, Class::Write, enter)
            .says("Joins the group that an invite leads to; 202 if somebody has to let one in first. `invite` is the code.")
            .answers(&[200, 202]),
        Route::delete(ONE, Person, Class::Write, revoke)
            .says("Takes an invite back; `invite` is its id."),
    ]
}

/// Invites.
#[derive(Serialize, JsonSchema)]
struct Invites {
    invites: Vec<Invite>,
}

async fn of_house(call: Call) -> Result<Given<Invites>, Fault> {
    list(&call, None).await
}

async fn of_group(call: Call) -> Result<Given<Invites>, Fault> {
    let room = call.id("conversation")?;
    list(&call, Some(room)).await
}

async fn list(call: &Call, room: Option<RoomId>) -> Result<Given<Invites>, Fault> {
    match &*call.ask(Command::ListInvites { room }).await? {
        Event::InvitesListed(invites) => Ok(Given::ok(Invites {
            invites: invites.iter().map(view::invite).collect(),
        })),
        _ => Err(Fault::stopping()),
    }
}

/// What kind of invite.
#[derive(Deserialize, JsonSchema)]
struct NewInvite {
    /// Whether each who comes must be let in.
    #[serde(default)]
    needs_approval: bool,
    /// How often it can be used; any number of times if not said.
    uses: Option<u32>,
    /// Until when; for ever if not said.
    expires_at: Option<i64>,
}

async fn into_house(call: Call<(), Json<NewInvite>>) -> Result<Given<Invite>, Fault> {
    make(&call, None).await
}

async fn into_group(call: Call<(), Json<NewInvite>>) -> Result<Given<Invite>, Fault> {
    let room = call.id("conversation")?;
    make(&call, Some(room)).await
}

async fn make(call: &Call<(), Json<NewInvite>>, room: Option<RoomId>) -> Result<Given<Invite>, Fault> {
    let mut drawn = [0; 16];
    getrandom::fill(&mut drawn).expect("the system gives random bytes");
    let code = InviteCode::new(&URL_SAFE_NO_PAD.encode(drawn)).expect("that is the form of a code");
    let asked = &call.body.0;
    let command = Command::CreateInvite {
        code,
        room,
        needs_approval: asked.needs_approval,
        uses: asked.uses,
        expires_at: asked.expires_at.map(UnixMillis),
    };
    match &*call.ask(command).await? {
        Event::InviteRead(invite) => Ok(Given::created(view::invite(invite))),
        _ => Err(Fault::stopping()),
    }
}

/// What an invite leads to.
#[derive(Serialize, JsonSchema)]
struct Shown {
    /// The group, if it leads into one.
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<RoomFacts>,
    /// Who made it.
    by: Profile,
    /// Whether somebody has to let one in.
    needs_approval: bool,
    /// Whether one is in already.
    is_member: bool,
}

async fn show(call: Call) -> Result<Given<Shown>, Fault> {
    let command = Command::ShowInvite { code: code(&call)? };
    let hub = &call.house.hub;
    let told = match call.credential {
        Some(credential) => hub.request_as(credential.token, command).await,
        None => hub.request(command).await,
    };
    match told.as_deref() {
        Some(Event::InviteShown {
            room,
            by,
            needs_approval,
            is_member,
        }) => Ok(Given::ok(Shown {
            room: room.as_ref().map(view::room_facts),
            by: view::profile(by),
            needs_approval: *needs_approval,
            is_member: *is_member,
        })),
        other => Err(Fault::of(other)),
    }
}

/// Where one is now.
#[derive(Serialize, JsonSchema)]
struct Entered {
    /// The group; absent while somebody has to let one in.
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation: Option<Room>,
}

async fn enter(call: Call) -> Result<Given<Entered>, Fault> {
    let code = code(&call)?;
    match &*call.ask(Command::UseInvite { code }).await? {
        Event::RoomOpened(room) => {
            let conversation = Some(shown(room));
            Ok(Given::ok(Entered { conversation }))
        }
        Event::Done => Ok(Given::with_status(202, Entered { conversation: None })),
        _ => Err(Fault::stopping()),
    }
}

async fn revoke(call: Call) -> Result<Nothing, Fault> {
    let invite = call.id("invite")?;
    call.carry_out(Command::RevokeInvite { invite }).await
}

fn code(call: &Call) -> Result<InviteCode, Fault> {
    InviteCode::new(call.text("invite")).ok_or(Refusal::NoInvite.into())
}
