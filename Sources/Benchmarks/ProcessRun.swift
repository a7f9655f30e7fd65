import Glibc

/// What a whole process took, and what it printed.
struct ProcessRun {
  /// Seconds of processor time, of all threads and children, in user and kernel.
  var processor: Double
  /// Seconds by the clock.
  var elapsed: Double
  /// The most bytes it held, mapped file pages included.
  var peakBytes: Int
  /// What it printed.
  var output: String

  struct Failed: Error {
    let command: String
    let reason: String
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - command: The program and its arguments.
  ///   - hushed: Whether what it says on stderr is thrown away.
  /// - Returns: What it took and printed.
  /// - Throws: ``Failed`` when it cannot start or does not end with 0.
  static func run(_ command: [String], hushed: Bool = false) throws(Failed) -> ProcessRun {
    func failed(_ reason: String) -> Failed {
      Failed(command: command.joined(separator: " "), reason: reason)
    }
    var name = Array("/tmp/sauda-bench-XXXXXX".utf8CString)
    let file = name.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard file >= 0 else { throw failed("no temporary file") }
    unlink(name)
    defer { close(file) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, file, STDOUT_FILENO)
    if hushed {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    defer { posix_spawn_file_actions_destroy(&actions) }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var pid = pid_t()
    let began = Measure.clock()
    let error = posix_spawn(&pid, command[0], &actions, nil, arguments, environ)
    guard error == 0 else { throw failed("error \(error)") }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
    let elapsed = Measure.clock() - began
    guard status == 0 else { throw failed("status \(status)") }
    return ProcessRun(
      processor: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      elapsed: elapsed, peakBytes: usage.ru_maxrss * 1_024, output: contents(of: file))
  }

  private static func contents(of file: Int32) -> String {
    let size = Int(lseek(file, 0, SEEK_END))
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, pread(file, buffer.baseAddress, size, 0))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  /// The first number of a name in the JSON it printed.
  ///
  /// - Parameter name: The name.
  /// - Returns: Its digits as they stand there.
  /// - Throws: ``Failed`` when there is none.
  func number(_ name: String) throws(Failed) -> Double {
    let text = Array(output.utf8)
    let key = Array("\"\(name)\": ".utf8)
    for start in text.indices.dropLast(key.count) where text[start...].starts(with: key) {
      let digits = text[(start + key.count)...].prefix { "-0123456789.".utf8.contains($0) }
      if let value = Double(String(decoding: digits, as: UTF8.self)) { return value }
    }
    throw Failed(command: name, reason: "not in what was printed")
  }

  /// The first list of a name in the JSON it printed.
  ///
  /// - Parameter name: The name.
  /// - Returns: What stands between its brackets; it holds no other list.
  /// - Throws: ``Failed`` when there is none.
  func list(_ name: String) throws(Failed) -> String {
    let text = Array(output.utf8)
    let key = Array("\"\(name)\": [".utf8)
    for start in text.indices.dropLast(key.count) where text[start...].starts(with: key) {
      var isText = false
      let rest = text[(start + key.count)...].prefix { byte in
        if byte == UInt8(ascii: "\"") { isText.toggle() }
        return isText || byte != UInt8(ascii: "]")
      }
      return String(decoding: rest, as: UTF8.self)
    }
    throw Failed(command: name, reason: "not in what was printed")
  }
}
