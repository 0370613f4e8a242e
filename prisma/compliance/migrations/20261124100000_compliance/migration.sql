-- Reference data

create table "framework" (
  "id" uuid not null,
  "code" text not null,
  "version" text not null,
  "name" text not null,
  "authority" text not null,
  "source_url" text,
  "effective_from" date not null,
  "effective_to" date,
  "jurisdictions" text[],
  "verified" boolean not null,
  "verified_on" date,
  "digest" text not null,
  constraint "framework_pkey" primary key ("id"),
  constraint "framework_effective_check" check ("effective_to" is null or "effective_to" > "effective_from")
);
create unique index "framework_code_version_key" on "framework" ("code", "version");

create table "checklist" (
  "id" uuid not null,
  "framework_id" uuid not null,
  "code" text not null,
  "position" integer not null,
  "name" text not null,
  "level" text not null,
  "mandatory" boolean not null,
  "case_types" text[],
  constraint "checklist_pkey" primary key ("id"),
  constraint "checklist_framework_id_fkey" foreign key ("framework_id") references "framework" ("id") on delete restrict on update cascade,
  constraint "checklist_level_check" check ("level" in ('CASE', 'CENTRE', 'NETWORK'))
);
create unique index "checklist_framework_id_code_key" on "checklist" ("framework_id", "code");

create table "checklist_item" (
  "id" uuid not null,
  "checklist_id" uuid not null,
  "code" text not null,
  "position" integer not null,
  "text" text not null,
  "rule_reference" text not null,
  "force" text not null,
  "mandatory" boolean not null,
  "weight" integer not null,
  "stage" text,
  "joint_only" boolean not null,
  "not_for_case_types" text[],
  "evidence_kinds" text[],
  "sign_off" text not null,
  "due_words" text,
  "due_force" text,
  "clock" jsonb,
  "overdue_alert" text,
  "verified" boolean not null,
  constraint "checklist_item_pkey" primary key ("id"),
  constraint "checklist_item_checklist_id_fkey" foreign key ("checklist_id") references "checklist" ("id") on delete restrict on update cascade,
  constraint "checklist_item_weight_check" check ("weight" > 0)
);
create unique index "checklist_item_checklist_id_code_key" on "checklist_item" ("checklist_id", "code");

create table "bank_holiday" (
  "calendar" text not null,
  "day" date not null,
  "name" text not null,
  "substitute" boolean not null,
  "source_url" text not null,
  "verified" boolean not null,
  constraint "bank_holiday_pkey" primary key ("calendar", "day")
);

-- What is known of cases

create table "case_fact" (
  "case_id" uuid not null,
  "centre_id" uuid not null,
  "type" text not null,
  "jurisdiction" text not null,
  "joint" boolean not null,
  "stage" text not null,
  "main_stage" text not null,
  "stage_entered_at" timestamptz(3) not null,
  "adviser_id" uuid,
  "opened_at" timestamptz(3) not null,
  "wakes_at" timestamptz(3),
  constraint "case_fact_pkey" primary key ("case_id")
);
create index "case_fact_centre_id_idx" on "case_fact" ("centre_id");
create index "case_fact_wakes_at_idx" on "case_fact" ("wakes_at");

create table "case_anchor" (
  "case_id" uuid not null,
  "key" text not null,
  "centre_id" uuid not null,
  "at" timestamptz(3) not null,
  constraint "case_anchor_pkey" primary key ("case_id", "key")
);

create table "appointment_fact" (
  "appointment_id" uuid not null,
  "case_id" uuid not null,
  "centre_id" uuid not null,
  "kind" text not null,
  "starts_at" timestamptz(3) not null,
  "adviser_id" uuid,
  "state" text not null,
  "note_id" uuid,
  "note_due_at" timestamptz(3),
  constraint "appointment_fact_pkey" primary key ("appointment_id")
);
create index "appointment_fact_case_id_idx" on "appointment_fact" ("case_id");

-- How a case stands

