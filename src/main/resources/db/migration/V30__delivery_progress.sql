-- What a notifier noted of earlier attempts, as JSON of its own: who of a mail's recipients needs it no more.
alter table delivery add column progress varchar;
