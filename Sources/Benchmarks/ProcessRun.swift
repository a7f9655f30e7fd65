import Glibc

/// What a whole process took.
struct ProcessRun {
  /// Seconds of processor time, of all threads and children, in user and kernel.
  var processor: Double
  /// Seconds by the clock.
  var elapsed: Double
  /// The most bytes it held, mapped file pages included.
  var peakBytes: Int

  struct Failed: Error {
    let command: String
    let status: Int32
  }

  /// Runs a program to its end, its output thrown away.
  ///
  /// - Throws: ``Failed`` when it cannot start or does not end with 0.
  static func run(_ command: [String]) throws(Failed) -> ProcessRun {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var pid = pid_t()
    let began = clock()
    let error = posix_spawn(&pid, command[0], &actions, nil, arguments, environ)
    guard error == 0 else { throw Failed(command: command[0], status: error) }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
    guard status == 0 else {
      throw Failed(command: command.joined(separator: " "), status: status)
    }
    return ProcessRun(
      processor: seconds(usage.ru_utime) + seconds(usage.ru_stime), elapsed: clock() - began,
      peakBytes: usage.ru_maxrss * 1_024)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  private static func clock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
