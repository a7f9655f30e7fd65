public import Market
public import Money

/// What the trips from flat to flat of a book come to, as exact sums.
///
/// A session may have millions of trips, and statistics need no more of them than this.
public struct TradeTally: Equatable, Codable, Sendable {
  /// Trips from flat to flat.
  public private(set) var count: Int64 = 0
  /// Those that made money.
  public private(set) var wins: Int64 = 0
  /// Those that lost money; one that ended at exactly zero is neither.
  public private(set) var losses: Int64 = 0
  /// What the winners made, in millionths.
  public private(set) var gainedMicros: Int128 = 0
  /// What the losers lost, in millionths, zero or positive.
  public private(set) var lostMicros: Int128 = 0
  /// Nanoseconds from the first to the last fill, over all trips.
  public private(set) var heldNanoseconds: Int128 = 0

  /// No trips.
  public init() {}

  /// What they made together, in millionths.
  public var netMicros: Int128 { gainedMicros - lostMicros }

  /// Counts a trip.
  mutating func append(_ trade: TradeResult) {
    count += 1
    let micros = Int128(trade.realized.micros)
    if micros > 0 {
      wins += 1
      gainedMicros += micros
    } else if micros < 0 {
      losses += 1
      lostMicros -= micros
    }
    heldNanoseconds += Int128(trade.closedAt.nanoseconds) - Int128(trade.openedAt.nanoseconds)
  }

  /// Counts the trips of another book.
  public mutating func add(_ other: TradeTally) {
    count += other.count
    wins += other.wins
    losses += other.losses
    gainedMicros += other.gainedMicros
    lostMicros += other.lostMicros
    heldNanoseconds += other.heldNanoseconds
  }
}

/// A trip from flat to flat.
public struct TradeResult: Equatable, Sendable {
  /// Of what.
  public let instrument: InstrumentID
  /// The sum of its orders' realized profit.
  public let realized: Amount
  /// The first fill.
  public let openedAt: EventTime
  /// The last fill.
  public let closedAt: EventTime

  /// A trip.
  public init(
    instrument: InstrumentID = InstrumentID(index: 0), realized: Amount, openedAt: EventTime,
    closedAt: EventTime
  ) {
    self.instrument = instrument
    self.realized = realized
    self.openedAt = openedAt
    self.closedAt = closedAt
  }
}
