-- Browsers that take notifications: a youth's, by the page about a meeting, or a worker's phone.
create table push_subscription (
    -- Of the address that the push service gave. The address itself lets anyone who has the keys write there.
    endpoint_hash text not null primary key,
    municipality_id text not null references municipality (id),
    -- Whose: the youth's record, or the device.
    youth_id text,
    device_id text references device (id),
    -- The address and the browser's keys, sealed under UPPSOK_SECRET.
    sealed text not null,
    -- The key of ours that the browser knows. One that is no longer in use can't write there.
    kid text not null,
    made_at bigint not null,
    -- When the time ended, or ends, for the first notification that the browser hasn't said it got. Null: it said so of
    -- the last, or none was sent.
    waiting_until bigint,
    acknowledged_at bigint,
    check ((youth_id is null) <> (device_id is null))
);

create index push_subscription_by_youth on push_subscription (municipality_id, youth_id);
create index push_subscription_by_device on push_subscription (device_id);
