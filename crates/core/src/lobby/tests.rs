//! The lobby in virtual time: dialogues, limits, and the defects of careless servers that it must not have.

use std::collections::BTreeMap;
use std::time::Duration;

use super::*;
use crate::now::UnixMillis;

const ANN: ConnId = ConnId(1);
const BOB: ConnId = ConnId(2);
const CAT: ConnId = ConnId(3);

#[test]
fn a_newcomer_stands_in_the_roster_that_greets_her() {
    let mut lobby = World::new();
    lobby.arrive(ANN);
    lobby.arrive(BOB);
    assert_eq!(lobby.heard(BOB), [arrived(BOB, &[(ANN, 1), (BOB, 2)])]);
    assert_eq!(
        lobby.heard(ANN),
        [arrived(ANN, &[(ANN, 1)]), changed(&[(ANN, 1), (BOB, 2)])]
    );
}

#[test]
fn nobody_hears_of_her_own_arrival_as_a_change() {
    let mut lobby = World::new();
    for conn in [ANN, BOB, CAT] {
        lobby.arrive(conn);
    }
    lobby.advance(Duration::from_secs(5));
    assert_eq!(lobby.heard(CAT).len(), 1);
    assert_eq!(
        lobby.heard(BOB),
        [
            arrived(BOB, &[(ANN, 1), (BOB, 2)]),
            changed(&[(ANN, 1), (BOB, 2), (CAT, 3)])
        ]
    );
}

#[test]
fn a_number_is_the_lowest_free_one_and_the_roster_keeps_the_order_of_arrival() {
    let mut lobby = World::new();
    for conn in [ANN, BOB, CAT] {
        lobby.arrive(conn);
    }
    lobby.leave(ANN);
    lobby.arrive(ConnId(4));
    assert_eq!(
        lobby.heard(ConnId(4)),
        [arrived(ConnId(4), &[(BOB, 2), (CAT, 3), (ConnId(4), 1)])]
    );
    lobby.arrive(ConnId(5));
    assert_eq!(lobby.last_roster(ConnId(5)).last(), Some(&(ConnId(5), 4)));
}

#[test]
fn the_first_change_after_quiet_is_told_at_once_and_the_next_wait() {
    let mut lobby = World::new();
    lobby.arrive(ANN);
    lobby.arrive(BOB);
    assert_eq!(lobby.changes(ANN), 1);
    for other in 10..20 {
        lobby.arrive(ConnId(other));
    }
    assert_eq!(lobby.changes(ANN), 1);
    lobby.advance(CHANGE_INTERVAL);
    assert_eq!(lobby.changes(ANN), 2);
    assert_eq!(lobby.last_roster(ANN).len(), 12);
    assert_eq!(lobby.lobby.poll_timeout(), None);
}

#[test]
fn everybody_holds_the_last_roster_whatever_came_before() {
    let mut lobby = World::new();
    for conn in 0..700 {
        lobby.arrive(ConnId(conn));
        lobby.advance(Duration::from_millis(conn % 7));
    }
    for conn in (0..700).step_by(3) {
        lobby.leave(ConnId(conn));
        lobby.advance(Duration::from_millis(conn % 5));
    }
    lobby.advance(Duration::from_secs(10));
    let expected: Vec<u64> = (0..700).filter(|conn| conn % 3 != 0).collect();
    for &conn in &expected {
        let known: Vec<u64> = lobby.last_roster(ConnId(conn)).iter().map(|(conn, _)| conn.0).collect();
        assert_eq!(known, expected, "what {conn} knows");
    }
}

#[test]
fn a18_arrivals_do_not_cost_a_roster_each_for_everybody() {
    let mut lobby = World::new();
    let people = 2_000;
    for conn in 0..people {
        lobby.arrive(ConnId(conn));
    }
    lobby.advance(Duration::from_secs(5));
    let told: usize = (0..people).map(|conn| lobby.changes(ConnId(conn))).sum();
    assert!(told < 3 * people as usize, "{told} rosters for {people} arrivals");
    assert_eq!(lobby.last_roster(ConnId(0)).len(), people as usize);
}

