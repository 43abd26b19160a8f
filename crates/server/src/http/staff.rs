//! `/api/v1/admin/people`: looking after everybody in the house.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::record;
use teahouse_wire::app::{PersonRow, Role, view};

use super::messages::id;
use super::page::limit;
use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who};

const ALL: &str = "/api/v1/admin/people";
const ONE: &str = "/api/v1/admin/people/{person}";
/// People on one page at most.
const MOST: u16 = 500;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(ALL, Who::Staff, Class::Read, list).says("Everybody in the house, in order of id."),
        Route::patch(ONE, Who::Staff, Class::Write, set)
            .says("Gives somebody a role, shuts somebody out with all sessions, or lets somebody in again."),
    ]
}

/// Which part of the list.
#[derive(Deserialize, JsonSchema)]
struct Which {
    /// After whom.
    after: Option<String>,
    /// How many, at most 500; 50 if not said.
    limit: Option<u16>,
}

/// A page of people.
#[derive(Serialize, JsonSchema)]
struct People {
    people: Vec<PersonRow>,
    /// Whether there are more.
    more: bool,
}

async fn list(call: Call<Which>) -> Result<Given<People>, Fault> {
    let command = Command::ListPeople {
        after: call.query.after.as_deref().map(|text| id("after", text)).transpose()?,
        limit: limit(call.query.limit, MOST)?,
    };
    match &*call.ask(command).await? {
        Event::PeopleListed { people, more } => Ok(Given::ok(People {
            people: people.iter().map(view::person_row).collect(),
            more: *more,
        })),
        _ => Err(Fault::stopping()),
    }
}

/// What shall be otherwise.
#[derive(Deserialize, JsonSchema)]
struct Changed {
    role: Option<Role>,
    /// Whether the person is shut out.
    disabled: Option<bool>,
}

async fn set(call: Call<(), Json<Changed>>) -> Result<Nothing, Fault> {
    let user = call.id("person")?;
    if let Some(role) = call.body.0.role {
        let role = match role {
            Role::Guest => record::Role::Guest,
            Role::Member => record::Role::Member,
            Role::Admin => record::Role::Admin,
            Role::Owner => record::Role::Owner,
        };
        call.carry_out(Command::SetRole { user, role }).await?;
    }
    if let Some(is_disabled) = call.body.0.disabled {
        call.carry_out(Command::SetDisabled { user, is_disabled }).await?;
    }
    Ok(Nothing::default())
}
