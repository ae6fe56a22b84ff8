-- How many events each run had, and how many of them were sealed: each seal is of its own event alone, and tells nothing of one that is
-- gone. Without its rejection a run could be published.
CREATE TABLE run_event_count (
    run bigint PRIMARY KEY REFERENCES run, -- none = nothing became of it
    events bigint NOT NULL CHECK (events > 0),
    sealed bigint NOT NULL CHECK (sealed BETWEEN 0 AND events));
INSERT INTO run_event_count SELECT run, count(*), count(seal) FROM run_event GROUP BY run;
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON run_event_count FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
