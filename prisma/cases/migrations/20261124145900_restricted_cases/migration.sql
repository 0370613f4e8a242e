-- Cases that only some may see: a conflict of interest, a case of the centre's own staff, a person who is known locally.

ALTER TABLE "case_file" ADD COLUMN "restricted" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "case_restriction" (
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "allowed_user_ids" UUID[],
    "restricted_at" TIMESTAMPTZ(3) NOT NULL,
    "restricted_by_id" UUID NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by_id" UUID,
    "lifted_reason" TEXT,

    CONSTRAINT "case_restriction_pkey" PRIMARY KEY ("case_id")
);

CREATE TABLE "case_access" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_access_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "restricted_view" (
    "case_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "centre_id" UUID NOT NULL,

    CONSTRAINT "restricted_view_pkey" PRIMARY KEY ("case_id","user_id","hour")
);

CREATE UNIQUE INDEX "case_restriction_case_id_centre_id_key" ON "case_restriction"("case_id", "centre_id");
CREATE INDEX "case_access_case_id_user_id_idx" ON "case_access"("case_id", "user_id");
ALTER TABLE "case_restriction" ADD CONSTRAINT "case_restriction_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_access" ADD CONSTRAINT "case_access_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "restricted_view" ADD CONSTRAINT "restricted_view_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "case_restriction" ADD CONSTRAINT "case_restriction_lifted_check" CHECK (num_nulls("lifted_at", "lifted_by_id", "lifted_reason") IN (0, 3));
ALTER TABLE "case_access" ADD CONSTRAINT "case_access_until_check" CHECK ("until" <= "opened_at" + interval '8 hours');
CREATE INDEX "case_restriction_standing_idx" ON "case_restriction" ("centre_id") WHERE "lifted_at" IS NULL;

