import Fyers
import Market
import Money
import Testing

@testable import Runtime

@Suite("Event time of a live session")
struct SessionTimeTests {
  private static let second: Int64 = 1_000_000_000

  private static func time(_ nanoseconds: Int64) -> EventTime {
    EventTime(nanoseconds: nanoseconds)
  }

  private static func tick(received: Int64, exchange: Int64?, readAt: Int64 = 0) -> FeedTick {
    FeedTick(
      tick: Tick(
        time: time(received), instrument: InstrumentID(index: 0),
        bid: Price(micros: 1), ask: Price(micros: 1), ltp: Price(micros: 1)),
      exchangeTime: exchange.map { time($0) }, readAt: readAt)
  }

  @Test("On the market it begins with the time of day and goes on by the boot-time clock")
  func market() {
    var time = SessionTime(followsExchange: false, wall: Self.time(50), boot: 7)
    #expect(time.hasBegun)
    #expect(time.now(boot: 7) == Self.time(50))
    #expect(time.now(boot: 27) == Self.time(70))
    #expect(time.monotonic(of: Self.time(75), boot: 28, monotonic: 100) == 104)
  }

  @Test("A tick has the moment at which it was read, by the same clock, and not before what was")
  func ticks() {
    var time = SessionTime(followsExchange: false, wall: Self.time(100), boot: 0)
    // Whatever the time of reception says by another clock.
    let tick = Self.tick(received: 9_999, exchange: 1, readAt: 55)
    #expect(time.time(of: tick, boot: 40, monotonic: 60) == Self.time(135))
    #expect(time.now(boot: 41) == Self.time(141))
    let late = Self.tick(received: 0, exchange: nil, readAt: 20)
    #expect(time.time(of: late, boot: 42, monotonic: 62) == Self.time(141))
  }

  @Test("A wall clock that is set forward takes it along, once")
  func forward() {
    var time = SessionTime(followsExchange: false, wall: Self.time(0), boot: 0)
    let second = Self.second
    #expect(time.step(to: Self.time(2 * second), boot: second / 2) == nil)
    let step = time.step(to: Self.time(3_600 * second), boot: second)
    #expect(
      step
        == SessionTime.ClockStep(
          by: 3_599 * second, since: Self.time(second), until: Self.time(3_600 * second)))
    #expect(time.step(to: Self.time(3_601 * second), boot: 2 * second) == nil)
    #expect(time.now(boot: 3 * second) == Self.time(3_602 * second))
  }

  @Test("One that is set back does not, nor does one that comes back to where event time is")
  func back() {
    var time = SessionTime(followsExchange: false, wall: Self.time(7_200 * Self.second), boot: 0)
    let second = Self.second
    let now = Self.time(7_201 * second)
    #expect(
      time.step(to: Self.time(second), boot: second)
        == SessionTime.ClockStep(by: -7_200 * second, since: now, until: now))
    #expect(time.step(to: Self.time(2 * second), boot: 2 * second) == nil)
    #expect(time.now(boot: 2 * second) == Self.time(7_202 * second))
    let later = Self.time(7_203 * second)
    #expect(
      time.step(to: Self.time(3_603 * second), boot: 3 * second)
        == SessionTime.ClockStep(by: 3_600 * second, since: later, until: later))
    #expect(
      time.step(to: Self.time(7_204 * second), boot: 4 * second)?.until.nanoseconds
        == 7_204 * second)
  }

  @Test("Many small steps are one once they are two seconds together")
  func slow() {
    var time = SessionTime(followsExchange: false, wall: Self.time(0), boot: 0)
    var found = 0
    for number in 1...30 {
      let boot = Int64(number) * Self.second
      let wall = Self.time(boot + Int64(number) * Self.second / 10)
      if time.step(to: wall, boot: boot) != nil { found += 1 }
    }
    #expect(found == 1)
  }

  @Test("In a rehearsal it begins with the first tick and never falls behind the exchange")
  func rehearsal() {
    var time = SessionTime(followsExchange: true, wall: Self.time(9_000), boot: 0)
    #expect(!time.hasBegun)
    #expect(time.step(to: Self.time(1_000 * Self.second), boot: 1) == nil)
    let first = time.time(of: Self.tick(received: 9_000, exchange: 100), boot: 5, monotonic: 5)
    #expect(first == Self.time(100))
    #expect(time.hasBegun)
    #expect(time.now(boot: 25) == Self.time(120))
    let next = time.time(of: Self.tick(received: 9_001, exchange: 110), boot: 26, monotonic: 26)
    #expect(next == Self.time(121))
    let faster = time.time(of: Self.tick(received: 9_002, exchange: 500), boot: 27, monotonic: 27)
    #expect(faster == Self.time(500))
  }

  @Test("A simulator that begins anew does not hold it up, and is followed at its speed")
  func restarted() {
    let second = Self.second
    var time = SessionTime(followsExchange: true, wall: Self.time(0), boot: 0)
    func tick(_ exchange: Int64, at boot: Int64) -> Int64 {
      let tick = Self.tick(received: 0, exchange: exchange * second)
      return time.time(of: tick, boot: boot * second, monotonic: boot * second).nanoseconds / second
    }
    #expect(tick(1_000, at: 0) == 1_000)
    #expect(tick(1_010, at: 1) == 1_010)
    // It begins anew and plays ten seconds a second, as before.
    #expect(tick(500, at: 2) == 1_011)
    #expect(tick(510, at: 3) == 1_012)
    #expect(tick(520, at: 4) == 1_013)
    #expect(tick(530, at: 5) == 1_023)
    #expect(tick(540, at: 6) == 1_033)
  }

  @Test("A symbol that trades rarely takes nobody back, and nobody forward")
  func rare() {
    let second = Self.second
    var time = SessionTime(followsExchange: true, wall: Self.time(0), boot: 0)
    for number in 0..<20 {
      let boot = Int64(number) * second
      for exchange in [1_000 * second + boot, 400 * second + boot / 2] {
        let given = time.time(
          of: Self.tick(received: 0, exchange: exchange), boot: boot, monotonic: boot)
        #expect(given == Self.time(1_000 * second + boot))
      }
    }
  }

  @Test("A gap is as long as it was by the boot-time clock; a rehearsal has gone on at its speed")
  func gap() {
    let second = Self.second
    var market = SessionTime(followsExchange: false, wall: Self.time(0), boot: 0)
    #expect(market.afterGap(boot: 40 * second) == Self.time(40 * second))
    var rehearsal = SessionTime(followsExchange: true, wall: Self.time(0), boot: 0)
    for number in 0...3 {
      let exchange = Int64(number) * 10 * second
      _ = rehearsal.time(
        of: Self.tick(received: 0, exchange: exchange), boot: Int64(number) * second, monotonic: 0)
    }
    #expect(rehearsal.afterGap(boot: 8 * second) == Self.time(80 * second))
  }
}
