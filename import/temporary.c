#include "import/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/alloc.h"

const char *temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder == NULL || folder[0] == '\0' ? "/tmp" : folder;
}

enum cadre_status temporary_open(int *ret_fd, struct cadre_error *err)
{
    const char *folder = temporary_folder();
    CADRE_FREE char *path = cadre_format("%s/cadre-XXXXXX", folder);
    int fd = mkostemp(path, O_CLOEXEC); /* mode 0600 */
    if (fd < 0) {
        cadre_fail(err, CADRE_OUTPUT, "cannot make a temporary file in '%s': %s", folder,
                   strerror(errno));
        return cadre_fail_hint(err, "set TMPDIR to a folder that can be written");
    }
    unlink(path);
    *ret_fd = fd;
    return CADRE_OK;
}

bool temporary_write(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, data, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        data += written;
        length -= (size_t)written;
    }
    return true;
}
