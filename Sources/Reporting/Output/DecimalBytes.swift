import Market

/// Figures as bytes, for the paths where making a `String` would cost too much.
enum DecimalBytes {
  /// Appends a whole number.
  static func append(_ number: Int64, to bytes: inout [UInt8]) {
    write(to: &bytes) { $0.append(number) }
  }

  /// Appends millionths as a decimal with exactly the decimals it has, at least two.
  static func append(micros: Int64, to bytes: inout [UInt8]) {
    write(to: &bytes) { $0.append(micros: micros) }
  }

  /// Appends ISO 8601 in Indian time with milliseconds: `2025-02-11T10:34:43.722+05:30`.
  static func append(_ time: EventTime, to bytes: inout [UInt8]) {
    write(to: &bytes) { $0.append(time) }
  }

  private static func write(to bytes: inout [UInt8], _ value: (inout LineWriter) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: LineWriter.bytesOfValue) { buffer in
      guard let start = buffer.baseAddress else { return }
      var writer = LineWriter(start)
      value(&writer)
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: writer.place - start))
    }
  }
}
