-- Ids are 64 random bits, kept as the signed integer of the same bits. Times (*_at) are milliseconds since 1970 UTC.

-- name_key is NULL while the name is free for others.
CREATE TABLE people (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    name_key   TEXT,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX people_by_name_key ON people (name_key) WHERE name_key IS NOT NULL;
CREATE INDEX people_by_seen_at ON people (seen_at) WHERE name_key IS NOT NULL;

CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY,
    user       INTEGER NOT NULL REFERENCES people,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32),
    created_at INTEGER NOT NULL
) STRICT;

-- last_at is the time of the message at last_seq, NULL while there is none.
CREATE TABLE rooms (
    id       INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    last_at  INTEGER,
    CHECK ((last_seq = 0) = (last_at IS NULL))
) STRICT;

-- The one room of two people.
CREATE TABLE direct_rooms (
    low  INTEGER NOT NULL REFERENCES people,
    high INTEGER NOT NULL REFERENCES people,
    room INTEGER NOT NULL REFERENCES rooms,
    PRIMARY KEY (low, high),
    CHECK (low < high)
) STRICT, WITHOUT ROWID;

-- sent counts the member's own messages, sent_read those of them at or before the read mark: what is unread is then
-- (last_seq - read) - (sent - sent_read), without counting messages.
CREATE TABLE members (
    room      INTEGER NOT NULL REFERENCES rooms,
    user      INTEGER NOT NULL REFERENCES people,
    delivered INTEGER NOT NULL DEFAULT 0,
    read      INTEGER NOT NULL DEFAULT 0,
    sent      INTEGER NOT NULL DEFAULT 0,
    sent_read INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, user),
    CHECK (0 <= read AND read <= delivered),
    CHECK (0 <= sent_read AND sent_read <= sent)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user);

-- A message is words (text) or the line of a call (call_*). The rows of a room lie together, in their order.
CREATE TABLE messages (
    room         INTEGER NOT NULL REFERENCES rooms,
    seq          INTEGER NOT NULL CHECK (seq > 0),
    id           INTEGER NOT NULL,
    author       INTEGER NOT NULL REFERENCES people,
    client_id    TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    text         TEXT,
    call         INTEGER,
    call_media   TEXT    CHECK (call_media IN ('video', 'voice')),
    call_outcome TEXT    CHECK (call_outcome IN ('busy', 'cancelled', 'completed', 'declined', 'missed')),
    call_seconds INTEGER,
    PRIMARY KEY (room, seq),
    UNIQUE (author, client_id),
    CHECK ((text IS NULL) = (call IS NOT NULL)),
    CHECK ((call IS NULL) = (call_media IS NULL)),
    CHECK ((call IS NULL) = (call_outcome IS NULL)),
    CHECK ((call IS NULL) = (call_seconds IS NULL))
) STRICT, WITHOUT ROWID;

-- Calls that were answered and have not ended.
CREATE TABLE calls (
    id         INTEGER PRIMARY KEY,
    caller     INTEGER NOT NULL REFERENCES people,
    callee     INTEGER NOT NULL REFERENCES people,
    media      TEXT    NOT NULL CHECK (media IN ('video', 'voice')),
    started_at INTEGER NOT NULL
) STRICT;
