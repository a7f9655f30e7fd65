/// Which way an order goes.
public enum OrderSide: UInt8, Sendable, CaseIterable {
  /// Takes units for cash.
  case buy
  /// Gives units for cash.
  case sell

  /// The word of reports and scripts: `BUY` or `SELL`.
  public var text: String { self == .buy ? "BUY" : "SELL" }

  /// The other way.
  public var opposite: OrderSide { self == .buy ? .sell : .buy }
}
