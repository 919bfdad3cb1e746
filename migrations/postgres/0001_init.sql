-- The house's tables. Text, whole numbers and bytes only: ids are UUIDv7 text, instants are epoch milliseconds,
-- civil dates are YYYY-MM-DD, a yes or no is 1 or 0. What a person filled in stands sealed, in bytes.
-- Text sorts by its bytes (COLLATE "C"), as it does on SQLite.

CREATE TABLE parties (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    settings TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    -- Taken from the settings: lists ask for it.
    need_to_know BIGINT NOT NULL DEFAULT 0 CHECK (need_to_know IN (0, 1)),
    -- What comes due is proposed on a list, and not erased by itself.
    by_list BIGINT NOT NULL DEFAULT 0 CHECK (by_list IN (0, 1))
);

CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    email TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    active BIGINT NOT NULL CHECK (active IN (0, 1)),
    -- Since when somebody can't sign in any more.
    ended_at BIGINT,
    -- Whether reminders come once a day, in one mail.
    daily BIGINT NOT NULL DEFAULT 0 CHECK (daily IN (0, 1)),
    created_at BIGINT NOT NULL,
    -- Who this is to the identity provider of the party: a hash of party, issuer and subject.
    identity BYTEA UNIQUE,
    -- When an employee last signed in: who reviews the accounts sees which are not used.
    signed_in_at BIGINT
);
CREATE INDEX users_by_party ON users (party_id, role);

-- A doctor whom the mayor and aldermen of a municipality appointed (art. 7 LPW), and when.
CREATE TABLE appointments (
    doctor_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    municipality_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    from_date TEXT COLLATE "C" NOT NULL,
    until_date TEXT COLLATE "C",
    PRIMARY KEY (doctor_id, municipality_id, from_date)
);
CREATE INDEX appointments_by_municipality ON appointments (municipality_id, from_date);

CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    csrf TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When the second factor was last given.
    proved_at BIGINT NOT NULL,
    -- Where: the names of a browser and a system.
    device TEXT COLLATE "C" NOT NULL,
    -- Whether it was opened by the identity provider of the party; then that gives the second factor too.
    by_provider BIGINT NOT NULL DEFAULT 0 CHECK (by_provider IN (0, 1))
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- The second factor of an employee: the secret that an app has too, sealed with a key of the party, and the last step of time of which
-- a code was used.
CREATE TABLE factors (
    user_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users (id),
    sealed BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- What stands in for the app when it is lost. Each works once: then its row goes.
CREATE TABLE recovery_codes (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id)
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

-- Passkeys (WebAuthn), several of one person. credential_hash: of its id, so that nobody registers another's; sealed: its name and its public key.
CREATE TABLE passkeys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    credential_hash BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);
CREATE UNIQUE INDEX passkeys_by_credential ON passkeys (credential_hash);

-- What a browser was asked about a passkey, sealed, for one session or half a session. It is answered once: then its row goes.
CREATE TABLE passkey_questions (
    token_hash BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('new', 'use')),
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    sealed BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash, kind)
);
CREATE INDEX passkey_questions_by_user ON passkey_questions (user_id);
CREATE INDEX passkey_questions_by_expiry ON passkey_questions (expires_at);

-- Links by which somebody who was added chooses a password. One that was used, or is over, goes.
CREATE TABLE invitations (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX invitations_by_user ON invitations (user_id);

-- Who gave address and password, and no second factor yet. pending: the secret that waits for its first code, sealed; replaces: whether
-- it may take the place of the one that there is.
CREATE TABLE half_sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    pending BYTEA,
    replaces BIGINT NOT NULL CHECK (replaces IN (0, 1)),
    expires_at BIGINT NOT NULL
);
CREATE INDEX half_sessions_by_user ON half_sessions (user_id);
CREATE INDEX half_sessions_by_expiry ON half_sessions (expires_at);

