-- How many times in a row the receiver asked to wait, and what was found of its limits, as JSON: rates are a second's.
alter table notifier add column pauses integer default 0 not null;
alter table notifier add column pace varchar;
-- JSON: alerts of the instance under other labels, which are sent as resolved for a while.
alter table alert add column former varchar default '[]' not null;
