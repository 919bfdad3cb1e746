-- The house's tables. Text, whole numbers and bytes only: ids are UUIDv7 text, instants are epoch milliseconds,
-- civil dates are YYYY-MM-DD, a yes or no is 1 or 0. What a person filled in stands sealed, in bytes.
-- STRICT, so that a column holds its own kind only, as it does on PostgreSQL.

CREATE TABLE parties (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- Taken from the settings: lists ask for it.
    need_to_know INTEGER NOT NULL DEFAULT 0 CHECK (need_to_know IN (0, 1)),
    -- What comes due is proposed on a list, and not erased by itself.
    by_list INTEGER NOT NULL DEFAULT 0 CHECK (by_list IN (0, 1))
) STRICT;

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    party_id TEXT NOT NULL REFERENCES parties (id),
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    -- Since when somebody can't sign in any more.
    ended_at INTEGER,
    -- Whether reminders come once a day, in one mail.
    daily INTEGER NOT NULL DEFAULT 0 CHECK (daily IN (0, 1)),
    created_at INTEGER NOT NULL,
    -- Who this is to the identity provider of the party: a hash of party, issuer and subject.
    identity BLOB UNIQUE,
    -- When an employee last signed in: who reviews the accounts sees which are not used.
    signed_in_at INTEGER
) STRICT;
CREATE INDEX users_by_party ON users (party_id, role);

-- A doctor whom the mayor and aldermen of a municipality appointed (art. 7 LPW), and when.
CREATE TABLE appointments (
    doctor_id TEXT NOT NULL REFERENCES users (id),
    municipality_id TEXT NOT NULL REFERENCES parties (id),
    from_date TEXT NOT NULL,
    until_date TEXT,
    PRIMARY KEY (doctor_id, municipality_id, from_date)
) STRICT;
CREATE INDEX appointments_by_municipality ON appointments (municipality_id, from_date);

CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    csrf TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- When the second factor was last given.
    proved_at INTEGER NOT NULL,
    -- Where: the names of a browser and a system.
    device TEXT NOT NULL,
    -- Whether it was opened by the identity provider of the party; then that gives the second factor too.
    by_provider INTEGER NOT NULL DEFAULT 0 CHECK (by_provider IN (0, 1))
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- The second factor of an employee: the secret that an app has too, sealed with a key of the party, and the last step of time of which
-- a code was used.
CREATE TABLE factors (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    sealed BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- What stands in for the app when it is lost. Each works once: then its row goes.
CREATE TABLE recovery_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

-- Passkeys (WebAuthn), several of one person. credential_hash: of its id, so that nobody registers another's; sealed: its name and its public key.
CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    credential_hash BLOB NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkeys_by_user ON passkeys (user_id);
CREATE UNIQUE INDEX passkeys_by_credential ON passkeys (credential_hash);

-- What a browser was asked about a passkey, sealed, for one session or half a session. It is answered once: then its row goes.
CREATE TABLE passkey_questions (
    token_hash BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'use')),
    user_id TEXT NOT NULL REFERENCES users (id),
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (token_hash, kind)
) STRICT;
CREATE INDEX passkey_questions_by_user ON passkey_questions (user_id);
CREATE INDEX passkey_questions_by_expiry ON passkey_questions (expires_at);

