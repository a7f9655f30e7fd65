import Market
import Money
import TestSupport

@testable import Trading

/// Scripts that each do as their own seed says, whenever the others have their turn.
struct Crowd: RuleSet {
  var randoms: [SplitMix64]
  /// The longest run met.
  var longest = 0

  private mutating func onTick(_ tick: Tick, _ script: Int, _ desk: inout Desk) -> CallOutcome {
    switch randoms[script].below(40) {
    case 0...2: desk.ask(.buy, 1 + randoms[script].below(20), tick.instrument)
    case 3, 4: desk.close(tick.instrument)
    case 5: desk.ask(.sell, 1 + randoms[script].below(5), tick.instrument)
    case 6: rest(below: tick.ltp, of: tick.instrument, &desk)
    case 7: guarded(tick.ltp, of: tick.instrument, &desk)
    case 8: _ = desk.cancel(order: desk.orderCount() - 1, source: "")
    default: break
    }
    return .completed
  }

  private func rest(below ltp: Price, of instrument: InstrumentID, _ desk: inout Desk) {
    var request = OrderRequest(
      side: .buy, instrument: instrument, quantity: .whole(3), type: .limit)
    request.price = RequestedPrice(Price(micros: ltp.micros - 100_000))
    _ = desk.place(request)
  }

  private func guarded(_ ltp: Price, of instrument: InstrumentID, _ desk: inout Desk) {
    let stop = RequestedPrice(Price(micros: ltp.micros - 200_000))
    _ = desk.place(
      OrderRequest(
        side: .buy, instrument: instrument, quantity: .whole(2),
        protection: ProtectionRequest(stopLoss: .price(stop))))
  }

  mutating func run(
    _ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk
  ) -> RunEnd {
    var done = 0
    for index in run.range {
      if !run.isTaken { desk.take(index..<index + 1, of: run, in: ticks) }
      let outcome = onTick(ticks[run[index].place], script, &desk)
      done += 1
      longest = max(longest, done)
      if !desk.isQuiet { return RunEnd(count: done, outcome: outcome) }
    }
    return RunEnd(count: done, outcome: .completed)
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    if case .fill(let fill) = call, randoms[script].below(5) == 0 {
      desk.ask(.buy, 1, fill.instrument)
    }
    return .completed
  }

  static let symbols = 5

  /// Three scripts: one with two symbols of its own, one with one, one that shares a symbol.
  static func engine(seed: UInt64, latency: Int64) -> Engine<Crowd> {
    let declared = [[0, 1], [2], [2, 3]]
    var desks: [Desk] = []
    for (index, own) in declared.enumerated() {
      var settings = Desk.Settings(initial: amount("30000"))
      settings.latencyNanoseconds = latency
      var declaration = StrategyDeclaration(name: "s\(index)", symbols: own.map { "SIM:\($0)" })
      declaration.allowsShort = seed % 2 == 1 && index > 0
      var desk = Desk(index: index, declaration: declaration, settings: settings)
      for symbol in 0..<symbols {
        desk.add(
          Instrument(id: InstrumentID(index: Int32(symbol)), symbol: "SIM:\(symbol)"),
          isDeclared: own.contains(symbol))
      }
      desks.append(desk)
    }
    let randoms = (0..<3).map { SplitMix64(seed: seed * 31 + UInt64($0)) }
    return Engine(desks: desks, rules: Crowd(randoms: randoms))
  }

  static func ticks(seed: UInt64) -> [Tick] {
    var random = SplitMix64(seed: seed)
    var time: Int64 = 1_700_000_000_000
    return (0..<600).map { _ in
      // Now and then a new day begins within a batch.
      time += random.below(200) == 0 ? 86_400_000 : random.below(3) * 400
      let ltp = Price(micros: 100_000_000 + random.below(60) * 50_000)
      return Tick(
        time: EventTime(milliseconds: time),
        instrument: InstrumentID(index: Int32(random.below(Int64(symbols)))),
        bid: ltp, ask: Price(micros: ltp.micros + 50_000), ltp: ltp)
    }
  }
}
