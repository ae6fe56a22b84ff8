#include "core/kind/finding.h"

#include "core/base/fold.h"
#include "core/base/suggest.h"

static const struct finding_code codes[] = {
    {FINDING_F_EMPTY, "empty", FINDING_REFUSES, "the file is empty", "there is nothing to import",
     "export the list again and check that it was saved"},
    {FINDING_F_HEADER_ONLY, "header-only", FINDING_REFUSES, "the file has a header but no rows",
     "an empty full list would make everybody leave",
     "export the list again; an office that is really empty is closed by its owner"},
    {FINDING_F_XLSX, "xlsx", FINDING_REFUSES, "this is an Excel workbook, not CSV",
     "workbooks are not read", "in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'"},
    {FINDING_F_XLS, "xls", FINDING_REFUSES, "this is an old Excel workbook, not CSV",
     "workbooks are not read", "in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'"},
    {FINDING_F_PDF, "pdf", FINDING_REFUSES, "this is a PDF, not CSV",
     "a picture of a table cannot be imported", "ask for the table itself, saved as CSV UTF-8"},
    {FINDING_F_UTF16, "utf-16", FINDING_REFUSES, "the file is UTF-16 without a byte order mark",
     "which byte of a letter comes first would be a guess",
     "say it: --encoding utf-16le, or utf-16be; or save it as 'CSV UTF-8'", .hint_mends = true},
    {FINDING_F_NOT_UTF8, "not-utf-8", FINDING_REFUSES, "the file is not UTF-8",
     "names would be garbled",
     "in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'; if no letter is lost, say "
     "what it is: --encoding windows-1254 (Latin letters) or windows-1251 (Cyrillic)"},
    {FINDING_F_NUL, "nul", FINDING_REFUSES, "the file holds a NUL byte",
     "it is damaged or no text at all", "export the list again"},
    {FINDING_F_LOST_LETTERS, "lost-letters", FINDING_REFUSES,
     "letters were lost: '?' stands inside words",
     "the letter 'ə' is in no Windows code page, plain CSV replaces it",
     "in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)', from the original "
     "workbook"},
    {FINDING_F_HEADER_UNKNOWN, "unknown-header", FINDING_REFUSES,
     "the header is not that of this kind", "columns cannot be told apart",
     "compare it with 'cadre schema KIND --format md'"},
    {FINDING_F_WRONG_KIND, "wrong-kind", FINDING_REFUSES, "this looks like a file of another kind",
     "its rows would be misread", "import it as the kind it is", .hint_mends = true},
    {FINDING_F_COLUMN_MISSING, "missing-column", FINDING_REFUSES,
     "a required column is missing from the header", "no row could be complete",
     "add the column; 'cadre schema KIND --format md' lists its names"},
    {FINDING_F_COLUMN_TWICE, "duplicate-column", FINDING_REFUSES,
     "a column stands twice in the header", "it is unclear which one counts",
     "delete one of the two"},
    {FINDING_F_COLUMNS_MANY, "too-many-columns", FINDING_REFUSES, "the header has too many columns",
     "this is no table of this kind", "check the delimiter and the file"},
    {FINDING_F_HEADER_BROKEN, "broken-header", FINDING_REFUSES,
     "the header line cannot be read as CSV", "columns cannot be told apart",
     "mend the quotes in the first line"},
    {FINDING_F_ODS, "ods", FINDING_REFUSES, "this is an OpenDocument spreadsheet, not CSV",
     "workbooks are not read",
     "in LibreOffice: File > Save As > 'Text CSV (.csv)' with the character set Unicode (UTF-8)"},
    {FINDING_F_ARCHIVE, "archive", FINDING_REFUSES, "this is an archive (zip, gzip, ...), not CSV",
     "it may hold any number of files", "unpack it and name the CSV file in it"},
    {FINDING_F_IMAGE, "image", FINDING_REFUSES, "this is a picture, not CSV",
     "a picture of a table cannot be imported", "ask for the table itself, saved as CSV UTF-8"},
    {FINDING_F_DOCUMENT, "document", FINDING_REFUSES, "this is a text document, not CSV",
     "a table in a document cannot be imported",
     "copy the table into Excel, then File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'"},
    {FINDING_F_HTML, "html", FINDING_REFUSES, "this is a web page, not CSV",
     "some programs export a page and call it .csv or .xls",
     "open it in Excel, then File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'"},
    {FINDING_F_XML, "xml", FINDING_REFUSES, "this is XML, not CSV", "such files are not read",
     "export the list again as CSV UTF-8"},
    {FINDING_F_JSON, "json", FINDING_REFUSES, "this is JSON, not CSV", "such files are not read",
     "export the list again as CSV UTF-8"},
    {FINDING_F_NO_HEADER, "no-header", FINDING_REFUSES,
     "the first row is data: the file has no header", "columns are known by their names alone",
     "put the names of the columns into the first row; 'cadre schema KIND --format md' lists them"},
    {FINDING_F_DELIMITER, "delimiter", FINDING_REFUSES, "the columns are parted by another sign",
     "a comma, a semicolon or TAB is expected", "save it as CSV UTF-8 with one of these",
     .hint_mends = true},
    {FINDING_F_LINES_ABOVE, "lines-above", FINDING_REFUSES, "other lines stand above the header",
     "the first line must name the columns", "delete the lines above the header",
     .hint_mends = true},
    {FINDING_F_ENCODING, "wrong-encoding", FINDING_REFUSES,
     "the encoding that is stated is not that of the file", "its letters would be garbled",
     "leave --encoding out or name the right one; 'cadre source show' tells what a source states"},
    {FINDING_F_UNDECODABLE, "undecodable", FINDING_REFUSES, "bytes are no text of the encoding",
     "the encoding is another one, or the file is damaged",
     "check --encoding, or in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'"},
    {FINDING_F_TOO_LARGE, "too-large", FINDING_REFUSES, "more than 1 TiB or 4,294,967,295 lines",
     "rows beyond could not be told apart", "cut the file in parts and import them with --partial"},
    {FINDING_R_REQUIRED, "missing", FINDING_REJECTS, "a required value is missing",
     "the row is not complete", "fill the cell"},
    {FINDING_R_DATE, "bad-date", FINDING_REJECTS, "not a calendar date",
     "dates decide who qualifies", "write YYYY-MM-DD or DD.MM.YYYY"},
    {FINDING_R_INTEGER, "not-a-number", FINDING_REJECTS, "not a whole number",
     "it cannot be counted", "write digits only"},
    {FINDING_R_RANGE, "out-of-range", FINDING_REJECTS, "outside the range allowed",
     "it is likely a slip", "check the value; 'cadre schema KIND' shows the range"},
    {FINDING_R_CODE, "unknown-code", FINDING_REJECTS, "not a code of the list",
     "it cannot be compared", "use a code or label of the list"},
    {FINDING_R_COUNTRY, "unknown-country", FINDING_REJECTS, "not a country code",
     "citizenship decides who qualifies", "use ISO 3166-1, such as AZ"},
    {FINDING_R_REGION, "unknown-region", FINDING_REJECTS, "not a known region",
     "it decides who qualifies", "use a code such as AZ-BA or the region's name"},
    {FINDING_R_ISCO, "bad-occupation", FINDING_REJECTS, "not an ISCO-08 code",
     "1 to 4 digits are expected", "use ISCO-08, such as 2529"},
    {FINDING_R_ISCED_F, "bad-field", FINDING_REJECTS, "not an ISCED-F code",
     "2 to 4 digits are expected", "use ISCED-F 2013, such as 0612"},
    {FINDING_R_LANGUAGE, "bad-language", FINDING_REJECTS, "not a list of languages",
     "levels could not be compared", "write ISO 639-1 and CEFR, such as az:C2;en:B1"},
    {FINDING_R_ELEMENT, "unknown-element", FINDING_REJECTS, "not in the catalogue",
     "it cannot be matched", "use FRAMEWORK/CODE, such as DCWF/511"},
    {FINDING_R_LEVEL, "unknown-level", FINDING_REJECTS, "not a level of the framework's scale",
     "levels of different scales are never compared", "use the framework's own levels"},
    {FINDING_R_CREDENTIAL, "unknown-credential", FINDING_REJECTS,
     "not a credential of the catalogue", "it would grant nothing",
     "use its code, such as Security+"},
    {FINDING_R_AMBIGUOUS, "ambiguous", FINDING_REJECTS, "more than one code fits",
     "a guess could harm someone", "write the framework or issuer too"},
    {FINDING_R_EMAIL, "bad-email", FINDING_REJECTS, "not an e-mail address",
     "nobody could be reached", "write name@host"},
    {FINDING_R_PHONE, "bad-phone", FINDING_REJECTS, "not a telephone number",
     "nobody could be reached", "write 7 to 15 digits, such as +994 50 123 45 67"},
    {FINDING_R_NAME, "bad-name", FINDING_REJECTS, "not a name",
     "digits or signs do not belong into a name", "write letters, blanks, hyphens and apostrophes"},
    {FINDING_R_CONTROL, "control-character", FINDING_REJECTS, "a control character",
     "it would garble lists and screens", "delete it"},
    {FINDING_R_PERSON_KEY, "no-key", FINDING_REJECTS,
     "neither source_person_id nor national_id is given", "the row names nobody",
     "give one of the two"},
    {FINDING_R_NATIONAL_ID, "bad-national-id", FINDING_REJECTS, "not a national id",
     "it must be letters and digits", "check it against the identity document"},
    {FINDING_R_DATE_ORDER, "date-order", FINDING_REJECTS, "the dates stand in the wrong order",
     "one of the two is wrong", "check both dates"},
    {FINDING_R_ORDER, "order", FINDING_REJECTS, "the least is greater than the greatest",
     "one of the two is wrong", "check both values"},
    {FINDING_R_FUTURE_DATE, "future-date", FINDING_REJECTS,
     "the date lies after the day of the file", "it has not happened yet",
     "check the date, or give --effective"},
    {FINDING_R_OTHER_MISSING, "other-missing", FINDING_REJECTS,
     "another column must be given with this one", "the value alone says nothing",
     "fill the other column too"},
    {FINDING_R_DISTRICT, "district", FINDING_REJECTS, "the district does not lie in the region",
     "one of the two is wrong", "check both"},
    {FINDING_R_TOO_LONG, "too-long", FINDING_REJECTS, "the text is too long",
     "it is likely two cells in one", "shorten it"},
    {FINDING_R_KEY, "bad-key", FINDING_REJECTS, "not a key",
     "blanks and control characters do not belong into a key", "check the cell"},
    {FINDING_R_YES_NO, "not-yes-no", FINDING_REJECTS, "neither yes nor no",
     "it decides who qualifies", "write yes or no"},
    {FINDING_R_FIELDS_FEW, "too-few-fields", FINDING_REJECTS,
     "the row has fewer fields than the header", "cells may have slipped",
     "compare it with the header"},
    {FINDING_R_FIELDS_MANY, "too-many-fields", FINDING_REJECTS,
     "the row has more fields than the header",
     "cells may have slipped: a delimiter inside a cell needs quotes",
     "quote the cell that holds a delimiter"},
    {FINDING_R_QUOTES, "broken-quotes", FINDING_REJECTS, "the quotes are broken",
     "cells cannot be told apart", "double quotes inside a quoted cell, and close it"},
    {FINDING_R_QUOTE_OPEN, "open-quote", FINDING_REJECTS, "a quote is opened and not closed",
     "the rest of the file would be swallowed", "close the quote in the line named"},
    {FINDING_R_FIELD_LONG, "field-too-long", FINDING_REJECTS, "a field is longer than 65,536 bytes",
     "it is likely a broken quote", "check the quotes"},
    {FINDING_R_RECORD_LONG, "record-too-long", FINDING_REJECTS, "a record is longer than 1 MiB",
     "it is likely a broken quote", "check the quotes"},
    {FINDING_R_TRAINING, "training", FINDING_REJECTS,
     "requirements of kind 'training' are not known yet", "nothing could fulfil it",
     "ask for a credential or competency"},
    {FINDING_R_EDUCATION, "bad-education", FINDING_REJECTS, "not an ISCED level",
     "0 to 8 are expected", "write the ISCED 2011 level"},
    {FINDING_R_ONE_OF, "not-one", FINDING_REJECTS,
     "not exactly one of the columns that exclude each other is given",
     "it is unclear what the row is about", "fill one of them and leave the others empty"},
    {FINDING_R_GRANT, "bad-grant", FINDING_REJECTS, "not a list of what a training grants",
     "nobody would gain by it", "write kind:code:level, such as competency:CORE/DEF-SOC:2"},
    {FINDING_X_DIFFERS, "repeated-differently", FINDING_REJECTS,
     "the same key stands twice with different content", "it is unclear which row is right",
     "keep the right row"},
    {FINDING_X_CLAUSE, "clause-disagrees", FINDING_REJECTS,
     "importance, weight or k differ within a clause", "alternatives of one clause share them",
     "make them agree"},
    {FINDING_X_SET_HELD, "set-held", FINDING_HOLDS, "another row of this need was not accepted",
     "a need is never matched by half of its requirements",
     "mend the other row, then import the need's whole set again"},
    {FINDING_X_PERSON_UNKNOWN, "unknown-person", FINDING_REJECTS,
     "nobody with this key is in the registry", "the row belongs to nobody",
     "import the roster first, then the rejects", .needs_registry = true},
    {FINDING_X_ORGANIZATION_UNKNOWN, "unknown-organization", FINDING_REJECTS,
     "no organization has this code", "the row belongs to nobody",
     "import the organizations first, then the rejects", .needs_registry = true},
    {FINDING_X_NEED_UNKNOWN, "unknown-need", FINDING_REJECTS, "no need has this code",
     "the row belongs to nothing", "import the needs first, then the rejects",
     .needs_registry = true},
    {FINDING_X_PARENT_UNKNOWN, "unknown-parent", FINDING_REJECTS,
     "no organization has the parent's code", "the tree would break", "add the parent to the file",
     .needs_registry = true},
    {FINDING_X_PARENT_CYCLE, "parent-cycle", FINDING_REJECTS, "the organization is above itself",
     "the tree would break", "check parent_code", .needs_registry = true},
    {FINDING_X_TWO_PEOPLE, "two-people", FINDING_HOLDS, "its two keys name two different people",
     "a wrong merge harms two people", "find out which key is right", .needs_registry = true},
    {FINDING_X_OTHER_PERSON, "other-person", FINDING_HOLDS,
     "the national id is known with another birth date and given name",
     "it may be a relative's or a slip", "check the national id against the document",
     .needs_registry = true},
    {FINDING_X_SECOND_ID, "second-national-id", FINDING_HOLDS,
     "another source gave this person another national id", "one of the two is wrong",
     "check the national id against the document", .needs_registry = true},
    {FINDING_X_SAME_PERSON, "same-person-twice", FINDING_HOLDS,
     "two rows of the file name the same person", "it is unclear which row is right",
     "keep one row", .needs_registry = true},
    {FINDING_X_SOURCE_UNKNOWN, "unknown-source", FINDING_REJECTS,
     "no source has the code in person_source", "the row belongs to nobody", "check person_source",
     .needs_registry = true},
    {FINDING_X_REGION_AMBIGUOUS, "ambiguous-region", FINDING_HOLDS,
     "more than one region has this name", "a guess could harm someone", "write the region's code"},
    {FINDING_X_OVERLAP, "overlap", FINDING_REJECTS,
     "the person already sits in a seat in that time", "nobody sits in two seats",
     "end the other placement first", .needs_registry = true},
    {FINDING_X_TRAINING_UNKNOWN, "unknown-training", FINDING_REJECTS,
     "no training of this provider has this code", "the row belongs to nothing",
     "import the trainings first, then the rejects", .needs_registry = true},
    {FINDING_X_RANK_TAKEN, "rank-taken", FINDING_REJECTS,
     "two wishes of the person would have the same rank",
     "it is unclear which one comes first; new ranks of a person are taken together or not at all",
     "give each wish of the person a rank of its own", .needs_registry = true},
    {FINDING_W_ISCO_UNKNOWN, "unknown-occupation", FINDING_WARNS,
     "the ISCO-08 code is well-formed but not known", "statistics leave it out", "check the code"},
    {FINDING_W_ISCED_F_UNKNOWN, "unknown-field", FINDING_WARNS,
     "the ISCED-F code is well-formed but not known", "statistics leave it out", "check the code"},
    {FINDING_W_AWARD_NO_END, "no-end", FINDING_WARNS,
     "the award has no last day and its credential states none", "it will count for ever",
     "give expires_on if there is one"},
    {FINDING_W_EXTRA_COLUMN, "extra-column", FINDING_WARNS, "a column is not known and kept aside",
     "nothing of it is stored", "rename it if it is meant for cadre"},
    {FINDING_W_REPEATED, "repeated", FINDING_WARNS, "the same row stands twice", "it counts once",
     "delete one of the two"},
    {FINDING_W_NO_CONSENT, "no-consent", FINDING_WARNS, "no consent is recorded",
     "the person is matched, with this warning", "ask for the consent"},
};

