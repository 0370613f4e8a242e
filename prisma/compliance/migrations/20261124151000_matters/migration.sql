-- Things with clocks of their own (complaints, Breathing Spaces, requests, authorities), as the ledger tells of them, and their clocks.

create table "matter_fact" (
  "matter_id" uuid not null,
  "kind" text not null,
  "centre_id" uuid not null,
  "case_id" uuid,
  "parent_id" uuid,
  "handler_id" uuid,
  "anchors" jsonb not null,
  "facts" jsonb not null,
  "wakes_at" timestamptz(3),
  constraint "matter_fact_pkey" primary key ("matter_id")
);
create index "matter_fact_case_id_idx" on "matter_fact" ("case_id");
create index "matter_fact_parent_id_idx" on "matter_fact" ("parent_id");
create index "matter_fact_wakes_at_idx" on "matter_fact" ("wakes_at");

create table "matter_clock" (
  "id" uuid not null,
  "matter_id" uuid not null,
  "matter_kind" text not null,
  "code" text not null,
  "version" date not null,
  "centre_id" uuid not null,
  "case_id" uuid,
  "handler_id" uuid,
  "force" text not null,
  "state" text not null,
  "due_at" timestamptz(3),
  "since" timestamptz(3) not null,
  constraint "matter_clock_pkey" primary key ("id"),
  constraint "matter_clock_matter_id_fkey" foreign key ("matter_id") references "matter_fact" ("matter_id") on delete restrict on update cascade,
  constraint "matter_clock_state_check" check ("state" in ('RUNNING', 'PAUSED', 'MET', 'MOVED', 'STOPPED')),
  constraint "matter_clock_due_check" check (("state" = 'PAUSED') = ("due_at" is null))
);
create index "matter_clock_matter_id_idx" on "matter_clock" ("matter_id");
-- A clock that moved leaves its earlier time behind; one row a clock says how it stands.
create unique index "matter_clock_standing_key" on "matter_clock" ("matter_id", "code") where "state" <> 'MOVED';
create index "matter_clock_due_idx" on "matter_clock" ("centre_id", "due_at") where "state" = 'RUNNING';
create index "case_checklist_item_due_idx" on "case_checklist_item" ("centre_id", "due_at") where "applies" and not "done" and "due_at" is not null;

alter table "alert" add column "matter_kind" text, add column "matter_id" uuid,
  add constraint "alert_matter_check" check (("matter_kind" is null) = ("matter_id" is null));
create index "alert_matter_id_idx" on "alert" ("matter_id");

alter table "case_fact" add column "last_activity_at" timestamptz(3);
-- Row security is forced on the owner too, who would find no row to update.
alter table "case_fact" no force row level security;
update "case_fact" set "last_activity_at" = "stage_entered_at";
alter table "case_fact" force row level security;
alter table "case_fact" alter column "last_activity_at" set not null;

do $$
declare
  name text;
begin
  foreach name in array array['matter_fact', 'matter_clock'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy "engine" on %I to compliance_engine using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to compliance_engine', name);
  end loop;
end
$$;

-- Clocks of a case are read by those who read its checklists. Those of registers, and of what is restricted in a case, by those who
-- read these, and by whoever handles the matter.
grant select on "matter_clock" to compliance_app;
create function "centres_of_role"(variadic roles text[]) returns uuid[] language sql stable as $$
  select coalesce(array_agg(centre), '{}') from unnest(app.centre_ids()) as centre
  where app.is_system() or (app.actor_kind() = 'USER' and app.has_role(centre, variadic roles))
$$;
create policy "staff_read" on "matter_clock" for select to compliance_app using (
  "centre_id" = any ((select "readable_centres"())::uuid[]) and (
    "matter_kind" in ('BREATHING_SPACE', 'CREDITOR_REVIEW', 'CONSENT', 'AUTHORITY', 'EMERGENCY')
    or ("handler_id" is not null and "handler_id"::text = (select app.actor_id()))
    or ("matter_kind" = 'COMPLAINT'
      and "centre_id" = any ((select "centres_of_role"('CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'))::uuid[]))
    or ("matter_kind" = 'FILE_REVIEW'
      and "centre_id" = any ((select "centres_of_role"('SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'))::uuid[]))
    or ("matter_kind" in ('DSAR', 'DATA_BREACH')
      and "centre_id" = any ((select "centres_of_role"('CENTRE_MANAGER', 'DPO', 'COMPLIANCE_OFFICER', 'AUDITOR'))::uuid[]))
    or ("matter_kind" = 'VULNERABILITY'
      and ("centre_id" = any ((select "centres_of_role"('SAFEGUARDING_LEAD', 'SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'))::uuid[])
        or exists (select from "case_fact" f where f."case_id" = "matter_clock"."case_id" and f."adviser_id"::text = (select app.actor_id()))))
  )
);
call "keep_apart"('matter_clock');
