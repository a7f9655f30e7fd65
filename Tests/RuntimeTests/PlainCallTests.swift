import Foundation
import Testing

/// `replay --plain-calls` against the quick way, over a recorded day.
@Suite("Plain calls")
struct PlainCallTests {
  private static let soundness = SaudaProcess.root
    .appending(path: "Tests/ScriptingTests/Shortcuts/Soundness")
  private static let ticks = SaudaProcess.root
    .appending(path: "examples/ticks/ibm_20131008.csv.gz").path

  /// The report without what depends on the run.
  private static func report(_ run: SaudaProcess) throws -> NSDictionary {
    let object = try JSONSerialization.jsonObject(with: run.output)
    let report = try #require((object as? NSDictionary)?.mutableCopy() as? NSMutableDictionary)
    report.removeObject(forKey: "performance")
    return report
  }

  @Test(
    "the same report, output and exit code",
    arguments: [
      "03_error_text_decides", "06_object_keys", "14_pcall_order", "19_cr_lines", "29_and_chain",
    ])
  func same(name: String) throws {
    let script = Self.soundness.appending(path: "\(name).lua").path
    let arguments = ["replay", script, "--ticks", Self.ticks, "--json"]
    let quick = try SaudaProcess.run(arguments)
    let plain = try SaudaProcess.run(arguments + ["--plain-calls"])
    #expect(quick.code == plain.code && quick.error == plain.error)
    #expect(try Self.report(quick) == Self.report(plain))
    #expect(quick.text.contains("\"BUY-"))
  }

  @Test("two scripts, one of which fails")
  func several() throws {
    let folder = try ScratchFolder()
    let scripts = try ["one", "two"].map { name in
      try folder.write(
        "\(name).lua",
        """
        strategy { name = "\(name)", symbols = { "SIM:IBM" } }
        function on_tick(tick)
          if tick.seq % 90 == 0 then buy(tick.symbol, 1) end
          if tick.seq % 700 == 0 then close(tick.symbol) end
          if "\(name)" == "two" and tick.seq == 20000 then buy(tick.symbol, tick.oi + 1) end
        end
        """)
    }
    let arguments = ["replay"] + scripts + ["--ticks", Self.ticks, "--json"]
    let quick = try SaudaProcess.run(arguments)
    let plain = try SaudaProcess.run(arguments + ["--plain-calls"])
    #expect(quick.code == 70 && quick.error.contains("(field 'oi')"), "\(quick.error)")
    #expect(plain.code == 70 && quick.error == plain.error, "\(plain.error)")
    #expect(try Self.report(quick) == Self.report(plain))
  }

  @Test("the help does not offer it")
  func hidden() throws {
    #expect(try !SaudaProcess.run(["replay", "--help"]).text.contains("plain-calls"))
  }
}
