-- Who wants not to be notified of which watches for a time. One of matchers (JSON: label matchers as written) and watches
-- (JSON: names by ids) says of which. It is alive until its end is written, and done once what it held back was sent on.
create table mute (
    id             varchar                  primary key,
    matchers       varchar                  not null,
    watches        varchar                  not null,
    created_at     timestamp with time zone not null,
    until_at       timestamp with time zone not null,
    requested_by   varchar                  not null,
    requested_from varchar                  not null,
    reason         varchar,
    ended_at       timestamp with time zone,
    -- empty: its time was over
    ended_by       varchar,
    ended_from     varchar,
    end_reason     varchar,
    done           boolean default false    not null
);
create index mute_open on mute (done, until_at);
create index mute_created on mute (created_at);

-- Which verdicts fell under which mutes. Their deliveries are MUTED while one of these mutes is alive.
create table muted (
    mute_id    varchar not null references mute (id) on delete cascade,
    verdict_id varchar not null references verdict (id) on delete cascade,
    constraint muted_key primary key (mute_id, verdict_id)
);
create index muted_verdict on muted (verdict_id);