#[test]
fn a_round_in_a_full_house_goes_in_slices_that_share_one_roster() {
    let mut lobby = World::new();
    for conn in 0..2_000 {
        lobby.arrive(ConnId(conn));
    }
    lobby.advance(Duration::from_secs(5));
    lobby.lobby.handle_leave(lobby.now, ConnId(7));
    let (audience, event) = lobby.lobby.poll_event().expect("the first slice goes out at once");
    assert_eq!(audience.iter().count(), SLICE_ENTRIES / 1_999);
    assert_eq!(lobby.lobby.poll_event(), None);
    let next = lobby.lobby.poll_timeout().expect("more slices follow");
    assert_eq!(next.since(lobby.now.mono), SLICE_INTERVAL);
    lobby.lobby.handle_timeout(Now {
        mono: next,
        ..lobby.now
    });
    let (_, again) = lobby.lobby.poll_event().expect("the second slice");
    let (LobbyEvent::RosterChanged(first), LobbyEvent::RosterChanged(second)) = (event, again) else {
        panic!("only rosters are told");
    };
    assert!(Arc::ptr_eq(&first, &second));
}

#[test]
fn a_change_during_a_round_reaches_those_who_were_told_before_it() {
    let mut lobby = World::new();
    for conn in 0..2_000 {
        lobby.arrive(ConnId(conn));
    }
    lobby.advance(Duration::from_secs(5));
    lobby.leave(ConnId(1_000));
    lobby.advance(SLICE_INTERVAL * 3);
    lobby.leave(ConnId(1_001));
    lobby.advance(Duration::from_secs(5));
    for conn in (0..2_000).filter(|conn| !(1_000..=1_001).contains(conn)) {
        assert_eq!(lobby.last_roster(ConnId(conn)).len(), 1_998, "what {conn} knows");
    }
}

#[test]
fn without_presence_one_sees_oneself_and_no_change() {
    let mut lobby = World {
        lobby: Lobby::new(Presence::Off),
        ..World::new()
    };
    for conn in [ANN, BOB, CAT] {
        lobby.arrive(conn);
    }
    lobby.leave(ANN);
    lobby.advance(Duration::from_secs(1));
    assert_eq!(lobby.heard(BOB), [arrived(BOB, &[(BOB, 2)])]);
    assert_eq!(lobby.lobby.poll_timeout(), None);
}

#[test]
fn a1_there_is_no_last_person_whom_the_house_cannot_number() {
    let mut lobby = World::new();
    for conn in 0..100 {
        lobby.arrive(ConnId(conn));
    }
    let numbers: Vec<u32> = lobby
        .last_roster(ConnId(99))
        .iter()
        .map(|(_, number)| *number)
        .collect();
    assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
}

#[test]
fn an_id_or_connection_that_is_taken_is_refused() {
    let mut lobby = World::new();
    lobby.arrive(ANN);
    assert_eq!(lobby.lobby.handle_arrive(lobby.now, BOB, id(ANN)), Err(AlreadyHere));
    assert_eq!(lobby.lobby.handle_arrive(lobby.now, ANN, id(BOB)), Err(AlreadyHere));
    assert_eq!(lobby.lobby.len(), 1);
}

#[test]
fn what_is_told_to_one_is_heard_by_one() {
    let mut lobby = World::with([ANN, BOB, CAT]);
    lobby.tell(ANN, name(BOB), "hi");
    assert_eq!(lobby.heard(BOB), [told("hi")]);
    assert_eq!(lobby.heard(CAT), []);
    assert_eq!(lobby.heard(ANN), [LobbyEvent::Done { tag: Some(7) }]);
}

#[test]
fn an_answer_that_nobody_waits_for_is_not_given() {
    let mut lobby = World::with([ANN, BOB]);
    lobby.ask(
        ANN,
        LobbyCommand::Tell {
            to: name(BOB),
            payload: payload("hi"),
            tag: None,
        },
    );
    assert_eq!(lobby.heard(ANN), []);
}

