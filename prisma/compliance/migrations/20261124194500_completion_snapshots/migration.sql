-- How far each centre's open cases had come on each day, so that a dashboard can show it over time and an alert can say that it fell.

create table "completion_snapshot" (
  "centre_id" uuid not null,
  "framework_id" uuid not null,
  "taken_on" date not null,
  "open_cases" integer not null,
  "done_weight" integer not null,
  "applicable_weight" integer not null,
  "late_items" integer not null,
  constraint "completion_snapshot_pkey" primary key ("centre_id", "taken_on", "framework_id"),
  constraint "completion_snapshot_framework_id_fkey" foreign key ("framework_id") references "framework" ("id") on delete restrict on update cascade
);
create index "completion_snapshot_taken_on_idx" on "completion_snapshot" ("taken_on");

grant select on "completion_snapshot" to compliance_app;
grant select, insert on "completion_snapshot" to compliance_engine;
alter table "completion_snapshot" enable row level security;
alter table "completion_snapshot" force row level security;
create policy "engine" on "completion_snapshot" to compliance_engine using (true) with check (true);
create policy "overseers_read" on "completion_snapshot" for select to compliance_app
  using ("centre_id" = any ((select "centres_as"('SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'))::uuid[]));

-- Open alerts of centres by the London day on which they were raised, of all whom they are for: figures, no more. Whoever oversees a
-- centre sees how much waits there, also of what is for others.
create function "open_alert_days"(centres uuid[])
returns table (severity text, raised_on date, taken boolean, alerts integer)
language sql stable security definer set search_path = compliance, public as $$
  select a.severity, (a.raised_at at time zone 'Europe/London')::date, a.acknowledged_at is not null, count(*)::int from alert a
  where a.centre_id = any (centres) and a.state not in ('RESOLVED', 'EXPIRED')
    and a.centre_id = any ((select centres_as('SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'))::uuid[])
    and (a.case_id is null or a.case_id <> all (hidden_cases()))
  group by 1, 2, 3
$$;
revoke all on function "open_alert_days"(uuid[]) from public;
grant execute on function "open_alert_days"(uuid[]) to compliance_app;
