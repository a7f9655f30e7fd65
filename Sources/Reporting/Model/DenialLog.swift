public import Trading

/// The denials of a session: the first ones in full, all of them counted.
public struct DenialLog: Equatable, Sendable {
  /// How many denials had one reason, and the sentence of the first.
  public struct Tally: Equatable, Sendable {
    /// The code.
    public let reason: String
    /// Denials with it.
    public fileprivate(set) var count: Int64
    /// The sentence of the first of them.
    public let firstDetail: String
  }

  /// Denials kept in full; later ones are only counted.
  public static let entryLimit = 1_000

  /// The first denials, oldest first.
  public private(set) var entries: [DenialReport] = []
  /// All denials.
  public private(set) var count: Int64 = 0
  /// Denials that were only counted: their reasons are not known.
  public private(set) var unknownCount: Int64 = 0
  private var tallies: [Tally] = []

  /// An empty log.
  public init() {}

  /// Counts a denial, which is only built when it is kept or is the first of its reason.
  public mutating func add(reason: String, _ entry: @autoclosure () -> DenialReport) {
    count += 1
    let known = tallies.firstIndex { $0.reason == reason }
    if let known { tallies[known].count += 1 }
    guard known == nil || entries.count < Self.entryLimit else { return }
    let entry = entry()
    if known == nil {
      tallies.append(Tally(reason: reason, count: 1, firstDetail: entry.detail))
    }
    if entries.count < Self.entryLimit { entries.append(entry) }
  }

  /// Counts denials of which nothing else is known any more.
  public mutating func count(further more: Int64) {
    count += max(0, more)
    unknownCount += max(0, more)
  }

  /// The reasons, most frequent first; equal counts in the order they first came.
  public var reasons: [Tally] {
    tallies.enumerated()
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map(\.element)
  }

  /// The denials of several logs, one after the other.
  public init(joining logs: [DenialLog]) {
    for log in logs {
      count += log.count
      unknownCount += log.unknownCount
      entries += log.entries.prefix(Self.entryLimit - entries.count)
      for tally in log.tallies {
        if let known = tallies.firstIndex(where: { $0.reason == tally.reason }) {
          tallies[known].count += tally.count
        } else {
          tallies.append(tally)
        }
      }
    }
  }
}

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
