-- What outlives an erasure, a backup and a restore.

-- A keyed hash of the body, so that what was changed behind the journal's back shows. Erasing destroys the key with the
-- body, so that the hash tells nothing of what was there. Null: from before there were hashes.
alter table entry add column content_key text;
alter table entry add column content_hash text;
-- Random, and the mark of an entry that was erased: its body is empty then.
alter table entry add column tombstone text;

-- The server's clock less the device's, in milliseconds, where an entry came from a device whose clock was wrong. What the
-- device claims stands in the body as it came.
alter table entry add column clock_offset bigint;

-- Phones are told of erased youths, whether or not they have them now.
create index youth_by_erased on youth (municipality_id, last_position) where erased;

-- What is known of a restore: how far the backup reached, how far the lost journal had come as phones tell, and how much
-- of that has come back.
create table restore (
    municipality_id text not null references municipality (id),
    -- Of the journal that was lost.
    epoch bigint not null,
    next_epoch bigint not null,
    restored_at bigint not null,
    -- The last position of that epoch that the backup held.
    kept bigint not null,
    -- The last position of that epoch that any phone has told of.
    known bigint not null,
    -- Entries after `kept` that phones have given back.
    returned bigint not null default 0,
    primary key (municipality_id, epoch, next_epoch)
);

-- What a server does now and then, by name, whichever server it is. Claimed until a moment, so that only one does it.
create table chore (
    name text not null primary key,
    claimed_until bigint not null default 0,
    -- The day that it was last done on.
    done_on text
);