create table "case_checklist" (
  "id" uuid not null,
  "case_id" uuid not null,
  "centre_id" uuid not null,
  "checklist_id" uuid not null,
  "attached_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "done_weight" integer not null default 0,
  "applicable_weight" integer not null default 0,
  "open_items" integer not null default 0,
  "failed_items" integer not null default 0,
  "awaiting_items" integer not null default 0,
  "begun_items" integer not null default 0,
  "items_in_play" integer not null default 0,
  constraint "case_checklist_pkey" primary key ("id"),
  constraint "case_checklist_checklist_id_fkey" foreign key ("checklist_id") references "checklist" ("id") on delete restrict on update cascade,
  constraint "case_checklist_weight_check" check ("done_weight" between 0 and "applicable_weight")
);
create unique index "case_checklist_case_id_checklist_id_key" on "case_checklist" ("case_id", "checklist_id");
create index "case_checklist_centre_id_idx" on "case_checklist" ("centre_id");

create table "case_checklist_item" (
  "id" uuid not null,
  "case_checklist_id" uuid not null,
  "case_id" uuid not null,
  "centre_id" uuid not null,
  "item_id" uuid not null,
  "applies" boolean not null,
  "retired" boolean not null default false,
  "sign_off" text not null,
  "started_at" timestamptz(3),
  "started_by" uuid,
  "evidence_count" integer not null default 0,
  "signed_off_at" timestamptz(3),
  "signed_off_by" uuid,
  "decision" text,
  "reason" text,
  "decided_at" timestamptz(3),
  "decided_by" uuid,
  "waived_until" date,
  "done" boolean not null default false,
  "done_at" timestamptz(3),
  "due_at" timestamptz(3),
  constraint "case_checklist_item_pkey" primary key ("id"),
  constraint "case_checklist_item_case_checklist_id_fkey" foreign key ("case_checklist_id") references "case_checklist" ("id") on delete restrict on update cascade,
  constraint "case_checklist_item_item_id_fkey" foreign key ("item_id") references "checklist_item" ("id") on delete restrict on update cascade,
  constraint "case_checklist_item_decision_check" check ("decision" in ('FAILED', 'NOT_APPLICABLE', 'WAIVED')),
  constraint "case_checklist_item_reason_check" check (("decision" is null) = ("reason" is null) and ("decision" is null) = ("decided_by" is null)),
  constraint "case_checklist_item_waiver_check" check (("decision" is not distinct from 'WAIVED') = ("waived_until" is not null)),
  constraint "case_checklist_item_done_check" check ("done" = ("done_at" is not null)),
  constraint "case_checklist_item_evidence_check" check ("evidence_count" >= 0)
);
create unique index "case_checklist_item_case_checklist_id_item_id_key" on "case_checklist_item" ("case_checklist_id", "item_id");
create index "case_checklist_item_case_id_idx" on "case_checklist_item" ("case_id");

create table "evidence" (
  "id" uuid not null,
  "case_checklist_item_id" uuid not null,
  "case_id" uuid not null,
  "centre_id" uuid not null,
  "kind" text not null,
  "note" text,
  "document_id" uuid,
  "recorded_at" timestamptz(3) not null,
  "recorded_by" uuid not null,
  "withdrawn_at" timestamptz(3),
  "withdrawn_by" uuid,
  "withdrawn_reason" text,
  constraint "evidence_pkey" primary key ("id"),
  constraint "evidence_case_checklist_item_id_fkey" foreign key ("case_checklist_item_id") references "case_checklist_item" ("id") on delete restrict on update cascade,
  constraint "evidence_shows_check" check ("note" is not null or "document_id" is not null),
  constraint "evidence_withdrawn_check" check (num_nulls("withdrawn_at", "withdrawn_by", "withdrawn_reason") in (0, 3))
);
create index "evidence_case_checklist_item_id_idx" on "evidence" ("case_checklist_item_id");

-- Alerts

