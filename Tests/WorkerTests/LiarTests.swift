import Glibc
import Market
import Money
import Scripting
import Testing
import Trading

@testable import Worker

@Suite("A worker that lies")
struct LiarTests {
  /// The bytes of a message, as the double takes them.
  static func hexadecimal(_ message: WorkerMessage) -> String {
    var writer = MessageWriter()
    writer.put(message)
    return hexadecimal(writer.bytes)
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
  }

  static let ready = "say:" + hexadecimal(.ready(version: WorkerMessage.version))
  static let loaded = "say:" + hexadecimal(.loaded(report))
  static let completed = "say:05"

  static let report = LoadReport(
    declaration: StrategyDeclaration(name: "liar", symbols: ["SIM:A", "SIM:B"]), parameters: [],
    appliedOverrides: [], callbacks: ["on_tick", "on_stop"], rules: [], outputs: [], state: [])

  /// Time enough for whatever it has to say, on any machine.
  private static var patience: WorkerLimits {
    var limits = WorkerLimits()
    limits.callback = 60_000_000_000
    return limits
  }

  /// The failure of the first tick of a worker that answers it with these words.
  private func failure(_ words: [String], limits: WorkerLimits = patience) throws -> ScriptFailure?
  {
    let program = WorkerProgram(
      path: double().path,
      arguments: ["worker-double", Self.ready, "await", Self.loaded, "await", Self.completed]
        + ["await"] + words + ["hang"])
    let worker = try ScriptWorker.load(script(""), program: program, limits: limits)
    let table = table(worker.declaration.symbols)
    try worker.bind(table)
    var desk = desk(worker.declaration, table)
    let tick = walk(1, table: table)[0]
    let failure = worker.tick(tick, sequence: 1, port: &desk).failure
    // A failure that is told properly leaves the worker running; anything else ends it.
    #expect((worker.processID == nil) == (worker.end != nil))
    return failure
  }

  @Test(
    "with bytes that are no message has crashed",
    arguments: [
      ("say:", "it ends too early"), ("say:ff", "its kind is out of range"),
      ("say:0500", "its kind is out of range"), ("say:0300", "it ends too early"),
      ("say:0001000000", "the end of on_tick was expected"),
      ("say:0200", "it ends too early"), ("say:0202", "the end of on_tick was expected"),
      ("say:030000000000", "it ends too early"),
      ("say:0300000000000000", "something follows its end"),
      ("say:040c04000000" + "2e2e2f78", "a module's name"),
      ("say:040c05000000" + "6c69622e2f", "a module's name"),
      ("say:03" + "01" + "00" + "00000000" + "00", "on_tick decides nothing"),
      ("post:4:70000", "its length is out of range"), ("post:9:1", "its number is out of turn"),
      ("post:1:1", "its number is out of turn"), ("more:65536", "it is longer than 1048576 bytes"),
      ("more:0", "it is longer than 1048576 bytes"),
    ])
  func garbage(word: String, flaw: String) throws {
    let failure = try #require(try failure([word]))
    #expect(failure.kind == .crash)
    #expect(
      failure.message
        == "the script's worker sent what is no message (\(flaw)); it was ended")
  }

  @Test("about how a call ended is believed only where that harms nobody")
  func failures() throws {
    let told = ScriptFailure(
      kind: .crash, callback: "on_tick", message: "a\nb\u{202E}", source: "x:1\r",
      traceback: "one\ntwo\u{7}")
    let report = CallReport(outcome: .failed(told), outputs: [], state: [1, 2, 3])
    let failure = try #require(try failure(["say:" + Self.hexadecimal(.finished(report))]))
    #expect(
      failure
        == ScriptFailure(
          kind: .error, callback: "on_tick", message: "a\\nb\\u{202E}", source: "x:1\\r",
          traceback: "one\ntwo\\x07"))
  }

  @Test("by asking for ever is ended", arguments: ["0406", "04050100000000000000", "0400"])
  func asks(question: String) throws {
    var limits = Self.patience
    limits.asks = 1_000
    let failure = try #require(try failure(["repeat:" + question], limits: limits))
    #expect(failure.kind == .error || failure.kind == .crash)
  }

  @Test("with more words than a host lets through is ended")
  func floods() throws {
    let lines = [ScriptOutput](repeating: .line(.info, "x"), count: 301)
    let report = CallReport(outcome: .completed, outputs: lines, state: nil)
    let failure = try #require(try failure(["say:" + Self.hexadecimal(.finished(report))]))
    #expect(failure.kind == .error)
    #expect(failure.message.contains("wrote 301 lines a second"))
  }

  @Test(
    "or falls silent, or only ever wakes the engine, is ended once its time is over",
    arguments: [[], ["stir"]])
  func silence(words: [String]) throws {
    var limits = WorkerLimits()
    limits.callback = 60_000_000
    #expect(try failure(words, limits: limits)?.kind == .time)
  }

  @Test(
    "and dies has crashed, by its own hand or a signal's",
    arguments: [
      ("exit:0", "the script's worker ended by itself with code 0"),
      ("exit:65", "the script's worker ended by itself with code 65"),
      ("die:11", "the script's worker was ended by signal 11 (SIGSEGV)"),
    ])
  func deaths(word: String, sentence: String) throws {
    let failure = try #require(try failure([word]))
    #expect(failure.kind == .crash)
    #expect(failure.message == sentence)
  }

  @Test(
    "while it starts is refused",
    arguments: [
      ["say:0002000000"], ["say:05"], ["exit:77"], [ready, "await", "say:05"],
      [ready, "await", "say:0405" + "00000000"], [ready, "await", "exit:1"],
    ])
  func starts(words: [String]) {
    let program = WorkerProgram(
      path: double().path, arguments: ["worker-double"] + words + ["hang"])
    #expect {
      _ = try ScriptWorker.load(script(""), program: program)
    } throws: { problem in
      guard case .refused(let failure)? = problem as? ScriptLoadProblem else { return false }
      return failure.kind == .crash && failure.callback == "load"
    }
  }

  @Test("can at worst place orders that the desk checks")
  func orders() throws {
    let request = OrderRequest(
      side: .buy, instrument: InstrumentID(index: .max), quantity: .whole(.min),
      type: .stopLimit, price: .invalid("x"))
    #expect(
      try failure(["say:" + Self.hexadecimal(.ask(.place(request))), "await", Self.completed])
        == nil)
  }
}
