import Market
import Money

/// Price levels around the best bid and ask.
///
/// A recording has the top of the book only; further levels are one increment apart, and their sizes
/// are computed from the tick, so that the same recording always gives the same book.
struct DepthLadder {
  /// One level.
  struct Level: Equatable {
    var price: Int64
    var size: Int64
    var orders: Int64
  }

  private let quote: QuoteState
  private let instrument: SimulatedInstrument

  /// The ladder of a quote.
  init(_ quote: QuoteState, of instrument: SimulatedInstrument) {
    self.quote = quote
    self.instrument = instrument
  }

  /// Bids from the best down.
  func bids(_ count: Int) -> [Level] {
    (0..<count).map { index in
      level(
        quote.tick.bid.micros - Int64(index) * instrument.increment.micros, index: index,
        top: quote.tick.bidQuantity, salt: 17)
    }
  }

  /// Asks from the best up; a locked quote shows its best ask one increment higher.
  func asks(_ count: Int) -> [Level] {
    let step = instrument.increment.micros
    let isLocked = quote.tick.ask.micros == quote.tick.bid.micros
    let best = quote.tick.ask.micros + (isLocked ? step : 0)
    return (0..<count).map { index in
      level(best + Int64(index) * step, index: index, top: quote.tick.askQuantity, salt: 71)
    }
  }

  private func level(_ price: Int64, index: Int, top: Int64, salt: Int64) -> Level {
    let mixed =
      UInt64(bitPattern: quote.count &* 31 &+ Int64(index) &* salt &+ salt)
      &* 0x9E37_79B9_7F4A_7C15
    let size = index == 0 && top >= 0 ? top : Int64(mixed >> 54) + 1
    let orders = max(1, Int64(mixed >> 59))
    guard price > 0 else { return Level(price: 0, size: 0, orders: 0) }
    return Level(
      price: price, size: size * (index == 0 && top >= 0 ? 1 : instrument.lot), orders: orders)
  }
}
