#include "placement.h"

#ifndef SAUDA_PLAIN_PLACEMENT

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
  UNIT_SHIFT = 15,
  UNIT = 1 << UNIT_SHIFT,   // the grain of runs
  PAGE = 4096,
  SMALL_LIMIT = 1024,       // up to here a class each 16 bytes, in spans of one unit
  MEDIUM_LIMIT = 32768,     // up to here four classes a doubling, in spans of eight units
  MEDIUM_UNITS = 8,
  CLASSES = 1 + SMALL_LIMIT / 16 + 5 * 4,
  POOL_UNITS = 128,         // free units whose pages are kept for reuse: 4 MiB
  SLACK = 24 * 1024 * 1024, // pages held may pass the cap by this: spans that are not full
};

static const uintptr_t first_address = 0x200000000000, stride = (uintptr_t)4 << 30;
// Scripts that take turns would else push each other out of the processor's address caches: those
// choose a place by the low bits of the page number, which would be the same in every slot.
static const uintptr_t stagger = 37 * PAGE;

enum { FREE = 0, SPAN, LARGE, REST };  // what a unit is; REST: not the first of its run

typedef struct unit {
  void *free;               // freed blocks, the last one first
  char *bump;               // blocks never used yet begin here
  struct unit *next, *previous;  // spans of the class that have room
  uint32_t live, capacity;
  uint32_t size;            // of its blocks
  uint32_t first;           // index of the first unit of its run
  uint32_t length;          // of the run, in units
  uint32_t pages;           // of a large block
  uint16_t class;
} unit;

struct placement {
  char *base;
  size_t reserved;
  uint32_t unit_count;
  uint32_t top;             // units from here on were never used
  uint32_t lowest_free;     // no unit below is free
  uint32_t pooled;          // free units whose pages are resident
  size_t in_use;            // bytes of pages that belong to spans and large blocks
  size_t bound;
  uint8_t *kind;
  uint8_t *resident;
  unit *units;
  unit *roomy[CLASSES];
};

static inline uint32_t class_of(size_t size) {
  if (size <= SMALL_LIMIT) return (uint32_t)(size + 15) >> 4;
  uint32_t last = (uint32_t)size - 1;
  uint32_t shift = 31 - (uint32_t)__builtin_clz(last);
  return 1 + SMALL_LIMIT / 16 + (shift - 10) * 4 + (last >> (shift - 2) & 3);
}

static uint32_t size_of_class(uint32_t class) {
  if (class <= SMALL_LIMIT / 16) return class * 16;
  uint32_t medium = class - 1 - SMALL_LIMIT / 16;
  return (medium % 4 + 5) << (medium / 4 + 8);
}

placement *placement_open(size_t cap, int32_t slot) {
  placement *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  // Eight times the cap: blocks of many sizes leave holes, and addresses cost nothing.
  size_t least = (size_t)64 << 20, most = stride - UNIT;
  self->reserved = cap > most / 8 ? most : cap * 8 < least ? least : cap * 8;
  self->reserved &= ~(size_t)(UNIT - 1);
  self->bound = cap + SLACK;
  self->unit_count = (uint32_t)(self->reserved >> UNIT_SHIFT);
  self->units = calloc(self->unit_count, sizeof(unit));
  self->kind = calloc(self->unit_count, 2);
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  uintptr_t place = (uintptr_t)(slot < 0 ? 0 : slot & 0xFFF);
  void *wanted = (void *)(first_address + (stride + stagger) * place);
  self->base = mmap(wanted, self->reserved, PROT_READ | PROT_WRITE,
                    flags | MAP_FIXED_NOREPLACE, -1, 0);
  if (self->base != MAP_FAILED && self->base != wanted) {  // an old kernel took it as a hint
    munmap(self->base, self->reserved);
    self->base = MAP_FAILED;
  }
  if (self->base == MAP_FAILED) {
    self->base = mmap(NULL, self->reserved, PROT_READ | PROT_WRITE, flags, -1, 0);
  }
  if (self->units == NULL || self->kind == NULL || self->base == MAP_FAILED) {
    placement_close(self);
    return NULL;
  }
  self->resident = self->kind + self->unit_count;
  madvise(self->base, self->reserved, MADV_NOHUGEPAGE);  // pages held are counted one by one
  return self;
}

void placement_close(placement *self) {
  if (self->base != NULL && self->base != MAP_FAILED) munmap(self->base, self->reserved);
  free(self->units);
  free(self->kind);
  free(self);
}

static void drop_pages(placement *self, uint32_t first, uint32_t length) {
  madvise(self->base + ((size_t)first << UNIT_SHIFT), (size_t)length << UNIT_SHIFT, MADV_DONTNEED);
  for (uint32_t i = first; i < first + length; i++) {
    self->pooled -= self->resident[i];
    self->resident[i] = 0;
  }
}

