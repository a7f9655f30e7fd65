import Market
import Money
import TestSupport
import Testing

@testable import Trading

/// A position valued at a run of ticks against one valued tick by tick.
@Suite("Marks of a run of ticks")
struct RunMarkTests {
  private struct Books: Equatable {
    var ledger: Ledger
    var worth: Amount
    var best: Price
    var worst: Price
    var marked: Int
  }

  private static func position(_ generator: inout SplitMix64, scale: Int64) -> Position {
    var position = Position()
    position.quantity = 1 + generator.below(1_000)
    if generator.oneIn(2) { position.quantity = -position.quantity }
    let price = Price(micros: 1 + generator.below(scale))
    position.cost = Amount(micros: price.micros &* position.size)
    position.worth = position.cost
    position.best = price
    position.worst = price
    return position
  }

  private static func ticks(_ generator: inout SplitMix64, scale: Int64) -> [Tick] {
    (0...generator.below(40)).map { second in
      let price = Price(micros: 1 + generator.below(scale))
      return Tick(
        time: EventTime(nanoseconds: Int64(second)), instrument: InstrumentID(index: 0), bid: price,
        ask: price, ltp: price)
    }
  }

  private static func books(
    _ ledger: Ledger, _ position: Position, marked: Int
  ) -> Books {
    Books(
      ledger: ledger, worth: position.worth, best: position.best, worst: position.worst,
      marked: marked)
  }

  @Test(
    "ledger, worth, best and worst are those of single marks, up to the tick that leaves the range",
    arguments: [Int64(500_000_000), Int64(1) << 54, Int64(1) << 62])
  func sameAsSingle(scale: Int64) throws {
    var failures = 0
    for seed in UInt64(0)..<2_000 {
      var generator = SplitMix64(seed: seed)
      let position = Self.position(&generator, scale: scale)
      let ticks = Self.ticks(&generator, scale: scale)
      var ledger = Ledger(initial: Amount(micros: generator.below(scale)))
      do {
        try ledger.post(
          LedgerEntry(
            wallet: position.cost.negated(), cost: position.cost, worth: position.worth,
            realized: .zero, commission: .zero))
      } catch {
        continue
      }
      var single = (ledger: ledger, position: position, marked: 0)
      for tick in ticks {
        do {
          try single.position.mark(at: tick.ltp, in: &single.ledger)
          single.position.follow(tick.ltp)
        } catch {
          break
        }
        single.marked += 1
      }
      var run = (ledger: ledger, position: position, marked: 0)
      do {
        try run.position.mark(
          at: ticks.span, in: &run.ledger, isFollowed: true, marked: &run.marked)
        #expect(run.marked == ticks.count, "seed \(seed)")
      } catch {
        failures += 1
        #expect(run.marked < ticks.count, "seed \(seed)")
      }
      #expect(
        Self.books(run.ledger, run.position, marked: run.marked)
          == Self.books(single.ledger, single.position, marked: single.marked), "seed \(seed)")
    }
    #expect((failures > 0) == (scale > 1_000_000_000), "\(failures) of the runs left the range")
  }

  @Test("what is copied with every order ends on a whole word")
  func wholeWords() {
    let word = MemoryLayout<Int64>.size
    #expect(MemoryLayout<Decision>.size % word == 0)
    #expect(MemoryLayout<Order>.size % word == 0)
    #expect(MemoryLayout<WorkingOrder>.size % word == 0)
    #expect(MemoryLayout<OrderTerms>.size % word == 0)
  }
}
