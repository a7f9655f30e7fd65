// The bare echo that a live session is measured against: the same hops and nothing else. A thread reads the
// frames of a data socket; another takes what waits behind a lock, and for each tick sends a record to a
// process over the channel of Sauda's workers and waits for its answer.
//
//   echo SOCKET SECONDS    the socket is a descriptor, subscribed already; the first second is not counted
//
// Prints nanoseconds from the read of a frame to a tick's answer, and of the parts of this way.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CWorker.h"

enum { spin = 30000, record_size = 96, room = 1 << 20, most = 1 << 22 };
enum { data_frame = 6 };

typedef struct {
  int64_t read_at;
  uint32_t ticks;  // 0: the end
} arrival;

static struct {
  pthread_mutex_t lock;
  pthread_cond_t filled;
  arrival waiting[1 << 16];
  size_t head, count;
  bool is_taker_waiting;
} box = {.lock = PTHREAD_MUTEX_INITIALIZER, .filled = PTHREAD_COND_INITIALIZER};

static int64_t began, length;
static int64_t *whole, *handed, *answered;
static size_t samples;

static void offer(const arrival *arrivals, size_t count) {
  pthread_mutex_lock(&box.lock);
  for (size_t each = 0; each < count; each++) {
    if (box.count == sizeof box.waiting / sizeof *box.waiting) abort();
    box.waiting[(box.head + box.count++) % (sizeof box.waiting / sizeof *box.waiting)] = arrivals[each];
  }
  bool wakes = box.is_taker_waiting;
  box.is_taker_waiting = false;
  pthread_mutex_unlock(&box.lock);
  if (wakes) pthread_cond_signal(&box.filled);
}

static arrival take(void) {
  pthread_mutex_lock(&box.lock);
  while (box.count == 0) {
    box.is_taker_waiting = true;
    pthread_cond_wait(&box.filled, &box.lock);
    box.is_taker_waiting = false;
  }
  arrival first = box.waiting[box.head];
  box.head = (box.head + 1) % (sizeof box.waiting / sizeof *box.waiting);
  box.count--;
  pthread_mutex_unlock(&box.lock);
  return first;
}

// The length of the first frame, and where its payload begins; 0 when it is not whole.
static size_t frame(const uint8_t *bytes, size_t count, size_t *payload) {
  if (count < 2) return 0;
  uint64_t size = bytes[1] & 127;
  *payload = size < 126 ? 2 : size == 126 ? 4 : 10;
  if (count < *payload) return 0;
  if (size >= 126) {
    size = 0;
    for (size_t place = 2; place < *payload; place++) size = size << 8 | bytes[place];
  }
  return count < *payload + size ? 0 : *payload + size;
}

static void *read_frames(void *descriptor) {
  static uint8_t bytes[room];
  size_t held = 0;
  while (worker_monotonic_nanoseconds() < began + length) {
    ssize_t got = recv(*(int *)descriptor, bytes + held, sizeof bytes - held, 0);
    if (got <= 0) break;
    held += (size_t)got;
    arrival together[256];
    size_t count = 0, place = 0, payload = 0, size;
    while (count < 256 && (size = frame(bytes + place, held - place, &payload)) > 0) {
      const uint8_t *message = bytes + place + payload;
      if (size >= payload + 9 && (bytes[place] & 15) == 2 && message[2] == data_frame) {
        together[count++] = (arrival){worker_monotonic_nanoseconds(), (uint32_t)message[7] << 8 | message[8]};
      }
      place += size;
    }
    memmove(bytes, bytes + place, held - place);
    held -= place;
    if (count) offer(together, count);
  }
  offer(&(arrival){0}, 1);
  return NULL;
}

static void answer_for_ever(worker_channel *channel) {
  uint8_t bytes[WORKER_FRAME_SIZE];
  bool more;
  for (uint32_t number = 1;; number++) {
    if (worker_await(channel, WORKER_PARENT, number, spin, -1) != WORKER_ARRIVED) exit(1);
    if (worker_take(channel, WORKER_PARENT, bytes, &more) != record_size) exit(0);
    worker_channel_room(channel, WORKER_CHILD)[0] = bytes[0];
    worker_post(channel, WORKER_CHILD, number, 1, false);
  }
}

static void ask(worker_channel *channel) {
  uint8_t bytes[WORKER_FRAME_SIZE];
  uint32_t number = 0;
  bool more;
  for (arrival next; (next = take()).ticks > 0;) {
    int64_t taken = worker_monotonic_nanoseconds();
    for (uint32_t tick = 0; tick < next.ticks; tick++) {
      int64_t before = worker_monotonic_nanoseconds();
      memset(worker_channel_room(channel, WORKER_PARENT), (int)tick, record_size);
      worker_post(channel, WORKER_PARENT, ++number, record_size, false);
      if (worker_await(channel, WORKER_CHILD, number, spin, -1) != WORKER_ARRIVED) exit(1);
      worker_take(channel, WORKER_CHILD, bytes, &more);
      int64_t now = worker_monotonic_nanoseconds();
      if (samples == most || next.read_at < began + 1000000000) continue;
      whole[samples] = now - next.read_at, handed[samples] = taken - next.read_at;
      answered[samples++] = now - before;
    }
  }
  worker_post(channel, WORKER_PARENT, ++number, 0, false);  // the end
}

static int compare(const void *one, const void *other) {
  int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
  return (a > b) - (a < b);
}

static void show(const char *name, int64_t *times, const char *end) {
  qsort(times, samples, sizeof *times, compare);
  printf("\"%s\": [%lld, %lld]%s", name, (long long)times[samples / 2], (long long)times[samples * 99 / 100], end);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: echo SOCKET SECONDS\n");
    return 64;
  }
  int descriptor = atoi(argv[1]), file;
  length = atoll(argv[2]) * 1000000000;
  whole = malloc(most * sizeof *whole), handed = malloc(most * sizeof *handed);
  answered = malloc(most * sizeof *answered);
  worker_channel *channel = worker_channel_open(&file);
  if (!channel || !whole || !handed || !answered) return 71;
  pid_t child = fork();
  if (child == 0) answer_for_ever(channel);
  began = worker_monotonic_nanoseconds();
  pthread_t reader;
  if (child < 0 || pthread_create(&reader, NULL, read_frames, &descriptor) != 0) return 71;
  ask(channel);
  pthread_join(reader, NULL);
  waitpid(child, NULL, 0);
  if (samples == 0) return 1;
  printf("{\"ticks\": %zu, ", samples);
  show("whole", whole, ", ");
  show("handed", handed, ", ");
  show("answered", answered, "}\n");
  return 0;
}
