-- What a merge leaves until its transaction ends: with it out of the way the transaction can merge again.
-- shape: none
DISCARD TEMP
