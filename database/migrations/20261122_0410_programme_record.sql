-- What a locality records on its programme. home keeps the record, programme_home says whose programme it is about: a
-- member county keeps its own figures, tasks and papers. PROG-07 to PROG-17, FUND-01, FUND-02.

-- Figures are exact fractions as text (n/d). A correction is a new row that names the old one.
create table programme.target_value (
  home text collate "C" not null,
  id uuid not null,
  programme_home text collate "C" not null,
  programme text collate "C" not null,
  target text collate "C" not null,
  county text collate "C",
  county_group text constraint target_value_group check (county_group in ('national', 'coordinated')),
  value text not null,
  numerator text,
  denominator text,
  unit text not null,
  period text collate "C",
  observed_on date not null,
  evidence jsonb not null,
  note text,
  correction_of uuid,
  reason text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  rules_version integer not null,
  constraint target_value_pkey primary key (home, id),
  constraint target_value_corrects foreign key (home, correction_of) references programme.target_value (home, id),
  constraint target_value_corrected_once unique (home, correction_of),
  constraint target_value_subject check (county is null or county_group is null),
  constraint target_value_counts check ((numerator is null) = (denominator is null)),
  constraint target_value_evidence check (jsonb_array_length(evidence) > 0),
  constraint target_value_reason check ((correction_of is null) = (reason is null))
);
create index target_value_of on programme.target_value (home, programme_home, programme, target, observed_on);
select platform.guard('programme.target_value', class => 'home', capture => 'hash');

-- county '': the base of the whole programme.
create table programme.target_base (
  home text collate "C" not null,
  programme_home text collate "C" not null,
  programme text collate "C" not null,
  target text collate "C" not null,
  county text collate "C" not null,
  period text collate "C",
  value text not null,
  unit text not null,
  source text not null,
  fact uuid,
  evidence jsonb not null,
  set_by text not null,
  set_at timestamptz not null,
  version integer not null default 1,
  constraint target_base_pkey primary key (home, programme_home, programme, target, county)
);
select platform.guard('programme.target_base', class => 'home', capture => 'values');

create table programme.benchmark_value (
  home text collate "C" not null,
  id uuid not null,
  programme text collate "C" not null,
  series text collate "C" not null,
  period text collate "C" not null,
  value text not null,
  source text not null,
  published_on date not null,
  evidence jsonb not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint benchmark_value_pkey primary key (home, id)
);
create index benchmark_value_of on programme.benchmark_value (home, programme, series, period, published_on);
select platform.guard('programme.benchmark_value', class => 'home', capture => 'hash', shared_down => true);

create table programme.phase_completion (
  home text collate "C" not null,
  id uuid not null,
  programme text collate "C" not null,
  phase text collate "C" not null,
  done_on date not null,
  evidence jsonb not null,
  note text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint phase_completion_pkey primary key (home, id),
  constraint phase_completion_once unique (home, programme, phase)
);
select platform.guard('programme.phase_completion', class => 'home', capture => 'hash', shared_down => true);

-- PROG-16 and the open questions: which reading is in force, since when, said by whom. reading 0: none of them.
create table programme.question_decision (
  home text collate "C" not null,
  id uuid not null,
  programme text collate "C" not null,
  question integer not null,
  reading integer not null,
  reason text not null,
  document_no text,
  document_title text,
  since date not null,
  decided_by text not null,
  decided_at timestamptz not null,
  rules_version integer not null,
  constraint question_decision_pkey primary key (home, id)
);
create index question_decision_of on programme.question_decision (home, programme, question, since);
select platform.guard('programme.question_decision', class => 'home', capture => 'hash', shared_down => true);

-- PROG-11: the project ledger (项目台账).
create table programme.task (
  home text collate "C" not null,
  id uuid not null,
  programme_home text collate "C" not null,
  programme text collate "C" not null,
  title text not null,
  unit text collate "C" not null,
  unit_name text not null,
  post uuid,
  post_title text not null,
  target text collate "C",
  phase text collate "C",
  working_days integer not null constraint task_length check (working_days >= 1),
  predecessors uuid[] not null,
  not_before date,
  own_deadline date,
  start_on date,
  due_on date,
  status text not null default 'open' constraint task_status check (status in ('open', 'done', 'withdrawn')),
  done_on date,
  closed_at timestamptz,
  evidence jsonb not null default '[]',
  note text,
  entered_on date not null,
  rules_version integer not null,
  version integer not null default 1,
  constraint task_pkey primary key (home, id),
  constraint task_scheduled check ((start_on is null) = (due_on is null) and (start_on is null or start_on <= due_on)),
  constraint task_done check ((status = 'done') = (done_on is not null)),
  constraint task_done_evidence check (status <> 'done' or jsonb_array_length(evidence) > 0)
);
create index task_due on programme.task (home, programme_home, programme, due_on, id);
select platform.guard('programme.task', class => 'home', capture => 'values');

