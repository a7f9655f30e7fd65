public import Market
public import Money

/// The protection of one position after a change, as far as people and other programs read it.
///
/// What a session goes on from is the snapshot.
public struct ProtectionEntry: Equatable, Sendable {
  /// A take-profit and the units it sells.
  public struct Target: Equatable, Sendable {
    /// Where it fires.
    public var price: Price
    /// Units it sells.
    public var quantity: Int64

    /// A target.
    public init(price: Price, quantity: Int64) {
      self.price = price
      self.quantity = quantity
    }
  }

  /// The script's place.
  public var script: Int
  /// Of what.
  public var symbol: String
  /// The stop in force.
  public var stop: Price?
  /// What set the stop: `stop_loss`, `trailing`; empty without one.
  public var stopKind: String
  /// `file.lua:line` that set the stop; empty without one.
  public var stopSource: String
  /// When the position ends whatever its price.
  public var timeExit: EventTime?
  /// The rule that manages it; empty without one.
  public var rule: String
  /// The rule's arguments, encoded by the script host.
  public var arguments: [UInt8]
  /// What the rule returned that caused the change, for people; empty without.
  public var answer: String
  /// The take-profits in force, in their order.
  public var targets: [Target]

  /// Protection; without more, none.
  public init(
    script: Int, symbol: String, stop: Price? = nil, stopKind: String = "",
    stopSource: String = "", timeExit: EventTime? = nil, rule: String = "",
    arguments: [UInt8] = [], answer: String = "", targets: [Target] = []
  ) {
    self.script = script
    self.symbol = symbol
    self.stop = stop
    self.stopKind = stopKind
    self.stopSource = stopSource
    self.timeExit = timeExit
    self.rule = rule
    self.arguments = arguments
    self.answer = answer
    self.targets = targets
  }
}
