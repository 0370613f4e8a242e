-- Registers: complaints, data requests, data breaches and file reviews. What people wrote is encrypted; see
-- subgraphs/compliance/src/registers/sealed-text.ts.

create table "staff_fact" (
  "centre_id" uuid not null,
  "user_id" uuid not null,
  "roles" text[],
  "since" timestamptz(3) not null,
  constraint "staff_fact_pkey" primary key ("centre_id", "user_id")
);

create table "complaint" (
  "id" uuid not null,
  "centre_id" uuid not null,
  "case_id" uuid,
  "subject" text not null,
  "channel" text not null,
  "complainant" text not null,
  "words" text not null,
  "about_user_id" uuid,
  "handler_id" uuid,
  "received_on" date not null,
  "received_by" uuid not null,
  "recorded_at" timestamptz(3) not null,
  "state" text not null,
  "acknowledged_on" date,
  "holding_reply_on" date,
  "closed_on" date,
  "outcome" text,
  "wording_checks" text[],
  "root_cause" text,
  "root_cause_note" text,
  "redress_pence" integer,
  "withdrawn_reason" text,
  constraint "complaint_pkey" primary key ("id"),
  constraint "complaint_state_check" check ("state" in ('OPEN', 'RESOLVED_EARLY', 'ANSWERED', 'WITHDRAWN')),
  constraint "complaint_outcome_check" check ("outcome" in ('UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD')),
  constraint "complaint_closed_check" check (("state" = 'OPEN') = ("closed_on" is null)),
  constraint "complaint_handler_check" check ("handler_id" is distinct from "about_user_id" or "handler_id" is null),
  constraint "complaint_redress_check" check ("redress_pence" >= 0)
);
create index "complaint_centre_id_received_on_id_idx" on "complaint" ("centre_id", "received_on", "id");
create index "complaint_case_id_idx" on "complaint" ("case_id");

create table "subject_access_request" (
  "id" uuid not null,
  "centre_id" uuid not null,
  "case_id" uuid,
  "kind" text not null,
  "requester" text not null,
  "request" text not null,
  "handler_id" uuid,
  "received_on" date not null,
  "received_by" uuid not null,
  "recorded_at" timestamptz(3) not null,
  "state" text not null,
  "paused_on" date,
  "paused_days" integer not null default 0,
  "extended_on" date,
  "extension_reason" text,
  "closed_on" date,
  "decision" text,
  "decision_reason" text,
  constraint "subject_access_request_pkey" primary key ("id"),
  constraint "subject_access_request_kind_check" check ("kind" in ('ACCESS', 'ERASURE', 'RECTIFICATION')),
  constraint "subject_access_request_state_check" check ("state" in ('OPEN', 'PAUSED', 'ANSWERED', 'REFUSED')),
  constraint "subject_access_request_decision_check" check ("decision" in ('DONE', 'DONE_IN_PART')),
  constraint "subject_access_request_paused_check" check (("state" = 'PAUSED') = ("paused_on" is not null)),
  constraint "subject_access_request_closed_check" check (("state" in ('ANSWERED', 'REFUSED')) = ("closed_on" is not null)),
  constraint "subject_access_request_paused_days_check" check ("paused_days" >= 0)
);
create index "subject_access_request_centre_id_received_on_id_idx" on "subject_access_request" ("centre_id", "received_on", "id");
create index "subject_access_request_case_id_idx" on "subject_access_request" ("case_id");

