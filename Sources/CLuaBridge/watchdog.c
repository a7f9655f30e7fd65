// The thread that interrupts callbacks past their budget.
//
// A call costs two stores at rest: its thread shows an odd generation while it runs. This thread
// looks every few milliseconds; a generation that it sees again and again and that has used more
// processor time than its budget is interrupted by a signal to the very thread that runs it. The
// handler compares generations once more, on that thread, so a call that ended in the meantime is
// never hit by mistake. The signal is repeated until the call has ended.
#include "watchdog.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "bridge.h"

enum { PERIOD = 4000000, LEAST_WAIT = 200000, INTERRUPT = SIGURG };
static const int64_t least_wall_limit = 2000000000;
static const int64_t tick = 50000000;  // the most that lies between two looks of a machine that runs

static _Thread_local watch_slot *thread_slot;
sauda_beacon *_Atomic watch_beacon;
static _Atomic int watching;  // how many have started the watchdog and not stopped it

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake;
static pthread_t thread;
static uintptr_t shift;       // which of the threads started so far is on duty; under the lock
static pthread_key_t slot_key;
static watch_slot *slots;
static bool prepared;

static int64_t read_clock(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) != 0) return 0;
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/// Runs when a thread that drove scripts ends; under the lock, so the watchdog never asks for the
/// processor time of a thread that is gone.
static void release_slot(void *slot) {
  pthread_mutex_lock(&lock);
  ((watch_slot *)slot)->claimed = false;
  pthread_mutex_unlock(&lock);
}

static bool make_wake(void) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  bool made = pthread_cond_init(&wake, &attributes) == 0;
  pthread_condattr_destroy(&attributes);
  return made;
}

/// A forked child has this thread only: no watchdog, no other thread's slot.
static void reset_in_child(void) {
  pthread_mutex_init(&lock, NULL);
  make_wake();
  atomic_store(&watching, 0);
  shift++;
  for (watch_slot *slot = slots; slot != NULL; slot = slot->next) {
    if (slot != thread_slot) slot->claimed = false;
  }
}

static bool prepare(void) {
  if (prepared) return true;
  if (pthread_key_create(&slot_key, release_slot) != 0) return false;
  if (pthread_atfork(NULL, NULL, reset_in_child) != 0) return false;
  prepared = make_wake();
  return prepared;
}

/// Threads of a pool (libdispatch's) are born with every signal blocked.
static void unblock_interrupt(void) {
  sigset_t own;
  sigemptyset(&own);
  sigaddset(&own, INTERRUPT);
  pthread_sigmask(SIG_UNBLOCK, &own, NULL);
}

/// Slots are never freed, only used again: the watchdog may look at them at any time.
static watch_slot *claim_slot(void) {
  pthread_mutex_lock(&lock);
  watch_slot *slot = NULL;
  if (prepare()) {
    for (slot = slots; slot != NULL && slot->claimed; slot = slot->next) continue;
    if (slot == NULL && (slot = calloc(1, sizeof *slot)) != NULL) {
      slot->next = slots;
      slots = slot;
    }
    if (slot != NULL) {
      slot->claimed = true;
      slot->thread = pthread_self();
      slot->top = NULL;
      pthread_setspecific(slot_key, slot);
      unblock_interrupt();
    }
  }
  pthread_mutex_unlock(&lock);
  return slot;
}

watch_slot *watch_slot_of_thread(void) {
  if (__builtin_expect(thread_slot == NULL, 0)) thread_slot = claim_slot();
  return thread_slot;
}

static void light_beacon(sauda_beacon *light, const sauda_script *script, int32_t entry) {
  // With a watchdog, the start is filled in when it first sees the call: no clock is read here.
  light->started_nanoseconds =
      atomic_load_explicit(&watching, memory_order_relaxed) > 0 ? 0 : read_clock(CLOCK_MONOTONIC);
  light->slot = script->configuration.slot;
  light->entry = entry;
  light->tick_sequence = script->tick_sequence;
  light->active = 1;
}

void watch_enter(watch_slot *slot, watch_frame *frame, sauda_script *script, int32_t entry,
                 int64_t cpu_nanoseconds) {
  frame->script = script;
  frame->outer = slot->top;
  atomic_signal_fence(memory_order_seq_cst);  // the handler on this thread sees a whole frame
  slot->top = frame;
  if (frame->outer != NULL) return;
  atomic_store_explicit(&slot->budget, cpu_nanoseconds, memory_order_relaxed);
  uint64_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
  atomic_store_explicit(&slot->generation, generation + 1, memory_order_release);
  sauda_beacon *light = atomic_load_explicit(&watch_beacon, memory_order_relaxed);
  if (light != NULL) light_beacon(light, script, entry);
}

void watch_leave(watch_slot *slot, watch_frame *frame) {
  if (frame->outer == NULL) {
    uint64_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    atomic_store_explicit(&slot->generation, generation + 1, memory_order_release);
    sauda_beacon *light = atomic_load_explicit(&watch_beacon, memory_order_relaxed);
    if (light != NULL) light->active = 0;
  }
  atomic_signal_fence(memory_order_seq_cst);
  slot->top = frame->outer;
}

