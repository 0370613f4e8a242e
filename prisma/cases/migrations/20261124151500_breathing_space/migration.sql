-- Breathing Space (Debt Respite Scheme), consents, authorities to act, vulnerability by driver, outcomes.

CREATE TYPE "breathing_space_kind" AS ENUM ('STANDARD', 'MENTAL_HEALTH_CRISIS');
CREATE TYPE "eligibility_answer" AS ENUM ('PASS', 'FAIL', 'UNKNOWN');
CREATE TYPE "midway_outcome" AS ENUM ('CONTINUES', 'CANCELLED');
CREATE TYPE "creditor_review_reason" AS ENUM ('NOT_ELIGIBLE', 'UNFAIR_PREJUDICE');
CREATE TYPE "creditor_review_outcome" AS ENUM ('DEBT_STAYS', 'DEBT_REMOVED', 'ENDED');
CREATE TYPE "end_reason" AS ENUM ('STOPPED_TREATMENT', 'UNABLE_TO_REACH_POINT_OF_CONTACT', 'NOT_IN_ENGLAND_OR_WALES', 'DEBT_RELIEF_ORDER', 'INTERIM_ORDER_OR_IVA', 'UNDISCHARGED_BANKRUPT', 'ANOTHER_BREATHING_SPACE_WITHIN_12_MONTHS', 'DEBT_MANAGEMENT_SOLUTION', 'ABLE_TO_PAY_DEBTS', 'CANCELLED', 'DECEASED', 'INVALID_INFORMATION', 'NOT_COMPLIED_WITH_OBLIGATIONS', 'UNABLE_TO_CONTACT_CLIENT');
CREATE TYPE "consent_kind" AS ENUM ('PRIVACY_NOTICE', 'SPECIAL_CATEGORY_DATA', 'SHARE_WITH_CREDITORS', 'SHARE_FOR_QUALITY_REVIEW', 'FEEDBACK', 'RESEARCH', 'CREDIT_SEARCH');
CREATE TYPE "vulnerability_driver" AS ENUM ('HEALTH', 'LIFE_EVENTS', 'RESILIENCE', 'CAPABILITY');
CREATE TYPE "outcome_kind" AS ENUM ('DEBT_WRITTEN_OFF', 'DEBT_MANAGED', 'DEBT_REDUCED', 'INTEREST_FROZEN', 'ENFORCEMENT_STOPPED', 'HOME_SAVED', 'DISCONNECTION_PREVENTED', 'INCOME_GAINED', 'GRANT_AWARDED', 'BANKRUPTCY_GRANTED', 'DRO_APPROVED', 'IVA_APPROVED', 'DMP_STARTED', 'BREATHING_SPACE_STARTED', 'BREATHING_SPACE_COMPLETED', 'REPAID_IN_FULL', 'LIABILITY_SUCCESSFULLY_DISPUTED', 'STATUTE_BARRED', 'SELF_HELP_EMPOWERED', 'REFERRED', 'CLIENT_WITHDREW', 'LOST_CONTACT', 'INELIGIBLE', 'DECEASED');

CREATE TABLE "breathing_space" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "kind" "breathing_space_kind" NOT NULL,
    "lives_here" "eligibility_answer" NOT NULL DEFAULT 'UNKNOWN',
    "no_debt_relief_order" "eligibility_answer" NOT NULL DEFAULT 'UNKNOWN',
    "no_arrangement" "eligibility_answer" NOT NULL DEFAULT 'UNKNOWN',
    "not_bankrupt" "eligibility_answer" NOT NULL DEFAULT 'UNKNOWN',
    "none_recently" "eligibility_answer" NOT NULL DEFAULT 'UNKNOWN',
    "crisis_evidence_held" BOOLEAN NOT NULL DEFAULT false,
    "drafted_at" TIMESTAMPTZ(3) NOT NULL,
    "drafted_by_id" UUID NOT NULL,
    "started_on" DATE,
    "ends_on" DATE,
    "reference" TEXT,
    "midway_reviewed_on" DATE,
    "midway_outcome" "midway_outcome",
    "plan" TEXT,
    "plan_recorded_at" TIMESTAMPTZ(3),
    "treatment_ended_on" DATE,
    "ended_on" DATE,
    "end_reason" "end_reason",

    CONSTRAINT "breathing_space_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "breathing_space_debt" (
    "id" UUID NOT NULL,
    "breathing_space_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "debt_id" UUID NOT NULL,
    "creditor" TEXT NOT NULL,
    "starts_on" DATE,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "added_by_id" UUID NOT NULL,
    "removed_on" DATE,

    CONSTRAINT "breathing_space_debt_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "creditor_review" (
    "id" UUID NOT NULL,
    "breathing_space_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "debt_row_id" UUID NOT NULL,
    "reason" "creditor_review_reason" NOT NULL,
    "requested_on" DATE NOT NULL,
    "decided_on" DATE,
    "outcome" "creditor_review_outcome",
    "reasoning" TEXT,

    CONSTRAINT "creditor_review_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "point_of_contact_check" (
    "id" UUID NOT NULL,
    "breathing_space_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "asked_on" DATE NOT NULL,
    "recorded_by_id" UUID NOT NULL,

    CONSTRAINT "point_of_contact_check_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "kind" "consent_kind" NOT NULL,
    "given_on" DATE NOT NULL,
    "expires_on" DATE,
    "withdrawn_on" DATE,
    "recorded_by_id" UUID NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "authority_to_act" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "signed_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,
    "ended_on" DATE,
    "recorded_by_id" UUID NOT NULL,

    CONSTRAINT "authority_to_act_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "vulnerability_record" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "driver" "vulnerability_driver" NOT NULL,
    "indicator" TEXT NOT NULL,
    "support_needs" TEXT,
    "agreed_at" TIMESTAMPTZ(3),
    "review_on" DATE,
    "reviewed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by_id" UUID NOT NULL,

    CONSTRAINT "vulnerability_record_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outcome" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "centre_id" UUID NOT NULL,
    "kind" "outcome_kind" NOT NULL,
    "achieved_on" DATE NOT NULL,
    "amount_pence" INTEGER,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by_id" UUID NOT NULL,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "breathing_space_id_case_id_centre_id_key" ON "breathing_space"("id", "case_id", "centre_id");
