-- Groups, responsibilities, reports owed and integrity records (GOV-01 … GOV-11). Seats are of posts, never of persons.

-- takes_part: the unit must name a leader in charge and a specialist (GOV-04). duty: which of the two a post is.
alter table organisation.unit add column takes_part boolean not null default false;
alter table organisation.unit add constraint unit_kind check (kind in
  ('government', 'department', 'township', 'village', 'institution', 'enterprise', 'association', 'collective', 'outside'));
alter table organisation.post add column duty text collate "C" constraint post_duty check (duty in ('leader-in-charge', 'specialist'));
create index posting_home on organisation.posting (home, post);

-- How a plan calls a unit: the pack's word, resolved once for this home.
create table organisation.unit_reference (
  home text collate "C" not null,
  programme text collate "C" not null,
  reference text collate "C" not null,
  unit uuid not null,
  constraint unit_reference_pkey primary key (home, programme, reference),
  constraint unit_reference_unit foreign key (home, unit) references organisation.unit (home, id)
);
select platform.guard('organisation.unit_reference', class => 'home', capture => 'values', shared_down => true);

-- parent may stand in another home (a county's body under the prefecture's group): checked by the act, no foreign key.
-- office: the unit that runs the group's office. unit: whose body it is, for bodies of townships and units.
create table organisation.leading_group (
  home text collate "C" not null,
  id uuid not null,
  programme text collate "C",
  kind text collate "C" not null constraint leading_group_kind check (kind in
    ('leading', 'sub', 'push', 'assessment', 'acceptance', 'bid-committee', 'recheck', 'association')),
  name text not null,
  parent_home text collate "C",
  parent uuid,
  unit uuid,
  office uuid,
  document_no text,
  mandate text,
  outside text[] not null default '{}',
  services text[] not null default '{}',
  min_persons integer,
  follows uuid,
  pack_item text collate "C",
  clause text,
  version integer not null default 1,
  valid daterange not null,
  constraint leading_group_pkey primary key (home, id),
  constraint leading_group_parent check ((parent_home is null) = (parent is null)),
  constraint leading_group_mandate check (mandate is not null or kind in ('leading', 'sub', 'association')),
  constraint leading_group_unit foreign key (home, unit) references organisation.unit (home, id),
  constraint leading_group_office foreign key (home, office) references organisation.unit (home, id),
  constraint leading_group_follows foreign key (home, follows) references organisation.leading_group (home, id)
);
create unique index leading_group_name on organisation.leading_group (home, name) where upper_inf(valid);
create unique index leading_group_pack_item on organisation.leading_group (home, programme, pack_item) where pack_item is not null;
create index leading_group_below on organisation.leading_group (parent, parent_home);
select platform.guard('organisation.leading_group', class => 'home', capture => 'values', shared_down => true);

create table organisation.group_seat (
  home text collate "C" not null,
  id uuid not null,
  body uuid not null,
  post uuid not null,
  function text collate "C" not null constraint group_seat_function check (function in
    ('head', 'executive-deputy', 'deputy', 'member', 'office-head')),
  pack_item text collate "C",
  version integer not null default 1,
  valid daterange not null,
  constraint group_seat_pkey primary key (home, id),
  constraint group_seat_body foreign key (home, body) references organisation.leading_group (home, id),
  constraint group_seat_post foreign key (home, post) references organisation.post (home, id),
  constraint group_seat_once exclude using gist (home with =, body with =, post with =, function with =, valid with &&)
);
create index group_seat_post on organisation.group_seat (home, post);
select platform.guard('organisation.group_seat', class => 'home', capture => 'values', shared_down => true);

create table organisation.group_department (
  home text collate "C" not null,
  body uuid not null,
  unit uuid not null,
  part text collate "C" not null constraint group_department_part check (part in ('lead', 'member')),
  constraint group_department_pkey primary key (home, body, unit),
  constraint group_department_body foreign key (home, body) references organisation.leading_group (home, id),
  constraint group_department_unit foreign key (home, unit) references organisation.unit (home, id)
);
select platform.guard('organisation.group_department', class => 'home', capture => 'values', shared_down => true);

-- Filed at the group's office whenever a post that has a seat changes hands (002 附件2). Postings, no names.
create table organisation.seat_succession (
  home text collate "C" not null,
  id uuid not null,
  seat uuid not null,
  from_posting uuid,
  to_posting uuid,
  on_day date not null,
  recorded_at timestamptz not null,
  act uuid not null,
  constraint seat_succession_pkey primary key (home, id),
  constraint seat_succession_seat foreign key (home, seat) references organisation.group_seat (home, id),
  constraint seat_succession_change check (from_posting is distinct from to_posting)
);
create index seat_succession_seat on organisation.seat_succession (home, seat);
select platform.guard('organisation.seat_succession', class => 'home', capture => 'hash', shared_down => true);

