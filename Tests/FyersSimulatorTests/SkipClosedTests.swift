import Foundation
import Market
import NIOCore
import Testing

@testable import FyersSimulator

@Suite("A play that skips closed hours")
struct SkipClosedTests {
  /// A step of a play: a tick or a leap, with the seconds of play up to it.
  struct Moment: Equatable, CustomStringConvertible {
    let seconds: Int64
    let text: String

    var description: String { "\(seconds) s: \(text)" }
  }

  /// A recording of these symbols' ticks at these times, a different price each.
  private func recording(_ ticks: [(time: String, symbol: String)]) -> String {
    let rows = ticks.enumerated().map { index, tick in
      "\(tick.time),\(tick.symbol),\(100 + index),\(101 + index),\(100 + index),\(index)\n"
    }
    return "time,symbol,bid,ask,ltp,volume\n" + rows.joined()
  }

  private func exchange(
    _ ticks: [(time: String, symbol: String)], _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) throws -> SimulatedExchange {
    try Fixture.exchange(recording(ticks)) {
      $0.speed = .times(1)
      $0.clock = .recording
      $0.pauses.skipsClosed = true
      change(&$0)
    }
  }

  /// Plays on a clock that jumps to whatever is due next, to the end or for some steps.
  private func play(_ exchange: SimulatedExchange, steps: Int = 100) throws -> [Moment] {
    var now: Int64 = 0
    var moments: [Moment] = []
    while moments.count < steps {
      let played = exchange.market.played
      guard let wait = try exchange.play(at: now, budget: 1) else { break }
      now += wait
      let seconds = now / EventTime.nanosecondsPerSecond
      if exchange.market.played > played {
        moments.append(Moment(seconds: seconds, text: IndianTime(exchange.market.time).iso8601))
      }
      for action in exchange.actions {
        if case .tell(let line) = action { moments.append(Moment(seconds: seconds, text: line)) }
      }
      exchange.actions = []
    }
    return moments
  }

  private static let future = "NSE:NIFTY26SEPFUT"
  private static let share = "NSE:SBIN-EQ"
  private static let metal = "MCX:GOLD26OCTFUT"

