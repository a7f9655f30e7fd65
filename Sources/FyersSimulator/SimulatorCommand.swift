import Glibc
import Recording

/// What `sauda simulate` does: plays a recording as a FYERS-like exchange until it is told to end.
public enum SimulatorCommand {
  /// Runs until SIGINT or SIGTERM; prints `listening on http://HOST:PORT` when it is ready.
  ///
  /// - Parameter options: What is asked for.
  /// - Returns: The exit code: 0, or 64, 65, 74 when it cannot begin.
  public static func run(_ options: SimulatorOptions) -> Int32 {
    // Signals are taken here only: every thread started from now on inherits the mask.
    signal(SIGPIPE, SIG_IGN)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
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
      try server.stop()
      return 0
    } catch {
      LineOutput.standardError("simulate: \(error)")
      return error.exitCode
    }
  }
}
