public import Market
public import Money

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
