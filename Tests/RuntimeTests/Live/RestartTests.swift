import Foundation
import Market
import Money
import Reporting
import Server
import Testing
import Trading

@testable import Runtime

@Suite("Scripts that are started again while the session goes on")
struct RestartTests {
  /// Buys two with a stop three below where it is flat, and fails at 105.
  private static let script = """
    strategy { name = "fix", symbols = { "SIM:A" } }
    params { qty = 2 }
    local lib = require("lib.size")
    function on_tick(t)
      if t.ltp == 105 then error("broken") end
      if position("SIM:A").is_flat and t.ltp < 104 then
        buy("SIM:A", lib.qty(params.qty), { stop_loss = points(3) })
      end
    end
    """
  private static let module = "return { qty = function(q) return q end }\n"
  private static let other = """
    strategy { name = "other", symbols = { "SIM:A" } }
    function on_tick(t) end
    """
  private static let mended = script.replacing("error(\"broken\")", with: "")
    .replacing("qty(params.qty)", with: "qty(params.qty) + 1")

  /// A session whose script has failed, and holds two at 100 with a stop at 97.
  private static func failed(
    and others: [String] = []
  ) throws -> (session: SteppedSession, disk: MemoryDisk) {
    let disk = MemoryDisk()
    disk.put("/s/fix.lua", script)
    disk.put("/s/other.lua", other)
    disk.put("/s/lib/size.lua", module)
    let session = try SteppedSession(disk, script: "/s/fix.lua", and: others)
    for rupees: Int64 in [100, 101, 105] { try session.price(rupees, of: "SIM:A") }
    #expect(session.board.view.stoppedScripts == ["fix"])
    return (session, disk)
  }

  private static func resume(_ session: SteppedSession) throws -> ControlAnswer {
    try session.ask { .control(.resume, $0) }
  }

  private static func reasons(_ answer: PriceAnswer) -> [String] {
    guard case .updated(let fills) = answer else { return ["not taken"] }
    return fills.map(\.reason)
  }

  @Test("Prices, stops and questions do not wait for a script that loads")
  func goesOn() throws {
    let (session, _) = try Self.failed()
    session.background.isHeld = true
    let answer: SteppedSession.Answered<ControlAnswer> = try session.begin {
      .control(.resume, $0)
    }
    #expect(Self.reasons(try session.price(96, of: "SIM:A")) == ["stop_loss"])
    #expect(try session.portfolio().positions.isEmpty)
    #expect(session.board.view.stoppedScripts == ["fix"])
    let second: SteppedSession.Answered<ControlAnswer> = try session.begin {
      .control(.resume, $0)
    }
    #expect(answer.answer == nil)
    session.background.finish()
    try session.settle()
    #expect(answer.answer == .done(mode: .running, message: "Trading goes on.", orders: []))
    #expect(second.answer == answer.answer)
    try session.price(97, of: "SIM:A")
    #expect(try session.portfolio().positions.first?.quantity == 2)
  }

