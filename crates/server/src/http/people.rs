//! `/api/v1/me`, `/people` and `/contacts`: oneself, others, and what one has noted about them.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::UserId;
use teahouse_core::now::UnixMillis;
use teahouse_core::record;
use teahouse_core::refusal::Refusal;
use teahouse_wire::app::{Account, Audience, Contact, Privacy, Profile, view};

use super::messages::id;
use super::page::limit;
use super::{Call, Class, Fault, Given, Json, Route, Who};

const ME: &str = "/api/v1/me";
/// People on one page at most.
const MOST: u16 = 100;

pub(super) fn routes() -> Vec<Route> {
    use Who::Person;
    vec![
        Route::get(ME, Person, Class::Read, me).says("The person whose token it is."),
        Route::patch(ME, Person, Class::Write, change)
            .says("Be called, look or describe oneself otherwise; a field left out stays as it is."),
        Route::put("/api/v1/me/privacy", Person, Class::Write, set_privacy).says("Who sees one's comings and goings."),
        Route::put("/api/v1/me/quiet", Person, Class::Write, set_quiet).says("Not to be disturbed until a time."),
        Route::get("/api/v1/people", Person, Class::Search, find)
            .says("People whose name, remark name or handle fits, best first; pinyin and initials find Chinese names."),
        Route::get("/api/v1/people/{person}", Person, Class::Read, one).says("One person."),
        Route::get("/api/v1/contacts", Person, Class::Read, contacts).says("What one has noted about others."),
        Route::patch("/api/v1/contacts/{person}", Person, Class::Write, note)
            .says("Notes something about somebody; a field left out stays as it is."),
    ]
}

/// Oneself: as others see one, and what one alone knows.
#[derive(Serialize, JsonSchema)]
struct Me {
    #[serde(flatten)]
    profile: Profile,
    #[serde(flatten)]
    account: Account,
}

async fn me(call: Call) -> Result<Given<Me>, Fault> {
    told(&call, Command::ReadAccount).await
}

/// What to be otherwise.
#[derive(Deserialize, JsonSchema)]
struct Changed {
    /// What to be called: 1 to 32 visible characters.
    name: Option<String>,
    /// A line about oneself, at most 512 bytes.
    about: Option<String>,
    /// A picture, a file of one's own; `null` for none.
    #[serde(default, deserialize_with = "given")]
    avatar: Option<Option<String>>,
}

async fn change(call: Call<(), Json<Changed>>) -> Result<Given<Me>, Fault> {
    let changed = &call.body.0;
    let avatar = match &changed.avatar {
        Some(Some(file)) => Some(Some(id("avatar", file)?)),
        Some(None) => Some(None),
        None => None,
    };
    let command = Command::SetProfile {
        name: changed.name.clone(),
        about: changed.about.clone(),
        avatar,
    };
    told(&call, command).await
}

async fn set_privacy(call: Call<(), Json<Privacy>>) -> Result<Given<Me>, Fault> {
    let audience = |audience| match audience {
        Audience::Contacts => record::Audience::Contacts,
        Audience::Everybody => record::Audience::Everybody,
        Audience::Nobody => record::Audience::Nobody,
    };
    let privacy = record::Privacy {
        online: audience(call.body.0.online),
        last_seen: audience(call.body.0.last_seen),
    };
    told(&call, Command::SetPrivacy(privacy)).await
}

/// How long.
#[derive(Deserialize, JsonSchema)]
struct Quiet {
    /// Until when; `null` for from now on again.
    until: Option<i64>,
}

async fn set_quiet(call: Call<(), Json<Quiet>>) -> Result<Given<Me>, Fault> {
    let until = call.body.0.until.map(UnixMillis);
    told(&call, Command::SetQuiet { until }).await
}

async fn told<B>(call: &Call<(), B>, command: Command) -> Result<Given<Me>, Fault> {
    match &*call.ask(command).await? {
        Event::AccountChanged(account) => Ok(Given::ok(Me {
            profile: view::profile(&account.profile),
            account: view::account(account),
        })),
        _ => Err(Fault::stopping()),
    }
}

/// Whom one looks for.
#[derive(Deserialize, JsonSchema)]
struct Asked {
    /// What one types.
    q: String,
    /// How many, at most 100; 50 if not said.
    limit: Option<u16>,
}

/// People.
#[derive(Serialize, JsonSchema)]
struct People {
    people: Vec<Profile>,
}

async fn find(call: Call<Asked>) -> Result<Given<People>, Fault> {
    let command = Command::FindPeople {
        query: call.query.q.clone(),
        limit: limit(call.query.limit, MOST)?,
    };
    match &*call.ask(command).await? {
        Event::PeopleFound(people) => Ok(Given::ok(People {
            people: people.iter().map(|found| view::profile(&found.profile)).collect(),
        })),
        _ => Err(Fault::stopping()),
    }
}

async fn one(call: Call) -> Result<Given<Profile>, Fault> {
    let user: UserId = call.id("person")?;
    match &*call.ask(Command::ReadPeople { users: vec![user] }).await? {
        Event::PeopleRead(people) => {
            let person = people.first().ok_or(Refusal::NoPerson)?;
            Ok(Given::ok(view::profile(person)))
        }
        _ => Err(Fault::stopping()),
    }
}

/// One's notes.
#[derive(Serialize, JsonSchema)]
struct Contacts {
    contacts: Vec<Contact>,
}

async fn contacts(call: Call) -> Result<Given<Contacts>, Fault> {
    match &*call.ask(Command::ListContacts).await? {
        Event::ContactsListed(contacts) => Ok(Given::ok(Contacts {
            contacts: contacts
                .iter()
                .map(|(person, contact)| view::contact(person, contact))
                .collect(),
        })),
        _ => Err(Fault::stopping()),
    }
}

/// What to note.
#[derive(Deserialize, JsonSchema)]
struct Noted {
    /// Whether the person stands in one's list.
    listed: Option<bool>,
    /// Whether the person may not ring, write, or see one's presence.
    blocked: Option<bool>,
    /// What one calls the person; `null` for nothing of one's own.
    #[serde(default, deserialize_with = "given")]
    remark: Option<Option<String>>,
}

async fn note(call: Call<(), Json<Noted>>) -> Result<Given<Contact>, Fault> {
    let noted = &call.body.0;
    let command = Command::SetContact {
        user: call.id("person")?,
        is_listed: noted.listed,
        is_blocked: noted.blocked,
        remark: noted.remark.clone(),
    };
    match &*call.ask(command).await? {
        Event::ContactChanged { person, contact } => Ok(Given::ok(view::contact(person, contact))),
        _ => Err(Fault::stopping()),
    }
}

/// Tells `null` from a field that is not there, which serde's `Option` does not.
pub(super) fn given<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(from).map(Some)
}
