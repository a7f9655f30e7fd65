import Market
import Testing

@testable import Runtime

@Suite("How long a feed is quiet")
struct QuietTimeTests {
  private static let second: Int64 = 1_000_000_000

  private func moment(_ nanoseconds: Int64) -> EventTime { EventTime(nanoseconds: nanoseconds) }

  @Test("Time counts from the last tick on, and not before the first")
  func counts() {
    var quiet = QuietTime(at: moment(0))
    var now: Int64 = 0
    func look(_ ticks: Int64) -> Int64 {
      now += QuietTime.period
      return quiet.look(ticks: ticks, at: moment(now))
    }
    for _ in 0..<100 { #expect(look(0) == 0) }
    #expect(look(3) == 0)
    for number in 1...40 { #expect(look(3) == Int64(number) * QuietTime.period) }
    #expect(look(4) == 0)
    #expect(look(4) == QuietTime.period)
  }

  @Test("A process that stood still has not heard that nothing came")
  func stoodStill() {
    var quiet = QuietTime(at: moment(0))
    #expect(quiet.look(ticks: 1, at: moment(QuietTime.period)) == 0)
    #expect(quiet.look(ticks: 1, at: moment(3_600 * Self.second)) <= 2 * QuietTime.period)
    #expect(quiet.look(ticks: 2, at: moment(3_601 * Self.second)) == 0)
  }
}
