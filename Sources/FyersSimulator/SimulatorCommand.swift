import Glibc
import Recording

/// What `sauda simulate` does: plays a recording as a FYERS-like exchange until it is told to end.
public enum SimulatorCommand {
  /// Runs until SIGINT, SIGTERM or a lost terminal; prints `listening on http://HOST:PORT` when it is ready.
  ///
  /// - Parameter options: What is asked for.
  /// - Returns: The exit code: 0, or 64, 65, 74 when it cannot begin.
  public static func run(_ options: SimulatorOptions) -> Int32 {
    // Signals are taken here only: every thread started from now on inherits the mask.
    signal(SIGPIPE, SIG_IGN)
    var signals = endSignals()
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    if let problem = problem(options) {
      LineOutput.standardError("simulate: \(problem)")
      return 64
    }
    do throws(RecordingError) {
      let exchange = try SimulatedExchange(options, wall: SystemTime.wall)
      return serve(exchange, signals)
    } catch {
      LineOutput.standardError("simulate: \(error)")
      return error.exitCode
    }
  }

  private static func problem(_ options: SimulatorOptions) -> String? {
    if options.files.isEmpty { return "--ticks: expected at least one file" }
    if options.files.contains("-") {
      return "--ticks: expected files, found -; a recording is read twice"
    }
    if !(0...65_535).contains(options.port) { return "--port: expected 0 to 65535" }
    if !(0...9_000_000_000).contains(options.cash) { return "--cash: expected 0 to 9000000000" }
    var plan = FaultPlan(seed: options.seed)
    for flag in options.faults where !plan.arm(flag: flag) {
      let known = FaultKind.allCases.map(\.rawValue).joined(separator: " ")
      return "--fault: expected NAME or NAME=PROBABILITY, found \(flag); names: \(known)"
    }
    return nil
  }

  private static func serve(_ exchange: sending SimulatedExchange, _ signals: sigset_t) -> Int32 {
    let host = exchange.options.host
    do throws(SimulatorError) {
      let server = try SimulatorServer(exchange)
      LineOutput.standardOutput(
        "listening on http://\(host == "::1" ? "[::1]" : host):\(server.port)")
      var signals = signals
      var number: Int32 = 0
      while sigwait(&signals, &number) != 0 {}
      leaveAtTheNext()
      try server.stop()
      return 0
    } catch {
      LineOutput.standardError("simulate: \(error)")
      return error.exitCode
    }
  }
}

/// The signals that end a simulation.
extension SimulatorCommand {
  /// Those that are taken; a lost terminal (SIGHUP) only where the starter, as `nohup` does, has not said
  /// that it is to be ignored.
  private static func endSignals() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    var terminal = sigaction()
    sigaction(SIGHUP, nil, &terminal)
    // The C library defines SIG_IGN as a pointer of the value 1.
    let handler = unsafeBitCast(terminal.__sigaction_handler.sa_handler, to: Int.self)
    if handler != 1 { sigaddset(&signals, SIGHUP) }
    return signals
  }

  /// Lets the next signal end the process at once, unless it comes within half a second: some programs
  /// send one twice.
  private static func leaveAtTheNext() {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        usleep(500_000)
        var signals = SimulatorCommand.endSignals()
        var none = timespec()
        while sigtimedwait(&signals, nil, &none) > 0 {}
        var number: Int32 = 0
        while sigwait(&signals, &number) != 0 {}
        _exit(128 + number)
      }, nil)
  }
}

/// Why a simulation could not begin or end.
public enum SimulatorError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The options make no sense: exit code 64.
  case usage(String)
  /// An address or a file cannot be used: exit code 74.
  case inputOutput(String)

  /// One line.
  public var description: String {
    switch self {
    case .usage(let text), .inputOutput(let text): text
    }
  }

  /// The exit code.
  public var exitCode: Int32 {
    switch self {
    case .usage: 64
    case .inputOutput: 74
    }
  }
}

/// Whole lines to the standard streams.
enum LineOutput {
  /// A line of data on standard output.
  static func standardOutput(_ line: String) { write(line, to: 1) }

  /// A line for people on standard error.
  static func standardError(_ line: String) { write(line, to: 2) }

  private static func write(_ line: String, to file: Int32) {
    let bytes = Array((line + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      sent += count
    }
  }
}
