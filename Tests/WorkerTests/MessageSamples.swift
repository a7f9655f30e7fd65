import Market
import Money
import Scripting
import Trading

@testable import Worker

/// One message of every kind and of every part, to begin with.
enum MessageSamples {
  private static let instrument = InstrumentID(index: 3)
  private static let price = Price(micros: 550_250_000)
  private static let time = EventTime(milliseconds: 1_736_135_400_000)

  private static let protection = ProtectionRequest(
    stopLoss: .price(.nanos(549_000_000_000)),
    targets: [
      ProtectionRequest.Target(
        level: .distance(.percent(nanos: 600_000_000)), shareNanos: 500_000_000),
      ProtectionRequest.Target(level: .distance(.riskMultiples(nanos: 2_000_000_000))),
    ],
    trail: ProtectionRequest.Trail(
      by: .points(nanos: 5), after: .increments(nanos: 7), step: .points(nanos: 9)),
    breakeven: ProtectionRequest.Breakeven(after: .percent(nanos: 1), offset: .points(nanos: 2)),
    timeExit: .after(seconds: 2_700),
    rule: ProtectionRequest.Rule(name: "patient", arguments: [1, 2, 3]), allowsWidening: true,
    source: "test.lua:12")

  private static let declaration: StrategyDeclaration = {
    var declaration = StrategyDeclaration(name: "wide-1", symbols: ["NSE:SBIN-EQ", "SIM:B"])
    declaration.version = 4
    declaration.bars = ["1m", "1d"]
    declaration.product = .cnc
    declaration.allowsShort = true
    declaration.noEntryAfterSecond = 52_200
    declaration.squareOff = .at(secondOfDay: 54_300)
    declaration.limits.maxLoss = Amount(rupees: 5)
    declaration.limits.maxOrders = 10
    declaration.limits.cooldownSeconds = 60
    declaration.onError = .flatten
    return declaration
  }()

  private static let failure = ScriptFailure(
    kind: .memory, callback: "on_tick", message: "not enough", source: "test.lua:3",
    traceback: "a\nb")

  /// What a worker says.
  static let worker: [WorkerMessage] = [
    .ready(version: 1),
    .loaded(
      LoadReport(
        declaration: declaration,
        parameters: [
          ScriptParameter(
            name: "fast", standard: .integer(3), least: .integer(1), greatest: .number(9.5),
            value: .integer(4)),
          ScriptParameter(
            name: "word", standard: .text("é"), least: nil, greatest: nil, value: .boolean(true)),
        ],
        appliedOverrides: [0, 2], callbacks: ["on_tick"], rules: ["patient"],
        outputs: [.line(.alert, "hello")], state: [9, 8, 7])),
    .refused(.refused(failure)), .refused(.parameter("fast")), .refused(.noMemory),
    .finished(CallReport(outcome: .completed, outputs: [], state: nil)),
    .finished(
      CallReport(
        outcome: .failed(failure),
        outputs: [
          .line(.debug, "x"), .plot(name: "p", value: -1.5), .mark("m"), .dropped(.alert, count: 7),
        ],
        state: [1, 2])),
    .finished(CallReport(outcome: .decided(.keep), outputs: [], state: [])),
    .finished(
      CallReport(
        outcome: .decided(
          .levels(
            stopLoss: .price(.invalid("nan")), takeProfit: .distance(.points(nanos: 4)),
            source: "test.lua:1")), outputs: [], state: nil)),
    .finished(
      CallReport(
        outcome: .decided(.exit(text: "done", source: "test.lua:2")), outputs: [], state: nil)),
    .ask(
      .place(
        OrderRequest(
          side: .sell, instrument: instrument, quantity: .whole(10), type: .stopLimit,
          price: .nanos(1_000), trigger: .invalid("-1.0"), tag: "tag", protection: protection,
          source: "test.lua:9", cancelsRestingExits: true, follows: 3))),
    .ask(.place(OrderRequest(side: .buy, instrument: instrument, quantity: .invalid("1.5")))),
    .ask(.cancel(order: 7, source: "test.lua:1")),
    .ask(.modify(order: 7, price: .nanos(5_000), trigger: nil, quantity: .whole(-4))),
    .ask(.protect(instrument, protection)), .ask(.unprotect(instrument)),
    .ask(.position(instrument)), .ask(.phase(instrument)), .ask(.listed(from: 11_000)),
    .ask(.account), .ask(.quote(instrument)),
    .ask(.orders(from: 12, count: 256)), .ask(.pending(instrument)),
    .ask(.setTimer(.after(nanoseconds: 0))), .ask(.setTimer(.every(nanoseconds: 1_000_000))),
    .ask(.setTimer(.daily(secondOfDay: 100))), .ask(.cancelTimer(-1)), .ask(.module("lib.x")),
  ]

