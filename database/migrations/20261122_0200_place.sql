-- Places of the whole country to the village. Requirements PROG-02, PROG-03, PROG-04; design, data laws: "Places have permanent ids".
-- What holds now stands on place.place; what held before stands, dated, in place.former. Why: docs/decisions/2026-11-22-places.md.

create schema place;
grant usage on schema place to qianmo_app, qianmo_auth, qianmo_job, qianmo_seal, qianmo_audit;

create sequence place.place_id as integer start 10000000;

-- since null: as far back as anybody knows. until null: still there. Level never changes (乡 become 镇 at level 4).
-- form: what the unit is within its kind (village: villagers, residents, herders; township: town, subdistrict …; 'pseudo':
-- a statistical stand-in without a government of its own; at prefecture level it is left out of paths and is nobody's home).
create table place.place (
  id integer not null default nextval('place.place_id'),
  level smallint not null,
  kind text collate "C" not null,
  form text collate "C" not null,
  code text collate "C" not null,
  name text collate "C" not null,
  parent integer,
  home text collate "C" not null,
  pinyin text collate "C" not null,
  initials text collate "C" not null,
  since date,
  until date,
  source text collate "C" not null,
  version integer not null default 1,
  rank smallint not null generated always as (level * 32 + least(char_length(name), 31)) stored,
  constraint place_pkey primary key (id),
  constraint place_level_known check (level between 1 and 5),
  constraint place_kind_known check (kind in ('province', 'prefecture', 'county', 'township', 'village', 'special')),
  constraint place_kind_of_level check (
    kind = 'special' or kind = (array['province', 'prefecture', 'county', 'township', 'village'])[level]
  ),
  constraint place_special_code check ((kind = 'special') = (code ~ '[A-Z]')),
  constraint place_code_form check (code ~ '^[0-9]{6}[0-9A-Z]{0,6}$'),
  constraint place_home_form check (home ~ '^[0-9A-Z]{6,12}$'),
  constraint place_name_form check (name <> '' and name !~ '[•‧∙・･[:space:]]'),
  constraint place_root check ((parent is null) = (level = 1)),
  constraint place_lifetime check (since is null or until is null or since < until)
);
alter sequence place.place_id owned by place.place.id;
grant usage on sequence place.place_id to qianmo_app, qianmo_job;
alter table place.place add constraint place_parent_fkey foreign key (parent) references place.place (id);

-- One living place per code: a code may be given again after its place has ended.
create unique index place_code_living on place.place (code) where until is null;
create index place_code_ended on place.place (code) where until is not null;
create index place_parent on place.place (parent);
create index place_home on place.place (home);
create index place_rank_name on place.place (rank, name);
create index place_rank_pinyin on place.place (rank, pinyin);
create index place_rank_initials on place.place (rank, initials);

-- Two-character pieces of a name, middle dots left out: finds 沟村 inside 长沟村. pg_trgm needs three characters to use its index.
create function place.grams(name text) returns text[]
  language sql immutable strict parallel safe
  return (
    select coalesce(array_agg(substr(bare, i, 2)), '{}')
    from (select translate(name, '·', '') as bare) s, generate_series(1, char_length(bare) - 1) as i
  );
create index place_grams on place.place using gin (place.grams(name)) with (fastupdate = off);

-- A name, code, kind or parent that a place had before; the days up to place.since.
create table place.former (
  place integer not null,
  valid daterange not null,
  kind text collate "C" not null,
  form text collate "C" not null,
  code text collate "C" not null,
  name text collate "C" not null,
  parent integer,
  source text collate "C" not null,
  constraint former_pkey primary key (place, valid),
  constraint former_place_fkey foreign key (place) references place.place (id),
  constraint former_parent_fkey foreign key (parent) references place.place (id),
  constraint former_valid_ended check (not isempty(valid) and not upper_inf(valid)),
  constraint former_one_at_a_time exclude using gist (place with =, valid with &&)
);
create index former_parent on place.former (parent);
create index former_name on place.former (name);
create index former_code on place.former (code);

create function place.former_before_present() returns trigger language plpgsql as $$
begin
  if not exists (select from place.place p where p.id = new.place and p.since >= upper(new.valid)) then
    raise exception 'former facts of place % reach into its present ones', new.place
      using errcode = 'check_violation', constraint = 'former_before_present';
  end if;
  return new;
end $$;
create constraint trigger former_before_present after insert or update on place.former
  deferrable initially deferred for each row execute function place.former_before_present();

-- Another name for a place, valid within one parent (for a village: the township): never a bare name.
create table place.alias (
  place integer not null,
  name text collate "C" not null,
  valid daterange not null,
  within integer not null,
  pinyin text collate "C" not null,
  initials text collate "C" not null,
  source text collate "C" not null,
  constraint alias_pkey primary key (within, name, valid),
  constraint alias_place_fkey foreign key (place) references place.place (id),
  constraint alias_within_fkey foreign key (within) references place.place (id),
  constraint alias_valid_some check (not isempty(valid)),
  constraint alias_name_form check (name <> '' and name !~ '[•‧∙・･[:space:]]'),
  constraint alias_means_one_place exclude using gist (within with =, name with =, valid with &&)
);
create index alias_place on place.alias (place);
create index alias_name on place.alias (name);
create index alias_pinyin on place.alias (pinyin);

-- PROG-03: the poverty class of a village is a dated fact.
create table place.poverty (
  place integer not null,
  valid daterange not null,
  class text collate "C" not null,
  source text collate "C" not null,
  constraint poverty_pkey primary key (place, valid),
  constraint poverty_place_fkey foreign key (place) references place.place (id),
  constraint poverty_class_known check (class in ('poor', 'deeply-poor', 'non-poor')),
  constraint poverty_valid_some check (not isempty(valid)),
  constraint poverty_one_at_a_time exclude using gist (place with =, valid with &&)
);

-- Which register is loaded; homes null: the whole country.
create table place.edition (
  edition text collate "C" not null,
  homes text[] collate "C",
  place_count integer not null,
  loaded_at timestamptz not null,
  constraint edition_pkey primary key (edition)
);

-- Names in a source (a plan's table) and the place each means. chosen null: open, the work list.
create table place.resolution (
  home text collate "C" not null,
  source text collate "C" not null,
  row_key text collate "C" not null,
  township_text text not null,
  village_text text not null,
  as_of date not null,
  candidates jsonb not null,
  chosen integer,
  how text collate "C",
  decided_by text,
  version integer not null default 1,
  constraint resolution_pkey primary key (home, source, row_key),
  constraint resolution_chosen_fkey foreign key (chosen) references place.place (id),
  constraint resolution_how_known check (how in ('exact', 'variant', 'alias', 'former', 'decided')),
  constraint resolution_chosen_how check ((chosen is null) = (how is null)),
  constraint resolution_decision_named check ((how is not distinct from 'decided') = (decided_by is not null))
);
create index resolution_chosen on place.resolution (chosen);

-- Every place as it stood on a day.
create function place.at(at date)
  returns table (id integer, level smallint, kind text, form text, code text, name text, parent integer, home text)
  language sql stable parallel safe as $$
  select p.id, p.level, p.kind, p.form, p.code, p.name, p.parent, p.home
  from place.place p
  where (p.since is null or p.since <= at) and (p.until is null or at < p.until)
  union all
  select f.place, p.level, f.kind, f.form, f.code, f.name, f.parent, p.home
  from place.former f join place.place p on p.id = f.place
  where f.valid @> at
$$;

-- The places above one, nearest first, as the tree stood on a day.
create function place.ancestors(place integer, at date)
  returns table (id integer, level smallint, kind text, form text, code text, name text)
  language sql stable parallel safe as $$
  with recursive up as (
    select a.id, a.level, a.kind, a.form, a.code, a.name, a.parent from place.at(at) a where a.id = ancestors.place
    union all
    select a.id, a.level, a.kind, a.form, a.code, a.name, a.parent
    from up, lateral (select t.* from place.at(at) t where t.id = up.parent) a
  )
  select up.id, up.level, up.kind, up.form, up.code, up.name from up where up.id <> ancestors.place order by up.level desc
$$;

-- Homes (division codes of county level and above) below or above one, without itself; homes are as of today's tree.
create function place.home_descendants(home text) returns text[]
  language sql stable parallel safe as $$
  with recursive down as (
    select p.id, p.code, p.form from place.place p
    where p.code = home_descendants.home and p.level <= 3 and p.until is null
    union all
    select p.id, p.code, p.form from down join place.place p on p.parent = down.id
    where p.level <= 3 and p.until is null
  )
  select coalesce(array_agg(code order by code), '{}') from down
  where form <> 'pseudo' and code <> home_descendants.home
$$;

create function place.home_ancestors(home text) returns text[]
  language sql stable parallel safe as $$
  with recursive up as (
    select p.id, p.level, p.code, p.form, p.parent from place.place p
    where p.code = home_ancestors.home and p.level <= 3 and p.until is null
    union all
    select p.id, p.level, p.code, p.form, p.parent from up join place.place p on p.id = up.parent
  )
  select coalesce(array_agg(code order by level desc), '{}') from up
  where form <> 'pseudo' and code <> home_ancestors.home
$$;

-- The divisions that can keep records (county level and above), each with the next one above it. rank < 128: level 1 to 3.
create view place.home with (security_invoker = true) as
  select p.code, (case when a.level = 2 and a.form = 'pseudo' then b.code else a.code end) as parent, p.name,
         (array['province', 'prefecture', 'county'])[p.level] as level
  from place.place p
  left join place.place a on a.id = p.parent
  left join place.place b on b.id = a.parent
  where p.rank < 128 and p.until is null and not (p.level = 2 and p.form = 'pseudo');
grant select on place.home to qianmo_app, qianmo_job, qianmo_auth;
grant select on place.place to qianmo_auth;

select platform.guard('place.place', class => 'reference', editable => true, capture => 'values');
select platform.guard('place.former', class => 'reference', editable => true, capture => 'values');
select platform.guard('place.alias', class => 'reference', editable => true, capture => 'values');
select platform.guard('place.poverty', class => 'reference', editable => true, capture => 'values');
select platform.guard('place.edition', class => 'reference', capture => 'values');
select platform.guard('place.resolution', class => 'home', shared_down => false, capture => 'values');
