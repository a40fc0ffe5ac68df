-- PROG-14: competitive selection of demonstration counties (竞争性选择). A county keeps its own application; the tier that
-- calls keeps the rest. Scores are append-only and log their hash only, so that the log does not break the blind review.
create table programme.selection_call (
  home text collate "C" not null,
  id uuid not null,
  programme text collate "C" not null,
  title text not null,
  opens_on date not null,
  closes_on date not null,
  places integer not null constraint selection_call_places check (places >= 1),
  minimum_experts integer not null constraint selection_call_experts check (minimum_experts >= 3),
  criteria jsonb not null,
  review_closed_on date,
  opened_by text not null,
  rules_version integer not null,
  version integer not null default 1,
  constraint selection_call_pkey primary key (home, id),
  constraint selection_call_days check (opens_on <= closes_on),
  constraint selection_call_closed check (review_closed_on is null or review_closed_on > closes_on)
);
create index selection_call_of on programme.selection_call (home, programme, opens_on);
select platform.guard('programme.selection_call', class => 'home', capture => 'values', shared_down => true);

create table programme.selection_application (
  home text collate "C" not null,
  id uuid not null,
  call_home text collate "C" not null,
  call uuid not null,
  statement text not null,
  files jsonb not null constraint selection_application_files check (jsonb_array_length(files) > 0),
  applied_on date not null,
  applied_by text not null,
  constraint selection_application_pkey primary key (home, id),
  constraint selection_application_once unique (home, call_home, call)
);
create index selection_application_call on programme.selection_application (call_home, call);
select platform.guard('programme.selection_application', class => 'home', capture => 'hash');

create table programme.selection_declaration (
  home text collate "C" not null,
  id uuid not null,
  call uuid not null,
  county text collate "C" not null,
  expert uuid not null,
  declaration text not null constraint selection_declaration_word check (declaration in ('none', 'conflict')),
  ground text,
  declared_at timestamptz not null,
  constraint selection_declaration_pkey primary key (home, id),
  constraint selection_declaration_once unique (home, call, county, expert),
  constraint selection_declaration_call foreign key (home, call) references programme.selection_call (home, id),
  constraint selection_declaration_ground check (declaration = 'none' or ground is not null)
);
select platform.guard('programme.selection_declaration', class => 'home', capture => 'hash');

create table programme.selection_score (
  home text collate "C" not null,
  id uuid not null,
  call uuid not null,
  county text collate "C" not null,
  expert uuid not null,
  points jsonb not null,
  score text not null,
  remark text,
  scored_at timestamptz not null,
  constraint selection_score_pkey primary key (home, id),
  constraint selection_score_once unique (home, call, county, expert),
  constraint selection_score_declared foreign key (home, call, county, expert)
    references programme.selection_declaration (home, call, county, expert)
);
select platform.guard('programme.selection_score', class => 'home', capture => 'hash');

create table programme.selection_publication (
  home text collate "C" not null,
  id uuid not null,
  call uuid not null,
  kind text not null constraint selection_publication_kind check (kind in ('criteria', 'process', 'preliminary', 'final')),
  published_on date not null,
  published_at text not null,
  body text not null,
  counties text[] not null,
  reason text,
  evidence jsonb not null,
  published_by text not null,
  constraint selection_publication_pkey primary key (home, id),
  constraint selection_publication_once unique (home, call, kind),
  constraint selection_publication_call foreign key (home, call) references programme.selection_call (home, id)
);
select platform.guard('programme.selection_publication', class => 'home', capture => 'hash', shared_down => true);