-- Links by which somebody who was added chooses a password. One that was used, or is over, goes.
CREATE TABLE invitations (
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invitations_by_user ON invitations (user_id);

-- Who gave address and password, and no second factor yet. pending: the secret that waits for its first code, sealed; replaces: whether
-- it may take the place of the one that there is.
CREATE TABLE half_sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    pending BLOB,
    replaces INTEGER NOT NULL CHECK (replaces IN (0, 1)),
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX half_sessions_by_user ON half_sessions (user_id);
CREATE INDEX half_sessions_by_expiry ON half_sessions (expires_at);

-- The state of one application. Names nobody: that stands in the dossiers. The link to an earlier case is no
-- foreign key, because the earlier case may be erased first.
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    workflow TEXT NOT NULL,
    swv_id TEXT NOT NULL REFERENCES parties (id),
    ggd_id TEXT NOT NULL REFERENCES parties (id),
    municipality_id TEXT NOT NULL REFERENCES parties (id),
    local_team_id TEXT REFERENCES parties (id),
    doctor_id TEXT REFERENCES users (id),
    state TEXT NOT NULL,
    data TEXT NOT NULL,
    version INTEGER NOT NULL,
    previous_case TEXT,
    opened_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cases_by_previous ON cases (previous_case);
CREATE INDEX cases_by_state ON cases (state, id);

-- One party's own compartment of one case. Sealed with a key that lies elsewhere, under key_id.
CREATE TABLE dossiers (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL REFERENCES parties (id),
    key_id TEXT NOT NULL,
    label BLOB,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    -- How many requests of data subjects forbid its use.
    restricted INTEGER NOT NULL CHECK (restricted >= 0),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    -- When the term of retention began, and the day on which the dossier is destroyed; none while the event has not come.
    kept_from TEXT,
    destroy_on TEXT,
    -- The start of the last day of the deadline that runs with this party; a number beyond all days where none runs.
    due_at INTEGER NOT NULL DEFAULT 9007199254740991,
    -- From when it is yellow and red, and from when nothing moved for too long; the same number where that is never.
    yellow_at INTEGER NOT NULL DEFAULT 9007199254740991,
    red_at INTEGER NOT NULL DEFAULT 9007199254740991,
    stale_at INTEGER NOT NULL DEFAULT 9007199254740991,
    -- Whose turn it is, as this party may know it: its own (0), the family's (1), another party's (2), nobody's (3).
    stage INTEGER NOT NULL DEFAULT 0 CHECK (stage BETWEEN 0 AND 3),
    -- Whether nobody of the party who can sign in works on it.
    idle INTEGER NOT NULL DEFAULT 1 CHECK (idle IN (0, 1)),
    UNIQUE (case_id, party_id)
) STRICT;
CREATE INDEX dossiers_by_party ON dossiers (party_id, changed_at, id);
-- What is due to be destroyed, with all that the look at it asks.
CREATE INDEX dossiers_by_end ON dossiers (destroy_on, id, case_id, party_id);
CREATE INDEX dossiers_by_arrival ON dossiers (party_id, created_at, id);
CREATE INDEX dossiers_by_deadline ON dossiers (party_id, due_at, id);
-- The tabs of a worklist, in each of its orders.
CREATE INDEX dossiers_by_stage ON dossiers (party_id, stage, idle, changed_at, id);
CREATE INDEX dossiers_by_stage_arrival ON dossiers (party_id, stage, idle, created_at, id);
CREATE INDEX dossiers_by_stage_deadline ON dossiers (party_id, stage, idle, due_at, id);
-- What asks for attention: few at any time.
CREATE INDEX dossiers_red ON dossiers (party_id, red_at, yellow_at, id) WHERE red_at < 9007199254740991;
CREATE INDEX dossiers_stale ON dossiers (party_id, stale_at, id) WHERE stale_at < 9007199254740991;
CREATE INDEX dossiers_by_destruction ON dossiers (party_id, destroy_on, id);

-- By what a dossier is found: keyed tokens of the pieces of a name, always as many, in the order of their
-- bytes, filled up with random ones. They go with the dossier.
CREATE TABLE name_tokens (
    token BLOB NOT NULL,
    dossier_id TEXT NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    PRIMARY KEY (token, dossier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_tokens_by_dossier ON name_tokens (dossier_id);

-- Who of a party works on a case: since when, until when, and who said so. Who that is is no foreign key: this outlives its users.
CREATE TABLE case_members (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL REFERENCES parties (id),
    user_id TEXT NOT NULL,
    by_user TEXT,
    from_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE INDEX case_members_by_case ON case_members (case_id, party_id, user_id);
CREATE INDEX case_members_by_user ON case_members (party_id, user_id, case_id) WHERE until_at IS NULL;

-- What somebody last did with several cases at once, to look at and to undo the same day: numbers of cases and of colleagues.
CREATE TABLE batches (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    id TEXT NOT NULL,
    party_id TEXT NOT NULL REFERENCES parties (id),
    at INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX batches_by_age ON batches (at);

-- What somebody chose for the own list: its columns, and filters to come back to. Codes and numbers, never a text that somebody typed.
CREATE TABLE list_choices (
    user_id TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user_id, kind, value)
) STRICT;

-- Who broke the glass for a colleague's case, until when, and why: sealed with the key of the party's dossier.
CREATE TABLE break_glass (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL REFERENCES parties (id),
    dossier_id TEXT NOT NULL REFERENCES dossiers (id),
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    reason BLOB NOT NULL
) STRICT;
CREATE INDEX break_glass_by_case ON break_glass (case_id, user_id, until_at);
CREATE INDEX break_glass_by_party ON break_glass (party_id, at);
CREATE INDEX break_glass_by_dossier ON break_glass (dossier_id);

-- History: one row for each party that may see the event: its id, or 'family'. Who did it is no foreign key: history outlives its users.
CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    audience TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    by_party TEXT,
    by_role TEXT NOT NULL,
    by_user TEXT,
    data TEXT NOT NULL,
    sealed BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_case ON events (case_id, audience, at);

-- Who takes part in the covenant (art. 18), and on which paper. Nobody else can be given data: disclosures refer to it. A
-- youth-care provider can stand here without being a party that works with TOM. The form is sealed with a key of who received it.
CREATE TABLE participants (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    joined_on TEXT NOT NULL,
    -- The first day on which it takes part no more; what it holds follows its own retention.
    left_on TEXT,
    ground TEXT NOT NULL,
    received_by TEXT REFERENCES parties (id),
    key_id TEXT,
    form BLOB,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What went from one party to another, why it was allowed, and exactly which fields.
CREATE TABLE disclosures (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    from_party TEXT NOT NULL,
    to_party TEXT NOT NULL REFERENCES participants (id),
    hand_over TEXT NOT NULL,
    fields TEXT NOT NULL,
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL,
    consent TEXT,
    channel TEXT NOT NULL,
    by_role TEXT NOT NULL,
    by_user TEXT,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosures_by_case ON disclosures (case_id, at);

-- Letters and papers, stored as they were sent.
CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL REFERENCES parties (id),
    dossier_id TEXT NOT NULL REFERENCES dossiers (id),
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_by_case ON documents (case_id, party_id, created_at);
CREATE INDEX documents_by_dossier ON documents (dossier_id);

CREATE TABLE tasks (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL REFERENCES parties (id),
    kind TEXT NOT NULL,
    due_on TEXT,
    data TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    done_by TEXT
) STRICT;
CREATE INDEX tasks_by_party ON tasks (party_id, done_at, due_on);
CREATE INDEX tasks_by_case ON tasks (case_id);
-- Few at any time: what a party has not heard yet is asked with every list.
CREATE INDEX tasks_open_calls ON tasks (id) WHERE kind = 'call_seintje' AND done_at IS NULL;

-- Requests of data subjects (covenant, art. 13). What was asked and answered stands sealed, with the key of the dossier.
CREATE TABLE requests (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL REFERENCES parties (id),
    dossier_id TEXT NOT NULL REFERENCES dossiers (id),
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    state TEXT NOT NULL,
    received_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    -- On which day it ended. Of a party that may keep nothing this and the days before it are all that stays: then `sealed` is empty.
    answered_on TEXT
) STRICT;
CREATE INDEX requests_by_party ON requests (party_id, state, due_on);
CREATE INDEX requests_by_case ON requests (case_id, person);
CREATE INDEX requests_by_dossier ON requests (dossier_id);
-- What is erased on request.
CREATE INDEX requests_to_erase ON requests (dossier_id) WHERE state = 'granted_whole';

-- The record of every message and job. A lease that ran out is taken over; what keeps failing, a person sees.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT REFERENCES cases (id),
    party_id TEXT REFERENCES parties (id),
    dossier_id TEXT REFERENCES dossiers (id),
    kind TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    lease TEXT,
    lease_until INTEGER,
    message_id TEXT,
    data TEXT NOT NULL,
    sealed BLOB,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    error TEXT
) STRICT;
-- What is done goes after some months.
CREATE INDEX outbox_by_done ON outbox (done_at);
CREATE INDEX outbox_by_due ON outbox (state, due_at, id);
CREATE INDEX outbox_by_case ON outbox (case_id);
CREATE INDEX outbox_by_dossier ON outbox (dossier_id);

-- Personal links for parents. Only the token's hash is kept.
CREATE TABLE links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    dossier_id TEXT NOT NULL REFERENCES dossiers (id),
    person TEXT NOT NULL,
    purpose TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    last_failure INTEGER
) STRICT;
CREATE INDEX links_by_case ON links (case_id);
CREATE INDEX links_by_dossier ON links (dossier_id);

-- For whom of the family an account is: somebody in `users` in a role of the family, of the party that sent the code. Goes with the
-- dossier that it reads.
CREATE TABLE family_accounts (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    dossier_id TEXT NOT NULL REFERENCES dossiers (id),
    person TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX family_accounts_by_person ON family_accounts (case_id, person);
CREATE INDEX family_accounts_by_dossier ON family_accounts (dossier_id);

-- A form that is sent twice gets the first answer again.
CREATE TABLE submissions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT,
    at INTEGER NOT NULL,
    location TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX submissions_by_age ON submissions (at);

-- Who looked at what, and why. No foreign keys: a line outlives what it is about.
CREATE TABLE access_log (
    id TEXT NOT NULL PRIMARY KEY,
    party_id TEXT NOT NULL,
    case_id TEXT,
    at INTEGER NOT NULL,
    user_id TEXT,
    role TEXT NOT NULL,
    purpose TEXT NOT NULL,
    kinds TEXT NOT NULL,
    outcome TEXT NOT NULL,
    on_behalf TEXT,
    basis TEXT NOT NULL,
    asked TEXT NOT NULL,
    salt TEXT NOT NULL,
    block INTEGER
) STRICT, WITHOUT ROWID;

-- In which block a line is sealed; nowhere yet, for the newest.
CREATE INDEX access_log_by_block ON access_log (party_id, block);
CREATE INDEX access_log_by_party ON access_log (party_id, id);
-- For the family, which reads who looked.
CREATE INDEX access_log_by_case ON access_log (case_id, id);
-- Lists: for who asks everything that a party keeps.
CREATE INDEX access_log_lists ON access_log (party_id, id) WHERE case_id IS NULL;

-- The access log, sealed: the hash of each line, the hash of the block before, and the party's signature.
CREATE TABLE log_blocks (
    party_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    lines TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (party_id, number)
) STRICT, WITHOUT ROWID;

-- Where a party's log was cut, because its term was over: what the last block that went came to, how many lines went so far, and the
-- party's signature of that.
CREATE TABLE log_cuts (
    party_id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    signature TEXT NOT NULL,
    lines INTEGER NOT NULL,
    at INTEGER NOT NULL,
    mark TEXT NOT NULL
) STRICT;

-- A review of the access log that an FG signed off: which period, on which sealed block it rests, and what was found, sealed.
CREATE TABLE log_reviews (
    id TEXT NOT NULL PRIMARY KEY,
    party_id TEXT NOT NULL REFERENCES parties (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    block INTEGER NOT NULL,
    block_hash TEXT NOT NULL,
    lines INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    finding BLOB NOT NULL,
    by_user TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX log_reviews_by_party ON log_reviews (party_id, at);

-- Who reviewed which accounts a party has and what each may do, and what came of it: ids and codes, signed with a key of the party.
CREATE TABLE account_reviews (
    id TEXT NOT NULL PRIMARY KEY,
    party_id TEXT NOT NULL REFERENCES parties (id),
    scope TEXT NOT NULL,
    by_user TEXT NOT NULL,
    at INTEGER NOT NULL,
    accounts TEXT NOT NULL,
    mark TEXT NOT NULL
) STRICT;
CREATE INDEX account_reviews_by_party ON account_reviews (party_id, scope, at);

-- Who takes over whose cases for a while. Who that is is no foreign key: a line of the log that names it outlives its users.
CREATE TABLE substitutions (
    id TEXT NOT NULL PRIMARY KEY,
    party_id TEXT NOT NULL REFERENCES parties (id),
    absent_user TEXT NOT NULL,
    substitute_user TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    by_user TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX substitutions_by_substitute ON substitutions (party_id, substitute_user, until_at);
CREATE INDEX substitutions_by_absent ON substitutions (party_id, absent_user, until_at);

-- Which dossiers are not destroyed although their term is over. Why stands sealed, with the key of the dossier.
CREATE TABLE holds (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL REFERENCES parties (id),
    dossier_id TEXT NOT NULL REFERENCES dossiers (id),
    kind TEXT NOT NULL,
    reason BLOB NOT NULL,
    by_user TEXT NOT NULL,
    at INTEGER NOT NULL,
    until_on TEXT,
    ended_at INTEGER,
    ended_by TEXT
) STRICT;
CREATE INDEX holds_by_case ON holds (case_id);
CREATE INDEX holds_by_dossier ON holds (dossier_id);

-- That something was erased, and why: a certificate of destruction, without personal data. No foreign keys: it outlives what it is
-- about. As long as destroyed_at is empty, the data key must still be destroyed.
CREATE TABLE certificates (
    id TEXT NOT NULL PRIMARY KEY,
    party_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    dossier_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    why TEXT NOT NULL,
    source TEXT NOT NULL,
    contents TEXT NOT NULL,
    entire INTEGER NOT NULL CHECK (entire IN (0, 1)),
    erased_on TEXT NOT NULL,
    by_user TEXT,
    second_user TEXT,
    list_id TEXT,
    destroyed_at INTEGER
) STRICT;
CREATE INDEX certificates_by_party ON certificates (party_id, id);
CREATE INDEX certificates_by_day ON certificates (party_id, erased_on);
CREATE INDEX certificates_open ON certificates (id) WHERE destroyed_at IS NULL;

-- Lists of what is to be destroyed: who proposed one, who reviewed it, and on which day it is carried out. Who that is is no foreign
-- key: a list outlives its users, and the dossiers on it.
CREATE TABLE destruction_lists (
    id TEXT NOT NULL PRIMARY KEY,
    party_id TEXT NOT NULL,
    name TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    state TEXT NOT NULL,
    first_user TEXT NOT NULL,
    second_user TEXT,
    started_on TEXT NOT NULL,
    due_on TEXT,
    ended_on TEXT,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX destruction_lists_by_party ON destruction_lists (party_id, started_on, id);
CREATE INDEX destruction_lists_by_day ON destruction_lists (state, due_on);
-- A party has one list under review at a time.
CREATE UNIQUE INDEX destruction_lists_review ON destruction_lists (party_id) WHERE state = 'review';

-- What stands on a list: random numbers, a day and a rule. A dossier stands on one list at a time.
CREATE TABLE destruction_items (
    id TEXT NOT NULL PRIMARY KEY,
    list_id TEXT NOT NULL REFERENCES destruction_lists (id),
    party_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    dossier_id TEXT NOT NULL,
    destroy_on TEXT NOT NULL,
    because TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX destruction_items_by_list ON destruction_items (list_id, destroy_on, id);
CREATE INDEX destruction_items_by_dossier ON destruction_items (dossier_id);
CREATE UNIQUE INDEX destruction_items_standing ON destruction_items (dossier_id) WHERE state IN ('open', 'agreed');

-- How far erasing is: when the clock was looked at last, whether it stands still, and up to where the ledger was carried out.
CREATE TABLE erasing (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

-- How often a sign-in or a link failed, and until when it waits.
CREATE TABLE throttle (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;

-- An application that a family fills in online and did not send yet, for an SWV that sees nothing of it: sealed with a key of its own,
-- which goes with it. Sent or thrown away, it holds nothing any more and stays for an hour, to say so to who comes back.
CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    party_id TEXT NOT NULL REFERENCES parties (id),
    key_id TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- From this moment on it is erased.
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_by_end ON drafts (expires_at);

-- The link of each who fills in a draft or signs it. Only the token's hash is kept.
CREATE TABLE draft_links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_failure INTEGER
) STRICT;
CREATE INDEX draft_links_by_draft ON draft_links (draft_id);

-- Who is in, by such a link.
CREATE TABLE draft_sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    link_hash BLOB NOT NULL REFERENCES draft_links (token_hash) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_sessions_by_link ON draft_sessions (link_hash);
CREATE INDEX draft_sessions_by_end ON draft_sessions (expires_at);