#[test]
fn what_is_told_to_the_others_is_shared_and_never_heard_by_oneself() {
    let mut lobby = World::with([ANN, BOB, CAT]);
    let said = payload("all");
    lobby.ask(
        BOB,
        LobbyCommand::TellOthers {
            payload: said.clone(),
            tag: Some(1),
        },
    );
    assert_eq!(lobby.heard(BOB), [LobbyEvent::Done { tag: Some(1) }]);
    for conn in [ANN, CAT] {
        let [LobbyEvent::Told(heard)] = &lobby.heard(conn)[..] else {
            panic!("one event each")
        };
        assert!(Arc::ptr_eq(heard, &said));
    }
}

#[test]
fn a_booth_counts_before_joining_and_holds_two() {
    let mut lobby = World::with([ANN, BOB, CAT]);
    lobby.enter(ANN, "tea", true);
    assert_eq!(lobby.heard(ANN), [entered("tea", 0)]);
    lobby.enter(BOB, "tea", false);
    assert_eq!(lobby.heard(ANN), [LobbyEvent::BoothJoined { booth: label("tea") }]);
    assert_eq!(lobby.heard(BOB), [entered("tea", 1)]);
    for open in [false, true] {
        lobby.enter(CAT, "tea", open);
        assert_eq!(
            lobby.heard(CAT),
            [LobbyEvent::BoothFull {
                booth: label("tea"),
                tag: Some(7)
            }]
        );
    }
    assert_eq!(lobby.heard(ANN), []);
}

#[test]
fn an_empty_booth_is_not_opened_by_entering() {
    let mut lobby = World::with([ANN]);
    lobby.enter(ANN, "tea", false);
    assert_eq!(
        lobby.heard(ANN),
        [LobbyEvent::BoothEmpty {
            booth: label("tea"),
            tag: Some(7)
        }]
    );
    assert_eq!(lobby.lobby.booths(), 0);
}

#[test]
fn a12_opening_a_booth_where_one_is_enters_it_unannounced_and_a_third_stays_out() {
    let mut lobby = World::with([ANN, BOB, CAT]);
    for (conn, before) in [(ANN, 0), (BOB, 1)] {
        lobby.enter(conn, "tea", true);
        assert_eq!(lobby.heard(conn), [entered("tea", before)]);
    }
    assert_eq!(lobby.heard(ANN), []);
    lobby.enter(CAT, "tea", true);
    assert_eq!(
        lobby.heard(CAT),
        [LobbyEvent::BoothFull {
            booth: label("tea"),
            tag: Some(7)
        }]
    );
    lobby.tell(ANN, label("tea"), "between us");
    assert_eq!(lobby.heard(CAT), []);
}

#[test]
fn a12_one_connection_opens_only_so_many_booths() {
    let mut lobby = World::with([ANN]);
    for n in 0..MAX_BOOTHS {
        lobby.enter(ANN, &n.to_string(), true);
    }
    lobby.heard(ANN);
    lobby.enter(ANN, "one more", true);
    assert_eq!(lobby.heard(ANN), [refused(LobbyAsk::Open, LobbyRefusal::TooManyBooths)]);
    lobby.enter(ANN, "0", true);
    assert_eq!(lobby.heard(ANN), [entered("0", 1)]);
    assert_eq!(lobby.lobby.booths(), MAX_BOOTHS);
    lobby.leave(ANN);
    assert_eq!(lobby.lobby.booths(), 0);
}

#[test]
fn a7_opening_a_booth_named_by_a_victims_id_is_no_wiretap() {
    let mut lobby = World::with([ANN, BOB, CAT]);
    for open in [true, false] {
        lobby.enter(CAT, name(ANN).as_str(), open);
        let ask = if open { LobbyAsk::Open } else { LobbyAsk::Enter };
        assert_eq!(lobby.heard(CAT), [refused(ask, LobbyRefusal::SomebodysId)]);
    }
    lobby.tell(BOB, name(ANN), "private");
    assert_eq!(lobby.heard(ANN), [told("private")]);
    assert_eq!(lobby.heard(CAT), []);
}

