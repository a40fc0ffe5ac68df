-- The ground every module stands on: scope settings, the guard that protects a table, the log of acts and changes.
-- Roles qianmo_app, qianmo_auth, qianmo_job, qianmo_seal, qianmo_audit exist before the first migration (they belong to
-- the cluster, not to this database).

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

create schema platform;
create schema audit;
grant usage on schema platform to qianmo_app, qianmo_auth, qianmo_job, qianmo_seal, qianmo_audit;
grant usage, create on schema audit to qianmo_audit;
grant usage on schema audit to qianmo_app, qianmo_auth, qianmo_job, qianmo_seal;

-- Scope of the transaction. Unset means no rows: comparing with null is never true.
create function platform.scope_read() returns text[] language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.read', true), ''), ',') $$;
create function platform.scope_write() returns text[] language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.write', true), ''), ',') $$;
create function platform.scope_above() returns text[] language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.above', true), ''), ',') $$;

-- What the guard was told of each table; `audit verify` and the table check read it.
create table platform.guarded (
  name text collate "C" primary key,
  class text not null constraint guarded_class check (class in ('home', 'reference', 'global')),
  capture text not null constraint guarded_capture check (capture in ('values', 'hash', 'none')),
  shared_down boolean not null,
  key_columns text[] not null
);
grant select on platform.guarded to qianmo_app, qianmo_auth, qianmo_job, qianmo_seal, qianmo_audit;

-- One sequence orders acts and changes together, so that the sealed log is one list.
create sequence audit.seq as bigint;

create table audit.operation (
  home text collate "C" not null,
  id uuid not null,
  seq bigint not null default nextval('audit.seq'),
  xid xid8 not null default pg_current_xact_id(),
  actor text not null,
  posting text,
  operation text not null,
  version integer not null,
  input_hash bytea not null,
  outcome text not null constraint operation_outcome check (outcome in ('done', 'rejected')),
  result jsonb not null constraint operation_result_small check (pg_column_size(result) <= 8192),
  happened_at timestamptz not null,
  arrived_at timestamptz not null,
  machine_at timestamptz not null,
  device text,
  constraint operation_pkey primary key (home, id)
);
create unique index operation_seq on audit.operation (seq);
-- For the newest acts of a home; its queries say so by `seq > 0`, which is always true. Without that condition the
-- look-up of one act by (home, id), planned while the log was still small, may take this index and read all of the home.
create index operation_recent on audit.operation (home, seq) where seq > 0;
create index operation_settled on audit.operation (xid, seq);

create table audit.change (
  seq bigint not null default nextval('audit.seq'),
  xid xid8 not null default pg_current_xact_id(),
  home text collate "C" not null,
  operation uuid,
  table_name text collate "C" not null,
  key jsonb not null,
  kind text not null constraint change_kind check (kind in ('insert', 'update', 'delete')),
  old_row jsonb,
  new_row jsonb,
  row_hash bytea,
  constraint change_pkey primary key (seq)
);
create index change_subject on audit.change (table_name, key, seq);
-- The rows of one act stand under its transaction: no index by act is needed beside this one.
create index change_settled on audit.change (xid, seq);

-- A sealed batch: the Merkle root of its leaves, chained to the one before. Leaves are kept so that a changed row is named.
create table audit.batch (
  number bigint not null constraint batch_pkey primary key,
  first_seq bigint not null,
  last_seq bigint not null,
  leaf_count integer not null,
  root bytea not null,
  chain bytea not null,
  chain_sm3 bytea not null,
  sealed_at timestamptz not null,
  signature bytea not null
);
create table audit.leaf (
  batch bigint not null references audit.batch (number),
  position integer not null,
  seq bigint not null,
  hash bytea not null,
  constraint leaf_pkey primary key (batch, position)
);
create unique index leaf_seq on audit.leaf (seq);

