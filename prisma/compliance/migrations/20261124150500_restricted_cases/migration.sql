-- Cases that only some may see, as `cases` says in the ledger: a row while one is restricted. Kept by the engine.

create table "restricted_case" (
  "case_id" uuid not null,
  "centre_id" uuid not null,
  "allowed_user_ids" uuid[],
  "opened" jsonb not null default '{}',
  constraint "restricted_case_pkey" primary key ("case_id")
);
create index "restricted_case_centre_id_idx" on "restricted_case" ("centre_id");

alter table "restricted_case" enable row level security;
alter table "restricted_case" force row level security;
create policy "engine" on "restricted_case" to compliance_engine using (true) with check (true);
grant select, insert, update, delete on "restricted_case" to compliance_engine;
create policy "restriction" on "restricted_case" for select to compliance_migrator using (true);

-- Those that the actor may not see: a handful. Runs as the owner, because what is hidden must be known to be left out.
-- The same rule as cases.hidden_cases(), which `subgraphs/cases/src/policies.ts` tells in words.
create function "hidden_cases"() returns uuid[] language sql stable security definer set search_path = compliance, public as $$
  select coalesce(array_agg(r.case_id), '{}') from restricted_case r
  where r.centre_id = any (readable_centres())
    and not app.is_system()
    and not app.has_role(r.centre_id, 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER')
    and not coalesce(app.actor_id() = any (r.allowed_user_ids::text[]), false)
    and not coalesce((r.opened ->> app.actor_id())::timestamptz > now(), false)
$$;
revoke all on function "hidden_cases"() from public;
grant execute on function "hidden_cases"() to compliance_app;

-- A table whose rows belong to a case is kept apart by one call; what belongs to no case is not touched.
create procedure "keep_apart"("the_table" text) language plpgsql as $$
begin
  execute format('create policy "restricted" on compliance.%I as restrictive to compliance_app using ("case_id" is null or "case_id" <> all ((select compliance.hidden_cases())::uuid[]))', the_table);
end
$$;
call "keep_apart"('case_fact');
call "keep_apart"('case_anchor');
call "keep_apart"('appointment_fact');
call "keep_apart"('case_checklist');
call "keep_apart"('case_checklist_item');
call "keep_apart"('evidence');
call "keep_apart"('alert');

-- As before, and not of cases that are hidden from whoever asks.
create or replace function "open_alert_counts"(centre uuid) returns table (severity text, alerts bigint)
language sql stable security definer set search_path = compliance, public as $$
  select a.severity, count(*) from alert a
  where a.centre_id = centre and a.state not in ('RESOLVED', 'EXPIRED')
    and app.actor_kind() = 'USER' and app.has_role(centre, 'SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR')
    and (a.case_id is null or a.case_id <> all (hidden_cases()))
  group by a.severity
$$;
