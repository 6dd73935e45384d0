-- A register file that an administrator looks at before it goes in. It holds people, so it is sealed under
-- UPPSOK_SECRET, is its uploader's alone, and is gone when it is answered or an hour old.
create table import_draft (
    id text not null primary key,
    account_id text not null references account (id),
    made_at bigint not null,
    sealed text not null
);

create index import_draft_by_account on import_draft (account_id);
