-- Where the youths, the workers and the figures belong.
--
-- Types are what SQLite and PostgreSQL share: text (ids are hyphenated lower-case uuids, dates ISO), bigint (instants
-- are milliseconds since 1970), boolean.

create table region (
    id text not null primary key,
    name text not null unique
);

create table municipality (
    id text not null primary key,
    region_id text not null references region (id),
    name text not null unique,
    -- The counter that every writing transaction of the journal takes first. Its row is the write lock, so that
    -- positions follow the order of commits and have no gaps; a sequence would let a late commit slip past a cursor.
    position bigint not null default 0,
    -- Notes beside a contact are optional by law and off until a municipality turns them on.
    notes_allowed boolean not null default false,
    -- The phone locks after so many minutes idle or hidden, and stays locked so many days after it last was online.
    lock_minutes bigint not null default 5 check (lock_minutes between 1 and 15),
    lease_days bigint not null default 7 check (lease_days between 1 and 31)
);

create index municipality_by_region on municipality (region_id);

create table unit (
    id text not null primary key,
    municipality_id text not null references municipality (id),
    name text not null,
    unique (municipality_id, name)
);
