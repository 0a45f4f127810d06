-- When the last good poll was answered; empty for rows that no newer version has polled.
alter table watch add column seen_at timestamp with time zone;
-- The database types that a report of the instance named, separated by commas; kept over rounds.
alter table watch add column source_type varchar;
alter table last_verdict add column source_type varchar;

-- How the progress of a round went, as JSON: [[milliseconds since 1970, percent], ...], at most 100 of them. A table of
-- its own, so that a poll that brings nothing new does not write it.
create table progress (
    watch_id varchar not null references watch (id) on delete cascade,
    round    integer not null,
    points   varchar not null,
    constraint progress_round primary key (watch_id, round)
);

-- The names once more, for lists in their order: an index of watch itself PostgreSQL would write twice with each poll.
create table watch_name (
    watch_id  varchar primary key references watch (id) on delete cascade,
    listed_as varchar not null
);
insert into watch_name (watch_id, listed_as) select id, name from watch;
create index watch_name_order on watch_name (listed_as, watch_id);

-- Lists in the order of due times begin anywhere amid those that are due together.
drop index watch_due;
create index watch_due on watch (account, state, due_at, id);
-- Lists in the order of ends: a verdict is written once.
create index verdict_observed on verdict (observed_at, id);
