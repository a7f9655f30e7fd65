import Market
import Synchronization
import Testing

@testable import Fyers

@Suite("The machine's time")
struct LiveClockTests {
  private final class Wall: Sendable {
    private let hour: Atomic<Int64>

    init(hour: Int64) { self.hour = Atomic(hour) }

    func set(hour: Int64) { self.hour.store(hour, ordering: .relaxed) }

    var time: EventTime {
      EventTime(nanoseconds: hour.load(ordering: .relaxed) * 3_600 * EventTime.nanosecondsPerSecond)
    }
  }

  private func hour(of time: EventTime) -> Int64 {
    time.nanoseconds / (3_600 * EventTime.nanosecondsPerSecond)
  }

  @Test("market hours follow a machine's clock that is set forward, and waits do not")
  func forward() {
    let wall = Wall(hour: 100)
    let clock = LiveClock { wall.time }
    #expect(hour(of: clock.timeOfDay()) == 100)
    wall.set(hour: 105)
    #expect(hour(of: clock.timeOfDay()) == 105)
    #expect(hour(of: clock.now()) == 100)
  }

  @Test("neither goes along with a clock that is set back")
  func back() {
    let wall = Wall(hour: 100)
    let clock = LiveClock { wall.time }
    wall.set(hour: 95)
    #expect(hour(of: clock.timeOfDay()) == 100)
    #expect(hour(of: clock.now()) == 100)
  }

  @Test("a clock that starts at a given time knows no machine's clock")
  func given() {
    let clock = LiveClock(startingAt: Wall(hour: 7).time)
    #expect(hour(of: clock.timeOfDay()) == 7)
  }
}
