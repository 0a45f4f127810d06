-- A row or more in each table, with what a copy may lose: texts of every kind, times at both ends and to the microsecond,
-- numbers that have no short binary form, and columns that are null. Runs on both databases.
insert into account (name, state, since, problem, way_failures, refusals, partial_refusal, probes, next_probe_at, probed_at,
    rate, tokens, refilled_at, cut_at, blocked_until)
values
    ('default', 'OK', timestamp with time zone '2026-11-24 07:00:00.123456+00', null, 0, 0, false, 0, null, null, 10, 0.1,
        timestamp with time zone '2026-11-24 08:00:00+00', null, null),
    (U&'\+01F600 \4E2D "x"', 'SUSPENDED', timestamp with time zone '0001-01-01 00:00:00+00', '{"code":"NoPermission"}',
        2147483647, 3, true, 7, timestamp with time zone '9999-12-31 23:59:59.999999+00',
        timestamp with time zone '2026-11-24 08:00:00.000001+00', 1.0e-300, 1.7976931348623157e308,
        timestamp with time zone '2026-11-24 16:00:00+08', timestamp with time zone '2026-11-24 08:00:00+00',
        timestamp with time zone '2026-03-29 02:30:00+01');

insert into watch (id, task_id, instance_uuid, uni_region_id, account, name, labels, notifiers, deadline_ms, state, round,
    registered_at, round_started_at, deadline_at, due_at, claimed_due_at, fencing, polls, errors, final_tries, refused,
    seen_state, seen_progress, seen_created_at, seen_updated_at, seen_request_id, outcome, ended_at, runbook, polling)
values
    ('w1', 't-1', 'uuid-1', 'cn-hangzhou', 'default', 'orders-db', '{"env":"prod"}', '[]', 7200000, 'ENDED', 2,
        timestamp with time zone '2026-11-24 07:00:00+00', timestamp with time zone '2026-11-24 07:00:00+00',
        timestamp with time zone '2026-11-24 09:00:00+00', timestamp with time zone '2026-11-24 07:30:00+00', null, 4, 17,
        0, 0, null, null, null, null, null, null, 'FAILED', timestamp with time zone '2026-11-24 07:30:00+00', null,
        '{"policy":"BACKOFF","interval":5.0,"minInterval":1.0,"maxInterval":60.0,"maxConsecutiveErrors":10}'),
    ('w2', 't-2', 'uuid-1', 'cn-hangzhou', 'default', 'a ''quoted'' \ name', '{}', '["log"]', 9223372036854775807,
        'WATCHING', 1, timestamp with time zone '2026-11-24 07:00:00+00', timestamp with time zone '2026-11-24 07:00:00+00',
        timestamp with time zone '2026-11-24 09:00:00+00', timestamp with time zone '2026-11-24 08:00:30+00',
        timestamp with time zone '2026-11-24 08:00:00+00', 9007199254740993, 9, 1, 0, 'NoPermission', 'created', 45,
        timestamp with time zone '2026-11-24 07:01:00+00', timestamp with time zone '2026-11-24 07:02:00+00', 'r-1', null,
        null, 'https://wiki.example.com/runbook',
        '{"policy":"FIXED","interval":5.0,"minInterval":1.0,"maxInterval":60.0,"maxConsecutiveErrors":10}'),
    ('w3', 't-3', 'uuid-3', 'cn-hangzhou', 'gone', '', '{}', '[]', 1, 'TOMBSTONE', 1,
        timestamp with time zone '2026-10-24 07:00:00+00', timestamp with time zone '2026-10-24 07:00:00+00',
        timestamp with time zone '2026-10-24 09:00:00+00', timestamp with time zone '2026-10-24 07:30:00+00', null, 4, 17,
        0, 0, null, null, null, null, null, null, 'PASSED', timestamp with time zone '2026-10-24 07:30:00+00', null,
        '{"policy":"BACKOFF","interval":5.0,"minInterval":1.0,"maxInterval":60.0,"maxConsecutiveErrors":10}');

