public import Market

/// A denied request, for reports.
public struct DenialRecord: Equatable, Sendable {
  /// The refusal.
  public let denial: Denial
  /// Which way.
  public let side: OrderSide
  /// Of what.
  public let instrument: InstrumentID
  /// Units asked for; nil when that was no 64-bit whole number.
  public let quantity: Int64?
  /// The number of the tick.
  public let sequence: Int64
  /// Where it was asked.
  public let source: String

  /// The code.
  public var reason: DenialReason { denial.reason }
  /// The sentence.
  public var detail: String { denial.detail }
}
