-- Alerts of a complaint or a request are for whoever handles it, too. The handler stands in the alert's own row, which the engine
-- keeps in step with the matter's: a list, a count and a delivery ask for nothing more than before.

alter table "alert"
  add column "to_handler" boolean not null default false,
  add column "handler_id" uuid,
  add constraint "alert_handler_check" check ("handler_id" is null or "to_handler");
alter table "alert_feed" add column "told_handler" boolean not null default false;

-- Row security is forced on the owner too, who would find no row to update.
alter table "alert" no force row level security;
alter table "matter_fact" no force row level security;
update "alert" a set "to_handler" = true, "handler_id" = m."handler_id" from "matter_fact" m
where m."matter_id" = a."matter_id" and a."matter_kind" in ('COMPLAINT', 'DSAR');
alter table "matter_fact" force row level security;
alter table "alert" force row level security;

-- Whether an alert is meant for the actor: by a role at the centre, as the case's adviser now, in the adviser's place while nobody
-- owns the case, or as the one who handles the matter now and works at the centre.
create function "alert_is_for"(centre uuid, roles text[], to_adviser boolean, of_case uuid, handler uuid) returns boolean language sql stable as $$
  select app.actor_kind() = 'USER' and (app.has_role(centre, variadic roles)
    or (handler::text = app.actor_id() and app.has_role(centre, 'ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR',
      'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO'))
    or (to_adviser and exists (
      select from compliance.case_fact f
      where f.case_id = of_case
        and case when f.adviser_id is null then app.has_role(centre, 'SUPERVISOR', 'CENTRE_MANAGER')
            else f.adviser_id::text = app.actor_id()
              and app.has_role(centre, 'ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER') end)))
$$;

alter policy "recipients_read" on "alert"
  using ("centre_id" = any ((select "readable_centres"())::uuid[])
    and (app.has_role("centre_id", 'AUDITOR') or "alert_is_for"("centre_id", "recipient_roles", "to_case_adviser", "case_id", "handler_id")));
alter policy "recipients_act" on "alert"
  using ("alert_is_for"("centre_id", "recipient_roles", "to_case_adviser", "case_id", "handler_id"))
  with check ("alert_is_for"("centre_id", "recipient_roles", "to_case_adviser", "case_id", "handler_id"));
alter policy "recipients_act" on "alert_step"
  with check ("by_id"::text = app.actor_id() and exists (
    select from "alert" a where a."id" = "alert_id" and a."centre_id" = "alert_step"."centre_id"
      and "alert_is_for"(a."centre_id", a."recipient_roles", a."to_case_adviser", a."case_id", a."handler_id")));
drop function "alert_is_for"(uuid, text[], boolean, uuid);
