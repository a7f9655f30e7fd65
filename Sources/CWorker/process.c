// Makes and ends worker processes. Between fork and exec only async-signal-safe calls are made: the
// parent has threads.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CWorker.h"

enum { NOT_RUN = 127, LOWEST_SPARE = 10 };

static void close_from(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0) return;
#endif
  long most = sysconf(_SC_OPEN_MAX);
  for (long file = first; file < most; file++) close((int)file);
}

/// What an exec would carry over and the worker shall not have.
static void forget_signals(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigset_t none;
  for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void become(const char *program, const char *const arguments[], pid_t parent,
                             int nothing, int channel) {
  char *const environment[] = {NULL};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(NOT_RUN);  // it died between fork and prctl
  setsid();  // Ctrl-C on the terminal is for the parent alone
  forget_signals();
  for (int file = 0; file < WORKER_DESCRIPTOR; file++) {
    if (dup2(nothing, file) < 0) _exit(NOT_RUN);
  }
  if (dup2(channel, WORKER_DESCRIPTOR) < 0) _exit(NOT_RUN);
  close_from(WORKER_DESCRIPTOR + 1);
  execve(program, (char *const *)arguments, environment);
  _exit(NOT_RUN);
}

pid_t worker_spawn(const char *program, const char *const arguments[], int32_t descriptor) {
  // Copies beyond the places they go to, so that no dup2 overwrites what the next one needs.
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  int null = nothing < 0 ? -1 : fcntl(nothing, F_DUPFD_CLOEXEC, LOWEST_SPARE);
  int channel = fcntl(descriptor, F_DUPFD_CLOEXEC, LOWEST_SPARE);
  pid_t worker = -1;
  if (null >= 0 && channel >= 0) {
    pid_t parent = getpid();
    worker = fork();
    if (worker == 0) become(program, arguments, parent, null, channel);
  }
  if (nothing >= 0) close(nothing);
  if (null >= 0) close(null);
  if (channel >= 0) close(channel);
  return worker;
}

bool worker_has_ended(pid_t worker, bool wait, int32_t *status) {
  int found = 0;
  pid_t ended;
  do {
    ended = waitpid(worker, &found, wait ? 0 : WNOHANG);
  } while (ended < 0 && errno == EINTR);
  if (ended == 0) return false;
  // Without a status (somebody else took it) the worker is gone all the same.
  *status = ended == worker ? found : 0;
  return true;
}

int32_t worker_signal(int32_t status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

int32_t worker_exit_code(int32_t status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

void worker_kill(pid_t worker) { (void)kill(worker, SIGKILL); }

_Noreturn void worker_leave(int32_t code) { _exit(code); }