CREATE INDEX "breathing_space_case_id_idx" ON "breathing_space"("case_id");
CREATE INDEX "breathing_space_client_id_idx" ON "breathing_space"("client_id");
CREATE UNIQUE INDEX "breathing_space_debt_id_breathing_space_id_key" ON "breathing_space_debt"("id", "breathing_space_id");
CREATE INDEX "breathing_space_debt_breathing_space_id_idx" ON "breathing_space_debt"("breathing_space_id");
CREATE INDEX "creditor_review_breathing_space_id_idx" ON "creditor_review"("breathing_space_id");
CREATE INDEX "point_of_contact_check_breathing_space_id_idx" ON "point_of_contact_check"("breathing_space_id");
CREATE INDEX "consent_client_id_idx" ON "consent"("client_id");
CREATE INDEX "consent_case_id_idx" ON "consent"("case_id");
CREATE INDEX "authority_to_act_client_id_idx" ON "authority_to_act"("client_id");
CREATE INDEX "authority_to_act_case_id_idx" ON "authority_to_act"("case_id");
CREATE INDEX "vulnerability_record_client_id_idx" ON "vulnerability_record"("client_id");
CREATE INDEX "vulnerability_record_case_id_idx" ON "vulnerability_record"("case_id");
CREATE INDEX "outcome_case_id_idx" ON "outcome"("case_id");

