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
      let began = now()
      try body()
      times.append((now() - began) / Double(operations))
    }
    return median(times)
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let last = sorted.last else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + min(sorted[middle], last)) / 2
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
