-- Who asked for what happened, from which address and why; empty for what the daemon did by itself or for its files.
alter table event add column requested_by varchar;
alter table event add column requested_from varchar;
alter table event add column reason varchar;
-- what happened to something that belongs to no account
alter table event alter column account drop not null;
