-- Divisions that keep records: county and above, without the statistical stand-ins between a county and its province.
create view place.home with (security_invoker = true) as
select p.code, case when above.form = 'pseudo' then grand.code else above.code end as parent, p.name, p.kind as level
from place.place p
left join place.place above on above.id = p.parent
left join place.place grand on grand.id = above.parent
where p.level <= 3 and p.until is null and p.form <> 'pseudo';
grant select on place.home to qianmo_app, qianmo_auth, qianmo_job;
