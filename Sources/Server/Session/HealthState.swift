public import Market

/// Whether a session is fit to trade.
public struct HealthState: Sendable, Equatable {
  /// In one word; the raw value is the word of the API.
  public enum Status: String, Sendable, CaseIterable {
    /// Prices are fresh, or given by hand, and orders are taken.
    case ok
    /// The feed has not delivered yet.
    case starting
    /// Prices are too old to enter on.
    case stale
    /// The feed is down.
    case disconnected
    /// Something is wrong that does not mend itself, such as a script that has failed or a recording that
    /// ended; ``HealthState/problems`` says what.
    case degraded
    /// The session ends.
    case stopping
  }

  /// The word.
  public var status: Status
  /// What is let through.
  public var mode: OperatorMode
  /// Where prices come from: `manual`, `fyers`, `fyers-json`.
  public var feed: String
  /// Where orders go: `paper`.
  public var broker: String
  /// When the last price came; nil before the first.
  public var lastTick: EventTime?
  /// Whole seconds since the session began.
  public var uptimeSeconds: Int64
  /// What is wrong, a sentence each, with names; empty when nothing is that a person must see to.
  public var problems: [String]

  /// A state from its parts.
  public init(
    status: Status, mode: OperatorMode, feed: String, broker: String, lastTick: EventTime?,
    uptimeSeconds: Int64, problems: [String] = []
  ) {
    self.status = status
    self.mode = mode
    self.feed = feed
    self.broker = broker
    self.lastTick = lastTick
    self.uptimeSeconds = uptimeSeconds
    self.problems = problems
  }

  /// Whether `/health` answers 200.
  public var isReady: Bool { status == .ok }
}