alter table audit.operation owner to qianmo_audit;
alter table audit.change owner to qianmo_audit;
alter table audit.batch owner to qianmo_audit;
alter table audit.leaf owner to qianmo_audit;
alter sequence audit.seq owner to qianmo_audit;
grant select on audit.operation, audit.change, audit.batch, audit.leaf to qianmo_seal;
grant insert on audit.batch, audit.leaf to qianmo_seal;
grant select on audit.batch to qianmo_app;
-- Reading the log is for auditors of that jurisdiction; nobody but the definer functions below writes it.
grant select on audit.operation, audit.change to qianmo_app;
alter table audit.operation enable row level security;
alter table audit.change enable row level security;
create policy operation_read on audit.operation for select to qianmo_app
  using (home = any ((select platform.scope_read())::text[]));
create policy change_read on audit.change for select to qianmo_app
  using (home = any ((select platform.scope_read())::text[]));
create policy operation_seal on audit.operation for select to qianmo_seal using (true);
create policy change_seal on audit.change for select to qianmo_seal using (true);

-- Rows are captured as text of one fixed form, whatever the session's settings, so that they can be compared again.
-- Trigger arguments: table name (never tg_table_name: a shard has another), mode, key columns as a comma list.
-- Most keys have two columns; building those without an aggregate is what makes capture of single rows cheap.
create function audit.key_of(j jsonb, keys text[]) returns jsonb language sql stable parallel safe
  return case cardinality(keys)
    when 1 then jsonb_build_object(keys[1], j -> keys[1])
    when 2 then jsonb_build_object(keys[1], j -> keys[1], keys[2], j -> keys[2])
    when 3 then jsonb_build_object(keys[1], j -> keys[1], keys[2], j -> keys[2], keys[3], j -> keys[3])
    when 4 then jsonb_build_object(keys[1], j -> keys[1], keys[2], j -> keys[2], keys[3], j -> keys[3],
                                   keys[4], j -> keys[4])
    when 5 then jsonb_build_object(keys[1], j -> keys[1], keys[2], j -> keys[2], keys[3], j -> keys[3],
                                   keys[4], j -> keys[4], keys[5], j -> keys[5])
  end;
alter function audit.key_of owner to qianmo_audit;

create function audit.capture_insert() returns trigger language plpgsql security definer set search_path = pg_catalog
  set timezone = 'Asia/Shanghai' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex'
  set extra_float_digits = 1 as $$
declare
  keys text[] := string_to_array(tg_argv[2], ',');
  act uuid := nullif(current_setting('app.operation', true), '')::uuid;
begin
  insert into audit.change (home, operation, table_name, key, kind, new_row, row_hash)
  select coalesce(j ->> 'home', '000000'), act, tg_argv[0],
         audit.key_of(j, keys), 'insert',
         case when tg_argv[1] = 'values' then j end,
         case when tg_argv[1] = 'hash' then sha256(convert_to(j::text, 'UTF8')) end
  from (select to_jsonb(a) as j from added a offset 0) rows;
  return null;
end $$;

create function audit.capture_update() returns trigger language plpgsql security definer set search_path = pg_catalog
  set timezone = 'Asia/Shanghai' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex'
  set extra_float_digits = 1 as $$
declare
  keys text[] := string_to_array(tg_argv[2], ',');
  act uuid := nullif(current_setting('app.operation', true), '')::uuid;
begin
  insert into audit.change (home, operation, table_name, key, kind, old_row, new_row)
  select coalesce(coalesce(n.j, o.j) ->> 'home', '000000'), act, tg_argv[0], coalesce(n.k, o.k),
         case when n.j is null then 'delete' when o.j is null then 'insert' else 'update' end, o.j, n.j
  from (select j, audit.key_of(j, keys) as k
        from (select to_jsonb(r) as j from removed r offset 0) r) o
  full join (select j, audit.key_of(j, keys) as k
             from (select to_jsonb(a) as j from added a offset 0) a) n
    on n.k = o.k
  where o.j is distinct from n.j;
  return null;
end $$;

