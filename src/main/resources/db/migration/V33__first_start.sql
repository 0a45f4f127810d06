-- Registered when no watch had been polled yet, and not polled well since: what is terminal at that poll ended before
-- anybody watched it.
alter table watch add column first_start boolean default false not null;

-- When a node was last found to have it in its file, empty for a new row: what no file has had for long is deleted.
alter table account add column named_at timestamp with time zone;
alter table notifier add column named_at timestamp with time zone;
