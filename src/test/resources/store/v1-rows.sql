-- What a daemon of the first schema left when it was stopped in the middle of its work at 2026-11-24T08:00:00Z: one watch
-- ended and told to six notifiers, one ended that nobody wanted to hear of, one still watched.
insert into account (name, state, since, way_failures, refusals, partial_refusal, probes, rate, tokens, refilled_at)
values ('default', 'OK', timestamp with time zone '2026-11-24 07:00:00+00', 0, 0, false, 0, 10, 5,
    timestamp with time zone '2026-11-24 08:00:00+00');

insert into watch (
    id, task_id, instance_uuid, uni_region_id, account, name, labels, notifiers, deadline_ms, policy, interval_ms,
    min_gap_ms, max_gap_ms, max_consecutive_errors, state, round, registered_at, round_started_at, deadline_at, due_at,
    fencing, polls, errors, final_tries, outcome, ended_at)
values
    ('w-told', 't-orders', 'uuid-orders', 'cn-hangzhou', 'default', 'orders-db', '{"env":"prod"}', '[]', 7200000,
        'BACKOFF', 5000, 1000, 60000, 10, 'ENDED', 1, timestamp with time zone '2026-11-24 07:00:00+00',
        timestamp with time zone '2026-11-24 07:00:00+00', timestamp with time zone '2026-11-24 09:00:00+00',
        timestamp with time zone '2026-11-24 07:30:00+00', 4, 17, 0, 0, 'FAILED',
        timestamp with time zone '2026-11-24 07:30:00+00'),
    ('w-untold', 't-bills', 'uuid-bills', 'cn-hangzhou', 'default', 'bills-db', '{}', '["mail"]', 7200000,
        'BACKOFF', 5000, 1000, 60000, 10, 'ENDED', 1, timestamp with time zone '2026-11-24 07:00:00+00',
        timestamp with time zone '2026-11-24 07:00:00+00', timestamp with time zone '2026-11-24 09:00:00+00',
        timestamp with time zone '2026-11-24 07:40:00+00', 2, 3, 0, 0, 'PASSED',
        timestamp with time zone '2026-11-24 07:40:00+00'),
    ('w-going', 't-stock', 'uuid-stock', 'cn-hangzhou', 'default', 'stock-db', '{}', '[]', 7200000,
        'BACKOFF', 5250, 1000, 60000, 10, 'WATCHING', 1, timestamp with time zone '2026-11-24 07:00:00+00',
        timestamp with time zone '2026-11-24 07:00:00+00', timestamp with time zone '2026-11-24 09:00:00+00',
        timestamp with time zone '2026-11-24 08:00:00+00', 5, 9, 1, 0, null, null);

insert into verdict (id, watch_id, round, outcome, summary, observed_at, polls, report)
values
    ('v-told', 'w-told', 1, 'FAILED', 'orders-db: 1 of 2 checks passed',
        timestamp with time zone '2026-11-24 07:30:00+00', 17, '{}'),
    ('v-untold', 'w-untold', 1, 'PASSED', 'bills-db: 2 of 2 checks passed',
        timestamp with time zone '2026-11-24 07:40:00+00', 3, '{}');

insert into delivery (
    id, event_id, watch_id, notifier, outcome, body, state, occurred_at, due_at, fencing, attempts, last_status,
    last_error, ended_at)
values
    -- never claimed
    ('d-new', 'v-told', 'w-told', 'new', 'FAILED', '{"id":"v-told"}', 'PENDING',
        timestamp with time zone '2026-11-24 07:30:00+00', timestamp with time zone '2026-11-24 07:30:00+00', 0, 0,
        null, null, null),
    -- waits for its third attempt
    ('d-tried', 'v-told', 'w-told', 'tried', 'FAILED', '{"id":"v-told"}', 'PENDING',
        timestamp with time zone '2026-11-24 07:30:00+00', timestamp with time zone '2026-11-24 08:10:00+00', 4, 2,
        500, 'HTTP 500', null),
    -- under the lease of a node that was killed
    ('d-leased', 'v-told', 'w-told', 'leased', 'FAILED', '{"id":"v-told"}', 'PENDING',
        timestamp with time zone '2026-11-24 07:30:00+00', timestamp with time zone '2026-11-24 08:00:30+00', 1, 0,
        null, null, null),
    -- its receiver asked to wait
    ('d-paused', 'v-told', 'w-told', 'paused', 'FAILED', '{"id":"v-told"}', 'PENDING',
        timestamp with time zone '2026-11-24 07:30:00+00', timestamp with time zone '2026-11-24 07:30:00+00', 2, 0,
        429, 'HTTP 429', null),
    ('d-delivered', 'v-told', 'w-told', 'delivered', 'FAILED', '{"id":"v-told"}', 'DELIVERED',
        timestamp with time zone '2026-11-24 07:30:00+00', timestamp with time zone '2026-11-24 07:30:01+00', 2, 1,
        204, null, timestamp with time zone '2026-11-24 07:30:01+00'),
    ('d-dead', 'v-told', 'w-told', 'dead', 'FAILED', '{"id":"v-told"}', 'DEAD',
        timestamp with time zone '2026-11-24 07:30:00+00', timestamp with time zone '2026-11-24 07:50:00+00', 2, 1,
        410, 'HTTP 410 Gone', timestamp with time zone '2026-11-24 07:50:00+00');

insert into attempt (delivery_id, ended_at, counted, state, status, error)
values
    ('d-tried', timestamp with time zone '2026-11-24 07:30:02+00', true, 'PENDING', null, 'connection refused'),
    ('d-tried', timestamp with time zone '2026-11-24 07:35:00+00', true, 'PENDING', 500, 'HTTP 500'),
    ('d-paused', timestamp with time zone '2026-11-24 07:30:01+00', false, 'PENDING', 429, 'HTTP 429'),
    ('d-delivered', timestamp with time zone '2026-11-24 07:30:01+00', true, 'DELIVERED', 204, null),
    ('d-dead', timestamp with time zone '2026-11-24 07:50:00+00', true, 'DEAD', 410, 'HTTP 410 Gone');

insert into notifier (name, paused_until)
values ('paused', timestamp with time zone '2026-11-24 08:05:00+00'), ('tried', null);

insert into event (happened_at, kind, watch_id, account, detail)
values (timestamp with time zone '2026-11-24 07:30:00+00', 'ENDED', 'w-told', 'default', 'FAILED');