create table organisation.association_member (
  home text collate "C" not null,
  id uuid not null,
  association uuid not null,
  name text not null,
  kind text collate "C" not null constraint association_member_kind check (kind in
    ('enterprise', 'cooperative', 'merchant', 'institution', 'individual')),
  entity_code text collate "C",
  version integer not null default 1,
  valid daterange not null,
  constraint association_member_pkey primary key (home, id),
  constraint association_member_association foreign key (home, association) references organisation.leading_group (home, id),
  constraint association_member_once exclude using gist (home with =, association with =, name with =, valid with &&)
);
select platform.guard('organisation.association_member', class => 'home', capture => 'values');

create table organisation.association_activity (
  home text collate "C" not null,
  id uuid not null,
  association uuid not null,
  service text,
  title text not null,
  held_on date not null,
  participants integer,
  partners text[] not null,
  note text,
  correction_of uuid,
  constraint association_activity_pkey primary key (home, id),
  constraint association_activity_association foreign key (home, association) references organisation.leading_group (home, id),
  constraint association_activity_correction foreign key (home, correction_of) references organisation.association_activity (home, id)
);
create unique index association_activity_corrected_once on organisation.association_activity (home, correction_of);
select platform.guard('organisation.association_activity', class => 'home', capture => 'hash');

-- One row per subject and department, dated; a change ends the rows before it (GOV-08).
create table organisation.responsibility (
  home text collate "C" not null,
  id uuid not null,
  programme text collate "C" not null,
  subject_kind text collate "C" not null constraint responsibility_kind check (subject_kind in
    ('target', 'task', 'budget-line', 'duty')),
  subject text collate "C" not null,
  subject_name text,
  unit uuid not null,
  part text collate "C" not null constraint responsibility_part check (part in ('lead', 'with')),
  clause text,
  version integer not null,
  valid daterange not null,
  constraint responsibility_pkey primary key (home, id),
  constraint responsibility_unit foreign key (home, unit) references organisation.unit (home, id),
  constraint responsibility_once exclude using gist
    (home with =, programme with =, subject_kind with =, subject with =, unit with =, valid with &&)
);
select platform.guard('organisation.responsibility', class => 'home', capture => 'values', shared_down => true);

-- Which unit, or one post of it, owes which periodic report (GOV-04).
create table organisation.report_duty (
  home text collate "C" not null,
  id uuid not null,
  unit uuid not null,
  post uuid,
  what text not null,
  frequency text collate "C" not null constraint report_duty_frequency check (frequency in
    ('daily', 'monthly', 'quarterly', 'half-yearly', 'annual', 'every-batch', 'regular', 'on-schedule', 'on-event', 'once')),
  programme text collate "C",
  clause text,
  version integer not null default 1,
  valid daterange not null,
  constraint report_duty_pkey primary key (home, id),
  constraint report_duty_unit foreign key (home, unit) references organisation.unit (home, id),
  constraint report_duty_post foreign key (home, post) references organisation.post (home, id)
);
create unique index report_duty_known on organisation.report_duty
  (home, unit, what, coalesce(post, '00000000-0000-0000-0000-000000000000'::uuid)) where upper_inf(valid);
select platform.guard('organisation.report_duty', class => 'home', capture => 'values');

create table organisation.undertaking (
  home text collate "C" not null,
  id uuid not null,
  post uuid not null,
  posting uuid not null,
  title text not null,
  signed_on date not null,
  file uuid,
  correction_of uuid,
  constraint undertaking_pkey primary key (home, id),
  constraint undertaking_post foreign key (home, post) references organisation.post (home, id),
  constraint undertaking_correction foreign key (home, correction_of) references organisation.undertaking (home, id)
);
create unique index undertaking_corrected_once on organisation.undertaking (home, correction_of);
select platform.guard('organisation.undertaking', class => 'home', capture => 'hash');

