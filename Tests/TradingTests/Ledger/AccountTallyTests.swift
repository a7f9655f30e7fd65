import Market
import Money
import TestSupport
import Testing

@testable import Trading

@Suite("The value of an account of several scripts")
struct AccountTallyTests {
  /// What an account is worth, from ticks and fills alone.
  private struct Account {
    var cash: Int64
    /// By script and symbol.
    var units: [[Int64]]
    var prices: [Int64]
    var peak: Int64
    var fall: Int64 = 0
    var fallPeak: Int64
    var daily: [Amount] = []
    var ticksToday = 0
    var day: Int64

    init(_ desks: [Desk], start: EventTime) {
      cash = desks.reduce(0) { $0 + $1.ledger.initial.micros }
      prices = Array(repeating: 0, count: Crowd.symbols)
      units = Array(repeating: prices, count: desks.count)
      peak = cash
      fallPeak = cash
      day = IndianTime(start).day
    }

    var value: Int64 {
      units.reduce(cash) { sum, held in
        sum + zip(held, prices).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }

    mutating func follow() {
      if value > peak { peak = value }
      if peak - value > fall { (fall, fallPeak) = (peak - value, peak) }
    }

    mutating func endDay() {
      if ticksToday > 0 { daily.append(Amount(micros: value)) }
      ticksToday = 0
    }

    mutating func take(_ tick: Tick, _ fills: [(desk: Int, fill: Fill)]) {
      let today = IndianTime(tick.time).day
      if today != day {
        endDay()
        day = today
      }
      ticksToday += 1
      // The marks of one tick, of all scripts, are one value; each fill is the next.
      prices[tick.instrument.position] = tick.ltp.micros
      follow()
      for (desk, fill) in fills {
        let units = fill.side == .buy ? fill.quantity : -fill.quantity
        cash -= fill.price.micros * units + fill.commission.micros
        self.units[desk][fill.instrument.position] += units
        follow()
      }
    }
  }

  @Test(
    "peak, fall and daily values are those of ticks and fills, in turns and ahead",
    arguments: 0..<40 as Range<UInt64>, [0, 1_500_000_000] as [Int64])
  func same(seed: UInt64, latency: Int64) throws {
    let ticks = Crowd.ticks(seed: seed)
    var turns = Crowd.engine(seed: seed, latency: latency)
    var effects: [Effect] = []
    turns.start(at: ticks[0].time, mode: .replay, into: &effects)
    var account = Account(turns.desks, start: ticks[0].time)
    for tick in ticks {
      effects = []
      try turns.process(tick, into: &effects)
      let isDeclared = turns.desks.contains { $0.isSubscribed(to: tick.instrument) }
      guard isDeclared else { continue }
      let fills = effects.compactMap { effect -> (desk: Int, fill: Fill)? in
        guard case .filled(let desk, let fill, _) = effect else { return nil }
        return (desk, fill)
      }
      account.take(tick, fills)
    }
    turns.stop(reason: "end", into: &effects)
    account.endDay()
    check(turns.tally, account, "in turns, seed \(seed)")

    var engine = Crowd.engine(seed: seed, latency: latency)
    var ahead = AheadRun()
    engine.start(at: ticks[0].time, mode: .replay, into: &effects)
    var random = SplitMix64(seed: seed ^ 0x7a11)
    var start = 0
    while start < ticks.count {
      let batch = Array(
        ticks[start..<min(ticks.count, start + 1 + Int(random.below(200 as Int64)))])
      #expect(try engine.processAhead(batch.span, &ahead, into: &effects))
      start += batch.count
    }
    engine.stop(reason: "end", into: &effects)
    check(engine.tally, account, "ahead, seed \(seed)")
  }

  private func check(_ tally: AccountTally, _ account: Account, _ label: String) {
    #expect(tally.extremes.peak.micros == account.peak, "\(label)")
    #expect(tally.extremes.maxDrawdown.micros == account.fall, "\(label)")
    #expect(tally.extremes.maxDrawdownPeak.micros == account.fallPeak, "\(label)")
    #expect(tally.dailyValues == account.daily, "\(label)")
    #expect(account.fall > 0 && !account.daily.isEmpty, "\(label) shows nothing")
  }

  @Test("falls of two scripts that come at different times are not added")
  func falls() throws {
    var desks: [Desk] = []
    for (number, symbol) in ["SIM:A", "SIM:B"].enumerated() {
      var desk = Desk(
        index: number, declaration: StrategyDeclaration(name: "s\(number)", symbols: [symbol]),
        settings: .init(
          initial: amount("1000"), charges: ChargeSchedule(commission: .init(nanos: 0) ?? .standard)
        ))
      for (place, symbol) in ["SIM:A", "SIM:B"].enumerated() {
        desk.add(
          Instrument(id: InstrumentID(index: Int32(place)), symbol: symbol),
          isDeclared: place == number)
      }
      desks.append(desk)
    }
    var rules = ScriptedRules()
    rules.onTick = { tick, _, desk in
      if desk.tickCount == 1 { desk.ask(.buy, 1, tick.instrument) }
      return .completed
    }
    var engine = Engine(desks: desks, rules: rules)
    var effects: [Effect] = []
    var time = week("10:00")
    engine.start(at: EventTime(milliseconds: time), mode: .replay, into: &effects)
    for (ltp, instrument) in [
      ("100", sbin), ("100", tcs), ("90", sbin), ("110", sbin), ("90", tcs), ("95", tcs),
    ] {
      time += 1_000
      try engine.process(
        Tick(
          time: EventTime(milliseconds: time), instrument: instrument, bid: price(ltp),
          ask: price(ltp), ltp: price(ltp)), into: &effects)
    }
    // Each falls by 10 from its own peak, and so does the account: from 2,000, then from 2,010.
    #expect(engine.tally.extremes.peak == amount("2010"))
    #expect(engine.tally.extremes.maxDrawdown == amount("10"))
    #expect(engine.tally.extremes.maxDrawdownPeak == amount("2000"))
  }

  @Test(
    "a date without ticks of declared symbols has no value, one with ticks only outside of open has"
  )
  func dates() throws {
    var bench = Bench(week: "4 15:00")
    try bench.tick(at: "4 15:10", "100") { $0.ask(.buy, 10) }
    bench.clock(at: "5 12:00")
    try bench.tick(at: "6 12:00", "90")
    bench.clock(at: "8 12:00")
    try bench.tick(at: "9 10:00", "95")
    bench.engine.stop(reason: "end", into: &bench.effects)
    #expect(bench.desk.dailyValues == ["500000", "499900", "499950"].map(amount))
  }
}
