import Market
import Money
import TestSupport
import Testing

@testable import Trading

/// Ticks that levels and resting orders look at and do not react to come in runs; what is decided must be what
/// is decided when each comes alone.
@Suite("Runs of ticks past levels and resting orders")
struct QuietRunTests {
  /// Asks for anything at some ticks, and takes the ticks between in whole runs.
  private struct Runner: RuleSet {
    var seed: UInt64
    /// How many ticks lie between two at which it asks, about.
    var rest: Int64
    /// Ticks of runs of more than one, of a position that has levels or of working orders.
    var watched = 0
    /// What it does at a tick instead; nil: anything.
    var onTick: ((_ number: Int64, _ desk: inout Desk) -> Void)?

    mutating func run(
      _ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk
    ) -> RunEnd {
      let start = run.range.lowerBound
      var protection = desk.protection
      let isWatched =
        !desk.orders.working.isEmpty
        || desk.book.declared.contains { !protection.isBare($0.position) }
      for index in run.range {
        let number = run[index].number
        var random = SplitMix64(seed: seed &+ UInt64(bitPattern: number) &* 7919)
        guard random.below(rest) == 0 else { continue }
        if !run.isTaken { desk.take(start..<index + 1, of: run, in: ticks) }
        if let onTick {
          onTick(number, &desk)
        } else {
          var script = RandomScript(
            random: SplitMix64(seed: random.state), symbolCount: 2, scale: 100_000_000)
          script.act(on: &desk)
        }
        return done(index - start + 1, isWatched)
      }
      if !run.isTaken { desk.take(run.range, of: run, in: ticks) }
      return done(run.count, isWatched)
    }

    private mutating func done(_ count: Int, _ isWatched: Bool) -> RunEnd {
      if count > 1, isWatched { watched += count }
      return RunEnd(count: count, outcome: .completed)
    }

    mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
      guard case .rule(_, _, let position, let tick, _) = call else { return .completed }
      let price = Price(micros: tick.ltp.micros - (position.quantity > 0 ? 1 : -1) * 700_000)
      return .decided(
        .levels(stopLoss: .price(RequestedPrice(price)), takeProfit: nil, source: "r.lua:1"))
    }
  }

  /// A walk of two prices; sides are missing now and then.
  private static func ticks(seed: UInt64, count: Int, symbols: Int64 = 2) -> [Tick] {
    var random = SplitMix64(seed: seed ^ 0x71c5)
    var time: Int64 = 1_700_000_000_000
    var prices: [Int64] = [100_000_000, 100_000_000]
    return (0..<count).map { _ in
      time += random.below(900)
      let place = Int(random.below(symbols))
      prices[place] += (random.below(5) - 2) * 50_000
      let ltp = prices[place]
      return Tick(
        time: EventTime(milliseconds: time), instrument: InstrumentID(index: Int32(place)),
        bid: Price(micros: random.oneIn(15) ? 0 : ltp - 50_000),
        ask: Price(micros: random.oneIn(15) ? 0 : ltp + 50_000), ltp: Price(micros: ltp))
    }
  }

  /// An engine; its desk is an ordinary one without a seed.
  private static func engine(_ runner: Runner, seed: UInt64?) -> Engine<Runner> {
    var declaration = StrategyDeclaration(name: "runner", symbols: ["SIM:A", "SIM:B"])
    declaration.allowsShort = true
    var latency: Int64 = 0
    if let seed {
      var random = SplitMix64(seed: seed ^ 0xe1)
      if random.oneIn(3) { declaration.trigger = .quote }
      if random.oneIn(9) { declaration.limits.maxLoss = amount("900") }
      latency = random.pick([0, 0, 0, 700_000_000])
    }
    var desk = Desk(
      index: 0, declaration: declaration,
      settings: Desk.Settings(initial: amount("500000"), latencyNanoseconds: latency))
    for (place, symbol) in declaration.symbols.enumerated() {
      let id = InstrumentID(index: Int32(place))
      desk.add(
        Instrument(id: id, symbol: symbol, increment: price("0.05")), isDeclared: true)
    }
    return Engine(desks: [desk], rules: runner)
  }

  /// The decisions, with the words beside them, and what is left in the end.
  private static func story(
    _ runner: Runner, _ ticks: [Tick], seed: UInt64, size: Int?
  ) throws -> (lines: [String], watched: Int) {
    var engine = engine(runner, seed: seed)
    var effects: [Effect] = []
    engine.start(at: ticks[0].time, mode: .replay, into: &effects)
    if let size {
      for start in stride(from: 0, to: ticks.count, by: size) {
        let batch = Array(ticks[start..<min(start + size, ticks.count)])
        var progress = BatchProgress()
        while progress.done < batch.count {
          var more: [Effect] = []
          try engine.process(batch.span, &progress, into: &more)
          effects += more
        }
      }
    } else {
      for tick in ticks { try engine.process(tick, into: &effects) }
    }
    let desk = engine.desks[0]
    var lines = effects.compactMap { effect -> String? in
      guard case .decision(_, let decision) = effect else { return nil }
      let numbers = [
        decision.sequence, Int64(decision.number), decision.quantity, decision.price?.micros,
        decision.trigger?.micros,
      ]
      let text = numbers.map { String($0 ?? 0) }.joined(separator: " ")
      return "\(decision.kind) \(text) \(desk.texts[decision.reason])"
    }
    for instrument in desk.symbols {
      let stop = desk.protection(instrument).stop?.price ?? .zero
      lines.append("\(desk.position(instrument)) \(stop)")
    }
    lines.append("\(desk.ledger.wallet) \(desk.ledger.portfolio) \(desk.ledger.extremes)")
    return (lines, engine.rules.watched)
  }

  @Test("decide as ticks one by one", arguments: 0..<120 as Range<UInt64>)
  func random(seed: UInt64) throws {
    let ticks = Self.ticks(seed: seed, count: 300, symbols: seed % 3 == 0 ? 1 : 2)
    let runner = Runner(seed: seed, rest: 2 + Int64(seed % 40))
    let expected = try Self.story(runner, ticks, seed: seed, size: nil)
    for size in [1, 5, 64, 300] {
      let found = try Self.story(runner, ticks, seed: seed, size: size)
      #expect(found.lines == expected.lines, "seed \(seed), batches of \(size)")
    }
  }

  @Test("the random sessions do run past levels and orders")
  func looksAtSomething() throws {
    var watched = 0
    for seed in 0..<40 as Range<UInt64> {
      let ticks = Self.ticks(seed: seed, count: 300)
      watched += try Self.story(
        Runner(seed: seed, rest: 2 + Int64(seed % 40)), ticks, seed: seed, size: 300
      ).watched
    }
    #expect(watched > 2_000, "\(watched)")
  }

  /// What is asked for at the first tick, and whether the ticks after it may come in runs.
  static let requests: [(name: String, isRun: Bool, request: OrderRequest)] = {
    func request(_ type: OrderType = .market, _ change: (inout OrderRequest) -> Void)
      -> (OrderRequest)
    {
      var request = OrderRequest(
        side: .buy, instrument: sbin, quantity: .whole(1), type: type, source: "r.lua:1")
      change(&request)
      return request
    }
    func protected(_ protection: ProtectionRequest) -> OrderRequest {
      request { $0.protection = protection }
    }
    let far = Distance.points(nanos: 50_000_000_000)
    return [
      ("a stop", true, protected(.init(stopLoss: .distance(far)))),
      ("a target", true, protected(.init(targets: [.init(level: .distance(far))]))),
      ("a trail", true, protected(.init(trail: .init(by: far)))),
      ("a trail that waits", true, protected(.init(trail: .init(by: far, after: far)))),
      ("breakeven", true, protected(.init(breakeven: .init(after: far)))),
      ("a time exit", true, protected(.init(timeExit: .after(seconds: 80_000)))),
      ("a rule", false, protected(.init(rule: .init(name: "r")))),
      ("a limit", true, request(.limit) { $0.price = .nanos(50_000_000_000) }),
      ("a stop order", true, request(.stop) { $0.trigger = .nanos(150_000_000_000) }),
    ]
  }()

  @Test("hold through levels and resting orders that nothing reaches", arguments: requests.indices)
  func held(place: Int) throws {
    let (name, isRun, request) = Self.requests[place]
    var runner = Runner(seed: 1, rest: 1)
    runner.onTick = { number, desk in
      if number == 1 { _ = desk.place(request) }
    }
    let ticks = Self.ticks(seed: 3, count: 300, symbols: 1)
    var engine = Self.engine(runner, seed: nil)
    var effects: [Effect] = []
    engine.start(at: ticks[0].time, mode: .replay, into: &effects)
    try engine.process(ticks[0], into: &effects)
    engine.rules.rest = 1_000_000_007
    var progress = BatchProgress()
    let batch = Array(ticks.dropFirst())
    while progress.done < batch.count {
      try engine.process(batch.span, &progress, into: &effects)
      effects.removeAll()
    }
    #expect((engine.rules.watched > 150) == isRun, "\(name): \(engine.rules.watched)")
  }
}
