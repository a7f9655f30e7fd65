import Foundation
import Testing

@Suite("The examples")
struct ExampleTests {
  /// An example with the day it trades and its golden result.
  struct Example: Sendable, CustomTestStringConvertible {
    let script: String
    let ticks: String
    let orders: Int
    let hash: String
    var testDescription: String { script }
  }

  static let examples = [
    Example(
      script: "hello", ticks: "nse_nifty50_index_202502.csv", orders: 0,
      hash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    Example(
      script: "ema_cross", ticks: "ibm_20131008.csv.gz", orders: 24,
      hash: "8f93ea8a54c40a4d26ed1cfbbefb4c76f2c25eb67299a9dec28e31c2bc4212e6"),
    Example(
      script: "atr_trail", ticks: "ibm_20131008.csv.gz", orders: 8,
      hash: "ee46acac781170f25b1dc90145e4f3c4c7426748d94620430ed5aca3d5b646d6"),
    Example(
      script: "opening_range", ticks: "ibm_20131008.csv.gz", orders: 3,
      hash: "c6b11f5e3223c9a082d23cc7e4b1649e548f10da09a0f6070214999b04ce5e0a"),
    Example(
      script: "pair", ticks: "us3_20131008.csv.gz", orders: 26,
      hash: "3072c042a077a247b2ba09bd4826b34f5eb87ed7ac12cb9f284945d41c75f5fe"),
  ]

  @Test("decide what they decided when they were written", arguments: examples)
  func decisions(example: Example) throws {
    let run = try SaudaProcess.run([
      "replay", "examples/\(example.script).lua", "--ticks", "examples/ticks/\(example.ticks)",
      "--json",
    ])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("\"order_count\": \(example.orders),"))
    #expect(run.text.contains("\"decision_hash\": \"\(example.hash)\""))
  }

  @Test("every example has its golden decisions")
  func noneIsForgotten() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: SaudaProcess.root.appending(path: "examples").path)
    let scripts = files.filter { $0.hasSuffix(".lua") }.map { String($0.dropLast(4)) }
    #expect(scripts.sorted() == Self.examples.map(\.script).sorted())
  }

  @Test("every example passes the check", arguments: examples)
  func check(example: Example) throws {
    let run = try SaudaProcess.run(["check", "examples/\(example.script).lua"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("loads"))
  }
}
