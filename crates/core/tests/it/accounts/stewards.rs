//! Those who look after the house: who is what in it, who is shut out, and the bots.

use super::*;

#[test]
fn a_house_has_one_owner_who_can_hand_it_over() {
    let mut world = house();
    let ann = account_with(&mut world, "ann", Admission::Granted(Role::Owner));
    let second = sign_up_by("bob", None, "bob", Admission::Granted(Role::Owner));
    assert_eq!(ask(&mut world, second), ["re refused closed"]);
    let bob = account(&mut world, "bob");
    let (ann_id, bob_id) = (world.id("ann"), world.id("bob"));
    world.say(
        bob,
        Command::SetRole {
            user: bob_id,
            role: Role::Owner,
        },
    );
    assert_eq!(world.heard(bob), ["re refused not_permitted"]);
    world.say(
        ann,
        Command::SetRole {
            user: ann_id,
            role: Role::Member,
        },
    );
    assert_eq!(world.heard(ann), ["re refused bad_value"], "somebody must own it");
    world.say(
        ann,
        Command::SetRole {
            user: bob_id,
            role: Role::Owner,
        },
    );
    assert!(world.heard(ann).contains(&"re done".to_owned()));
    let role = |world: &World, user| world.store.person(user).map(|person| person.role);
    assert_eq!(role(&world, ann_id), Some(Role::Admin));
    assert_eq!(role(&world, bob_id), Some(Role::Owner));
    world.raw(bob);
    world.say(
        ann,
        Command::SetRole {
            user: ann_id,
            role: Role::Owner,
        },
    );
    assert_eq!(world.heard(ann), ["re refused not_permitted"]);
}

#[test]
fn who_is_shut_out_is_gone_at_once_and_nobody_shuts_out_more_than_she_is() {
    let mut world = house();
    let owner = account_with(&mut world, "ann", Admission::Granted(Role::Owner));
    let admin = account_with(&mut world, "bob", Admission::Granted(Role::Admin));
    let member = account(&mut world, "carl");
    let [ann, bob, carl] = ["ann", "bob", "carl"].map(|name| world.id(name));
    let shut = |user, is_disabled| Command::SetDisabled { user, is_disabled };
    for (by, whom, answer) in [
        (member, bob, "re refused not_permitted"),
        (admin, ann, "re refused not_permitted"),
        (admin, bob, "re refused oneself"),
        (admin, UserId(5), "re refused no_person"),
        (admin, carl, "re done"),
        (owner, bob, "re done"),
    ] {
        world.say(by, shut(whom, true));
        assert_eq!(world.heard(by), [answer], "{whom:?}");
    }
    for (conn, with) in [(member, "carl"), (admin, "bob")] {
        assert_eq!(world.heard(conn).last().map(String::as_str), Some("signed out"));
        assert_eq!(
            ask(&mut world, Command::WhoAmI { token: token(with) }),
            ["re refused not_signed_in"]
        );
    }
    world.restart();
    assert_eq!(ask(&mut world, sign_in(carl, "again")), ["re refused wrong_password"]);
    let owner = world.page("ann");
    world.say(owner, shut(carl, false));
    assert_eq!(world.heard(owner), ["re done"]);
    assert_eq!(ask(&mut world, sign_in(carl, "again")), ["re registered carl"]);
}

#[test]
fn who_is_shut_out_stays_so_where_her_sessions_could_not_be_forgotten() {
    let mut world = house();
    let owner = account_with(&mut world, "ann", Admission::Granted(Role::Owner));
    account(&mut world, "bob");
    let user = world.id("bob");
    world.store.is_held = true;
    let is_disabled = true;
    world.say(owner, Command::SetDisabled { user, is_disabled });
    let (ticket, outcome) = world.store.answer_first(world.now).expect("the person is kept");
    world.hub.handle_outcome(world.now, ticket, outcome);
    world.settle();
    world.store.failing = Some(StoreFailure::Full);
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.heard(owner), ["re refused storage_full"]);
    world.store.failing = None;
    let token = token("bob");
    assert_eq!(ask(&mut world, Command::WhoAmI { token }), ["re refused not_signed_in"]);
    world.restart();
    assert_eq!(ask(&mut world, Command::WhoAmI { token }), ["re refused not_signed_in"]);
}

#[test]
fn only_the_operator_and_staff_make_bots_and_see_everybody() {
    let mut world = house();
    let ann = account_with(&mut world, "ann", Admission::Granted(Role::Admin));
    let bob = account(&mut world, "bob");
    let bot = |with: &str| Command::CreateBot {
        name: with.into(),
        session: session_of(with),
        token: token(with),
    };
    let everybody = Command::ListPeople { after: None, limit: 9 };
    for command in [bot("Weather"), Command::ListBots, everybody.clone()] {
        world.say(bob, command);
        assert_eq!(world.heard(bob), ["re refused not_permitted"]);
    }
    world.say(ann, bot("Weather"));
    world.say(ann, everybody.clone());
    let raw = world.raw(ann);
    assert!(matches!(&*raw[0].1, Event::BotCreated(bot) if bot.is_bot));
    assert!(matches!(&*raw[1].1, Event::PeopleListed { people, more: false } if people.len() == 3));
    let operator = world.open(Opening::Operator);
    world.say(operator, bot("Clock"));
    world.say(operator, everybody);
    let raw = world.raw(operator);
    assert!(matches!(&*raw[0].1, Event::BotCreated(_)));
    assert!(matches!(&*raw[1].1, Event::PeopleListed { people, .. } if people.len() == 4));
    world.advance(400 * DAY);
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("Clock") }),
        ["re registered Clock"],
        "a bot's token stays"
    );
}
