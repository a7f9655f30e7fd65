// The watchdog's view of a call: who runs on which thread, and since which generation.
#ifndef SAUDA_WATCHDOG_H
#define SAUDA_WATCHDOG_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "CLuaBridge.h"

/// One call into a script; lives on the C stack of that call.
typedef struct watch_frame {
  sauda_script *script;
  struct watch_frame *outer;
} watch_frame;

/// What a thread that drives scripts shows to the watchdog. Written by that thread with plain
/// stores; the watchdog only reads it and sets `trip`.
typedef struct watch_slot {
  _Atomic uint64_t generation;  // odd while a call runs
  _Atomic uint64_t trip;        // the generation that is to be interrupted
  _Atomic int64_t budget;       // nanoseconds of CPU
  _Atomic bool waits;           // for the host: nothing of the script runs
  watch_frame *volatile top;    // calls of this thread, innermost first
  pthread_t thread;
  bool claimed;
  struct watch_slot *next;
  // The watchdog's own notes.
  uint64_t seen;
  int64_t cpu_at_sight, looked_at, watched;
} watch_slot;

/// This thread's slot, made when it is first needed; NULL without memory.
watch_slot *watch_slot_of_thread(void);

/// Puts the call on record. The budget of the outermost call holds for all inside it.
void watch_enter(watch_slot *slot, watch_frame *frame, sauda_script *script, int32_t entry,
                 int64_t cpu_nanoseconds);
void watch_leave(watch_slot *slot, watch_frame *frame);

/// What a dying process leaves behind, or NULL.
extern sauda_beacon *_Atomic watch_beacon;

/// Shows what the next callback of a run is.
static inline void watch_show(int32_t entry) {
  sauda_beacon *light = atomic_load_explicit(&watch_beacon, memory_order_relaxed);
  if (light != NULL) light->entry = entry;
}

/// Begins the next callback of a run: it has a budget of its own.
static inline void watch_step(watch_slot *slot, int64_t sequence) {
  uint64_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
  atomic_store_explicit(&slot->generation, generation + 2, memory_order_release);
  sauda_beacon *light = atomic_load_explicit(&watch_beacon, memory_order_relaxed);
  if (light == NULL) return;
  light->tick_sequence = sequence;
  light->started_nanoseconds = 0;
}

#endif
