-- Levels of different scales meet only here: who holds from_level of the first has at least to_level of the second. None is shipped.
CREATE TABLE scale_mapping (
    from_scale text, from_level text, to_scale text, to_level text NOT NULL,
    PRIMARY KEY (from_scale, from_level, to_scale));
INSERT INTO catalogue_file (file, target) VALUES ('scale_mappings', 'scale_mapping');
