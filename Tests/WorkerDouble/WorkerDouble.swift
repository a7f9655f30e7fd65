import CWorker
import Glibc
import Worker

/// A worker that does what its arguments say, word by word: honest work, or any kind of lie.
///
///     honest           be a worker of the product
///     say:HEX          send these bytes as a frame
///     await            wait for a frame
///     post:NUMBER:LENGTH   publish a frame out of turn or of a wrong length
///     repeat:HEX       send these bytes again and again, after each answer
///     more:LENGTH      send frames of a message that never ends
///     confine          lock the process in
///     hang             do nothing for ever
///     stir             wake the engine for ever, with nothing to say
///     exit:CODE, die:SIGNAL
///     try:CALL         make a system call that a worker has no business making
@main
struct WorkerDouble {
  private let channel: OpaquePointer
  private var said: UInt32 = 0
  private var heard: UInt32 = 0

  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.first == "honest" { WorkerProgram.run() }
    guard let channel = worker_channel_attach(Int32(WORKER_DESCRIPTOR)) else { exit(64) }
    var double = WorkerDouble(channel: channel)
    for word in words {
      let parts = word.split(separator: ":", maxSplits: 1)
      double.act(parts[0], parts.count > 1 ? parts[1] : "")
    }
  }

  private init(channel: OpaquePointer) { self.channel = channel }

  private mutating func act(_ verb: Substring, _ value: Substring) {
    switch verb {
    case "say": say(Self.bytes(value))
    case "await": listen()
    case "post":
      let numbers = value.split(separator: ":").compactMap { UInt32($0) }
      worker_post(channel, Int32(WORKER_CHILD), numbers[0], numbers[1], false)
    case "repeat":
      let frame = Self.bytes(value)
      while true {
        say(frame)
        listen()
      }
    case "more":
      let frame = [UInt8](repeating: 0, count: Int(value) ?? 0)
      while true {
        say(frame, more: true)
        listen()
      }
    case "confine": if worker_confine(1 << 30) != Int32(WORKER_CONFINED) { exit(77) }
    case "hang": while true { pause() }
    case "stir": while true { worker_nudge(channel, Int32(WORKER_CHILD)) }
    case "exit": exit(Int32(value) ?? 1)
    case "die":
      // Swift's runtime would write a report first.
      signal(Int32(value) ?? SIGKILL, SIG_DFL)
      kill(getpid(), Int32(value) ?? SIGKILL)
    case "try": Self.attempt(value)
    default: exit(66)
    }
  }

  private mutating func say(_ frame: [UInt8], more: Bool = false) {
    if let room = worker_channel_room(channel, Int32(WORKER_CHILD)) {
      for (place, byte) in frame.enumerated() { room[place] = byte }
    }
    said += 1
    worker_post(channel, Int32(WORKER_CHILD), said, UInt32(frame.count), more)
  }

  private mutating func listen() {
    heard += 1
    _ = worker_await(channel, Int32(WORKER_PARENT), heard, 0, -1)
  }

  private static func bytes(_ hexadecimal: Substring) -> [UInt8] {
    var digits = hexadecimal
    var bytes: [UInt8] = []
    while let byte = UInt8(digits.prefix(2), radix: 16) {
      bytes.append(byte)
      digits = digits.dropFirst(2)
    }
    return bytes
  }

  private static func attempt(_ call: Substring) {
    switch call {
    case "open": _ = open("/etc/passwd", O_RDONLY)
    case "write": _ = write(1, "x", 1)
    case "read":
      var byte: UInt8 = 0
      _ = read(0, &byte, 1)
    case "socket": _ = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    case "execve":
      var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
      _ = execv("/bin/true", &arguments)
    case "process":
      var child: pid_t = 0
      var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
      _ = posix_spawn(&child, "/bin/true", nil, nil, &arguments, nil)
    case "kill": _ = kill(getppid(), SIGTERM)
    case "executable":
      _ = mmap(nil, 4_096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    case "limits":
      var limit = rlimit()
      _ = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    default: exit(66)
    }
  }
}
