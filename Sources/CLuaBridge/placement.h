// Where the blocks of an arena lie: spans of equal blocks for small sizes, runs of units for large
// ones, in one stretch of addresses.
//
// What matters more than anything else: the pages held follow what is in use. Pages of blocks that
// were freed are reused or given back, so a script's resident memory has a bound.
#ifndef SAUDA_PLACEMENT_H
#define SAUDA_PLACEMENT_H

#include <stddef.h>
#include <stdint.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SAUDA_PLAIN_PLACEMENT 1
#endif
#endif

typedef struct placement placement;

/// Reserves addresses (not memory) for a script that may hold `cap` bytes.
placement *placement_open(size_t cap, int32_t slot);
void placement_close(placement *self);

/// NULL when the pages held would pass their bound.
void *placement_allocate(placement *self, size_t size);
/// Likewise a block that has a number, and is never resized.
void *placement_allocate_numbered(placement *self, size_t size, uint64_t number);
/// The number of the numbered block that an address lies in; 0 for an address outside.
uint64_t placement_number(const placement *self, const void *inside);
void placement_free(placement *self, void *block);
/// Moves or keeps the block. NULL, with the block as it was, only when it grows.
void *placement_resize(placement *self, void *block, size_t old_size, size_t new_size);

#endif