-- The state of one application. Names nobody: that stands in the dossiers. The link to an earlier case is no
-- foreign key, because the earlier case may be erased first.
CREATE TABLE cases (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    workflow TEXT COLLATE "C" NOT NULL,
    swv_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    ggd_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    municipality_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    local_team_id TEXT COLLATE "C" REFERENCES parties (id),
    doctor_id TEXT COLLATE "C" REFERENCES users (id),
    state TEXT COLLATE "C" NOT NULL,
    data TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    previous_case TEXT COLLATE "C",
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX cases_by_previous ON cases (previous_case);
CREATE INDEX cases_by_state ON cases (state, id);

-- One party's own compartment of one case. Sealed with a key that lies elsewhere, under key_id.
CREATE TABLE dossiers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    key_id TEXT COLLATE "C" NOT NULL,
    label BYTEA,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    -- How many requests of data subjects forbid its use.
    restricted BIGINT NOT NULL CHECK (restricted >= 0),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- When the term of retention began, and the day on which the dossier is destroyed; none while the event has not come.
    kept_from TEXT COLLATE "C",
    destroy_on TEXT COLLATE "C",
    -- The start of the last day of the deadline that runs with this party; a number beyond all days where none runs.
    due_at BIGINT NOT NULL DEFAULT 9007199254740991,
    -- From when it is yellow and red, and from when nothing moved for too long; the same number where that is never.
    yellow_at BIGINT NOT NULL DEFAULT 9007199254740991,
    red_at BIGINT NOT NULL DEFAULT 9007199254740991,
    stale_at BIGINT NOT NULL DEFAULT 9007199254740991,
    -- Whose turn it is, as this party may know it: its own (0), the family's (1), another party's (2), nobody's (3).
    stage BIGINT NOT NULL DEFAULT 0 CHECK (stage BETWEEN 0 AND 3),
    -- Whether nobody of the party who can sign in works on it.
    idle BIGINT NOT NULL DEFAULT 1 CHECK (idle IN (0, 1)),
    UNIQUE (case_id, party_id)
);
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
    token BYTEA NOT NULL,
    dossier_id TEXT COLLATE "C" NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    PRIMARY KEY (token, dossier_id)
);
CREATE INDEX name_tokens_by_dossier ON name_tokens (dossier_id);

-- Who of a party works on a case: since when, until when, and who said so. Who that is is no foreign key: this outlives its users.
CREATE TABLE case_members (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    user_id TEXT COLLATE "C" NOT NULL,
    by_user TEXT COLLATE "C",
    from_at BIGINT NOT NULL,
    until_at BIGINT
);
CREATE INDEX case_members_by_case ON case_members (case_id, party_id, user_id);
CREATE INDEX case_members_by_user ON case_members (party_id, user_id, case_id) WHERE until_at IS NULL;

-- What somebody last did with several cases at once, to look at and to undo the same day: numbers of cases and of colleagues.
CREATE TABLE batches (
    user_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users (id),
    id TEXT COLLATE "C" NOT NULL,
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    at BIGINT NOT NULL,
    data TEXT COLLATE "C" NOT NULL
);
CREATE INDEX batches_by_age ON batches (at);

-- What somebody chose for the own list: its columns, and filters to come back to. Codes and numbers, never a text that somebody typed.
CREATE TABLE list_choices (
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, kind, value)
);

-- Who broke the glass for a colleague's case, until when, and why: sealed with the key of the party's dossier.
CREATE TABLE break_glass (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    dossier_id TEXT COLLATE "C" NOT NULL REFERENCES dossiers (id),
    user_id TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    reason BYTEA NOT NULL
);
CREATE INDEX break_glass_by_case ON break_glass (case_id, user_id, until_at);
CREATE INDEX break_glass_by_party ON break_glass (party_id, at);
CREATE INDEX break_glass_by_dossier ON break_glass (dossier_id);

-- History: one row for each party that may see the event: its id, or 'family'. Who did it is no foreign key: history outlives its users.
CREATE TABLE events (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    audience TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    by_party TEXT COLLATE "C",
    by_role TEXT COLLATE "C" NOT NULL,
    by_user TEXT COLLATE "C",
    data TEXT COLLATE "C" NOT NULL,
    sealed BYTEA
);
CREATE INDEX events_by_case ON events (case_id, audience, at);

