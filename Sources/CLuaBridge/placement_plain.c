// Under the address sanitizer every block is malloc's own, so that it sees each overrun.
#include "placement.h"

#include <stdlib.h>

#ifdef SAUDA_PLAIN_PLACEMENT

placement *placement_open(size_t cap, int32_t slot) {
  (void)cap;
  (void)slot;
  return malloc(1);
}

void placement_close(placement *self) { free(self); }

void *placement_allocate(placement *self, size_t size) {
  (void)self;
  return malloc(size);
}

void placement_free(placement *self, void *block) {
  (void)self;
  free(block);
}

void *placement_resize(placement *self, void *block, size_t old_size, size_t new_size) {
  (void)self;
  void *fresh = realloc(block, new_size);
  return fresh == NULL && new_size <= old_size ? block : fresh;
}

#endif
