// Running a session in a supervised child: the few system calls Swift cannot make by itself.
#ifndef CSUPERVISOR_H
#define CSUPERVISOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// fork(2). Call it before any thread is started. The child dies when its parent does.
/// From here on neither leaves a core file, or a report of its own when it crashes.
pid_t supervisor_fork(void);

/// Zeroed memory shared between the process and its later children; NULL when there is none.
void *supervisor_shared_memory(size_t length);

/// Waits until the child ends or `milliseconds` have passed.
/// Returns 1 and sets *status (of waitpid) when it ended, 0 when time passed, -1 on error.
int supervisor_wait(pid_t child, int milliseconds, int *status);

/// Nanoseconds of CLOCK_MONOTONIC.
int64_t supervisor_monotonic_nanoseconds(void);

/// Passes SIGINT and SIGTERM that this process receives on to the child (SIGINT from a terminal
/// reaches both anyway and is only survived here).
void supervisor_forward_signals(pid_t child);

/// Whether this process ignores a signal; what its starter ignored, as nohup does SIGHUP, it inherits.
bool supervisor_ignores(int signal);

/// The peak resident size of this process in bytes.
int64_t supervisor_peak_memory(void);

/// A file without a name in a folder that lies on a disk, open for reading and writing; -1 when the
/// folder takes none, or is memory itself.
int supervisor_nameless_file(const char *folder);

/// Ends the process at once, without running exit handlers.
void supervisor_exit(int code) __attribute__((noreturn));

/// A unix socket that is not bound; -1 when there is none.
int unix_socket_make(void);

/// Binds a socket to a path of any length where nothing is yet, for its owner alone. Returns 0 or an error.
int unix_socket_bind(int socket, const char *path);

/// Connects a socket to the one bound to a path of any length. Returns 0 or an error.
int unix_socket_connect(int socket, const char *path);

/// Takes a caller, whose socket does not block; -1 when there is none.
int unix_socket_accept(int listener);

/// Whether the process at the other end is this user's, or the system's.
bool unix_socket_peer_is_trusted(int socket);

/// Two ends of a pipe that no other program inherits. Returns 0 or an error.
int unix_socket_wake_pipe(int ends[2]);

bool supervisor_exited(int status, int *code);
bool supervisor_signaled(int status, int *signal);

#endif
