-- Accounts, groups, and all that a message can become. Flags are 0 or 1. What was kept before is carried over by the
-- program, which counts, folds and digests it: see `migrate/carry.rs`.

-- handle and password are NULL for guests and bots.
ALTER TABLE people ADD COLUMN handle TEXT;
ALTER TABLE people ADD COLUMN password TEXT;
ALTER TABLE people ADD COLUMN role TEXT NOT NULL DEFAULT 'guest' CHECK (role IN ('guest', 'member', 'admin', 'owner'));
ALTER TABLE people ADD COLUMN is_bot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN is_disabled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN avatar INTEGER;
ALTER TABLE people ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN online_for TEXT NOT NULL DEFAULT 'everybody'
    CHECK (online_for IN ('contacts', 'everybody', 'nobody'));
ALTER TABLE people ADD COLUMN last_seen_for TEXT NOT NULL DEFAULT 'everybody'
    CHECK (last_seen_for IN ('contacts', 'everybody', 'nobody'));
ALTER TABLE people ADD COLUMN quiet_until INTEGER;
CREATE UNIQUE INDEX people_by_handle ON people (handle) WHERE handle IS NOT NULL;
CREATE INDEX people_by_avatar ON people (avatar) WHERE avatar IS NOT NULL;

ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'browser' CHECK (kind IN ('bot', 'browser'));
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET seen_at = created_at;

-- What one has noted about another.
CREATE TABLE contacts (
    user       INTEGER NOT NULL REFERENCES people,
    other      INTEGER NOT NULL REFERENCES people,
    is_listed  INTEGER NOT NULL,
    is_blocked INTEGER NOT NULL,
    remark     TEXT,
    PRIMARY KEY (user, other)
) STRICT, WITHOUT ROWID;

-- rev counts every new message and every change of one. member_count is the number of rows in members.
ALTER TABLE rooms ADD COLUMN kind TEXT NOT NULL DEFAULT 'direct' CHECK (kind IN ('direct', 'group', 'notes'));
ALTER TABLE rooms ADD COLUMN name TEXT;
ALTER TABLE rooms ADD COLUMN picture INTEGER;
ALTER TABLE rooms ADD COLUMN is_announcement INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN member_count INTEGER NOT NULL DEFAULT 2;
CREATE INDEX rooms_by_picture ON rooms (picture) WHERE picture IS NOT NULL;

-- The one room of somebody's notes to herself.
CREATE TABLE notes_rooms (
    user INTEGER PRIMARY KEY REFERENCES people,
    room INTEGER NOT NULL REFERENCES rooms
) STRICT;

-- came orders the members of a room by when they came.
ALTER TABLE members ADD COLUMN role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin', 'owner'));
ALTER TABLE members ADD COLUMN came INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN muted_until INTEGER;
ALTER TABLE members ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;
CREATE INDEX members_by_coming ON members (room, came);

