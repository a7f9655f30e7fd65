import Foundation
import Market
import Money
import Testing

@testable import Scripting
@testable import Trading

@Suite("The reference of the script API")
struct ReferenceTests {
  /// The Lua blocks of the reference, with the line each begins on.
  static let blocks: [(line: Int, text: String)] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Scripting/Scripting.docc/ScriptAPI.md").standardized
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var blocks: [(line: Int, text: String)] = []
    var block: [Substring]?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line == "```lua" {
        block = []
      } else if line == "```", let lines = block {
        blocks.append((index - lines.count + 1, lines.joined(separator: "\n")))
        block = nil
      } else {
        block?.append(line)
      }
    }
    return blocks
  }()

  @Test("there are blocks to run")
  func isThere() { #expect(Self.blocks.count >= 10) }

  @Test("every block of Lua runs as printed, through all callbacks", arguments: blocks.indices)
  func block(index: Int) throws {
    let (line, text) = Self.blocks[index]
    var script = text
    if !text.contains("strategy {") {
      script = #"strategy { name = "page", symbols = { "NSE:SBIN-EQ" } } "# + script
    }
    if !text.contains("function on_tick"), !text.contains("function on_bar") {
      script += "\nfunction on_tick() end"
    }
    #expect(UnknownNames.find(in: Array(script.utf8)).isEmpty, "line \(line)")
    let stage = try Stage(script, isWhole: true)
    var outcomes = [stage.call(.start(mode: .replay, isResumed: false, openPositions: []))]
    for ltp in [100.0, 101, 103, 102, 99] {
      outcomes.append(stage.tick(ltp, symbol: "NSE:SBIN-EQ"))
    }
    outcomes += bars(stage)
    let id = stage.id("NSE:SBIN-EQ")
    for name in stage.host.rules { outcomes.append(rule(name, stage, id)) }
    for timer in stage.desk.timers.indices {
      outcomes.append(stage.call(.timer(id: Int32(timer) + 100)))
    }
    let fill = Fill(
      order: 0, number: 1, instrument: id, side: .buy, quantity: 1, price: Price(micros: 1_000_000),
      commission: .zero, realized: .zero, time: stage.desk.time)
    let failure = ScriptFailure(kind: .error, callback: "on_tick", message: "x")
    let calls: [ScriptCall] = [
      .fill(fill), .order(index: 0), .position(PositionView(instrument: id), .closed),
      .error(failure), .stop(reason: "end"),
    ]
    outcomes += calls.map { stage.call($0) }
    for outcome in outcomes {
      #expect(outcome.failure == nil, "line \(line): \(outcome.failure?.message ?? "")")
    }
  }

  private func bars(_ stage: Stage) -> [CallOutcome] {
    (0..<40).map { minute in
      let price = Price(micros: 100_000_000 + Int64(minute % 7) * 1_000_000)
      return stage.call(
        .bar(
          Bar(
            instrument: stage.id("NSE:SBIN-EQ"), interval: .m1,
            start: EventTime(milliseconds: Int64(minute) * 60_000), open: price, high: price,
            low: price, close: price, volume: 5)))
    }
  }

  private func rule(_ name: String, _ stage: Stage, _ id: InstrumentID) -> CallOutcome {
    var position = PositionView(instrument: id)
    position.quantity = 1
    position.cost = Amount(rupees: 100)
    let arguments = stage.desk.requests.compactMap { $0.protection?.rule }.first?.arguments ?? []
    return stage.call(
      .rule(
        name: name, arguments: arguments, position: position,
        tick: Stage.tick(100, instrument: id, sequence: 9), sequence: 9))
  }
}
