import Market
import Money
import Testing

@testable import Trading

@Suite("Barriers of the day")
struct BarrierTests {
  @Test("no_entry_after takes working entries back when it falls due, also those under way")
  func entryEnd() throws {
    for latency in [0, 5_000] as [Int64] {
      var bench = Bench(week: "14:00") {
        $0.latencyMilliseconds = latency
        $0.declaration.noEntryAfterSecond = 14 * 3_600 + 30 * 60
      }
      try bench.tick(at: "14:29", "100") { $0.ask(.buy, 10) }
      try bench.tick(at: "14:29:10", "100") { desk in
        desk.ask(.buy, 1, type: .limit, price: "90")
        desk.ask(.sell, 1, type: .limit, price: "120")
      }
      try bench.tick(at: "14:29:58", "100") { $0.ask(.buy, 1, type: .limit, price: "90") }
      bench.clock(at: "14:30")
      #expect(
        bench.endings == ["14:30:00 BUY-4 no_entry_after", "14:30:00 BUY-2 no_entry_after"])
      try bench.tick(at: "14:31", "80")
      #expect(bench.outcomes[2] == "SELL-3 pending" && bench.fills.count == 1)
      #expect(bench.desk.holdsNothing)
    }
  }

  @Test("square-off takes the symbol's working orders back, then sells")
  func squareOff() throws {
    var bench = Bench(week: "14:00") { $0.declaration.squareOff = .at(secondOfDay: 15 * 3_600) }
    try bench.tick(at: "14:59", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "14:59", "100") { desk in
      desk.ask(.buy, 1, type: .limit, price: "90")
      desk.ask(.sell, 4, type: .limit, price: "120")
    }
    bench.clock(at: "15:00")
    #expect(bench.endings == ["15:00:00 SELL-3 square_off", "15:00:00 BUY-2 square_off"])
    #expect(bench.timedFills.last == "15:00:00 SELL 10 @ 100.00 square_off")
  }

  @Test("it is a dated moment: to the end of its date entries are denied, a new date allows them")
  func dated() throws {
    let notes = Notes()
    var bench = Bench(week: "14:00", ["SIM:A"]) {
      $0.declaration.squareOff = .at(secondOfDay: 15 * 3_600)
    }
    for moment in ["14:59:59", "15:00", "23:59:59", "1 00:00", "1 15:00"] {
      try bench.tick(at: moment, "100") { notes.denials.append($0.ask(.buy, 1).denial) }
    }
    #expect(notes.denials == [nil, .noEntryAfter, .noEntryAfter, nil, .noEntryAfter])
    #expect(
      bench.timedFills.filter { $0.contains("SELL") } == [
        "15:00:00 SELL 1 @ 100.00 square_off", "1 15:00:00 SELL 1 @ 100.00 square_off",
      ])
  }

  struct Automatic: CustomTestStringConvertible, Sendable {
    var symbol = Listed.share
    var product = Product.intraday
    var squareOff = StrategyDeclaration.SquareOff.standard
    /// The moment; nil: nothing is sold.
    let at: String?
    var calendar = true
    var testDescription: String { "\(symbol) \(product.rawValue) \(squareOff) \(calendar)" }
  }

  static let automatic: [Automatic] = [
    Automatic(at: "14:55:00"),
    Automatic(squareOff: .auto, at: "14:55:00"),
    Automatic(squareOff: .never, at: "14:55:00"),
    Automatic(squareOff: .at(secondOfDay: 14 * 3_600), at: "14:00:00"),
    Automatic(symbol: "NSE:TINY-EQ", at: "15:10:00"),
    Automatic(symbol: Listed.future, at: "15:10:00"),
    Automatic(symbol: Listed.gold, at: "23:35:00"),
    Automatic(product: .cnc, at: nil),
    Automatic(product: .cnc, squareOff: .auto, at: nil),
    Automatic(product: .cnc, squareOff: .never, at: nil),
    Automatic(product: .cnc, squareOff: .at(secondOfDay: 14 * 3_600), at: "14:00:00"),
    Automatic(symbol: Listed.future, product: .margin, at: nil),
    Automatic(symbol: "SIM:A", at: nil),
    Automatic(symbol: "SIM:A", squareOff: .never, at: nil),
    Automatic(symbol: "SIM:A", squareOff: .at(secondOfDay: 14 * 3_600), at: "14:00:00"),
    Automatic(at: nil, calendar: false),
    Automatic(squareOff: .never, at: nil, calendar: false),
    Automatic(squareOff: .at(secondOfDay: 14 * 3_600), at: "14:00:00", calendar: false),
  ]

  @Test(
    "INTRADAY positions of calendar symbols are squared off by the clock, others as declared",
    arguments: automatic)
  func squaresOff(_ row: Automatic) throws {
    var bench = Bench(week: "10:00", [row.symbol]) {
      $0.declaration.product = row.product
      $0.declaration.squareOff = row.squareOff
      if !row.calendar { $0.calendar = nil }
    }
    try bench.tick(at: "10:00", "100") { $0.ask(.buy, 10) }
    bench.clock(at: "1 09:00")
    #expect(
      bench.timedFills.dropFirst()
        == (row.at.map { ["\($0) SELL 10 @ 100.00 square_off"] } ?? [])[...])
  }

  @Test("auto is for INTRADAY positions; orders and entries of other products go on")
  func products() throws {
    let notes = Notes()
    var bench = Bench(week: "14:00", [Listed.share, "NSE:TCS-EQ"]) {
      $0.declaration.product = .cnc
    }
    try bench.tick(at: "14:50", "100") { $0.ask(.buy, 10) { $0.product = .intraday } }
    try bench.tick(at: "14:50", "100", tcs) { desk in
      desk.ask(.buy, 5, tcs)
      desk.ask(.buy, 1, tcs, type: .limit, price: "90")
    }
    try bench.tick(at: "14:56", "101")
    try bench.tick(at: "14:56", "101", tcs) { desk in
      notes.denials.append(desk.ask(.buy, 1, tcs).denial)
      notes.denials.append(desk.ask(.buy, 1) { $0.product = .intraday }.denial)
      notes.denials.append(desk.ask(.buy, 1).denial)
    }
    #expect(notes.denials == [nil, .noEntryAfter, nil])
    #expect(bench.orders[2] == "BUY-3 pending")
    #expect(bench.timedFills[2] == "14:55:00 SELL 10 @ 100.00 square_off")
    #expect(bench.desk.heldPosition(tcs).quantity == 6)
  }

  @Test(
    "on a day whose open ends before the time given it is 20 minutes before the end",
    arguments: [
      // Sunday, 8 November 2026: 18:00 to 19:00.
      ("-8 18:10", "15:00", "-8 18:10:00"), ("-8 18:10", "19:10", "-8 18:40:00"),
      ("-8 18:10", "18:50", "-8 18:50:00"), ("10:00", "15:20", "14:55:00"),
      ("10:00", "15:15", "14:55:00"), ("10:00", "15:14", "15:14:00"),
    ])
  func shortDays(entry: String, squareOff: String, sold: String) throws {
    let second = ClockTime(parsing: squareOff)?.secondOfDay ?? 0
    var bench = Bench(week: entry) {
      $0.declaration.squareOff = .at(secondOfDay: second)
      $0.declaration.product = .intraday
    }
    let notes = Notes()
    try bench.tick(at: entry, "100") { notes.denials.append($0.ask(.buy, 10).denial) }
    bench.clock(after: 55 * 60_000)
    if notes.denials == [nil] {
      bench.clock(after: 8 * 3_600_000)
      #expect(bench.timedFills.last == "\(sold) SELL 10 @ 100.00 square_off")
    } else {
      // It had passed before the session began.
      #expect(notes.denials == [.noEntryAfter] && bench.fills.isEmpty)
    }
  }

  @Test("automatic square-off on a special day is 20 minutes before its end")
  func specialDay() throws {
    var bench = Bench(week: "-8 18:05") { $0.declaration.product = .intraday }
    try bench.tick(at: "-8 18:05", "100") { $0.ask(.buy, 10) }
    bench.clock(at: "-8 19:00")
    #expect(bench.timedFills.last == "-8 18:40:00 SELL 10 @ 100.00 square_off")
  }

  @Test("each kind follows the order of symbols, and all scripts pass one kind before the next")
  func kinds() throws {
    var desks: [Desk] = []
    for number in 0..<2 {
      var declaration = StrategyDeclaration(name: "s\(number)", symbols: ["SIM:B", "SIM:A"])
      declaration.squareOff = .at(secondOfDay: 11 * 3_600)
      declaration.noEntryAfterSecond = 11 * 3_600
      var desk = Desk(
        index: number, declaration: declaration, settings: .init(initial: amount("10000")))
      for (place, symbol) in ["SIM:A", "SIM:B"].enumerated() {
        desk.add(
          Instrument(id: InstrumentID(index: Int32(place)), symbol: symbol), isDeclared: true)
      }
      desks.append(desk)
    }
    var rules = ScriptedRules()
    rules.onTick = { tick, _, desk in
      desk.ask(.buy, 1, tick.instrument)
      desk.ask(.buy, 1, tick.instrument, type: .limit, price: "5")
      return .completed
    }
    var engine = Engine(desks: desks, rules: rules)
    var effects: [Effect] = []
    let start = EventTime(milliseconds: week("10:00"))
    engine.start(at: start, mode: .replay, into: &effects)
    for instrument in [sbin, tcs] {
      try engine.process(
        Tick(
          time: start, instrument: instrument, bid: price("9"), ask: price("9"), ltp: price("9")),
        into: &effects)
    }
    effects = []
    engine.pass(to: EventTime(milliseconds: week("11:00")), into: &effects)
    let desksNow = engine.desks.map(\.texts)
    // Effects are handed on desk by desk; the account's numbers tell the order of what was sent.
    var sold: [(number: Int32, text: String)] = []
    for case .decision(let desk, let decision) in effects where decision.kind == .request {
      sold.append(
        (
          decision.number,
          "\(desk) \(decision.instrument.position) \(desksNow[desk][decision.reason])"
        ))
    }
    #expect(
      sold.sorted { $0.number < $1.number }.map(\.text) == [
        "0 1 square_off", "0 0 square_off", "1 1 square_off", "1 0 square_off",
      ])
    #expect(engine.desks.allSatisfy { $0.orders.working.isEmpty })
  }

  @Test(
    "a clock time of time_exit at or after the end of open acts one second before it",
    arguments: ["15:15", "15:30", "23:00"])
  func lateTimeExit(text: String) throws {
    let second = ClockTime(parsing: text)?.secondOfDay ?? 0
    var bench = Bench(week: "10:00")
    try bench.tick(at: "10:00", "100") {
      $0.ask(.buy, 10, protection: .init(timeExit: .at(secondOfDay: second)))
    }
    bench.clock(at: "23:30")
    #expect(bench.timedFills.last == "15:14:59 SELL 10 @ 100.00 time_exit")
  }

  @Test("a clock time of time_exit set on a day without trading is the next trading day's")
  func weekendTimeExit() throws {
    var bench = Bench(week: "4 15:00")
    try bench.tick(at: "4 15:10", "100") { $0.ask(.buy, 10) }
    bench.onTimers { _, desk in
      _ = desk.protect(sbin, .init(timeExit: .at(secondOfDay: 14 * 3_600)))
    }
    try bench.tick(at: "4 15:12", "100") {
      _ = $0.setTimer(.after(nanoseconds: 86_400_000_000_000))
    }
    try bench.tick(at: "7 09:15", "100")
    try bench.tick(at: "7 13:59:59", "101")
    #expect(bench.fills.count == 1)
    bench.clock(at: "7 14:00")
    #expect(bench.timedFills.last == "7 14:00:00 SELL 10 @ 101.00 time_exit")
  }
}
