import Market
import Money
import Testing

@testable import Scripting
@testable import Trading

@Suite("size_by_risk")
struct SizeByRiskTests {
  private static let script =
    "function on_tick() print(size_by_risk('SIM:A', 1e9, points(0.05))) end"

  private func size(_ stage: Stage, ltp: Double) throws -> Int64 {
    #expect(stage.tick(ltp).failure == nil)
    return try #require(stage.said.lines.last.flatMap { Int64($0) })
  }

  @Test("is the most that free cash pays for, charges included", arguments: 0..<UInt64(200))
  func most(seed: UInt64) throws {
    let stage = try Stage(Self.script)
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ bound: UInt64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % bound)
    }
    let free = Amount(micros: next(2_000_000_000) * 1_000)
    let rate = try #require(CommissionRate(nanos: next(3) * next(10_000_000)))
    stage.desk.view.free = free
    stage.desk.view.charges = ChargeSchedule(commission: rate)
    let ltp = Double(next(100_000) + 100) / 20
    let size = try size(stage, ltp: ltp)
    let ask = try #require(stage.desk.quotes[stage.id("SIM:A")]?.tick.ask)
    func cost(_ units: Int64) throws -> Amount {
      let value = try ask.value(of: units)
      return try value.adding(rate.charge(on: value))
    }
    #expect(try cost(size) <= free)
    #expect(try cost(size + 1) > free)
  }

  @Test("comes in whole lots, and is nothing without free cash")
  func lots() throws {
    let stage = try Stage(Self.script)
    let id = stage.id("SIM:A")
    stage.desk.instruments = {
      var table = InstrumentTable()
      _ = table.intern("SIM:OTHER")
      _ = table.intern("SIM:A", increment: Price(micros: 50_000), lot: 75)
      return table
    }()
    #expect(stage.desk.instruments[id].lot == 75)
    stage.desk.view.free = Amount(rupees: 15_000)
    #expect(try size(stage, ltp: 99.95) == 75)
    stage.desk.view.free = Amount(micros: -1)
    #expect(try size(stage, ltp: 99.95) == 0)
  }
}
