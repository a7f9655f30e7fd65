import Market

/// The numbers that ids are made of: counters, and chance where the real ids look like chance.
struct OrderNumbers: Sendable {
  private var orders: Int64 = 0
  private var trades: Int64 = 0
  private var random: SeededRandom

  /// Numbers from a seed.
  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// An order id: the date and eight digits.
  mutating func order(at time: EventTime) -> String {
    orders += 1
    let digits = String(orders)
    return IndianClockText.sixDigitDate(time)
      + String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
  }

  /// The exchange's own number of an order.
  mutating func exchangeOrder() -> String { String(1_100_000_000_000_000 + orders) }

  /// The exchange's number of a trade.
  mutating func trade() -> String {
    trades += 1
    return String(6_000_000 + trades)
  }

  /// The broker's own id.
  mutating func fyersID() -> String { random.uuid() }
}
