-- What happens to an alert that nobody takes: rungs of the ladder, and putting it off.

alter table "alert"
  add column "severity_since" timestamptz(3) not null default current_timestamp,
  add column "next_rung_at" timestamptz(3),
  add column "next_rung_role" text,
  add column "snoozed_until" timestamptz(3),
  add column "snoozed_by" uuid,
  add constraint "alert_rung_check" check (("next_rung_at" is null) = ("next_rung_role" is null)),
  add constraint "alert_snoozed_check" check (("state" = 'SNOOZED') = ("snoozed_until" is not null) and ("state" = 'SNOOZED') = ("snoozed_by" is not null));
create index "alert_rung_idx" on "alert" ("next_rung_at") where "state" in ('OPEN', 'ESCALATED') and "next_rung_at" is not null;
create index "alert_snoozed_idx" on "alert" ("snoozed_until") where "state" = 'SNOOZED';

alter table "alert_step"
  add column "role" text,
  add column "until" timestamptz(3);

grant update ("next_rung_at", "next_rung_role", "snoozed_until", "snoozed_by") on "alert" to compliance_app;

-- How a person wants to be told. It belongs to the person, not to a centre.
create table "alert_preference" (
  "user_id" uuid not null,
  "quiet_from" text,
  "quiet_to" text,
  "quiet_weekends" boolean not null default false,
  "digest_at" text,
  "muted_codes" text[],
  "browser_notifications" boolean not null default false,
  "sound" boolean not null default false,
  "updated_at" timestamptz(3) not null,
  constraint "alert_preference_pkey" primary key ("user_id"),
  constraint "alert_preference_quiet_check" check (("quiet_from" is null) = ("quiet_to" is null)),
  constraint "alert_preference_time_check" check (
    "quiet_from" ~ '^([01]\d|2[0-3]):[0-5]\d$' and "quiet_to" ~ '^([01]\d|2[0-3]):[0-5]\d$' and "digest_at" ~ '^([01]\d|2[0-3]):[0-5]\d$')
);
grant select, insert, update on "alert_preference" to compliance_app;
alter table "alert_preference" enable row level security;
alter table "alert_preference" force row level security;
create policy "own" on "alert_preference" to compliance_app
  using (app.actor_kind() = 'USER' and "user_id"::text = app.actor_id())
  with check (app.actor_kind() = 'USER' and "user_id"::text = app.actor_id());
