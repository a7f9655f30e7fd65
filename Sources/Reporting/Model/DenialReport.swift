public import Trading

/// One request that the risk gate denied.
public struct DenialReport: Equatable, Sendable {
  /// The code, such as `FUNDS`.
  public var reason: String
  /// The sentence, with the limit and the actual.
  public var detail: String
  /// Which way it would have gone.
  public var side: OrderSide
  /// The instrument.
  public var symbol: String
  /// Units asked for; nil when that was no 64-bit whole number.
  public var quantity: Int64?
  /// The sequence number of the tick; nil before the first.
  public var tick: Int64?
  /// `file.lua:line` of the call; nil when no script asked.
  public var source: String?

  /// A denial from its parts.
  public init(
    reason: String, detail: String, side: OrderSide, symbol: String, quantity: Int64?,
    tick: Int64?, source: String?
  ) {
    self.reason = reason
    self.detail = detail
    self.side = side
    self.symbol = symbol
    self.quantity = quantity
    self.tick = tick
    self.source = source
  }
}
