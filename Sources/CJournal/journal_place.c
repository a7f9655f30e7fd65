#include "journal_place.h"

#include <errno.h>
#include <sys/vfs.h>

int64_t journal_file_system(const char *path)
{
  struct statfs facts;
  if (statfs(path, &facts) != 0) return -(int64_t)errno;
  return (int64_t)(uint32_t)facts.f_type;
}
