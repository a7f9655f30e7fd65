import Fyers
import Market
import Money
import Reporting
import Server
import Trading

/// Carrying out what the engine decided, in order.
extension LiveLoop where Rules: ~Copyable {
  /// Carries out the effects of an input.
  ///
  /// - Parameter readAt: When the bytes of the tick that caused them were read; nil for other inputs.
  func carryOut(readAt: Int64?) {
    var effects: [Effect] = []
    swap(&effects, &core.effects)
    var changesHealth = false
    // Nobody hears of what could be forgotten.
    let trouble = recorder?.secure(decisions.add(effects, among: core.engine.desks))
    defer { if let trouble { recordingFailed(trouble, at: core.engine.clock) } }
    for effect in effects {
      switch effect {
      case .decision(let desk, let decision):
        if decision.kind == .request, let readAt {
          audience.latency.addDecision(nanoseconds: clock.monotonicNanoseconds() - readAt)
        }
        tell(decision, of: desk)
      case .filled(let desk, let fill, _):
        let order = core.engine.desks[desk].orders[fill.order]
        announce(.fill(OrderReport(order, at: core.engine.desks[desk])))
      case .scriptFailed(let desk, let failure, let sequence):
        failed(failure, desk, sequence)
        changesHealth = true
      case .alert(_, let text): tell(text)
      case .submit, .cancel, .modify:
        preconditionFailure("orders of a paper session stay in the kernel")
      case .modeChanged:
        announce(.mode(mode.operatorMode))
        changesHealth = true
      }
    }
    // Who is answered next must not be told that all is well.
    if changesHealth { publish() }
    if core.effects.isEmpty {
      effects.removeAll(keepingCapacity: true)
      swap(&effects, &core.effects)
    }
  }

  /// What is let through: the least that any desk lets through.
  var mode: Desk.Mode {
    var least = Desk.Mode.running
    for place in core.engine.desks.indices {
      switch core.engine.desks[place].mode {
      case .halted: return .halted
      case .exitOnly: least = .exitOnly
      case .running: break
      }
    }
    return least
  }

  private func tell(_ decision: Decision, of place: Int) {
    switch decision.kind {
    case .request, .fill, .cancel, .failure:
      guard let index = orderIndex(decision.number, at: place) else { return }
      let order = core.engine.desks[place].orders[index]
      // A request that is done already is told of by what was done.
      if decision.kind == .request, !order.status.isWorking { return }
      announce(.order(OrderReport(order, at: core.engine.desks[place])))
    case .denial:
      announce(.denial(denial(decision, at: place)))
    case .stopLevel, .targetLevel: break
    }
  }

  /// Where an order of a desk is; their numbers ascend.
  func orderIndex(_ number: Int32, at place: Int) -> Int? {
    let index = core.engine.desks[place].orders.list.place(from: number)
    guard index < core.engine.desks[place].orders.count,
      core.engine.desks[place].orders[index].number == number
    else { return nil }
    return index
  }

  private func denial(_ decision: Decision, at place: Int) -> DenialReport {
    let known = core.engine.desks[place].denials
    let told = audience.denialsTold[place]
    let record = told < known.count ? known[told] : nil
    audience.denialsTold[place] += 1
    let reason = core.engine.desks[place].texts[decision.reason]
    return DenialReport(
      reason: reason, detail: record?.detail ?? "", side: decision.side ?? .buy,
      symbol: core.table[decision.instrument].symbol, quantity: decision.quantity,
      tick: decision.sequence, source: record.flatMap { $0.source.isEmpty ? nil : $0.source })
  }

  private func failed(_ failure: ScriptFailure, _ desk: Int, _ sequence: Int64) {
    builder.failures.append((desk, failure, sequence))
    let report = FailureText.report(failure, tick: sequence)
    for line in report.tracebackLines { audience.log.write(Array((line + "\n").utf8)) }
    audience.log.write(
      LogLine(
        time: core.engine.clock, level: .error,
        name: core.engine.desks[desk].declaration.name, text: report.closingLine
      ).bytes)
  }

  /// Says something that a person should know.
  func tell(_ alert: String) {
    // Before its first event a session has no time of its own.
    let time = core.engine.hasStarted ? core.engine.clock : clock.wallTime()
    audience.alert(alert, at: time)
    announce(.alert(.init(level: "error", text: alert, time: time)))
  }

  /// Says which symbols the broker does not know, as often as that changes.
  func tell(unknownSymbols symbols: [String]) {
    audience.unknownSymbols = symbols
    let sentence = MarketFeedNotice.unknownSymbols(symbols).description
    if symbols.isEmpty {
      audience.note(sentence, .info, at: clock.wallTime())
    } else {
      tell(sentence)
    }
    publish()
  }

