//! Calls between two people, whatever dialects they speak, once they ring.

use super::inviting::Inviter;
use super::{Hub, Pending};
use crate::call::{Call, Side, Told};
use crate::command::{CallRef, Command, Opaque, Signal};
use crate::effect::{RequestId, StoreRequest, To};
use crate::event::{EndReason, Event};
use crate::id::{CallId, ConnId, UserId};
use crate::name::Name;
use crate::now::{Mono, Now};
use crate::record::{CallLine, CallRecord};
use crate::refusal::Refusal;
use crate::timer::Timer;

impl Hub {
    pub(super) fn obey_call(
        &mut self,
        now: Now,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        command: Command,
    ) -> Result<(), Refusal> {
        match command {
            Command::Accept { call, answer } => self.accept(now, conn, user, re, &call, answer),
            Command::Decline { call } => self.decline(now, conn, user, re, &call),
            Command::Hangup { call, seconds } => self.hang_up(now, conn, user, re, &call, seconds),
            Command::Invite { callee, media, offer } => {
                let by = Inviter { conn, user, re };
                if let Err(refusal) = self.invite(now, by, &callee, media, offer) {
                    let in_call = self.call_by_user.contains_key(&user);
                    self.answer(conn, re, Event::InviteRefused { refusal, in_call });
                }
                Ok(())
            }
            Command::Ring { call } => self.ring(user, call),
            Command::ResumeCall { call, peer } => self.resume(conn, user, re, call, peer),
            Command::Signal { call, signal } => {
                let (id, side) = self.find_call(user, &call)?;
                let call = self.call_by_id.get_mut(&id).expect("the index names calls that exist");
                let told = call.signal(side, conn, signal)?;
                self.tell(told);
                Ok(())
            }
            _ => Err(Refusal::NotAllowed),
        }
    }

    pub(super) fn tell(&mut self, told: Told) {
        for (conn, event) in told {
            self.deliver(To::One(conn), event);
        }
    }

    fn find_call(&self, user: UserId, call: &CallRef) -> Result<(CallId, Side), Refusal> {
        let mine = *self.call_by_user.get(&user).ok_or(Refusal::NoCall)?;
        let found = self.call_by_id.get(&mine).expect("the index names calls that exist");
        let side = found.side_of(user).expect("the index names people in the call");
        let is_it = match call {
            CallRef::Id(id) => *id == mine,
            CallRef::Mine { peer: None } => true,
            CallRef::Mine { peer: Some(name) } => found.end(side.other()).name.as_str() == name,
        };
        if is_it { Ok((mine, side)) } else { Err(Refusal::NoCall) }
    }

    /// A call that somebody has left for too long ends before she calls or is called.
    pub(super) fn give_up_abandoned(&mut self, now: Now, user: UserId) {
        let Some(id) = self.call_by_user.get(&user).copied() else {
            return;
        };
        let Some(call) = self.call_by_id.get(&id) else { return };
        if call.side_of(user).is_some_and(|side| call.is_abandoned(side, now.mono)) {
            self.end_call(now, id, EndReason::Lost, None, None);
        }
    }

    fn ring(&mut self, user: UserId, id: CallId) -> Result<(), Refusal> {
        let (id, side) = self.find_call(user, &CallRef::Id(id))?;
        let call = self.call_by_id.get(&id).expect("the index names calls that exist");
        if let (Side::Callee, true, Some(conn)) = (side, call.is_ringing(), call.end(Side::Caller).conn) {
            self.deliver(To::One(conn), Event::Ringing { call: id });
        }
        Ok(())
    }

    fn accept(
        &mut self,
        now: Now,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        call: &CallRef,
        answer: Opaque,
    ) -> Result<(), Refusal> {
        let (id, side) = self.find_call(user, call)?;
        let has_one_word_for_answers = matches!(call, CallRef::Mine { .. });
        let call = self.call_by_id.get_mut(&id).expect("the index names calls that exist");
        if !call.is_ringing() && has_one_word_for_answers {
            let told = call.signal(side, conn, Signal::Answer(answer))?;
            self.answer(conn, re, Event::Answered { call: id });
            self.tell(told);
            return Ok(());
        }
        if side == Side::Caller {
            return Err(Refusal::WrongState);
        }
        let told = call.accept(conn, answer, now.wall)?;
        let (caller, callee) = (call.end(Side::Caller), call.end(Side::Callee));
        let record = CallRecord {
            call: id,
            caller: caller.user,
            callee: callee.user,
            media: call.media,
            started_at: now.wall,
        };
        let is_kept = !caller.is_guest && !callee.is_guest;
        self.answer(conn, re, Event::Answered { call: id });
        self.tell(told);
        let others: Vec<ConnId> = self
            .conns(user)
            .iter()
            .copied()
            .filter(|other| *other != conn)
            .collect();
        self.deliver(
            To::Many(others),
            Event::Ended {
                call: id,
                reason: EndReason::AnsweredElsewhere,
            },
        );
        if is_kept {
            self.ask_store(StoreRequest::StartCall(record), Pending::Forget);
        }
        self.rewatch_call(id);
        Ok(())
    }

