// Locks the worker in before it sees the first byte of a script. What is allowed is what an
// interpreter needs that neither reads nor writes a file: memory that cannot be executed, clocks,
// waiting, the watchdog's signal, and the end.
#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "CWorker.h"

/// A crash shall end the process by its own signal; handlers that would write a report need calls
/// that the filter forbids.
static bool let_crashes_end(void) {
  static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGQUIT};
  for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) {
    if (signal(crashes[i], SIG_DFL) == SIG_ERR) return false;
  }
  return true;
}

static uint64_t address_space_in_use(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file == NULL) return 0;
  if (fscanf(file, "%lu", &pages) != 1) pages = 0;
  fclose(file);
  return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static bool limit(int resource, rlim_t value) {
  struct rlimit bound = {value, value}, now;
  if (getrlimit(resource, &now) != 0) return false;
  if (now.rlim_max < value) bound.rlim_cur = bound.rlim_max = now.rlim_max;
  return setrlimit(resource, &bound) == 0;
}

static bool set_limits(uint64_t memory) {
  uint64_t used = address_space_in_use();
  const rlim_t week = 7 * 24 * 3600;
  return used > 0 && limit(RLIMIT_AS, used + memory) && limit(RLIMIT_CPU, week) &&
         limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_MEMLOCK, 0) &&
         limit(RLIMIT_NOFILE, WORKER_DESCRIPTOR) && limit(RLIMIT_NPROC, 0);
}

static bool set_flags(void) {
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
         prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/// Calls that are allowed whatever their arguments.
static const int plain_calls[] = {
    SCMP_SYS(futex),         SCMP_SYS(exit),          SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall),
    SCMP_SYS(brk),           SCMP_SYS(munmap),        SCMP_SYS(mremap),
    SCMP_SYS(madvise),       SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),  SCMP_SYS(getpid),        SCMP_SYS(gettid),
    SCMP_SYS(sched_yield),   SCMP_SYS(getrandom),
    // A thread made just before registers itself when it first runs.
    SCMP_SYS(rseq),          SCMP_SYS(set_robust_list),
};

static bool add_rules(scmp_filter_ctx filter) {
  for (size_t i = 0; i < sizeof plain_calls / sizeof plain_calls[0]; i++) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, plain_calls[i], 0) != 0) return false;
  }
  // Fresh memory only, never a file's, and never to be executed.
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                          SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
         // Signals to this process alone.
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                          SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)) == 0 &&
         // Standard error is /dev/null; a runtime that reports its end may write there.
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                          SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO, 0)) == 0;
}

static bool load_filter(void) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == NULL) return false;
  bool loaded = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
                seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
                add_rules(filter) && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return loaded;
}

int32_t worker_confine(uint64_t memory) {
  // One heap: the allocator looks into /proc before it shrinks any further one.
  mallopt(M_ARENA_MAX, 1);
  if (!let_crashes_end()) return WORKER_NO_SIGNALS;
  if (!set_limits(memory)) return WORKER_NO_LIMITS;
  if (!set_flags()) return WORKER_NO_FLAGS;
  return load_filter() ? WORKER_CONFINED : WORKER_NO_FILTER;
}
