-- The watches that were registered by REST or a command and that no file names: they count towards watcher.api.max-watches.
-- A row goes with its watch, or once a file names it. Apart from watch, where each claim would write one more index.
create table requested (
    watch_id varchar primary key references watch (id) on delete cascade
);

-- One row, locked while a request registers: two nodes must not exceed the limit together.
create table request_turn (
    id integer primary key
);
