-- Who of the family is in, by a personal link and the date of birth. It lives no longer than the link.
CREATE TABLE family_sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    link_hash BYTEA NOT NULL REFERENCES links (token_hash) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX family_sessions_by_link ON family_sessions (link_hash);
CREATE INDEX family_sessions_by_end ON family_sessions (expires_at);
