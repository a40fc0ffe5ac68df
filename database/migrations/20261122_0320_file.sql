-- Evidence files and staged sheets. Design: "Evidence is a file", "Sheets". The bytes stand in the file store, in parts.

-- awaited: declared, bytes arriving. stored: size, hash and type were found right; from then on a fact. expired: never
-- completed. dropped: stored for an import that was not confirmed; only this row remains.
create table platform.file (
  home text collate "C" not null,
  id uuid not null,
  name text not null,
  purpose text not null constraint file_purpose check (purpose in ('evidence', 'sheet')),
  bytes bigint not null constraint file_bytes_some check (bytes > 0),
  sha256 bytea not null constraint file_sha256_form check (length(sha256) = 32),
  state text not null default 'awaited' constraint file_state check (state in ('awaited', 'stored', 'expired', 'dropped')),
  media_type text,
  part_bytes integer[],
  width integer,
  height integer,
  taken_at timestamptz,
  latitude numeric(9, 6),
  longitude numeric(9, 6),
  begun_by text not null,
  begun_at timestamptz not null,
  settled_at timestamptz,
  constraint file_pkey primary key (home, id),
  constraint file_stored_whole check (state <> 'stored' or (media_type is not null and part_bytes is not null)),
  constraint file_settled check ((state = 'awaited') = (settled_at is null))
);
create index file_open on platform.file (home, begun_at) where state = 'awaited';
create index file_sheet on platform.file (home, settled_at) where state = 'stored' and purpose = 'sheet';
create index file_begun_by on platform.file (home, begun_by, begun_at desc);

-- What a file proves. Append-only: taken back by whoever decides on the subject, never by deleting the link.
create table platform.file_link (
  home text collate "C" not null,
  subject_kind text collate "C" not null,
  subject text collate "C" not null,
  file uuid not null,
  linked_by text not null,
  linked_at timestamptz not null,
  constraint file_link_pkey primary key (home, subject_kind, subject, file),
  constraint file_link_file foreign key (home, file) references platform.file (home, id)
);
create index file_link_by_file on platform.file_link (home, file);

create function platform.keep_file() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a file that was declared stays in the register' using errcode = 'restrict_violation', table = 'platform.file';
  end if;
  if old.state = 'awaited' then return new; end if;
  if old.state = 'stored' and new.state = 'dropped' and old.purpose = 'sheet'
     and to_jsonb(new) - 'state' - 'settled_at' = to_jsonb(old) - 'state' - 'settled_at'
     and not exists (select from platform.file_link l where l.home = old.home and l.file = old.id) then
    return new;
  end if;
  raise exception 'a settled file is a fact' using errcode = 'restrict_violation', table = 'platform.file';
end $$;
create trigger keep_file before update or delete on platform.file for each row execute function platform.keep_file();

-- Whether the file may be linked is asked of the row itself, under lock, by whoever links.
select platform.guard('platform.file', class => 'home', capture => 'values');
select platform.guard('platform.file_link', class => 'home', capture => 'hash');

-- An import on its way: read from a file, checked, shown; gone after 24 hours unless confirmed.
create table platform.sheet_stage (
  home text collate "C" not null,
  id uuid not null,
  sheet text collate "C" not null,
  file uuid not null,
  state text not null default 'reading' constraint sheet_stage_state check (state in ('reading', 'ready', 'failed', 'confirmed')),
  run uuid,
  error_code text,
  error_params jsonb not null default '{}',
  unknown_columns text[] not null default '{}',
  column_letters jsonb not null default '{}',
  row_count integer not null default 0,
  imported_count integer,
  hash text,
  staged_by text not null,
  staged_at timestamptz not null,
  expires_at timestamptz not null,
  constraint sheet_stage_pkey primary key (home, id),
  constraint sheet_stage_file foreign key (home, file) references platform.file (home, id),
  constraint sheet_stage_failed check ((state = 'failed') = (error_code is not null)),
  constraint sheet_stage_hashed check (state <> 'ready' or hash is not null)
);
create index sheet_stage_expiry on platform.sheet_stage (home, expires_at);
create unique index sheet_stage_one_per_file on platform.sheet_stage (home, file);

-- cells: as the file has them. parsed: by the columns' kinds. problems: [{column, code, params, suggestion}].
create table platform.sheet_stage_row (
  home text collate "C" not null,
  stage uuid not null,
  number integer not null,
  cells jsonb not null,
  parsed jsonb not null,
  problems jsonb not null,
  outcome text not null constraint sheet_stage_row_outcome check (outcome in ('new', 'changed', 'same', 'wrong')),
  row_key text collate "C",
  constraint sheet_stage_row_pkey primary key (home, stage, number),
  constraint sheet_stage_row_stage foreign key (home, stage) references platform.sheet_stage (home, id) on delete cascade
);
create index sheet_stage_row_key on platform.sheet_stage_row (home, stage, row_key, number);
select platform.guard('platform.sheet_stage', class => 'home');
select platform.guard('platform.sheet_stage_row', class => 'home');