#[test]
fn a7_a_booth_opened_before_its_namesake_arrives_hears_nothing_of_hers() {
    let mut lobby = World::with([BOB, CAT]);
    lobby.enter(CAT, name(ANN).as_str(), true);
    lobby.arrive(ANN);
    lobby.heard(CAT);
    lobby.heard(ANN);
    lobby.tell(BOB, name(ANN), "private");
    assert_eq!(lobby.heard(ANN), [told("private")]);
    assert_eq!(lobby.heard(CAT), []);
}

#[test]
fn a8_a_booth_hears_only_those_inside() {
    let mut lobby = World::with([ANN, BOB, CAT]);
    lobby.enter(ANN, "tea", true);
    lobby.enter(BOB, "tea", false);
    lobby.tell(CAT, label("tea"), "forged offer");
    assert_eq!(lobby.heard(CAT), [refused(LobbyAsk::Tell, LobbyRefusal::NobodyThere)]);
    lobby.tell(ANN, label("tea"), "offer");
    assert_eq!(lobby.heard(BOB).last(), Some(&told("offer")));
    assert!(!lobby.heard(ANN).contains(&told("forged offer")));
}

#[test]
fn a19_the_fourth_gets_the_same_answer_as_the_third() {
    let mut lobby = World::with([ANN, BOB, CAT, ConnId(4)]);
    lobby.enter(ANN, "tea", true);
    lobby.enter(BOB, "tea", true);
    for conn in [CAT, ConnId(4), CAT] {
        lobby.enter(conn, "tea", false);
        assert_eq!(
            lobby.heard(conn),
            [LobbyEvent::BoothFull {
                booth: label("tea"),
                tag: Some(7)
            }]
        );
    }
}

#[test]
fn a22_entering_ones_own_booth_again_tells_nobody() {
    let mut lobby = World::with([ANN, BOB]);
    lobby.enter(ANN, "tea", true);
    lobby.heard(ANN);
    for open in [false, true] {
        lobby.enter(ANN, "tea", open);
        assert_eq!(lobby.heard(ANN), [entered("tea", 1)]);
    }
    lobby.enter(BOB, "tea", false);
    lobby.heard(ANN);
    lobby.enter(ANN, "tea", false);
    assert_eq!(lobby.heard(ANN), [entered("tea", 2)]);
    assert_eq!(lobby.heard(BOB), [entered("tea", 1)]);
}

#[test]
fn a22_a_place_is_free_the_moment_its_holder_goes() {
    let mut lobby = World::with([ANN, BOB, CAT]);
    lobby.enter(ANN, "tea", true);
    lobby.enter(BOB, "tea", false);
    lobby.leave(BOB);
    lobby.enter(CAT, "tea", false);
    assert_eq!(lobby.heard(CAT).last(), Some(&entered("tea", 1)));
}

#[test]
fn a23_a_joiner_is_inside_before_the_other_hears_of_it() {
    let mut lobby = World::with([ANN, BOB]);
    lobby.enter(ANN, "tea", true);
    lobby.lobby.handle_command(lobby.now, BOB, enter("tea", false));
    let order: Vec<Audience> = std::iter::from_fn(|| lobby.lobby.poll_event())
        .map(|(to, _)| to)
        .collect();
    assert_eq!(order, [Audience::One(ANN), Audience::One(BOB)]);
    lobby.tell(ANN, label("tea"), "offer");
    assert_eq!(lobby.heard(BOB), [told("offer")]);
}

#[test]
fn a24_the_other_one_in_a_booth_hears_who_went() {
    let mut lobby = World::with([ANN, BOB, CAT]);
    lobby.enter(ANN, "tea", true);
    lobby.enter(BOB, "tea", false);
    lobby.heard(ANN);
    lobby.leave(BOB);
    let left = LobbyEvent::BoothLeft {
        booth: label("tea"),
        id: id(BOB),
    };
    assert_eq!(lobby.heard(ANN), [left.clone(), changed(&[(ANN, 1), (CAT, 3)])]);
    assert!(!lobby.heard(CAT).contains(&left));
}