  @Test("two days are played in order without the night between them")
  func night() throws {
    let exchange = try exchange([
      ("2026-09-22T15:39:57", Self.future), ("2026-09-22T15:39:58", Self.future),
      ("2026-09-23T09:00:03", Self.future), ("2026-09-23T09:00:04", Self.future),
    ])
    #expect(
      try play(exchange) == [
        Moment(seconds: 0, text: "2026-09-22T15:39:57.000+05:30"),
        Moment(seconds: 1, text: "2026-09-22T15:39:58.000+05:30"),
        Moment(
          seconds: 3,
          text: "closed hours skipped: from 2026-09-22T15:40:00.000+05:30 "
            + "to 2026-09-23T09:00:00.000+05:30"),
        Moment(seconds: 6, text: "2026-09-23T09:00:03.000+05:30"),
        Moment(seconds: 7, text: "2026-09-23T09:00:04.000+05:30"),
      ])
    #expect(exchange.isOver)
  }

  @Test("every tick is heard by a client that stays connected")
  func client() throws {
    let exchange = try exchange(
      ["22T15:39:58", "22T15:39:59", "23T09:00:00", "23T09:00:01"].map {
        ("2026-09-\($0)", Self.future)
      })
    let peer = exchange.connect(.quote, hasAuthorization: false)
    for text in [
      #"{"T":"OP","uid":"U","token":"\#(Fixture.token(exchange))"}"#,
      #"{"T":"SUB","K":"\#(Self.future)"}"#,
    ] {
      peer.receive(Array(text.utf8), isText: true, at: Fixture.wall)
    }
    _ = try play(exchange)
    let prices = peer.takeFrames().compactMap { frame -> Json? in
      guard case .text(let buffer) = frame else { return nil }
      return JsonParser.parse(Array(buffer.readableBytesView))?["LTP"]
    }
    #expect(prices == [100, 101, 102, 103].map { .int($0) })
  }

  @Test("a tick outside all sessions is played in its place, and the clock goes no further")
  func saturday() throws {
    let exchange = try exchange([
      ("2026-09-25T15:39:59", Self.future), ("2026-09-26T08:30:00", Self.future),
      ("2026-09-28T09:00:00", Self.future),
    ])
    #expect(
      try play(exchange).map(\.description) == [
        "0 s: 2026-09-25T15:39:59.000+05:30",
        "1 s: closed hours skipped: from 2026-09-25T15:40:00.000+05:30 "
          + "to 2026-09-26T08:30:00.000+05:30",
        "1 s: 2026-09-26T08:30:00.000+05:30",
        "1 s: closed hours skipped: from 2026-09-26T08:30:00.000+05:30 "
          + "to 2026-09-28T09:00:00.000+05:30",
        "1 s: 2026-09-28T09:00:00.000+05:30",
      ])
  }

  @Test("the last symbol to close and the first to open bound the leap")
  func segments() throws {
    let exchange = try exchange([
      ("2026-09-22T15:00:00", Self.share), ("2026-09-22T23:29:59", Self.metal),
      ("2026-09-23T09:00:01", Self.metal),
    ])
    // Until half past eleven the commodity is open: a long pause, shortened to a minute as ever.
    #expect(
      try play(exchange).map(\.description) == [
        "0 s: 2026-09-22T15:00:00.000+05:30", "60 s: 2026-09-22T23:29:59.000+05:30",
        "61 s: closed hours skipped: from 2026-09-22T23:30:00.000+05:30 "
          + "to 2026-09-23T09:00:00.000+05:30",
        "62 s: 2026-09-23T09:00:01.000+05:30",
      ])
  }

  @Test("a symbol that is always open leaves nothing to skip, nor does the option's absence")
  func nothing() throws {
    let night: [(time: String, symbol: String)] = [
      ("2026-09-22T15:39:59", Self.future), ("2026-09-23T09:00:00", Self.future),
    ]
    let plain = try exchange(night) { $0.pauses.skipsClosed = false }
    #expect(try play(plain).map(\.seconds) == [0, 60])
    let mixed = try exchange([("2026-09-22T15:39:58", "SIM:X")] + night)
    #expect(try play(mixed).map(\.seconds) == [0, 1, 61])
    #expect(mixed.wall(at: Fixture.wall) == Fixture.wall)
  }

  @Test("at full speed the hours are skipped as well")
  func fullSpeed() throws {
    let exchange = try exchange([
      ("2026-09-22T15:39:59", Self.future), ("2026-09-23T09:00:00", Self.future),
    ]) { $0.speed = .max }
    let moments = try play(exchange)
    #expect(moments.map(\.seconds) == [0, 0, 0])
    #expect(moments[1].text.hasPrefix("closed hours skipped"))
  }

  @Test("a leap ends the day's orders, and what comes after it bears the new day")
  func orders() throws {
    let exchange = try exchange([
      ("2026-09-22T15:39:59", Self.future), ("2026-09-23T09:00:05", Self.future),
    ])
    _ = try play(exchange, steps: 1)
    let order = Fixture.order([
      "symbol": .string(Self.future), "qty": .int(65), "type": .int(1), "limitPrice": .int(90),
    ])
    _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", order)
    #expect(exchange.account.orders.map(\.state) == [.pending])
    _ = try play(exchange, steps: 1)
    #expect(exchange.account.orders.map(\.state) == [.expired])
    _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", order)
    let placed = try #require(exchange.account.orders.last)
    #expect(IndianTime(placed.placedAt).iso8601 == "2026-09-23T09:00:00.000+05:30")
    #expect(placed.id.hasPrefix("260923"))
    #expect(try play(exchange).count == 1)
    #expect(exchange.account.orders.map(\.state) == [.expired, .pending])
  }

  @Test("tokens and call limits live through the skipped hours too")
  func wallClock() throws {
    let exchange = try exchange([
      ("2026-09-22T15:39:59", Self.future), ("2026-09-23T09:00:00", Self.future),
    ]) { $0.callLimits.perDay = 2 }
    // 16:00 in India, so that the leap passes 06:00, when tokens end.
    let machine = Fixture.wall.advanced(byNanoseconds: 6 * 3_600 * 1_000_000_000)
    let token = exchange.tokens.issueToken(at: exchange.wall(at: machine))
    func code(_ token: String) throws -> Json? {
      var call = try #require(RestCall(method: "GET", target: "/api/v3/profile"))
      call.authorization = "A-100:" + token
      let reply = RestApi(exchange: exchange).answer(call, at: exchange.wall(at: machine))
      return JsonParser.parse(reply.body)?["code"]
    }
    #expect(try [code(token), code(token), code(token)] == [.int(200), .int(200), .int(-429)])
    _ = try play(exchange)
    #expect(
      IndianTime(exchange.wall(at: machine)).iso8601 == "2026-09-23T09:20:00.000+05:30")
    #expect(try code(token) == .int(-8))
    let renewed = exchange.tokens.issueToken(at: exchange.wall(at: machine))
    #expect(try code(renewed) == .int(200))
  }

  @Test("a recording that starts again does so on the next day of trading")
  func loop() throws {
    // A file that stays, because it is opened again.
    let path = NSTemporaryDirectory() + "sauda-simulator-\(UUID().uuidString).csv"
    let text = recording([
      ("2026-09-25T09:15:00", Self.future), ("2026-09-25T15:39:59", Self.future),
    ])
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { unlink(path) }
    var options = SimulatorOptions(files: [path])
    options.clock = .recording
    options.pauses.skipsClosed = true
    options.loops = true
    let exchange = try SimulatedExchange(options, wall: Fixture.wall)
    let moments = try play(exchange, steps: 4)
    #expect(
      moments.map(\.description) == [
        "0 s: 2026-09-25T09:15:00.000+05:30", "60 s: 2026-09-25T15:39:59.000+05:30",
        "61 s: closed hours skipped: from 2026-09-25T15:40:00.000+05:30 "
          + "to 2026-09-28T09:00:00.000+05:30",
        "120 s: 2026-09-28T09:15:00.000+05:30",
      ])
    let quote = try #require(exchange.market.quotes.first ?? nil)
    #expect(quote.tick.volume == 0)
  }

  @Test(
    "what is skipped is what the calendar calls closed, at every five minutes", arguments: 0..<20)
  func calendar(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let all = [Self.share, "NSE:NIFTY50-INDEX", Self.future, "BSE:SENSEX26OCTFUT", Self.metal]
    let symbols = all.filter { _ in random.below(2) == 0 } + [all[Int(random.below(5))]]
    var hours = try #require(ClosedHours(of: symbols))
    // Every time of the calendar is a multiple of this.
    let unit = 300 * EventTime.nanosecondsPerSecond
    // From 2025-01-01 on: special Saturdays, Muhurat evenings, holidays, days of new hours.
    let first = EventTime(
      nanoseconds: 1_735_669_800_000_000_000 + Int64(random.below(700))
        * IndianTime.nanosecondsPerDay)
    var skipped: Set<Int64> = []
    var time = first
    for _ in 0..<25 {
      let next = time.advanced(byNanoseconds: Int64(random.below(240)) * unit)
      for leap in hours.leaps(from: time, to: next) {
        #expect(time <= leap.from && leap.from < leap.to && leap.to <= next)
        let places = (leap.from.nanoseconds / unit)..<(leap.to.nanoseconds / unit)
        for one in places { #expect(skipped.insert(one).inserted, "seed \(seed)") }
      }
      time = next
    }
    for one in (first.nanoseconds / unit)..<(time.nanoseconds / unit) {
      let moment = EventTime(nanoseconds: one * unit)
      let isClosed = symbols.allSatisfy {
        TradingCalendar.standard.phase(of: $0, at: moment) == .closed
      }
      #expect(
        skipped.contains(one) == isClosed, "seed \(seed), \(IndianTime(moment).iso8601), \(symbols)"
      )
    }
  }
}
