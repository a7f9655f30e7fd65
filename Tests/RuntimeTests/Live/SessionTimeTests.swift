import Fyers
import Market
import Money
import Testing

@testable import Runtime

@Suite("Event time of a live session")
struct SessionTimeTests {
  private static func tick(received: Int64, exchange: Int64?) -> FeedTick {
    FeedTick(
      tick: Tick(
        time: EventTime(nanoseconds: received), instrument: InstrumentID(index: 0),
        bid: Price(micros: 1), ask: Price(micros: 1), ltp: Price(micros: 1)),
      exchangeTime: exchange.map { EventTime(nanoseconds: $0) }, readAt: 0)
  }

  @Test("On the market it is the time of reception")
  func market() {
    var time = SessionTime(followsExchange: false)
    #expect(time.hasBegun)
    #expect(time.now(wall: EventTime(nanoseconds: 50), monotonic: 1).nanoseconds == 50)
    let first = time.time(of: Self.tick(received: 60, exchange: 1), monotonic: 2)
    #expect(first.nanoseconds == 60)
    #expect(time.now(wall: EventTime(nanoseconds: 70), monotonic: 3).nanoseconds == 70)
  }

  @Test("A wall clock that is set back does not take it back")
  func setBack() {
    var time = SessionTime(followsExchange: false)
    _ = time.now(wall: EventTime(nanoseconds: 100), monotonic: 1)
    #expect(time.now(wall: EventTime(nanoseconds: 10), monotonic: 2).nanoseconds == 100)
    let late = time.time(of: Self.tick(received: 20, exchange: nil), monotonic: 3)
    #expect(late.nanoseconds == 100)
  }

  @Test("In a rehearsal it begins with the first tick and follows the exchange")
  func rehearsal() {
    var time = SessionTime(followsExchange: true)
    #expect(!time.hasBegun)
    let first = time.time(of: Self.tick(received: 9_000, exchange: 100), monotonic: 5)
    #expect(first.nanoseconds == 100)
    #expect(time.hasBegun)
    #expect(time.now(wall: EventTime(nanoseconds: 9_999), monotonic: 25).nanoseconds == 120)
    let next = time.time(of: Self.tick(received: 9_001, exchange: 110), monotonic: 26)
    #expect(next.nanoseconds == 120)
    let faster = time.time(of: Self.tick(received: 9_002, exchange: 500), monotonic: 27)
    #expect(faster.nanoseconds == 500)
  }
}
