#define _GNU_SOURCE
#include "CSupervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int unix_socket_make(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

/// The address of a path. One that is too long for an address is reached through its folder, which the
/// system knows by a number while it is open: *folder is to be closed then. Returns 0 or an error.
static int address_of(const char *path, struct sockaddr_un *address, int *folder) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  *folder = -1;
  if (strlen(path) < sizeof address->sun_path) {
    strcpy(address->sun_path, path);
    return 0;
  }
  char parent[4096];
  const char *slash = strrchr(path, '/');
  if (slash == NULL || (size_t)(slash - path) + 2 > sizeof parent) return ENAMETOOLONG;
  memcpy(parent, path, slash - path + 1);
  parent[slash - path + 1] = 0;
  *folder = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (*folder < 0) return errno;
  int length = snprintf(
      address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d%s", *folder, slash);
  return length < (int)sizeof address->sun_path ? 0 : ENAMETOOLONG;
}

int unix_socket_bind(int socket, const char *path) {
  struct sockaddr_un address;
  int folder;
  int error = address_of(path, &address, &folder);
  // The mode of a socket that has no path yet is the one its path gets: at no moment may others use it.
  if (error == 0 && fchmod(socket, 0600) != 0) error = errno;
  if (error == 0 && bind(socket, (struct sockaddr *)&address, sizeof address) != 0) error = errno;
  if (folder >= 0) close(folder);
  return error;
}

int unix_socket_connect(int socket, const char *path) {
  struct sockaddr_un address;
  int folder;
  int error = address_of(path, &address, &folder);
  if (error == 0 && connect(socket, (struct sockaddr *)&address, sizeof address) != 0)
    error = errno;
  if (folder >= 0) close(folder);
  return error;
}

int unix_socket_accept(int listener) {
  return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

bool unix_socket_peer_is_trusted(int socket) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == geteuid() || peer.uid == 0;
}

int unix_socket_wake_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }
