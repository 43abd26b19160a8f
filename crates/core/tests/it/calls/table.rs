//! Every state of a call against every input, from every connection that could send it: one row each.
//!
//! The people are Ann, who calls, and Bob, who is called; each has a second page. "Elsewhere" is that second page.

use teahouse_core::command::{Command, Signal};
use teahouse_core::hub::Closing;
use teahouse_core::id::{CallId, ConnId};

use crate::world::World;
use crate::world::words::*;

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Ringing,
    Active,
    /// Bob's connection is lost, and one that has not taken up the call is there instead.
    Suspended,
    Ended,
}

#[derive(Debug, Clone, Copy)]
enum Who {
    Caller,
    CallerElsewhere,
    Callee,
    CalleeElsewhere,
}

#[derive(Debug, Clone, Copy)]
enum Input {
    Accept,
    Decline,
    HangUp,
    Invite,
    Offer,
    Answer,
    Candidate,
    Ring,
    Resume,
    Lost,
}

use Input::*;
use State::*;
use Who::*;

/// State, who says what → what they, the peer (Ann for Bob, Bob for Ann) and their other page hear.
#[rustfmt::skip]
const TABLE: &[(State, Who, Input, &str, &str, &str)] = &[
    (Ringing, Caller, Accept, "re refused wrong_state", "", ""),
    (Ringing, Caller, Decline, "re refused wrong_state", "", ""),
    (Ringing, Caller, HangUp, "re done", "ended Cancelled", ""),
    (Ringing, Caller, Invite, "re invited Bob", "incoming Ann newer", ""),
    (Ringing, Caller, Offer, "refused wrong_state", "", ""),
    (Ringing, Caller, Answer, "refused wrong_state", "", ""),
    (Ringing, Caller, Candidate, "", "", ""),
    (Ringing, Caller, Ring, "", "", ""),
    (Ringing, Caller, Resume, "re resumed", "", ""),
    (Ringing, Caller, Lost, "", "", ""),
    (Ringing, CallerElsewhere, Accept, "re refused wrong_state", "", ""),
    (Ringing, CallerElsewhere, Decline, "re refused wrong_state", "", ""),
    (Ringing, CallerElsewhere, HangUp, "re refused no_call", "", ""),
    (Ringing, CallerElsewhere, Invite, "re refused in_call in call", "", ""),
    (Ringing, CallerElsewhere, Offer, "refused wrong_state", "", ""),
    (Ringing, CallerElsewhere, Answer, "refused wrong_state", "", ""),
    (Ringing, CallerElsewhere, Candidate, "refused no_call", "", ""),
    (Ringing, CallerElsewhere, Ring, "", "", ""),
    (Ringing, CallerElsewhere, Resume, "re resumed", "", "ended AnsweredElsewhere"),
    (Ringing, CallerElsewhere, Lost, "", "", ""),
    (Ringing, Callee, Accept, "re answered", "accepted answer", "ended AnsweredElsewhere"),
    (Ringing, Callee, Decline, "re done", "ended Declined", "ended Declined"),
    (Ringing, Callee, HangUp, "re done", "ended Declined", "ended Declined"),
    (Ringing, Callee, Invite, "re refused busy in call", "", ""),
    (Ringing, Callee, Offer, "refused wrong_state", "", ""),
    (Ringing, Callee, Answer, "refused wrong_state", "", ""),
    (Ringing, Callee, Candidate, "", "", ""),
    (Ringing, Callee, Ring, "", "ringing", ""),
    (Ringing, Callee, Resume, "re refused wrong_state", "", ""),
    (Ringing, Callee, Lost, "", "", ""),
    (Active, Caller, Accept, "re refused wrong_state", "", ""),
    (Active, Caller, Decline, "re refused wrong_state", "", ""),
    (Active, Caller, HangUp, "re done", "ended HungUp", ""),
    (Active, Caller, Invite, "re invited Bob", "offer newer", ""),
    (Active, Caller, Offer, "", "offer o", ""),
    (Active, Caller, Answer, "", "answer a", ""),
    (Active, Caller, Candidate, "", "candidate c", ""),
    (Active, Caller, Ring, "", "", ""),
    (Active, Caller, Resume, "re resumed", "", ""),
    (Active, Caller, Lost, "", "", ""),
    (Active, CallerElsewhere, Accept, "re refused wrong_state", "", ""),
    (Active, CallerElsewhere, Decline, "re refused wrong_state", "", ""),
    (Active, CallerElsewhere, HangUp, "re refused no_call", "", ""),
    (Active, CallerElsewhere, Invite, "re refused in_call in call", "", ""),
    (Active, CallerElsewhere, Offer, "refused no_call", "", ""),
    (Active, CallerElsewhere, Answer, "refused no_call", "", ""),
    (Active, CallerElsewhere, Candidate, "refused no_call", "", ""),
    (Active, CallerElsewhere, Ring, "", "", ""),
    (Active, CallerElsewhere, Resume, "re resumed", "", "ended AnsweredElsewhere"),
    (Active, CallerElsewhere, Lost, "", "", ""),
    (Active, Callee, Accept, "re refused wrong_state", "", ""),
    (Active, Callee, Decline, "re refused wrong_state", "", ""),
    (Active, Callee, HangUp, "re done", "ended HungUp", ""),
    (Active, Callee, Invite, "re invited Ann", "offer newer", ""),
    (Active, Callee, Offer, "", "offer o", ""),
    (Active, Callee, Answer, "", "answer a", ""),
    (Active, Callee, Candidate, "", "candidate c", ""),
    (Active, Callee, Ring, "", "", ""),
    (Active, Callee, Resume, "re resumed", "", ""),
    (Active, Callee, Lost, "", "", ""),
    (Active, CalleeElsewhere, Accept, "re refused wrong_state", "", ""),
    (Active, CalleeElsewhere, Decline, "re refused wrong_state", "", ""),
    (Active, CalleeElsewhere, HangUp, "re refused no_call", "", ""),
    (Active, CalleeElsewhere, Invite, "re refused in_call in call", "", ""),
    (Active, CalleeElsewhere, Offer, "refused no_call", "", ""),
    (Active, CalleeElsewhere, Answer, "refused no_call", "", ""),
    (Active, CalleeElsewhere, Candidate, "refused no_call", "", ""),
    (Active, CalleeElsewhere, Ring, "", "", ""),
    (Active, CalleeElsewhere, Resume, "re resumed", "", "ended AnsweredElsewhere"),
    (Active, CalleeElsewhere, Lost, "", "", ""),
    (Suspended, Caller, Accept, "re refused wrong_state", "", ""),
    (Suspended, Caller, Decline, "re refused wrong_state", "", ""),
    (Suspended, Caller, HangUp, "re done", "", ""),
    (Suspended, Caller, Invite, "re invited Bob", "", ""),
    (Suspended, Caller, Offer, "", "", ""),
    (Suspended, Caller, Answer, "", "", ""),
    (Suspended, Caller, Candidate, "", "", ""),
    (Suspended, Caller, Ring, "", "", ""),
    (Suspended, Caller, Resume, "re resumed", "", ""),
    (Suspended, Caller, Lost, "", "", ""),
    (Suspended, Callee, Accept, "re refused wrong_state", "", ""),
    (Suspended, Callee, Decline, "re refused wrong_state", "", ""),
    (Suspended, Callee, HangUp, "re done", "ended HungUp", ""),
    (Suspended, Callee, Invite, "re invited Ann", "offer newer", ""),
    (Suspended, Callee, Offer, "", "offer o", ""),
    (Suspended, Callee, Answer, "", "answer a", ""),
    (Suspended, Callee, Candidate, "", "candidate c", ""),
    (Suspended, Callee, Ring, "", "", ""),
    (Suspended, Callee, Resume, "re resumed", "", ""),
    (Suspended, Callee, Lost, "", "", ""),
    (Ended, Caller, Accept, "re refused no_call", "", ""),
    (Ended, Caller, Decline, "re refused no_call", "", ""),
    (Ended, Caller, HangUp, "re refused no_call", "", ""),
    (Ended, Caller, Invite, "re invited Bob", "incoming Ann newer", ""),
    (Ended, Caller, Offer, "refused no_call", "", ""),
    (Ended, Caller, Answer, "refused no_call", "", ""),
    (Ended, Caller, Candidate, "refused no_call", "", ""),
    (Ended, Caller, Ring, "refused no_call", "", ""),
    (Ended, Caller, Resume, "re refused no_call", "", ""),
    (Ended, Caller, Lost, "", "", ""),
    (Ended, Callee, Accept, "re refused no_call", "", ""),
    (Ended, Callee, Decline, "re refused no_call", "", ""),
    (Ended, Callee, HangUp, "re refused no_call", "", ""),
    (Ended, Callee, Invite, "re invited Ann", "incoming Bob newer", ""),
    (Ended, Callee, Offer, "refused no_call", "", ""),
    (Ended, Callee, Answer, "refused no_call", "", ""),
    (Ended, Callee, Candidate, "refused no_call", "", ""),
    (Ended, Callee, Ring, "refused no_call", "", ""),
    (Ended, Callee, Resume, "re refused no_call", "", ""),
    (Ended, Callee, Lost, "", "", ""),
];

/// The pages in the order Ann, Ann's other, Bob, Bob's other.
fn begin(state: State) -> (World, [ConnId; 4], CallId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    let mut pages = [ann, world.page("Ann"), bob, world.page("Bob")];
    world.say(ann, invite(world.id("Bob")));
    let call = world.call();
    match state {
        Ringing => {}
        Active => world.say(bob, accept(call)),
        Suspended => {
            world.say(bob, accept(call));
            world.lose(bob);
            pages[2] = world.page("Bob");
        }
        Ended => world.say(bob, decline(call)),
    }
    for page in pages {
        world.raw(page);
    }
    (world, pages, call)
}

fn command(input: Input, call: CallId, peer: teahouse_core::id::UserId) -> Option<Command> {
    Some(match input {
        Accept => accept(call),
        Decline => decline(call),
        HangUp => hang_up(call),
        Invite => invite_with(peer, "newer"),
        Offer => signal(call, Signal::Offer(opaque("o"))),
        Answer => signal(call, Signal::Answer(opaque("a"))),
        Candidate => candidate(call, "c"),
        Ring => Command::Ring { call },
        Resume => resume(call, peer),
        Lost => return None,
    })
}

/// What was heard, without the line that an ended call leaves in the chat.
fn heard(world: &mut World, conn: ConnId) -> String {
    let mut lines = world.heard(conn);
    lines.retain(|line| !line.starts_with('#'));
    lines.join(", ")
}

