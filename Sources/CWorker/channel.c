// Two lanes of one frame each in shared memory, in strict alternation: look for a while, then sleep
// on a futex.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "CWorker.h"

enum { LINE = 64 };

typedef struct {
  _Alignas(LINE) _Atomic uint32_t number;  // of the frame last posted; the futex
  _Atomic uint32_t asleep;                 // whether the reader of this lane sleeps, or is about to
  _Alignas(LINE) _Atomic uint32_t header;  // length, and the top bit when more frames follow
  _Alignas(LINE) uint8_t bytes[WORKER_FRAME_SIZE];
} lane;

struct worker_channel {
  lane lanes[2];
};

static const uint32_t more_bit = 0x80000000u;

int64_t worker_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

worker_channel *worker_channel_open(int32_t *descriptor) {
  int file = memfd_create("sauda-worker", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return NULL;
  void *memory = MAP_FAILED;
  // Sealed, so that nobody can cut the file and with it kill who reads it.
  if (ftruncate(file, sizeof(worker_channel)) == 0 &&
      fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0) {
    memory = mmap(NULL, sizeof(worker_channel), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  }
  if (memory == MAP_FAILED) {
    close(file);
    return NULL;
  }
  *descriptor = file;
  return memory;
}

worker_channel *worker_channel_attach(int32_t descriptor) {
  struct stat facts;
  void *memory = MAP_FAILED;
  if (fstat(descriptor, &facts) == 0 && facts.st_size == sizeof(worker_channel)) {
    memory = mmap(NULL, sizeof(worker_channel), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  }
  close(descriptor);
  return memory == MAP_FAILED ? NULL : memory;
}

void worker_channel_close(worker_channel *channel) { munmap(channel, sizeof *channel); }

uint8_t *worker_channel_room(worker_channel *channel, int32_t side) {
  return channel->lanes[side].bytes;
}

void worker_post(worker_channel *channel, int32_t side, uint32_t number, uint32_t length, bool more) {
  lane *lane = &channel->lanes[side];
  atomic_store_explicit(&lane->header, length | (more ? more_bit : 0), memory_order_relaxed);
  // Both sequentially consistent: either the reader sees the number before it sleeps, or this side
  // sees that it sleeps.
  atomic_store(&lane->number, number);
  if (atomic_load(&lane->asleep) != 0) {
    (void)syscall(SYS_futex, &lane->number, FUTEX_WAKE, 1, NULL, NULL, 0);
  }
}

void worker_nudge(worker_channel *channel, int32_t side) {
  lane *lane = &channel->lanes[side];
  if (atomic_load_explicit(&lane->asleep, memory_order_relaxed) != 0) {
    (void)syscall(SYS_futex, &lane->number, FUTEX_WAKE, 1, NULL, NULL, 0);
  }
}

static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static inline int32_t judge(uint32_t seen, uint32_t number) {
  if (seen == number) return WORKER_ARRIVED;
  return seen == number - 1 ? WORKER_QUIET : WORKER_CONFUSED;
}

static int32_t look(lane *lane, uint32_t number, int64_t nanoseconds) {
  int32_t found = WORKER_QUIET;
  int64_t end = 0;
  for (uint32_t round = 1;; round++) {
    found = judge(atomic_load_explicit(&lane->number, memory_order_acquire), number);
    if (found != WORKER_QUIET || nanoseconds <= 0) return found;
    relax();
    if (round % 32 != 0) continue;
    int64_t now = worker_monotonic_nanoseconds();
    if (end == 0) end = now + nanoseconds;
    if (now >= end) return WORKER_QUIET;
  }
}

int32_t worker_await(worker_channel *channel, int32_t side, uint32_t number, int64_t spin_nanoseconds,
                     int64_t sleep_nanoseconds) {
  lane *lane = &channel->lanes[side];
  int32_t found = look(lane, number, spin_nanoseconds);
  if (found != WORKER_QUIET || sleep_nanoseconds == 0) return found;
  struct timespec time = {sleep_nanoseconds / 1000000000, sleep_nanoseconds % 1000000000};
  atomic_store(&lane->asleep, 1);
  found = judge(atomic_load(&lane->number), number);
  while (found == WORKER_QUIET) {
    (void)syscall(SYS_futex, &lane->number, FUTEX_WAIT, number - 1,
                  sleep_nanoseconds < 0 ? NULL : &time, NULL, 0);
    found = judge(atomic_load(&lane->number), number);
    // Whoever has a limit looks at it, by whatever it was woken: the other side may wake it for nothing.
    if (sleep_nanoseconds > 0) break;
  }
  atomic_store_explicit(&lane->asleep, 0, memory_order_relaxed);
  return found;
}

int32_t worker_take(worker_channel *channel, int32_t side, uint8_t *into, bool *more) {
  lane *lane = &channel->lanes[side];
  // Read once: the other side may write at any time.
  uint32_t header = atomic_load_explicit(&lane->header, memory_order_relaxed);
  uint32_t length = header & ~more_bit;
  if (length > WORKER_FRAME_SIZE) return -1;
  *more = (header & more_bit) != 0;
  memcpy(into, lane->bytes, length);
  return (int32_t)length;
}
