import Market
public import Money

/// The value of an account of several desks: at each tick, and at the end of each date.
///
/// The desks' own falls do not add up to the account's, because they come at different times. A tick's
/// marks, of all desks, count as one value; what is dealt at it follows.
public struct AccountTally: Codable, Sendable {
  /// What the desks are worth together, in millionths.
  private var value: Int128
  /// The highest value, and the largest fall from one.
  public private(set) var extremes: ValueExtremes
  /// The values at the end of each Indian date on which a declared symbol ticked.
  public private(set) var dailyValues: [Amount] = []
  /// Ticks of the session when the date under way began.
  private var ticksAtDayStart: Int64 = 0

  /// The tally of an account of which nothing is known but what it begins with.
  init(initial: [Amount]) {
    value = initial.reduce(0) { $0 + Int128($1.micros) }
    extremes = ValueExtremes(Amount(micros: Int64(clamping: value)))
  }

  /// What the account is worth; held at the ends of the range.
  private var amount: Amount { Amount(micros: Int64(clamping: value)) }

  /// Takes the changes of one tick, or of one due moment, of one desk after the other.
  mutating func take(_ moves: inout [Book.ValueMove]) {
    for move in moves {
      value += Int128(move.delta)
      extremes.follow(amount)
    }
    moves.removeAll(keepingCapacity: true)
  }

  /// Adds changes that happen together with others; ``follow()`` ends them.
  mutating func add(_ moves: inout [Book.ValueMove]) {
    for move in moves { value += Int128(move.delta) }
    moves.removeAll(keepingCapacity: true)
  }

  /// Adds one change that happens together with others.
  mutating func add(_ delta: Int64) { value += Int128(delta) }

  /// Counts what the account is worth now.
  mutating func follow() { extremes.follow(amount) }

  /// Ends an Indian date.
  ///
  /// - Parameter ticks: Ticks of declared symbols so far.
  mutating func endDay(ticks: Int64) {
    if ticks > ticksAtDayStart { dailyValues.append(amount) }
    ticksAtDayStart = ticks
  }
}
