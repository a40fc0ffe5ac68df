-- Clock, queue, jobs, events, working-day calendar, inbox and outgoing messages.
-- Requirements DISC-05, PLAT-08; design: "The clock is an argument", "Across modules".

-- What this installation is. Its kind is decided once: only a demo or a test may ever move its clock.
create table platform.installation (
  id uuid not null,
  kind text not null constraint installation_kind check (kind in ('real', 'demo', 'test')),
  created_at timestamptz not null,
  constraint installation_pkey primary key (id)
);
create unique index installation_only_one on platform.installation ((true));
select platform.guard('platform.installation', class => 'global', capture => 'hash');
revoke insert on platform.installation from qianmo_app, qianmo_job;

-- How far the installation's clock stands from the machine's. No row: it does not.
create table platform.clock (
  kind text not null default 'movable' constraint clock_only_one check (kind = 'movable'),
  offset_ms bigint not null,
  version integer not null default 1,
  constraint clock_pkey primary key (kind)
);
create function platform.refuse_clock() returns trigger language plpgsql security definer
  set search_path = pg_catalog as $$
begin
  if not exists (select from platform.installation i where i.kind in ('demo', 'test')) then
    raise exception 'the clock of a real installation cannot be moved'
      using errcode = 'check_violation', constraint = 'clock_movable_installation';
  end if;
  return new;
end $$;
create function platform.tell_clock() returns trigger language plpgsql as $$
begin
  perform pg_notify('qianmo_clock', new.offset_ms::text);
  return null;
end $$;
create trigger clock_movable_installation before insert or update on platform.clock
  for each row execute function platform.refuse_clock();
create trigger clock_told after insert or update on platform.clock
  for each row execute function platform.tell_clock();
select platform.guard('platform.clock', class => 'global', capture => 'values');

-- One run of one job at one home: what the task tray and the jobs page show. home 000000: work of the installation itself.
-- The run's id is also the id of its act, so that a run that was committed is never done twice.
create table platform.job_run (
  home text collate "C" not null,
  id uuid not null,
  name text collate "C" not null,
  key text collate "C" not null,
  payload jsonb not null,
  state text not null default 'queued' constraint job_run_state check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  asked_by text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  attempts integer not null default 0,
  done_count bigint not null default 0,
  total_count bigint,
  cancel_asked_at timestamptz,
  result_file uuid,
  error_code text,
  error_reference text,
  constraint job_run_pkey primary key (home, id),
  constraint job_run_once unique (home, name, key),
  constraint job_run_payload_small check (pg_column_size(payload) <= 8192),
  constraint job_run_finished check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null))
);
create index job_run_recent on platform.job_run (home, asked_at desc, id);
select platform.guard('platform.job_run', class => 'home');

-- The last slot (a day, or a count of minutes) for which a scheduled job was sent out to the homes.
create table platform.schedule (
  name text collate "C" not null,
  slot text collate "C" not null,
  fired_at timestamptz not null,
  constraint schedule_pkey primary key (name)
);
select platform.guard('platform.schedule', class => 'global');

-- The only way into the queue, in the caller's own transaction. The queue's role owns the queue and nothing else, so this
-- function can do nothing else; a caller may queue work only for homes it may write.
create function platform.enqueue(task text, payload json, options jsonb default '{}') returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if payload ->> 'home' is null or not coalesce(payload ->> 'home' = any (platform.scope_write()), false) then
    raise exception 'work can be queued only for a home in scope' using errcode = 'insufficient_privilege';
  end if;
  return (graphile_worker.add_job(
    task, payload,
    queue_name => options ->> 'queue',
    run_at => clock_timestamp() + make_interval(secs => coalesce((options ->> 'delaySeconds')::double precision, 0)),
    max_attempts => coalesce((options ->> 'maxAttempts')::smallint, 5::smallint)
  )).id;
end $$;
revoke execute on function platform.enqueue from public;
grant execute on function platform.enqueue to qianmo_app, qianmo_job;
do $$ begin
  if not pg_has_role(current_user, 'qianmo_worker', 'member') then execute 'grant qianmo_worker to current_user'; end if;
end $$;
grant usage, create on schema platform to qianmo_worker;
alter function platform.enqueue owner to qianmo_worker;
revoke create on schema platform from qianmo_worker;

-- Events only inform. The row stands in the act's transaction; a job delivers it to each consumer at least once.
create table platform.event (
  home text collate "C" not null,
  id uuid not null,
  kind text collate "C" not null,
  subject_kind text collate "C" not null,
  subject text collate "C" not null,
  payload jsonb not null,
  at timestamptz not null,
  constraint event_pkey primary key (home, id)
);
create index event_subject on platform.event (home, subject_kind, subject);
select platform.guard('platform.event', class => 'home', capture => 'hash');
create table platform.event_delivery (
  home text collate "C" not null,
  event uuid not null,
  consumer text collate "C" not null,
  delivered_at timestamptz not null,
  constraint event_delivery_pkey primary key (home, event, consumer),
  constraint event_delivery_event foreign key (home, event) references platform.event (home, id)
);
select platform.guard('platform.event_delivery', class => 'home');

