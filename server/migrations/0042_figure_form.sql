-- In which form a municipality's sums are kept. Those of an earlier form are made anew from the entries when a server starts.
alter table figure_book add column form bigint not null default 1;