create function audit.capture_delete() returns trigger language plpgsql security definer set search_path = pg_catalog
  set timezone = 'Asia/Shanghai' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex'
  set extra_float_digits = 1 as $$
declare
  keys text[] := string_to_array(tg_argv[2], ',');
  act uuid := nullif(current_setting('app.operation', true), '')::uuid;
begin
  insert into audit.change (home, operation, table_name, key, kind, old_row)
  select coalesce(j ->> 'home', '000000'), act, tg_argv[0],
         audit.key_of(j, keys), 'delete', j
  from (select to_jsonb(r) as j from removed r offset 0) rows;
  return null;
end $$;

create function audit.refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: a correction is a new row' using errcode = 'restrict_violation', table = tg_argv[0];
end $$;

alter function audit.capture_insert() owner to qianmo_audit;
alter function audit.capture_update() owner to qianmo_audit;
alter function audit.capture_delete() owner to qianmo_audit;

-- Protects one table: row-level security by its class, grants, and capture of what changes.
-- access: the roles that may use it; editable: reference rows that operations may write.
create function platform.guard(
  target text, class text, shared_down boolean default false, capture text default 'none',
  editable boolean default false, access text[] default array['qianmo_app', 'qianmo_job']
) returns void language plpgsql as $guard$
declare
  keys text[];
  has_for_county boolean;
  readable text;
  who text := array_to_string(access, ', ');
  verbs text;
begin
  select array_agg(a.attname::text order by k.ord) into keys
  from pg_index i cross join lateral unnest(i.indkey) with ordinality k(attnum, ord)
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
  where i.indrelid = target::regclass and i.indisprimary;
  if keys is null then raise exception 'guard: % has no primary key', target; end if;
  if cardinality(keys) > 5 and capture <> 'none' then raise exception 'guard: key of % is too long to be captured', target; end if;
  if class = 'home' and keys[1] <> 'home' then raise exception 'guard: key of % must start with home', target; end if;
  insert into platform.guarded values (target, class, capture, shared_down, keys);

  select exists (select from pg_attribute where attrelid = target::regclass and attname = 'for_county' and not attisdropped)
  into has_for_county;

  verbs := case when class = 'reference' and not editable then 'select'
                when capture = 'hash' then 'select, insert' else 'select, insert, update, delete' end;
  execute format('grant %s on %s to %s', verbs, target, who);
  execute format('grant select on %s to qianmo_seal', target);

  if class = 'home' then
    readable := 'home = any ((select platform.scope_read())::text[])';
    if has_for_county then readable := readable || ' or for_county = any ((select platform.scope_read())::text[])'; end if;
    if shared_down then readable := readable || ' or home = any ((select platform.scope_above())::text[])'; end if;
    execute format('alter table %s enable row level security', target);
    execute format('create policy scope_read on %s for select to %s using (%s)', target, who, readable);
    execute format('create policy scope_insert on %s for insert to %s with check (home = any ((select platform.scope_write())::text[]))', target, who);
    execute format('create policy scope_update on %s for update to %s using (home = any ((select platform.scope_write())::text[]))', target, who);
    execute format('create policy scope_delete on %s for delete to %s using (home = any ((select platform.scope_write())::text[]))', target, who);
    execute format('create policy verify_read on %s for select to qianmo_seal using (true)', target);
  end if;

  if capture <> 'none' then
    execute format('create trigger capture_insert after insert on %s referencing new table as added for each statement execute function audit.capture_insert(%L, %L, %L)', target, target, capture, array_to_string(keys, ','));
  end if;
  if capture = 'values' then
    execute format('create trigger capture_update after update on %s referencing old table as removed new table as added for each statement execute function audit.capture_update(%L, %L, %L)', target, target, capture, array_to_string(keys, ','));
    execute format('create trigger capture_delete after delete on %s referencing old table as removed for each statement execute function audit.capture_delete(%L, %L, %L)', target, target, capture, array_to_string(keys, ','));
  end if;
  if capture = 'hash' then
    execute format('create trigger refuse_rewrite before update or delete or truncate on %s for each statement execute function audit.refuse_rewrite(%L)', target, target);
  end if;