insert into verdict (id, watch_id, round, outcome, summary, started_at, observed_at, polls, report)
values
    ('v1', 'w1', 1, 'FAILED', 'line one
line two; -- no comment (no row),', null, timestamp with time zone '2026-11-24 07:30:00+00', 17, repeat('a report; ', 6500)),
    ('v2', 'w1', 2, 'PASSED', U&'\9884\68C0 \\ \+01F600 \0009 tab \000D\000A end', timestamp with time zone '2026-11-24 07:00:00.000001+00',
        timestamp with time zone '2026-11-24 07:30:00+00', 17, '{}');

insert into message (id, type, subject, outcome, occurred_at, watch_id, event)
values
    ('v1', 'VERDICT', 'orders-db', 'FAILED', timestamp with time zone '2026-11-24 07:30:00+00', 'w1', repeat(U&'\4E2D', 60000)),
    ('v2', 'VERDICT', 'orders-db', 'PASSED', timestamp with time zone '2026-11-24 07:30:00+00', 'w1', '{}'),
    ('digest', 'DIGEST', 'digest', 'FAILED', timestamp with time zone '2026-11-24 07:31:00+00', null, '{}');

-- the member stands before its digest
insert into delivery (id, event_id, notifier, body, state, since, due_at, fencing, attempts, last_status, last_error,
    ended_at, tried, leased, grouped, digest_id, progress)
values
    ('z-digest', 'digest', 'ops', '', 'PENDING', timestamp with time zone '2026-11-24 07:31:00+00',
        timestamp with time zone '2026-11-24 08:01:00+00', 0, 0, null, null, null, false, false, 'prod', null, null),
    ('a-member', 'v1', 'ops', '{"id":"v1"}', 'PENDING', timestamp with time zone '2026-11-24 07:30:00+00',
        timestamp with time zone '2026-11-24 08:01:00+00', 3, 2, 500, 'HTTP 500', null, true, false, '', 'z-digest', '[]'),
    ('delivered', 'v2', 'ops', '{"id":"v2"}', 'DELIVERED', timestamp with time zone '2026-11-24 07:30:00+00',
        timestamp with time zone '2026-11-24 07:30:00+00', 1, 1, 204, null, timestamp with time zone '2026-11-24 07:30:01+00',
        true, false, '', null, null),
    ('leased', 'v2', 'mail', '', 'PENDING', timestamp with time zone '2026-11-24 07:30:00+00',
        timestamp with time zone '2026-11-24 08:00:30+00', 2, 0, null, null, null, true, true, '', null, '["a@example.com"]');

insert into attempt (delivery_id, ended_at, counted, state, status, error)
values
    ('a-member', timestamp with time zone '2026-11-24 07:30:01+00', true, 'PENDING', 500, 'HTTP 500'),
    ('a-member', timestamp with time zone '2026-11-24 07:30:07+00', false, 'PENDING', null, null),
    ('delivered', timestamp with time zone '2026-11-24 07:30:01+00', true, 'DELIVERED', 204, null);
delete from attempt where status is null;

insert into notifier (name, paused_until, failures, failing_since, down_since, next_probe_at, probes, sent, dead, dead_told,
    pauses, pace)
values
    ('ops', null, 2, timestamp with time zone '2026-11-24 07:30:01+00', null, null, 0,
        '["2026-11-24T07:30:01.123456Z"]', 1, true, 0, null),
    ('ding', timestamp with time zone '2026-11-24 08:10:00+00', 0, null, null, null, 0, '[]', 0, false, 3, '{"rate":0.25}');

insert into event (happened_at, kind, watch_id, account, detail)
values
    (timestamp with time zone '2026-11-24 07:00:00+00', 'REGISTERED', 'w1', 'default', null),
    (timestamp with time zone '2026-11-24 07:00:00+00', 'ACCOUNT', null, 'default', 'OK'),
    (timestamp with time zone '2026-11-24 07:30:00+00', 'ENDED', 'w1', 'default', 'FAILED');
-- the count goes on behind what is gone
delete from event where kind = 'ENDED';

insert into last_verdict (account, uni_region_id, instance_uuid, verdict_id, outcome, observed_at, failing)
values ('default', 'cn-hangzhou', 'uuid-1', 'v1', 'FAILED', timestamp with time zone '2026-11-24 07:30:00+00', '["ARCHIVELOG"]');

insert into alert (id, notifier, account, uni_region_id, instance_uuid, state, message_id, verdict_at, body, starts_at,
    ends_at, until_at, due_at, acknowledged, former)
values ('alert-1', 'am', 'default', 'cn-hangzhou', 'uuid-1', 'FIRING', 'v1', timestamp with time zone '2026-11-24 07:30:00+00',
    '[]', timestamp with time zone '2026-11-24 07:30:00+00', null, timestamp with time zone '2026-12-01 07:30:00+00',
    timestamp with time zone '2026-11-24 07:31:00+00', false, '[]');

insert into mute (id, matchers, watches, created_at, until_at, requested_by, requested_from, reason, ended_at, ended_by,
    ended_from, end_reason, done)
values
    ('mute-1', '["env=\"a ''quoted'' \\\\ value\""]', '{}', timestamp with time zone '2026-11-24 07:00:00.000001+00',
        timestamp with time zone '2026-11-24 09:00:00+00', 'local:alice', '127.0.0.1', 'moves; -- no comment', null, null, null,
        null, false),
    ('mute-2', '[]', '{"w1":"orders-db"}', timestamp with time zone '2026-11-24 07:00:00+00',
        timestamp with time zone '2026-11-24 09:00:00+00', 'local', '::1', null,
        timestamp with time zone '2026-11-24 08:00:00+00', 'local:bob', '::1', 'done', true);

insert into muted (mute_id, verdict_id) values ('mute-1', 'v1'), ('mute-2', 'v1');

insert into node (id, host, version, seen_at, tasks)
values ('n1', 'watcher-1', '1.0.0', timestamp with time zone '2026-11-24 08:00:00+00', 'a hash');
update watch set first_start = true where id = 'w2';

insert into summary (scope, version, sent_for, time_zone, due_at, counted_until, counted_entry)
values ('DAY', 3, '2026-11-24', 'Asia/Shanghai', timestamp with time zone '2026-11-24 00:30:00+00',
    timestamp with time zone '2026-11-24 00:30:00+00', 2);

update watch set seen_at = timestamp with time zone '2026-11-24 08:00:01.123456+00', source_type = 'MYSQL' where id = 'w2';
update last_verdict set source_type = 'MSSQL,MYSQL';
insert into progress (watch_id, round, points)
values ('w1', 1, '[[1795503600123,0],[1795503660000,100]]'), ('w2', 1, '[]');
insert into watch_name (watch_id, listed_as) select id, name from watch;
insert into requested (watch_id) values ('w2');
insert into request_turn (id) values (1);