-- Who takes part in the covenant (art. 18), and on which paper. Nobody else can be given data: disclosures refer to it. A
-- youth-care provider can stand here without being a party that works with TOM. The form is sealed with a key of who received it.
CREATE TABLE participants (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    joined_on TEXT COLLATE "C" NOT NULL,
    -- The first day on which it takes part no more; what it holds follows its own retention.
    left_on TEXT COLLATE "C",
    ground TEXT COLLATE "C" NOT NULL,
    received_by TEXT COLLATE "C" REFERENCES parties (id),
    key_id TEXT COLLATE "C",
    form BYTEA,
    recorded_at BIGINT NOT NULL
);

-- What went from one party to another, why it was allowed, and exactly which fields.
CREATE TABLE disclosures (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    from_party TEXT COLLATE "C" NOT NULL,
    to_party TEXT COLLATE "C" NOT NULL REFERENCES participants (id),
    hand_over TEXT COLLATE "C" NOT NULL,
    fields TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    basis TEXT COLLATE "C" NOT NULL,
    consent TEXT COLLATE "C",
    channel TEXT COLLATE "C" NOT NULL,
    by_role TEXT COLLATE "C" NOT NULL,
    by_user TEXT COLLATE "C",
    at BIGINT NOT NULL
);
CREATE INDEX disclosures_by_case ON disclosures (case_id, at);

