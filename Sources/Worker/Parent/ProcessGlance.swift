import Glibc

/// What the kernel says of a process at one moment: whether it wants to run, and how long it has run.
struct ProcessGlance {
  /// Whether it waits for a processor or a disk, rather than for somebody, or stopped.
  let isKeptWaiting: Bool
  /// Processor time it has had, in nanoseconds, to the hundredth of a second.
  let processorNanoseconds: Int64

  /// Looks at a process; nil when there is nothing to see.
  init?(_ id: pid_t) {
    let file = open("/proc/\(id)/stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1_024)
    let count = read(file, &bytes, bytes.count)
    // The name, in brackets, may hold anything; the fields behind it are separated by blanks.
    guard count > 0, let end = bytes[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = bytes[(end + 1)..<count].split(separator: UInt8(ascii: " "))
    // After the name come the state, and as the 12th and 13th the user's and the system's time.
    guard fields.count > 12, let state = fields[0].first,
      let user = Int64(String(decoding: fields[11], as: UTF8.self)),
      let system = Int64(String(decoding: fields[12], as: UTF8.self))
    else { return nil }
    isKeptWaiting = state == UInt8(ascii: "R") || state == UInt8(ascii: "D")
    let perSecond = max(1, Int64(sysconf(Int32(_SC_CLK_TCK))))
    processorNanoseconds = (user &+ system) &* (1_000_000_000 / perSecond)
  }
}
