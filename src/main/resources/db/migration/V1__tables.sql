-- The same statements run on H2 (MODE=PostgreSQL) and on PostgreSQL 14 and up. Times are UTC to the microsecond,
-- durations are milliseconds, what Java knows as a list, a map or a nested record is JSON text.

-- State and budget of an account; one row, shared by all nodes and locked by each claim.
create table account (
    name            varchar                  primary key,
    state           varchar                  not null,
    since           timestamp with time zone not null,
    problem         varchar,
    way_failures    integer                  not null,
    refusals        integer                  not null,
    partial_refusal boolean                  not null,
    probes          integer                  not null,
    next_probe_at   timestamp with time zone,
    rate            double precision         not null,
    tokens          double precision         not null,
    refilled_at     timestamp with time zone not null,
    cut_at          timestamp with time zone,
    blocked_until   timestamp with time zone
);

-- A standing order to follow one precheck. State: WATCHING, ENDED, or TOMBSTONE (only the identity is left).
create table watch (
    id                     varchar                  primary key,
    task_id                varchar                  not null,
    instance_uuid          varchar                  not null,
    uni_region_id          varchar                  not null,
    account                varchar                  not null,
    name                   varchar                  not null,
    labels                 varchar                  not null,
    notifiers              varchar                  not null,
    deadline_ms            bigint                   not null,
    policy                 varchar                  not null,
    interval_ms            bigint                   not null,
    min_gap_ms             bigint                   not null,
    max_gap_ms             bigint                   not null,
    max_consecutive_errors integer                  not null,
    state                  varchar                  not null,
    round                  integer                  not null,
    registered_at          timestamp with time zone not null,
    round_started_at       timestamp with time zone not null,
    deadline_at            timestamp with time zone not null,
    -- while a lease lasts: its end, so that a dead node's rows come due again by themselves
    due_at                 timestamp with time zone not null,
    -- while claimed: when the poll was due
    claimed_due_at         timestamp with time zone,
    fencing                bigint                   not null,
    polls                  integer                  not null,
    errors                 integer                  not null,
    final_tries            integer                  not null,
    refused                varchar,
    seen_state             varchar,
    seen_progress          integer,
    seen_created_at        timestamp with time zone,
    seen_updated_at        timestamp with time zone,
    seen_request_id        varchar,
    outcome                varchar,
    ended_at               timestamp with time zone,
    constraint watch_identity unique (task_id, instance_uuid, uni_region_id, account)
);
-- the only one beside the keys: each claim and each write-back moves due_at and with it writes every index
create index watch_due on watch (account, state, due_at);

-- One verdict a round, ever.
create table verdict (
    id          varchar                  primary key,
    watch_id    varchar                  not null references watch (id),
    round       integer                  not null,
    outcome     varchar                  not null,
    summary     varchar                  not null,
    observed_at timestamp with time zone not null,
    polls       integer                  not null,
    report      varchar                  not null,
    constraint verdict_round unique (watch_id, round)
);

-- The outbox. A notifier gets an event once, so it never sees two bodies under one id.
create table delivery (
    id          varchar                  primary key,
    event_id    varchar                  not null,
    watch_id    varchar                  references watch (id),
    notifier    varchar                  not null,
    outcome     varchar                  not null,
    body        varchar                  not null,
    state       varchar                  not null,
    occurred_at timestamp with time zone not null,
    due_at      timestamp with time zone not null,
    fencing     bigint                   not null,
    attempts    integer                  not null,
    last_status integer,
    last_error  varchar,
    ended_at    timestamp with time zone,
    constraint delivery_once unique (event_id, notifier)
);
create index delivery_due on delivery (notifier, state, due_at);
create index delivery_watch on delivery (watch_id);

create table attempt (
    id          bigint                   generated always as identity primary key,
    delivery_id varchar                  not null references delivery (id),
    ended_at    timestamp with time zone not null,
    counted     boolean                  not null,
    state       varchar                  not null,
    status      integer,
    error       varchar
);
create index attempt_delivery on attempt (delivery_id);

-- One row a notifier, shared by all nodes: locked by each claim; paused while the receiver asked to wait.
create table notifier (
    name         varchar                  primary key,
    paused_until timestamp with time zone
);

-- History, append-only: REGISTERED, CHANGED, NEW_ROUND, ENDED of a watch; ACCOUNT for a change of an account's state.
create table event (
    id          bigint                   generated always as identity primary key,
    happened_at timestamp with time zone not null,
    kind        varchar                  not null,
    watch_id    varchar,
    account     varchar                  not null,
    detail      varchar
);
create index event_watch on event (watch_id);
