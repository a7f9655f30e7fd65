import Market
import Money

extension Tick {
  /// Whether its bid is above its ask; never when nobody quotes on one of the sides.
  @inline(__always)
  var isCrossed: Bool { bid > ask && ask > .zero }

  /// A number whose sign bit says whether a quote is crossed, found without a branch.
  ///
  /// It is when the ask is below the bid and above zero. Of a negative side it says nothing.
  @inline(__always)
  static func crossed(bid: Int64, ask: Int64) -> Int64 { (ask &- bid) & (0 &- ask) }
}
