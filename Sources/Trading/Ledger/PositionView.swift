public import Market
public import Money

/// A position as callbacks see it; flat symbols have one too.
public struct PositionView: Equatable, Sendable {
  /// Of what.
  public var instrument: InstrumentID
  /// Units held, below zero when short.
  public var quantity: Int64 = 0
  /// Exact cost of a long, or value blocked for a short.
  public var cost: Amount = .zero
  /// The last price; nil before the first tick.
  public var lastPrice: Price?
  /// Unrealized profit at the last price.
  public var unrealized: Amount = .zero
  /// What the trip from flat has realized so far, commission included.
  public var realized: Amount = .zero
  /// Commission the trip has paid so far.
  public var commission: Amount = .zero
  /// The stop in force.
  public var stop: Price?
  /// The nearest take-profit.
  public var target: Price?
  /// When the trip began.
  public var openedAt: EventTime?
  /// The best last price since the first fill.
  public var best: Price?
  /// The worst last price since the first fill.
  public var worst: Price?
  /// Profit in millionths of the first risk; nil without a first stop.
  public var riskMultipleMicros: Int64?
  /// The tag of the entry.
  public var tag: String = ""
  /// Closed bars of the script's first interval since the first fill.
  public var barsHeld: Int64 = 0
  /// The number of the trip, which tells one position in a symbol from the next.
  public var trip: Int64 = 0

  /// A flat position.
  public init(instrument: InstrumentID) { self.instrument = instrument }
}
