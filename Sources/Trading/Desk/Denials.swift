public import Market

/// Requests that were denied: the first one by one, the rest as a number.
struct Denials: Sendable {
  /// Denials that are kept one by one.
  static let kept = 1_000

  /// The first of them.
  private(set) var records: [DenialRecord] = []
  /// How many there are.
  private(set) var count = 0

  /// Whether the next one is kept rather than counted only.
  var keepsNext: Bool { records.count < Self.kept }

  /// Counts one.
  mutating func countNext() { count += 1 }

  /// Adds one, which is kept.
  mutating func add(_ record: DenialRecord) {
    count += 1
    records.append(record)
  }

  /// Takes the last ones back.
  mutating func goBack(to count: Int, kept: Int) {
    self.count = count
    records.removeLast(records.count - kept)
  }
}

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
