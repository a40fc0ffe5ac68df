-- Programmes and the versions of their packs. PROG-01, PROG-05, PROG-15, PROG-16, FUND-01, FUND-02.
-- pack_version.content is the whole plan; the tables behind it hold of each version what later modules join with.
create schema programme;
grant usage on schema programme to qianmo_app, qianmo_auth, qianmo_job, qianmo_seal;

-- Its row is locked while a version is imported, so that versions count up without a gap.
create table programme.programme (
  home text collate "C" not null,
  id text collate "C" not null,
  latest integer not null,
  version integer not null default 1,
  constraint programme_pkey primary key (home, id)
);
select platform.guard('programme.programme', class => 'home', capture => 'values', shared_down => true);

create table programme.pack_version (
  home text collate "C" not null,
  programme text collate "C" not null,
  number integer not null,
  sha256 text collate "C" not null,
  effective_on date not null,
  decision_no text,
  decision_title text not null,
  imported_by text not null,
  imported_at timestamptz not null,
  supersedes integer,
  content jsonb not null,
  constraint pack_version_pkey primary key (home, programme, number),
  constraint pack_version_programme foreign key (home, programme) references programme.programme (home, id),
  constraint pack_version_counts_up check (number >= 1 and (supersedes is null or supersedes < number))
);
create index pack_version_effective on programme.pack_version (home, programme, effective_on desc, number desc);
select platform.guard('programme.pack_version', class => 'home', capture => 'hash', shared_down => true);

-- PROG-05: which county belongs to it, in which group, and when.
create table programme.member (
  home text collate "C" not null,
  programme text collate "C" not null,
  version integer not null,
  place text collate "C" not null,
  valid daterange not null,
  county_group text not null constraint member_group check (county_group in ('national', 'coordinated', 'none')),
  name_zh text not null,
  clause text not null,
  constraint member_pkey primary key (home, programme, version, place, valid),
  constraint member_version foreign key (home, programme, version) references programme.pack_version (home, programme, number),
  constraint member_one_group exclude using gist (home with =, programme with =, version with =, place with =, valid with &&)
);
create index member_place on programme.member (place, home, programme);
select platform.guard('programme.member', class => 'home', capture => 'hash', shared_down => true);

-- PROG-15: what the plan sets. A key without a row is off.
create table programme.parameter (
  home text collate "C" not null,
  programme text collate "C" not null,
  version integer not null,
  key text collate "C" not null,
  subject text collate "C" not null default '',
  operator text,
  value numeric,
  low numeric,
  high numeric,
  words text,
  items text[],
  unit text,
  strictness text,
  clause text not null,
  constraint parameter_pkey primary key (home, programme, version, key, subject),
  constraint parameter_version foreign key (home, programme, version) references programme.pack_version (home, programme, number)
);
select platform.guard('programme.parameter', class => 'home', capture => 'hash', shared_down => true);

create table programme.target (
  home text collate "C" not null,
  programme text collate "C" not null,
  version integer not null,
  id text collate "C" not null,
  name_zh text not null,
  name_en text not null,
  scope text not null,
  county_group text,
  metric text collate "C" not null,
  operator text not null,
  value numeric,
  low numeric,
  high numeric,
  unit text not null,
  start_on date not null,
  deadline date,
  responsible text[] not null,
  clause text not null,
  constraint target_pkey primary key (home, programme, version, id),
  constraint target_version foreign key (home, programme, version) references programme.pack_version (home, programme, number),
  constraint target_days check (deadline is null or deadline >= start_on)
);
select platform.guard('programme.target', class => 'home', capture => 'hash', shared_down => true);

-- PROG-16: the word for an office or system from a day on; null = from the beginning.
create table programme.label (
  home text collate "C" not null,
  programme text collate "C" not null,
  version integer not null,
  kind text collate "C" not null constraint label_kind check (kind in ('leadDepartment', 'povertyAgency', 'ministrySystem', 'dataStandard')),
  position integer not null,
  valid_from date,
  zh text not null,
  en text,
  clause text not null,
  constraint label_pkey primary key (home, programme, version, kind, position),
  constraint label_version foreign key (home, programme, version) references programme.pack_version (home, programme, number)
);
select platform.guard('programme.label', class => 'home', capture => 'hash', shared_down => true);

-- FUND-01. amount_fen null: the plan names the source without an amount.
create table programme.fund_source (
  home text collate "C" not null,
  programme text collate "C" not null,
  version integer not null,
  id text collate "C" not null,
  name_zh text not null,
  level text not null,
  amount_fen bigint constraint fund_source_amount check (amount_fen >= 0),
  per text not null,
  total_fen bigint constraint fund_source_total check (total_fen >= 0),
  counties text[] not null,
  in_kind boolean not null,
  restriction text,
  clause text not null,
  constraint fund_source_pkey primary key (home, programme, version, id),
  constraint fund_source_version foreign key (home, programme, version) references programme.pack_version (home, programme, number)
);
select platform.guard('programme.fund_source', class => 'home', capture => 'hash', shared_down => true);

-- FUND-02: the plan's own tree. Only details name a source.
create table programme.budget_line (
  home text collate "C" not null,
  programme text collate "C" not null,
  version integer not null,
  id text collate "C" not null,
  parent text collate "C",
  name text not null,
  amount_fen bigint not null constraint budget_line_amount check (amount_fen >= 0),
  quantity numeric,
  unit_amount_fen bigint,
  source text collate "C",
  clause text not null,
  constraint budget_line_pkey primary key (home, programme, version, id),
  constraint budget_line_version foreign key (home, programme, version) references programme.pack_version (home, programme, number),
  constraint budget_line_parent foreign key (home, programme, version, parent)
    references programme.budget_line (home, programme, version, id),
  constraint budget_line_source foreign key (home, programme, version, source)
    references programme.fund_source (home, programme, version, id),
  constraint budget_line_product check (quantity is null or quantity * unit_amount_fen = amount_fen)
);
select platform.guard('programme.budget_line', class => 'home', capture => 'hash', shared_down => true);

create table programme.phase (
  home text collate "C" not null,
  programme text collate "C" not null,
  version integer not null,
  id text collate "C" not null,
  plan text,
  name text not null,
  kind text not null,
  start_on date,
  end_on date,
  clause text not null,
  constraint phase_pkey primary key (home, programme, version, id),
  constraint phase_version foreign key (home, programme, version) references programme.pack_version (home, programme, number),
  constraint phase_days check (start_on is null or end_on is null or end_on >= start_on)
);
select platform.guard('programme.phase', class => 'home', capture => 'hash', shared_down => true);

-- PROG-13: what the plan wants filed or approved upwards.
create table programme.duty (
  home text collate "C" not null,
  programme text collate "C" not null,
  version integer not null,
  id text collate "C" not null,
  what text not null,
  kind text not null constraint duty_kind check (kind in ('filing', 'approval')),
  deadline date,
  clause text not null,
  constraint duty_pkey primary key (home, programme, version, id),
  constraint duty_version foreign key (home, programme, version) references programme.pack_version (home, programme, number)
);
select platform.guard('programme.duty', class => 'home', capture => 'hash', shared_down => true);
