import CSupervisor
import Dispatch
import Glibc
import Synchronization

/// Ctrl-C, SIGTERM and a lost terminal: the first ends a verb in order, one that comes later at once.
///
/// A terminal that was told to be lost without harm (`nohup`) stays so. The signals are watched until the
/// process is gone: one that came while the last lines are written would lose them.
final class SignalWatch {
  private var sources: [any DispatchSourceSignal] = []

  /// Begins to watch.
  ///
  /// - Parameter first: Called at the first signal, on another thread.
  init(_ first: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "sauda.signals")
    let wishes = EndWishes()
    for number in [SIGINT, SIGTERM, SIGHUP]
    where number != SIGHUP || !supervisor_ignores(number) {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        switch wishes.take(at: supervisor_monotonic_nanoseconds()) {
        case .inOrder: first()
        case .again: break
        case .atOnce: _exit(128 + number)
        }
      }
      source.resume()
      sources.append(source)
    }
  }
}

/// What signals to end say, one after the other.
///
/// Some programs send a signal twice, as `timeout` of GNU does: to a program and to its group. So only one
/// that comes half a second after the first is the wish to leave at once.
final class EndWishes: Sendable {
  /// What a signal says.
  enum Wish: Equatable {
    /// End in order.
    case inOrder
    /// The same as the one just before.
    case again
    /// Leave at once.
    case atOnce
  }

  /// Nanoseconds from the first signal to one that is a wish of its own.
  static let patience: Int64 = 500_000_000

  private let began = Mutex<Int64?>(nil)

  /// None yet.
  init() {}

  /// What the next signal says.
  ///
  /// - Parameter now: Nanoseconds of the monotonic clock.
  /// - Returns: The wish.
  func take(at now: Int64) -> Wish {
    began.withLock { began in
      guard let first = began else {
        began = now
        return .inOrder
      }
      return now - first < Self.patience ? .again : .atOnce
    }
  }
}
