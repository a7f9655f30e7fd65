public import Market
public import Money

/// What is held of one symbol, with exact totals; flat when the quantity is zero.
public struct Position: Codable, Sendable {
  /// Units held, below zero when short.
  public internal(set) var quantity: Int64 = 0
  /// Cost of a long, value blocked for a short.
  public internal(set) var cost: Amount = .zero
  /// What it adds to the portfolio at the mark.
  public internal(set) var worth: Amount = .zero
  /// The number of the trip from flat, from 1.
  public internal(set) var trip: Int64 = 0
  /// What the trip has realized so far, commission included.
  public internal(set) var tripRealized: Amount = .zero
  /// Commission of the trip so far.
  public internal(set) var tripCommission: Amount = .zero
  /// When the trip began.
  public internal(set) var openedAt = EventTime(nanoseconds: 0)
  /// The tick number at which the trip began; protection looks from the next on.
  public internal(set) var openedSequence: Int64 = 0
  /// Best price since the first fill, of those that protection watches; zero before the first.
  public internal(set) var best: Price = .zero
  /// Worst price since the first fill, of those that protection watches; zero before the first.
  public internal(set) var worst: Price = .zero
  /// The tag of the entry, pooled.
  public internal(set) var tag: TextPool.Index = 0
  /// Closed bars of the script's first interval since the first fill.
  public internal(set) var barsHeld: Int64 = 0
  /// How it is financed: as the order that opened it.
  public internal(set) var product = Product.intraday

  /// Whether units are held.
  @inline(__always)
  public var isOpen: Bool { quantity != 0 }
  /// Whether the units are a long.
  @inline(__always)
  public var isLong: Bool { quantity > 0 }
  /// Units, without sign.
  @inline(__always)
  public var size: Int64 { quantity < 0 ? -quantity : quantity }

  /// Begins the next trip from flat; what it holds is not known yet.
  ///
  /// - Parameters:
  ///   - clock: When.
  ///   - sequence: The number of the tick.
  ///   - price: The price that protection watches; zero when nobody quotes it.
  ///   - tag: The entry's label, pooled.
  ///   - product: How it is financed.
  mutating func begin(
    at clock: EventTime, sequence: Int64, price: Price, tag: TextPool.Index, product: Product
  ) {
    let number = trip + 1
    self = Position()
    trip = number
    openedAt = clock
    openedSequence = sequence
    best = price
    worst = price
    self.tag = tag
    self.product = product
  }

  /// Is flat again; only the number of the trip stays.
  mutating func end() {
    let number = trip
    self = Position()
    trip = number
  }

  /// The worth of a position at a mark.
  ///
  /// - Throws: ``MoneyError/overflow``.
  @inline(__always)
  static func worth(quantity: Int64, cost: Amount, mark: Price) throws(MoneyError) -> Amount {
    if quantity >= 0 { return try mark.value(of: quantity) }
    // A short's worth is 2 × blocked + mark × quantity (quantity below zero).
    return try cost.adding(cost).adding(mark.value(of: quantity))
  }

  /// Values the position at a last price, and moves the ledger with it.
  ///
  /// - Throws: ``MoneyError/overflow``; position and ledger are then unchanged.
  @inline(__always)
  mutating func mark(at ltp: Price, in ledger: inout Ledger) throws(MoneyError) {
    let worth = try Self.worth(quantity: quantity, cost: cost, mark: ltp)
    try ledger.mark(by: worth.subtracting(self.worth))
    self.worth = worth
  }

  /// Takes a price that protection watches among the best and the worst; zero is none.
  @inline(__always)
  mutating func follow(_ price: Price) {
    guard price > .zero else { return }
    if best == .zero || (isLong ? price > best : price < best) { best = price }
    if worst == .zero || (isLong ? price < worst : price > worst) { worst = price }
  }

  /// Values the position at the last price of each of its ticks, in order, as if each had come alone.
  ///
  /// The fall from a peak depends on all of them.
  ///
  /// - Parameters:
  ///   - ticks: Ticks of its symbol.
  ///   - ledger: Moves with it.
  ///   - isFollowed: Whether last prices are what protection watches.
  ///   - marked: How many of the ticks counted; fewer than there are when it throws.
  /// - Throws: ``MoneyError/overflow``; position and ledger are then as after the tick before.
  mutating func mark(
    at ticks: Span<Tick>, in ledger: inout Ledger, isFollowed: Bool, marked: inout Int
  ) throws(MoneyError) {
    // All that a tick needs is in registers; which end of the range is the best one, is not its matter.
    let isLong = isLong
    var (high, low, last, count) = (isLong ? best : worst, isLong ? worst : best, worth, 0)
    defer {
      (worth, marked) = (last, count)
      if isFollowed { (best, worst) = (isLong ? high : low, isLong ? low : high) }
    }
    let fixed = isLong ? .zero : try cost.adding(cost)
    while count < ticks.count {
      let ltp = ticks[count].ltp
      let worth = try fixed.adding(ltp.value(of: quantity))
      try ledger.mark(by: worth.subtracting(last))
      last = worth
      high = max(high, ltp)
      low = min(low, ltp)
      count += 1
    }
  }
}

/// How a fill changed a position; the word scripts see.
public enum PositionChange: String, Sendable {
  /// From flat.
  case opened
  /// Grew.
  case increased
  /// Shrank, but is still open.
  case reduced
  /// To flat.
  case closed
}
