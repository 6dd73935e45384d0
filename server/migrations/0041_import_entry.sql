-- A row of a file asks which of a person's entries files made.
create index import_entry_by_entry on import_entry (municipality_id, entry_id);
