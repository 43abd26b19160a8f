//! Calls between two people, whatever dialects they speak.

use super::{Hub, Pending};
use crate::call::{Call, End, Side, State, Told};
use crate::command::{CallRef, Callee, Command, Opaque, Signal};
use crate::effect::{RequestId, StoreRequest, To};
use crate::event::{EndReason, Event};
use crate::id::{CallId, ConnId, UserId};
use crate::name::Name;
use crate::now::{Mono, Now};
use crate::record::{CallLine, CallOutcome, CallRecord, Media};
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
                if let Err(refusal) = self.invite(now, conn, user, re, &callee, media, offer) {
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

    fn tell(&mut self, told: Told) {
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

    #[allow(clippy::too_many_arguments, reason = "the parts of one request")]
    fn invite(
        &mut self,
        now: Now,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        callee: &Callee,
        media: Media,
        offer: Opaque,
    ) -> Result<(), Refusal> {
        let callee = match callee {
            Callee::Named(name) => self
                .people
                .named(name)
                .or_else(|| self.peer_named(user, name))
                .ok_or(Refusal::NoPerson)?,
            Callee::User(user) => *user,
        };
        if callee == user {
            return Err(Refusal::Oneself);
        }
        self.give_up_abandoned(now, user);
        if let Some(id) = self.call_by_user.get(&user).copied() {
            return self.invite_in_call(conn, user, re, callee, id, offer);
        }
        let rate = self.settings.rates.calls;
        self.meter(user, |here| &mut here.calls, rate, now)?;
        let Some(peer) = self.people.profile(callee) else {
            return Err(Refusal::NoPerson);
        };
        let id = CallId::new(self.node, self.random());
        let line = |outcome| CallLine {
            call: id,
            media,
            outcome,
            seconds: 0,
        };
        if !self.here.contains_key(&callee) {
            self.leave_call_line(user, callee, line(CallOutcome::Missed));
            return Err(Refusal::Unreachable);
        }
        self.give_up_abandoned(now, callee);
        if self.call_by_user.contains_key(&callee) {
            self.leave_call_line(user, callee, line(CallOutcome::Busy));
            return Err(Refusal::Busy);
        }
        let Some(me) = self.people.profile(user) else {
            return Err(Refusal::NotSignedIn);
        };
        let caller_end = End::new(user, me.name.clone(), me.call_only, Some(conn), now.mono);
        let callee_end = End::new(callee, peer.name.clone(), peer.call_only, None, now.mono);
        let call = Call::ring(id, media, caller_end, callee_end, offer.clone(), now.mono);
        self.call_by_id.insert(id, call);
        self.call_by_user.insert(user, id);
        self.call_by_user.insert(callee, id);
        self.rewatch_call(id);
        let rings_unasked = peer.call_only;
        self.answer(conn, re, Event::Invited { call: id, peer });
        let devices = self.conns(callee).to_vec();
        self.deliver(
            To::Many(devices),
            Event::IncomingCall {
                call: id,
                caller: me,
                media,
                offer,
            },
        );
        if rings_unasked {
            self.deliver(To::One(conn), Event::Ringing { call: id });
        }
        Ok(())
    }

    /// A guest who has gone may still be the other end of one's call, under her name.
    fn peer_named(&self, user: UserId, name: &str) -> Option<UserId> {
        let call = self.call_by_id.get(self.call_by_user.get(&user)?)?;
        let peer = call.end(call.side_of(user)?.other());
        (peer.name.as_str() == name).then_some(peer.user)
    }

    /// Somebody who has a call calls: a new offer to the one who rings already, a renegotiation with the one she talks
    /// with, or a refusal.
    fn invite_in_call(
        &mut self,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        callee: UserId,
        id: CallId,
        offer: Opaque,
    ) -> Result<(), Refusal> {
        let call = self.call_by_id.get_mut(&id).expect("the index names calls that exist");
        let side = call.side_of(user).expect("the index names people in the call");
        if call.end(side.other()).user != callee || !call.is_at(side, conn) {
            return Err(Refusal::InCall);
        }
        match (&call.state, side) {
            (State::Ringing { .. }, Side::Caller) => {
                call.replace_offer(offer.clone());
                let media = call.media;
                let (me, peer) = (call.end(side).profile(), call.end(side.other()).profile());
                let devices = self.conns(callee).to_vec();
                self.answer(conn, re, Event::Invited { call: id, peer });
                self.deliver(
                    To::Many(devices),
                    Event::IncomingCall {
                        call: id,
                        caller: me,
                        media,
                        offer,
                    },
                );
                Ok(())
            }
            (State::Ringing { .. }, Side::Callee) => Err(Refusal::Busy),
            (State::Active { .. }, _) => {
                let peer = call.end(side.other()).profile();
                let told = call.signal(side, conn, Signal::Offer(offer))?;
                self.answer(conn, re, Event::Invited { call: id, peer });
                self.tell(told);
                Ok(())
            }
        }
    }

    fn give_up_abandoned(&mut self, now: Now, user: UserId) {
        let Some(id) = self.call_by_user.get(&user).copied() else {
            return;
        };
        let Some(call) = self.call_by_id.get(&id) else { return };
        if call.side_of(user).is_some_and(|side| call.is_abandoned(side, now.mono)) {
            self.end_call(now, id, EndReason::Lost, None, None);
        }
    }

    /// A page that opens while its person is being called rings too.
    pub(super) fn ring_late(&mut self, conn: ConnId, user: UserId) {
        let Some(call) = self.call_by_user.get(&user).and_then(|id| self.call_by_id.get(id)) else {
            return;
        };
        let State::Ringing { offer, .. } = &call.state else {
            return;
        };
        if call.side_of(user) != Some(Side::Callee) {
            return;
        }
        let event = Event::IncomingCall {
            call: call.id,
            caller: call.end(Side::Caller).profile(),
            media: call.media,
            offer: offer.clone(),
        };
        self.deliver(To::One(conn), event);
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
    fn end_call(&mut self, now: Now, id: CallId, reason: EndReason, seconds: Option<u32>, by: Option<ConnId>) {
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
            self.ask_store(StoreRequest::EndCall { call: id }, Pending::Forget);
        }
        let (outcome, seconds) = call.outcome(reason, now, seconds);
        self.leave_call_line(
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
            self.ask_store(StoreRequest::EndCall { call: record.call }, Pending::Forget);
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

    fn rewatch_call(&mut self, id: CallId) {
        match self.call_by_id.get(&id).and_then(Call::due_at) {
            Some(at) => self.timers.set(Timer::Call(id), at),
            None => self.timers.stop(Timer::Call(id)),
        }
    }
}
