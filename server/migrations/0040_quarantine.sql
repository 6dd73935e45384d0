-- Why the journal didn't take an entry in when an administrator last tried. Null: nobody has.
alter table quarantine add column refusal text;