  /// Tells everybody who watches.
  func announce(_ event: SessionEvent) {
    audience.board.events.publish(event)
    audience.narrator.say(event, at: core.engine.clock)
  }

  /// Lets others see how things are.
  func publish() {
    var view = SessionView()
    view.time = !time.hasBegun ? nil : core.engine.hasStarted ? core.engine.clock : clock.wallTime()
    view.mode = mode
    view.feed = feed
    view.account = SessionAccount(core.engine.desks)
    view.ticks = core.engine.sequence
    view.conflated = mailbox.conflatedCount
    view.alerts = audience.alerts
    view.recording = recorder?.path
    view.recordingTrouble = recorder?.trouble
    view.inputTrouble = .init(
      unknownSymbols: audience.unknownSymbols, leftOutTick: core.leftOutTick)
    var rows: [InstrumentID: Int] = [:]
    for place in core.engine.desks.indices { look(at: place, &view, &rows) }
    publishQuotes(view)
    audience.board.put(view, audience.latency)
  }

  private func look(
    at place: Int, _ view: inout SessionView, _ rows: inout [InstrumentID: Int]
  ) {
    let name = core.engine.desks[place].declaration.name
    view.orderCount += core.engine.desks[place].orders.count
    view.denialCount += core.engine.desks[place].denialCount
    if core.engine.desks[place].isClockDoubted { view.inputTrouble.isClockDoubted = true }
    if !core.engine.desks[place].isScriptRunning { view.stoppedScripts.append(name) }
    if let denial = core.engine.desks[place].denials.last {
      view.lastDenial = "\(denial.reason.rawValue) \(core.table[denial.instrument].symbol)"
    }
    for symbol in core.engine.desks[place].symbols {
      let row = rows[symbol] ?? view.rows.count
      if row == view.rows.count {
        rows[symbol] = row
        view.rows.append(
          SessionView.Row(
            symbol: core.table[symbol].symbol, tick: core.engine.desks[place].quote(symbol)?.tick))
      }
      let position = core.engine.desks[place].position(symbol)
      guard position.quantity != 0 else { continue }
      view.rows[row].holders.append(
        SessionView.Row.Holder(strategy: name, position: position))
    }
  }

  /// Publishes the prices that changed since the last look.
  private func publishQuotes(_ view: SessionView) {
    for place in core.engine.desks.indices {
      for symbol in core.engine.desks[place].symbols {
        guard let (tick, sequence) = core.engine.desks[place].quote(symbol) else { continue }
        guard audience.isNew(symbol, sequence) else { continue }
        audience.board.events.publish(
          .quote(
            .init(
              symbol: core.table[symbol].symbol, bid: tick.bid, ask: tick.ask, last: tick.ltp,
              volume: tick.volume, time: tick.time)))
      }
    }
  }
}

/// Who hears of a session, and what they have been told.
struct LiveAudience {
  /// Where others look.
  let board: SessionBoard
  /// Takes lines about the session itself and what scripts say.
  let log: ScriptLog
  /// Tells of events.
  let narrator: SessionLines
  /// Denials told, by desk.
  var denialsTold: [Int]
  /// The latest alerts, newest last.
  private(set) var alerts: [String] = []
  /// The symbols that the broker does not know.
  var unknownSymbols: [String] = []
  /// How long ticks and requests took.
  var latency = LatencyHistogram()
  /// The number of the last tick whose price was published, by symbol.
  private var quotesTold: [Int64] = []

  /// Alerts that a look shows.
  private static let alertsShown = 5

  /// Those who have heard nothing yet.
  init(board: SessionBoard, log: ScriptLog, narrator: SessionLines, desks: Int) {
    self.board = board
    self.log = log
    self.narrator = narrator
    denialsTold = Array(repeating: 0, count: desks)
  }

  /// Writes a line about the session itself.
  func note(_ text: String, _ level: LogLevel, at time: EventTime) {
    log.write(LogLine(time: time, level: level, name: "sauda", text: text).bytes)
  }

  /// Writes an alert and keeps it among the latest.
  mutating func alert(_ text: String, at time: EventTime) {
    alerts.append(text)
    if alerts.count > Self.alertsShown { alerts.removeFirst() }
    note(text, .alert, at: time)
  }

  /// Whether a price was not published yet; it counts as published then.
  mutating func isNew(_ symbol: InstrumentID, _ sequence: Int64) -> Bool {
    while quotesTold.count <= symbol.position { quotesTold.append(0) }
    guard quotesTold[symbol.position] < sequence else { return false }
    quotesTold[symbol.position] = sequence
    return true
  }
}

extension Desk.Mode {
  /// The API's word for it.
  var operatorMode: OperatorMode {
    switch self {
    case .running: .running
    case .exitOnly: .exitOnly
    case .halted: .halted
    }
  }
}
