import Market

extension Tick {
  /// Whether a narrow record holds all the tick says: none of its optional quantities is known.
  @inline(__always)
  var hasOnlyQuote: Bool {
    // -1 has all bits set, and so has only it.
    lastQuantity & bidQuantity & askQuantity & openInterest == Tick.unknown
  }
}
