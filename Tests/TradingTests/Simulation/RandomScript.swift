import Market
import Money
import TestSupport

@testable import Trading

/// A script that asks for anything, sensible or not, and checks the books whenever it is called.
struct RandomScript: RuleSet {
  var random: SplitMix64
  let symbolCount: Int64
  /// How large prices are, in millionths.
  let scale: Int64
  /// What is wrong, in the order it was seen.
  var complaints: [String] = []

  mutating func run(_ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk) -> RunEnd {
    run.first(of: ticks, at: &desk) { _, _, desk in onTick(&desk) }
  }

  private mutating func onTick(_ desk: inout Desk) -> CallOutcome {
    complaints += Books.complaints(desk)
    for _ in 0..<random.pick([0, 0, 1, 1, 2, 4]) { act(on: &desk) }
    complaints += Books.complaints(desk)
    guard random.oneIn(150) else { return .completed }
    return .failed(ScriptFailure(kind: .error, callback: "on_tick", message: "random"))
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    complaints += Books.complaints(desk)
    if case .rule = call { return decision() }
    // No function of a script runs then.
    if case .newDay = call { return .completed }
    if random.oneIn(4) { act(on: &desk) }
    if random.oneIn(400) {
      return .failed(ScriptFailure(kind: .error, callback: "on_fill", message: "random"))
    }
    return .completed
  }

  func tables(script: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: random.state >> (8 * UInt64($0))) }
  }

  mutating func restore(_ tables: [UInt8], script: Int) throws(ScriptFailure) {
    random = SplitMix64(seed: tables.reversed().reduce(0) { $0 << 8 | UInt64($1) })
  }

  private mutating func decision() -> CallOutcome {
    switch random.below(6) {
    case 0: .decided(.exit(text: "random", source: "r.lua:1"))
    case 1, 2: .decided(.levels(stopLoss: level(), takeProfit: nil, source: "r.lua:2"))
    case 3: .decided(.levels(stopLoss: nil, takeProfit: level(), source: "r.lua:3"))
    default: .decided(.keep)
    }
  }

  /// Asks for one thing.
  mutating func act(on desk: inout Desk) {
    let instrument = InstrumentID(index: Int32(random.below(symbolCount)))
    switch random.below(16) {
    case 0...5: _ = desk.place(order(of: instrument, desk))
    case 6, 7: _ = desk.place(exit(of: instrument, desk))
    case 8:
      _ = desk.cancel(order: Int(random.below(Int64(desk.orderCount() + 2))) - 1, source: "")
    case 9, 10:
      _ = desk.modify(
        order: desk.orderCount() - 1 - Int(random.below(4)),
        price: random.oneIn(2) ? price() : nil, trigger: random.oneIn(4) ? price() : nil,
        quantity: random.oneIn(2) ? quantity(10) : nil)
    case 11, 12: _ = desk.protect(instrument, protection())
    case 13: if random.oneIn(4) { desk.unprotect(instrument) }
    case 14: _ = desk.setTimer(schedule())
    default: _ = desk.cancelTimer(Int32(random.below(8)))
    }
  }

  private mutating func schedule() -> TimerSchedule {
    let nanoseconds = random.oneIn(20) ? extreme() : random.below(5_000_000_000)
    switch random.below(3) {
    case 0: return .after(nanoseconds: nanoseconds)
    // A long time passes in some steps, and every firing of it is one of the script's.
    case 1: return .every(nanoseconds: 600_000_000_000 + random.below(20_000_000_000_000))
    default: return .daily(secondOfDay: random.oneIn(20) ? extreme() : random.below(86_400))
    }
  }

  private mutating func order(of instrument: InstrumentID, _ desk: Desk) -> OrderRequest {
    let type = random.pick([OrderType.market, .market, .market, .limit, .stop, .stopLimit])
    let largest = max(1, desk.account().free.micros / max(1, scale) / 2)
    var request = OrderRequest(
      side: random.oneIn(2) ? .buy : .sell, instrument: instrument, quantity: quantity(largest),
      type: type, price: random.oneIn(20) && type.hasPrice ? nil : price(), trigger: price(),
      protection: random.oneIn(2) ? protection() : nil, source: "r.lua:4",
      follows: random.oneIn(10) ? Int(random.below(Int64(desk.orderCount() + 2))) - 1 : nil)
    request.validity = random.pick([.day, .day, .day, .immediate, .untilCancelled])
    request.waitsForOpen = random.oneIn(6)
    if random.oneIn(12) { request.product = random.pick(Product.allCases) }
    return request
  }

  private mutating func exit(of instrument: InstrumentID, _ desk: Desk) -> OrderRequest {
    let held = desk.position(instrument).quantity
    let size = max(1, Int64(clamping: held.magnitude))
    let isClose = random.oneIn(3)
    return OrderRequest(
      side: held < 0 ? .buy : .sell, instrument: instrument,
      quantity: .whole(isClose ? size : 1 + random.below(size)),
      type: isClose ? .market : random.pick([.market, .limit, .stop, .stopLimit]),
      price: price(), trigger: price(), source: "r.lua:5", cancelsRestingExits: isClose)
  }

  private mutating func quantity(_ largest: Int64) -> RequestedQuantity {
    if random.oneIn(40) { return random.oneIn(3) ? .invalid("nan") : .whole(extreme()) }
    return .whole(1 + random.below(max(1, largest)))
  }

  private mutating func extreme() -> Int64 {
    random.pick([.min, .min + 1, -1, 0, 1, 999, 1_000, RequestedPrice.largestNanos, .max])
  }

  private mutating func price() -> RequestedPrice {
    if random.oneIn(30) { return random.oneIn(3) ? .invalid("inf") : .nanos(extreme()) }
    return RequestedPrice(Price(micros: around()))
  }

  /// A price within a tenth of the scale.
  private mutating func around() -> Int64 {
    max(1, scale / 10 * 9 + random.below(max(1, scale / 5)))
  }

  private mutating func distance() -> Distance {
    let nanos: Int64 =
      random.oneIn(30)
      ? extreme()
      : 1 + random.below(min(scale, Int64.max / 100) / 20 * 1_000 % 9_000_000_000_000 + 1)
    switch random.below(4) {
    case 0: return .percent(nanos: 1 + nanos % 20_000_000_000)
    case 1: return .points(nanos: nanos)
    case 2: return .increments(nanos: 1 + nanos % 500_000_000_000)
    default: return .riskMultiples(nanos: 1 + nanos % 4_000_000_000)
    }
  }

  private mutating func level() -> LevelRequest {
    random.oneIn(2) ? .distance(distance()) : .price(price())
  }

  private mutating func protection() -> ProtectionRequest {
    var request = ProtectionRequest(source: "r.lua:6")
    if random.oneIn(2) { request.stopLoss = level() }
    if random.oneIn(3) {
      request.targets = (0..<Int(random.below(4))).map { _ in
        ProtectionRequest.Target(level: level(), shareNanos: 1 + random.below(500_000_000))
      }
    }
    if random.oneIn(3) {
      request.trail = .init(
        by: distance(), after: random.oneIn(2) ? distance() : nil,
        step: random.oneIn(2) ? distance() : nil)
    }
    if random.oneIn(4) {
      request.breakeven = .init(after: distance(), offset: random.oneIn(2) ? distance() : nil)
    }
    if random.oneIn(6) {
      request.timeExit =
        random.oneIn(2) ? .after(seconds: random.below(30)) : .at(secondOfDay: extreme())
    }
    if random.oneIn(6) { request.rule = .init(name: "r") }
    request.allowsWidening = random.oneIn(5)
    return request
  }
}