  private static let position: PositionView = {
    var view = PositionView(instrument: instrument)
    view.quantity = -5
    view.lastPrice = price
    view.stop = price
    view.trip.openedAt = time
    view.riskMultipleMicros = -3
    view.trip.tag = "é"
    return view
  }()

  private static let tick = Tick(
    time: time, instrument: instrument, bid: price, ask: price, ltp: price, volume: 5)

  private static let fill = Fill(
    order: 1, number: 2, instrument: instrument, side: .sell, quantity: 3, price: price,
    commission: .zero, realized: Amount(micros: -5), time: time)

  private static let order = OrderView(
    number: 1, side: .buy, instrument: instrument, quantity: 2, filled: 1, value: .zero,
    commission: .zero, realized: .zero, type: .limit, status: .failed, isEntry: true,
    failure: .funds, reason: "script", detail: "no", tag: "t", source: "s", time: time)

  private static let calls: [ScriptCall] = [
    .start(mode: .paper, isResumed: true, openPositions: [instrument]), .fill(fill),
    .order(index: 4), .position(position, .closed),
    .bar(
      Bar(
        instrument: instrument, interval: .m5, start: time, open: price, high: price, low: price,
        close: price, volume: 1)),
    .timer(id: 5),
    .rule(name: "r", arguments: [1], position: position, tick: tick, sequence: 9),
    .session(phase: .preOpen, symbols: [instrument]), .connection(state: "lost"), .newDay,
    .error(failure),
    .stop(reason: "end"),
  ]

  private static let answers: [DeskAnswer] = [
    .ticket(.approved(index: 1, number: 2)), .ticket(.denied(Denial(.funds, "no"))),
    .ticket(.misuse("what")), .denial(nil), .denial(Denial(.notReady, "no")),
    .verdict(.accepted), .verdict(.denied(Denial(.stopSide, "x"))), .verdict(.misuse("y")),
    .done, .position(position),
    .account(
      AccountView(
        cash: .zero, free: .zero, equity: .zero, realized: .zero, unrealized: .zero,
        commission: .zero,
        charges: ChargeSchedule(commission: CommissionRate(nanos: 7) ?? .standard)
      )),
    .quote(tick, sequence: 4), .noQuote, .phase(.open), .listed(1_000),
    .orders([order, order]), .pending(-4),
    .timer(nil),
    .timer(7), .timerCancelled(true), .module(.text([1, 2])), .module(.missing("no")),
  ]

  /// What the engine says.
  static let parent: [ParentMessage] =
    [
      .load(
        LoadRequest(
          source: ScriptSource(text: [0x78, 0], fileName: "x.lua"), settings: ScriptSettings())),
      .bind([
        Instrument(id: InstrumentID(index: 0), symbol: "A", lot: 5, freeze: 1_800),
        Instrument(id: InstrumentID(index: 1), symbol: "B-INDEX", lot: 0),
      ]), .restore([1]),
    ] + calls.map { .call($0, now: time, orderCount: 3) }
    + answers.map { .answer($0, orderCount: 3) }
}
