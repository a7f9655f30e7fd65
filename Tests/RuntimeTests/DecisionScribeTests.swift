import Market
import Money
import TestSupport
import Testing

@testable import Runtime
@testable import Trading

@Suite("The scribe of decisions")
struct DecisionScribeTests {
  private static func desks(_ count: Int, texts: Int) -> [Desk] {
    (0..<count).map { number in
      var desk = Desk(
        index: number, declaration: StrategyDeclaration(name: "s\(number)", symbols: []),
        settings: Desk.Settings(initial: Amount(micros: 1_000_000)))
      for text in 0..<texts { _ = desk.texts.intern("text \(number) \(text)") }
      return desk
    }
  }

  @Test(
    "hashes what the recorder hashes, however many there are",
    arguments: [0, 1, 511, 512, 513, 2_048, 20_000], [1, 3])
  func same(count: Int, scripts: Int) {
    let texts = 5_000
    let desks = Self.withSymbols(Self.desks(scripts, texts: texts))
    var generator = SplitMix64(seed: UInt64(count) &* 31 &+ UInt64(scripts))
    var recorder = DecisionHasher(strategyCount: scripts)
    let scribe = DecisionScribe(DecisionHasher(strategyCount: scripts))
    for index in 0..<count {
      let place = generator.below(scripts)
      // Some of the texts are more than the dictionary keeps.
      let decision = Decision(
        time: EventTime(nanoseconds: Int64(generator.below(1_000_000_000))),
        sequence: Int64(index), number: Int32(generator.below(9)),
        instrument: InstrumentID(index: Int32(generator.below(2))),
        quantity: generator.oneIn(5) ? nil : generator.anyInt64(),
        price: Price(micros: Int64(generator.below(1_000_000_000))),
        reason: TextPool.Index(generator.below(texts)), tag: TextPool.Index(generator.below(texts)),
        kind: generator.pick([.request, .fill, .denial, .cancel]),
        side: generator.pick([.buy, .sell]), type: .market)
      recorder.add(decision, of: place, among: desks)
      scribe.add(decision, of: place, among: desks)
    }
    let expected = recorder.finalize()
    let found = scribe.finalize()
    #expect(found.strategies == expected.strategies && found.session == expected.session)
  }

  @Test("may be given up at any time")
  func abandoned() {
    let desks = Self.withSymbols(Self.desks(1, texts: 2))
    let scribe = DecisionScribe(DecisionHasher(strategyCount: 1))
    for index in 0..<3_000 {
      scribe.add(
        Decision(
          time: EventTime(nanoseconds: 0), sequence: Int64(index),
          instrument: InstrumentID(index: 0), reason: 1, kind: .fill),
        of: 0, among: desks)
    }
  }

  private static func withSymbols(_ desks: [Desk]) -> [Desk] {
    desks.map { desk in
      var table = InstrumentTable()
      var desk = desk
      for symbol in ["SIM:A", "SIM:B C"] {
        let id = table.intern(symbol)
        desk.add(table[id], isDeclared: true)
      }
      return desk
    }
  }
}
