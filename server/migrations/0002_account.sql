-- The people who work with Uppsök, how they sign in, and what they did. Nothing about a youth stands here.

create table account (
    id text not null primary key,
    -- Lower case: people write the same address in many ways.
    email text not null unique,
    name text not null,
    role text not null check (role in ('worker', 'lead', 'region', 'nation', 'administrator')),
    municipality_id text references municipality (id),
    region_id text references region (id),
    -- Argon2id. Null until the invitation has been taken.
    password_hash text,
    -- Raised when everything that was given out must stop working at once: tokens and sessions carry it.
    session_epoch bigint not null default 0,
    created_at bigint not null,
    disabled_at bigint,
    check ((role in ('worker', 'lead', 'administrator')) = (municipality_id is not null)),
    check ((role = 'region') = (region_id is not null))
);

create index account_by_municipality on account (municipality_id, name);

-- A one-time link: to choose a password the first time, or a new one. Only the link's hash is kept.
create table invitation (
    token_hash text not null primary key,
    account_id text not null references account (id),
    created_by text references account (id),
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);

create index invitation_by_account on invitation (account_id);

-- A signed-in browser. The cookie is opaque and only its hash is kept, so that a copy of the database signs nobody in.
create table session (
    token_hash text not null primary key,
    account_id text not null references account (id),
    session_epoch bigint not null,
    created_at bigint not null,
    -- For the idle limit. Written at most once a minute, since every page reads it.
    used_at bigint not null
);

create index session_by_account on session (account_id);

-- A phone of one person. Two people who share a phone are two devices.
create table device (
    id text not null primary key,
    account_id text not null references account (id),
    name text not null,
    created_at bigint not null,
    seen_at bigint not null,
    revoked_at bigint,
    -- What opens the phone's store after a forgotten passphrase, sealed under UPPSOK_SECRET.
    recovery_key text,
    -- A forgotten passphrase: asked for by the phone, answered by an administrator, handed out once.
    recovery_state text check (recovery_state in ('waiting', 'released', 'refused')),
    recovery_asked_at bigint
);

create index device_by_account on device (account_id);

-- What keeps a phone signed in. Each is used once and replaced; an older one coming back means that it was copied.
create table refresh_token (
    token_hash text not null primary key,
    device_id text not null references device (id),
    session_epoch bigint not null,
    -- The token that this one replaced.
    parent_hash text,
    created_at bigint not null,
    expires_at bigint not null,
    replaced_at bigint
);

create index refresh_token_by_device on refresh_token (device_id);
create index refresh_token_by_parent on refresh_token (parent_hash);

-- What a revoked phone had not sent yet: it may push it once, and an administrator looks at it.
create table quarantine (
    device_id text not null references device (id),
    entry_id text not null,
    received_at bigint not null,
    body text not null,
    primary key (device_id, entry_id)
);

-- The server's keys, shared by every server of this database. Sealed under a key derived from UPPSOK_SECRET.
create table secret_key (
    -- Public: tokens name the key that signed them.
    kid text not null primary key,
    purpose text not null,
    sealed text not null,
    created_at bigint not null,
    retired_at bigint
);

create index secret_key_by_purpose on secret_key (purpose, created_at);

-- Tries to sign in that failed. A bucket is a keyed hash of an account and an address, so that neither stands here.
create table sign_in_try (
    bucket text not null primary key,
    failures bigint not null,
    -- The window that the failures are counted in.
    started_at bigint not null
);

-- Who did what to which account, device, unit or setting. Only ever added to. Names and texts don't stand here.
create table audit (
    id text not null primary key,
    at bigint not null,
    -- Null: the command line.
    account_id text,
    municipality_id text,
    action text not null,
    subject text not null
);

create index audit_by_municipality on audit (municipality_id, at);
