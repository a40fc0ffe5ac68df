-- What an auditor reads of the log beside the rows of a home, and the reports of its verification.

-- Reference and global rows (a village's class, a posting) are logged under 000000: they are readable to whoever may
-- read the act that changed them. Same transaction, so an id used a second time elsewhere opens nothing.
create policy change_of_act_read on audit.change for select to qianmo_app using (
  home = '000000' and operation is not null and exists (
    select from audit.operation o
    where o.home = any ((select platform.scope_read())::text[]) and o.id = change.operation and o.xid = change.xid
  )
);

-- How many log rows no seal vouches for yet, over all homes. In the order of sealing (transaction, number) whatever is
-- unsealed lies at or after the transaction that was sealed last; a log restored from elsewhere is counted whole.
create function audit.tail() returns bigint language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  reached xid8;
begin
  select max(r.xid) into reached
  from audit.leaf l
  join lateral (select o.xid from audit.operation o where o.seq = l.seq
                union all select c.xid from audit.change c where c.seq = l.seq) r on true
  where l.batch = (select max(b.number) from audit.batch b);
  if reached is null or reached >= pg_snapshot_xmax(pg_current_snapshot()) then reached := '0'; end if;
  return (
    select count(*)
    from (select o.seq from audit.operation o where o.xid >= reached
          union all select c.seq from audit.change c where c.xid >= reached) r
    where not exists (select from audit.leaf l where l.seq = r.seq)
  );
end $$;
alter function audit.tail owner to qianmo_audit;

-- The batch that vouches for a log row; empty while none does.
create function audit.sealed_in(row_seq bigint) returns bigint language sql stable security definer
  set search_path = pg_catalog
  as $$ select l.batch from audit.leaf l where l.seq = sealed_in.row_seq $$;
alter function audit.sealed_in owner to qianmo_audit;
revoke execute on function audit.tail, audit.sealed_in from public;
grant execute on function audit.tail, audit.sealed_in to qianmo_app;

-- What a verification of the log found, as it was told to who asked for it.
create table platform.log_check (
  home text collate "C" not null,
  id uuid not null,
  asked_by text not null,
  checked_at timestamptz not null,
  report jsonb not null,
  constraint log_check_pkey primary key (home, id)
);
select platform.guard('platform.log_check', class => 'home', capture => 'hash');