/// Makes the units free; their pages are kept when few are.
static void release_run(placement *self, uint32_t first, uint32_t length) {
  memset(self->kind + first, FREE, length);
  memset(self->resident + first, 1, length);
  self->pooled += length;
  if (first < self->lowest_free) self->lowest_free = first;
  if (self->pooled > POOL_UNITS) drop_pages(self, first, length);
}

static void unlink_span(placement *self, unit *span) {
  if (span->previous != NULL) {
    span->previous->next = span->next;
  } else {
    self->roomy[span->class] = span->next;
  }
  if (span->next != NULL) span->next->previous = span->previous;
}

static void link_span(placement *self, unit *span) {
  span->previous = NULL;
  span->next = self->roomy[span->class];
  if (span->next != NULL) span->next->previous = span;
  self->roomy[span->class] = span;
}

static void release_span(placement *self, unit *span) {
  unlink_span(self, span);
  self->in_use -= (size_t)span->length << UNIT_SHIFT;
  release_run(self, span->first, span->length);
}

/// Gives back every page that holds nothing.
static void trim(placement *self) {
  for (uint32_t class = 1; class < CLASSES; class++) {
    unit *span = self->roomy[class];
    while (span != NULL) {
      unit *next = span->next;
      if (span->live == 0) release_span(self, span);
      span = next;
    }
  }
  for (uint32_t i = 0; i < self->top && self->pooled > 0; i++) {
    uint32_t first = i;
    while (i < self->top && self->kind[i] == FREE && self->resident[i]) i++;
    if (i > first) drop_pages(self, first, i - first);
  }
}

/// The first free run of that length, lowest address first; unit_count when there is none.
static uint32_t find_run(placement *self, uint32_t length) {
  uint32_t i = self->lowest_free;
  while (i < self->top && self->kind[i] != FREE) i += self->units[i].length;
  self->lowest_free = i;
  while (i < self->top) {
    uint32_t first = i;
    while (i < self->top && i - first < length && self->kind[i] == FREE) i++;
    if (i - first == length || i == self->top) return first;
    i += self->units[i].length;
  }
  return i;
}

static bool has_pages_for(placement *self, size_t bytes) {
  size_t pooled = (size_t)self->pooled << UNIT_SHIFT;
  if (self->in_use + pooled + bytes <= self->bound) return true;
  trim(self);
  return self->in_use + bytes <= self->bound;
}

/// Marks units as used; what they held before no longer counts as pooled.
static void claim(placement *self, uint32_t first, uint32_t length, uint32_t run, int kind) {
  for (uint32_t i = first; i < first + length; i++) {
    self->pooled -= self->resident[i];
    self->resident[i] = 0;
    self->kind[i] = i == run ? (uint8_t)kind : REST;
    self->units[i].first = run;
    self->units[i].length = 1;
  }
  if (first + length > self->top) self->top = first + length;
}

static unit *take_run(placement *self, uint32_t length, size_t bytes, int kind) {
  if (!has_pages_for(self, bytes)) return NULL;
  uint32_t first = find_run(self, length);
  if (first + length > self->unit_count) return NULL;
  uint32_t last = first + length - 1;
  size_t tail = ((size_t)length << UNIT_SHIFT) - bytes;
  bool stale = tail >= PAGE && self->resident[last];
  claim(self, first, length, first, kind);
  if (stale) madvise(self->base + ((size_t)(last + 1) << UNIT_SHIFT) - tail, tail, MADV_DONTNEED);
  self->units[first].length = length;
  self->in_use += bytes;
  return &self->units[first];
}

static unit *new_span(placement *self, uint32_t class) {
  uint32_t length = class <= SMALL_LIMIT / 16 ? 1 : MEDIUM_UNITS;
  unit *span = take_run(self, length, (size_t)length << UNIT_SHIFT, SPAN);
  if (span == NULL) return NULL;
  span->class = (uint16_t)class;
  span->size = size_of_class(class);
  span->capacity = (length << UNIT_SHIFT) / span->size;
  span->live = 0;
  span->free = NULL;
  span->bump = self->base + ((size_t)span->first << UNIT_SHIFT);
  link_span(self, span);
  return span;
}

static size_t round_to_pages(size_t size) { return (size + PAGE - 1) & ~(size_t)(PAGE - 1); }

static void *allocate_large(placement *self, size_t size) {
  if (size > self->reserved) return NULL;
  size_t bytes = round_to_pages(size);
  unit *run = take_run(self, (uint32_t)((bytes + UNIT - 1) >> UNIT_SHIFT), bytes, LARGE);
  if (run == NULL) return NULL;
  run->pages = (uint32_t)(bytes / PAGE);
  return self->base + ((size_t)run->first << UNIT_SHIFT);
}

