public import Trading

/// A request that the gate denied.
public struct DenialEntry: Equatable, Sendable {
  /// The script's place.
  public var script: Int
  /// The code.
  public var reason: DenialReason
  /// The sentence for people.
  public var detail: String
  /// Which way it would have gone; nil when that is not known.
  public var side: OrderSide?
  /// Of what.
  public var symbol: String
  /// Units; nil when what was asked is no whole number.
  public var quantity: Int64?
  /// `file.lua:line` of the call; empty when no script asked.
  public var source: String

  /// A denial.
  public init(
    script: Int, reason: DenialReason, detail: String, side: OrderSide?, symbol: String,
    quantity: Int64?, source: String
  ) {
    self.script = script
    self.reason = reason
    self.detail = detail
    self.side = side
    self.symbol = symbol
    self.quantity = quantity
    self.source = source
  }
}
