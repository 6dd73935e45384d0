-- What erased persons leave in figures: counts, and nobody to whom they belong. What had been counted stays counted.

-- As figure_cell, of the parts that are a unit and a gender and a reason: those of all other parts are sums of these. Beside
-- figure_cell, where they are counted too, so that sums can be made anew from entries that tell of the others alone.
create table figure_left (
    municipality_id text not null references municipality (id),
    part text not null,
    series text not null,
    at text not null,
    key text not null,
    n bigint not null,
    primary key (municipality_id, part, series, at, key)
);

-- What months are published from, the domain's MonthEnd: of those who were erased in a month, who count in every later one
-- too, and of those who were erased later, where the month had not been closed by then.
create table figure_left_month (
    municipality_id text not null references municipality (id),
    -- The first day of the month.
    month text not null,
    lasts boolean not null,
    body text not null,
    primary key (municipality_id, month, lasts)
);

-- The closed month's MonthEnd. Months that were closed before this was kept have none.
alter table figure_closed add column month_end text;