-- DISC-05. A year without a row here is not loaded: nothing can be counted in it.
create table platform.calendar_year (
  year integer not null constraint calendar_year_sane check (year between 2000 and 2099),
  source text not null,
  shipped boolean not null,
  version integer not null default 1,
  constraint calendar_year_pkey primary key (year)
);
select platform.guard('platform.calendar_year', class => 'reference', capture => 'values', editable => true);
-- layer official: the national list (home 000000). layer correction: what an office decided for its home and all below it,
-- such as a local festival; the nearest home wins.
create table platform.calendar_day (
  home text collate "C" not null,
  day date not null,
  layer text not null constraint calendar_day_layer check (layer in ('official', 'correction')),
  kind text not null constraint calendar_day_kind check (kind in ('holiday', 'workday')),
  name_zh text not null,
  name_en text,
  reason text,
  decided_by text,
  version integer not null default 1,
  constraint calendar_day_pkey primary key (home, day, layer),
  constraint calendar_day_official_national check (layer <> 'official' or home = '000000'),
  constraint calendar_day_correction_reasoned check ((layer = 'correction') = (reason is not null and decided_by is not null))
);
create index calendar_day_day on platform.calendar_day (day);
select platform.guard('platform.calendar_day', class => 'reference', capture => 'values', editable => true);

-- PLAT-08. One row per thing somebody is to do or know. Addressed to a post, role, unit or user as they are on the day of
-- reading, so that a successor finds it without anything being sent again.
create table platform.inbox_item (
  home text collate "C" not null,
  id uuid not null,
  key text collate "C" not null,
  source text collate "C" not null,
  kind text not null constraint inbox_item_kind check (kind in ('due', 'returned', 'mention', 'task', 'finished')),
  subject_kind text collate "C" not null,
  subject text collate "C" not null,
  title_code text collate "C" not null,
  title_params jsonb not null,
  due_on date,
  to_kind text not null constraint inbox_item_to_kind check (to_kind in ('role', 'unit', 'post', 'user')),
  to_id text collate "C" not null,
  to_unit text collate "C",
  to_narrow text collate "C",
  raised_by text not null,
  raised_at timestamptz not null,
  reminded_on date,
  sms boolean not null default false,
  closed_at timestamptz,
  closed_by text,
  closed_how text constraint inbox_item_closed_how check (closed_how in ('done', 'withdrawn', 'by-hand')),
  closed_reason text,
  version integer not null default 1,
  constraint inbox_item_pkey primary key (home, id),
  constraint inbox_item_once unique (home, key),
  constraint inbox_item_closed check (
    (closed_at is null) = (closed_how is null) and (closed_at is null) = (closed_by is null)
    and (closed_how is distinct from 'by-hand' or closed_reason is not null)
  )
);
create index inbox_item_open on platform.inbox_item (home, due_on, id) where closed_at is null;
create index inbox_item_subject on platform.inbox_item (home, subject_kind, subject);
create index inbox_item_raiser on platform.inbox_item (home, raised_by, raised_at desc);
select platform.guard('platform.inbox_item', class => 'home', capture => 'values');
-- A reminder of an item that has gone out: one per due date and lead, whatever runs again.
create table platform.inbox_reminder (
  home text collate "C" not null,
  item uuid not null,
  due_on date not null,
  lead_days integer not null,
  reminded_on date not null,
  constraint inbox_reminder_pkey primary key (home, item, due_on, lead_days),
  constraint inbox_reminder_item foreign key (home, item) references platform.inbox_item (home, id)
);
select platform.guard('platform.inbox_reminder', class => 'home', capture => 'hash');
create table platform.inbox_watch (
  home text collate "C" not null,
  item uuid not null,
  watcher text collate "C" not null,
  constraint inbox_watch_pkey primary key (home, item, watcher),
  constraint inbox_watch_item foreign key (home, item) references platform.inbox_item (home, id)
);
create index inbox_watch_watcher on platform.inbox_watch (home, watcher);
select platform.guard('platform.inbox_watch', class => 'home');

-- A text message: one per item, occasion and recipient. `sending` is committed before the message leaves; one found so
-- after a crash may have left and is never sent again (`unclear`). The number itself is never stored.
create table platform.sms_message (
  home text collate "C" not null,
  id uuid not null,
  item uuid not null,
  occasion text collate "C" not null,
  recipient text collate "C" not null,
  state text not null constraint sms_message_state check (state in ('queued', 'sending', 'sent', 'failed', 'unclear')),
  attempts integer not null default 0,
  error text,
  queued_at timestamptz not null,
  sent_at timestamptz,
  constraint sms_message_pkey primary key (home, id),
  constraint sms_message_once unique (home, item, occasion, recipient),
  constraint sms_message_item foreign key (home, item) references platform.inbox_item (home, id)
);
create index sms_message_waiting on platform.sms_message (home, queued_at) where state in ('queued', 'sending');
select platform.guard('platform.sms_message', class => 'home', capture => 'values');
