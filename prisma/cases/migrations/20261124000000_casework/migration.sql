CREATE TYPE "case_type" AS ENUM ('DEBT_CASEWORK', 'ONE_OFF_ADVICE', 'INSOLVENCY', 'EMERGENCY');
CREATE TYPE "case_stage" AS ENUM ('ENQUIRY', 'ONBOARDING', 'FACT_FIND', 'INCOME_MAX', 'BUDGET', 'OPTIONS', 'ADVICE_GIVEN', 'IMPLEMENTATION', 'MONITORING', 'REVIEW_DUE', 'CLOSURE_PENDING', 'CLOSED', 'ON_HOLD', 'REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED');
CREATE TYPE "case_priority" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT');
CREATE TYPE "jurisdiction" AS ENUM ('ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND');
CREATE TYPE "reason_for_debt" AS ENUM ('REDUCTION_IN_INCOME', 'REDUNDANCY', 'REDUCED_EMPLOYMENT', 'ILLNESS_OR_ACCIDENT', 'RELATIONSHIP_BREAKDOWN', 'SPENDING_MORE_THAN_EARN', 'INCREASED_INTEREST_RATES', 'GAMBLING', 'DRUGS_OR_ALCOHOL', 'VICTIM_OF_FRAUD', 'BUSINESS', 'BEREAVEMENT', 'BENEFIT_CHANGE_OR_SANCTION', 'COST_OF_LIVING', 'NEW_CHILD', 'CARING', 'ECONOMIC_ABUSE', 'OTHER');
CREATE TYPE "activity_kind" AS ENUM ('OPENED', 'NOTE', 'STAGE', 'TASK', 'APPOINTMENT');
CREATE TYPE "emergency_kind" AS ENUM ('EVICTION', 'ENFORCEMENT_AGENT_VISIT', 'COURT_HEARING', 'DISCONNECTION', 'NO_FOOD_OR_FUEL', 'HOMELESS', 'OTHER');
CREATE TYPE "client_name_kind" AS ENUM ('CURRENT', 'FORMER', 'ALIAS');
CREATE TYPE "contact_kind" AS ENUM ('MOBILE', 'LANDLINE', 'EMAIL', 'TEXT_RELAY', 'POST');
CREATE TYPE "country" AS ENUM ('ENGLAND', 'WALES', 'SCOTLAND', 'NORTHERN_IRELAND', 'OTHER');
CREATE TYPE "tenure" AS ENUM ('OWNER_OUTRIGHT', 'OWNER_MORTGAGE', 'SHARED_OWNERSHIP', 'COUNCIL_TENANT', 'HOUSING_ASSOCIATION_TENANT', 'PRIVATE_TENANT', 'LODGER', 'LIVING_WITH_FAMILY', 'TEMPORARY', 'NO_FIXED_ADDRESS');
CREATE TYPE "household_relation" AS ENUM ('PARTNER', 'CHILD', 'PARENT', 'OTHER_RELATIVE', 'LODGER', 'OTHER');
CREATE TYPE "accessibility_need" AS ENUM ('LARGE_PRINT', 'BRAILLE', 'EASY_READ', 'BRITISH_SIGN_LANGUAGE', 'HEARING_LOOP', 'STEP_FREE_ACCESS', 'HOME_VISIT', 'HELP_WITH_READING', 'EXTRA_TIME', 'OTHER');
CREATE TYPE "relationship_status" AS ENUM ('SINGLE', 'MARRIED_OR_CIVIL_PARTNERSHIP', 'IN_A_RELATIONSHIP_AND_LIVING_APART', 'LIVING_TOGETHER', 'DIVORCED_OR_FORMER_CIVIL_PARTNER', 'WIDOWED_OR_SURVIVING_CIVIL_PARTNER', 'SEPARATED');
CREATE TYPE "employment_type" AS ENUM ('SELF_EMPLOYED_OR_TRADING', 'EMPLOYED', 'UNEMPLOYED', 'HOUSEWIFE_OR_HUSBAND', 'CARER', 'COMPANY_DIRECTOR_OR_PROMOTER', 'RETIRED', 'STUDENT', 'OTHER');
CREATE TYPE "note_category" AS ENUM ('ADVICE', 'APPOINTMENT', 'PHONE_CALL', 'CREDITOR_CONTACT', 'CLIENT_CONTACT', 'VULNERABILITY', 'SAFEGUARDING', 'COMPLIANCE', 'FINANCIAL', 'REFERRAL', 'SUPERVISION', 'SYSTEM');
CREATE TYPE "note_priority" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT');
CREATE TYPE "note_visibility" AS ENUM ('CASE_TEAM', 'CENTRE', 'COMPLIANCE', 'RESTRICTED', 'CLIENT_VISIBLE');
CREATE TYPE "contact_method" AS ENUM ('FACE_TO_FACE', 'PHONE', 'VIDEO', 'EMAIL', 'LETTER', 'TEXT_MESSAGE', 'HOME_VISIT');
CREATE TYPE "appointment_kind" AS ENUM ('FIRST', 'FACT_FIND', 'ADVICE', 'REVIEW', 'OTHER');
CREATE TYPE "appointment_state" AS ENUM ('BOOKED', 'ATTENDED', 'MISSED', 'CANCELLED');
CREATE TYPE "note_restriction" AS ENUM ('NONE', 'COMPLIANCE', 'VULNERABILITY', 'RESTRICTED');

