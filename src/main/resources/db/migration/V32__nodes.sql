-- The processes that work on this store; each writes its row again and again. Seen_at is the database's time; tasks is a
-- hash of what the node's files name.
create table node (
    id      varchar                  primary key,
    host    varchar                  not null,
    version varchar                  not null,
    seen_at timestamp with time zone not null,
    tasks   varchar                  not null
);
