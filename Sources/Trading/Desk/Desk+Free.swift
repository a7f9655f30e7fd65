public import Market

extension Desk {
  /// Units of a symbol that can be sold, or bought back, now: what is held less what exits that are under
  /// way hold of it; zero or more.
  public func freeQuantity(_ instrument: InstrumentID) -> Int64 {
    guard isKnown(instrument) else { return 0 }
    let place = instrument.position
    return max(0, book.holdings[place].position.size - orders.loads[place].exits)
  }
}