CREATE TABLE "client" (
    "id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "sort_name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "date_of_birth" DATE,
    "preferred_language" TEXT NOT NULL DEFAULT 'en',
    "interpreter_needed" BOOLEAN NOT NULL DEFAULT false,
    "accessibility_needs" "accessibility_need"[],
    "accessibility_note" TEXT,
    "relationship_status" "relationship_status",
    "employment" "employment_type",
    "has_sensitive_details" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID NOT NULL,

    CONSTRAINT "client_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "client_name" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "title" TEXT,
    "given_names" TEXT NOT NULL,
    "family_name" TEXT NOT NULL,
    "kind" "client_name_kind" NOT NULL,
    "from_day" DATE,
    "to_day" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_name_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "contact_point" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "kind" "contact_kind" NOT NULL,
    "value" TEXT NOT NULL,
    "safe" BOOLEAN NOT NULL,
    "instructions" TEXT,
    "preferred" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_point_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "address" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "lines" TEXT[],
    "town" TEXT,
    "postcode" TEXT,
    "country" "country" NOT NULL,
    "tenure" "tenure",
    "withheld" BOOLEAN NOT NULL DEFAULT false,
    "from_day" DATE,
    "to_day" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "address_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "household_member" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "relation" "household_relation" NOT NULL,
    "date_of_birth" DATE,
    "dependant" BOOLEAN NOT NULL DEFAULT false,
    "from_day" DATE,
    "to_day" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "household_member_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sensitive_details" (
    "client_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "national_insurance_number" TEXT,
    "health_note" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by_id" UUID NOT NULL,

    CONSTRAINT "sensitive_details_pkey" PRIMARY KEY ("client_id")
);

CREATE TABLE "case_file" (
    "id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "type" "case_type" NOT NULL,
    "stage" "case_stage" NOT NULL,
    "stage_entered_at" TIMESTAMPTZ(3) NOT NULL,
    "resume_stage" "case_stage",
    "priority" "case_priority" NOT NULL,
    "jurisdiction" "jurisdiction" NOT NULL,
    "reason_for_debt" "reason_for_debt",
    "referral_source" TEXT,
    "client_id" UUID NOT NULL,
    "joint_client_id" UUID,
    "adviser_id" UUID,
    "tags" TEXT[],
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by_id" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL,
    "last_activity_kind" "activity_kind" NOT NULL,
    "last_activity_by_id" UUID NOT NULL,
    "has_emergency" BOOLEAN NOT NULL DEFAULT false,
    "next_due_on" DATE,
    "urgency" BIGINT NOT NULL DEFAULT 0,
    "client_sort_name" TEXT NOT NULL DEFAULT '',
    "search_text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "case_file_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "stage_transition" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "from_stage" "case_stage",
    "to_stage" "case_stage" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" UUID NOT NULL,
    "reason" TEXT,
    "overridden" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "stage_transition_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "emergency" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "kind" "emergency_kind" NOT NULL,
    "occurs_on" DATE,
    "note" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by_id" UUID NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by_id" UUID,

    CONSTRAINT "emergency_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "note" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "visibility" "note_visibility" NOT NULL,
    "restriction" "note_restriction" NOT NULL,
    "author_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "follow_up_on" DATE,
    "follow_up_done_at" TIMESTAMPTZ(3),
    "follow_up_done_by_id" UUID,

    CONSTRAINT "note_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "note_version" (
    "note_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "restriction" "note_restriction" NOT NULL,
    "category" "note_category" NOT NULL,
    "priority" "note_priority" NOT NULL,
    "body" TEXT NOT NULL,
    "tags" TEXT[],
    "contact_method" "contact_method",
    "contacted_at" TIMESTAMPTZ(3),
    "duration_minutes" INTEGER,
    "attachment_ids" UUID[],
    "appointment_id" UUID,
    "reason" TEXT,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "written_by_id" UUID NOT NULL,

    CONSTRAINT "note_version_pkey" PRIMARY KEY ("note_id","version")
);

CREATE TABLE "note_template" (
    "id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "category" "note_category" NOT NULL,
    "body" TEXT NOT NULL,
    "tags" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "note_template_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "due_on" DATE,
    "assignee_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "appointment" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "kind" "appointment_kind" NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_minutes" INTEGER NOT NULL,
    "method" "contact_method" NOT NULL,
    "place" TEXT,
    "adviser_id" UUID,
    "state" "appointment_state" NOT NULL DEFAULT 'BOOKED',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID NOT NULL,

    CONSTRAINT "appointment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reference_counter" (
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "reference_counter_pkey" PRIMARY KEY ("year")
);

CREATE TABLE "idempotency_key" (
    "actor_id" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("actor_id","command","key")
);
CREATE INDEX "client_centre_id_sort_name_idx" ON "client"("centre_id", "sort_name");
CREATE UNIQUE INDEX "client_id_centre_id_key" ON "client"("id", "centre_id");
CREATE INDEX "client_name_client_id_idx" ON "client_name"("client_id");
CREATE INDEX "contact_point_client_id_idx" ON "contact_point"("client_id");
CREATE INDEX "address_client_id_idx" ON "address"("client_id");
CREATE INDEX "household_member_client_id_idx" ON "household_member"("client_id");
CREATE UNIQUE INDEX "sensitive_details_client_id_centre_id_key" ON "sensitive_details"("client_id", "centre_id");
CREATE UNIQUE INDEX "case_file_reference_key" ON "case_file"("reference");
CREATE INDEX "case_file_centre_id_urgency_id_idx" ON "case_file"("centre_id", "urgency", "id");
CREATE INDEX "case_file_centre_id_opened_at_id_idx" ON "case_file"("centre_id", "opened_at", "id");
CREATE INDEX "case_file_centre_id_client_sort_name_id_idx" ON "case_file"("centre_id", "client_sort_name", "id");
CREATE INDEX "case_file_centre_id_last_activity_at_id_idx" ON "case_file"("centre_id", "last_activity_at", "id");
CREATE INDEX "case_file_adviser_id_idx" ON "case_file"("adviser_id");
CREATE INDEX "case_file_client_id_idx" ON "case_file"("client_id");
CREATE INDEX "case_file_joint_client_id_idx" ON "case_file"("joint_client_id");
CREATE INDEX "case_file_tags_idx" ON "case_file" USING GIN ("tags");
CREATE INDEX "case_file_search_text_idx" ON "case_file" USING GIN ("search_text" gin_trgm_ops);
CREATE UNIQUE INDEX "case_file_id_centre_id_key" ON "case_file"("id", "centre_id");
CREATE INDEX "stage_transition_case_id_at_idx" ON "stage_transition"("case_id", "at");
CREATE INDEX "emergency_case_id_idx" ON "emergency"("case_id");
CREATE INDEX "note_case_id_created_at_id_idx" ON "note"("case_id", "created_at", "id");
CREATE UNIQUE INDEX "note_id_case_id_centre_id_author_id_restriction_key" ON "note"("id", "case_id", "centre_id", "author_id", "restriction");
CREATE INDEX "note_version_case_id_idx" ON "note_version"("case_id");
CREATE INDEX "note_template_centre_id_idx" ON "note_template"("centre_id");
CREATE INDEX "task_case_id_idx" ON "task"("case_id");
CREATE INDEX "appointment_case_id_starts_at_idx" ON "appointment"("case_id", "starts_at");
CREATE INDEX "appointment_centre_id_starts_at_idx" ON "appointment"("centre_id", "starts_at");
CREATE UNIQUE INDEX "appointment_id_case_id_key" ON "appointment"("id", "case_id");
ALTER TABLE "client_name" ADD CONSTRAINT "client_name_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "address" ADD CONSTRAINT "address_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "household_member" ADD CONSTRAINT "household_member_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sensitive_details" ADD CONSTRAINT "sensitive_details_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_file" ADD CONSTRAINT "case_file_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_file" ADD CONSTRAINT "case_file_joint_client_id_centre_id_fkey" FOREIGN KEY ("joint_client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "stage_transition" ADD CONSTRAINT "stage_transition_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "emergency" ADD CONSTRAINT "emergency_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "note" ADD CONSTRAINT "note_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "note_version" ADD CONSTRAINT "note_version_note_id_case_id_centre_id_author_id_restricti_fkey" FOREIGN KEY ("note_id", "case_id", "centre_id", "author_id", "restriction") REFERENCES "note"("id", "case_id", "centre_id", "author_id", "restriction") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "note_version" ADD CONSTRAINT "note_version_appointment_id_case_id_fkey" FOREIGN KEY ("appointment_id", "case_id") REFERENCES "appointment"("id", "case_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "task" ADD CONSTRAINT "task_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rules that hold whoever writes.
ALTER TABLE "client" ADD CONSTRAINT "client_names_check" CHECK ("display_name" <> '' AND "sort_name" <> '');
ALTER TABLE "case_file"
  ADD CONSTRAINT "case_file_reference_check" CHECK ("reference" ~ '^CMA-\d{4}-\d{6,}$'),
  ADD CONSTRAINT "case_file_joint_check" CHECK ("joint_client_id" <> "client_id"),
  ADD CONSTRAINT "case_file_closed_check" CHECK (("stage" = 'CLOSED') = ("closed_at" IS NOT NULL));
ALTER TABLE "note"
  ADD CONSTRAINT "note_version_check" CHECK ("version" >= 1),
  ADD CONSTRAINT "note_restriction_check" CHECK (
    ("visibility" = 'RESTRICTED') = ("restriction" IN ('VULNERABILITY', 'RESTRICTED')) AND ("visibility" = 'COMPLIANCE') = ("restriction" = 'COMPLIANCE')),
  ADD CONSTRAINT "note_follow_up_check" CHECK (("follow_up_done_at" IS NULL) = ("follow_up_done_by_id" IS NULL));
ALTER TABLE "note_version"
  ADD CONSTRAINT "note_version_body_check" CHECK (char_length("body") BETWEEN 1 AND 20000),
  ADD CONSTRAINT "note_version_reason_check" CHECK (("version" = 1) = ("reason" IS NULL)),
  ADD CONSTRAINT "note_version_category_check" CHECK (
    ("category" <> 'SAFEGUARDING' OR "restriction" = 'RESTRICTED') AND ("category" = 'VULNERABILITY') = ("restriction" = 'VULNERABILITY'));
ALTER TABLE "task" ADD CONSTRAINT "task_done_check" CHECK (("done_at" IS NULL) = ("done_by_id" IS NULL));
ALTER TABLE "emergency" ADD CONSTRAINT "emergency_cleared_check" CHECK (("cleared_at" IS NULL) = ("cleared_by_id" IS NULL));

-- Open work only: what the work lists read.
CREATE INDEX "emergency_open_idx" ON "emergency" ("case_id") WHERE "cleared_at" IS NULL;
CREATE INDEX "note_follow_up_open_idx" ON "note" ("centre_id", "follow_up_on", "id") WHERE "follow_up_on" IS NOT NULL AND "follow_up_done_at" IS NULL;
CREATE INDEX "task_open_idx" ON "task" ("centre_id", "due_on", "id") WHERE "done_at" IS NULL;
CREATE UNIQUE INDEX "note_template_name_key" ON "note_template" ("centre_id", lower("name")) WHERE "retired_at" IS NULL;
CREATE UNIQUE INDEX "client_name_current_key" ON "client_name" ("client_id") WHERE "kind" = 'CURRENT' AND "to_day" IS NULL;

-- What lists are ordered and searched by, derived anew from the rows that it depends on. Every command that
-- changes one of them calls it last; with an activity, it also says that something happened.
CREATE FUNCTION "refresh_case"("the_case" uuid, "activity" activity_kind DEFAULT NULL, "by" uuid DEFAULT NULL, "at" timestamptz DEFAULT NULL) RETURNS void
LANGUAGE sql AS $$
  UPDATE cases.case_file c SET
    has_emergency = d.has_emergency,
    next_due_on = d.next_due_on,
    -- Cases that have ended last; then emergencies, priority, and the day on which something is due.
    urgency = (CASE WHEN c.stage IN ('CLOSED', 'REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED') THEN 8 ELSE 0 END
      + CASE WHEN d.has_emergency THEN 0 ELSE 4 END
      + CASE c.priority WHEN 'URGENT' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'NORMAL' THEN 2 ELSE 3 END) * 1000000::bigint
      + coalesce(d.next_due_on - date '1970-01-01', 999999),
    client_sort_name = d.sort_name,
    search_text = replace(lower(c.reference), '-', ' ') || ' ' || d.search_name || ' ' || array_to_string(c.tags, ' '),
    last_activity_kind = coalesce(activity, c.last_activity_kind),
    last_activity_by_id = coalesce("by", c.last_activity_by_id),
    last_activity_at = coalesce("at", c.last_activity_at)
  FROM (
    SELECT
      EXISTS (SELECT FROM cases.emergency e WHERE e.case_id = the_case AND e.cleared_at IS NULL) AS has_emergency,
      least(
        (SELECT min(coalesce(e.occurs_on, (e.recorded_at AT TIME ZONE 'Europe/London')::date)) FROM cases.emergency e WHERE e.case_id = the_case AND e.cleared_at IS NULL),
        (SELECT min(n.follow_up_on) FROM cases.note n WHERE n.case_id = the_case AND n.follow_up_done_at IS NULL),
        (SELECT min(t.due_on) FROM cases.task t WHERE t.case_id = the_case AND t.done_at IS NULL),
        (SELECT min((a.starts_at AT TIME ZONE 'Europe/London')::date) FROM cases.appointment a WHERE a.case_id = the_case AND a.state = 'BOOKED')
      ) AS next_due_on,
      first.sort_name,
      concat_ws(' ', first.search_name, joint.search_name) AS search_name
    FROM cases.case_file f
    JOIN cases.client first ON first.id = f.client_id
    LEFT JOIN cases.client joint ON joint.id = f.joint_client_id
    WHERE f.id = the_case
  ) d
  WHERE c.id = the_case
$$;

-- The next number of a year. Called last in the command: the row stays locked until its end, so that no number is
-- lost, and others wait for as short a time as can be.
CREATE FUNCTION "next_reference"("the_year" integer) RETURNS text LANGUAGE sql AS $$
  INSERT INTO cases.reference_counter AS c (year, last) VALUES (the_year, 1)
  ON CONFLICT (year) DO UPDATE SET last = c.last + 1
  RETURNING 'CMA-' || the_year || '-' || lpad(last::text, greatest(6, length(last::text)), '0')
$$;

-- Where the actor reads casework, and where it writes. Network administrators, clients and partner software do not.
-- The same roles as in subgraphs/cases/src/policies.ts, of which this is the net.
CREATE FUNCTION "centres_with"(VARIADIC "roles" text[]) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(g.key::uuid), '{}')
  FROM jsonb_each(coalesce(nullif(current_setting('app.grants', true), ''), '{}')::jsonb) g
  WHERE g.value ?| roles AND app.actor_kind() IN ('USER', 'SYSTEM')
$$;
CREATE FUNCTION "reader_centres"() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT cases.centres_with('ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER',
    'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR', 'SYSTEM')
$$;
CREATE FUNCTION "writer_centres"() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT cases.centres_with('ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER',
    'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'SYSTEM')
$$;

-- Row-level security. Each function is asked once a statement, through a sub-select, so that indexes serve.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['client', 'client_name', 'contact_point', 'address', 'household_member', 'case_file', 'stage_transition',
    'emergency', 'note', 'note_template', 'task', 'appointment'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY "read" ON %I FOR SELECT TO cases_app USING ("centre_id" = ANY ((SELECT cases.reader_centres())::uuid[]))', name);
    EXECUTE format('CREATE POLICY "add" ON %I FOR INSERT TO cases_app WITH CHECK ("centre_id" = ANY ((SELECT cases.writer_centres())::uuid[]))', name);
    EXECUTE format('CREATE POLICY "change" ON %I FOR UPDATE TO cases_app USING ("centre_id" = ANY ((SELECT cases.writer_centres())::uuid[])) WITH CHECK ("centre_id" = ANY ((SELECT cases.writer_centres())::uuid[]))', name);
  END LOOP;
END
$$;

-- Whether a folded word occurs in a folded text, or one like it: a letter or two wrong, missing or in the wrong place,
-- or most of its trigrams. A word with a figure in it is taken as it stands.
CREATE FUNCTION "word_occurs"("word" text, "within" text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT within LIKE '%' || word || '%'
    OR (word !~ '[0-9]' AND length(word) BETWEEN 4 AND 60 AND (
      word_similarity(word, within) >= 0.6
      OR EXISTS (
        SELECT FROM unnest(string_to_array(within, ' ')) AS token, (SELECT CASE WHEN length(word) < 6 THEN 1 ELSE 2 END) AS limits (slips)
        WHERE length(token) BETWEEN length(word) - slips AND length(word) + slips AND levenshtein_less_equal(word, token, slips) <= slips)))
$$;

-- The cases, of those the actor may read, in which each of the words (folded as in subgraphs/cases/src/fold-text.ts)
-- occurs, or one like it. Row security would keep the trigram index from being used, because its operators aren't
-- leakproof: 340 ms over 55,000 cases. So this runs as the owner, asks for the centres itself, and gives ids only, which
-- the caller's own row security meets again. Few centres' cases are looked through one by one; for many the trigram
-- index finds candidates by the longest word.
CREATE POLICY "search" ON "case_file" FOR SELECT TO cases_migrator USING (true);
CREATE FUNCTION "find_cases"("words" text[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = cases, public SET pg_trgm.word_similarity_threshold = 0.27 AS $$
DECLARE
  longest text := (SELECT w FROM unnest(words) w ORDER BY length(w) DESC LIMIT 1);
  alike text := CASE WHEN longest !~ '[0-9]' THEN longest END;
  centres uuid[] := cases.reader_centres();
BEGIN
  IF cardinality(centres) <= 8 THEN
    RETURN QUERY
      SELECT c.id FROM case_file c
      WHERE c.centre_id = ANY (centres) AND NOT EXISTS (SELECT FROM unnest(words) w WHERE NOT word_occurs(w, c.search_text));
    RETURN;
  END IF;
  RETURN QUERY
    SELECT c.id FROM case_file c
    WHERE (c.search_text LIKE '%' || longest || '%' OR alike <% c.search_text)
      AND NOT EXISTS (SELECT FROM unnest(words) w WHERE NOT word_occurs(w, c.search_text))
      AND c.centre_id = ANY (centres);
END
$$;
REVOKE ALL ON FUNCTION "find_cases" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "find_cases" TO cases_app;

-- What a note says: the author and those who answer for people's safety, also where the application errs.
ALTER TABLE "note_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "note_version" FORCE ROW LEVEL SECURITY;
CREATE POLICY "read" ON "note_version" FOR SELECT TO cases_app USING (
  "centre_id" = ANY ((SELECT cases.reader_centres())::uuid[])
  AND ("restriction" = 'NONE'
    OR "author_id"::text = (SELECT app.actor_id())
    OR CASE "restriction"
      WHEN 'RESTRICTED' THEN app.has_role("centre_id", 'SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER')
      WHEN 'VULNERABILITY' THEN app.has_role("centre_id", 'SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'SUPERVISOR')
      WHEN 'COMPLIANCE' THEN app.has_role("centre_id", 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'SUPERVISOR', 'DPO', 'AUDITOR')
    END));
CREATE POLICY "add" ON "note_version" FOR INSERT TO cases_app WITH CHECK (
  "centre_id" = ANY ((SELECT cases.writer_centres())::uuid[]) AND "written_by_id"::text = (SELECT app.actor_id()));

-- National insurance number and health: supervisor, manager, and the adviser of one of the client's cases.
CREATE FUNCTION "advises"("client" uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM cases.case_file c WHERE client IN (c.client_id, c.joint_client_id) AND c.adviser_id::text = app.actor_id())
$$;
ALTER TABLE "sensitive_details" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sensitive_details" FORCE ROW LEVEL SECURITY;
CREATE POLICY "all" ON "sensitive_details" TO cases_app
  USING ("centre_id" = ANY ((SELECT cases.centres_with('SUPERVISOR', 'CENTRE_MANAGER'))::uuid[])
    OR ("centre_id" = ANY ((SELECT cases.centres_with('ADVISER', 'TRAINEE_ADVISER'))::uuid[]) AND cases.advises("client_id")))
  WITH CHECK ("centre_id" = ANY ((SELECT cases.centres_with('SUPERVISOR', 'CENTRE_MANAGER'))::uuid[])
    OR ("centre_id" = ANY ((SELECT cases.centres_with('ADVISER', 'TRAINEE_ADVISER'))::uuid[]) AND cases.advises("client_id")));

ALTER TABLE "idempotency_key" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "idempotency_key" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "idempotency_key" TO cases_app USING ("actor_id" = (SELECT app.actor_id())) WITH CHECK ("actor_id" = (SELECT app.actor_id()));

-- No centre owns a number of the year: anybody who opens cases takes the next.
ALTER TABLE "reference_counter" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reference_counter" FORCE ROW LEVEL SECURITY;
CREATE POLICY "count" ON "reference_counter" TO cases_app USING (cardinality((SELECT cases.writer_centres())) > 0) WITH CHECK (cardinality((SELECT cases.writer_centres())) > 0);

-- Rights. Nothing is deleted; transitions and versions are never changed, and of a note only its version and follow-up.
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA "cases" TO cases_app;
REVOKE ALL ON "_prisma_migrations" FROM cases_app;
GRANT UPDATE ON "client", "client_name", "contact_point", "address", "household_member", "sensitive_details", "case_file", "emergency",
  "note_template", "task", "appointment", "reference_counter", "idempotency_key" TO cases_app;
GRANT UPDATE ("version", "follow_up_on", "follow_up_done_at", "follow_up_done_by_id") ON "note" TO cases_app;
