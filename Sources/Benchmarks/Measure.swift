import Glibc

/// Times pieces of work by the processor time of this thread.
enum Measure {
  /// The median nanoseconds of one operation.
  ///
  /// - Parameters:
  ///   - operations: How many operations one call of `body` does.
  ///   - rounds: How often it is called.
  ///   - body: The work.
  /// - Returns: Nanoseconds of processor time.
  /// - Throws: What `body` throws.
  static func nanoseconds<Failure: Error>(
    operations: Int, rounds: Int = 5, _ body: () throws(Failure) -> Void
  ) throws(Failure) -> Double {
    var times: [Double] = []
    for _ in 0..<rounds {
      let began = seconds(CLOCK_THREAD_CPUTIME_ID)
      try body()
      times.append((seconds(CLOCK_THREAD_CPUTIME_ID) - began) * 1e9 / Double(operations))
    }
    return median(times)
  }

  /// The middle one of some values; 0 of none.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Seconds on a clock that only goes forward.
  static func clock() -> Double { seconds(CLOCK_MONOTONIC) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// The lines of the table.
enum Row {
  static func heading(_ text: String) { print("\n\(text)") }

  /// One measured thing: its cost, and how it compares with what it is held against.
  static func show(_ name: String, _ cost: String, _ note: String = "") {
    let padding = String(repeating: " ", count: max(1, 46 - name.count))
    let left = String(repeating: " ", count: max(1, 14 - cost.count))
    print("  \(name)\(padding)\(left)\(cost)  \(note)")
    fflush(nil)
  }

  /// Nanoseconds with one decimal.
  static func nanoseconds(_ value: Double) -> String { "\(tenths(value)) ns" }

  /// A whole number.
  static func whole(_ value: Double) -> String { "\(Int(value.rounded()))" }

  /// A ratio with two decimals.
  static func ratio(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// A number with one decimal.
  static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
