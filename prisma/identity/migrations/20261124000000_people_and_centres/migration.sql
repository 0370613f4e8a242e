create table "network" (
  "id" uuid not null,
  "name" text not null,
  "created_at" timestamptz(3) not null default current_timestamp,
  constraint "network_pkey" primary key ("id")
);

create table "centre" (
  "id" uuid not null,
  "network_id" uuid not null,
  "name" text not null,
  "regulatory_status" text not null default 'NOT_RECORDED',
  "firm_reference_number" text,
  "jurisdictions" text[] not null default array['ENGLAND_WALES']::text[],
  "sfs_licence" text,
  "telephone" text,
  "joined_at" timestamptz(3) not null default current_timestamp,
  "updated_at" timestamptz(3) not null default current_timestamp,
  constraint "centre_pkey" primary key ("id"),
  constraint "centre_network_id_fkey" foreign key ("network_id") references "network" ("id") on delete restrict on update cascade,
  constraint "centre_regulatory_status_check" check ("regulatory_status" in ('AUTHORISED', 'APPOINTED_REPRESENTATIVE', 'EXEMPT', 'NOT_RECORDED')),
  constraint "centre_jurisdictions_check" check (cardinality("jurisdictions") > 0 and "jurisdictions" <@ array['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND'])
);
create index "centre_network_id_idx" on "centre" ("network_id");

create table "person" (
  "id" uuid not null,
  "name" text not null,
  "email" text not null,
  "email_verified" boolean not null default false,
  "image" text,
  "telephone" text,
  "active" boolean not null default true,
  "two_factor_enabled" boolean not null default false,
  "created_at" timestamptz(3) not null default current_timestamp,
  "updated_at" timestamptz(3) not null default current_timestamp,
  constraint "person_pkey" primary key ("id"),
  -- One spelling for one address, so that the unique index means what it says.
  constraint "person_email_check" check ("email" = lower("email"))
);
create unique index "person_email_key" on "person" ("email");

