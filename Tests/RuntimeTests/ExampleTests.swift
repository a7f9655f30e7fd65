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
      hash: "499927d9f90e3feed0d3b98ddf1f1f91c074bbc1591839bc282da21ad26af109"),
    Example(
      script: "atr_trail", ticks: "ibm_20131008.csv.gz", orders: 8,
      hash: "88b15778253316938d8a569c08c3d0178261eca2e408bdea7755067c18325fa2"),
    Example(
      script: "opening_range", ticks: "ibm_20131008.csv.gz", orders: 3,
      hash: "a84aa437c18487a1b120282bf7c8d0d847db373f34ea2b492c9eb22ab9b8dec4"),
    Example(
      script: "pair", ticks: "us3_20131008.csv.gz", orders: 26,
      hash: "df42310967262699f1ed051a5d54c81cc31e54ce3d8ed6877a3ded51b5cfd1af"),
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