ALTER TABLE "breathing_space" ADD CONSTRAINT "breathing_space_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "breathing_space" ADD CONSTRAINT "breathing_space_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "breathing_space_debt" ADD CONSTRAINT "breathing_space_debt_breathing_space_id_case_id_centre_id_fkey" FOREIGN KEY ("breathing_space_id", "case_id", "centre_id") REFERENCES "breathing_space"("id", "case_id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "creditor_review" ADD CONSTRAINT "creditor_review_breathing_space_id_case_id_centre_id_fkey" FOREIGN KEY ("breathing_space_id", "case_id", "centre_id") REFERENCES "breathing_space"("id", "case_id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "creditor_review" ADD CONSTRAINT "creditor_review_debt_row_id_breathing_space_id_fkey" FOREIGN KEY ("debt_row_id", "breathing_space_id") REFERENCES "breathing_space_debt"("id", "breathing_space_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "point_of_contact_check" ADD CONSTRAINT "point_of_contact_check_breathing_space_id_case_id_centre_i_fkey" FOREIGN KEY ("breathing_space_id", "case_id", "centre_id") REFERENCES "breathing_space"("id", "case_id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "consent" ADD CONSTRAINT "consent_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "consent" ADD CONSTRAINT "consent_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "authority_to_act" ADD CONSTRAINT "authority_to_act_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "authority_to_act" ADD CONSTRAINT "authority_to_act_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "vulnerability_record" ADD CONSTRAINT "vulnerability_record_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "vulnerability_record" ADD CONSTRAINT "vulnerability_record_client_id_centre_id_fkey" FOREIGN KEY ("client_id", "centre_id") REFERENCES "client"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_case_id_centre_id_fkey" FOREIGN KEY ("case_id", "centre_id") REFERENCES "case_file"("id", "centre_id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "breathing_space"
  ADD CONSTRAINT "breathing_space_ends_check" CHECK ("ends_on" >= "started_on"),
  ADD CONSTRAINT "breathing_space_ended_check" CHECK (("ended_on" IS NULL) = ("end_reason" IS NULL)),
  ADD CONSTRAINT "breathing_space_midway_check" CHECK (("midway_reviewed_on" IS NULL) = ("midway_outcome" IS NULL)),
  ADD CONSTRAINT "breathing_space_evidence_check" CHECK ("started_on" IS NULL OR "kind" = 'STANDARD' OR "crisis_evidence_held");
ALTER TABLE "creditor_review" ADD CONSTRAINT "creditor_review_decided_check" CHECK (("decided_on" IS NULL) = ("outcome" IS NULL));
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_amount_check" CHECK ("amount_pence" >= 0);
CREATE UNIQUE INDEX "breathing_space_debt_in_it_key" ON "breathing_space_debt" ("breathing_space_id", "debt_id") WHERE "removed_on" IS NULL;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['breathing_space', 'breathing_space_debt', 'creditor_review', 'point_of_contact_check', 'consent', 'authority_to_act', 'outcome'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY "read" ON %I FOR SELECT TO cases_app USING ("centre_id" = ANY ((SELECT cases.reader_centres())::uuid[]))', name);
    EXECUTE format('CREATE POLICY "add" ON %I FOR INSERT TO cases_app WITH CHECK ("centre_id" = ANY ((SELECT cases.writer_centres())::uuid[]))', name);
    EXECUTE format('CREATE POLICY "change" ON %I FOR UPDATE TO cases_app USING ("centre_id" = ANY ((SELECT cases.writer_centres())::uuid[])) WITH CHECK ("centre_id" = ANY ((SELECT cases.writer_centres())::uuid[]))', name);
    CALL cases.keep_apart(name, 'case_id');
  END LOOP;
END
$$;

-- As VULNERABILITY notes are read, and by the adviser of one of the client's cases, who has to act on it.
ALTER TABLE "vulnerability_record" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "vulnerability_record" FORCE ROW LEVEL SECURITY;
CREATE POLICY "read" ON "vulnerability_record" FOR SELECT TO cases_app USING (
  "centre_id" = ANY ((SELECT cases.reader_centres())::uuid[])
  AND ("recorded_by_id"::text = (SELECT app.actor_id())
    OR "centre_id" = ANY ((SELECT cases.centres_with('SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'SUPERVISOR'))::uuid[])
    OR ("centre_id" = ANY ((SELECT cases.centres_with('ADVISER', 'TRAINEE_ADVISER'))::uuid[]) AND cases.advises("client_id"))));
CREATE POLICY "add" ON "vulnerability_record" FOR INSERT TO cases_app WITH CHECK (
  "centre_id" = ANY ((SELECT cases.writer_centres())::uuid[]) AND "recorded_by_id"::text = (SELECT app.actor_id()));
CREATE POLICY "change" ON "vulnerability_record" FOR UPDATE TO cases_app
  USING ("centre_id" = ANY ((SELECT cases.centres_with('SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'SUPERVISOR'))::uuid[])
    OR ("centre_id" = ANY ((SELECT cases.centres_with('ADVISER', 'TRAINEE_ADVISER'))::uuid[]) AND cases.advises("client_id")))
  WITH CHECK ("centre_id" = ANY ((SELECT cases.centres_with('SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'SUPERVISOR'))::uuid[])
    OR ("centre_id" = ANY ((SELECT cases.centres_with('ADVISER', 'TRAINEE_ADVISER'))::uuid[]) AND cases.advises("client_id")));
CALL cases.keep_apart('vulnerability_record', 'case_id');

GRANT SELECT, INSERT ON "breathing_space", "breathing_space_debt", "creditor_review", "point_of_contact_check", "consent", "authority_to_act",
  "vulnerability_record", "outcome" TO cases_app;
GRANT UPDATE ("lives_here", "no_debt_relief_order", "no_arrangement", "not_bankrupt", "none_recently", "crisis_evidence_held", "started_on", "ends_on",
  "reference", "midway_reviewed_on", "midway_outcome", "plan", "plan_recorded_at", "treatment_ended_on", "ended_on", "end_reason") ON "breathing_space" TO cases_app;
GRANT UPDATE ("starts_on", "removed_on") ON "breathing_space_debt" TO cases_app;
GRANT UPDATE ("decided_on", "outcome", "reasoning") ON "creditor_review" TO cases_app;
GRANT UPDATE ("withdrawn_on") ON "consent" TO cases_app;
GRANT UPDATE ("ended_on") ON "authority_to_act" TO cases_app;
GRANT UPDATE ("support_needs", "agreed_at", "review_on", "reviewed_at", "ended_at") ON "vulnerability_record" TO cases_app;