create table "data_breach" (
  "id" uuid not null,
  "centre_id" uuid not null,
  "case_id" uuid,
  "kind" text not null,
  "description" text not null,
  "people_affected" integer not null,
  "discovered_at" timestamptz(3) not null,
  "recorded_by" uuid not null,
  "recorded_at" timestamptz(3) not null,
  "state" text not null,
  "assessed_at" timestamptz(3),
  "assessed_by" uuid,
  "reportable" boolean,
  "assessment" text,
  "reported_at" timestamptz(3),
  "subjects_told_on" date,
  "closed_at" timestamptz(3),
  "lessons" text,
  constraint "data_breach_pkey" primary key ("id"),
  constraint "data_breach_kind_check" check ("kind" in ('WRONG_RECIPIENT', 'LOST_OR_STOLEN', 'UNAUTHORISED_ACCESS', 'UNAVAILABLE', 'OTHER')),
  constraint "data_breach_state_check" check ("state" in ('DISCOVERED', 'ASSESSED', 'REPORTED', 'CLOSED')),
  constraint "data_breach_people_check" check ("people_affected" >= 0),
  constraint "data_breach_assessed_check" check (("assessed_at" is null) = ("reportable" is null))
);
create index "data_breach_centre_id_discovered_at_id_idx" on "data_breach" ("centre_id", "discovered_at", "id");
create index "data_breach_case_id_idx" on "data_breach" ("case_id");

create table "file_review" (
  "id" uuid not null,
  "centre_id" uuid not null,
  "case_id" uuid not null,
  "adviser_id" uuid not null,
  "reviewer_id" uuid,
  "quarter" text not null,
  "adviser_grade" text not null,
  "sampled_at" timestamptz(3) not null,
  "due_on" date not null,
  "state" text not null,
  "graded_at" timestamptz(3),
  "grade" text,
  "findings" text,
  constraint "file_review_pkey" primary key ("id"),
  constraint "file_review_quarter_check" check ("quarter" ~ '^\d{4}-Q[1-4]$'),
  constraint "file_review_adviser_grade_check" check ("adviser_grade" in ('TRAINEE', 'NEW', 'EXPERIENCED')),
  constraint "file_review_state_check" check ("state" in ('SAMPLED', 'GRADED', 'ACTIONS_OPEN', 'DONE')),
  constraint "file_review_grade_check" check ("grade" in ('GOOD', 'ADEQUATE', 'POOR', 'HARM')),
  -- A second person: never the adviser whose file it is.
  constraint "file_review_reviewer_check" check ("reviewer_id" is null or "reviewer_id" <> "adviser_id")
);
create unique index "file_review_case_id_quarter_key" on "file_review" ("case_id", "quarter");
create index "file_review_centre_id_due_on_id_idx" on "file_review" ("centre_id", "due_on", "id");

create table "file_review_action" (
  "id" uuid not null,
  "file_review_id" uuid not null,
  "centre_id" uuid not null,
  "position" integer not null,
  "text" text not null,
  "due_on" date not null,
  "done_at" timestamptz(3),
  "done_by" uuid,
  constraint "file_review_action_pkey" primary key ("id"),
  constraint "file_review_action_file_review_id_fkey" foreign key ("file_review_id") references "file_review" ("id") on delete restrict on update cascade,
  constraint "file_review_action_done_check" check (num_nulls("done_at", "done_by") in (0, 2))
);
create index "file_review_action_file_review_id_idx" on "file_review_action" ("file_review_id");

grant select on "staff_fact" to compliance_app;
grant select, insert, update on "complaint", "subject_access_request", "data_breach", "file_review", "file_review_action" to compliance_app;
grant select, insert, update, delete on "staff_fact", "complaint", "subject_access_request", "data_breach", "file_review", "file_review_action" to compliance_engine;

-- The net under subgraphs/compliance/src/registers/register-policies.ts.
create function "centres_as"(variadic roles text[]) returns uuid[] language sql stable as $$
  select coalesce(array_agg(centre), '{}') from unnest(app.centre_ids()) as centre
  where app.actor_kind() = 'USER' and app.has_role(centre, variadic roles)
$$;

do $$
declare
  name text;
begin
  foreach name in array array['staff_fact', 'complaint', 'subject_access_request', 'data_breach', 'file_review', 'file_review_action'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy "engine" on %I to compliance_engine using (true) with check (true)', name);
  end loop;
end
$$;

create policy "leads_read" on "staff_fact" for select to compliance_app
  using ("centre_id" = any ((select "centres_as"('SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'))::uuid[]));

-- Anybody at the centre may be the one to whom it is said; from then on it is for those who deal with it.
create policy "register_read" on "complaint" for select to compliance_app
  using ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'))::uuid[])
    or ("centre_id" = any ((select "readable_centres"())::uuid[]) and (select app.actor_id()) in ("handler_id"::text, "received_by"::text)));