-- Words begun and not sent; they stand apart because a member's row is written at each message.
CREATE TABLE drafts (
    room     INTEGER NOT NULL,
    user     INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    reply_to INTEGER,
    at       INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;

-- A message is the line of a call (call_*), a notice of what happened to a group, words, or words taken back. digest tells
-- a retry of the same words from other words under the same client id, also after an edit. rev is that of the last change,
-- first_rev that of its coming. parts says in which other tables rows of it can be: 1 message_files, 2 mentions,
-- 4 reactions, 8 hidden. doc is its number in the search index. reply_to is a place in the same room. mentions_all is 1 if
-- it calls upon everybody.
ALTER TABLE messages RENAME TO messages_of_version_1;
CREATE TABLE messages (
    room           INTEGER NOT NULL REFERENCES rooms,
    seq            INTEGER NOT NULL CHECK (seq > 0),
    first_rev      INTEGER NOT NULL,
    rev            INTEGER NOT NULL CHECK (rev >= first_rev),
    id             INTEGER NOT NULL,
    author         INTEGER NOT NULL REFERENCES people,
    client_id      TEXT    NOT NULL,
    digest         INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    kind           TEXT    NOT NULL CHECK (kind IN ('call', 'notice', 'recalled', 'words')),
    parts          INTEGER NOT NULL DEFAULT 0,
    doc            INTEGER,
    text           TEXT,
    edited_at      INTEGER,
    reply_to       INTEGER,
    forwarded_from INTEGER,
    mentions_all   INTEGER NOT NULL DEFAULT 0,
    recalled_by    INTEGER,
    notice         TEXT,
    call           INTEGER,
    call_media     TEXT    CHECK (call_media IN ('video', 'voice')),
    call_outcome   TEXT    CHECK (call_outcome IN ('busy', 'cancelled', 'completed', 'declined', 'missed')),
    call_seconds   INTEGER,
    PRIMARY KEY (room, seq),
    UNIQUE (author, client_id),
    CHECK ((text IS NOT NULL) = (kind = 'words')),
    CHECK ((recalled_by IS NOT NULL) = (kind = 'recalled')),
    CHECK ((notice IS NOT NULL) = (kind = 'notice')),
    CHECK ((call IS NOT NULL) = (kind = 'call')),
    CHECK ((call IS NULL) = (call_media IS NULL)),
    CHECK ((call IS NULL) = (call_outcome IS NULL)),
    CHECK ((call IS NULL) = (call_seconds IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_by_id ON messages (room, id);
CREATE INDEX messages_to_all ON messages (room, seq) WHERE mentions_all = 1;

-- Messages that have changed since they came, under their last revision: what a device that was away has to ask for.
CREATE TABLE changes (
    room INTEGER NOT NULL,
    rev  INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (room, rev)
) STRICT, WITHOUT ROWID;

-- Which messages answer a message.
CREATE TABLE quotes (
    room   INTEGER NOT NULL,
    quoted INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (room, quoted, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (
    room INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    nth  INTEGER NOT NULL,
    user INTEGER NOT NULL REFERENCES people,
    PRIMARY KEY (room, seq, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_user ON mentions (room, user, seq);

-- rev orders the signs under a message.
CREATE TABLE reactions (
    room INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    rev  INTEGER NOT NULL,
    key  TEXT    NOT NULL,
    user INTEGER NOT NULL REFERENCES people,
    PRIMARY KEY (room, seq, rev),
    UNIQUE (room, seq, key, user)
) STRICT, WITHOUT ROWID;

-- What messages said before; rev is that of the edit which ended it.
CREATE TABLE edits (
    room INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    rev  INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    text TEXT    NOT NULL,
    PRIMARY KEY (room, seq, rev)
) STRICT, WITHOUT ROWID;

-- Messages that a member has deleted for herself.
CREATE TABLE hidden (
    room INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    user INTEGER NOT NULL,
    PRIMARY KEY (room, seq, user)
) STRICT, WITHOUT ROWID;

-- kind and all that follows it is NULL while the file is coming; size is then what was announced.
CREATE TABLE files (
    id            INTEGER PRIMARY KEY,
    owner         INTEGER NOT NULL REFERENCES people,
    name          TEXT    NOT NULL,
    size          INTEGER NOT NULL CHECK (size >= 0),
    at            INTEGER NOT NULL,
    kind          TEXT    CHECK (kind IN ('audio', 'file', 'image', 'video', 'voice')),
    mime          TEXT,
    sha256        BLOB    CHECK (sha256 IS NULL OR length(sha256) = 32),
    width         INTEGER,
    height        INTEGER,
    duration_ms   INTEGER,
    waveform      BLOB,
    has_thumbnail INTEGER,
    CHECK ((kind IS NULL) = (mime IS NULL)),
    CHECK ((kind IS NULL) = (sha256 IS NULL)),
    CHECK ((kind IS NULL) = (waveform IS NULL)),
    CHECK ((kind IS NULL) = (has_thumbnail IS NULL)),
    CHECK ((width IS NULL) = (height IS NULL))
) STRICT;
CREATE INDEX files_by_owner ON files (owner, size);

-- Files out of use whose bytes have not yet been removed.
CREATE TABLE unused_files (id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE message_files (
    room INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    nth  INTEGER NOT NULL,
    file INTEGER NOT NULL REFERENCES files,
    PRIMARY KEY (room, seq, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_files_by_file ON message_files (file);

CREATE TABLE invites (
    id             INTEGER PRIMARY KEY,
    code           TEXT    NOT NULL UNIQUE,
    room           INTEGER REFERENCES rooms,
    made_by        INTEGER NOT NULL REFERENCES people,
    needs_approval INTEGER NOT NULL,
    uses_left      INTEGER CHECK (uses_left >= 0),
    expires_at     INTEGER,
    created_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE join_requests (
    room INTEGER NOT NULL REFERENCES rooms,
    user INTEGER NOT NULL REFERENCES people,
    at   INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;

-- A hook in has room, name and token, a hook out has url and secret.
CREATE TABLE hooks (
    id      INTEGER PRIMARY KEY,
    bot     INTEGER NOT NULL REFERENCES people,
    made_by INTEGER NOT NULL REFERENCES people,
    room    INTEGER REFERENCES rooms,
    name    TEXT,
    token   BLOB    UNIQUE CHECK (length(token) = 32),
    url     TEXT,
    secret  TEXT,
    CHECK ((room IS NULL) = (name IS NULL)),
    CHECK ((room IS NULL) = (token IS NULL)),
    CHECK ((room IS NULL) = (url IS NOT NULL)),
    CHECK ((url IS NULL) = (secret IS NULL))
) STRICT;
CREATE INDEX hooks_by_bot ON hooks (bot, room);

-- The messages of words in the order of their coming. A number is never used again.
CREATE TABLE docs (
    doc  INTEGER PRIMARY KEY,
    room INTEGER NOT NULL,
    seq  INTEGER NOT NULL
) STRICT;

-- What each of them says, cut into pieces by the program, with marks for its room, author and kinds. The text itself is
-- in messages alone.
CREATE VIRTUAL TABLE search USING fts5 (
    pieces, content = '', contentless_delete = 1, detail = none, prefix = '1', tokenize = 'ascii'
);
