create table "event" (
  "id" uuid not null,
  "occurred_at" timestamptz(3) not null,
  "recorded_at" timestamptz(6) not null default clock_timestamp(),
  "actor_kind" text not null,
  "actor_id" text not null,
  "centre_id" uuid,
  "action" text not null,
  "entities" jsonb not null,
  "facts" jsonb not null,
  "trace_id" text,
  "seq" bigint,
  "prev_hash" bytea,
  "hash" bytea,
  "sealed_at" timestamptz(6),
  constraint "event_pkey" primary key ("id"),
  constraint "event_actor_kind_check" check ("actor_kind" in ('USER', 'PARTNER', 'SYSTEM')),
  constraint "event_action_check" check ("action" ~ '^[a-z]+(\.[a-z_]+){2}$'),
  constraint "event_entities_check" check (jsonb_typeof("entities") = 'array'),
  constraint "event_facts_check" check (jsonb_typeof("facts") = 'object'),
  constraint "event_sealed_check" check (num_nulls("seq", "prev_hash", "hash", "sealed_at") in (0, 4))
);
create unique index "event_seq_key" on "event" ("seq");
create index "event_entities_idx" on "event" using gin ("entities" jsonb_path_ops);
create index "event_centre_id_occurred_at_idx" on "event" ("centre_id", "occurred_at");
-- What waits for the sealer; almost always a handful of rows.
create index "event_unsealed_idx" on "event" ("recorded_at", "id") where "seq" is null;

-- The end of the chain: what the next event is linked to. Whoever seals holds this row, so only one does at a time.
create table "chain_head" (
  "id" integer not null default 1,
  "last_sequence" bigint not null default 0,
  "last_hash" bytea not null default decode(repeat('00', 32), 'hex'),
  "last_sealed_at" timestamptz(6),
  constraint "chain_head_pkey" primary key ("id"),
  constraint "chain_head_single" check ("id" = 1)
);
insert into "chain_head" default values;

create table "verification" (
  "id" uuid not null,
  "verified_at" timestamptz(6) not null default current_timestamp,
  "last_sequence" bigint not null,
  "last_hash" bytea,
  "problem" text,
  constraint "verification_pkey" primary key ("id")
);
create index "verification_verified_at_idx" on "verification" ("verified_at");

-- Nothing but the seal is ever written to an event, and that once. Even the owner meets this trigger;
-- who removes it (a superuser) leaves a chain that no longer verifies.
create function "event_is_immutable"() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
    and (to_jsonb(new) - '{seq,prev_hash,hash,sealed_at}'::text[]) = (to_jsonb(old) - '{seq,prev_hash,hash,sealed_at}'::text[]) then
    return new;
  end if;
  raise exception 'the ledger is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger "event_immutable" before update or delete on "event" for each row execute function "event_is_immutable"();
create trigger "event_not_truncated" before truncate on "event" for each statement execute function "event_is_immutable"();

create view "sealed_event" with (security_invoker = true) as
  select "seq", "id", "occurred_at", "recorded_at", "sealed_at", "actor_kind", "actor_id", "centre_id", "action", "entities", "facts", "trace_id"
  from "event" where "seq" is not null;

-- Rights. A domain appends to the columns that are its own to say; the time of recording and the seal are not.
grant insert ("id", "occurred_at", "actor_kind", "actor_id", "centre_id", "action", "entities", "facts", "trace_id")
  on "event" to identity_app, cases_app, compliance_app, compliance_engine;
grant select on "event" to audit_app, audit_sealer, compliance_engine;
grant update ("seq", "prev_hash", "hash", "sealed_at") on "event" to audit_sealer;
grant select on "sealed_event" to audit_app, audit_sealer, compliance_engine;
grant select on "chain_head" to audit_app, audit_sealer;
grant update ("last_sequence", "last_hash", "last_sealed_at") on "chain_head" to audit_sealer;
grant select on "verification" to audit_app, audit_sealer;
grant insert on "verification" to audit_sealer;

alter table "event" enable row level security;
alter table "event" force row level security;
-- Nobody signs with another's name, and nobody writes into a centre that they do not see.
create policy "append" on "event" for insert to identity_app, cases_app, compliance_app
  with check ("actor_kind" = app.actor_kind() and "actor_id" = app.actor_id()
    and ("centre_id" is null or app.is_system() or app.sees_centre("centre_id")));
create policy "engine_append" on "event" for insert to compliance_engine with check ("actor_kind" = 'SYSTEM');
create policy "engine_read" on "event" for select to compliance_engine using ("seq" is not null);
create policy "seal" on "event" to audit_sealer using (true) with check (true);
-- Who may read what of the trail, as the net under subgraphs/audit/src/policies.ts.
create policy "read_own_centres" on "event" for select to audit_app
  using (app.has_role("centre_id", 'SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'));
create policy "read_centreless" on "event" for select to audit_app
  using ("centre_id" is null and app.has_role_anywhere('COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'));

-- How many committed events wait, of all centres: a number without anything of theirs.
create function "waiting"() returns bigint language sql stable security definer set search_path = audit
as $$ select count(*) from event where seq is null $$;
grant create on schema audit to audit_sealer;
alter function "waiting"() owner to audit_sealer;
revoke create on schema audit from audit_sealer;
revoke all on function "waiting"() from public;
grant execute on function "waiting"() to audit_app;
