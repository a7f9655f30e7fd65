import Foundation
import Testing

@Suite("An interpreter that dies")
struct CrashTests {
  /// Starts a verb that takes minutes and crashes its child.
  private func crash(
    _ script: String, verb: String = "replay", after ready: String?
  ) throws -> (code: Int32, error: String) {
    let folder = try ScratchFolder()
    let file = try folder.write("dies.lua", script)
    let rows = (0..<20_000).map { "\(1_736_135_400_000 + $0),SIM:A,100" }
    let ticks = try folder.write("dies.csv", "time,symbol,ltp\n" + rows.joined(separator: "\n"))
    let process = Process()
    process.executableURL = SaudaProcess.program
    process.arguments = [verb, file] + (verb == "replay" ? ["--ticks", ticks] : [])
    process.environment = ["PATH": "/usr/bin:/bin", "NO_COLOR": "1"]
    let error = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = error
    try process.run()
    var said = Data()
    if let ready {
      while !String(decoding: said, as: UTF8.self).contains(ready) {
        let more = error.fileHandleForReading.availableData
        if more.isEmpty { break }
        said += more
      }
    }
    kill(try child(of: process.processIdentifier), SIGSEGV)
    said += try error.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  private func child(of parent: Int32) throws -> Int32 {
    while true {
      let text = try String(
        contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
      if let child = text.split(separator: " ").compactMap({ Int32($0) }).first { return child }
    }
  }

  @Test("is reported in one line, and nothing else is said")
  func inSession() throws {
    let end = try crash(
      """
      strategy { name = "dies", symbols = { "SIM:A" } }
      function on_tick(tick)
        if tick.seq == 1 then print("ready") end
        for i = 1, 200000 do local x = i end
      end
      """, after: "ready")
    #expect(end.code == 70)
    let lines = end.error.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.last?.hasPrefix("interpreter crashed: signal 11 ") == true, "\(end.error)")
  }

  @Test("while it loads a script has refused it", arguments: ["replay", "check"])
  func inLoad(verb: String) throws {
    let end = try crash(
      """
      strategy { name = "dies", symbols = { "SIM:A" } }
      while true do end
      """, verb: verb, after: nil)
    #expect(end.code == 65)
    #expect(
      end.error == "interpreter crashed: signal 11 while it was loaded; no report was written\n")
  }
}
