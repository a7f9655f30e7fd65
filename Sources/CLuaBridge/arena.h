// The memory of one script: what Lua's allocator hands out, counts and refuses.
#ifndef SAUDA_ARENA_H
#define SAUDA_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct arena arena;

/// Called when a refusal is final, that is when Lua's own collection could not cure it.
typedef void (*arena_refusal)(void *owner);

arena *arena_open(size_t cap, int32_t slot);
/// Gives all pages back; returns the bytes that were still counted.
size_t arena_close(arena *self);

/// Lua's allocator (lua_Alloc); `self` is the arena.
void *arena_allocate(void *self, void *block, size_t old_size, size_t new_size);

/// The number of an object that a script may hold (a table, function, coroutine or userdata), by any
/// address in it: they are counted from 1 as they are made. 0 for what is no such object.
uint64_t arena_creation(const arena *self, const void *object);

size_t arena_used(const arena *self);
size_t arena_peak(const arena *self);
size_t arena_cap(const arena *self);

void arena_set_refusal(arena *self, arena_refusal refusal, void *owner);
/// Calls `notice` once when the bytes held pass `mark`; it may set the next mark.
typedef void (*arena_notice)(void *owner);
void arena_set_mark(arena *self, size_t mark, arena_notice notice);
/// Whether the last growth that was asked for was refused, and nobody has been told. With what was told
/// it is the only sign of spent memory: the words of Lua's error may come from the script.
bool arena_is_refusing(const arena *self);
/// Lets allocations pass the cap by a reserve: for errors, and for what the host itself pushes.
void arena_use_reserve(arena *self);
/// Takes the reserve back.
void arena_end_reserve(arena *self);
/// Lets allocations pass the cap by so many bytes, until other many (0) are lent: for work that is not the
/// script's, in the midst of it.
void arena_lend(arena *self, size_t bytes);

#endif
