-- The figures, kept in the transactions that change them: sums, so that a page costs what its table has cells and not what
-- the register has rows. All of it can be made again from `entry`, but for closed months.

-- What each person counts for, as the domain's Person: no name, no number, nothing that was written. Kept so that what a
-- person counted for before a change can be taken away.
create table figure_person (
    municipality_id text not null references municipality (id),
    person_id text not null,
    body text not null,
    primary key (municipality_id, person_id)
);

-- The domain's Cell, summed over persons. `part` is empty for everyone, else u:UNIT, g:GENDER or r:REASON; `series` ends in
-- .day where `at` is a day rather than the first day of a month.
create table figure_cell (
    municipality_id text not null references municipality (id),
    part text not null,
    series text not null,
    at text not null,
    key text not null,
    n bigint not null,
    primary key (municipality_id, part, series, at, key)
);

-- From which month on a municipality has sums, and through which its months are closed: first days of months.
create table figure_book (
    municipality_id text not null primary key references municipality (id),
    began text not null,
    closed_to text
);

-- A closed month as it was known when it had ended: counts by gender. Never changed, also not by erasing, since by then
-- nobody can be told from it.
create table figure_closed (
    municipality_id text not null references municipality (id),
    -- The first day of the month.
    month text not null,
    closed_at bigint not null,
    -- The journal's last position then: a fold of the entries up to it comes to the same.
    position bigint not null,
    body text not null,
    primary key (municipality_id, month)
);

create index figure_closed_by_month on figure_closed (month);

-- What is missing of those who are registered, for the lists that a lead turns into work.
create table figure_missing (
    municipality_id text not null references municipality (id),
    person_id text not null,
    unit_id text,
    worker_id text,
    protected boolean not null,
    -- Nothing is known of what they did when they were registered.
    no_before boolean not null,
    -- No phone, no e-mail and no address can be used.
    no_address boolean not null,
    -- What they are said to do holds through this day.
    valid_until text,
    -- A measure was to end on this day and hasn't been ended.
    planned_end text,
    primary key (municipality_id, person_id)
);
