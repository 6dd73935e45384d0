-- The youth's own page: a row for each link that was sent. Of the code only its hash is kept, so that a copy of the
-- database opens nobody's page. Rows go when the youth is erased, and half a year after they ended.
create table youth_link (
    code_hash text not null primary key,
    municipality_id text not null references municipality (id),
    youth_id text not null,
    meeting_id text not null,
    -- A keyed hash of the number that it was sent to: which number "wrong person" and "stop" speak of. Null: none.
    phone_tag text,
    made_at bigint not null,
    -- A week after the meeting, as it stood when the link was made. A meeting that is moved later takes its links along.
    expires_at bigint not null
);

create index youth_link_by_youth on youth_link (municipality_id, youth_id);
create index youth_link_by_end on youth_link (expires_at);
