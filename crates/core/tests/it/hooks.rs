//! Hooks: whoever knows a link writes into its room, and what a bot hears can be heard in its place.

use teahouse_core::command::{Admission, Command};
use teahouse_core::effect::{CloseReason, StoreRequest};
use teahouse_core::event::Event;
use teahouse_core::hub::Opening;
use teahouse_core::id::{ConnId, HookId, RoomId, SessionId, Ticket, UserId};
use teahouse_core::name::Name;
use teahouse_core::record::{ClientId, Device, Hook, HookPlace, PasswordHash, Rev, Role, Seq};
use teahouse_core::settings::Rates;

use crate::world::words::send;
use crate::world::{World, token};

const TEA: RoomId = RoomId(77);

/// Ann's group, with Bob in it; Eve is not.
fn group() -> (World, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.person("Bob");
    world.person("Eve");
    let request = StoreRequest::CreateGroup {
        room: TEA,
        name: Name::of_person("Tea").expect("it is a name"),
        owner: world.id("Ann"),
        members: vec![world.id("Bob")],
        at: world.now.wall,
    };
    world.store.ask(Ticket(u64::MAX), request);
    world.settle();
    (world, ann)
}

fn create(link: &str) -> Command {
    Command::CreateHook {
        room: TEA,
        name: "Deploys".into(),
        token: token(link),
    }
}

fn post(link: &str, client_id: &str) -> Command {
    Command::PostHook {
        token: token(link),
        client_id: ClientId::new(client_id).expect("it is one"),
        text: "done".into(),
    }
}

fn hook_of(world: &mut World, name: &str, command: Command) -> (HookId, UserId) {
    let conn = world.open(Opening::Request(Some(token(name))));
    world.pass(conn, None, command);
    match world.raw(conn).first().map(|(_, event)| (**event).clone()) {
        Some(Event::HookCreated(hook)) => match *hook {
            Hook::Incoming { id, bot, .. } | Hook::Outgoing { id, bot, .. } => (id, bot),
        },
        other => panic!("no hook but {other:?}"),
    }
}

#[test]
fn a_program_writes_with_nothing_but_its_link_and_a_retry_changes_nothing() {
    let (mut world, ann) = group();
    hook_of(&mut world, "Ann", create("link"));
    let first = world.request(post("link", "1"));
    let again = world.request(post("link", "1"));
    assert_eq!(world.raw(first).len(), 1);
    let known = world.raw(again);
    assert!(matches!(&*known[0].1, Event::MessageKnown(message) if message.seq.0 == 1));
    let heard = world.raw(ann);
    let posted = heard
        .iter()
        .filter(|(_, event)| matches!(&**event, Event::MessagePosted(_)));
    assert_eq!(posted.count(), 1, "members hear it once");
}

#[test]
fn a_house_that_starts_again_still_knows_its_hooks_and_who_writes_for_them() {
    let (mut world, _) = group();
    let (_, writer) = hook_of(&mut world, "Ann", create("link"));
    world.restart();
    let conn = world.request(post("link", "1"));
    let heard = world.raw(conn);
    assert!(matches!(&*heard[0].1, Event::MessagePosted(message) if message.author == writer));
}

#[test]
fn only_who_looks_after_a_room_sees_makes_and_removes_its_hooks() {
    let (mut world, _) = group();
    let (hook, _) = hook_of(&mut world, "Ann", create("link"));
    let list = Command::ListHooks { room: Some(TEA) };
    for (name, refused) in [("Bob", ["refused not_permitted"]), ("Eve", ["refused not_member"])] {
        for command in [create("other"), list.clone(), Command::DeleteHook { hook }] {
            assert_eq!(world.ask(name, command), refused, "{name}");
        }
    }
    assert_eq!(world.ask("Ann", list.clone()), ["hooks 1"]);
    assert_eq!(world.ask("Ann", Command::DeleteHook { hook }), ["done"]);
    assert_eq!(world.ask("Ann", list), ["hooks 0"]);
    let conn = world.request(post("link", "1"));
    assert_eq!(
        world.heard(conn),
        ["re refused no_hook"],
        "a removed link opens nothing"
    );
}

