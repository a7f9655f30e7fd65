// A wall clock that is set while a program runs, for that program alone: preloaded, it adds the nanoseconds
// in the file that MACHINE_CLOCK names to everything that tells or waits for the time of day. The clocks
// that nobody sets, and file times, stay as they are.
//
// The file is mapped before the program begins, so that a process which may open nothing later goes along.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { BILLION = 1000000000 };

static const volatile int64_t *shift_of_all;

__attribute__((constructor)) static void map_shift(void) {
  const char *path = getenv("MACHINE_CLOCK");
  if (path == NULL) return;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) shift_of_all = mapped;
  close(file);
}

static struct timespec moved(struct timespec time, int direction) {
  int64_t shift = shift_of_all != NULL ? *shift_of_all * direction : 0;
  int64_t fraction = time.tv_nsec + shift % BILLION;
  time.tv_sec += shift / BILLION;
  if (fraction < 0) {
    time.tv_sec--;
    fraction += BILLION;
  } else if (fraction >= BILLION) {
    time.tv_sec++;
    fraction -= BILLION;
  }
  time.tv_nsec = fraction;
  return time;
}

/// A moment to wait for, as the machine counts it. No machine has been up for the thirty years that a
/// moment of a clock that nobody sets would need to look like a time of day.
static struct timespec awaited(const struct timespec *moment) {
  return moment->tv_sec > BILLION ? moved(*moment, -1) : *moment;
}

/// The function of that name that would be called without this library, in the version that is linked
/// against today: the plain lookup may give one of 2002.
static void *real(const char *name, const char *version) {
  void *found = dlvsym(RTLD_NEXT, name, version);
  return found != NULL ? found : dlsym(RTLD_NEXT, name);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*next)(clockid_t, struct timespec *);
  if (next == NULL) next = real("clock_gettime", "GLIBC_2.17");
  int status = next != NULL ? next(clock, time) : (int)syscall(SYS_clock_gettime, clock, time);
  if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI)) {
    *time = moved(*time, 1);
  }
  return status;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t *into) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (into != NULL) *into = now.tv_sec;
  return now.tv_sec;
}

int timespec_get(struct timespec *time, int base) {
  return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, time) == 0 ? base : 0;
}

int pthread_cond_timedwait(
    pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
    const struct timespec *restrict moment) {
  static int (*next)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
  if (next == NULL) next = real("pthread_cond_timedwait", "GLIBC_2.3.2");
  struct timespec deadline = awaited(moment);
  return next(condition, mutex, &deadline);
}

int pthread_cond_clockwait(
    pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, clockid_t clock,
    const struct timespec *restrict moment) {
  static int (*next)(pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *);
  if (next == NULL) next = real("pthread_cond_clockwait", "GLIBC_2.34");
  struct timespec deadline = awaited(moment);
  return next(condition, mutex, clock, &deadline);
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict moment) {
  static int (*next)(pthread_mutex_t *, const struct timespec *);
  if (next == NULL) next = real("pthread_mutex_timedlock", "GLIBC_2.34");
  struct timespec deadline = awaited(moment);
  return next(mutex, &deadline);
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict moment) {
  static int (*next)(sem_t *, const struct timespec *);
  if (next == NULL) next = real("sem_timedwait", "GLIBC_2.34");
  struct timespec deadline = awaited(moment);
  return next(semaphore, &deadline);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *moment, struct timespec *rest) {
  static int (*next)(clockid_t, int, const struct timespec *, struct timespec *);
  if (next == NULL) next = real("clock_nanosleep", "GLIBC_2.17");
  struct timespec deadline = flags & TIMER_ABSTIME ? awaited(moment) : *moment;
  return next(clock, flags, &deadline, rest);
}

int timerfd_settime(int timer, int flags, const struct itimerspec *set, struct itimerspec *before) {
  static int (*next)(int, int, const struct itimerspec *, struct itimerspec *);
  if (next == NULL) next = real("timerfd_settime", "GLIBC_2.8");
  struct itimerspec wanted = *set;
  if (flags & TFD_TIMER_ABSTIME) wanted.it_value = awaited(&set->it_value);
  return next(timer, flags, &wanted, before);
}
