-- What to do when a precheck did not pass: the operator's own page.
alter table watch add column runbook varchar;

-- What is told, once for all its deliveries. Type: VERDICT, DIGEST, OPERATOR, TEST.
create table message (
    id          varchar                  primary key,
    type        varchar                  not null,
    subject     varchar                  not null,
    outcome     varchar                  not null,
    occurred_at timestamp with time zone not null,
    watch_id    varchar                  references watch (id),
    event       varchar                  not null
);
create index message_time on message (occurred_at);
create index message_watch on message (watch_id);

insert into message (id, type, subject, outcome, occurred_at, watch_id, event)
select v.id, 'VERDICT', w.name, v.outcome, v.observed_at, v.watch_id, min(d.body)
from delivery d
join verdict v on v.id = d.event_id
join watch w on w.id = v.watch_id
group by v.id, w.name, v.outcome, v.observed_at, v.watch_id;

alter table delivery add constraint delivery_message foreign key (event_id) references message (id);
drop index delivery_watch;
alter table delivery drop column watch_id;
alter table delivery drop column outcome;
-- max-age runs from here: the event's time, or that of a replay or of a fallback that took over
alter table delivery rename column occurred_at to since;
-- only what was never claimed may be folded into a digest
alter table delivery add column tried boolean default false not null;
update delivery set tried = true;
-- while a claim lasts, so that a recovered notifier's waiting deliveries are told from those under way
alter table delivery add column leased boolean default false not null;
alter table delivery add column grouped varchar default '' not null;
-- the delivery that tells this one among others
alter table delivery add column digest_id varchar references delivery (id);
create index delivery_digest on delivery (digest_id);
create index delivery_event on delivery (event_id);

alter table notifier add column failures integer default 0 not null;
-- when the first of them ended
alter table notifier add column failing_since timestamp with time zone;
alter table notifier add column down_since timestamp with time zone;
alter table notifier add column next_probe_at timestamp with time zone;
alter table notifier add column probes integer default 0 not null;
-- JSON: times of messages sent, as far back as a limit looks
alter table notifier add column sent varchar default '[]' not null;
alter table notifier add column dead integer default 0 not null;
alter table notifier add column dead_told boolean default false not null;

-- The last verdict of an instance: what the next one is compared with.
create table last_verdict (
    account       varchar                  not null,
    uni_region_id varchar                  not null,
    instance_uuid varchar                  not null,
    verdict_id    varchar                  not null,
    outcome       varchar                  not null,
    observed_at   timestamp with time zone not null,
    failing       varchar                  not null,
    constraint last_verdict_key primary key (instance_uuid, uni_region_id, account)
);

-- What an Alertmanager is told of an instance. State: FIRING, RESOLVED, OVER (kept so that a late verdict finds it).
create table alert (
    id            varchar                  primary key,
    notifier      varchar                  not null,
    account       varchar                  not null,
    uni_region_id varchar                  not null,
    instance_uuid varchar                  not null,
    state         varchar                  not null,
    message_id    varchar                  not null,
    -- when the verdict that decided was written: an earlier one changes nothing
    verdict_at    timestamp with time zone not null,
    body          varchar                  not null,
    starts_at     timestamp with time zone not null,
    ends_at       timestamp with time zone,
    -- a firing one ends by itself then; a resolved one is sent until then
    until_at      timestamp with time zone not null,
    due_at        timestamp with time zone,
    acknowledged  boolean                  not null
);
create index alert_due on alert (notifier, due_at);
create index alert_instance on alert (account, uni_region_id, instance_uuid);
