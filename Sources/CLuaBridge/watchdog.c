#include "watchdog.h"

#include <stdlib.h>
#include <time.h>

#include "bridge.h"

static _Thread_local watch_slot *thread_slot;
static sauda_beacon *volatile beacon;

watch_slot *watch_slot_of_thread(void) {
  if (thread_slot == NULL) {
    watch_slot *slot = calloc(1, sizeof *slot);
    if (slot == NULL) return NULL;
    slot->thread = pthread_self();
    thread_slot = slot;
  }
  return thread_slot;
}

void watch_enter(watch_slot *slot, watch_frame *frame, sauda_script *script, int32_t entry,
                 int64_t cpu_nanoseconds) {
  frame->script = script;
  frame->outer = slot->top;
  slot->top = frame;
  if (frame->outer != NULL) return;
  atomic_store_explicit(&slot->budget, cpu_nanoseconds, memory_order_relaxed);
  uint64_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
  atomic_store_explicit(&slot->generation, generation + 1, memory_order_release);
  sauda_beacon *light = beacon;
  if (light != NULL) {
    light->slot = script->configuration.slot;
    light->entry = entry;
    light->active = 1;
  }
}

void watch_leave(watch_slot *slot, watch_frame *frame) {
  if (frame->outer == NULL) {
    uint64_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    atomic_store_explicit(&slot->generation, generation + 1, memory_order_release);
    sauda_beacon *light = beacon;
    if (light != NULL) light->active = 0;
  }
  slot->top = frame->outer;
}

bool sauda_watchdog_start(void) { return true; }
void sauda_watchdog_stop(void) {}
void sauda_set_beacon(sauda_beacon *light) { beacon = light; }
