-- What regions, the nation and the public see: closed months, each frozen once for all of them with the counts it was made of
-- and with what is hidden in it. Never changed: a figure that was shown can't be taken back, and what was hidden leans on
-- what was shown. A municipality that comes later isn't added to months that have been published.
create table published_month (
    -- The last day of the month.
    month text not null primary key,
    -- The day it was closed on.
    closed_on text not null,
    -- By municipality, with its region: before and after by gender. Counts alone.
    counts text not null,
    -- Every figure that is hidden, and whether this month needed it.
    hidden text not null
);