#[test]
fn a_hook_is_refused_what_a_person_is_refused() {
    let (mut world, _) = group();
    hook_of(&mut world, "Ann", create("link"));
    let empty = Command::PostHook {
        token: token("link"),
        client_id: ClientId::new("1").expect("it is one"),
        text: " \n".into(),
    };
    for (command, refused) in [
        (empty, "re refused text_length"),
        (post("guess", "1"), "re refused no_hook"),
    ] {
        let conn = world.request(command);
        assert_eq!(world.heard(conn), [refused]);
    }
}

/// A bot, made by the operator; Ann is an admin.
fn bot() -> (World, UserId) {
    bot_in(World::new())
}

fn bot_in(mut world: World) -> (World, UserId) {
    world.person("Ann");
    world.person("Bob");
    let claim = Command::SignUp {
        handle: "ann".into(),
        name: None,
        password: PasswordHash("hash".into()),
        admission: Admission::Granted(Role::Admin),
        session: SessionId(8),
        token: token("ann's account"),
        device: Device::default(),
    };
    assert_eq!(world.ask("Ann", claim), ["registered Ann"]);
    let operator = world.open(Opening::Operator);
    let create = Command::CreateBot {
        name: "Kettle".into(),
        session: SessionId(9),
        token: token("Kettle"),
    };
    world.pass(operator, None, create);
    // Her page as a guest is past.
    world.closed_by_house();
    match world.raw(operator).first().map(|(_, event)| (**event).clone()) {
        Some(Event::BotCreated(bot)) => (world, bot.id),
        other => panic!("no bot but {other:?}"),
    }
}

/// What opens Ann's session since she has an account.
const ADMIN: &str = "ann's account";

fn set_outgoing(bot: UserId, url: &str) -> Command {
    Command::SetOutgoing {
        bot,
        url: url.into(),
        secret: "secret".into(),
    }
}

#[test]
fn what_a_bot_hears_is_heard_in_its_place_until_it_is_shut_out() {
    let (mut world, bot) = bot();
    let (hook, _) = hook_of(&mut world, ADMIN, set_outgoing(bot, "https://bot.example/in"));
    world.restart();
    let ear = world.open(Opening::Hook(hook));
    assert!(matches!(&*world.raw(ear)[0].1, Event::Welcomed { you, .. } if you.profile.id == bot));
    let shut_out = Command::SetDisabled {
        user: bot,
        is_disabled: true,
    };
    assert_eq!(world.ask(ADMIN, shut_out), ["done"]);
    assert_eq!(world.closed_by_house(), [(ear, CloseReason::NoSession)]);
    let deaf = world.open(Opening::Hook(hook));
    assert_eq!(world.closed_by_house(), [(deaf, CloseReason::NoSession)]);
}

#[test]
fn a_bot_has_one_way_out_and_only_admins_choose_it() {
    let (mut world, bot) = bot();
    let (first, _) = hook_of(&mut world, ADMIN, set_outgoing(bot, "https://bot.example/in"));
    let (second, _) = hook_of(&mut world, ADMIN, set_outgoing(bot, "http://127.0.0.1:1/"));
    assert_eq!(first, second, "the new one takes the place of the old");
    assert_eq!(world.ask(ADMIN, Command::ListHooks { room: None }), ["hooks 1"]);
    for command in [
        set_outgoing(bot, "https://bot.example/in"),
        Command::ListHooks { room: None },
        Command::DeleteHook { hook: first },
    ] {
        assert_eq!(world.ask("Bob", command), ["refused not_permitted"]);
    }
    let not_a_bot = set_outgoing(world.id("Bob"), "https://bot.example/in");
    assert_eq!(world.ask(ADMIN, not_a_bot), ["refused no_person"]);
    assert_eq!(
        world.ask(ADMIN, set_outgoing(bot, "ftp://bot.example")),
        ["refused bad_value"]
    );
}

#[test]
fn who_writes_for_a_hook_is_nobody_of_the_house() {
    let (mut world, _, _) = overheard(World::new());
    hook_of(&mut world, ADMIN, create("link"));
    let operator = world.open(Opening::Operator);
    let everybody = Command::ListPeople { after: None, limit: 9 };
    for (command, expected) in [
        (Command::ListBots, vec!["Kettle"]),
        (everybody, vec!["Ann", "Bob", "Kettle"]),
    ] {
        world.pass(operator, None, command);
        let heard = world.raw(operator);
        let Some(Event::PeopleListed { people, .. }) = heard.first().map(|(_, event)| &**event) else {
            panic!("no list but {heard:?}");
        };
        let mut names: Vec<_> = people.iter().map(|row| row.profile.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, expected);
    }
}

