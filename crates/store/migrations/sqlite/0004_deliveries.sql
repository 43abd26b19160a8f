-- How far the programs of bots have been told: messages, and what becomes of them.

-- The revision of the last change that every member sees, where a later one is that somebody has deleted the message for
-- herself; NULL where rev is it.
ALTER TABLE messages ADD COLUMN told_rev INTEGER;
CREATE INDEX messages_by_told_rev ON messages (room, told_rev) WHERE told_rev IS NOT NULL;

-- For each hook out and each room of its bot: the program knows the messages up to seq, and their changes up to rev.
CREATE TABLE hook_places (
    hook INTEGER NOT NULL REFERENCES hooks,
    room INTEGER NOT NULL REFERENCES rooms,
    seq  INTEGER NOT NULL,
    rev  INTEGER NOT NULL,
    PRIMARY KEY (hook, room)
) STRICT, WITHOUT ROWID;

-- Until now the bot's delivered mark said so, and changes were not told.
INSERT INTO hook_places (hook, room, seq, rev)
SELECT hooks.id, members.room, members.delivered, coalesce(
    (SELECT first_rev - 1 FROM messages WHERE messages.room = members.room AND messages.seq = members.delivered + 1),
    rooms.rev
)
FROM hooks JOIN members ON members.user = hooks.bot JOIN rooms ON rooms.id = members.room
WHERE hooks.url IS NOT NULL;
