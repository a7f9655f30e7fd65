/// What may be wrong with the ticks of a run, gathered without a branch a tick.
///
/// The sign bits gather faults: prices below 1, a volume below 0, quantities below -1, and time going
/// backwards.
struct TickChecks {
  /// The time of the last tick.
  private(set) var latest: Int64
  /// Ticks whose bid is above their ask.
  private(set) var crossed: Int64 = 0

  private var faults = SIMD2<Int64>.zero
  private var backwards: Int64 = 0

  /// Checks of ticks that follow an entry of this time.
  @inline(__always)
  init(after time: Int64) { latest = time }

  /// Whether nothing was wrong with any.
  var areGood: Bool { faults[0] | faults[1] | backwards >= 0 }

  /// Looks at the part of a tick that every record has.
  ///
  /// - Parameters:
  ///   - time: Its time.
  ///   - quote: Its bid and ask.
  ///   - trade: Its ltp and volume.
  @inline(__always)
  mutating func add(time: Int64, quote: SIMD2<Int64>, trade: SIMD2<Int64>) {
    faults |= (quote &- SIMD2(repeating: 1)) | (trade &- SIMD2(1, 0))
    backwards |= time &- latest
    crossed &-= (quote[1] &- quote[0]) &>> 63
    latest = time
  }

  /// Looks at the optional quantities of a tick.
  @inline(__always)
  mutating func add(quantities: SIMD2<Int64>, _ others: SIMD2<Int64>) {
    let ones = SIMD2<Int64>(repeating: 1)
    faults |= (quantities & (quantities &+ ones)) | (others & (others &+ ones))
  }
}
