/*
 * Runs a fuzz target over the files named, as libFuzzer's own driver would: how a corpus becomes an
 * ordinary test (after libgit2's fuzzers/standalone_driver.c).
 */
#include <stdio.h>

#include "core/base/str.h"
#include "tests/fuzz/fuzz_file.h"

static int replay(const char *path)
{
    char block[4096];
    size_t count;
    CADRE_CLEANUP(str_release) struct str bytes = {0};
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        perror(path);
        return 1;
    }
    while ((count = fread(block, 1, sizeof block, in)) > 0)
        str_add(&bytes, block, count);
    int failed = ferror(in);
    fclose(in);
    if (!failed)
        LLVMFuzzerTestOneInput((const uint8_t *)str_chars(&bytes), bytes.length);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("no corpus\n", stderr);
        return 2;
    }
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= replay(argv[i]);
    return failed;
}