/// On the thread that is to be interrupted. lua_sethook is the one function of Lua that may be
/// called while Lua itself runs.
static void interrupt(int signal) {
  (void)signal;
  int saved = errno;
  watch_slot *slot = thread_slot;
  if (slot != NULL) {
    uint64_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    if ((generation & 1) != 0 &&
        atomic_load_explicit(&slot->trip, memory_order_acquire) == generation) {
      for (watch_frame *frame = slot->top; frame != NULL; frame = frame->outer) {
        if (frame->script->tripped == 0) frame->script->tripped = SAUDA_TIME;
        bridge_arm(bridge_running(frame->script));
      }
    }
  }
  errno = saved;
}

/// Looks at one slot; returns how long it need not be looked at again.
static int64_t inspect(watch_slot *slot) {
  uint64_t generation = atomic_load_explicit(&slot->generation, memory_order_acquire);
  clockid_t clock;
  if (!slot->claimed || (generation & 1) == 0) return PERIOD;
  if (pthread_getcpuclockid(slot->thread, &clock) != 0) return PERIOD;
  int64_t cpu = read_clock(clock), wall = read_clock(CLOCK_MONOTONIC);
  int64_t budget = atomic_load_explicit(&slot->budget, memory_order_relaxed);
  if (generation != slot->seen) {
    slot->seen = generation;
    slot->cpu_at_sight = cpu;
    slot->looked_at = wall;
    slot->watched = 0;
    sauda_beacon *light = atomic_load_explicit(&watch_beacon, memory_order_relaxed);
    if (light != NULL && light->started_nanoseconds == 0) light->started_nanoseconds = wall;
    return budget < PERIOD ? budget : PERIOD;
  }
  // A thread that does not get the processor, or sleeps, is stopped by the time it was watched in the
  // end. A machine or process that stood still meanwhile watched nothing, and the time of a host that does
  // not answer is none of the script's.
  int64_t since = wall - slot->looked_at;
  slot->looked_at = wall;
  if (!atomic_load_explicit(&slot->waits, memory_order_relaxed)) {
    slot->watched += since < tick ? since : tick;
  }
  int64_t wall_limit = budget > least_wall_limit / 2 ? budget : least_wall_limit / 2;
  wall_limit = wall_limit > INT64_MAX / 2 ? INT64_MAX : 2 * wall_limit;
  int64_t left = budget - (cpu - slot->cpu_at_sight);
  if (left <= 0 || slot->watched >= wall_limit) {
    atomic_store_explicit(&slot->trip, generation, memory_order_release);
    pthread_kill(slot->thread, INTERRUPT);
    return PERIOD;
  }
  return left < PERIOD ? left : PERIOD;
}

static void *watch(void *own_shift) {
  pthread_mutex_lock(&lock);
  while (shift == (uintptr_t)own_shift) {
    int64_t wait = PERIOD;
    for (watch_slot *slot = slots; slot != NULL; slot = slot->next) {
      int64_t until = inspect(slot);
      if (until < wait) wait = until;
    }
    int64_t due = read_clock(CLOCK_MONOTONIC) + (wait > LEAST_WAIT ? wait : LEAST_WAIT);
    struct timespec time = {due / 1000000000, due % 1000000000};
    pthread_cond_timedwait(&wake, &lock, &time);
  }
  pthread_mutex_unlock(&lock);
  return NULL;
}

/// The thread takes no signal of the program: all of them are blocked in it.
static bool start_thread(void) {
  struct sigaction action = {.sa_handler = interrupt, .sa_flags = SA_RESTART};
  sigset_t all, before;
  sigemptyset(&action.sa_mask);
  sigfillset(&all);
  if (sigaction(INTERRUPT, &action, NULL) != 0) return false;
  pthread_sigmask(SIG_SETMASK, &all, &before);
  bool started = pthread_create(&thread, NULL, watch, (void *)shift) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return started;
}

bool sauda_watchdog_start(void) {
  pthread_mutex_lock(&lock);
  bool running = prepare();
  if (running && atomic_fetch_add(&watching, 1) == 0 && !start_thread()) {
    atomic_fetch_sub(&watching, 1);
    running = false;
  }
  pthread_mutex_unlock(&lock);
  return running;
}

void sauda_watchdog_stop(void) {
  pthread_mutex_lock(&lock);
  bool last = false;
  if (atomic_load(&watching) > 0) last = atomic_fetch_sub(&watching, 1) == 1;
  pthread_t ended = thread;
  if (last) {
    shift++;  // a new thread may be started before this one has ended
    pthread_cond_broadcast(&wake);
  }
  pthread_mutex_unlock(&lock);
  if (last) pthread_join(ended, NULL);
}

void sauda_wait_for_host(bool waits) {
  watch_slot *slot = thread_slot;
  if (slot == NULL) return;
  atomic_store_explicit(&slot->waits, waits, memory_order_relaxed);
  // Whoever watches this process from outside counts no time of the wait either.
  sauda_beacon *light = atomic_load_explicit(&watch_beacon, memory_order_relaxed);
  bool runs = (atomic_load_explicit(&slot->generation, memory_order_relaxed) & 1) != 0;
  if (light != NULL && runs) light->active = !waits;
}

void sauda_set_beacon(sauda_beacon *light) { atomic_store(&watch_beacon, light); }
