/// Protection as asked for, on an entry or later; keys left out are nil and change nothing.
public struct ProtectionRequest: Hashable, Codable, Sendable {
  /// One take-profit and the share of the position it sells.
  public struct Target: Hashable, Codable, Sendable {
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
  public struct Trail: Hashable, Codable, Sendable {
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
  public struct Breakeven: Hashable, Codable, Sendable {
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
  public enum TimeExit: Hashable, Codable, Sendable {
    /// Seconds after the first fill.
    case after(seconds: Int64)
    /// A second of the day in India.
    case at(secondOfDay: Int64)
  }

  /// A rule of the script that manages the exit.
  public struct Rule: Hashable, Codable, Sendable {
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

/// A protective level as asked for: a price, or a distance from the average price.
public enum LevelRequest: Hashable, Codable, Sendable {
  /// A price.
  case price(RequestedPrice)
  /// A distance, anchored on the average fill price.
  case distance(Distance)

  /// Whether it needs a first stop to mean anything.
  public var needsRisk: Bool {
    guard case .distance(let distance) = self else { return false }
    return distance.needsRisk
  }
}

/// A distance from a price, with its unit; all in thousand-millionths and above zero.
public enum Distance: Hashable, Codable, Sendable {
  /// Per cent of the anchor: 600,000,000 is 0.6 %.
  case percent(nanos: Int64)
  /// Rupees.
  case points(nanos: Int64)
  /// Price increments.
  case increments(nanos: Int64)
  /// Multiples of the position's first risk.
  case riskMultiples(nanos: Int64)

  /// Whether it needs a first stop to mean anything.
  public var needsRisk: Bool {
    guard case .riskMultiples = self else { return false }
    return true
  }
}

/// The answer to a change of protection.
public enum ProtectionVerdict: Equatable, Sendable {
  /// It will be done when the callback returns.
  case accepted
  /// It will not, for a business reason.
  case denied(Denial)
  /// It makes no sense; the script host raises the sentence as an error.
  case misuse(String)
}
