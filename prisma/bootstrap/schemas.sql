-- One schema a domain, and `app`: the row-level-security context that all domains use. Idempotent.
revoke create on schema public from public;
-- Search of names, also misspelt. Trusted extensions: no superuser needed.
create extension if not exists pg_trgm schema public;
create extension if not exists fuzzystrmatch schema public;

create schema if not exists audit authorization audit_migrator;
create schema if not exists identity authorization identity_migrator;
create schema if not exists cases authorization cases_migrator;
create schema if not exists compliance authorization compliance_migrator;

grant usage on schema audit to audit_app, audit_sealer, identity_app, cases_app, compliance_app, compliance_engine;
grant usage on schema identity to identity_app;
grant usage on schema cases to cases_app;
grant usage on schema compliance to compliance_app, compliance_engine;

-- graphile-worker's own tables, for the deadlines of the compliance engine. It keeps them up to date itself, and finding its
-- bookkeeping there needs no right to make a schema.
create schema if not exists compliance_jobs authorization compliance_engine;
create table if not exists compliance_jobs.migrations (
  id int primary key,
  ts timestamptz default now() not null,
  breaking boolean not null default false
);
alter table compliance_jobs.migrations owner to compliance_engine;

create schema if not exists app;
grant usage on schema app to public;

-- Which centre belongs to which network: what it takes to expand a network-wide role, and no more.
-- `identity` keeps it in step with its centres; nothing about a centre but these two ids is here.
create table if not exists app.centre (
  id uuid primary key,
  network_id uuid not null
);
create index if not exists centre_network_id_idx on app.centre (network_id);
grant select on app.centre to public;
grant insert, update, delete on app.centre to identity_app;
