-- When the round began that a verdict ended; empty where an older version wrote it and a further round has begun since.
alter table verdict add column started_at timestamp with time zone;
update verdict
set started_at = (
    select watch.round_started_at from watch where watch.id = verdict.watch_id and watch.round = verdict.round);
-- Verdicts are listed the newest first; a verdict is written once.
create index if not exists verdict_observed on verdict (observed_at, id);

-- When the last probe was sent that was answered, while the account was UNREACHABLE or SUSPENDED.
alter table account add column probed_at timestamp with time zone;
