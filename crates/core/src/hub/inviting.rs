//! How a call begins: whom an offer rings, and what it is for somebody who has a call already.

use super::Hub;
use crate::call::{Call, End, Side, State};
use crate::command::{Callee, Opaque, Signal};
use crate::effect::{RequestId, To};
use crate::event::{Event, Profile};
use crate::id::{CallId, ConnId, UserId};
use crate::now::Now;
use crate::record::{CallLine, CallOutcome, Media};
use crate::refusal::Refusal;

/// Who calls, from where, and under which number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inviter {
    pub(super) conn: ConnId,
    pub(super) user: UserId,
    pub(super) re: Option<RequestId>,
}

impl Hub {
    pub(super) fn invite(
        &mut self,
        now: Now,
        by: Inviter,
        callee: &Callee,
        media: Media,
        offer: Opaque,
    ) -> Result<(), Refusal> {
        let callee = match callee {
            Callee::Named(name) => self
                .people
                .named(name)
                .or_else(|| self.peer_named(by.user, name))
                .ok_or(Refusal::NoPerson)?,
            Callee::User(user) => *user,
        };
        if callee == by.user {
            return Err(Refusal::Oneself);
        }
        self.give_up_abandoned(now, by.user);
        if let Some(id) = self.call_by_user.get(&by.user).copied() {
            return self.invite_in_call(now, by, callee, id, offer);
        }
        let rate = self.settings.rates.calls;
        self.meter(by.user, |meters| &mut meters.calls, rate, now)?;
        let me = self.people.profile(by.user).ok_or(Refusal::NotSignedIn)?;
        let peer = self.people.profile(callee).ok_or(Refusal::NoPerson)?;
        if self.contacts.is_blocked(callee, by.user) {
            // As for somebody who is away; nothing of it reaches her.
            return Err(Refusal::Unreachable);
        }
        let id = CallId::new(self.node, self.random());
        self.reach(now, by.user, callee, (id, media))?;
        let caller_end = End::new(by.user, me.name, me.call_only, Some(by.conn), now.mono);
        let callee_end = End::new(callee, peer.name, peer.call_only, None, now.mono);
        let call = Call::ring(id, media, caller_end, callee_end, offer, now.mono);
        self.ring_devices(now, by, &call);
        if peer.call_only {
            // A guest's program has no word for it.
            self.deliver(To::One(by.conn), Event::Ringing { call: id });
        }
        self.call_by_user.insert(by.user, id);
        self.call_by_user.insert(callee, id);
        self.call_by_id.insert(id, call);
        self.rewatch_call(id);
        Ok(())
    }

    /// A guest who has gone may still be the other end of one's call, under her name.
    fn peer_named(&self, user: UserId, name: &str) -> Option<UserId> {
        let call = self.call_by_id.get(self.call_by_user.get(&user)?)?;
        let peer = call.end(call.side_of(user)?.other());
        (peer.name.as_str() == name).then_some(peer.user)
    }

    /// Whether somebody is here and has no call. Who is not reached finds a line that says so.
    fn reach(
        &mut self,
        now: Now,
        caller: UserId,
        callee: UserId,
        (call, media): (CallId, Media),
    ) -> Result<(), Refusal> {
        let (outcome, refusal) = if self.here.contains_key(&callee) {
            self.give_up_abandoned(now, callee);
            if !self.call_by_user.contains_key(&callee) {
                return Ok(());
            }
            (CallOutcome::Busy, Refusal::Busy)
        } else {
            (CallOutcome::Missed, Refusal::Unreachable)
        };
        let line = CallLine {
            call,
            media,
            outcome,
            seconds: 0,
        };
        self.leave_call_line(now, caller, callee, line);
        Err(refusal)
    }

    /// Whether somebody does not want to be disturbed: a call to her rings nowhere, and leaves its line.
    fn is_quiet(&self, now: Now, user: UserId) -> bool {
        let person = self.people.person(user);
        person
            .and_then(|person| person.quiet_until)
            .is_some_and(|until| until > now.wall)
    }

    /// Tells the caller that the call exists, and every device of the callee that it rings.
    fn ring_devices(&mut self, now: Now, by: Inviter, call: &Call) {
        let Some(incoming) = incoming(call) else { return };
        let callee = call.end(Side::Callee);
        let (call, peer): (CallId, Profile) = (call.id, callee.profile());
        let devices = if self.is_quiet(now, callee.user) {
            Vec::new()
        } else {
            self.conns(callee.user).to_vec()
        };
        self.answer(by.conn, by.re, Event::Invited { call, peer });
        self.deliver(To::Many(devices), incoming);
    }

    /// Somebody who has a call calls: a new offer to the one who rings already, a renegotiation with the one she talks
    /// with, or a refusal.
    fn invite_in_call(
        &mut self,
        now: Now,
        by: Inviter,
        callee: UserId,
        id: CallId,
        offer: Opaque,
    ) -> Result<(), Refusal> {
        let call = self.call_by_id.get_mut(&id).expect("the index names calls that exist");
        let side = call.side_of(by.user).expect("the index names people in the call");
        if call.end(side.other()).user != callee || !call.is_at(side, by.conn) {
            return Err(Refusal::InCall);
        }
        match (&call.state, side) {
            (State::Ringing { .. }, Side::Caller) => {
                call.replace_offer(offer);
                let call = call.clone();
                self.ring_devices(now, by, &call);
                Ok(())
            }
            (State::Ringing { .. }, Side::Callee) => Err(Refusal::Busy),
            (State::Active { .. }, _) => {
                let peer = call.end(side.other()).profile();
                let told = call.signal(side, by.conn, Signal::Offer(offer))?;
                self.answer(by.conn, by.re, Event::Invited { call: id, peer });
                self.tell(told);
                Ok(())
            }
        }
    }

    /// A page that opens while its person is being called rings too.
    pub(super) fn ring_late(&mut self, now: Now, conn: ConnId, user: UserId) {
        if self.is_quiet(now, user) {
            return;
        }
        let Some(call) = self.call_by_user.get(&user).and_then(|id| self.call_by_id.get(id)) else {
            return;
        };
        if call.side_of(user) == Some(Side::Callee)
            && let Some(incoming) = incoming(call)
        {
            self.deliver(To::One(conn), incoming);
        }
    }
}

/// What a device of the callee hears of a call that rings.
fn incoming(call: &Call) -> Option<Event> {
    let State::Ringing { offer, .. } = &call.state else {
        return None;
    };
    Some(Event::IncomingCall {
        call: call.id,
        caller: call.end(Side::Caller).profile(),
        media: call.media,
        offer: offer.clone(),
    })
}
