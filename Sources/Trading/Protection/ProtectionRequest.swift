/// Protection as asked for, on an entry or later; keys left out are nil and change nothing.
public struct ProtectionRequest: Hashable, Sendable {
  /// One take-profit and the share of the position it sells.
  public struct Target: Hashable, Sendable {
    /// The level.
    public var level: LevelRequest
    /// The share in thousand-millionths, above zero; 1,000,000,000 is all.
    public var shareNanos: Int64

    /// A target.
    public init(level: LevelRequest, shareNanos: Int64 = 1_000_000_000) {
      self.level = level
      self.shareNanos = shareNanos
    }
  }

  /// A trailing stop.
  public struct Trail: Hashable, Sendable {
    /// How far behind the best price the stop stays.
    public var by: Distance
    /// How far the best price must be from the average before it starts; nil: at once.
    public var after: Distance?
    /// The smallest move of the stop; nil: any.
    public var step: Distance?

    /// A trailing stop.
    public init(by: Distance, after: Distance? = nil, step: Distance? = nil) {
      self.by = by
      self.after = after
      self.step = step
    }
  }

  /// A stop that moves to the average price once the position has earned something.
  public struct Breakeven: Hashable, Sendable {
    /// How far the last price must be from the average.
    public var after: Distance
    /// How far beyond the average the stop goes; nil: on it.
    public var offset: Distance?

    /// A breakeven stop.
    public init(after: Distance, offset: Distance? = nil) {
      self.after = after
      self.offset = offset
    }
  }

  /// When a position ends whatever its price.
  public enum TimeExit: Hashable, Sendable {
    /// Seconds after the first fill.
    case after(seconds: Int64)
    /// A second of the day in India.
    case at(secondOfDay: Int64)
  }

  /// A rule of the script that manages the exit.
  public struct Rule: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its arguments, encoded by the script host.
    public var arguments: [UInt8]

    /// An attached rule.
    public init(name: String, arguments: [UInt8] = []) {
      self.name = name
      self.arguments = arguments
    }
  }

  /// The stop-loss.
  public var stopLoss: LevelRequest?
  /// The take-profits; nil: unchanged.
  public var targets: [Target]?
  /// The trailing stop.
  public var trail: Trail?
  /// The breakeven stop.
  public var breakeven: Breakeven?
  /// The time exit.
  public var timeExit: TimeExit?
  /// The rule.
  public var rule: Rule?
  /// Whether the stop may move against the position.
  public var allowsWidening: Bool
  /// Where it was asked: `file.lua:12`.
  public var source: String

  /// A request that changes nothing yet.
  public init(
    stopLoss: LevelRequest? = nil, targets: [Target]? = nil, trail: Trail? = nil,
    breakeven: Breakeven? = nil, timeExit: TimeExit? = nil, rule: Rule? = nil,
    allowsWidening: Bool = false, source: String = ""
  ) {
    self.stopLoss = stopLoss
    self.targets = targets
    self.trail = trail
    self.breakeven = breakeven
    self.timeExit = timeExit
    self.rule = rule
    self.allowsWidening = allowsWidening
    self.source = source
  }

  /// Whether any level is a multiple of the first risk.
  public var needsRisk: Bool {
    targets?.contains { $0.level.needsRisk } ?? false
      || (stopLoss?.needsRisk ?? false)
      || [trail?.by, trail?.after, trail?.step, breakeven?.after, breakeven?.offset]
        .contains { $0?.needsRisk ?? false }
  }
}
