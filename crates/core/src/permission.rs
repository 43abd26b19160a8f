//! Who may do what: one table of the house and one of its rooms. Nothing else decides about roles.
//!
//! A cell is yes or no. What depends on more than a role stands where it is decided: one's own message, a time that has
//! passed, a room of two that somebody has blocked.

use crate::record::{Role, RoomKind, RoomRole};

macro_rules! table {
    (
        $(#[$doc:meta])*
        $action:ident by $role:ident: $a:ident $b:ident $c:ident $d:ident;
        $($(#[$row_doc:meta])* $row:ident $text:literal $at_a:ident $at_b:ident $at_c:ident $at_d:ident;)+
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $action {$(
            $(#[$row_doc])*
            $row,
        )+}

        impl $action {
            /// Every row of the table: the action, how a sentence names it, and whether each of the roles may.
            pub const TABLE: &'static [($action, &'static str, [($role, bool); 4])] = &[$((
                $action::$row,
                $text,
                [
                    ($role::$a, cell!($at_a)),
                    ($role::$b, cell!($at_b)),
                    ($role::$c, cell!($at_c)),
                    ($role::$d, cell!($at_d)),
                ],
            )),+];

            /// Whether somebody of this role may.
            pub fn is_allowed(self, role: $role) -> bool {
                let (_, _, cells) = Self::TABLE[self as usize];
                cells.iter().any(|(who, may)| *who == role && *may)
            }
        }
    };
}

macro_rules! cell {
    (yes) => {
        true
    };
    (no) => {
        false
    };
}

/// What somebody is in a room, whatever kind of room it is. The later may do more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// One of the two in a direct room, or oneself in one's notes.
    Peer,
    /// One of a group.
    Member,
    /// Who looks after a group.
    Admin,
    /// Whose group it is.
    Owner,
}

table! {
    /// What people do in the house.
    HouseAction by Role:              Guest Member Admin Owner;
    /// Call somebody.
    Call "call people"                yes   yes    yes   yes;
    /// Write to somebody, or to oneself.
    OpenDirect "write to people"      yes   yes    yes   yes;
    /// Search for people by name.
    FindPeople "find people"          yes   yes    yes   yes;
    /// Keep files in the house.
    Upload "upload files"             yes   yes    yes   yes;
    /// Enter a group by its link.
    JoinGroup "join a group by link"  yes   yes    yes   yes;
    /// Make a group.
    CreateGroup "create groups"       yes   yes    yes   yes;
    /// Make a link by which others get an account.
    CreateInvite "invite new people"  no    no     yes   yes;
    /// Make an account for somebody else.
    SignUpOthers "sign others up"     no    no     yes   yes;
    /// Make a bot, or another token for one.
    CreateBot "create bots"           no    no     yes   yes;
    /// Look at everybody's account; lock, unlock and sign out those who are less.
    ManagePeople "manage people"      no    no     yes   yes;
    /// Make a link by which somebody who is less, and forgot the password, can choose another one.
    ResetPasswords "let people choose a new password" no no yes yes;
    /// Change the settings that are kept.
    ChangeSettings "change settings"  no    no     yes   yes;
    /// Make admins, and members of them.
    AppointAdmins "appoint admins"    no    no     no    yes;
    /// Make somebody else the owner.
    HandOverHouse "hand the house over" no  no     no    yes;
}

table! {
    /// What people do in a room.
    RoomAction by Standing:                         Peer Member Admin Owner;
    /// Read, mark, search, hide for oneself.
    Read "read, and delete for oneself"             yes  yes    yes   yes;
    /// Send messages, and edit and recall one's own.
    Write "write, edit and recall one's own"        yes  yes    yes   yes;
    /// The same while the group only announces.
    Announce "write in announcement mode"           no   no     yes   yes;
    /// React to a message, in announcement mode too.
    React "react"                                   yes  yes    yes   yes;
    /// Mention everybody at once.
    MentionAll "mention all"                        no   no     yes   yes;
    /// Recall what others wrote, without a limit of time.
    RecallOthers "recall others' messages"          no   no     yes   yes;
    /// Leave the room for good.
    Leave "leave"                                   no   yes    yes   yes;
    /// Bring people in.
    AddMembers "add members"                        no   yes    yes   yes;
    /// Decide about who asks to be let in.
    Approve "approve newcomers"                     no   no     yes   yes;
    /// Change the name.
    Rename "rename"                                 no   no     yes   yes;
    /// Change the picture.
    ChangePicture "change the picture"              no   no     yes   yes;
    /// Make, change and withdraw the link by which people join.
    ManageLink "manage the invite link"             no   no     yes   yes;
    /// Begin and end announcement mode.
    SetAnnouncement "switch announcement mode"      no   no     yes   yes;
    /// Take a member out.
    RemoveMember "remove members"                   no   no     yes   yes;
    /// Make, list and withdraw addresses that post into the room.
    ManageHooks "manage webhooks"                   no   no     yes   yes;
    /// Take an admin out.
    RemoveAdmin "remove admins"                     no   no     no    yes;
    /// Make admins, and members of them.
    ChangeRoles "change roles"                      no   no     no    yes;
    /// Make somebody else the owner.
    HandOver "hand the group over"                  no   no     no    yes;
}

impl Role {
    /// Whether this role may manage somebody of the other, her password included: only who is less.
    pub fn may_manage(self, other: Role) -> bool {
        HouseAction::ManagePeople.is_allowed(self) && other < self
    }
}

impl Standing {
    /// What a member of this role is in a room of this kind.
    pub fn of(kind: RoomKind, role: RoomRole) -> Standing {
        match (kind, role) {
            (RoomKind::Direct | RoomKind::Notes, _) => Standing::Peer,
            (RoomKind::Group, RoomRole::Member) => Standing::Member,
            (RoomKind::Group, RoomRole::Admin) => Standing::Admin,
            (RoomKind::Group, RoomRole::Owner) => Standing::Owner,
        }
    }

    /// Whether who is this may take somebody of the other out of the room.
    pub fn may_remove(self, other: RoomRole) -> bool {
        match other {
            RoomRole::Member => RoomAction::RemoveMember.is_allowed(self),
            RoomRole::Admin => RoomAction::RemoveAdmin.is_allowed(self),
            RoomRole::Owner => false,
        }
    }
}
