import Foundation
import Market
import Scripting
import Testing

@testable import Runtime

@Suite("The log of scripts")
struct ScriptLogTests {
  private static func ticks(_ count: Int) -> String {
    let rows = (0..<count).map { "\(1_736_135_400_000 + $0 * 1_000),SIM:A,100" }
    return "time,symbol,ltp\n" + rows.joined(separator: "\n")
  }

  private static func replay(_ body: String, ticks count: Int) throws -> SaudaProcess {
    let folder = try ScratchFolder()
    let script = try folder.write(
      "talks.lua",
      """
      strategy { name = "talks", symbols = { "SIM:A" } }
      function on_tick(tick) \(body) end
      """)
    return try SaudaProcess.run(
      ["replay", script, "--ticks", try folder.write("talks.csv", ticks(count)), "--json"])
  }

  @Test("stays within 1 MiB a replay; what is dropped is counted in the report")
  func bytes() throws {
    let run = try Self.replay(#"for i = 1, 5 do print(("x"):rep(2000)) end"#, ticks: 160)
    #expect(run.code == 0, "\(run.lastLine)")
    #expect(run.error.utf8.count <= 1_048_576 && run.error.utf8.count > 1_040_000)
    #expect(
      run.lastLine.hasSuffix(
        "WARN talks its log is full (1 MiB a replay): what follows is dropped and counted"))
    let written = run.error.split(separator: "\n").count - 1
    #expect(
      run.text.contains(
        "talks: \(800 - written) log lines and 0 alerts were dropped: expected at most 200 lines a "
          + "second, 64 KiB a callback, 1 MiB a replay, and 60 alerts a minute"),
      "\(run.text.suffix(900))")
  }

  @Test("does not keep alerts away, of which 60 a minute are written")
  func alerts() throws {
    let run = try Self.replay(
      #"for i = 1, 5 do print(("x"):rep(2000)) alert("look") end"#, ticks: 240)
    #expect(run.code == 0, "\(run.lastLine)")
    let lines = run.error.split(separator: "\n")
    #expect(lines.count { $0.contains(" ALERT talks look") } == 240)
    #expect(lines.contains { $0.contains("more than 60 alerts in a minute") })
    #expect(lines.last?.contains(" ALERT talks look") == true)
    #expect(run.text.contains("log lines and 960 alerts were dropped"), "\(run.text.suffix(900))")
  }

  @Test("takes no time of a script's while nobody reads it, as in a pager")
  func lateReader() throws {
    let folder = try ScratchFolder()
    let script = try folder.write(
      "talks.lua",
      """
      strategy { name = "talks", symbols = { "SIM:A" } }
      function on_tick(tick) for i = 1, 5 do print(("x"):rep(2000)) end end
      """)
    let program = try #require(SaudaProcess.executable).path
    // The pipe holds 64 KiB; a call that had taken as long as this reader would be ended after two seconds.
    let late = #"{ "$@" 2>&1 >/dev/null; echo "code $?"; } | { sleep 4; cat; }"#
    let run = try SaudaProcess.run(
      ["-c", late, "sh", program, "replay", script]
        + ["--ticks", try folder.write("talks.csv", Self.ticks(40))],
      program: URL(filePath: "/bin/sh"))
    #expect(run.text.hasSuffix("code 0\n"), "\(run.text.suffix(300))")
    #expect(run.output.count > 400_000)
  }

  @Test("has its room for an hour of event time in a live session")
  func hours() {
    var written = 0
    var notices = 0
    let log = ScriptLog(level: "info", window: .hour) { bytes in
      written += bytes.count
      if String(decoding: bytes, as: UTF8.self).contains("1 MiB an hour") { notices += 1 }
    }
    let voice = log.voice(fallback: "live")
    for hour in 0..<3 {
      written = 0
      let time = EventTime(milliseconds: Int64(hour) * 3_600_000 + 3_000)
      for _ in 0..<400 { voice.take(.line(.info, String(repeating: "x", count: 4_000)), at: time) }
      voice.take(.dropped(.debug, count: 1_000), at: time)
      #expect(written > 1_000_000 && written <= 1_048_576)
      #expect(notices == hour + 1)
    }
    #expect(log.warnings.count == 1)
    log.forgetVoices()
    #expect(log.warnings.isEmpty)
  }
}