const struct finding_code *finding_code_find(struct str_view code)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (str_view_equal(code, str_view_of(codes[i].code)))
            return &codes[i];
    }
    return NULL;
}

/* The code whose code or name is nearest; names say more and go first. */
static const struct finding_code *nearest(struct str_view word)
{
    enum { COUNT = sizeof codes / sizeof *codes };
    struct str_view words[2 * COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        words[i] = str_view_of(codes[i].name);
        words[COUNT + i] = str_view_of(codes[i].code);
    }
    size_t found = suggest_nearest(word, words, 2 * COUNT);
    return found < 2 * COUNT ? &codes[found % COUNT] : NULL;
}

const struct finding_code *finding_code_search(struct str_view word,
                                               const struct finding_code **ret_nearest)
{
    *ret_nearest = NULL;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (fold_ascii_equal(word, str_view_of(codes[i].code)) ||
            fold_ascii_equal(word, str_view_of(codes[i].name)))
            return &codes[i];
    }
    *ret_nearest = nearest(word);
    return NULL;
}

const struct finding_code *finding_code_all(size_t *ret_count)
{
    *ret_count = sizeof codes / sizeof *codes;
    return codes;
}

const char *finding_remedy(const struct finding *finding)
{
    bool made_for_it = finding->code->hint_mends && finding->hint != NULL;
    return made_for_it ? finding->hint : finding->code->remedy;
}
