-- Registered when no watch had been polled yet, and not polled well since: what is terminal at that poll ended before
-- anybody watched it.
alter table watch add column first_start boolean default false not null;

-- When a node last had it in its file: a row that no file names any more is deleted some time later.
alter table account add column named_at timestamp with time zone default current_timestamp not null;
alter table notifier add column named_at timestamp with time zone default current_timestamp not null;
