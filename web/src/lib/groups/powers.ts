// What one may do in a group, as the house's table of permissions says it: to show no button that only refuses. Pure.
import type { MemberRole, Room } from '../wire/protocol';

const RANK: Record<MemberRole, number> = { member: 0, admin: 1, owner: 2 };

/** What the buttons of a group's details offer. */
export interface Powers {
  readonly mayWrite: boolean;
  readonly mayAdd: boolean;
  /** Name, picture, announcements, invites, who waits. */
  readonly mayChange: boolean;
  /** The links by which programs write. */
  readonly mayHook: boolean;
  readonly mayAppoint: boolean;
}

/** What one may do in `room`. */
export function powersIn(room: Pick<Room, 'kind' | 'role' | 'announcement'>): Powers {
  const isGroup = room.kind === 'group';
  const isStaff = isGroup && room.role !== 'member';
  return {
    mayWrite: !isGroup || !room.announcement || isStaff,
    mayAdd: isGroup,
    mayChange: isStaff,
    mayHook: isStaff,
    mayAppoint: isGroup && room.role === 'owner',
  };
}

/** Whether somebody with `role` may send a member with `other` away: staff, and only who is less. */
export function mayRemove(role: MemberRole, other: MemberRole): boolean {
  return role !== 'member' && RANK[role] > RANK[other];
}