void *placement_allocate(placement *self, size_t size) {
  if (__builtin_expect(size > MEDIUM_LIMIT, 0)) return allocate_large(self, size);
  uint32_t class = class_of(size);
  unit *span = self->roomy[class];
  if (__builtin_expect(span == NULL, 0) && (span = new_span(self, class)) == NULL) return NULL;
  void *block = span->free;
  if (block != NULL) {
    span->free = *(void **)block;
  } else {
    block = span->bump;
    span->bump += span->size;
  }
  if (++span->live == span->capacity) unlink_span(self, span);
  return block;
}

/// How many bytes a block of that size really has; its number takes the last of them.
static inline size_t room_of(size_t size) {
  if (__builtin_expect(size <= SMALL_LIMIT, 1)) return (size + 15) & ~(size_t)15;
  return size <= MEDIUM_LIMIT ? size_of_class(class_of(size)) : round_to_pages(size);
}

void *placement_allocate_numbered(placement *self, size_t size, uint64_t number) {
  size += sizeof number;
  char *block = placement_allocate(self, size);
  if (block != NULL) memcpy(block + room_of(size) - sizeof number, &number, sizeof number);
  return block;
}

uint64_t placement_number(const placement *self, const void *inside) {
  uint64_t number = 0;
  size_t at = (size_t)((uintptr_t)inside - (uintptr_t)self->base);
  if (at >= self->reserved || at >> UNIT_SHIFT >= self->top) return 0;
  const unit *run = &self->units[self->units[at >> UNIT_SHIFT].first];
  size_t begin = (size_t)run->first << UNIT_SHIFT;
  size_t end = self->kind[run->first] == LARGE
                   ? begin + (size_t)run->pages * PAGE
                   : begin + ((at - begin) / run->size + 1) * run->size;
  memcpy(&number, self->base + end - sizeof number, sizeof number);
  return number;
}

void placement_free(placement *self, void *block) {
  if (block == NULL) return;
  uint32_t index = (uint32_t)((size_t)((char *)block - self->base) >> UNIT_SHIFT);
  unit *span = &self->units[self->units[index].first];
  if (__builtin_expect(self->kind[span->first] == LARGE, 0)) {
    self->in_use -= (size_t)span->pages * PAGE;
    release_run(self, span->first, span->length);
    return;
  }
  *(void **)block = span->free;
  span->free = block;
  if (span->live-- == span->capacity) link_span(self, span);
  // One empty span a class is kept, or a block taken and freed in turn would cost a span each time.
  if (span->live == 0 && (span->next != NULL || span->previous != NULL)) release_span(self, span);
}

/// Resizes a large block in its place: shrinks it, or grows it into free units behind it.
static bool resize_large(placement *self, unit *run, size_t new_size) {
  size_t bytes = round_to_pages(new_size), old_bytes = (size_t)run->pages * PAGE;
  uint32_t length = (uint32_t)((bytes + UNIT - 1) >> UNIT_SHIFT), end = run->first + length;
  if (bytes > old_bytes) {
    if (end > self->unit_count || !has_pages_for(self, bytes - old_bytes)) return false;
    for (uint32_t i = run->first + run->length; i < end && i < self->top; i++) {
      if (self->kind[i] != FREE) return false;
    }
  }
  if (length > run->length) {
    claim(self, run->first + run->length, length - run->length, run->first, LARGE);
  } else if (length < run->length) {
    release_run(self, end, run->length - length);
  }
  if (bytes < old_bytes) {
    char *base = self->base + ((size_t)run->first << UNIT_SHIFT);
    size_t unit_end = (size_t)length << UNIT_SHIFT;
    if (unit_end > bytes) madvise(base + bytes, unit_end - bytes, MADV_DONTNEED);
  }
  run->length = length;
  run->pages = (uint32_t)(bytes / PAGE);
  self->in_use = self->in_use - old_bytes + bytes;
  return true;
}

void *placement_resize(placement *self, void *block, size_t old_size, size_t new_size) {
  uint32_t index = (uint32_t)((size_t)((char *)block - self->base) >> UNIT_SHIFT);
  unit *run = &self->units[self->units[index].first];
  if (self->kind[run->first] == SPAN) {
    if (new_size <= MEDIUM_LIMIT && class_of(new_size) == run->class) return block;
  } else if (new_size > MEDIUM_LIMIT && resize_large(self, run, new_size)) {
    return block;
  }
  void *fresh = placement_allocate(self, new_size);
  // A block that shrinks may stay where it is: what is freed later is told by its address.
  if (fresh == NULL) return new_size <= old_size ? block : NULL;
  memcpy(fresh, block, old_size < new_size ? old_size : new_size);
  placement_free(self, block);
  return fresh;
}

#endif
