//! The tables of who may do what, cell by cell: whoever changes one says so twice.

use teahouse_core::permission::{HouseAction, RoomAction, Standing};
use teahouse_core::record::{Role, RoomKind, RoomRole};

/// Roles from the least to the greatest; a letter for each that may, a dot for each that may not.
fn house(action: HouseAction) -> String {
    use Role::*;
    [(Guest, 'g'), (Member, 'm'), (Admin, 'a'), (Owner, 'o')]
        .map(|(role, letter)| if action.is_allowed(role) { letter } else { '.' })
        .into_iter()
        .collect()
}

fn room(action: RoomAction) -> String {
    use Standing::*;
    [(Peer, 'p'), (Member, 'm'), (Admin, 'a'), (Owner, 'o')]
        .map(|(role, letter)| if action.is_allowed(role) { letter } else { '.' })
        .into_iter()
        .collect()
}

#[test]
fn the_house_allows_each_role_what_the_table_says() {
    use HouseAction::*;
    let cells = [
        (Call, "gmao"),
        (OpenDirect, "gmao"),
        (FindPeople, "gmao"),
        (Upload, "gmao"),
        (JoinGroup, "gmao"),
        (CreateGroup, "gmao"),
        (CreateInvite, "..ao"),
        (SignUpOthers, "..ao"),
        (CreateBot, "..ao"),
        (ManagePeople, "..ao"),
        (ResetPasswords, "..ao"),
        (ChangeSettings, "..ao"),
        (AppointAdmins, "...o"),
        (HandOverHouse, "...o"),
    ];
    let listed: Vec<HouseAction> = HouseAction::TABLE.iter().map(|(action, ..)| *action).collect();
    assert_eq!(listed, cells.map(|(action, _)| action), "every action is listed here");
    for (action, who) in cells {
        assert_eq!(house(action), who, "{action:?}");
    }
}

#[test]
fn a_room_allows_each_role_what_the_table_says() {
    use RoomAction::*;
    let cells = [
        (Read, "pmao"),
        (Write, "pmao"),
        (Announce, "..ao"),
        (React, "pmao"),
        (MentionAll, "..ao"),
        (RecallOthers, "..ao"),
        (Leave, ".mao"),
        (AddMembers, ".mao"),
        (Approve, "..ao"),
        (Rename, "..ao"),
        (ChangePicture, "..ao"),
        (ManageLink, "..ao"),
        (SetAnnouncement, "..ao"),
        (RemoveMember, "..ao"),
        (ManageHooks, "..ao"),
        (RemoveAdmin, "...o"),
        (ChangeRoles, "...o"),
        (HandOver, "...o"),
    ];
    let listed: Vec<RoomAction> = RoomAction::TABLE.iter().map(|(action, ..)| *action).collect();
    assert_eq!(listed, cells.map(|(action, _)| action), "every action is listed here");
    for (action, who) in cells {
        assert_eq!(room(action), who, "{action:?}");
    }
}

#[test]
fn a_row_of_the_table_names_every_role_once() {
    for (action, _, cells) in HouseAction::TABLE {
        let roles: Vec<Role> = cells.iter().map(|(role, _)| *role).collect();
        assert_eq!(
            roles,
            [Role::Guest, Role::Member, Role::Admin, Role::Owner],
            "{action:?}"
        );
    }
    for (action, _, cells) in RoomAction::TABLE {
        use Standing::*;
        assert_eq!(cells.map(|(who, _)| who), [Peer, Member, Admin, Owner], "{action:?}");
    }
}

#[test]
fn only_who_is_less_can_be_managed() {
    use Role::*;
    for (actor, manages) in [
        (Owner, &[Guest, Member, Admin][..]),
        (Admin, &[Guest, Member]),
        (Member, &[]),
        (Guest, &[]),
    ] {
        for other in [Guest, Member, Admin, Owner] {
            assert_eq!(
                actor.may_manage(other),
                manages.contains(&other),
                "{actor:?}, {other:?}"
            );
        }
    }
}

#[test]
fn an_owner_is_taken_out_by_nobody_and_an_admin_by_the_owner_alone() {
    use RoomRole::{Admin, Member, Owner};
    for (actor, removes) in [
        (Standing::Owner, &[Member, Admin][..]),
        (Standing::Admin, &[Member]),
        (Standing::Member, &[]),
        (Standing::Peer, &[]),
    ] {
        for other in [Member, Admin, Owner] {
            assert_eq!(
                actor.may_remove(other),
                removes.contains(&other),
                "{actor:?}, {other:?}"
            );
        }
    }
}

#[test]
fn only_groups_have_anybody_above_the_others() {
    for role in [RoomRole::Member, RoomRole::Admin, RoomRole::Owner] {
        assert_eq!(Standing::of(RoomKind::Direct, role), Standing::Peer);
        assert_eq!(Standing::of(RoomKind::Notes, role), Standing::Peer);
    }
    assert_eq!(Standing::of(RoomKind::Group, RoomRole::Owner), Standing::Owner);
    assert_eq!(Standing::of(RoomKind::Group, RoomRole::Admin), Standing::Admin);
    assert_eq!(Standing::of(RoomKind::Group, RoomRole::Member), Standing::Member);
}