create table "alert" (
  "id" uuid not null,
  "sequence" bigint not null,
  "code" text not null,
  "severity" text not null,
  "state" text not null,
  "dedupe_key" text not null,
  "occurrence" integer not null,
  "centre_id" uuid not null,
  "case_id" uuid,
  "case_checklist_item_id" uuid,
  "note_id" uuid,
  "appointment_id" uuid,
  "recipient_roles" text[],
  "to_case_adviser" boolean not null,
  "raised_at" timestamptz(3) not null,
  "due_at" timestamptz(3),
  "cause_event_id" uuid,
  "facts" jsonb not null,
  "escalates_at" timestamptz(3),
  "escalation_step" integer not null default 0,
  "acknowledged_at" timestamptz(3),
  "acknowledged_by" uuid,
  "resolved_at" timestamptz(3),
  "resolved_by" uuid,
  "resolution" text,
  constraint "alert_pkey" primary key ("id"),
  constraint "alert_severity_check" check ("severity" in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
  constraint "alert_state_check" check ("state" in ('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'ESCALATED', 'RESOLVED', 'EXPIRED')),
  constraint "alert_resolved_check" check (("state" = 'RESOLVED') = ("resolved_at" is not null))
);
create unique index "alert_sequence_key" on "alert" ("sequence");
create unique index "alert_dedupe_key_occurrence_key" on "alert" ("dedupe_key", "occurrence");
create unique index "alert_open_key" on "alert" ("dedupe_key") where "state" not in ('RESOLVED', 'EXPIRED');
create index "alert_centre_id_sequence_idx" on "alert" ("centre_id", "sequence");
create index "alert_case_id_idx" on "alert" ("case_id");
create index "alert_escalates_idx" on "alert" ("escalates_at") where "state" not in ('RESOLVED', 'EXPIRED') and "escalates_at" is not null;

create table "alert_step" (
  "id" uuid not null,
  "alert_id" uuid not null,
  "centre_id" uuid not null,
  "kind" text not null,
  "at" timestamptz(3) not null,
  "by_id" uuid,
  "comment" text,
  "severity" text,
  constraint "alert_step_pkey" primary key ("id"),
  constraint "alert_step_alert_id_fkey" foreign key ("alert_id") references "alert" ("id") on delete restrict on update cascade
);
create index "alert_step_alert_id_idx" on "alert_step" ("alert_id");

create table "alert_feed" (
  "sequence" bigint not null,
  "alert_id" uuid not null,
  "centre_id" uuid not null,
  "to_roles" text[],
  "to_case_adviser" boolean not null,
  "told_roles" text[],
  "told_case_adviser" boolean not null,
  "at" timestamptz(3) not null,
  constraint "alert_feed_pkey" primary key ("sequence"),
  constraint "alert_feed_alert_id_fkey" foreign key ("alert_id") references "alert" ("id") on delete restrict on update cascade
);
create index "alert_feed_alert_id_idx" on "alert_feed" ("alert_id");

create table "engine_cursor" (
  "name" text not null,
  "last_sequence" bigint not null,
  "updated_at" timestamptz(3) not null,
  constraint "engine_cursor_pkey" primary key ("name")
);

create table "idempotency_key" (
  "actor_id" text not null,
  "command" text not null,
  "key" text not null,
  "result" jsonb not null,
  "created_at" timestamptz(3) not null default current_timestamp,
  constraint "idempotency_key_pkey" primary key ("actor_id", "command", "key")
);

-- Who sees and does what, as the net under subgraphs/compliance/src/policies.ts. In a policy these functions stand in a
-- sub-select, so that they are evaluated once a statement and not once a row.

create function "readable_centres"() returns uuid[] language sql stable as $$
  select coalesce(array_agg(centre), '{}') from unnest(app.centre_ids()) as centre
  where app.is_system() or (app.actor_kind() = 'USER' and app.has_role(centre, 'ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT',
    'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'))
$$;

create function "writable_centres"() returns uuid[] language sql stable as $$
  select coalesce(array_agg(centre), '{}') from unnest(app.centre_ids()) as centre
  where app.actor_kind() = 'USER' and app.has_role(centre, 'ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER')
$$;

-- Whether an alert is meant for the actor: by a role at the centre, as the case's adviser now, or in the adviser's place
-- while nobody owns the case.
create function "alert_is_for"(centre uuid, roles text[], to_adviser boolean, of_case uuid) returns boolean language sql stable as $$
  select app.actor_kind() = 'USER' and (app.has_role(centre, variadic roles)
    or (to_adviser and exists (
      select from compliance.case_fact f
      where f.case_id = of_case
        and case when f.adviser_id is null then app.has_role(centre, 'SUPERVISOR', 'CENTRE_MANAGER')
            else f.adviser_id::text = app.actor_id()
              and app.has_role(centre, 'ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER') end)))
$$;

grant select on "framework", "checklist", "checklist_item", "bank_holiday" to compliance_app;
grant select on "case_fact", "case_anchor", "appointment_fact" to compliance_app;
grant select, update on "case_checklist" to compliance_app;
grant select, insert, update on "case_checklist_item" to compliance_app;
grant select, insert on "evidence" to compliance_app;
grant update ("withdrawn_at", "withdrawn_by", "withdrawn_reason") on "evidence" to compliance_app;
grant select on "alert" to compliance_app;
grant update ("state", "acknowledged_at", "acknowledged_by", "resolved_at", "resolved_by", "resolution", "escalates_at") on "alert" to compliance_app;
grant select, insert on "alert_step" to compliance_app;
grant select, insert, update on "idempotency_key" to compliance_app;
grant select, insert, update, delete on all tables in schema "compliance" to compliance_engine;
revoke all on "idempotency_key", "_prisma_migrations" from compliance_engine;

do $$
declare
  name text;
begin
  foreach name in array array['case_fact', 'case_anchor', 'appointment_fact', 'case_checklist', 'case_checklist_item', 'evidence', 'alert', 'alert_step', 'alert_feed', 'idempotency_key'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy "engine" on %I to compliance_engine using (true) with check (true)', name);
  end loop;
  foreach name in array array['case_fact', 'case_anchor', 'appointment_fact', 'case_checklist', 'case_checklist_item', 'evidence'] loop
    execute format('create policy "staff_read" on %I for select to compliance_app using ("centre_id" = any ((select "readable_centres"())::uuid[]))', name);
  end loop;
  foreach name in array array['case_checklist', 'case_checklist_item', 'evidence'] loop
    execute format('create policy "caseworkers_insert" on %I for insert to compliance_app with check ("centre_id" = any ((select "writable_centres"())::uuid[]))', name);
    execute format('create policy "caseworkers_update" on %I for update to compliance_app using ("centre_id" = any ((select "writable_centres"())::uuid[])) with check ("centre_id" = any ((select "writable_centres"())::uuid[]))', name);
  end loop;
end
$$;

create policy "recipients_read" on "alert" for select to compliance_app
  using ("centre_id" = any ((select "readable_centres"())::uuid[])
    and (app.has_role("centre_id", 'AUDITOR') or "alert_is_for"("centre_id", "recipient_roles", "to_case_adviser", "case_id")));
create policy "recipients_act" on "alert" for update to compliance_app
  using ("alert_is_for"("centre_id", "recipient_roles", "to_case_adviser", "case_id"))
  with check ("alert_is_for"("centre_id", "recipient_roles", "to_case_adviser", "case_id"));
-- The rows of "alert" that the sub-select finds are those that its own policies let through.
create policy "recipients_read" on "alert_step" for select to compliance_app
  using ("alert_id" in (select "id" from "alert"));
create policy "recipients_act" on "alert_step" for insert to compliance_app
  with check ("by_id"::text = app.actor_id() and exists (
    select from "alert" a where a."id" = "alert_id" and a."centre_id" = "alert_step"."centre_id"
      and "alert_is_for"(a."centre_id", a."recipient_roles", a."to_case_adviser", a."case_id")));
create policy "own" on "idempotency_key" to compliance_app
  using ("actor_id" = app.actor_id()) with check ("actor_id" = app.actor_id());

-- Counts of open alerts of a centre by severity, for those who oversee it: numbers, whomever the alerts are meant for.
create function "open_alert_counts"(centre uuid) returns table (severity text, alerts bigint)
language sql stable security definer set search_path = compliance, public as $$
  select a.severity, count(*) from alert a
  where a.centre_id = centre and a.state not in ('RESOLVED', 'EXPIRED')
    and app.actor_kind() = 'USER' and app.has_role(centre, 'SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR')
  group by a.severity
$$;
create policy "counts" on "alert" for select to compliance_migrator using (true);
revoke all on function "open_alert_counts"(uuid) from public;
grant execute on function "open_alert_counts"(uuid) to compliance_app;
