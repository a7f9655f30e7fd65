#include "power_cut.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

// The steps of the recording, and what is to fail. Everything is under the lock.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct power_cut_step *steps;
static int64_t count, room, fail_place;
static int fail_code;
static char folder[1024];
static sqlite3_vfs layer;
static int is_registered;

struct layer_file {
  sqlite3_file base;
  // Empty: the file is not written down.
  char name[64];
  sqlite3_file *real;
};

static sqlite3_vfs *real_vfs(void) { return layer.pAppData; }
static sqlite3_file *real_file(sqlite3_file *file) { return ((struct layer_file *)file)->real; }

// Writes a step down; the result is what the call fails with, or SQLITE_OK.
static int note(const char *name, int kind, int64_t offset, int64_t length, const void *bytes)
{
  if (name[0] == 0) return SQLITE_OK;
  pthread_mutex_lock(&lock);
  int result = fail_code != 0 && count >= fail_place ? fail_code : SQLITE_OK;
  if (folder[0] != 0 && result == SQLITE_OK) {
    if (count == room) {
      room = room == 0 ? 1024 : room * 2;
      steps = realloc(steps, (size_t)room * sizeof *steps);
      if (steps == NULL) abort();
    }
    struct power_cut_step *step = &steps[count++];
    memset(step, 0, sizeof *step);
    step->kind = kind;
    strncpy(step->name, name, sizeof step->name - 1);
    step->offset = offset;
    step->length = length;
    if (kind == POWER_CUT_WRITE) {
      uint8_t *copy = malloc((size_t)length);
      if (copy == NULL) abort();
      memcpy(copy, bytes, (size_t)length);
      step->bytes = copy;
    }
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static int layer_close(sqlite3_file *file)
{
  struct layer_file *self = (struct layer_file *)file;
  int result = self->real->pMethods != NULL ? self->real->pMethods->xClose(self->real) : SQLITE_OK;
  free(self->real);
  self->real = NULL;
  return result;
}

static int layer_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
  return real_file(file)->pMethods->xRead(real_file(file), bytes, size, offset);
}

static int layer_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
  int result = note(((struct layer_file *)file)->name, POWER_CUT_WRITE, offset, size, bytes);
  if (result == SQLITE_IOERR_FSYNC) result = SQLITE_IOERR_WRITE;
  if (result != SQLITE_OK) return result;
  return real_file(file)->pMethods->xWrite(real_file(file), bytes, size, offset);
}

static int layer_truncate(sqlite3_file *file, sqlite3_int64 size)
{
  int result = note(((struct layer_file *)file)->name, POWER_CUT_TRUNCATE, size, 0, NULL);
  if (result != SQLITE_OK) return SQLITE_IOERR_TRUNCATE;
  return real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static int layer_sync(sqlite3_file *file, int flags)
{
  int result = note(((struct layer_file *)file)->name, POWER_CUT_SYNC, 0, 0, NULL);
  if (result != SQLITE_OK) return SQLITE_IOERR_FSYNC;
  // What is synced is written down; the machine itself need not wait for its disk.
  (void)flags;
  return SQLITE_OK;
}

static int layer_size(sqlite3_file *file, sqlite3_int64 *size)
{
  return real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static int layer_lock(sqlite3_file *file, int kind)
{
  return real_file(file)->pMethods->xLock(real_file(file), kind);
}

static int layer_unlock(sqlite3_file *file, int kind)
{
  return real_file(file)->pMethods->xUnlock(real_file(file), kind);
}

static int layer_reserved(sqlite3_file *file, int *result)
{
  return real_file(file)->pMethods->xCheckReservedLock(real_file(file), result);
}

static int layer_control(sqlite3_file *file, int what, void *argument)
{
  return real_file(file)->pMethods->xFileControl(real_file(file), what, argument);
}

static int layer_sector(sqlite3_file *file)
{
  (void)file;
  return 512;
}

// Nothing is promised: writes may be torn and come in any order.
static int layer_traits(sqlite3_file *file)
{
  (void)file;
  return 0;
}

static int layer_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  return real_file(file)->pMethods->xShmMap(real_file(file), page, size, extend, memory);
}

static int layer_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
  return real_file(file)->pMethods->xShmLock(real_file(file), offset, n, flags);
}

