-- By which version of the fold what is kept of a municipality's youths was derived. What another version derived is derived
-- anew when a server starts, in the order of ids; `folded_to` is how far that has come, null when all of it is done.
alter table municipality add column fold bigint not null default 1;
alter table municipality add column folded_to text;
