import Market
import Money
import Testing
import Trading

@Suite("Time exits and square-off")
struct TimeExitTests {
  /// 2023-11-15 (a Wednesday) at a time of day in India, in milliseconds.
  static func moment(_ hour: Int64, _ minute: Int64, _ second: Int64 = 0) -> Int64 {
    let second = hour * 3_600 + minute * 60 + second
    return IndianTime(day: 19_676, secondOfDay: second).eventTime.milliseconds
  }

  @Test("a time exit counts from the first fill and sells at its moment, at the last quotes")
  func duration() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(10, protection: .init(timeExit: .after(seconds: 45))) }
    try bench.at("101", gap: 44_999)
    #expect(bench.fills.count == 1)
    try bench.at("102", gap: 1)
    #expect(bench.fills.last == "SELL 10 @ 101.00 time_exit")
  }

  @Test("set later, it still counts from the first fill")
  func setLater() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100", gap: 40_000) { $0.ask(.buy, 10) }
    try bench.at("100") { _ = $0.protect(sbin, .init(timeExit: .after(seconds: 45))) }
    try bench.at("101", gap: 4_000)
    #expect(bench.fills.last == "SELL 20 @ 100.00 time_exit")
  }

  @Test("set when its moment has passed already, it acts at once")
  func setTooLate() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("101", gap: 60_000) { _ = $0.protect(sbin, .init(timeExit: .after(seconds: 45))) }
    #expect(bench.fills.last == "SELL 10 @ 101.00 time_exit")
  }

  @Test("it comes before a stop that the tick of its very moment reaches")
  func stopSecond() throws {
    var bench = Bench()
    try bench.at("100") { desk in
      desk.buy(10, stop: "95", protection: .init(timeExit: .after(seconds: 1)))
    }
    try bench.at("95")
    #expect(bench.fills == ["BUY 10 @ 100.00 script", "SELL 10 @ 100.00 time_exit"])
  }

  struct Clock: CustomTestStringConvertible, Sendable {
    let label: String
    /// When the entry fills, and when the exit must come: milliseconds.
    let entry: Int64
    let last: Int64
    let exit: Int64
    var symbol = "NSE:SBIN-EQ"
    var calendar: TradingCalendar?
    var testDescription: String { label }
  }

  static let day: Int64 = 86_400_000
  static let clocks: [Clock] = [
    Clock(
      label: "the same day", entry: moment(10, 0), last: moment(14, 44, 59), exit: moment(14, 45)),
    Clock(
      label: "at that very second it is not past", entry: moment(14, 45),
      last: moment(14, 45), exit: moment(14, 45)),
    Clock(
      label: "already past: the next day", entry: moment(14, 45, 1),
      last: moment(14, 44, 59) + day, exit: moment(14, 45) + day),
    Clock(
      // Wednesday 15 November 2023 is the eve of nothing; Friday's next trading day is Monday.
      label: "already past on a Friday: Monday", entry: moment(14, 46) + 2 * day,
      last: moment(14, 44) + 5 * day, exit: moment(14, 45) + 5 * day, calendar: .standard),
    Clock(
      label: "a simulated symbol knows no weekend", entry: moment(14, 46) + 2 * day,
      last: moment(14, 44) + 3 * day, exit: moment(14, 45) + 3 * day, symbol: "SIM:X",
      calendar: .standard),
  ]

  @Test("a time of day is Indian, and the next trading day's when already past", arguments: clocks)
  func timeOfDay(_ clock: Clock) throws {
    var bench = Bench {
      $0.start = clock.entry - 2_000
      $0.symbols = [clock.symbol]
      $0.calendar = clock.calendar
      $0.declaration.product = .cnc
    }
    try bench.at("100", gap: 2_000) { desk in
      desk.buy(10, protection: .init(timeExit: .at(secondOfDay: 14 * 3_600 + 45 * 60)))
    }
    if clock.last > clock.entry {
      try bench.at("101", gap: clock.last - bench.time)
      #expect(bench.fills.count == 1)
      try bench.at("102", gap: clock.exit - bench.time)
    }
    let price = clock.last > clock.entry ? "101.00" : "100.00"
    #expect(bench.fills.last == "SELL 10 @ \(price) time_exit")
    #expect(bench.fillTimes.last == clock.exit)
  }

  @Test("square-off sells at its moment, each day, and ends entries until the date ends")
  func squareOff() throws {
    var bench = Bench {
      $0.start = Self.moment(14, 54, 57)
      $0.declaration.squareOff = .at(secondOfDay: 14 * 3_600 + 55 * 60)
    }
    let notes = Notes()
    try bench.at("100") { desk in
      desk.ask(.buy, 10)
      desk.ask(.buy, 10, type: .limit, price: "90")
    }
    try bench.at("100")
    #expect(bench.fills.count == 1)
    try bench.at("101") { notes.tickets.append($0.ask(.buy, 10)) }
    #expect(bench.fills.last == "SELL 10 @ 100.00 square_off")
    #expect(notes.tickets[0].denial == .noEntryAfter)
    // The resting entry ends rather than open what would be sold at once.
    try bench.at("89")
    #expect(bench.orders == ["BUY-1 executed", "BUY-2 cancelled", "SELL-3 executed"])
    #expect(bench.desk.holdsNothing)
    try bench.at("89", gap: Self.day - 120_000) { notes.tickets.append($0.ask(.buy, 10)) }
    #expect(notes.tickets[1].denial == nil)
  }

  @Test("automatic square-off takes the calendar's time; simulated symbols have none")
  func automatic() throws {
    var bench = Bench {
      $0.start = Self.moment(10, 0)
      $0.symbols = ["NSE:SBIN-EQ", "SIM:X"]
      $0.calendar = .standard
      $0.declaration.squareOff = .auto
    }
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100", tcs) { $0.ask(.buy, 10, tcs) }
    try bench.at("100", gap: Self.moment(15, 29) - bench.time)
    try bench.at("100", tcs)
    #expect(
      bench.fills == [
        "BUY 10 @ 100.00 script", "BUY 10 @ 100.00 script", "SELL 10 @ 100.00 square_off",
      ])
    #expect(bench.fillTimes.last == Self.moment(15, 10))
  }

  @Test("square-off comes after a time exit of the same moment, and before the tick's rules")
  func order() throws {
    var bench = Bench {
      $0.start = Self.moment(14, 54, 58)
      $0.declaration.squareOff = .at(secondOfDay: 14 * 3_600 + 55 * 60)
    }
    let notes = Notes()
    bench.engine.rules.onCall = { call, _ in
      if case .rule = call { notes.count += 1 }
      return .completed
    }
    try bench.at("100") { desk in
      desk.buy(10, protection: .init(timeExit: .after(seconds: 1), rule: .init(name: "r")))
    }
    try bench.at("100")
    #expect(bench.fills.last == "SELL 10 @ 100.00 time_exit")
    #expect(notes.count == 0)
  }
}