-- The restricted cases that the actor may not see, of the centres whose cases they read: a handful. Runs as the owner,
-- because what is hidden must be known to be left out. The same roles as in subgraphs/cases/src/policies.ts.
CREATE FUNCTION "hidden_cases"() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = cases, public AS $$
  SELECT coalesce(array_agg(r.case_id), '{}') FROM case_restriction r
  WHERE r.lifted_at IS NULL
    AND r.centre_id = ANY (reader_centres())
    AND NOT app.is_system()
    AND NOT app.has_role(r.centre_id, 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER')
    AND NOT coalesce(app.actor_id() = ANY (r.allowed_user_ids::text[]), false)
    AND NOT EXISTS (SELECT FROM case_access a WHERE a.case_id = r.case_id AND a.user_id::text = app.actor_id() AND a.until > now())
$$;

-- Clients of whom the actor could learn only through such a case.
CREATE FUNCTION "hidden_clients"() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = cases, public AS $$
  SELECT coalesce(array_agg(DISTINCT person.id), '{}')
  FROM (SELECT hidden_cases() AS ids) hidden
  JOIN case_file c ON c.id = ANY (hidden.ids)
  CROSS JOIN LATERAL (VALUES (c.client_id), (c.joint_client_id)) AS person (id)
  WHERE person.id IS NOT NULL AND NOT EXISTS (
    SELECT FROM case_file o WHERE person.id IN (o.client_id, o.joint_client_id) AND o.id <> ALL (hidden.ids))
$$;

-- Of a case that is hidden from the actor: where it is, for caseworkers who name it by its id or reference. They may open
-- it with a reason. Nothing else of it is told.
CREATE FUNCTION "restricted_case"("the_id" uuid, "the_reference" text) RETURNS TABLE ("id" uuid, "centre_id" uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = cases, public AS $$
  SELECT c.id, c.centre_id FROM case_file c
  WHERE (c.id = the_id OR c.reference = the_reference)
    AND c.id = ANY (hidden_cases())
    AND app.actor_kind() = 'USER'
    AND app.has_role(c.centre_id, 'ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR')
$$;
REVOKE ALL ON FUNCTION "hidden_cases", "hidden_clients", "restricted_case" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "hidden_cases", "hidden_clients", "restricted_case" TO cases_app;
CREATE POLICY "restriction" ON "case_restriction" FOR SELECT TO cases_migrator USING (true);
CREATE POLICY "restriction" ON "case_access" FOR SELECT TO cases_migrator USING (true);

-- A table whose rows belong to a case or a client is kept apart by one call: CALL cases.keep_apart('note', 'case_id').
-- Asked once a statement, through a sub-select; what belongs to no case is not touched.
CREATE PROCEDURE "keep_apart"("the_table" text, "the_column" text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY %I ON cases.%I AS RESTRICTIVE TO cases_app USING (%I IS NULL OR %I <> ALL ((SELECT cases.%I())::uuid[]))',
    'restricted_' || the_column, the_table, the_column, the_column, CASE WHEN the_column LIKE '%client%' OR the_table = 'client' THEN 'hidden_clients' ELSE 'hidden_cases' END);
END
$$;
CALL cases.keep_apart('case_file', 'id');
CALL cases.keep_apart('client', 'id');
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['client_name', 'contact_point', 'address', 'household_member', 'sensitive_details'] LOOP
    CALL cases.keep_apart(name, 'client_id');
  END LOOP;
  FOREACH name IN ARRAY ARRAY['stage_transition', 'emergency', 'note', 'note_version', 'task', 'appointment'] LOOP
    CALL cases.keep_apart(name, 'case_id');
  END LOOP;
END
$$;

ALTER TABLE "case_restriction" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "case_restriction" FORCE ROW LEVEL SECURITY;
ALTER TABLE "case_access" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "case_access" FORCE ROW LEVEL SECURITY;
ALTER TABLE "restricted_view" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "restricted_view" FORCE ROW LEVEL SECURITY;

CREATE POLICY "read" ON "case_restriction" FOR SELECT TO cases_app USING ("centre_id" = ANY ((SELECT cases.reader_centres())::uuid[]));
CREATE POLICY "add" ON "case_restriction" FOR INSERT TO cases_app
  WITH CHECK ("centre_id" = ANY ((SELECT cases.centres_with('CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'SYSTEM'))::uuid[]));
CREATE POLICY "change" ON "case_restriction" FOR UPDATE TO cases_app
  USING ("centre_id" = ANY ((SELECT cases.centres_with('CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'SYSTEM'))::uuid[]))
  WITH CHECK ("centre_id" = ANY ((SELECT cases.centres_with('CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'SYSTEM'))::uuid[]));
CALL cases.keep_apart('case_restriction', 'case_id');

-- Who opens one writes it under the own name. No restrictive policy here: it is written while the case is still hidden.
CREATE POLICY "read" ON "case_access" FOR SELECT TO cases_app
  USING ("centre_id" = ANY ((SELECT cases.reader_centres())::uuid[]) AND ("user_id"::text = (SELECT app.actor_id())
    OR "centre_id" = ANY ((SELECT cases.centres_with('CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'))::uuid[])));
CREATE POLICY "add" ON "case_access" FOR INSERT TO cases_app
  WITH CHECK ("user_id"::text = (SELECT app.actor_id())
    AND "until" <= now() + interval '8 hours 5 minutes'
    AND "centre_id" = ANY ((SELECT cases.centres_with('ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR'))::uuid[]));
CREATE POLICY "read" ON "restricted_view" FOR SELECT TO cases_app
  USING ("centre_id" = ANY ((SELECT cases.reader_centres())::uuid[]) AND ("user_id"::text = (SELECT app.actor_id())
    OR "centre_id" = ANY ((SELECT cases.centres_with('CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'))::uuid[])));
CREATE POLICY "add" ON "restricted_view" FOR INSERT TO cases_app
  WITH CHECK ("user_id"::text = (SELECT app.actor_id()) AND "centre_id" = ANY ((SELECT cases.reader_centres())::uuid[]));
CALL cases.keep_apart('restricted_view', 'case_id');

GRANT SELECT, INSERT, UPDATE ON "case_restriction" TO cases_app;
GRANT SELECT, INSERT ON "case_access", "restricted_view" TO cases_app;
