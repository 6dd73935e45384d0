-- Texts, how a municipality reminds, and what youths write.

create table message_policy (
    municipality_id text not null primary key references municipality (id),
    -- The domain's Policy.
    policy text not null,
    -- The two-way number that texts come from, E.164; null: the server's.
    sender text,
    -- The number that texts ask youths to call.
    phone text
);

-- A municipality's own text of a kind in a language. Sent only when a person has marked it as checked.
create table message_text (
    municipality_id text not null references municipality (id),
    kind text not null,
    -- A BCP 47 tag.
    language text not null,
    text text not null,
    changed_by text not null,
    changed_at bigint not null,
    checked_by text,
    checked_at bigint,
    primary key (municipality_id, kind, language)
);

-- What a youth wrote: shown to the unit's workers, and gone after 30 days.
create table message_received (
    municipality_id text not null references municipality (id),
    id text not null,
    person_id text not null,
    text text not null,
    received_at bigint not null,
    primary key (municipality_id, id)
);

create index message_received_by_person on message_received (municipality_id, person_id);
create index message_received_by_age on message_received (received_at);

-- What has come in, so that the same again is nothing. Only a keyed hash of what the provider calls it.
create table message_seen (
    hash text not null primary key,
    received_at bigint not null
);

create index message_seen_by_age on message_seen (received_at);

-- What would have gone out, where no provider is set: the administrator's page shows it. Gone after 30 days.
create table outbox (
    municipality_id text not null references municipality (id),
    -- The message's id in the journal.
    id text not null,
    person_id text not null,
    text text not null,
    segments bigint not null,
    sent_at bigint not null,
    primary key (municipality_id, id)
);

create index outbox_by_age on outbox (municipality_id, sent_at);
create index outbox_by_person on outbox (municipality_id, person_id);
