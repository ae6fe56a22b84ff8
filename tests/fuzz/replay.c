/*
 * Runs a fuzz target over the files named and those in the folders named, as libFuzzer's own driver
 * would: how a corpus becomes an ordinary test (after libgit2's fuzzers/standalone_driver.c).
 */
#include <dirent.h>
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

/* A folder without a file in it is a corpus that went astray. */
static int replay_folder(const char *path, DIR *folder)
{
    int failed = 0;
    size_t count = 0;
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        CADRE_FREE char *name = cadre_format("%s/%s", path, entry->d_name);
        failed |= replay(name);
        count++;
    }
    if (count == 0)
        fprintf(stderr, "%s: no corpus\n", path);
    return failed || count == 0;
}

static int replay_named(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return replay(path);
    int failed = replay_folder(path, folder);
    closedir(folder);
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
        failed |= replay_named(argv[i]);
    return failed;
}
