-- What a person did, newest first; and who looked at restricted cases.
create index "event_actor_id_occurred_at_idx" on "event" ("actor_id", "occurred_at");
create index "event_restricted_idx" on "event" ("centre_id", "occurred_at")
  where "action" in ('cases.restricted_case.viewed', 'cases.restricted_case.break_glass', 'cases.case.restricted', 'cases.case.unrestricted');

-- Cases that are restricted and that the actor, a supervisor of the centre, may not see. Managers and those who look after the
-- whole network read the trail of every case. From the ledger alone: the last word on each case counts.
create function "hidden_cases"() returns jsonb[] language sql stable security definer set search_path = audit, public as $$
  with told as (
    select distinct on (e.facts ->> 'caseId') e.facts ->> 'caseId' as case_id, e.centre_id, e.action, e.facts
    from event e
    where e.action in ('cases.case.restricted', 'cases.case.unrestricted')
      and e.centre_id = any (app.centre_ids())
      and app.has_role(e.centre_id, 'SUPERVISOR')
      and not app.has_role(e.centre_id, 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR')
    order by e.facts ->> 'caseId', e.recorded_at desc, e.id desc
  )
  select coalesce(array_agg(jsonb_build_array(jsonb_build_object('id', t.case_id))), '{}') from told t
  where t.action = 'cases.case.restricted'
    and not t.facts -> 'allowedUserIds' ? app.actor_id()
    and not exists (
      select from event g
      where g.action = 'cases.restricted_case.break_glass' and g.centre_id = t.centre_id and g.facts ->> 'caseId' = t.case_id
        and g.facts ->> 'userId' = app.actor_id() and (g.facts ->> 'until')::timestamptz > now())
$$;
create policy "restrictions" on "event" for select to audit_migrator
  using ("action" in ('cases.restricted_case.viewed', 'cases.restricted_case.break_glass', 'cases.case.restricted', 'cases.case.unrestricted'));
revoke all on function "hidden_cases"() from public;
grant execute on function "hidden_cases"() to audit_app;
create policy "restricted" on "event" as restrictive for select to audit_app
  using (not exists (select from unnest((select audit.hidden_cases())) as hidden (about) where "entities" @> hidden.about));

-- That a trail was taken out of the system is itself in the ledger.
grant insert ("id", "occurred_at", "actor_kind", "actor_id", "centre_id", "action", "entities", "facts", "trace_id") on "event" to audit_app;
create policy "append_own" on "event" for insert to audit_app
  with check ("actor_kind" = app.actor_kind() and "actor_id" = app.actor_id() and "centre_id" is null and "action" like 'audit.%'
    and app.has_role_anywhere('COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'));