-- Letters and papers, stored as they were sent.
CREATE TABLE documents (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    dossier_id TEXT COLLATE "C" NOT NULL REFERENCES dossiers (id),
    kind TEXT COLLATE "C" NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX documents_by_case ON documents (case_id, party_id, created_at);
CREATE INDEX documents_by_dossier ON documents (dossier_id);

CREATE TABLE tasks (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    kind TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C",
    data TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    done_by TEXT COLLATE "C"
);
CREATE INDEX tasks_by_party ON tasks (party_id, done_at, due_on);
CREATE INDEX tasks_by_case ON tasks (case_id);
-- Few at any time: what a party has not heard yet is asked with every list.
CREATE INDEX tasks_open_calls ON tasks (id) WHERE kind = 'call_seintje' AND done_at IS NULL;

-- Requests of data subjects (covenant, art. 13). What was asked and answered stands sealed, with the key of the dossier.
CREATE TABLE requests (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    dossier_id TEXT COLLATE "C" NOT NULL REFERENCES dossiers (id),
    kind TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    received_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    -- On which day it ended. Of a party that may keep nothing this and the days before it are all that stays: then `sealed` is empty.
    answered_on TEXT COLLATE "C"
);
CREATE INDEX requests_by_party ON requests (party_id, state, due_on);
CREATE INDEX requests_by_case ON requests (case_id, person);
CREATE INDEX requests_by_dossier ON requests (dossier_id);
-- What is erased on request.
CREATE INDEX requests_to_erase ON requests (dossier_id) WHERE state = 'granted_whole';

-- The record of every message and job. A lease that ran out is taken over; what keeps failing, a person sees.
CREATE TABLE outbox (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" REFERENCES cases (id),
    party_id TEXT COLLATE "C" REFERENCES parties (id),
    dossier_id TEXT COLLATE "C" REFERENCES dossiers (id),
    kind TEXT COLLATE "C" NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL,
    lease TEXT COLLATE "C",
    lease_until BIGINT,
    message_id TEXT COLLATE "C",
    data TEXT COLLATE "C" NOT NULL,
    sealed BYTEA,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    error TEXT COLLATE "C"
);
-- What is done goes after some months.
CREATE INDEX outbox_by_done ON outbox (done_at);
CREATE INDEX outbox_by_due ON outbox (state, due_at, id);
CREATE INDEX outbox_by_case ON outbox (case_id);
CREATE INDEX outbox_by_dossier ON outbox (dossier_id);

-- Personal links for parents. Only the token's hash is kept.
CREATE TABLE links (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    dossier_id TEXT COLLATE "C" NOT NULL REFERENCES dossiers (id),
    person TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    last_failure BIGINT
);
CREATE INDEX links_by_case ON links (case_id);
CREATE INDEX links_by_dossier ON links (dossier_id);

-- For whom of the family an account is: somebody in `users` in a role of the family, of the party that sent the code. Goes with the
-- dossier that it reads.
CREATE TABLE family_accounts (
    user_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users (id),
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    dossier_id TEXT COLLATE "C" NOT NULL REFERENCES dossiers (id),
    person TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX family_accounts_by_person ON family_accounts (case_id, person);
CREATE INDEX family_accounts_by_dossier ON family_accounts (dossier_id);

-- A form that is sent twice gets the first answer again.
CREATE TABLE submissions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C",
    at BIGINT NOT NULL,
    location TEXT COLLATE "C" NOT NULL
);
CREATE INDEX submissions_by_age ON submissions (at);

-- Who looked at what, and why. No foreign keys: a line outlives what it is about.
CREATE TABLE access_log (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    party_id TEXT COLLATE "C" NOT NULL,
    case_id TEXT COLLATE "C",
    at BIGINT NOT NULL,
    user_id TEXT COLLATE "C",
    role TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    kinds TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    on_behalf TEXT COLLATE "C",
    basis TEXT COLLATE "C" NOT NULL,
    asked TEXT COLLATE "C" NOT NULL,
    salt TEXT COLLATE "C" NOT NULL,
    block BIGINT
);

-- In which block a line is sealed; nowhere yet, for the newest.
CREATE INDEX access_log_by_block ON access_log (party_id, block);
CREATE INDEX access_log_by_party ON access_log (party_id, id);
-- For the family, which reads who looked.
CREATE INDEX access_log_by_case ON access_log (case_id, id);
-- Lists: for who asks everything that a party keeps.
CREATE INDEX access_log_lists ON access_log (party_id, id) WHERE case_id IS NULL;

-- The access log, sealed: the hash of each line, the hash of the block before, and the party's signature.
CREATE TABLE log_blocks (
    party_id TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    lines TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    signature TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (party_id, number)
);

-- Where a party's log was cut, because its term was over: what the last block that went came to, how many lines went so far, and the
-- party's signature of that.
CREATE TABLE log_cuts (
    party_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    signature TEXT COLLATE "C" NOT NULL,
    lines BIGINT NOT NULL,
    at BIGINT NOT NULL,
    mark TEXT COLLATE "C" NOT NULL
);

-- A review of the access log that an FG signed off: which period, on which sealed block it rests, and what was found, sealed.
CREATE TABLE log_reviews (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    block BIGINT NOT NULL,
    block_hash TEXT COLLATE "C" NOT NULL,
    lines BIGINT NOT NULL,
    key_id TEXT COLLATE "C" NOT NULL,
    finding BYTEA NOT NULL,
    by_user TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX log_reviews_by_party ON log_reviews (party_id, at);

-- Who reviewed which accounts a party has and what each may do, and what came of it: ids and codes, signed with a key of the party.
CREATE TABLE account_reviews (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    scope TEXT COLLATE "C" NOT NULL,
    by_user TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    accounts TEXT COLLATE "C" NOT NULL,
    mark TEXT COLLATE "C" NOT NULL
);
CREATE INDEX account_reviews_by_party ON account_reviews (party_id, scope, at);

-- Who takes over whose cases for a while. Who that is is no foreign key: a line of the log that names it outlives its users.
CREATE TABLE substitutions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    absent_user TEXT COLLATE "C" NOT NULL,
    substitute_user TEXT COLLATE "C" NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    by_user TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX substitutions_by_substitute ON substitutions (party_id, substitute_user, until_at);
CREATE INDEX substitutions_by_absent ON substitutions (party_id, absent_user, until_at);

-- Which dossiers are not destroyed although their term is over. Why stands sealed, with the key of the dossier.
CREATE TABLE holds (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    dossier_id TEXT COLLATE "C" NOT NULL REFERENCES dossiers (id),
    kind TEXT COLLATE "C" NOT NULL,
    reason BYTEA NOT NULL,
    by_user TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    until_on TEXT COLLATE "C",
    ended_at BIGINT,
    ended_by TEXT COLLATE "C"
);
CREATE INDEX holds_by_case ON holds (case_id);
CREATE INDEX holds_by_dossier ON holds (dossier_id);

-- That something was erased, and why: a certificate of destruction, without personal data. No foreign keys: it outlives what it is
-- about. As long as destroyed_at is empty, the data key must still be destroyed.
CREATE TABLE certificates (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    party_id TEXT COLLATE "C" NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL,
    dossier_id TEXT COLLATE "C" NOT NULL,
    key_id TEXT COLLATE "C" NOT NULL,
    why TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    contents TEXT COLLATE "C" NOT NULL,
    entire BIGINT NOT NULL CHECK (entire IN (0, 1)),
    erased_on TEXT COLLATE "C" NOT NULL,
    by_user TEXT COLLATE "C",
    second_user TEXT COLLATE "C",
    list_id TEXT COLLATE "C",
    destroyed_at BIGINT
);
CREATE INDEX certificates_by_party ON certificates (party_id, id);
CREATE INDEX certificates_by_day ON certificates (party_id, erased_on);
CREATE INDEX certificates_open ON certificates (id) WHERE destroyed_at IS NULL;

-- Lists of what is to be destroyed: who proposed one, who reviewed it, and on which day it is carried out. Who that is is no foreign
-- key: a list outlives its users, and the dossiers on it.
CREATE TABLE destruction_lists (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    party_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    first_user TEXT COLLATE "C" NOT NULL,
    second_user TEXT COLLATE "C",
    started_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C",
    ended_on TEXT COLLATE "C",
    version BIGINT NOT NULL
);
CREATE INDEX destruction_lists_by_party ON destruction_lists (party_id, started_on, id);
CREATE INDEX destruction_lists_by_day ON destruction_lists (state, due_on);
-- A party has one list under review at a time.
CREATE UNIQUE INDEX destruction_lists_review ON destruction_lists (party_id) WHERE state = 'review';

-- What stands on a list: random numbers, a day and a rule. A dossier stands on one list at a time.
CREATE TABLE destruction_items (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    list_id TEXT COLLATE "C" NOT NULL REFERENCES destruction_lists (id),
    party_id TEXT COLLATE "C" NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL,
    dossier_id TEXT COLLATE "C" NOT NULL,
    destroy_on TEXT COLLATE "C" NOT NULL,
    because TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL
);
CREATE INDEX destruction_items_by_list ON destruction_items (list_id, destroy_on, id);
CREATE INDEX destruction_items_by_dossier ON destruction_items (dossier_id);
CREATE UNIQUE INDEX destruction_items_standing ON destruction_items (dossier_id) WHERE state IN ('open', 'agreed');

-- How far erasing is: when the clock was looked at last, whether it stands still, and up to where the ledger was carried out.
CREATE TABLE erasing (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- How often a sign-in or a link failed, and until when it waits.
CREATE TABLE throttle (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);

-- An application that a family fills in online and did not send yet, for an SWV that sees nothing of it: sealed with a key of its own,
-- which goes with it. Sent or thrown away, it holds nothing any more and stays for an hour, to say so to who comes back.
CREATE TABLE drafts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    party_id TEXT COLLATE "C" NOT NULL REFERENCES parties (id),
    key_id TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- From this moment on it is erased.
    expires_at BIGINT NOT NULL
);
CREATE INDEX drafts_by_end ON drafts (expires_at);

-- The link of each who fills in a draft or signs it. Only the token's hash is kept.
CREATE TABLE draft_links (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    draft_id TEXT COLLATE "C" NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    person TEXT COLLATE "C" NOT NULL,
    failures BIGINT NOT NULL,
    last_failure BIGINT
);
CREATE INDEX draft_links_by_draft ON draft_links (draft_id);

-- Who is in, by such a link.
CREATE TABLE draft_sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    link_hash BYTEA NOT NULL REFERENCES draft_links (token_hash) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX draft_sessions_by_link ON draft_sessions (link_hash);
CREATE INDEX draft_sessions_by_end ON draft_sessions (expires_at);