end $guard$;

-- Accounts and sessions. A natural person, their postings and units belong to the organisation module.
create table platform.account (
  id uuid constraint account_pkey primary key,
  person uuid not null,
  login text collate "C" not null constraint account_login_unique unique,
  password_hash text,
  password_changed_at timestamptz,
  totp_secret bytea,
  totp_last_step bigint,
  oidc_subject text constraint account_oidc_unique unique,
  failed_count integer not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  epoch bigint not null default 1,
  version integer not null default 1
);
create table platform.session (
  token_hash bytea constraint session_pkey primary key,
  account uuid not null references platform.account (id),
  kind text not null constraint session_kind check (kind in ('browser', 'token')),
  name text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  second_factor_at timestamptz,
  client text,
  permissions text[]
);
create index session_account on platform.session (account);
select platform.guard('platform.account', class => 'global', capture => 'values', access => array['qianmo_app', 'qianmo_auth']);
select platform.guard('platform.session', class => 'global', access => array['qianmo_app', 'qianmo_auth']);
grant select on platform.account, platform.session to qianmo_audit;

-- Begins an act: sets the scope, checks the session, takes the act's id (a second sender of the same id waits here) and
-- returns what is already stored under it. One round trip.
create function platform.enter(
  session_hash bytea, moment timestamptz, actor text, scope_read text, scope_write text, scope_above text,
  act_home text, act_id uuid
) returns table (session_live boolean, epoch bigint, done audit.operation)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform set_config('app.actor', actor, true), set_config('app.read', scope_read, true),
          set_config('app.write', scope_write, true), set_config('app.above', scope_above, true),
          set_config('app.operation', coalesce(act_id::text, ''), true);
  if session_hash is not null then
    select s.revoked_at is null and s.expires_at > moment and a.disabled_at is null, a.epoch into session_live, epoch
    from platform.session s join platform.account a on a.id = s.account where s.token_hash = session_hash;
  end if;
  if act_id is not null then
    perform pg_advisory_xact_lock(hashtextextended(act_home || act_id::text, 0));
    select o.* into done from audit.operation o where o.home = act_home and o.id = act_id;
  end if;
  return next;
end $$;
alter function platform.enter owner to qianmo_audit;

-- Stores the act's row. Actor and id are those of the running transaction, never the caller's to choose. PL/pgSQL,
-- because it keeps its plan where a function in SQL may plan anew at every call.
create function audit.record(
  act_home text, act_posting text, act_operation text, act_version integer, act_input_hash bytea, act_outcome text,
  act_result jsonb, act_happened_at timestamptz, act_arrived_at timestamptz, act_device text
) returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into audit.operation (home, id, actor, posting, operation, version, input_hash, outcome, result, happened_at,
                               arrived_at, machine_at, device)
  values (act_home, current_setting('app.operation')::uuid, current_setting('app.actor'), act_posting, act_operation,
          act_version, act_input_hash, act_outcome, act_result, act_happened_at, act_arrived_at, clock_timestamp(),
          act_device);
end $$;
alter function audit.record owner to qianmo_audit;

revoke execute on all functions in schema audit from public;
revoke execute on function platform.enter, platform.guard from public;
grant execute on function platform.enter, audit.record to qianmo_app, qianmo_auth, qianmo_job;

-- What must block: placed and lifted in the act's own transaction, read under lock by whoever must not proceed.
create table platform.hold (
  home text collate "C" not null,
  id uuid not null,
  subject_kind text not null,
  subject text not null,
  reason text not null,
  placed_by text not null,
  placed_at timestamptz not null,
  lifted_at timestamptz,
  lifted_by text,
  constraint hold_pkey primary key (home, id)
);
create index hold_subject on platform.hold (home, subject_kind, subject) where lifted_at is null;
select platform.guard('platform.hold', class => 'home', capture => 'values');
