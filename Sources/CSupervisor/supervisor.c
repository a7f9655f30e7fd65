#define _GNU_SOURCE
#include "CSupervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// A crash ends the process by its own signal, at once. Swift's handlers would start a debugger that
/// writes what the memory holds to stderr, and takes longer than the parent waits.
static void let_crashes_end(void) {
  static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGQUIT};
  struct rlimit none = {0, 0};
  for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) signal(crashes[i], SIG_DFL);
  setrlimit(RLIMIT_CORE, &none);
}

pid_t supervisor_fork(void) {
  pid_t parent = getpid();
  let_crashes_end();  // before there is a child that could crash
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have died between fork and prctl.
    if (getppid() != parent) _exit(70);
  }
  return child;
}

void *supervisor_shared_memory(size_t length) {
  void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

int supervisor_wait(pid_t child, int milliseconds, int *status) {
  // A process file descriptor becomes readable the moment the process ends; without one (an old
  // kernel) the child is asked for in short steps.
  static int descriptor = -2;
  if (descriptor == -2) descriptor = (int)syscall(SYS_pidfd_open, child, 0);
  if (descriptor >= 0) {
    struct pollfd poller = {.fd = descriptor, .events = POLLIN};
    (void)poll(&poller, 1, milliseconds);
  } else {
    struct timespec pause = {0, 2000000};
    (void)nanosleep(&pause, NULL);
  }
  pid_t ended = waitpid(child, status, WNOHANG);
  if (ended == child) return 1;
  if (ended == 0 || errno == EINTR) return 0;
  return -1;
}

int64_t supervisor_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static volatile pid_t forwarded_child;

static void forward(int number) {
  // kill is async-signal-safe.
  if (forwarded_child > 0) kill(forwarded_child, number);
}

void supervisor_forward_signals(pid_t child) {
  forwarded_child = child;
  struct sigaction action = {.sa_handler = forward, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(SIGTERM, &action, NULL);
  signal(SIGINT, SIG_IGN);
}

bool supervisor_ignores(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int64_t supervisor_peak_memory(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (int64_t)usage.ru_maxrss * 1024;
}

int supervisor_nameless_file(const char *folder) {
  struct statfs system;
  if (statfs(folder, &system) != 0 || system.f_type == TMPFS_MAGIC) return -1;
  // A file that may not grow is an error of the call that lets it, not the end of the process.
  signal(SIGXFSZ, SIG_IGN);
  int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  // Some file systems only know files with names.
  char path[PATH_MAX];
  int length = snprintf(path, sizeof path, "%s/sauda-XXXXXX", folder);
  if (length < 0 || (size_t)length >= sizeof path) return -1;
  file = mkostemp(path, O_CLOEXEC);
  if (file >= 0) unlink(path);
  return file;
}

void supervisor_exit(int code) { _exit(code); }

bool supervisor_exited(int status, int *code) {
  if (!WIFEXITED(status)) return false;
  *code = WEXITSTATUS(status);
  return true;
}

bool supervisor_signaled(int status, int *signal) {
  if (!WIFSIGNALED(status)) return false;
  *signal = WTERMSIG(status);
  return true;
}