  @Test(
    "A command that comes while scripts load takes the place of resume",
    arguments: [OperatorCommand.halt, .exitOnly, .flatten])
  func overtaken(command: OperatorCommand) throws {
    let (session, _) = try Self.failed()
    session.background.isHeld = true
    let answer: SteppedSession.Answered<ControlAnswer> = try session.begin {
      .control(.resume, $0)
    }
    guard case .done = try session.ask({ .control(command, $0) }) else {
      Issue.record("\(command) was refused")
      return
    }
    guard case .refused(let sentence)? = answer.answer else {
      Issue.record("resume was not refused")
      return
    }
    #expect(sentence.contains(command.rawValue))
    session.background.finish()
    try session.settle()
    #expect(session.board.view.stoppedScripts == ["fix"])
    #expect(session.board.view.mode != .running)
    session.background.isHeld = false
    #expect(
      try Self.resume(session) == .done(mode: .running, message: "Trading goes on.", orders: []))
  }

  @Test("The end of the session answers a resume that waits")
  func ended() throws {
    let (session, _) = try Self.failed()
    session.background.isHeld = true
    let answer: SteppedSession.Answered<ControlAnswer> = try session.begin {
      .control(.resume, $0)
    }
    _ = try session.end()
    #expect(answer.answer == .refused("The session has ended."))
    session.background.finish()
  }

  @Test(
    "What does not start is named, with the reason, and stays stopped",
    arguments: [
      ("function (", "script error"), ("", "strategy"),
      (script.replacing("fix", with: "x"), "declares"),
      (script.replacing("SIM:A", with: "SIM:B"), "SIM:B"),
      (script + "\nfunction on_start() error('no') end", "no"),
      (script + "\nlocal x = require('lib.none')", "lib/none.lua"),
      ("-- " + String(repeating: "x", count: 300_000), "larger"), (nil, "No such file"),
    ] as [(String?, String)])
  func named(text: String?, reason: String) throws {
    let (session, disk) = try Self.failed(and: ["/s/other.lua"])
    if let text { disk.put("/s/fix.lua", text) } else { disk.remove("/s/fix.lua") }
    guard case .refused(let sentence) = try Self.resume(session) else {
      Issue.record("it was answered with yes")
      return
    }
    #expect(sentence.hasPrefix("Trading goes on, but fix did not start: "), "\(sentence)")
    #expect(sentence.contains(reason), "\(sentence)")
    #expect(session.board.view.stoppedScripts == ["fix"])
    #expect(Self.reasons(try session.price(96, of: "SIM:A")) == ["stop_loss"])
    disk.put("/s/fix.lua", Self.mended)
    #expect(
      try Self.resume(session) == .done(mode: .running, message: "Trading goes on.", orders: []))
  }

  /// Replays a session from files as they are now, and gives the hash and the warnings.
  private static func replay(
    _ session: SteppedSession, _ disk: MemoryDisk, script: String = script,
    module: String = module, _ change: (ScratchFolder) throws -> Void = { _ in }
  ) throws -> (hash: String?, warnings: String) {
    let folder = try ScratchFolder()
    let recording = try disk.export(session, to: folder)
    let path = try folder.write("fix.lua", script)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "lib"), withIntermediateDirectories: true)
    _ = try folder.write("lib/size.lua", module)
    try change(folder)
    let replay = try SaudaProcess.run(["replay", path, "--ticks", recording, "--json"])
    let json = try #require(
      try JSONSerialization.jsonObject(with: replay.output) as? [String: Any], "\(replay.error)")
    let warnings = json["warnings"] as? [String] ?? []
    return (json["decision_hash"] as? String, warnings.joined(separator: "\n"))
  }

  /// Goes on after the failure with a text or a module changed, and ends.
  private static func changed(
    script: String = script, module: String = module
  ) throws -> (session: SteppedSession, disk: MemoryDisk, hash: String) {
    let (session, disk) = try failed()
    disk.put("/s/fix.lua", script)
    disk.put("/s/lib/size.lua", module)
    _ = try resume(session)
    for rupees: Int64 in [96, 97, 100, 90, 91] { try session.price(rupees, of: "SIM:A") }
    return (session, disk, try SteppedSession.hash(of: try session.end()))
  }

  @Test("A text mended in place replays to the session's hash, whichever of its texts is there now")
  func mendedText() throws {
    let (session, disk, hash) = try Self.changed(script: Self.mended)
    let first = try Self.replay(session, disk)
    #expect(first.hash == hash)
    #expect(first.warnings.isEmpty)
    let second = try Self.replay(session, disk, script: Self.mended)
    #expect(second.hash == hash)
    #expect(second.warnings.contains("fix.lua was mended while the session ran"))
  }

  @Test("A module changed while the session ran, or since, replays to the session's hash")
  func changedModule() throws {
    let five = Self.module.replacing("return q end", with: "return q * 5 end")
    let (session, disk, hash) = try Self.changed(module: five)
    for module in [Self.module, five, "return { qty = function(q) return q * 7 end }"] {
      let replay = try Self.replay(session, disk, module: module)
      #expect(replay.hash == hash)
      #expect(replay.warnings.contains("lib/size.lua is not what the session required"))
    }
    let gone = try Self.replay(session, disk) { folder in
      try FileManager.default.removeItem(at: folder.url.appending(path: "lib/size.lua"))
    }
    #expect(gone.hash == hash)
  }

  @Test("A module that is required in a callback is kept, too")
  func late() throws {
    let text = """
      strategy { name = "fix", symbols = { "SIM:A" } }
      function on_tick(t)
        local ok, none = pcall(require, "lib.none")
        buy("SIM:A", require("lib.size").qty(#none > 0 and 2 or 1))
      end
      """
    let disk = MemoryDisk()
    disk.put("/s/fix.lua", text)
    disk.put("/s/lib/size.lua", Self.module)
    let session = try SteppedSession(disk, script: "/s/fix.lua")
    for rupees: Int64 in [100, 101] { try session.price(rupees, of: "SIM:A") }
    disk.put("/s/lib/size.lua", "error('changed')")
    try session.price(102, of: "SIM:A")
    #expect(try session.portfolio().positions.first?.quantity == 6)
    let hash = try SteppedSession.hash(of: try session.end())
    let replay = try Self.replay(session, disk, script: text, module: "error('changed')") {
      _ = try $0.write("lib/none.lua", "return 1")
    }
    #expect(replay.hash == hash)
  }

  @Test("A text that the session never ran is replayed as it is given, and said to be another")
  func whatIf() throws {
    let (session, disk, hash) = try Self.changed(script: Self.mended)
    let replay = try Self.replay(
      session, disk, script: Self.script.replacing("qty = 2", with: "qty = 3"))
    #expect(replay.hash != hash)
    #expect(replay.warnings.contains("fix.lua is not the text that the session ran"))
  }

  @Test("Without the kept texts, a replay says which is missing")
  func lostTexts() throws {
    let (session, disk, hash) = try Self.changed(script: Self.mended)
    let replay = try Self.replay(session, disk) { folder in
      try FileManager.default.removeItem(at: folder.url.appending(path: "session/texts"))
    }
    #expect(replay.hash != hash)
    let name = Fingerprint.sha256(of: Array(Self.mended.utf8))
    #expect(replay.warnings.contains("texts/\(name).lua, is not there as it was"))
  }
}
