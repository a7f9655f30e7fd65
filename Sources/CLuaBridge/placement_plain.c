// Under the address sanitizer every block is malloc's own, so that it sees each overrun.
#include "placement.h"

#include <stdlib.h>
#include <string.h>

#ifdef SAUDA_PLAIN_PLACEMENT

#include <sanitizer/allocator_interface.h>

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

void *placement_allocate_numbered(placement *self, size_t size, uint64_t number) {
  (void)self;
  char *block = malloc(size + sizeof number);
  if (block != NULL) memcpy(block + size, &number, sizeof number);
  return block;
}

uint64_t placement_number(const placement *self, const void *inside) {
  (void)self;
  uint64_t number = 0;
  const char *block = __sanitizer_get_allocated_begin(inside);
  if (block == NULL) return 0;
  memcpy(&number, block + __sanitizer_get_allocated_size(block) - sizeof number, sizeof number);
  return number;
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
