-- How a watch is polled, as JSON: a further key needs no column. Durations are seconds.
alter table watch add column polling varchar default '{}' not null;
update watch set polling = '{"policy":"' || policy || '","interval":' || cast(interval_ms / 1000.0 as varchar)
    || ',"minGap":' || cast(min_gap_ms / 1000.0 as varchar) || ',"maxGap":' || cast(max_gap_ms / 1000.0 as varchar)
    || ',"maxConsecutiveErrors":' || cast(max_consecutive_errors as varchar) || '}';
alter table watch alter column polling drop default;
alter table watch drop column policy;
alter table watch drop column interval_ms;
alter table watch drop column min_gap_ms;
alter table watch drop column max_gap_ms;
alter table watch drop column max_consecutive_errors;
