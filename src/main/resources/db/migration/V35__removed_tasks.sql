-- What becomes of a running watch when the files name it no more: KEEP or CANCEL.
alter table watch add column on_removal varchar default 'KEEP' not null;
-- Whether a node's files named it when it was last registered; false once it was seen to be removed and goes on.
alter table watch add column in_files boolean default true not null;
