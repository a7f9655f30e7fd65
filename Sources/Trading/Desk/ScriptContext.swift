import Market
import Money

/// What a callback of the script asks for, until it returns: staged, then carried out or rolled back.
struct ScriptContext: Sendable {
  /// What a callback asked for and its return will carry out.
  enum Staged: Sendable {
    /// Send an approved order.
    case order(StagedOrder)
    /// Take an order back.
    case cancel(index: Int)
    /// Let the newest change of a working order go on its way; the rest is what the order held before.
    case modify(index: Int, hold: Amount, heldUnits: Int64)
    /// Change a position's protection, as asked for at a place in ``protections``.
    ///
    /// The request itself would need references counted for every order that is staged and sent.
    case protect(InstrumentID, request: Int)
    /// Remove a position's protection.
    case unprotect(InstrumentID)

    /// The order that it sends; nil when it sends none.
    var order: StagedOrder? {
      guard case .order(let order) = self else { return nil }
      return order
    }
  }

  /// What was staged in one callback, taken to be carried out.
  struct Batch: Sendable {
    /// In the order asked.
    var actions: [Staged] = []
    /// The requests that ``Staged/protect(_:request:)`` is about.
    var protections: [ProtectionRequest] = []
  }

  /// Something to tell the script once its callback has returned.
  enum News: Sendable {
    case order(index: Int)
    case fill(Fill)
    case position(PositionView, PositionChange)

    /// The callback that tells it.
    var call: ScriptCall {
      switch self {
      case .order(let index): .order(index: index)
      case .fill(let fill): .fill(fill)
      case .position(let view, let change): .position(view, change)
      }
    }
  }

  /// What a callback that fails is rolled back to.
  struct Checkpoint: Sendable {
    var orderCount = 0
    var lastNumber: Int32 = 0
    var denials: Denials.Mark
    var dayEntries: Int64 = 0
  }

  /// Requests of one tick, all callbacks together, that are taken.
  static let requestsPerTick = 10_000

  /// Whether the script's callbacks run; false after a failure.
  var isRunning = true
  /// How the script failed; nil while it runs.
  var failure: ScriptFailure?
  /// Whether the script listens to news of its orders.
  var hearsNews = true
  /// Whether rules may be asked within a run of ticks.
  var runsRules = false
  /// Requests of this tick so far.
  var requests = 0
  /// In the order asked.
  var staged: [Staged] = []
  /// The requests that ``Staged/protect(_:request:)`` is about.
  private var protections: [ProtectionRequest] = []
  /// Denials of the running callback, written down when it returns.
  var denials: [Decision] = []
  /// Orders taken back in the callback that asked for them.
  var cancelledBeforeSending: [Int] = []
  /// What the script is to be told, in order.
  var news: [News] = []
  /// What the running callback goes back to if it fails; nil while it has asked for nothing.
  var checkpoint: Checkpoint?

  /// Whether a callback left nothing to do.
  @inline(__always)
  var isQuiet: Bool { staged.isEmpty && denials.isEmpty && news.isEmpty && checkpoint == nil }

  /// Whether it has asked for more at this tick than is taken.
  @inline(__always)
  var hasTooManyRequests: Bool { requests > Self.requestsPerTick }

  /// Counts a request; whether it is one too many.
  @inline(__always)
  mutating func countRequest() -> Bool {
    requests += 1
    return requests > Self.requestsPerTick
  }

  /// How a callback ended, judged by what it asked for as well: one request too many is a failure,
  /// whatever the script made of the refusal.
  @inline(__always)
  func judged(_ outcome: CallOutcome, in callback: @autoclosure () -> String) -> CallOutcome {
    guard requests > Self.requestsPerTick else { return outcome }
    if case .failed = outcome { return outcome }
    return .failed(
      ScriptFailure(
        kind: .error, callback: callback(), message: Denial.tooManyRequests.detail))
  }

  /// Stages a change of a position's protection.
  mutating func stage(_ request: ProtectionRequest, of instrument: InstrumentID) {
    staged.append(.protect(instrument, request: protections.count))
    protections.append(request)
  }

  /// Takes what is staged, in order, leaving nothing.
  mutating func takeStaged() -> Batch {
    var batch = Batch()
    swap(&batch.actions, &staged)
    swap(&batch.protections, &protections)
    return batch
  }

  /// Gives the room of a batch back, when nothing else was staged meanwhile.
  mutating func reuse(_ batch: consuming Batch) {
    cancelledBeforeSending.removeAll(keepingCapacity: true)
    guard staged.isEmpty else { return }
    batch.actions.removeAll(keepingCapacity: true)
    swap(&batch.actions, &staged)
  }

  /// Forgets whatever was staged.
  mutating func forgetStaged() {
    staged.removeAll(keepingCapacity: true)
    if !protections.isEmpty { protections.removeAll() }
    denials.removeAll(keepingCapacity: true)
  }
}
