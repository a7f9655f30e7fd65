import Foundation
import Glibc
import Market
import Recording
import Testing

@testable import Runtime

@Suite("Recordings of random contents under right checksums")
struct RandomRecordingTests {
  /// Trades now and then, with levels, bars and timers.
  private static let script = """
    strategy {
      name = "random", symbols = { "SIM:A", "SIM:B", "NSE:SBIN-EQ", "NSE:NIFTY50-INDEX" },
      bars = { "1m" }, square_off = "never",
    }
    local n = 0
    function on_tick(tick)
      n = n + 1
      if n % 5 == 1 and position(tick.symbol).is_flat then
        buy(tick.symbol, 1, { stop_loss = pct(1), take_profit = pct(2), trail = { by = pct(1) } })
      end
      if n % 17 == 0 then close_all() end
    end
    function on_bar(bar) state.close = bar.close end
    every(86400 * 20, function() state.n = n end)
    """

  /// Seeds a batch: all of `scripts/nightly`, 10,000, in twenty batches; some of each otherwise.
  private static let seedsPerBatch: UInt64 =
    ProcessInfo.processInfo.environment["SAUDA_NIGHTLY"] != nil ? 500 : 10

  /// How each verb of `sauda ticks`, and a replay, end for a file.
  private struct Verdicts {
    var info: Int32 = 0
    var others: [(verb: String, code: Int32)] = []
  }

  @Test(
    "no verb of ticks and no replay crashes, and all agree on what is valid",
    arguments: 0..<20 as Range<UInt64>)
  func random(batch: UInt64) throws {
    let folder = try ScratchFolder()
    let script = try folder.write("random.lua", Self.script)
    let report = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(report) }
    for seed in batch * Self.seedsPerBatch..<(batch + 1) * Self.seedsPerBatch {
      // The name stays on the disk when reading ends the test's process.
      let file = try folder.write("\(seed).ticks", Data(RandomRecording.bytes(seed: seed)))
      let verdicts = Self.verdicts(file)
      for (verb, code) in verdicts.others {
        #expect(code == verdicts.info, "seed \(seed): \(verb) \(code), info \(verdicts.info)")
      }
      for more in [[], ["--from", "2025-02-11"]] {
        let code = Self.replay(script, file, more, report)
        let isKnown = [0, 65, 70].contains(code)
        #expect(isKnown, "seed \(seed): replay ends with \(code)")
        if verdicts.info == 65 { #expect(code == 65 || !more.isEmpty, "seed \(seed)") }
      }
      try FileManager.default.removeItem(atPath: file)
    }
  }

  @Test("some of them are sound and some are not, so that both are tried")
  func mixture() throws {
    let folder = try ScratchFolder()
    let codes = try (0..<60 as Range<UInt64>).map { seed in
      Self.verdicts(
        try folder.write("\(seed).ticks", Data(RandomRecording.bytes(seed: seed)))
      ).info
    }
    #expect(codes.count { $0 == 0 } > 5)
    #expect(codes.count { $0 == 65 } > 5)
  }

  private static func code(_ body: () throws(RecordingError) -> Void) -> Int32 {
    do throws(RecordingError) {
      try body()
      return 0
    } catch {
      return error.exitCode
    }
  }

  private static func verdicts(_ file: String) -> Verdicts {
    var verdicts = Verdicts()
    verdicts.info = code { () throws(RecordingError) in
      let info = try TickFileInfo(file)
      _ = TickFileText.text(info)
      _ = TickFileText.json(info)
      if let error = info.error { throw error }
      _ = try SessionFacts(recording: file)
    }
    func add(_ verb: String, _ body: () throws(RecordingError) -> Void) {
      verdicts.others.append((verb, code(body)))
    }
    add("head") { () throws(RecordingError) in
      _ = try SessionFacts(recording: file)
      let reader = try TickReader(files: [file])
      let row = TickRowText(width: reader.recordWidth)
      var tick = Tick.blank
      while try reader.next(into: &tick) {
        _ = row.text(tick, symbol: reader.registry.table[tick.instrument].symbol)
      }
    }
    for (verb, sorts) in [("convert", false), ("convert --sort", true)] {
      let converter = TickConverter(files: [file], sorts: sorts, replaces: true)
      add(verb) { () throws(RecordingError) in
        _ = try SessionFacts(recording: file)
        _ = try converter.writeRecording(to: file + ".copy.ticks")
      }
      // A symbol with a comma is valid, but no cell of a CSV file.
      if isWritableAsCSV(file) {
        add("\(verb) to CSV") { () throws(RecordingError) in
          _ = try SessionFacts(recording: file)
          _ = try converter.writeCSV(to: file + ".csv")
        }
      }
    }
    add("repair") { () throws(RecordingError) in
      _ = try SessionFacts(recording: file)
      _ = try RecordingRepair.cutTail(of: file)
    }
    for name in [file + ".copy.ticks", file + ".csv"] { unlink(name) }
    return verdicts
  }

  private static func isWritableAsCSV(_ file: String) -> Bool {
    let info = try? TickFileInfo(file)
    return info?.symbols.allSatisfy { !$0.symbol.contains(",") && !$0.symbol.hasPrefix("\"") }
      ?? true
  }

  /// Replays in this process and gives the exit code.
  private static func replay(
    _ script: String, _ file: String, _ more: [String], _ report: Int32
  ) -> Int32 {
    var request = ReplayRequest()
    request.scripts = [script]
    request.ticks = [file]
    request.from = more.last
    do throws(Stop) {
      let configuration = try Configuration(environment: ["HOME": "/nowhere"], folder: "/nowhere")
      var options = try request.checked(configuration)
      options.reportDescriptor = report
      options.logLevel = "error"
      if options.session != nil { return try SessionReplay(options).run({}).rawValue }
      return try ReplaySession(options).run({}).rawValue
    } catch {
      return error.code.rawValue
    }
  }
}
