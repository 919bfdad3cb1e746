-- Who of the family is in, by a personal link and the date of birth. It lives no longer than the link.
CREATE TABLE family_sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    link_hash BLOB NOT NULL REFERENCES links (token_hash) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX family_sessions_by_link ON family_sessions (link_hash);
CREATE INDEX family_sessions_by_end ON family_sessions (expires_at);