create table "membership" (
  "id" uuid not null,
  "person_id" uuid not null,
  "centre_id" uuid not null,
  "roles" text[] not null,
  "since" timestamptz(3) not null default current_timestamp,
  "ended_at" timestamptz(3),
  constraint "membership_pkey" primary key ("id"),
  constraint "membership_person_id_fkey" foreign key ("person_id") references "person" ("id") on delete restrict on update cascade,
  constraint "membership_centre_id_fkey" foreign key ("centre_id") references "centre" ("id") on delete restrict on update cascade,
  constraint "membership_roles_check" check (cardinality("roles") > 0 and "roles" <@ array['ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'CLIENT'])
);
create index "membership_person_id_idx" on "membership" ("person_id");
create index "membership_centre_id_idx" on "membership" ("centre_id");
-- At most one that lasts; those that ended stay as history.
create unique index "membership_lasting_key" on "membership" ("person_id", "centre_id") where "ended_at" is null;

create table "network_membership" (
  "id" uuid not null,
  "person_id" uuid not null,
  "network_id" uuid not null,
  "roles" text[] not null,
  "since" timestamptz(3) not null default current_timestamp,
  "ended_at" timestamptz(3),
  constraint "network_membership_pkey" primary key ("id"),
  constraint "network_membership_person_id_fkey" foreign key ("person_id") references "person" ("id") on delete restrict on update cascade,
  constraint "network_membership_network_id_fkey" foreign key ("network_id") references "network" ("id") on delete restrict on update cascade,
  constraint "network_membership_roles_check" check (cardinality("roles") > 0 and "roles" <@ array['COMPLIANCE_OFFICER', 'DPO', 'NETWORK_ADMIN', 'AUDITOR'])
);
create index "network_membership_person_id_idx" on "network_membership" ("person_id");
create index "network_membership_network_id_idx" on "network_membership" ("network_id");
create unique index "network_membership_lasting_key" on "network_membership" ("person_id", "network_id") where "ended_at" is null;

-- better-auth's "account": every column that its adapter may ask for.
create table "credential" (
  "id" uuid not null,
  "person_id" uuid not null,
  "provider_id" text not null,
  "account_id" text not null,
  "password" text,
  "access_token" text,
  "refresh_token" text,
  "id_token" text,
  "access_token_expires_at" timestamptz(3),
  "refresh_token_expires_at" timestamptz(3),
  "scope" text,
  "created_at" timestamptz(3) not null default current_timestamp,
  "updated_at" timestamptz(3) not null default current_timestamp,
  constraint "credential_pkey" primary key ("id"),
  constraint "credential_person_id_fkey" foreign key ("person_id") references "person" ("id") on delete cascade on update cascade
);
create unique index "credential_provider_id_account_id_key" on "credential" ("provider_id", "account_id");
create index "credential_person_id_idx" on "credential" ("person_id");

create table "two_factor" (
  "id" uuid not null,
  "person_id" uuid not null,
  "secret" text not null,
  "backup_codes" text not null,
  "verified" boolean default true,
  "failed_verification_count" integer default 0,
  "locked_until" timestamptz(3),
  constraint "two_factor_pkey" primary key ("id"),
  constraint "two_factor_person_id_fkey" foreign key ("person_id") references "person" ("id") on delete cascade on update cascade
);
create unique index "two_factor_person_id_key" on "two_factor" ("person_id");
create index "two_factor_secret_idx" on "two_factor" ("secret");

create table "set_password_link" (
  "id" uuid not null,
  "person_id" uuid not null,
  "token_hash" bytea not null,
  "expires_at" timestamptz(3) not null,
  "used_at" timestamptz(3),
  "created_at" timestamptz(3) not null default current_timestamp,
  constraint "set_password_link_pkey" primary key ("id"),
  constraint "set_password_link_person_id_fkey" foreign key ("person_id") references "person" ("id") on delete cascade on update cascade
);
create unique index "set_password_link_token_hash_key" on "set_password_link" ("token_hash");
create index "set_password_link_person_id_idx" on "set_password_link" ("person_id");

create table "idempotency_key" (
  "actor_id" text not null,
  "command" text not null,
  "key" text not null,
  "result" jsonb not null,
  "created_at" timestamptz(3) not null default current_timestamp,
  constraint "idempotency_key_pkey" primary key ("actor_id", "command", "key")
);

-- Every way of making or moving a centre tells the row-security context, in the same transaction.
create function "mirror_centre"() returns trigger language plpgsql as $$
begin
  insert into app.centre (id, network_id) values (new.id, new.network_id)
    on conflict (id) do update set network_id = excluded.network_id;
  return null;
end
$$;
create trigger "centre_mirrored" after insert or update of "network_id" on "centre" for each row execute function "mirror_centre"();

-- Row-level security. The application's policies say yes or no with a reason; these are the net under them.
create function "sees_network"("network" uuid) returns boolean language sql stable parallel safe
as $$ select exists (select from app.centre c where c.network_id = network and app.sees_centre(c.id)) $$;

create function "administers_network"("network" uuid) returns boolean language sql stable parallel safe
as $$ select exists (select from app.centre c where c.network_id = network and app.has_role(c.id, 'NETWORK_ADMIN')) $$;

-- A client shares a centre with the people who work there, not with its other clients.
create function "works_at"("centre" uuid) returns boolean language sql stable parallel safe
as $$ select app.has_role(centre, 'ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO', 'NETWORK_ADMIN', 'AUDITOR') $$;

create function "is_self"("person" uuid) returns boolean language sql stable parallel safe
as $$ select coalesce(person::text = app.actor_id() and app.actor_kind() = 'USER', false) $$;

do $$
declare name text;
begin
  foreach name in array array['network', 'centre', 'person', 'membership', 'network_membership', 'credential', 'two_factor', 'set_password_link', 'idempotency_key'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    -- Sign-in happens before anybody is known: the authentication part of the service acts as the system.
    execute format('create policy "system" on %I to identity_app using (app.is_system()) with check (app.is_system())', name);
  end loop;
end
$$;

create policy "read" on "network" for select to identity_app using (sees_network("id"));

create policy "read" on "centre" for select to identity_app using ("id" = any ((select app.centre_ids())::uuid[]));
create policy "describe" on "centre" for update to identity_app
  using (app.has_role("id", 'CENTRE_MANAGER', 'NETWORK_ADMIN')) with check (app.has_role("id", 'CENTRE_MANAGER', 'NETWORK_ADMIN'));

create policy "read" on "membership" for select to identity_app
  using (is_self("person_id") or ("centre_id" = any ((select app.centre_ids())::uuid[]) and ("roles" <> '{CLIENT}' or works_at("centre_id"))));
create policy "begin" on "membership" for insert to identity_app with check (app.has_role("centre_id", 'CENTRE_MANAGER', 'NETWORK_ADMIN'));
create policy "change" on "membership" for update to identity_app
  using (app.has_role("centre_id", 'CENTRE_MANAGER', 'NETWORK_ADMIN')) with check (app.has_role("centre_id", 'CENTRE_MANAGER', 'NETWORK_ADMIN'));

create policy "read" on "network_membership" for select to identity_app using (is_self("person_id") or sees_network("network_id"));
create policy "begin" on "network_membership" for insert to identity_app with check (administers_network("network_id"));
create policy "change" on "network_membership" for update to identity_app
  using (administers_network("network_id")) with check (administers_network("network_id"));

-- A person is known to whoever sees one of their memberships, those that ended included: their notes keep an author.
create policy "read" on "person" for select to identity_app using (
  is_self("id")
  or exists (select from "membership" m where m."person_id" = "person"."id")
  or exists (select from "network_membership" m where m."person_id" = "person"."id")
);
create policy "add" on "person" for insert to identity_app with check (app.has_role_anywhere('CENTRE_MANAGER', 'NETWORK_ADMIN'));
create policy "change" on "person" for update to identity_app using (
  is_self("id")
  or exists (select from "membership" m where m."person_id" = "person"."id" and app.has_role(m."centre_id", 'NETWORK_ADMIN'))
  or exists (select from "network_membership" m where m."person_id" = "person"."id" and administers_network(m."network_id"))
);

-- Password hashes, authenticator secrets and links are for the system alone; a manager may only hand out a new link.
create policy "hand_out" on "set_password_link" for insert to identity_app with check (app.has_role_anywhere('CENTRE_MANAGER', 'NETWORK_ADMIN'));

create policy "own" on "idempotency_key" to identity_app using ("actor_id" = app.actor_id()) with check ("actor_id" = app.actor_id());

grant usage on schema "identity" to identity_app;
grant select, insert on "network", "centre", "person", "membership", "network_membership", "credential", "two_factor", "set_password_link", "idempotency_key" to identity_app;
grant update on "person", "credential", "two_factor", "set_password_link", "idempotency_key" to identity_app;
-- Whose a centre or a membership is never changes.
grant update ("name", "regulatory_status", "firm_reference_number", "jurisdictions", "sfs_licence", "telephone", "updated_at") on "centre" to identity_app;
grant update ("roles", "ended_at") on "membership", "network_membership" to identity_app;
grant delete on "two_factor", "idempotency_key" to identity_app;
