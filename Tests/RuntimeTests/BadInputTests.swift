import Foundation
import Testing

@Suite("Bad input to replay")
struct BadInputTests {
  static let script = """
    strategy { name = "quiet", symbols = { "SIM:IBM" } }
    function on_tick(tick) end
    """

  /// A tick file that is refused, and what the one line says.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let says: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "an empty file", text: "", says: "expected"),
    Case(name: "a missing column", text: "symbol,ltp\nSIM:IBM,1\n", says: "time"),
    Case(name: "a bad number", text: "time,symbol,ltp\n1000,SIM:IBM,1x\n", says: ":2:"),
    Case(name: "a nan price", text: "time,symbol,ltp\n1000,SIM:IBM,nan\n", says: ":2:14"),
    Case(name: "a negative quote", text: "time,symbol,ltp\n1000,SIM:IBM,-5\n", says: ":2:14"),
    Case(
      name: "time going backwards",
      text: "time,symbol,ltp\n2000,SIM:IBM,5\n1000,SIM:IBM,5\n", says: ":3:1"),
    Case(name: "NUL bytes", text: "time,symbol,ltp\n1000,SIM:\0BM,5\n", says: ":2:"),
    Case(
      name: "a line of ten million bytes",
      text: "time,symbol,ltp\n1000,SIM:IBM," + String(repeating: "1", count: 10_000_000) + "\n",
      says: ":2:"),
  ]

  @Test("is refused in one line with its place", arguments: cases)
  func refused(example: Case) throws {
    let folder = try ScratchFolder()
    let script = try folder.write("quiet.lua", Self.script)
    let ticks = try folder.write("ticks.csv", example.text)
    let run = try SaudaProcess.run(["replay", script, "--ticks", ticks, "--json"])
    #expect(run.code == 65, "\(run.error)")
    #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    #expect(run.lastLine.contains("ticks.csv"), "\(run.error)")
    #expect(run.lastLine.contains(example.says), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test("a folder, a missing file and an unreadable place are input errors")
  func notAFile() throws {
    let folder = try ScratchFolder()
    let script = try folder.write("quiet.lua", Self.script)
    for path in [folder.url.path, folder.url.path + "/absent.csv"] {
      let run = try SaudaProcess.run(["replay", script, "--ticks", path])
      #expect(run.code == 74, "\(run.error)")
      #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    }
    let missing = try SaudaProcess.run(["replay", "absent.lua", "--ticks", "absent.csv"])
    #expect(missing.code == 74)
  }

  @Test("a header alone is a session without ticks")
  func headerAlone() throws {
    let folder = try ScratchFolder()
    let script = try folder.write("quiet.lua", Self.script)
    let ticks = try folder.write("ticks.csv", "time,symbol,ltp\n")
    let run = try SaudaProcess.run(["replay", script, "--ticks", ticks, "--json"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("\"ticks\": 0,"))
    #expect(run.text.contains("\"first_tick\": null,"))
  }

  @Test(
    "a wrong option is wrong usage",
    arguments: [
      ["--cash", "much"], ["--cash", "-1"], ["--commission-rate", "2"], ["--latency", "soon"],
      ["--seed", "-1"], ["--from", "yesterday"], ["--calendar", "lunar"], ["--param", "x"],
      ["--param", "x=1"], ["--increment", "SIM:IBM=0"], ["--unknown"], ["--cash", "other=5"],
    ])
  func wrongOption(option: [String]) throws {
    let folder = try ScratchFolder()
    let script = try folder.write("quiet.lua", Self.script)
    let ticks = try folder.write("ticks.csv", "time,symbol,ltp\n")
    let run = try SaudaProcess.run(["replay", script, "--ticks", ticks] + option)
    #expect(run.code == 64, "\(run.error)")
    #expect(!run.lastLine.isEmpty)
  }
}
