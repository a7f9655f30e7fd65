import Market
import Money
import Trading

@testable import Scripting

/// One run of scripts over ticks, as a replay makes it, with all that each of them decided and said.
struct ShortcutRun {
  /// A script's file.
  struct File {
    var name: String
    var text: String
  }

  /// What came of one script, without the name of its file and the numbers of its orders.
  struct Record: Equatable {
    /// A decision, with its words beside it.
    struct Decided: Equatable {
      var decision: Decision
      var reason: String
      var tag: String
    }

    /// Something the script said.
    struct Said: Equatable {
      var time: EventTime?
      var output: ScriptOutput
    }

    var decisions: [Decided] = []
    var lines: [Said] = []
    var failures: [String] = []

    /// Puts a sign in place of the file's name.
    mutating func forget(_ name: String) {
      for place in decisions.indices where decisions[place].reason.hasPrefix(name) {
        decisions[place].reason.replaceSubrange(..<name.endIndex, with: "@")
      }
      for place in lines.indices {
        guard case .line(let level, let text) = lines[place].output else { continue }
        lines[place].output = .line(level, text.replacing(name, with: "@"))
      }
      failures = failures.map { $0.replacing(name, with: "@") }
    }
  }

  /// The scripts, in the order of the command line.
  var files: [File]
  /// Ticks that come at once; nil: one call a tick and no shortcut.
  var batch: Int?
  /// Whether the session goes on after a failure.
  var outlivesScripts = false

  /// How the scripts of the last run took their ticks, and whether they ran ahead of each other.
  private(set) var usages: [TickUsage] = []
  private(set) var ranAhead = false
  /// What they kept at the end.
  private(set) var tables: [[UInt8]] = []

  init(_ files: [File], batch: Int?, outlivesScripts: Bool = false) {
    self.files = files
    self.batch = batch
    self.outlivesScripts = outlivesScripts
  }

  /// Runs, and gives the record of each script.
  mutating func records(_ ticks: [Tick]) -> [Record] {
    letSignalsThrough()
    if batch != nil, files.count > 1, let records = records(ticks, mayRunAhead: true) {
      return records
    }
    return records(ticks, mayRunAhead: false) ?? []
  }

  /// Nil when scripts that ran ahead of each other cannot say how it ends.
  private mutating func records(_ ticks: [Tick], mayRunAhead: Bool) -> [Record]? {
    let voices = files.map { _ in Voice() }
    var hosts: [ScriptHost<Desk>] = []
    for (place, file) in files.enumerated() {
      do throws(ScriptLoadProblem) {
        hosts.append(try Self.load(file, isPlain: batch == nil, slot: place, voices[place]))
      } catch {
        voices[place].record.failures.append("\(error)")
      }
    }
    defer { for host in hosts { host.close() } }
    guard hosts.count == files.count else { return records(voices) }
    usages = hosts.map(\.tickUsage)
    var engine = Self.engine(hosts, outlivesScripts: outlivesScripts)
    let runsAhead = mayRunAhead && hosts.allSatisfy(\.mayRunAhead)
    if batch != nil { engine.gatherDecisions(withFills: false) }
    ranAhead = runsAhead
    guard play(ticks, into: &engine, isAhead: runsAhead, voices) else { return nil }
    tables = hosts.map(\.stateBytes)
    return runsAhead && hosts.contains(where: \.askedOutOfTurn) ? nil : records(voices)
  }

  private func play(
    _ ticks: [Tick], into engine: inout Engine<ScriptRules>, isAhead: Bool, _ voices: [Voice]
  ) -> Bool {
    var effects: [Effect] = []
    var ahead = AheadRun()
    engine.start(at: ticks[0].time, mode: .replay, into: &effects)
    Self.carryOut(&effects, of: &engine, voices)
    var start = 0
    while start < ticks.count, !Self.isOver(engine, outlivesScripts) {
      let end = min(ticks.count, start + (batch ?? 1))
      var progress = BatchProgress()
      while start < end, !Self.isOver(engine, outlivesScripts) {
        do throws(EngineError) {
          if isAhead {
            guard try engine.processAhead(ticks[start..<end].span, &ahead, into: &effects) else {
              return false
            }
            start = end
          } else if batch == nil {
            try engine.process(ticks[start], into: &effects)
            start += 1
          } else {
            let done = progress.done
            try engine.process(ticks[(start - done)..<end].span, &progress, into: &effects)
            start += progress.done - done
          }
        } catch {
          return false
        }
        Self.carryOut(&effects, of: &engine, voices)
      }
    }
    engine.stop(reason: "end", into: &effects)
    Self.carryOut(&effects, of: &engine, voices)
    return true
  }

