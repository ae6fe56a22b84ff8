-- What people's wishes add to the fit where the policy lets them weigh; nothing in runs of before.
ALTER TABLE run_assignment ADD COLUMN fit_wish integer NOT NULL DEFAULT 0;
