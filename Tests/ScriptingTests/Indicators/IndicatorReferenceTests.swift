import Testing

@testable import Scripting

@Suite("Indicators against TA-Lib")
struct IndicatorReferenceTests {
  /// The relative difference allowed.
  static let tolerance = 1e-9

  @Test("agree with TA-Lib bar by bar, seeds included", arguments: ["walk", "ibm", "nifty"])
  func reference(name: String) throws {
    let fixture = try IndicatorFixture(named: name)
    #expect(fixture.bars.count >= 160)
    #expect(Set(fixture.columns.map(\.specification.kind)) == Set(IndicatorKind.allCases))
    for column in fixture.columns {
      let indicator = Indicator(column.specification)
      for (index, bar) in fixture.bars.enumerated() {
        indicator.update(bar)
        let value = indicator.value(at: column.output)
        guard agrees(value, column.values[index]) else {
          let reference = column.values[index].map(plainText) ?? "nothing"
          let got = value.map(plainText) ?? "nothing"
          Issue.record("\(name) \(column.title) bar \(index): \(got), TA-Lib \(reference)")
          break
        }
      }
    }
  }

  private func agrees(_ value: Double?, _ reference: Double?) -> Bool {
    guard let value, let reference else { return value == nil && reference == nil }
    // Below a millionth of a point TA-Lib's own rounding shows.
    return abs(value - reference) <= Self.tolerance * max(abs(reference), 1e-3)
  }
}
