#include "arena.h"

#include <stdbool.h>
#include <stdlib.h>

enum { RESERVE = 256 * 1024 };

struct arena {
  size_t used, peak;
  size_t limit;         // what `used` may reach on the fast path; 0 while a refusal is pending
  size_t cap;
  bool reserve;
  bool pending;         // the last growth was refused once
  void *pending_block;
  size_t pending_size;
  arena_refusal refusal;
  void *owner;
};

arena *arena_open(size_t cap, int32_t slot) {
  (void)slot;
  arena *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->cap = cap;
  self->limit = cap;
  return self;
}

size_t arena_close(arena *self) {
  size_t left = self->used;
  free(self);
  return left;
}

/// Decides about a growth that the fast path did not grant. Lua asks twice for the same block, with
/// a full collection in between; so the second refusal of the same request is final.
static bool refused(arena *self, void *block, size_t old_size, size_t new_size) {
  size_t limit = self->cap + (self->reserve ? RESERVE : 0);
  if (new_size - old_size <= limit && self->used <= limit - (new_size - old_size)) {
    self->pending = false;
    self->limit = limit;
    return false;
  }
  if (self->pending && self->pending_block == block && self->pending_size == new_size) {
    self->pending = false;
    self->limit = limit;
    if (self->refusal != NULL) self->refusal(self->owner);
  } else {
    self->pending = true;
    self->pending_block = block;
    self->pending_size = new_size;
    self->limit = 0;  // the next growth comes here too, and clears `pending` if it is another one
  }
  return true;
}

void *arena_allocate(void *context, void *block, size_t old_size, size_t new_size) {
  arena *self = context;
  if (block == NULL) old_size = 0;  // Lua passes a type tag there
  if (new_size == 0) {
    self->used -= old_size;
    free(block);
    return NULL;
  }
  if (new_size > old_size &&
      (self->used >= self->limit || new_size - old_size > self->limit - self->used) &&
      refused(self, block, old_size, new_size)) {
    return NULL;
  }
  void *fresh = realloc(block, new_size);
  if (fresh == NULL) return new_size <= old_size ? block : NULL;
  self->used = self->used - old_size + new_size;
  if (self->used > self->peak) self->peak = self->used;
  return fresh;
}

size_t arena_used(const arena *self) { return self->used; }
size_t arena_peak(const arena *self) { return self->peak; }
size_t arena_cap(const arena *self) { return self->cap; }

void arena_set_refusal(arena *self, arena_refusal refusal, void *owner) {
  self->refusal = refusal;
  self->owner = owner;
}

void arena_use_reserve(arena *self) {
  self->reserve = true;
  self->limit = self->cap + RESERVE;
  self->pending = false;
}

void arena_end_reserve(arena *self) {
  self->reserve = false;
  self->limit = self->cap;
}
