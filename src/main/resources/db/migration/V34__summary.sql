-- How far the daily summaries have come: one row a scope (DAY), changed together with the message that it counts for.
create table summary (
    scope         varchar                  primary key,
    version       bigint                   not null,
    -- the last day that has its summary, in its time zone, and when that was due
    sent_for      varchar                  not null,
    time_zone     varchar                  not null,
    due_at        timestamp with time zone not null,
    counted_until timestamp with time zone not null,
    -- the last row of event that was counted
    counted_entry bigint                   not null
);