/// A group of Ann's with her bot, whose ear is open, and one message of hers in it.
fn overheard(world: World) -> (World, HookId, ConnId) {
    let (mut world, bot) = bot_in(world);
    let (hook, _) = hook_of(&mut world, ADMIN, set_outgoing(bot, "https://bot.example/in"));
    let request = StoreRequest::CreateGroup {
        room: TEA,
        name: Name::of_person("Tea").expect("it is a name"),
        owner: world.id("Ann"),
        members: vec![bot],
        at: world.now.wall,
    };
    world.store.ask(Ticket(u64::MAX), request);
    world.settle();
    let ear = world.open(Opening::Hook(hook));
    assert_eq!(world.ask(ADMIN, send(TEA, "1", "tea?")), ["#1 Ann: tea?"]);
    (world, hook, ear)
}

fn deliveries(hook: HookId, room: RoomId) -> Command {
    let limit = u16::MAX;
    Command::ReadDeliveries { hook, room, limit }
}

fn place(seq: u64, rev: u64) -> HookPlace {
    HookPlace {
        seq: Seq(seq),
        rev: Rev(rev),
    }
}

#[test]
fn what_a_program_was_told_is_delivered_and_is_not_due_again() {
    let (mut world, hook, ear) = overheard(World::new());
    world.raw(ear);
    let (after, limit) = (None, 1);
    let asks = |world: &mut World, command| {
        world.pass(ear, Some(1), command);
        let heard = world.heard(ear).into_iter();
        heard.filter(|line| line.starts_with("re ")).collect::<Vec<_>>()
    };
    let undelivered = Command::ListUndelivered { hook, after, limit };
    assert_eq!(asks(&mut world, undelivered.clone()), ["re undelivered in 1"]);
    assert_eq!(asks(&mut world, deliveries(hook, TEA)), ["re deliveries [new tea?]"]);
    let (room, place) = (TEA, place(1, 1));
    let page = world.page_of(ADMIN);
    world.raw(page);
    assert_eq!(asks(&mut world, Command::KeepPlace { hook, room, place }), ["re done"]);
    assert_eq!(
        world.heard(page),
        ["Kettle has 1 read 0"],
        "Ann sees that it has arrived"
    );
    assert_eq!(asks(&mut world, undelivered), ["re undelivered in 0"]);
    assert_eq!(asks(&mut world, deliveries(hook, TEA)), ["re deliveries []"]);
}

#[test]
fn a_courier_asks_for_its_own_hook_alone_and_where_the_bot_is() {
    let (mut world, hook, ear) = overheard(World::new());
    world.raw(ear);
    let (room, place) = (TEA, place(9, 9));
    let other = HookId(hook.0 ^ 1);
    let (after, limit) = (None, 1);
    for command in [
        deliveries(other, TEA),
        Command::KeepPlace {
            hook: other,
            room,
            place,
        },
        Command::ListUndelivered {
            hook: other,
            after,
            limit,
        },
    ] {
        world.pass(ear, Some(1), command);
        assert_eq!(world.heard(ear), ["re refused no_hook"]);
    }
    world.pass(ear, Some(1), deliveries(hook, RoomId(404)));
    assert_eq!(world.heard(ear), ["re refused not_member"]);
    assert_eq!(world.ask(ADMIN, deliveries(hook, TEA)), ["refused no_hook"]);
    assert_eq!(world.store.hook_place(hook, TEA), HookPlace::default());
}

#[test]
fn a_courier_is_not_slowed_down_by_the_limits_of_programs() {
    let (mut world, hook, ear) = overheard(World::with(Rates::default()));
    for _ in 0..10_000 {
        let (after, limit) = (None, 1);
        world.pass(ear, Some(1), Command::ListUndelivered { hook, after, limit });
    }
    let heard = world.heard(ear);
    assert!(heard.iter().all(|line| !line.contains("refused")));
}
