import Dispatch
import Glibc

/// Ctrl-C, SIGTERM and a lost terminal: the first ends the session in order, the second leaves at once.
final class SignalWatch {
  private var sources: [any DispatchSourceSignal] = []

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Begins to watch.
  ///
  /// - Parameter first: Called at the first signal, on another thread.
  init(_ first: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "sauda.signals")
    let count = SignalCount()
    for number in Self.signals {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if count.isFirst() { first() } else { _exit(128 + number) }
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Watches no more; signals then end the program as usual.
  func stop() {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }
}
