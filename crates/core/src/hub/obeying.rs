//! Who may ask what, by how the connection began, and which part of the hub answers.

use std::time::Duration;

use super::account::Asker;
use super::delivering::is_of_the_house;
use super::hooking::Said;
use super::messaging::By;
use super::pending::Pending;
use super::steward::Steward;
use super::{Hub, Role};
use crate::command::Command;
use crate::effect::{CloseReason, Effect, RequestId, StoreRequest};
use crate::event::Event;
use crate::id::ConnId;
use crate::limit::Rate;
use crate::now::Now;
use crate::refusal::Refusal;

/// Refusals for asking too much before a connection is closed: an outbox of an evening that is sent without waiting
/// stays below, a program that never waits is through in a moment.
const STRIKES: Option<Rate> = Some(Rate {
    burst: 1_000,
    every: Duration::from_millis(100),
});

impl Hub {
    /// Who goes on asking too much although each refusal says when to try again is sent away.
    pub(super) fn strike(&mut self, now: Now, conn: ConnId, role: Role) {
        let (Role::App { user, .. } | Role::Plain { user: Some(user) }) = role else {
            return;
        };
        if self.meter(user, |here| &mut here.strikes, STRIKES, now).is_err() {
            let why = CloseReason::Abuse;
            self.effects.push_back(Effect::Close { conn, why });
        }
    }

    pub(super) fn obey(
        &mut self,
        now: Now,
        conn: ConnId,
        role: Role,
        re: Option<RequestId>,
        command: Command,
    ) -> Result<(), Refusal> {
        match (role, command) {
            (Role::Operator, command @ (Command::SignOut { .. } | Command::SignUp { .. })) => {
                self.obey_newcomer(now, (conn, re), None, command)
            }
            (Role::Operator, Command::SweepFiles(sweep)) => {
                self.ask_store(StoreRequest::SweepFiles(sweep), Pending::SweepFiles { conn, re });
                Ok(())
            }
            (Role::Operator, command @ Command::CreateInvite { room: None, .. }) => {
                self.obey_operator_about_invites(now, (conn, re).into(), command)
            }
            (Role::Operator, command) => self.obey_steward(now, Steward::Operator((conn, re).into()), command),
            (
                Role::Request { by },
                command @ (Command::FindLogin { .. }
                | Command::Register { .. }
                | Command::ShowInvite { .. }
                | Command::ShowReset { .. }
                | Command::SignIn { .. }
                | Command::SignOut { .. }
                | Command::SignUp { .. }
                | Command::UseReset { .. }
                | Command::WhoAmI { .. }),
            ) => self.obey_newcomer(now, (conn, re), by, command),
            (Role::Request { .. }, Command::PostHook { token, client_id, text }) => {
                let said = Said { token, client_id, text };
                self.post_hook(now, conn, re, said)
            }
            (Role::Request { by: None }, _) => Err(Refusal::NotSignedIn),
            (
                Role::Request {
                    by: Some((user, session)),
                }
                | Role::App { user, session },
                command,
            ) if !matches!(command, Command::TakeName { .. }) => {
                let by = Asker {
                    conn,
                    re,
                    user,
                    session,
                };
                self.use_session(now, session);
                self.obey_page(now, by, command)
            }
            (Role::Request { .. }, _) => Err(Refusal::NotAllowed),
            (Role::Plain { user }, Command::TakeName { name }) => self.take_name(now, conn, re, user, &name),
            (Role::App { .. }, _) => Err(Refusal::AlreadySignedIn),
            (Role::Plain { user: None }, Command::Invite { .. }) => {
                self.answer(
                    conn,
                    re,
                    Event::InviteRefused {
                        refusal: Refusal::NotSignedIn,
                        in_call: false,
                    },
                );
                Ok(())
            }
            (Role::Plain { user: None }, _) => Err(Refusal::NotSignedIn),
            (Role::Plain { user: Some(user) }, command) => self.obey_call(now, conn, user, re, command),
        }
    }

    fn obey_page(&mut self, now: Now, by: Asker, command: Command) -> Result<(), Refusal> {
        let Asker { conn, re, user, .. } = by;
        if !matches!(
            command,
            Command::Signal { .. } | Command::SendMessage { .. } | Command::Hangup { .. }
        ) && !is_of_the_house(&command)
        {
            let rate = self.settings.rates.requests;
            self.meter(user, |meters| &mut meters.requests, rate, now)?;
        }
        match command {
            Command::WatchPeople { .. } | Command::WatchPresence { .. } => self.watch(by, command),
            Command::EndSession { session } => self.obey_sessions(by, Some(session)),
            Command::ListSessions => self.obey_sessions(by, None),
            Command::FindPeople { .. }
            | Command::ListContacts
            | Command::ReadPeople { .. }
            | Command::SetContact { .. } => self.obey_contact(by, command),
            Command::ReadAccount
            | Command::ReadLogin
            | Command::SetPassword { .. }
            | Command::SetPrivacy(_)
            | Command::SetProfile { .. }
            | Command::SetQuiet { .. } => self.obey_account(now, by, command),
            Command::CreateBot { .. }
            | Command::CreateReset { .. }
            | Command::ListBots
            | Command::ListPeople { .. }
            | Command::SetDisabled { .. }
            | Command::SetRole { .. } => self.obey_steward(now, Steward::Person(by), command),
            Command::CreateInvite { room: None, .. } | Command::ListInvites { room: None } => {
                self.obey_house_invite(now, by, command)
            }
            Command::RevokeInvite { invite } if self.is_house_invite(invite) => {
                self.obey_house_invite(now, by, command)
            }
            Command::CreateHook { .. }
            | Command::DeleteHook { .. }
            | Command::ListHooks { .. }
            | Command::SetOutgoing { .. } => self.obey_hook(now, by, command),
            Command::KeepPlace { .. } | Command::ListUndelivered { .. } | Command::ReadDeliveries { .. } => {
                self.obey_courier(now, By { conn, re, user }, command)
            }
            Command::Accept { .. }
            | Command::Decline { .. }
            | Command::Hangup { .. }
            | Command::Invite { .. }
            | Command::ResumeCall { .. } => self.obey_call(now, conn, user, re, command),
            Command::Ring { .. } | Command::Signal { .. } => {
                self.obey_call(now, conn, user, re, command)?;
                self.done(By { conn, re, user });
                Ok(())
            }
            command => self.obey_room(now, By { conn, re, user }, command),
        }
    }
}
