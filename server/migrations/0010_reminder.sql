-- What is to be sent to youths, and what became of it. A row here is derived from the journal in the transaction that
-- takes an entry in; what came of it is written back to the journal as facts.

-- One message: a reminder of a meeting, or what a worker asked for.
create table reminder (
    municipality_id text not null references municipality (id),
    -- The message's id in the journal.
    id text not null,
    -- The person it is to, as the youth table has persons.
    person_id text not null,
    -- What it is about: the meeting, or the message itself where a worker asked for it.
    subject_id text not null,
    meeting_id text,
    -- The fact that gave the meeting the time it speaks of.
    version text not null,
    -- Hours before the meeting, or what else it is: "72", "24", "booked", "moved"…
    step text not null,
    kind text not null,
    -- When it falls due, and when it is too late. Instants, as all below.
    due_at bigint not null,
    until_at bigint not null,
    state text not null check (state in ('planned', 'sending', 'shown', 'sent', 'delivered', 'failed', 'unclear', 'dropped')),
    -- Why it was dropped or failed.
    reason text,
    -- When somebody is to look at it next; null when nobody needs to. A server that has taken it moves this on, so that
    -- it is that server's until then: a lease.
    next_at bigint,
    leased_by text,
    tries bigint not null default 0,
    -- Whether the journal has been told of it.
    told boolean not null default false,
    made_at bigint not null,
    changed_at bigint not null,
    primary key (municipality_id, id),
    -- What makes a reminder one, however often it is planned.
    unique (municipality_id, subject_id, version, step)
);

create index reminder_by_next on reminder (next_at) where next_at is not null;
create index reminder_by_person on reminder (municipality_id, person_id);
create index reminder_by_state on reminder (municipality_id, state, changed_at);

-- A call to a provider. Its id is in the address that the provider reports to.
create table attempt (
    id text not null primary key,
    municipality_id text not null,
    reminder_id text not null,
    via text not null,
    begun_at bigint not null,
    ended_at bigint,
    -- 'sending' is written before the call: what stays so was in flight when its server ended.
    outcome text not null check (outcome in ('sending', 'ok', 'retry', 'fail', 'unclear')),
    -- What the provider calls it.
    reference text,
    -- What the provider has reported since. The first end counts.
    reported text check (reported in ('delivered', 'failed')),
    foreign key (municipality_id, reminder_id) references reminder (municipality_id, id) on delete cascade
);

create index attempt_by_reminder on attempt (municipality_id, reminder_id);

-- What a provider reported, until it has been worked in. The same report twice is one.
create table attempt_report (
    attempt_id text not null references attempt (id) on delete cascade,
    status text not null check (status in ('sent', 'delivered', 'failed')),
    received_at bigint not null,
    taken_at bigint,
    primary key (attempt_id, status)
);

create index attempt_report_waiting on attempt_report (received_at) where taken_at is null;

-- Whose a number is, for those who answer from it.
create table youth_phone (
    municipality_id text not null references municipality (id),
    phone text not null,
    person_id text not null,
    primary key (municipality_id, phone, person_id)
);

create index youth_phone_by_phone on youth_phone (phone);
create index youth_phone_by_person on youth_phone (municipality_id, person_id);

-- How the ways out are. Counted by every server.
create table channel_health (
    via text not null primary key,
    -- The first failure since it last worked.
    failing_since bigint,
    failures bigint not null default 0,
    worked_at bigint,
    -- A stable code, never a provider's own words.
    problem text,
    changed_at bigint not null
);
