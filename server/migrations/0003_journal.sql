-- The journal, who may follow which youth, and what is derived from entries. Nothing about a youth is written
-- anywhere but in `entry`; every other table here can be made again from it.

-- The epoch that cursors carry. A restore changes it, and every device starts over.
create table journal_epoch (
    only_one bigint not null primary key check (only_one = 1),
    epoch bigint not null
);

create table entry (
    municipality_id text not null references municipality (id),
    -- The order of commits within the municipality.
    position bigint not null,
    id text not null unique,
    device_id text not null,
    seq bigint not null check (seq > 0),
    youth_id text not null,
    -- Milliseconds since 1970 by the server's clock. What the device claims stands in the body.
    received_at bigint not null,
    -- The entry as JSON. Never changed, save that erasing empties it.
    body text not null,
    primary key (municipality_id, position),
    -- A second entry with the same number is a cloned or restored phone.
    unique (device_id, seq)
);

create index entry_by_youth on entry (municipality_id, youth_id, position);

-- Each server process makes entries of its own, as a device of its own.
create table server_device (
    id text not null primary key,
    seq bigint not null default 0,
    started_at bigint not null
);

-- Records of youths, one for each youth id. Two records of one person share `person_id`, the smallest id among them.
create table youth (
    municipality_id text not null references municipality (id),
    id text not null,
    person_id text not null,
    -- ÅÅÅÅMMDDNNNN, where it is known. The same number twice is the same person, so it isn't unique here.
    personal_number text,
    protected boolean not null,
    -- When the protection was last set and last lifted, as positions: a phone forgets, and gets back.
    protected_from bigint,
    visible_from bigint not null default 0,
    erased boolean not null default false,
    -- The position of the first entry: which of two records is the older.
    first_position bigint not null,
    last_position bigint not null,
    worker_id text,
    -- What lists show, as the domain's Summary. Only the record whose id is the person's carries it.
    summary text,
    primary key (municipality_id, id)
);

-- Ids are made by devices: one that stands in another municipality is recognised.
create index youth_by_id on youth (id);
create index youth_by_number on youth (municipality_id, personal_number);
create index youth_by_person on youth (municipality_id, person_id);
create index youth_by_visible on youth (municipality_id, visible_from);
create index youth_by_protected on youth (municipality_id, protected_from);

-- A unit has a youth from a position to a position.
create table youth_grant (
    municipality_id text not null,
    youth_id text not null,
    unit_id text not null references unit (id),
    from_position bigint not null,
    to_position bigint,
    primary key (municipality_id, youth_id, unit_id, from_position)
);

create index youth_grant_by_unit on youth_grant (municipality_id, unit_id, from_position);
create index youth_grant_by_end on youth_grant (municipality_id, unit_id, to_position);

-- A worker has a unit from a position to a position.
create table membership (
    municipality_id text not null references municipality (id),
    account_id text not null,
    unit_id text not null references unit (id),
    from_position bigint not null,
    to_position bigint,
    primary key (municipality_id, account_id, unit_id, from_position)
);

create index membership_by_unit on membership (municipality_id, unit_id);

-- For the figures: one row for each case, a period during which a person is covered (the domain's Case).
create table outcome_case (
    municipality_id text not null references municipality (id),
    -- The first of its registrations.
    registration_id text not null,
    person_id text not null,
    unit_id text,
    reason text not null,
    gender text not null,
    started_on text not null,
    ended_on text,
    ended_reason text,
    primary key (municipality_id, person_id, registration_id)
);

-- For the figures: what is said as of each day; no occupation where two statements differ.
create table occupation_reading (
    municipality_id text not null references municipality (id),
    person_id text not null,
    as_of text not null,
    occupation text,
    valid_until text,
    primary key (municipality_id, person_id, as_of)
);

-- Who read whose record, and when. Reads made offline come with the next sync.
create table access_log (
    id text not null primary key,
    municipality_id text not null references municipality (id),
    account_id text not null,
    device_id text,
    youth_id text not null,
    read_at bigint not null,
    logged_at bigint not null,
    unique (device_id, youth_id, read_at)
);

create index access_log_by_youth on access_log (municipality_id, youth_id, read_at);
