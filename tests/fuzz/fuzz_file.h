/*
 * What the fuzz targets share: an input_file made of the fuzzer's bytes.
 */
#ifndef CADRE_TESTS_FUZZ_FUZZ_FILE_H
#define CADRE_TESTS_FUZZ_FUZZ_FILE_H

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "import/input_file.h"

/* A promise that input of any bytes must not break; unlike assert it stays in every build. */
#define FUZZ_PROMISE(condition)                                                                    \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline struct input_file *fuzz_file(const uint8_t *data, size_t size)
{
    struct input_file *file = NULL;
    struct cadre_error err = {0};
    int fd = memfd_create("fuzz", 0);
    FUZZ_PROMISE(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    CADRE_FREE char *path = cadre_format("/proc/self/fd/%d", fd);
    FUZZ_PROMISE(input_file_open(path, -1, &file, &err) == CADRE_OK);
    close(fd);
    return file;
}

#endif
