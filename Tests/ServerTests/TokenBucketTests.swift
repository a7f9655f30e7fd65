import Testing

@testable import Server

@Suite("The limit of requests over time")
struct TokenBucketTests {
  @Test("a burst passes at once, then one for each interval, and a rest fills it again")
  func burstThenRate() {
    var bucket = TokenBucket(rate: 10, burst: 3)
    let times: [Int64] = [0, 0, 0, 0, 0, 99_999_999, 100_000_000, 100_000_001]
    let passed = times.map { bucket.take(at: $0) }
    #expect(passed == [true, true, true, false, false, false, true, false])
    let later = (0..<4).map { _ in bucket.take(at: 60_000_000_000) }
    #expect(later == [true, true, true, false])
  }
}
