#include "arena.h"

#include <lua.h>
#include <stdbool.h>
#include <stdlib.h>

#include "placement.h"

enum { RESERVE = 256 * 1024 };

struct arena {
  placement *blocks;
  size_t used, peak;
  uint64_t created;     // objects made so far
  size_t limit;         // what `used` may reach on the fast path; 0 while a refusal is pending
  size_t cap;
  size_t mark;          // `notice` is called when `used` passes it
  arena_notice notice;
  bool reserve;
  size_t lent;          // by which it may pass the cap for now
  bool pending;         // the last growth was refused once
  void *pending_block;
  size_t pending_size;
  arena_refusal refusal;
  void *owner;
};

/// What may be granted.
static size_t most(const arena *self) {
  return self->cap + (self->reserve ? RESERVE : 0) + self->lent;
}

/// What the fast path may grant: all of it, or up to the mark when that is lower.
static void set_limit(arena *self) {
  self->limit = most(self);
  if (self->mark < self->limit) self->limit = self->mark;
}

arena *arena_open(size_t cap, int32_t slot) {
  arena *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->blocks = placement_open(cap, slot);
  if (self->blocks == NULL) {
    free(self);
    return NULL;
  }
  self->cap = cap;
  self->mark = SIZE_MAX;
  set_limit(self);
  return self;
}

size_t arena_close(arena *self) {
  size_t left = self->used;
  placement_close(self->blocks);
  free(self);
  return left;
}

/// Whether a growth is the one that was refused, asked for again.
static bool is_repeated(const arena *self, void *block, size_t new_size) {
  return self->pending_block == block && self->pending_size == new_size;
}

/// What was refused will not be asked for again: Lua has made an error of it, or is about to.
static void conclude(arena *self) {
  self->pending = false;
  set_limit(self);
  if (self->refusal != NULL) self->refusal(self->owner);
}

/// Refuses a growth. Lua asks twice for the same block, with a full collection in between; so the
/// second refusal of the same request is final.
static void *refuse(arena *self, void *block, size_t new_size) {
  if (self->pending && is_repeated(self, block, new_size)) {
    conclude(self);
  } else {
    self->pending = true;
    self->pending_block = block;
    self->pending_size = new_size;
    self->limit = 0;  // the next growth is looked at slowly, and ends `pending` if it is granted
  }
  return NULL;
}

/// Decides about a growth that the fast path did not grant, from `old_size`.
static bool is_granted(arena *self, void *block, size_t old_size, size_t new_size) {
  size_t growth = new_size - old_size;
  // A collection asks for nothing in between: whoever asks for something else has given up.
  if (self->pending && !is_repeated(self, block, new_size)) conclude(self);
  size_t limit = most(self);
  if (self->used + growth > self->mark && growth <= limit) {
    self->mark = SIZE_MAX;
    if (self->notice != NULL) self->notice(self->owner);
    if (!self->pending) set_limit(self);
  }
  return growth <= limit && self->used <= limit - growth;
}

/// Takes a new block; `type` is what Lua says it makes. Objects that may be keys of a table are numbered,
/// so that `pairs` can tell which is older. What is counted against the cap is what Lua asked for.
static inline void *take(arena *self, size_t type, size_t size) {
  if (type < LUA_TTABLE || type > LUA_TTHREAD) return placement_allocate(self->blocks, size);
  return placement_allocate_numbered(self->blocks, size, ++self->created);
}

uint64_t arena_creation(const arena *self, const void *object) {
  return placement_number(self->blocks, object);
}

void *arena_allocate(void *context, void *block, size_t old_size, size_t new_size) {
  arena *self = context;
  const size_t type = old_size;  // for a new block Lua passes what it makes
  if (block == NULL) old_size = 0;
  if (new_size == 0) {
    self->used -= old_size;
    placement_free(self->blocks, block);
    return NULL;
  }
  bool grows = new_size > old_size;
  if (grows && (self->used >= self->limit || new_size - old_size > self->limit - self->used) &&
      !is_granted(self, block, old_size, new_size)) {
    return refuse(self, block, new_size);
  }
  void *fresh = block == NULL ? take(self, type, new_size)
                              : placement_resize(self->blocks, block, old_size, new_size);
  if (fresh == NULL) return refuse(self, block, new_size);
  if (__builtin_expect(self->pending, 0) && grows) {
    self->pending = false;
    set_limit(self);
  }
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

void arena_set_mark(arena *self, size_t mark, arena_notice notice) {
  self->mark = mark;
  self->notice = notice;
  if (!self->pending) set_limit(self);
}

bool arena_is_refusing(const arena *self) { return self->pending; }

void arena_use_reserve(arena *self) {
  self->reserve = true;
  self->pending = false;
  set_limit(self);
}

void arena_end_reserve(arena *self) {
  self->reserve = false;
  set_limit(self);
}

void arena_lend(arena *self, size_t bytes) {
  self->lent = bytes;
  if (!self->pending) set_limit(self);
}
