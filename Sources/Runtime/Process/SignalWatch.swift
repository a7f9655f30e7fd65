import CSupervisor
import Dispatch
import Glibc
import Synchronization

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

/// Tells the first of several signals from the rest.
private final class SignalCount: Sendable {
  private let hasCome = Atomic(false)

  /// None yet.
  init() {}

  /// Whether this is the first.
  func isFirst() -> Bool { !hasCome.exchange(true, ordering: .relaxed) }
}

/// SIGINT and SIGTERM, taken by asking instead of by a handler.
///
/// It must be made before any other thread is: threads inherit what is blocked.
struct StopSignals {
  private let signals: sigset_t

  /// Holds the signals back from now on.
  init() {
    signal(SIGPIPE, SIG_IGN)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signals = set
  }

  /// Waits for a signal, but not for long; whether one came.
  func arrived(withinMilliseconds milliseconds: Int) -> Bool {
    var set = signals
    var wait = timespec(
      tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
    return sigtimedwait(&set, nil, &wait) > 0
  }
}