#[test]
fn a24_everybody_hears_within_a_fifth_of_a_second_that_somebody_went() {
    let mut lobby = World::new();
    for conn in 0..500 {
        lobby.arrive(ConnId(conn));
    }
    lobby.advance(Duration::from_millis(30));
    lobby.leave(ConnId(250));
    lobby.advance(Duration::from_millis(200));
    for conn in (0..500).filter(|conn| *conn != 250) {
        let roster = lobby.last_roster(ConnId(conn));
        assert!(
            !roster.iter().any(|(conn, _)| conn.0 == 250),
            "{conn} still sees the one who went"
        );
    }
}

#[test]
fn a25_a_message_to_somebody_who_went_is_refused_and_not_dropped() {
    let mut lobby = World::with([ANN, BOB]);
    lobby.leave(BOB);
    lobby.heard(ANN);
    lobby.tell(ANN, name(BOB), "are you there?");
    assert_eq!(lobby.heard(ANN), [refused(LobbyAsk::Tell, LobbyRefusal::NobodyThere)]);
}

#[test]
fn one_does_not_hear_oneself() {
    let mut lobby = World::with([ANN]);
    lobby.tell(ANN, name(ANN), "echo");
    assert_eq!(lobby.heard(ANN), [refused(LobbyAsk::Tell, LobbyRefusal::Oneself)]);
}

#[test]
fn a_number_and_its_text_are_one_booth_but_a_number_is_nobodys_id() {
    let mut lobby = World::with([ANN, BOB]);
    let number = Label::number("5").expect("short");
    lobby.ask(
        ANN,
        LobbyCommand::Enter {
            booth: number,
            open: true,
            tag: None,
        },
    );
    lobby.enter(BOB, "5", false);
    assert_eq!(lobby.heard(BOB), [entered("5", 1)]);
}

#[test]
fn somebody_who_has_not_arrived_or_has_gone_can_ask_nothing() {
    let mut lobby = World::with([ANN]);
    for command in [
        enter("tea", true),
        LobbyCommand::Tell {
            to: name(ANN),
            payload: payload("x"),
            tag: None,
        },
        LobbyCommand::TellOthers {
            payload: payload("x"),
            tag: None,
        },
    ] {
        lobby.ask(BOB, command);
        let [
            LobbyEvent::Refused {
                refusal: LobbyRefusal::NotHere,
                ..
            },
        ] = lobby.heard(BOB)[..]
        else {
            panic!("refused");
        };
    }
    assert_eq!(lobby.heard(ANN), []);
    lobby.ask(ANN, LobbyCommand::Depart);
    assert!(lobby.lobby.is_empty());
}

#[test]
fn a_connection_leaves_nothing_behind() {
    let mut lobby = World::new();
    for round in 0..50 {
        for conn in 0..20 {
            lobby.arrive(ConnId(round * 100 + conn));
            lobby.enter(ConnId(round * 100 + conn), &format!("booth {}", conn / 2), true);
        }
        for conn in 0..20 {
            lobby.leave(ConnId(round * 100 + conn));
        }
    }
    lobby.advance(Duration::from_secs(1));
    assert_eq!((lobby.lobby.len(), lobby.lobby.booths()), (0, 0));
    lobby.heard.clear();
    lobby.arrive(ANN);
    assert_eq!(lobby.heard(ANN), [arrived(ANN, &[(ANN, 1)])]);
}

/// A lobby with a clock and everybody's ears.
struct World {
    lobby: Lobby,
    now: Now,
    heard: BTreeMap<ConnId, Vec<LobbyEvent>>,
    rosters: BTreeMap<ConnId, Arc<Roster>>,
}

impl World {
    fn new() -> Self {
        let now = Now {
            mono: Mono(Duration::from_secs(60)),
            wall: UnixMillis(0),
        };
        World {
            lobby: Lobby::default(),
            now,
            heard: BTreeMap::new(),
            rosters: BTreeMap::new(),
        }
    }

    /// People who have heard each other arrive and forgotten it.
    fn with<const N: usize>(conns: [ConnId; N]) -> Self {
        let mut world = World::new();
        for conn in conns {
            world.arrive(conn);
        }
        world.advance(CHANGE_INTERVAL * 2);
        world.heard.clear();
        world
    }

