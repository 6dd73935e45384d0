-- A register file that was taken in: what it made can be taken back, as far as nobody has touched it since. The
-- file's name isn't kept, since it may hold a person's.
create table import_batch (
    municipality_id text not null references municipality (id),
    id text not null,
    -- An account's id, or "system".
    made_by text not null,
    made_at bigint not null,
    new_count bigint not null,
    changed_count bigint not null,
    unchanged_count bigint not null,
    refused_count bigint not null,
    undone_at bigint,
    primary key (municipality_id, id)
);

create table import_entry (
    municipality_id text not null,
    batch_id text not null,
    entry_id text not null,
    primary key (municipality_id, batch_id, entry_id),
    foreign key (municipality_id, batch_id) references import_batch (municipality_id, id)
);
