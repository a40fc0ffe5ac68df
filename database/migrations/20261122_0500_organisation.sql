-- Who is who: natural persons, units, posts and dated postings.
create schema organisation;
grant usage on schema organisation to qianmo_app, qianmo_auth, qianmo_job, qianmo_seal;

-- A natural person. Identity number and phone are encrypted under the person's own key; hashes are keyed, for look-up.
create table organisation.person (
  id uuid constraint person_pkey primary key,
  name text not null,
  id_number bytea,
  id_number_hash bytea constraint person_id_number_unique unique,
  phone bytea,
  phone_hash bytea,
  erased_at timestamptz,
  version integer not null default 1
);
create index person_phone on organisation.person (phone_hash);
select platform.guard('organisation.person', class => 'global', capture => 'values', access => array['qianmo_app', 'qianmo_auth', 'qianmo_job']);

create table organisation.unit (
  home text collate "C" not null,
  id uuid not null,
  name text not null,
  kind text not null,
  function text,
  place bigint,
  parent uuid,
  version integer not null default 1,
  valid daterange not null,
  constraint unit_pkey primary key (home, id),
  constraint unit_parent foreign key (home, parent) references organisation.unit (home, id)
);
create unique index unit_name on organisation.unit (home, name) where upper_inf(valid);
select platform.guard('organisation.unit', class => 'home', capture => 'values', shared_down => true);

-- A post carries the duty; whoever holds it at the time inherits its seats, its tasks and its inbox.
create table organisation.post (
  home text collate "C" not null,
  id uuid not null,
  unit uuid not null,
  title text not null,
  role text collate "C" not null,
  narrow_kind text,
  narrow_id text,
  version integer not null default 1,
  valid daterange not null,
  constraint post_pkey primary key (home, id),
  constraint post_unit foreign key (home, unit) references organisation.unit (home, id),
  constraint post_narrow check ((narrow_kind is null) = (narrow_id is null))
);
select platform.guard('organisation.post', class => 'home', capture => 'values', shared_down => true);

-- Who holds a post, and when. One holder at a time; a person may hold several posts.
create table organisation.posting (
  id uuid constraint posting_pkey primary key,
  home text collate "C" not null,
  post uuid not null,
  person uuid not null references organisation.person (id),
  valid daterange not null,
  ended_reason text,
  version integer not null default 1,
  constraint posting_post foreign key (home, post) references organisation.post (home, id),
  constraint posting_one_holder exclude using gist (home with =, post with =, valid with &&)
);
create index posting_person on organisation.posting (person);
select platform.guard('organisation.posting', class => 'global', capture => 'values', access => array['qianmo_app', 'qianmo_auth', 'qianmo_job']);
grant select on organisation.unit, organisation.post to qianmo_auth;
create policy sign_in_read on organisation.unit for select to qianmo_auth using (true);
create policy sign_in_read on organisation.post for select to qianmo_auth using (true);