    fn arrive(&mut self, conn: ConnId) {
        self.lobby.handle_arrive(self.now, conn, id(conn)).expect("a fresh id");
        self.listen();
    }

    fn leave(&mut self, conn: ConnId) {
        self.lobby.handle_leave(self.now, conn);
        self.listen();
    }

    fn ask(&mut self, conn: ConnId, command: LobbyCommand) {
        self.lobby.handle_command(self.now, conn, command);
        self.listen();
    }

    fn enter(&mut self, conn: ConnId, booth: &str, open: bool) {
        self.ask(conn, enter(booth, open));
    }

    fn tell(&mut self, conn: ConnId, to: Label, text: &str) {
        self.ask(
            conn,
            LobbyCommand::Tell {
                to,
                payload: payload(text),
                tag: Some(7),
            },
        );
    }

    fn advance(&mut self, by: Duration) {
        let until = self.now.mono + by;
        while let Some(due) = self.lobby.poll_timeout().filter(|due| *due <= until) {
            self.now.mono = self.now.mono.max(due);
            self.lobby.handle_timeout(self.now);
            self.listen();
        }
        self.now.mono = until;
    }

    fn listen(&mut self) {
        while let Some((audience, event)) = self.lobby.poll_event() {
            for conn in audience.iter() {
                if let LobbyEvent::RosterChanged(roster) | LobbyEvent::Arrived { roster, .. } = &event {
                    self.rosters.insert(conn, roster.clone());
                }
                self.heard.entry(conn).or_default().push(event.clone());
            }
        }
    }

    /// What somebody heard since she was asked last.
    fn heard(&mut self, conn: ConnId) -> Vec<LobbyEvent> {
        self.heard.remove(&conn).unwrap_or_default()
    }

    fn changes(&self, conn: ConnId) -> usize {
        let heard = self.heard.get(&conn).into_iter().flatten();
        heard
            .filter(|event| matches!(event, LobbyEvent::RosterChanged(_)))
            .count()
    }

    fn last_roster(&self, conn: ConnId) -> Vec<(ConnId, u32)> {
        let conn_of = |id: PublicId| ConnId(id.as_str()[1..].parse().expect("made by `id`"));
        self.rosters[&conn]
            .entries
            .iter()
            .map(|entry| (conn_of(entry.id), entry.number))
            .collect()
    }
}

fn id(conn: ConnId) -> PublicId {
    PublicId::new(&format!("p{}", conn.0)).expect("short and plain")
}

fn name(conn: ConnId) -> Label {
    label(id(conn).as_str())
}

fn label(text: &str) -> Label {
    Label::text(text).expect("short")
}

fn payload(text: &str) -> Arc<Payload> {
    Arc::new(Payload {
        text: text.into(),
        attachments: Vec::new(),
    })
}

fn enter(booth: &str, open: bool) -> LobbyCommand {
    LobbyCommand::Enter {
        booth: label(booth),
        open,
        tag: Some(7),
    }
}

fn told(text: &str) -> LobbyEvent {
    LobbyEvent::Told(payload(text))
}

fn entered(booth: &str, before: u8) -> LobbyEvent {
    LobbyEvent::BoothEntered {
        booth: label(booth),
        before,
        tag: Some(7),
    }
}

fn refused(ask: LobbyAsk, refusal: LobbyRefusal) -> LobbyEvent {
    LobbyEvent::Refused {
        ask,
        refusal,
        tag: Some(7),
    }
}

fn roster(lines: &[(ConnId, u32)]) -> Arc<Roster> {
    let entries = lines
        .iter()
        .map(|&(conn, number)| RosterEntry { id: id(conn), number })
        .collect();
    Arc::new(Roster { entries })
}

fn arrived(conn: ConnId, lines: &[(ConnId, u32)]) -> LobbyEvent {
    LobbyEvent::Arrived {
        id: id(conn),
        roster: roster(lines),
    }
}

fn changed(lines: &[(ConnId, u32)]) -> LobbyEvent {
    LobbyEvent::RosterChanged(roster(lines))
}