#[test]
fn every_state_of_a_call_meets_every_input() {
    for &(state, from, input, self_hears, peer_hears, other_hears) in TABLE {
        let row = format!("{state:?}, {from:?}: {input:?}");
        let (mut world, pages, call) = begin(state);
        let (this, peer, other, peer_name) = match from {
            Caller => (0, 2, 1, "Bob"),
            CallerElsewhere => (1, 2, 0, "Bob"),
            Callee => (2, 0, 3, "Ann"),
            CalleeElsewhere => (3, 0, 2, "Ann"),
        };
        match command(input, call, world.id(peer_name)) {
            Some(command) => {
                world.say(pages[this], command);
                assert_eq!(heard(&mut world, pages[this]), self_hears, "{row}: oneself");
            }
            None => world.close(pages[this], Closing::Lost),
        }
        assert_eq!(heard(&mut world, pages[peer]), peer_hears, "{row}: the peer");
        assert_eq!(heard(&mut world, pages[other]), other_hears, "{row}: the other page");
    }
}

#[test]
fn the_table_has_every_pair_once() {
    let mut pairs: Vec<String> = TABLE
        .iter()
        .map(|row| format!("{:?} {:?} {:?}", row.0, row.1, row.2))
        .collect();
    let all = pairs.len();
    pairs.sort();
    pairs.dedup();
    assert_eq!(pairs.len(), all);
    // Ten inputs from both sides in each state; from another page too where that makes a difference.
    assert_eq!(all, 10 * (3 + 4 + 2 + 2));
}
