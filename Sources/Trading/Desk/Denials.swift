public import Market

/// Requests that were denied: the first one by one, the rest as a number.
struct Denials: Codable, Sendable {
  /// Denials that are kept one by one.
  static let kept = 1_000

  /// The first of them.
  private(set) var records: [DenialRecord] = []
  /// How many there are.
  private(set) var count = 0
  /// How many of them were entries whose last price was too old.
  private(set) var staleCount = 0

  /// How many there were at a moment.
  struct Mark: Sendable {
    fileprivate let count: Int
    fileprivate let kept: Int
    fileprivate let stale: Int
  }

  /// How many there are now.
  var mark: Mark { Mark(count: count, kept: records.count, stale: staleCount) }

  /// Counts one; only the first ones are kept.
  mutating func add(_ denial: Denial, record: () -> DenialRecord) {
    count += 1
    if denial.reason == .staleFeed { staleCount += 1 }
    if records.count < Self.kept { records.append(record()) }
  }

  /// Takes the last ones back.
  mutating func goBack(to mark: Mark) {
    count = mark.count
    staleCount = mark.stale
    records.removeLast(records.count - mark.kept)
  }
}

/// A denied request, for reports.
public struct DenialRecord: Equatable, Codable, Sendable {
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