  private static func isOver(_ engine: borrowing Engine<ScriptRules>, _ outlives: Bool) -> Bool {
    engine.hasFailed && !outlives
  }

  /// Takes what one script says.
  private final class Voice {
    var record = Record()
  }

  private func records(_ voices: [Voice]) -> [Record] {
    zip(voices, files).map { voice, file in
      voice.record.forget(file.name)
      return voice.record
    }
  }

  private static func load(
    _ file: File, isPlain: Bool, slot: Int, _ voice: Voice
  ) throws(ScriptLoadProblem) -> ScriptHost<Desk> {
    var settings = ScriptSettings()
    settings.takesShortcuts = !isPlain
    settings.slot = Int32(slot)
    // The moment of a spent time budget is the one thing that may differ.
    settings.callbackBudget = 600_000_000_000
    settings.startBudget = settings.callbackBudget
    return try ScriptHost<Desk>.load(
      ScriptSource(text: Array(file.text.utf8), fileName: file.name), settings: settings,
      modules: { .missing("there is no \($0)") },
      sink: { output, time in voice.record.lines.append(.init(time: time, output: output)) })
  }

  private static func engine(
    _ hosts: [ScriptHost<Desk>], outlivesScripts: Bool
  ) -> Engine<ScriptRules> {
    var table = InstrumentTable()
    for symbol in ShortcutTicks.symbols { _ = table.intern(symbol) }
    let desks = hosts.enumerated().map { place, host in
      var settings = Desk.Settings(initial: Amount(rupees: 500_000))
      settings.outlivesScript = outlivesScripts
      var desk = Desk(index: place, declaration: host.declaration, settings: settings)
      let declared = host.declaration.symbols
      for instrument in table.all {
        desk.add(instrument, isDeclared: declared.contains(instrument.symbol))
      }
      return desk
    }
    for host in hosts { try? host.bind(table) }
    return Engine(desks: desks, rules: ScriptRules(hosts))
  }

  private static func carryOut(
    _ effects: inout [Effect], of engine: inout Engine<ScriptRules>, _ voices: [Voice]
  ) {
    var gathered: [Decision] = []
    engine.takeDecisions(into: &gathered)
    for decision in gathered {
      voices[0].record.decisions.append(decided(decision, engine.desks[0]))
    }
    for effect in effects {
      switch effect {
      case .decision(let desk, let decision):
        voices[desk].record.decisions.append(decided(decision, engine.desks[desk]))
      case .scriptFailed(let desk, let failure, let sequence):
        voices[desk].record.failures.append("\(sequence) \(failure)")
      case .alert(let desk, let text): voices[desk].record.failures.append(text)
      case .modeChanged(let desk, let mode): voices[desk].record.failures.append("\(mode)")
      case .filled, .submit, .cancel, .modify: break
      }
    }
    effects.removeAll(keepingCapacity: true)
  }

  private static func decided(_ decision: Decision, _ desk: borrowing Desk) -> Record.Decided {
    var decided = Record.Decided(
      decision: decision, reason: desk.texts[decision.reason], tag: desk.texts[decision.tag])
    decided.decision.number = 0
    decided.decision.reason = 0
    decided.decision.tag = 0
    return decided
  }
}

/// Ticks of a few symbols: sides and quantities are missing now and then.
enum ShortcutTicks {
  static let symbols = ["SIM:A", "SIM:B", "SIM:IBM"]

  /// A walk of prices of its own for a seed, of symbols by their places.
  static func walk(seed: UInt64, count: Int, of places: [Int32] = [0, 0, 1]) -> [Tick] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 99
    func next(_ bound: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % bound
    }
    var time: Int64 = 1_736_135_400_000
    var price: Int64 = 100_000_000
    return (0..<count).map { place in
      time += next(4) == 0 ? 0 : next(9) == 0 ? 40_000 : 700
      price = max(90_000_000, price + (next(9) - 4) * 50_000)
      let isOneSided = next(11) == 0
      return Tick(
        time: EventTime(milliseconds: time),
        instrument: InstrumentID(index: places[Int(next(Int64(places.count)))]),
        bid: Price(micros: isOneSided && next(2) == 0 ? 0 : price - 50_000),
        ask: Price(micros: isOneSided ? 0 : price + 50_000), ltp: Price(micros: price),
        volume: Int64(place) * 10, lastQuantity: next(3) == 0 ? -1 : next(50),
        bidQuantity: next(2) == 0 ? -1 : next(50), askQuantity: next(2) == 0 ? -1 : next(50),
        openInterest: next(2) == 0 ? -1 : next(50))
    }
  }
}
