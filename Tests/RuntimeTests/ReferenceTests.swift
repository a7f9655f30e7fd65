import Foundation
import Testing

@Suite("The reference strategy on a recorded day")
struct ReferenceTests {
  static let script = "Tests/RuntimeTests/Fixtures/reference_ema.lua"
  static let ticks = "examples/ticks/ibm_20131008.csv.gz"

  /// What the independent program computed for some parameters.
  struct Row: Sendable {
    let parameters: [String]
    let orders: Int
    let denials: Int
    let figures: [String: String]
  }

  static let rows = [
    Row(
      parameters: [], orders: 2_481, denials: 0,
      figures: [
        "wallet_balance": "455661.10", "total_commission": "22310.90",
        "total_realized_pnl": "-26460.90", "total_unrealized_pnl": "3.00",
        "portfolio_value": "473542.10",
      ]),
    Row(
      parameters: ["--param", "fast=20", "--param", "slow=100"], orders: 933, denials: 0,
      figures: [
        "wallet_balance": "471991.58", "total_commission": "8393.42",
        "total_realized_pnl": "-10130.42", "total_unrealized_pnl": "3.00",
        "portfolio_value": "489872.58",
      ]),
    Row(
      parameters: ["--param", "qty=5000"], orders: 0, denials: 1_241,
      figures: [
        "wallet_balance": "500000.00", "total_commission": "0.00",
        "total_realized_pnl": "0.00", "total_unrealized_pnl": "0.00",
        "portfolio_value": "500000.00",
      ]),
  ]

  @Test("gives the fills and the cash of the independent program", arguments: rows)
  func figures(row: Row) throws {
    let run = try SaudaProcess.run(
      ["replay", Self.script, "--ticks", Self.ticks, "--json"] + row.parameters)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("\"order_count\": \(row.orders),"))
    #expect(run.text.contains("\"denial_count\": \(row.denials),"))
    for (name, value) in row.figures.sorted(by: { $0.key < $1.key }) {
      #expect(run.text.contains("\"\(name)\": \(value),"), "\(name) is not \(value)")
    }
  }

  @Test("with a stop and a target at each buy, the stop wins and both are counted")
  func stopsAndTargets() throws {
    let folder = try ScratchFolder()
    let text = try String(
      contentsOf: SaudaProcess.root.appending(path: Self.script), encoding: .utf8)
    let script = try folder.write(
      "stops.lua",
      text.replacing(
        "buy(SYMBOL, QTY)",
        with: "buy(SYMBOL, QTY, { stop_loss = tick.ltp - 0.05, take_profit = tick.ltp + 0.10 })"))
    let run = try SaudaProcess.run(["replay", script, "--ticks", Self.ticks, "--json"])
    #expect(run.text.contains("\"order_count\": 2481,"))
    #expect(run.text.contains("\"wallet_balance\": 455556.15,"))
    #expect(run.text.contains("\"total_realized_pnl\": -26565.85,"))
    #expect(run.text.ranges(of: "\"reason\": \"stop_loss\"").count == 196)
    #expect(run.text.ranges(of: "\"reason\": \"take_profit\"").count == 43)
  }

  @Test("twenty processes give one decision hash")
  func oneHash() throws {
    var hashes: Set<String> = []
    for process in 0..<20 {
      let run = try SaudaProcess.run(
        ["replay", Self.script, "--ticks", Self.ticks, "--json"],
        environment: ["PADDING": String(repeating: "x", count: process * 331)])
      let line = run.text.split(separator: "\n").first { $0.contains("\"decision_hash\"") }
      hashes.insert(try #require(line.map(String.init)))
    }
    #expect(hashes.count == 1)
  }
}