-- related_id: a person's or unit's id, or a 统一社会信用代码; null where the party is known by name only.
create table organisation.conflict_declaration (
  home text collate "C" not null,
  id uuid not null,
  post uuid not null,
  person uuid not null,
  related_kind text collate "C" not null constraint conflict_declaration_kind check (related_kind in
    ('person', 'unit', 'entity', 'named')),
  related_id text collate "C",
  related_name text not null,
  ground text not null,
  ended_reason text,
  version integer not null default 1,
  valid daterange not null,
  constraint conflict_declaration_pkey primary key (home, id),
  constraint conflict_declaration_related check ((related_kind = 'named') = (related_id is null)),
  constraint conflict_declaration_post foreign key (home, post) references organisation.post (home, id)
);
create index conflict_declaration_person on organisation.conflict_declaration (person);
create index conflict_declaration_related on organisation.conflict_declaration (related_id) where related_kind = 'person';
select platform.guard('organisation.conflict_declaration', class => 'home', capture => 'values');

create table organisation.accountability_decision (
  home text collate "C" not null,
  id uuid not null,
  post uuid not null,
  posting uuid not null,
  kind text collate "C" not null,
  decided_on date not null,
  decided_by text not null,
  document_no text,
  text text not null,
  file uuid,
  correction_of uuid,
  constraint accountability_decision_pkey primary key (home, id),
  constraint accountability_decision_post foreign key (home, post) references organisation.post (home, id),
  constraint accountability_decision_correction foreign key (home, correction_of)
    references organisation.accountability_decision (home, id)
);
create unique index accountability_decision_corrected_once on organisation.accountability_decision (home, correction_of);
select platform.guard('organisation.accountability_decision', class => 'home', capture => 'hash');

-- A unit that both leads and operates: declared, visible wherever it acts (GOV-07, 002 附件2).
create table organisation.dual_office (
  home text collate "C" not null,
  id uuid not null,
  unit uuid not null,
  parts text[] not null,
  ground text not null,
  clause text,
  pack_item text collate "C",
  version integer not null default 1,
  valid daterange not null,
  constraint dual_office_pkey primary key (home, id),
  constraint dual_office_unit foreign key (home, unit) references organisation.unit (home, id),
  constraint dual_office_once exclude using gist (home with =, unit with =, valid with &&)
);
select platform.guard('organisation.dual_office', class => 'home', capture => 'values', shared_down => true);

-- Separation of duties compares the natural person, so these two look past the homes in scope; they tell ids and nothing else.
create function organisation.stands_for(who uuid, day date) returns table (kind text, id text)
  language sql stable security definer set search_path = pg_catalog as $$
  select 'unit', o.unit::text from organisation.posting g
    join organisation.post o on o.home = g.home and o.id = g.post
    where g.person = who and g.valid @> day
  union
  select 'entity', o.narrow_id from organisation.posting g
    join organisation.post o on o.home = g.home and o.id = g.post
    where g.person = who and g.valid @> day and o.narrow_kind = 'entity'
$$;
create function organisation.ties_of(who uuid, day date) returns table (kind text, id text)
  language sql stable security definer set search_path = pg_catalog as $$
  select d.related_kind, d.related_id from organisation.conflict_declaration d
    where d.person = who and d.related_kind <> 'named' and d.valid @> day
  union
  select 'person', d.person::text from organisation.conflict_declaration d
    where d.related_kind = 'person' and d.related_id = who::text and d.valid @> day
$$;
revoke execute on function organisation.stands_for, organisation.ties_of from public;
grant execute on function organisation.stands_for, organisation.ties_of to qianmo_app, qianmo_job;

-- Why an account was shut, opened or stripped of its second factor, a person looked for or erased: never the number itself.
create table organisation.access_act (
  home text collate "C" not null,
  id uuid not null,
  kind text collate "C" not null constraint access_act_kind check (kind in
    ('disabled', 'enabled', 'second-factor-reset', 'searched', 'erased')),
  person uuid,
  reason text not null,
  by_account text not null,
  at timestamptz not null,
  constraint access_act_pkey primary key (home, id)
);
create index access_act_person on organisation.access_act (person);
select platform.guard('organisation.access_act', class => 'home', capture => 'hash');

-- A one-time link is a secret, so its act leaves no operation row; the log of sign-ins says who made it for whom.
alter table platform.sign_in_event drop constraint sign_in_outcome;
alter table platform.sign_in_event add constraint sign_in_outcome check (outcome in
  ('done', 'wrong', 'locked', 'second-factor-wrong', 'disabled', 'signed-out', 'password-changed', 'totp-enrolled',
   'second-factor', 'token-made', 'token-revoked', 'sessions-ended', 'invited'));
alter table platform.sign_in_event add column by_account uuid;