static void layer_shm_barrier(sqlite3_file *file)
{
  real_file(file)->pMethods->xShmBarrier(real_file(file));
}

static int layer_shm_unmap(sqlite3_file *file, int deletes)
{
  return real_file(file)->pMethods->xShmUnmap(real_file(file), deletes);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2, .xClose = layer_close, .xRead = layer_read, .xWrite = layer_write,
  .xTruncate = layer_truncate, .xSync = layer_sync, .xFileSize = layer_size, .xLock = layer_lock,
  .xUnlock = layer_unlock, .xCheckReservedLock = layer_reserved, .xFileControl = layer_control,
  .xSectorSize = layer_sector, .xDeviceCharacteristics = layer_traits, .xShmMap = layer_shm_map,
  .xShmLock = layer_shm_lock, .xShmBarrier = layer_shm_barrier, .xShmUnmap = layer_shm_unmap,
};

// The name of a file of the folder; empty for any other.
static void name_of(const char *path, char name[64])
{
  name[0] = 0;
  pthread_mutex_lock(&lock);
  size_t length = strlen(folder);
  if (path != NULL && length > 0 && strncmp(path, folder, length) == 0 && path[length] == '/')
    strncpy(name, path + length + 1, 63);
  name[63] = 0;
  pthread_mutex_unlock(&lock);
}

static int layer_open(
  sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *result_flags)
{
  (void)vfs;
  struct layer_file *self = (struct layer_file *)file;
  memset(self, 0, sizeof *self);
  self->real = calloc(1, (size_t)real_vfs()->szOsFile);
  if (self->real == NULL) return SQLITE_NOMEM;
  name_of(path, self->name);
  int result = real_vfs()->xOpen(real_vfs(), path, self->real, flags, result_flags);
  if (result != SQLITE_OK) {
    free(self->real);
    self->real = NULL;
    return result;
  }
  self->base.pMethods = &methods;
  return SQLITE_OK;
}

static int layer_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  (void)vfs;
  char name[64];
  name_of(path, name);
  int result = note(name, POWER_CUT_DELETE, sync_folder, 0, NULL);
  if (result != SQLITE_OK) return SQLITE_IOERR_DELETE;
  return real_vfs()->xDelete(real_vfs(), path, 0);
}

int power_cut_begin(const char *path)
{
  if (strlen(path) >= sizeof folder) return SQLITE_TOOBIG;
  power_cut_end();
  pthread_mutex_lock(&lock);
  if (!is_registered) {
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    layer = *real;
    layer.zName = "power-cut";
    layer.szOsFile = sizeof(struct layer_file);
    layer.pAppData = real;
    layer.xOpen = layer_open;
    layer.xDelete = layer_delete;
    is_registered = 1;
    sqlite3_vfs_register(&layer, 1);
  }
  strcpy(folder, path);
  pthread_mutex_unlock(&lock);
  return SQLITE_OK;
}

void power_cut_end(void)
{
  pthread_mutex_lock(&lock);
  for (int64_t place = 0; place < count; place++) free((void *)steps[place].bytes);
  count = 0;
  fail_code = 0;
  folder[0] = 0;
  pthread_mutex_unlock(&lock);
}

int64_t power_cut_count(void)
{
  pthread_mutex_lock(&lock);
  int64_t result = count;
  pthread_mutex_unlock(&lock);
  return result;
}

struct power_cut_step power_cut_step_at(int64_t place)
{
  pthread_mutex_lock(&lock);
  struct power_cut_step step = steps[place];
  pthread_mutex_unlock(&lock);
  return step;
}

void power_cut_fail_from(int64_t place, int code)
{
  pthread_mutex_lock(&lock);
  fail_place = place;
  fail_code = code;
  pthread_mutex_unlock(&lock);
}
