-- Which ledger notes what a restore mustn't undo, so that a backup knows it: another one knows nothing of what came after.
create table ledger_mark (
    only_one bigint not null primary key check (only_one = 1),
    id text not null
);
