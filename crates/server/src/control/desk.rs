//! Turns an order into commands of the hub, whichever way leads to it.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use teahouse_core::command::{Admission, Command};
use teahouse_core::event::{Event, PersonRow};
use teahouse_core::handle::Handle;
use teahouse_core::id::{SessionId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::password::Password;
use teahouse_core::record::{Device, InviteCode, PasswordHash, Role, TokenHash};
use teahouse_core::refusal::Refusal;

use crate::config::SettingError;

use super::order::{HouseRole, Listed, Order, Report, Secret};

/// People looked at in one step.
const PAGE: u16 = 500;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const NOBODYS: &str = "Nobody owns this house yet, so that nobody can invite; make an owner first \
    (teahouse user create HANDLE --role owner --password-stdin).";

/// A way to the hub, in the operator's name.
pub trait Desk {
    /// How people reach the house.
    fn address(&self) -> Result<String, SettingError>;

    /// What time it is.
    fn now(&self) -> UnixMillis;

    /// Asks the hub; `None` if it stops.
    fn ask(&mut self, command: Command) -> impl Future<Output = Option<Arc<Event>>> + Send;

    /// Hashes a password.
    fn hash(&mut self, password: Password) -> impl Future<Output = Result<PasswordHash, Refusal>> + Send;
}

/// Carries out an order.
pub(super) async fn serve(desk: &mut (impl Desk + Send), order: Order) -> Report {
    let done = match order {
        Order::CreateBot { name } => create_bot(desk, name).await,
        Order::CreateInvite { uses, days, address } => return create_invite(desk, uses, days, address).await,
        Order::CreateUser {
            handle,
            name,
            role,
            password,
        } => create_user(desk, handle, name, role, &password).await,
        Order::ListUsers => list_users(desk).await,
        Order::SetPassword { handle, password } => set_password(desk, &handle, &password).await,
        Order::SetRole { handle, role } => set_role(desk, &handle, role).await,
    };
    done.unwrap_or_else(|refusal| refused(&refusal, refusal.text()))
}

fn refused(refusal: &Refusal, message: &str) -> Report {
    Report::Refused {
        code: refusal.code().into(),
        message: message.into(),
    }
}

async fn create_invite(desk: &mut impl Desk, uses: Option<u32>, days: u32, address: Option<String>) -> Report {
    let address = match address.map_or_else(|| desk.address(), Ok) {
        Ok(address) => address,
        Err(error) => return refused(&Refusal::BadValue, &error.to_string()),
    };
    let mut drawn = [0; 16];
    getrandom::fill(&mut drawn).expect("the system gives random bytes");
    let code = URL_SAFE_NO_PAD.encode(drawn);
    let command = Command::CreateInvite {
        code: InviteCode::new(&code).expect("that is the form of a code"),
        room: None,
        needs_approval: false,
        uses,
        expires_at: Some(desk.now().after(DAY * days)),
    };
    match ask(desk, command).await {
        Ok(_) => Report::InviteCreated {
            link: Secret(format!("{address}/#/invite/{code}")),
        },
        Err(refusal @ Refusal::NoPerson) => refused(&refusal, NOBODYS),
        Err(refusal) => refused(&refusal, refusal.text()),
    }
}

async fn create_bot(desk: &mut impl Desk, name: String) -> Result<Report, Refusal> {
    let token = fresh_token();
    let command = Command::CreateBot {
        name,
        session: SessionId(random()),
        token: hash(&token),
    };
    match &*ask(desk, command).await? {
        Event::BotCreated(_) => Ok(Report::BotCreated { token: Secret(token) }),
        event => Err(unexpected(event)),
    }
}

async fn create_user(
    desk: &mut impl Desk,
    handle: String,
    name: Option<String>,
    role: HouseRole,
    password: &Secret,
) -> Result<Report, Refusal> {
    let password = Password::choose(&password.0).map_err(|_| Refusal::BadPassword)?;
    let password = desk.hash(password).await?;
    let token = hash(&fresh_token());
    let command = Command::SignUp {
        handle,
        name,
        password,
        admission: Admission::Granted(role.into()),
        session: SessionId(random()),
        token,
        device: Device::default(),
    };
    let you = match &*ask(desk, command).await? {
        Event::Registered(you) => you.id,
        event => return Err(unexpected(event)),
    };
    // Nobody has come with the account yet: there is no device to list.
    ask(desk, Command::SignOut { token }).await?;
    Ok(Report::UserCreated { id: you.to_string() })
}

async fn list_users(desk: &mut impl Desk) -> Result<Report, Refusal> {
    let mut users = Vec::new();
    each_person(desk, |row| {
        if row.role != Role::Guest {
            users.push(listed(row));
        }
    })
    .await?;
    Ok(Report::Users { users })
}

fn listed(row: &PersonRow) -> Listed {
    let role = match row.role {
        _ if row.profile.is_bot => "bot",
        Role::Guest => "guest",
        Role::Member => "member",
        Role::Admin => "admin",
        Role::Owner => "owner",
    };
    Listed {
        id: row.profile.id.to_string(),
        handle: row.profile.handle.as_ref().map(|handle| handle.as_str().to_owned()),
        name: row.profile.name.as_str().to_owned(),
        role: role.into(),
        is_disabled: row.is_disabled,
    }
}

async fn set_password(desk: &mut impl Desk, handle: &str, password: &Secret) -> Result<Report, Refusal> {
    let password = Password::choose(&password.0).map_err(|_| Refusal::BadPassword)?;
    let user = user_of(desk, handle).await?;
    let password = desk.hash(password).await?;
    match &*ask(desk, Command::GivePassword { user, password }).await? {
        Event::PasswordGiven { ended } => Ok(Report::PasswordSet {
            handle: handle.to_owned(),
            ended: *ended,
        }),
        event => Err(unexpected(event)),
    }
}

async fn set_role(desk: &mut impl Desk, handle: &str, role: HouseRole) -> Result<Report, Refusal> {
    let user = user_of(desk, handle).await?;
    let role = role.into();
    ask(desk, Command::SetRole { user, role }).await?;
    Ok(Report::Done)
}

/// Whose handle it is.
async fn user_of(desk: &mut impl Desk, handle: &str) -> Result<UserId, Refusal> {
    let handle = Handle::parse(handle).map_err(|_| Refusal::BadHandle)?;
    let mut found = None;
    each_person(desk, |row| {
        if row.profile.handle.as_ref() == Some(&handle) {
            found = Some(row.profile.id);
        }
    })
    .await?;
    found.ok_or(Refusal::NoPerson)
}

async fn each_person(desk: &mut impl Desk, mut take: impl FnMut(&PersonRow)) -> Result<(), Refusal> {
    let mut after: Option<UserId> = None;
    loop {
        let command = Command::ListPeople { after, limit: PAGE };
        let event = ask(desk, command).await?;
        let Event::PeopleListed { people, more } = &*event else {
            return Err(unexpected(&event));
        };
        people.iter().for_each(&mut take);
        after = people.last().map(|row| row.profile.id);
        if !more {
            return Ok(());
        }
    }
}

async fn ask(desk: &mut impl Desk, command: Command) -> Result<Arc<Event>, Refusal> {
    match desk.ask(command).await {
        Some(event) => match &*event {
            Event::Refused(refusal) => Err(refusal.clone()),
            _ => Ok(event),
        },
        None => Err(Refusal::StorageUnavailable),
    }
}

fn unexpected(event: &Event) -> Refusal {
    tracing::error!(?event, "the hub gave another answer than the one that its command has");
    Refusal::NotAllowed
}

fn fresh_token() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    URL_SAFE_NO_PAD.encode(bytes)
}

fn hash(token: &str) -> TokenHash {
    TokenHash(Sha256::digest(token.as_bytes()).into())
}

fn random() -> u64 {
    getrandom::u64().expect("the system gives random bytes")
}
