import Testing

extension DifferentialTests {
  @Test(
    "random calls of library functions give Lua's own results and errors", arguments: [1, 2, 3, 4])
  func calls(seed: UInt64) throws {
    var calls = LibraryCalls(seed: seed)
    try compare(DifferentialTests.show + calls.script(count: 1_200), "seed \(seed)")
  }
}