    fn resume(
        &mut self,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        id: CallId,
        peer: UserId,
    ) -> Result<(), Refusal> {
        let (id, side) = self.find_call(user, &CallRef::Id(id))?;
        let call = self.call_by_id.get_mut(&id).expect("the index names calls that exist");
        if call.end(side.other()).user != peer {
            return Err(Refusal::NoCall);
        }
        let before = call.end(side).conn.filter(|before| *before != conn);
        let told = call.resume(side, conn)?;
        self.answer(conn, re, Event::Resumed { call: id });
        self.tell(told);
        if let Some(before) = before {
            let reason = EndReason::AnsweredElsewhere;
            self.deliver(To::One(before), Event::Ended { call: id, reason });
        }
        self.rewatch_call(id);
        Ok(())
    }

    /// Only who is called can say no, and only while it rings; whatever else ends a call is hanging up.
    fn decline(
        &mut self,
        now: Now,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        call: &CallRef,
    ) -> Result<(), Refusal> {
        let (id, side) = self.find_call(user, call)?;
        let found = self.call_by_id.get(&id).expect("the index names calls that exist");
        if side == Side::Caller || !found.is_ringing() {
            return Err(Refusal::WrongState);
        }
        self.hang_up(now, conn, user, re, call, None)
    }

    fn hang_up(
        &mut self,
        now: Now,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        call: &CallRef,
        seconds: Option<u32>,
    ) -> Result<(), Refusal> {
        let (id, side) = self.find_call(user, call)?;
        let call = self.call_by_id.get(&id).expect("the index names calls that exist");
        if !call.is_at(side, conn) {
            return Err(Refusal::NoCall);
        }
        let reason = call.reason_of_hangup(side);
        self.end_call(now, id, reason, seconds, Some(conn));
        self.answer(conn, re, Event::Done);
        Ok(())
    }

    pub(super) fn hang_up_guest(&mut self, now: Now, user: UserId) {
        let Ok((id, side)) = self.find_call(user, &CallRef::Mine { peer: None }) else {
            return;
        };
        let reason = self
            .call_by_id
            .get(&id)
            .expect("the index names calls that exist")
            .reason_of_hangup(side);
        self.end_call(now, id, reason, None, self.conns(user).first().copied());
    }

    /// A connection of somebody who may be in a call has ended.
    pub(super) fn lose_call(&mut self, now: Mono, conn: ConnId, user: UserId) {
        let Some(id) = self.call_by_user.get(&user).copied() else {
            return;
        };
        let call = self.call_by_id.get_mut(&id).expect("the index names calls that exist");
        let guest_rang =
            call.is_ringing() && call.side_of(user) == Some(Side::Callee) && call.end(Side::Callee).is_guest;
        if guest_rang {
            call.lose_ringing_guest(now);
        }
        if call.lose(conn, now) || guest_rang {
            self.rewatch_call(id);
        }
    }

    pub(super) fn call_due(&mut self, now: Now, id: CallId) {
        let Some(call) = self.call_by_id.get(&id) else { return };
        match call.due_at() {
            Some(at) if at <= now.mono => {
                let reason = call.reason_at(now.mono);
                self.end_call(now, id, reason, None, None);
            }
            _ => self.rewatch_call(id),
        }
    }

    /// Ends a call: everybody who is in it or rings for it hears so, but `by`, which knows.
    pub(super) fn end_call(
        &mut self,
        now: Now,
        id: CallId,
        reason: EndReason,
        seconds: Option<u32>,
        by: Option<ConnId>,
    ) {
        let Some(call) = self.call_by_id.remove(&id) else {
            return;
        };
        self.timers.stop(Timer::Call(id));
        let mut hear: Vec<ConnId> = Vec::new();
        for side in [Side::Caller, Side::Callee] {
            let end = call.end(side);
            self.call_by_user.remove(&end.user);
            match (call.is_ringing(), side) {
                (true, Side::Callee) => hear.extend(self.conns(end.user)),
                _ => hear.extend(end.conn),
            }
        }
        hear.retain(|conn| Some(*conn) != by);
        self.deliver(To::Many(hear), Event::Ended { call: id, reason });
        let (caller, callee) = (call.end(Side::Caller), call.end(Side::Callee));
        if !call.is_ringing() && !caller.is_guest && !callee.is_guest {
            self.forget_call(id);
        }
        let (outcome, seconds) = call.outcome(reason, now, seconds);
        self.leave_call_line(
            now,
            caller.user,
            callee.user,
            CallLine {
                call: id,
                media: call.media,
                outcome,
                seconds,
            },
        );
    }

    pub(super) fn restore_call(&mut self, record: &CallRecord, now: Mono) {
        let is_stale = [record.caller, record.callee]
            .iter()
            .any(|user| self.call_by_user.contains_key(user));
        if is_stale {
            // The house forgot to forget it: nobody is in two calls.
            self.forget_call(record.call);
            return;
        }
        let name = |user| {
            self.people
                .person(user)
                .map_or_else(|| Name::from_store("?"), |person| person.name.clone())
        };
        let call = Call::restored(record, [name(record.caller), name(record.callee)], now);
        self.call_by_user.insert(record.caller, record.call);
        self.call_by_user.insert(record.callee, record.call);
        self.call_by_id.insert(record.call, call);
        self.rewatch_call(record.call);
    }

    pub(super) fn rewatch_call(&mut self, id: CallId) {
        match self.call_by_id.get(&id).and_then(Call::due_at) {
            Some(at) => self.timers.set(Timer::Call(id), at),
            None => self.timers.stop(Timer::Call(id)),
        }
    }
}
