import Market
import Reporting
import Synchronization

/// What the engine's thread tells the one that started it: whether it came up, and how it ended.
final class SessionOutcome: Sendable {
  /// A session that came up.
  struct Start: Sendable {
    /// Its instruments.
    var table: InstrumentTable
    /// Where it is recorded; nil when it is not.
    var recording: String?
  }

  private let start = Mutex<Result<Start, Stop>?>(nil)
  private let end = Mutex<Result<SessionReport, Stop>?>(nil)
  private let isUp = ThreadSignal()
  private let isOver = ThreadSignal()

  /// Nothing is known yet.
  init() {}

  /// Tells that it came up, or why not.
  func tell(start result: Result<Start, Stop>) {
    start.withLock { $0 = result }
    isUp.notify()
  }

  /// Tells how it ended.
  func tell(end result: Result<SessionReport, Stop>) {
    end.withLock { $0 = result }
    isOver.notify()
  }

  /// Waits until it is up.
  ///
  /// - Throws: Why it is not.
  func started() throws(Stop) -> Start {
    while true {
      isUp.wait()
      if let result = start.withLock({ $0 }) { return try result.get() }
    }
  }

  /// Waits until it is over.
  func finished() -> Result<SessionReport, Stop> {
    while true {
      isOver.wait()
      if let result = end.withLock({ $0 }) { return result }
    }
  }
}