create policy "staff_insert" on "complaint" for insert to compliance_app
  with check ("received_by"::text = app.actor_id()
    and "centre_id" = any ((select "centres_as"('ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO'))::uuid[]));
create policy "handlers_update" on "complaint" for update to compliance_app
  using ((select app.actor_id()) is distinct from "about_user_id"::text and ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER'))::uuid[])
    or ("centre_id" = any ((select "writable_centres"())::uuid[]) and "handler_id"::text = (select app.actor_id()))))
  with check ((select app.actor_id()) is distinct from "about_user_id"::text and ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER'))::uuid[])
    or ("centre_id" = any ((select "writable_centres"())::uuid[]) and "handler_id"::text = (select app.actor_id()))));

create policy "register_read" on "subject_access_request" for select to compliance_app
  using ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'))::uuid[])
    or ("centre_id" = any ((select "readable_centres"())::uuid[]) and "received_by"::text = (select app.actor_id())));
create policy "staff_insert" on "subject_access_request" for insert to compliance_app
  with check ("received_by"::text = app.actor_id()
    and "centre_id" = any ((select "centres_as"('ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO'))::uuid[]));
create policy "officers_update" on "subject_access_request" for update to compliance_app
  using ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO'))::uuid[]))
  with check ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO'))::uuid[]));

create policy "register_read" on "data_breach" for select to compliance_app
  using ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'))::uuid[])
    or ("centre_id" = any ((select "readable_centres"())::uuid[]) and "recorded_by"::text = (select app.actor_id())));
create policy "staff_insert" on "data_breach" for insert to compliance_app
  with check ("recorded_by"::text = app.actor_id()
    and "centre_id" = any ((select "centres_as"('ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO'))::uuid[]));
create policy "officers_update" on "data_breach" for update to compliance_app
  using ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO'))::uuid[]))
  with check ("centre_id" = any ((select "centres_as"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO'))::uuid[]));

create policy "register_read" on "file_review" for select to compliance_app
  using ("centre_id" = any ((select "centres_as"('SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'))::uuid[])
    or ("centre_id" = any ((select "readable_centres"())::uuid[]) and (select app.actor_id()) in ("adviser_id"::text, "reviewer_id"::text)));
create policy "leads_insert" on "file_review" for insert to compliance_app
  with check ("centre_id" = any ((select "centres_as"('SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'))::uuid[]));
-- The adviser may say that what was asked for is done; grading is never theirs, which the command sees to.
create policy "takers_update" on "file_review" for update to compliance_app
  using ("centre_id" = any ((select "writable_centres"())::uuid[])
    and ("centre_id" = any ((select "centres_as"('SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'))::uuid[]) or (select app.actor_id()) in ("adviser_id"::text, "reviewer_id"::text)))
  with check ("centre_id" = any ((select "writable_centres"())::uuid[])
    and ("centre_id" = any ((select "centres_as"('SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'))::uuid[]) or (select app.actor_id()) in ("adviser_id"::text, "reviewer_id"::text)));

-- The rows of "file_review" that the sub-select finds are those that its own policies let through.
create policy "review_read" on "file_review_action" for select to compliance_app
  using ("file_review_id" in (select "id" from "file_review"));
create policy "review_insert" on "file_review_action" for insert to compliance_app
  with check ("centre_id" = any ((select "writable_centres"())::uuid[]) and exists (
    select from "file_review" r where r."id" = "file_review_id" and r."centre_id" = "file_review_action"."centre_id" and r."adviser_id"::text <> app.actor_id()));
create policy "review_update" on "file_review_action" for update to compliance_app
  using ("centre_id" = any ((select "writable_centres"())::uuid[]) and "file_review_id" in (select "id" from "file_review"))
  with check ("centre_id" = any ((select "writable_centres"())::uuid[]) and "file_review_id" in (select "id" from "file_review"));

-- Data requests and breaches stay with those who answer for them, whatever the case: they name it by its id alone.
call "keep_apart"('complaint');
call "keep_apart"('file_review');
