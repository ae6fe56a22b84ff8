/*
 * Rows of the torture table: how a file is written: encodings, ends of lines, quotes, fields and
 * headers.
 */
#ifndef CADRE_TESTS_UNIT_IMPORT_TORTURE_FORM_H
#define CADRE_TESTS_UNIT_IMPORT_TORTURE_FORM_H

#include "tests/unit/import/torture_case.h"

static const struct torture torture_form[] = {
    /* encodings */
    {"byte order mark before a quoted header", "organizations",
     BYTES("\uFEFF\"code\",name,kind\nA,Alpha,cert\n"), NULL, "", "A, Alpha, cert"},
    {"byte order mark alone", "organizations", BYTES("\uFEFF"), NULL, "0/0 F001", ""},
    {"byte order mark before a cell", "organizations", ORG("A,\uFEFFAlpha,cert"), NULL, "",
     "A, \uFEFFAlpha, cert; B, Beta, unit"},
    {"byte order mark before a key", "organizations", ORG("\uFEFFA,Alpha,cert"), NULL,
     "2/1 R027 code", "B, Beta, unit"},
    {"UTF-16 LE with a mark", "organizations",
     BYTES("\377\376c\000o\000d\000e\000,\000n\000a\000m\000e\000,"
           "\000k\000i\000n\000d\000\n\000A\000,\000A\000l\000p\000h\000a\000,"
           "\000c\000e\000r\000t\000\n\000"),
     NULL, "", "A, Alpha, cert"},
    {"UTF-16 BE with a mark", "organizations",
     BYTES("\376\377\000c\000o\000d\000e\000,\000n\000a\000m\000e\000,"
           "\000k\000i\000n\000d\000\n\000A\000,\000A\000l\000p\000h\000a\000,"
           "\000c\000e\000r\000t\000\n"),
     NULL, "", "A, Alpha, cert"},
    {"UTF-16 with half a pair", "organizations",
     BYTES("\377\376c\000o\000d\000e\000,\000n\000a\000m\000e\000,"
           "\000k\000i\000n\000d\000\n\000A\000,\000\000\330,\000c\000"),
     NULL, "2/0 F027", ""},
    {"UTF-16 with a byte too few", "organizations",
     BYTES("\377\376c\000o\000d\000e\000,\000n\000a\000m\000e\000,"
           "\000k\000i\000n\000d\000\n\000A\000,\000x"),
     NULL, "2/0 F027", ""},
    {"UTF-16 LE without a mark", "organizations",
     BYTES("c\000o\000d\000e\000,\000n\000a\000m\000e\000,\000k\000i\000n\000d\000\n\000A\000,"
           "\000A\000l\000p\000h\000a\000,\000c\000e\000r\000t\000\n\000"),
     NULL, "0/0 F006", ""},
    {"UTF-16 BE without a mark", "organizations",
     BYTES("\000c\000o\000d\000e\000,\000n\000a\000m\000e\000,\000k\000i\000n\000d\000\n\000A\000,"
           "\000A\000l\000p\000h\000a\000,\000c\000e\000r\000t\000\n"),
     NULL, "0/0 F006", ""},
    {"UTF-32 LE", "organizations", BYTES("\377\376\000\000c\000\000\000o\000\000\000"), NULL,
     "0/0 F029", ""},
    {"UTF-32 BE", "organizations", BYTES("\000\000\376\377\000\000\000c\000\000\000o"), NULL,
     "0/0 F029", ""},
    {"windows-1251", "organizations", ORG("A,\300\353\374\364\340,cert"), NULL, "2/0 F007", ""},
    {"NUL in a cell", "organizations", ORG("A,Al\000pha,cert"), NULL, "2/0 F008", ""},
    {"NUL at the end", "organizations", BYTES("code,name,kind\nA,Alpha,cert\nB,Beta,unit\n\000"),
     NULL, "4/0 F008", ""},
    {"overlong NUL", "organizations", ORG("A,\300\200,cert"), NULL, "2/0 F007", ""},
    {"overlong slash of three bytes", "organizations", ORG("A,\340\200\257,cert"), NULL, "2/0 F007",
     ""},
    {"overlong of four bytes", "organizations", ORG("A,\360\200\200\257,cert"), NULL, "2/0 F007",
     ""},
    {"half a surrogate pair", "organizations", ORG("A,\355\240\200,cert"), NULL, "2/0 F007", ""},
    {"a surrogate pair as CESU-8", "organizations", ORG("A,\355\240\275\355\270\200,cert"), NULL,
     "2/0 F007", ""},
    {"beyond U+10FFFF", "organizations", ORG("A,\364\220\200\200,cert"), NULL, "2/0 F007", ""},
    {"a continuation by itself", "organizations", ORG("A,\200,cert"), NULL, "2/0 F007", ""},
    {"a letter cut at the end of the file", "organizations",
     BYTES("code,name,kind\nA,Alpha,cert\nB,Beta\311"), NULL, "3/0 F007", ""},
    {"letters lost to a code page", "organizations", ORG("A,M?mm?dov v? o?ullar?,cert"), NULL,
     "2/0 F009", ""},
    {"replacement characters", "organizations", ORG("A,M\uFFFDmm\uFFFDdov,cert"), NULL, "2/0 F009",
     ""},
    /* ends of lines */
    {"LF", "organizations", BYTES("code,name,kind\nA,x,cert\nB,y,unit\n"), NULL, "",
     "A, x, cert; B, y, unit"},
    {"CR LF", "organizations", BYTES("code,name,kind\r\nA,x,cert\r\nB,y,unit\r\n"), NULL, "",
     "A, x, cert; B, y, unit"},
    {"CR alone", "organizations", BYTES("code,name,kind\rA,x,cert\rB,y,unit\r"), NULL, "",
     "A, x, cert; B, y, unit"},
    {"all three", "organizations", BYTES("code,name,kind\rA,x,cert\r\nB,y,unit\nC,z,\n"), NULL,
     "4/3 R001 kind", "A, x, cert; B, y, unit"},
    {"CR CR LF", "organizations", BYTES("code,name,kind\r\r\nA,x,cert\r\r\nB,y\r\r\n"), NULL,
     "5/2 R029", "A, x, cert"},
    {"no end of line at the end", "organizations", BYTES("code,name,kind\nA,x,cert\nB,y,unit"),
     NULL, "", "A, x, cert; B, y, unit"},
    {"CR at the end", "organizations", BYTES("code,name,kind\nA,x,cert\r"), NULL, "", "A, x, cert"},
    {"blank lines between", "organizations",
     BYTES("\n\ncode,name,kind\n\n\nA,x,cert\n \t \nB,y,\n\n"), NULL, "8/2 R001 kind",
     "A, x, cert"},
    {"lines of delimiters alone", "organizations",
     BYTES("code,name,kind\n,,\nA,x,cert\n , ,\nB,y,\n,,\n"), NULL, "5/2 R001 kind", "A, x, cert"},
    {"a line separator U+2028 in a cell", "organizations", ORG("A,Al\u2028pha,cert"), NULL,
     "2/1 R018 name", "B, Beta, unit"},
    {"a form feed in a cell", "organizations", ORG("A,Al\014pha,cert"), NULL, "2/1 R018 name",
     "B, Beta, unit"},
    {"lines in quotes end as LF", "organizations", ORG("A,\"Al\r\npha\rbeta\",cert"), NULL, "",
     "A, Al\npha\nbeta, cert; B, Beta, unit"},
    /* quotes */
    {"a lone quote in a cell", "organizations", ORG("A,19\" rack,cert"), NULL, "2/1 R031",
     "B, Beta, unit"},
    {"a quote after text", "organizations", ORG("A,Alpha\"s,cert"), NULL, "2/1 R031",
     "B, Beta, unit"},
    {"text after a closing quote", "organizations", ORG("A,\"Alpha\"s,cert"), NULL, "2/1 R031",
     "B, Beta, unit"},
    {"a quote open at the end of the file", "organizations",
     BYTES("code,name,kind\nA,Alpha,cert\nB,\"Beta,unit\n"), NULL, "3/2 R032", "A, Alpha, cert"},
    {"a quote open in the middle", "organizations",
     BYTES("code,name,kind\nA,\"Alpha,cert\nB,Beta,unit\nC,Gamma,unit\n"), NULL, "2/1 R032",
     "B, Beta, unit; C, Gamma, unit"},
    {"two stray quotes lines apart", "organizations",
     BYTES("code,name,kind\nA,\"Alpha,cert\nB,Beta,unit\nC,Gam\"ma,unit\nD,Delta,unit\n"), NULL,
     "2/1 R031, 4/3 R031", "B, Beta, unit; D, Delta, unit"},
    {"a blank before a quote", "organizations", ORG("A, \"Alpha, Ltd\",cert"), NULL, "",
     "A, Alpha, Ltd, cert; B, Beta, unit"},
    {"a blank after a quote", "organizations", ORG("A,\"Alpha, Ltd\" ,cert"), NULL, "",
     "A, Alpha, Ltd, cert; B, Beta, unit"},
    {"quotes in quotes", "organizations", ORG("A,\"\"\"Alpha\"\" Ltd\",cert"), NULL, "",
     "A, \"Alpha\" Ltd, cert; B, Beta, unit"},
    {"a cell of one quote", "organizations", ORG("A,\"\"\"\",cert"), NULL, "",
     "A, \", cert; B, Beta, unit"},
    {"an empty cell in quotes", "organizations", ORG("A,\"\",cert"), NULL, "2/1 R001 name",
     "B, Beta, unit"},
    {"single quotes are letters", "organizations", ORG("A,'Alpha, Ltd',cert"), NULL, "2/1 R030",
     "B, Beta, unit"},
    {"curly quotes are letters", "organizations", ORG("A,\u201CAlpha\u201D,cert"), NULL, "",
     "A, \u201CAlpha\u201D, cert; B, Beta, unit"},
    {"64 lines in quotes", "organizations",
     ORG("A,"
         "\"x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n"
         "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx"
         "\nx\nx\nx\nx\nx\",cert"),
     NULL, "",
     "A, "
     "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n"
     "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n"
     "x\nx, cert; B, Beta, unit"},
    {"65 lines in quotes", "organizations",
     ORG("A,"
         "\"x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n"
         "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx"
         "\nx\nx\nx\nx\nx\nx\",cert"),
     NULL,
     "2/1 R032, 3/2 R029, 4/3 R029, 5/4 R029, 6/5 R029, 7/6 R029, 8/7 R029, 9/8 R029, 10/9 R029, "
     "11/10 R029, 12/11 R029, 13/12 R029, 14/13 R029, 15/14 R029, 16/15 R029, 17/16 R029, 18/17 "
     "R029, 19/18 R029, 20/19 R029, 21/20 R029, 22/21 R029, 23/22 R029, 24/23 R029, 25/24 R029, "
     "26/25 R029, 27/26 R029, 28/27 R029, 29/28 R029, 30/29 R029, 31/30 R029, 32/31 R029, 33/32 "
     "R029, 34/33 R029, 35/34 R029, 36/35 R029, 37/36 R029, 38/37 R029, 39/38 R029, 40/39 R029, "
     "41/40 R029, 42/41 R029, 43/42 R029, 44/43 R029, 45/44 R029, 46/45 R029, 47/46 R029, 48/47 "
     "R029, 49/48 R029, 50/49 R029, 51/50 R029, 52/51 R029, 53/52 R029, 54/53 R029, 55/54 R029, "
     "56/55 R029, 57/56 R029, 58/57 R029, 59/58 R029, 60/59 R029, 61/60 R029, 62/61 R029, 63/62 "
     "R029, 64/63 R029, 65/64 R029, 66/65 R031",
     "B, Beta, unit"},
    /* fields */
    {"a delimiter behind each row", "organizations", BYTES("code,name,kind\nA,x,cert,\nB,y,unit\n"),
     NULL, "2/1 R030", "B, y, unit"},
    {"a delimiter behind header and rows", "organizations",
     BYTES("code,name,kind,\nA,x,cert,\nB,y,unit,\n"), NULL, "", "A, x, cert; B, y, unit"},
    {"a row too short", "organizations", ORG("A,Alpha"), NULL, "2/1 R029", "B, Beta, unit"},
    {"an unquoted comma", "organizations", ORG("A,Alpha, Ltd,cert"), NULL, "2/1 R030",
     "B, Beta, unit"},
    {"rows parted otherwise than the header", "organizations",
     BYTES("code;name;kind\nA,x,cert\nB;y;unit\n"), NULL, "2/1 R029", "B, y, unit"},
    {"a decimal comma", "organizations", BYTES("code;name;kind\nA;1,5;cert\n"), NULL, "",
     "A, 1,5, cert"},
    {"tabs", "organizations", BYTES("code\tname\tkind\nA\tAl pha\tcert\nB\t\tunit\n"), NULL,
     "3/2 R001 name", "A, Al pha, cert"},
    {"Excel's sep= line", "organizations", BYTES("sep=;\r\ncode;name;kind\r\nA;x;cert\r\nB;y;\r\n"),
     NULL, "4/2 R001 kind", "A, x, cert"},
    {"Excel's sep= line of another sign", "organizations",
     BYTES("sep=|\ncode|name|kind\nA|x|cert\n"), NULL, "2/0 F024", ""},
    {"a vertical line", "organizations", BYTES("code|name|kind\nA|x|cert\n"), NULL, "1/0 F024", ""},
    /* headers */
    {"nothing", "organizations", BYTES(""), NULL, "0/0 F001", ""},
    {"blanks alone", "organizations", BYTES(" \r\n\t\r\n"), NULL, "0/0 F001", ""},
    {"a header alone", "organizations", BYTES("code,name,kind\n"), NULL, "1/0 F002", ""},
    {"no header", "roster",
     BYTES("B-1,5ABC7K2,Əliyev,Anar,14.05.2003\nB-2,5ABC7K3,Quliyev,Tural,03.03.2002\n"), NULL,
     "1/0 F023", ""},
    {"a title above", "organizations", BYTES("Əsas siyahı\n\ncode,name,kind\nA,x,cert\n"), NULL,
     "1/0 F025", ""},
    {"a column missing", "organizations", BYTES("code,name\nA,x\n"), NULL, "1/0 F012 kind", ""},
    {"a column misspelt", "organizations", BYTES("code,nmae,kind\nA,x,cert\n"), NULL,
     "1/0 F012 name, 1/0 W004 nmae", ""},
    {"a column twice", "organizations", BYTES("code,name,kind,name\nA,x,cert,y\n"), NULL,
     "1/0 F013 name", ""},
    {"a column twice in two languages", "organizations",
     BYTES("code,name,kind,название\nA,x,cert,y\n"), NULL, "1/0 F013 name", ""},
    {"three languages mixed", "organizations", BYTES("code,ad,вид\nA,x,cert\n"), NULL, "",
     "A, x, cert"},
    {"capitals, blanks and NBSP", "organizations",
     BYTES(" CODE ,\u00A0Name\u00A0,  KIND,Parent\u00A0 Code\nA,x,cert,\n"), NULL, "",
     "A, x, cert"},
    {"decomposed letters", "organizations", BYTES("kod,ad,no\u0308v\nA,x,cert\n"), NULL, "",
     "A, x, cert"},
    {"schwa in three code points", "roster",
     BYTES("mənb\u04D9 kodu,soyad,ad,razılıq tarixi\nB-1,A,B,2026-01-10\n"), NULL, "",
     "B-1, A, B, 2026-01-10"},
    {"schwa as a turned e", "roster",
     BYTES("m\u01DDnb\u01DD kodu,soyad,ad,razılıq tarixi\nB-1,A,B,2026-01-10\n"), NULL, "",
     "B-1, A, B, 2026-01-10"},
    {"header with I without a dot", "roster",
     BYTES("FIN,soyad,ad,razılıq tarixi\n5ABC7K2,A,B,2026-01-10\n"), NULL, "",
     "5ABC7K2, A, B, 2026-01-10"},
    {"header with I with a dot", "roster",
     BYTES("FİN,soyad,ad,razılıq tarixi\n5ABC7K2,A,B,2026-01-10\n"), NULL, "",
     "5ABC7K2, A, B, 2026-01-10"},
    {"header with i", "roster", BYTES("fin,soyad,ad,razılıq tarixi\n5ABC7K2,A,B,2026-01-10\n"),
     NULL, "", "5ABC7K2, A, B, 2026-01-10"},
    {"header with dotless i", "roster",
     BYTES("fın,soyad,ad,razılıq tarixi\n5ABC7K2,A,B,2026-01-10\n"), NULL, "",
     "5ABC7K2, A, B, 2026-01-10"},
    {"columns without a name", "organizations", BYTES("code,,name,,kind\nA,1,x,2,cert\n"), NULL, "",
     "A, x, cert"},
    {"an unknown column", "organizations", BYTES("code,name,kind,regoin\nA,x,cert,AZ-BA\n"), NULL,
     "1/0 W004 regoin", "A, x, cert"},
    {"a name on two lines", "organizations", BYTES("\"code\",name,\"ki\nnd\"\nA,x,cert\n"), NULL,
     "1/0 F012 kind, 1/0 W004 ki\nnd", ""},
    {"the header again", "organizations",
     BYTES("code,name,kind\nA,x,cert\ncode,name,kind\nB,y,unit\n"), NULL, "3/2 R039",
     "A, x, cert; B, y, unit"},
    {"a second table", "organizations",
     BYTES("code,name,kind\nA,x,cert\n\nneed_code,clause,kind,code,importance\nN-1,1,language,en,"
           "required\n"),
     NULL, "4/2 R039, 5/3 R030", "A, x, cert"},
    {"a file of another kind", "roster", NUMBER("1"), "headcount", "1/0 F011", ""},
    {"rejects as a file", "organizations",
     BYTES("cadre_line,cadre_record,cadre_codes,cadre_reason,code,name,kind\n7,6,R005,kind: not a "
           "code of the list,A,x,cert\n"),
     NULL, "1/0 W008", "A, x, cert"},
};

#endif