-- PROG-12: 目标责任书.
create table programme.statement (
  home text collate "C" not null,
  id uuid not null,
  programme_home text collate "C" not null,
  programme text collate "C" not null,
  title text not null,
  unit text collate "C" not null,
  unit_name text not null,
  targets text[] not null constraint statement_targets check (cardinality(targets) > 0),
  issued_on date not null,
  issued_by text not null,
  signed_on date,
  signer_post text,
  scan uuid,
  filed_on date,
  archive_no text,
  rules_version integer not null,
  version integer not null default 1,
  constraint statement_pkey primary key (home, id),
  constraint statement_signed check ((signed_on is null) = (scan is null) and (signed_on is null) = (signer_post is null)
    and (signed_on is null or signed_on >= issued_on)),
  constraint statement_filed check ((filed_on is null) = (archive_no is null)
    and (filed_on is null or (signed_on is not null and filed_on >= signed_on)))
);
create index statement_of on programme.statement (home, programme_home, programme, issued_on);
select platform.guard('programme.statement', class => 'home', capture => 'values');

-- PROG-13: what was sent upwards, which edition of it, and what came back.
create table programme.filing (
  home text collate "C" not null,
  id uuid not null,
  programme_home text collate "C" not null,
  programme text collate "C" not null,
  duty text collate "C",
  what text not null,
  kind text not null constraint filing_kind check (kind in ('filing', 'approval')),
  recipients text[] not null,
  deadline date,
  document_no text,
  document_title text not null,
  edition integer not null,
  sent_on date not null,
  outcome text constraint filing_outcome check (outcome in ('received', 'approved', 'returned')),
  receipt_no text,
  received_on date,
  note text,
  evidence jsonb not null,
  recorded_by text not null,
  rules_version integer not null,
  version integer not null default 1,
  constraint filing_pkey primary key (home, id),
  constraint filing_edition unique (home, programme_home, programme, what, edition),
  constraint filing_answered check ((outcome is null) = (receipt_no is null) and (outcome is null) = (received_on is null)
    and (received_on is null or received_on >= sent_on))
);
select platform.guard('programme.filing', class => 'home', capture => 'values');

-- PROG-17: what was found by survey; can be the base of a target.
create table programme.profile_fact (
  home text collate "C" not null,
  id uuid not null,
  programme_home text collate "C" not null,
  programme text collate "C" not null,
  key text collate "C" not null,
  name text not null,
  place text collate "C",
  operator text not null,
  value text not null,
  unit text not null,
  observed_on date not null,
  source text not null,
  evidence jsonb not null,
  correction_of uuid,
  recorded_by text not null,
  recorded_at timestamptz not null,
  rules_version integer not null,
  constraint profile_fact_pkey primary key (home, id),
  constraint profile_fact_corrects foreign key (home, correction_of) references programme.profile_fact (home, id),
  constraint profile_fact_corrected_once unique (home, correction_of)
);
create index profile_fact_of on programme.profile_fact (home, programme_home, programme, key, observed_on);
select platform.guard('programme.profile_fact', class => 'home', capture => 'hash');

-- FUND-02: a budget entered here. lines: the tree as it was entered, total first.
create table programme.budget_version (
  home text collate "C" not null,
  programme text collate "C" not null,
  number integer not null,
  lines jsonb not null,
  verdict text not null,
  note text,
  saved_by text not null,
  saved_at timestamptz not null,
  rules_version integer not null,
  constraint budget_version_pkey primary key (home, programme, number)
);
select platform.guard('programme.budget_version', class => 'home', capture => 'hash', shared_down => true);
create table programme.budget_approval (
  home text collate "C" not null,
  programme text collate "C" not null,
  number integer not null,
  approved_on date not null,
  document_no text,
  document_title text not null,
  approved_by text not null,
  approved_at timestamptz not null,
  constraint budget_approval_pkey primary key (home, programme, number),
  constraint budget_approval_version foreign key (home, programme, number)
    references programme.budget_version (home, programme, number)
);
-- What does not add up is not approved, whoever writes the row.
create function programme.refuse_mismatch() returns trigger language plpgsql as $$
begin
  if not exists (select from programme.budget_version v
                 where v.home = new.home and v.programme = new.programme and v.number = new.number and v.verdict in ('pass', 'warn')) then
    raise exception 'budget % of % does not add up', new.number, new.programme
      using errcode = 'check_violation', constraint = 'budget_approval_adds_up';
  end if;
  return new;
end $$;
create trigger budget_approval_adds_up before insert on programme.budget_approval
  for each row execute function programme.refuse_mismatch();
select platform.guard('programme.budget_approval', class => 'home', capture => 'hash', shared_down => true);

-- FUND-01: sources known after the plan, or amounts that it left open.
create table programme.registered_source (
  home text collate "C" not null,
  programme text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  level text not null constraint registered_source_level check (level in ('central', 'region', 'prefecture', 'county', 'integrated')),
  amount_fen bigint not null constraint registered_source_amount check (amount_fen >= 0),
  per text not null constraint registered_source_per check (per in ('programme', 'each_year')),
  counties text[] not null,
  restriction text,
  in_kind boolean not null,
  document_no text,
  document_title text not null,
  received_on date not null,
  registered_by text not null,
  version integer not null default 1,
  constraint registered_source_pkey primary key (home, programme, id)
);
select platform.guard('programme.registered_source', class => 'home', capture => 'values', shared_down => true);
