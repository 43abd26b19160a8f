//! `/api/v1/conversations/{conversation}/members` and those who ask to be let in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::UserId;
use teahouse_core::record::RoomRole;
use teahouse_wire::app::{JoinRequest, Member, MemberRole, view};

use super::messages::ids;
use super::page::limit;
use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who};

const ALL: &str = "/api/v1/conversations/{conversation}/members";
const ONE: &str = "/api/v1/conversations/{conversation}/members/{person}";
const ASKING: &str = "/api/v1/conversations/{conversation}/join-requests";
const ONE_ASKING: &str = "/api/v1/conversations/{conversation}/join-requests/{person}";
/// Members on one page at most.
const MOST: u16 = 500;

pub(super) fn routes() -> Vec<Route> {
    use Who::Person;
    vec![
        Route::get(ALL, Person, Class::Read, list).says("Who is in a conversation, in order of coming."),
        Route::post(ALL, Person, Class::Write, add).says("Brings people into a group."),
        Route::put(ONE, Person, Class::Write, set_role).says("Gives a member another role."),
        Route::delete(ONE, Person, Class::Write, remove)
            .says("Sends somebody away from a group, or leaves it oneself."),
        Route::get(ASKING, Person, Class::Read, asking).says("Who waits to be let into a group, the longest first."),
        Route::put(ONE_ASKING, Person, Class::Write, let_in).says("Lets somebody into a group who waits for it."),
        Route::delete(ONE_ASKING, Person, Class::Write, turn_away)
            .says("Does not let somebody into a group who waits for it."),
    ]
}

/// Which part of the list.
#[derive(Deserialize, JsonSchema)]
struct Which {
    /// After how many.
    #[serde(default)]
    skip: u32,
    /// How many, at most 500; 50 if not said.
    limit: Option<u16>,
}

/// A page of members.
#[derive(Serialize, JsonSchema)]
struct Members {
    members: Vec<Member>,
    /// How many there are in all.
    total: u32,
}

async fn list(call: Call<Which>) -> Result<Given<Members>, Fault> {
    let command = Command::ListMembers {
        room: call.id("conversation")?,
        skip: call.query.skip,
        limit: limit(call.query.limit, MOST)?,
    };
    match &*call.ask(command).await? {
        Event::MembersListed { members, total, .. } => Ok(Given::ok(Members {
            members: members
                .iter()
                .map(|(person, member)| view::member(person, member))
                .collect(),
            total: *total,
        })),
        _ => Err(Fault::stopping()),
    }
}

/// Whom.
#[derive(Deserialize, JsonSchema)]
struct Added {
    users: Vec<String>,
}

async fn add(call: Call<(), Json<Added>>) -> Result<Nothing, Fault> {
    let command = Command::AddMembers {
        room: call.id("conversation")?,
        users: ids::<UserId>("users", &call.body.0.users)?,
    };
    call.carry_out(command).await
}

/// As what.
#[derive(Deserialize, JsonSchema)]
struct NewRole {
    role: MemberRole,
}

async fn set_role(call: Call<(), Json<NewRole>>) -> Result<Nothing, Fault> {
    let role = match call.body.0.role {
        MemberRole::Member => RoomRole::Member,
        MemberRole::Admin => RoomRole::Admin,
        MemberRole::Owner => RoomRole::Owner,
    };
    let command = Command::SetMemberRole {
        room: call.id("conversation")?,
        user: call.id("person")?,
        role,
    };
    call.carry_out(command).await
}

async fn remove(call: Call) -> Result<Nothing, Fault> {
    let command = Command::RemoveMember {
        room: call.id("conversation")?,
        user: call.id("person")?,
    };
    call.carry_out(command).await
}

/// Who waits.
#[derive(Serialize, JsonSchema)]
struct Asking {
    requests: Vec<JoinRequest>,
}

async fn asking(call: Call) -> Result<Given<Asking>, Fault> {
    let room = call.id("conversation")?;
    match &*call.ask(Command::ListJoinRequests { room }).await? {
        Event::JoinRequestsListed { requests, .. } => Ok(Given::ok(Asking {
            requests: requests
                .iter()
                .map(|(request, person)| JoinRequest {
                    person: view::profile(person),
                    at: request.at.0,
                })
                .collect(),
        })),
        _ => Err(Fault::stopping()),
    }
}

async fn let_in(call: Call) -> Result<Nothing, Fault> {
    answer(&call, true).await
}

async fn turn_away(call: Call) -> Result<Nothing, Fault> {
    answer(&call, false).await
}

async fn answer(call: &Call, accept: bool) -> Result<Nothing, Fault> {
    let command = Command::AnswerJoinRequest {
        room: call.id("conversation")?,
        user: call.id("person")?,
        accept,
    };
    call.carry_out(command).await
}
