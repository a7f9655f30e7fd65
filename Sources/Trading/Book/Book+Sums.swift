import Market
import Money

/// Sums over what is held, O(symbols).
///
/// Functions of the type's: asked of a book, they would be given a copy of all of it, which an order would pay
/// though it needs none of them.
extension Book {
  /// What marks outside of continuous trading add to the portfolio, in millionths.
  static func marksOutside(of declared: [InstrumentID], _ holdings: [Holding]) -> Int128 {
    declared.reduce(0) { sum, symbol in
      let holding = holdings[symbol.position]
      guard holding.position.isOpen, let mark = holding.openMark else { return sum }
      let units = Int128(holding.position.quantity)
      return sum + (Int128(holding.tick.ltp.micros) - Int128(mark.micros)) * units
    }
  }

  /// What the shorts that lose have lost, in millionths.
  static func lossOfShorts(among declared: [InstrumentID], _ holdings: [Holding]) -> Int128 {
    declared.reduce(0) { sum, symbol in
      let position = holdings[symbol.position].position
      guard position.quantity < 0, position.worth < position.cost else { return sum }
      return sum + Int128(position.cost.micros) - Int128(position.worth.micros)
    }
  }
}
