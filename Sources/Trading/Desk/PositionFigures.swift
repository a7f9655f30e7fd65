public import Market
import Money

/// A position as plain numbers, for those who ask at every tick and read little of it.
///
/// Sums and prices are in millionths; nothing in it counts references or needs memory.
public struct PositionFigures: BitwiseCopyable, Sendable {
  /// Stands for a price or a time that is not there.
  public static let none = Int64.min

  /// Units held, below zero when short.
  public var quantity: Int64 = 0
  /// Exact cost of a long, or value blocked for a short.
  public var cost: Int64 = 0
  /// Unrealized profit at the last price.
  public var unrealized: Int64 = 0
  /// What the trip has realized so far, commission included.
  public var realized: Int64 = 0
  /// Commission the trip has paid so far.
  public var commission: Int64 = 0
  /// The last price, or ``none``.
  public var last = Self.none
  /// The stop in force, or ``none``.
  public var stop = Self.none
  /// The nearest take-profit, or ``none``.
  public var target = Self.none
  /// The best price since the first fill, or ``none``.
  public var best = Self.none
  /// The worst price since the first fill, or ``none``.
  public var worst = Self.none
  /// When the trip began, in milliseconds since 1970, or ``none``.
  public var openedAt = Self.none
  /// Closed bars of the script's first interval since the first fill.
  public var barsHeld: Int64 = 0
  /// The number of the entry's tag among the desk's texts.
  public var tag: TextPool.Index = 0
  /// The first risk of a unit, over ``riskDenominator``.
  public var riskNumerator: Int128 = 0
  /// 0 without a first stop.
  public var riskDenominator: Int64 = 0

  /// Unrealized profit over first risk × units, in millionths; nil without a first stop.
  public var riskMultipleMicros: Int64? {
    guard riskDenominator != 0, riskNumerator > 0 else { return nil }
    let (risk, overflow) = riskNumerator.multipliedReportingOverflow(
      by: Int128(quantity.magnitude))
    let (product, tooLarge) = Int128(unrealized)
      .multipliedReportingOverflow(by: Int128(riskDenominator))
    let (numerator, tooLargeStill) = product.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow, !tooLarge, !tooLargeStill else { return nil }
    return Int64(exactly: roundedHalfAway(numerator, dividedBy: risk))
  }

  /// A flat position of which nothing is known.
  public init() {}
}

extension Desk {
  /// The figures of a position; flat symbols have some too.
  ///
  /// It changes nothing; to call it through a pointer must not copy the desk, hence `mutating`.
  public mutating func figures(of instrument: InstrumentID) -> PositionFigures {
    var figures = PositionFigures()
    guard isKnown(instrument) else { return figures }
    let place = instrument.position
    if book.holdings[place].sequence > 0 { figures.last = book.holdings[place].tick.ltp.micros }
    let position = book.holdings[place].position
    guard position.isOpen else { return figures }
    figures.quantity = position.quantity
    figures.cost = position.cost.micros
    figures.unrealized = position.worth.micros - position.cost.micros
    figures.realized = position.tripRealized.micros
    figures.commission = position.tripCommission.micros
    figures.openedAt = position.openedAt.milliseconds
    if position.best > .zero { figures.best = position.best.micros }
    if position.worst > .zero { figures.worst = position.worst.micros }
    figures.barsHeld = position.barsHeld
    figures.tag = position.tag
    protection.describe(place, isLong: position.isLong, in: &figures)
    return figures
  }

  /// The text of a number that the desk's orders and figures have.
  ///
  /// It changes nothing; see ``figures(of:)``.
  public mutating func text(_ number: TextPool.Index) -> String { texts[number] }
}

extension Protection {
  /// Writes the levels of a symbol, and its first risk; `mutating` as ``isBare(_:)`` is.
  mutating func describe(_ place: Int, isLong: Bool, in figures: inout PositionFigures) {
    if let stop = sets[place].stop { figures.stop = stop.price.micros }
    for index in sets[place].targets.indices {
      let price = sets[place].targets[index].level.price.micros
      let isNearer = isLong ? price < figures.target : price > figures.target
      if index == 0 || isNearer { figures.target = price }
    }
    figures.riskNumerator = sets[place].risk.numerator
    figures.riskDenominator = sets[place].risk.denominator
  }
}
