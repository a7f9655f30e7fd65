public import Market
public import Money

/// The protection of one position: one set, one-cancels-other.
///
/// It holds levels only; the desk looks at them each tick and sells.
public struct ProtectiveSet: Codable, Sendable {
  /// One take-profit and what it sells.
  struct Target: Codable, Sendable {
    var level: ProtectiveLevel
    /// The share asked for, in thousand-millionths.
    var shareNanos: Int64
    /// Units it sells.
    var quantity: Int64
    /// Whether it sells all that is left once it is the only one.
    var takesRest: Bool
  }

  /// A trailing stop at work.
  struct Trail: Codable, Sendable {
    var by: Distance
    var after: Distance?
    var step: Distance?
    /// The best price from which it moves the stop; nil: from the start.
    var activation: Price?
    var source: TextPool.Index
  }

  /// A breakeven stop that has not moved yet.
  struct Breakeven: Codable, Sendable {
    var after: Distance
    var offset: Distance?
    var activation: Price
    var stop: Price
    var source: TextPool.Index
  }

  /// The stop in force.
  public internal(set) var stop: ProtectiveLevel?
  var targets: [Target] = []
  var trail: Trail?
  var breakeven: Breakeven?
  /// When the position ends whatever its price.
  public internal(set) var timeExit: EventTime?
  var timeExitSource: TextPool.Index = 0
  /// The rule that manages it.
  public internal(set) var rule: ProtectionRequest.Rule?
  /// Tells the rule from others of the desk without a look at its texts; 0: there is none.
  var ruleMark: Int64 = 0
  /// The first risk.
  var risk = Risk()

  /// No protection.
  public init() {}

  /// The target that would fire first.
  public func nearestTarget(isLong: Bool) -> Price? {
    let prices = targets.map(\.level.price)
    return isLong ? prices.min() : prices.max()
  }

  /// The take-profits in force, with the units each sells of a position of this size.
  public func takeProfits(of size: Int64) -> [(price: Price, quantity: Int64)] {
    var left = size
    return targets.enumerated().map { place, target in
      let takesRest = target.takesRest && place == targets.count - 1
      let quantity = takesRest ? left : min(left, target.quantity)
      left -= quantity
      return (target.level.price, quantity)
    }
  }
}

/// A stop or target in force.
public struct ProtectiveLevel: Equatable, Codable, Sendable {
  /// What set it.
  public enum Kind: Codable, Sendable {
    /// A stop-loss, also one set by a rule or by breakeven.
    case stopLoss
    /// A trailing stop.
    case trailing
    /// A take-profit.
    case takeProfit
  }

  /// Where it fires.
  public var price: Price
  /// What set it, which is the reason of the exit.
  public var kind: Kind
  /// Where it was set, pooled.
  public var source: TextPool.Index
}
