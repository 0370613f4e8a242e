-- The roles of the cluster. Idempotent; run by a superuser (or a role that may create roles).
-- A migrator owns the tables of its schema and cannot sign in: the migration runner takes its place with SET ROLE.
-- An app role runs a subgraph and cannot change tables. Passwords are set by the runner, from configuration.
do $$
declare
  migrators constant text[] := array['audit_migrator', 'identity_migrator', 'cases_migrator', 'compliance_migrator'];
  runners constant text[] := array['audit_app', 'audit_sealer', 'identity_app', 'cases_app', 'compliance_app', 'compliance_engine'];
  name text;
begin
  foreach name in array migrators || runners loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nosuperuser nobypassrls nocreatedb nocreaterole noinherit', name);
    end if;
  end loop;
  foreach name in array migrators loop
    if not pg_has_role(current_user, name, 'member') then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
  -- A function that counts for everybody runs as the sealer; its owner can only be given by a member.
  if not pg_has_role('audit_migrator', 'audit_sealer', 'member') then
    grant audit_sealer to audit_migrator;
  end if;
  foreach name in array runners loop
    -- Prisma's own time-outs do not cancel a running statement; the server's do.
    execute format('alter role %I set statement_timeout = %L', name, '15s');
    execute format('alter role %I set lock_timeout = %L', name, '5s');
    execute format('alter role %I set idle_in_transaction_session_timeout = %L', name, '30s');
    execute format('alter role %I set search_path = %I, public', name, split_part(name, '_', 1));
  end loop;
  -- The engine and the sealer read in long batches, never on a user's behalf.
  alter role compliance_engine set statement_timeout = '60s';
  alter role audit_sealer set statement_timeout = '60s';
end
$$;
