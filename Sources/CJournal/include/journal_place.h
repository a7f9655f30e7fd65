#ifndef JOURNAL_PLACE_H
#define JOURNAL_PLACE_H

#include <stdint.h>

// The number of the file system that a path lies on, as in the kernel's magic.h; below 0: -errno.
int64_t journal_file_system(const char *path);

#endif
