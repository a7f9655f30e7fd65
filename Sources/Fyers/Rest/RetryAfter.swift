/// The wait that a 429 reply tells in its headers.
enum RetryAfter {
  /// The longest wait believed: one hour.
  static let longestNanoseconds: Int64 = 3_600_000_000_000

  /// The wait in nanoseconds: the longer of `Retry-After` (whole seconds) and `X-Retry-After-Ms`.
  ///
  /// Nil when neither is a number; the date form of `Retry-After` is not used by this broker.
  static func nanoseconds(_ headers: [HTTPCall.Header]) -> Int64? {
    var longest: Int64?
    for header in headers {
      let unit: Int64
      switch header.name.lowercased() {
      case "retry-after": unit = 1_000_000_000
      case "x-retry-after-ms": unit = 1_000_000
      default: continue
      }
      guard let count = Int64(header.value), count >= 0 else { continue }
      let (wait, overflow) = count.multipliedReportingOverflow(by: unit)
      longest = max(longest ?? 0, overflow ? longestNanoseconds : min(wait, longestNanoseconds))
    }
    return longest
  }
}
