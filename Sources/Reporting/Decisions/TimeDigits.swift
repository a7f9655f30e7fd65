import Market

/// The digits of the last event time, in nanoseconds: what one event decides shares them.
///
/// Nineteen digits are a tenth of what a decision costs, and an order that fills at once is two.
struct TimeDigits {
  private var time: EventTime?
  private var bytes = SIMD32<UInt8>.zero
  private var count = 0

  /// Writes a time's nanoseconds since 1970; thirty-two bytes are written, however few count.
  @inline(__always)
  mutating func write(_ moment: EventTime, to writer: inout LineWriter) {
    if moment != time { know(moment) }
    writer.append(bytes, count: count)
  }

  private mutating func know(_ moment: EventTime) {
    time = moment
    count = withUnsafeMutableBytes(of: &bytes) { bytes in
      guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var writer = LineWriter(start)
      writer.append(moment.nanoseconds)
      return writer.place - start
    }
  }
}
