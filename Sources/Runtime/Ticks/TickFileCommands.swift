import Market
import Recording
import Reporting

/// The verbs of `sauda ticks`.
public enum TickFileCommands {
  /// `sauda ticks head`: the first ticks as CSV.
  public static func head(file: String, count: Int, symbol: String?) -> Int32 {
    guarded { () throws(RecordingError) in
      guard count >= 0 else {
        throw RecordingError(
          .usage, file: "--count", expected: "a whole number from 0", found: "\(count)")
      }
      let reader = try TickReader(files: [file], options: TickReadOptions(symbol: symbol))
      StandardOutput.line("time,symbol,bid,ask,ltp,volume")
      var tick = Tick.blank
      var shown = 0
      while shown < count, try reader.next(into: &tick) {
        let name = reader.registry.table[tick.instrument].symbol
        StandardOutput.line(
          "\(IndianTime(tick.time).iso8601),\(SafeText.escaped(name)),\(tick.bid),\(tick.ask),"
            + "\(tick.ltp),\(tick.volume)")
        shown += 1
      }
      return .done
    }
  }

  /// `sauda ticks info`: what files contain.
  public static func info(files: [String], symbol: String?, isJSON: Bool) -> Int32 {
    guarded { () throws(RecordingError) in
      var code = ExitCode.done
      for file in files {
        let info = try TickFileInfo(file, options: TickReadOptions(symbol: symbol))
        StandardOutput.line(isJSON ? TickFileText.json(info) : TickFileText.text(info))
        if let error = info.error {
          StandardError.line(error.description)
          code = .badInput
        } else if let damage = info.counts.damage.first {
          StandardError.line("\(damage); `sauda ticks repair` cuts it off")
          code = .answerIsNo
        }
      }
      return code
    }
  }

  /// `sauda ticks convert`: CSV to a recording, and back.
  ///
  /// - Parameters:
  ///   - files: What is read; several are merged by time.
  ///   - output: What is written; `.ticks` is a recording, anything else CSV.
  ///   - symbol: The symbol of files without a symbol column.
  ///   - sorts: Whether rows may come in any order.
  ///   - replaces: Whether an existing output is replaced.
  /// - Returns: The exit code.
  public static func convert(
    files: [String], output: String, symbol: String?, sorts: Bool, replaces: Bool
  ) -> Int32 {
    guarded { () throws(RecordingError) in
      let converter = TickConverter(
        files: files, options: TickReadOptions(symbol: symbol), sorts: sorts, replaces: replaces)
      let counts =
        try output.hasSuffix(".ticks")
        ? converter.writeRecording(to: output) : converter.writeCSV(to: output)
      StandardError.line("\(output): \(counts.ticks) ticks written")
      return .done
    }
  }

  /// `sauda ticks repair`: cuts the damaged tail of a recording off.
  public static func repair(file: String) -> Int32 {
    guarded { () throws(RecordingError) in
      if let damage = try RecordingRepair.cutTail(of: file) {
        StandardOutput.line("\(damage); it was cut off")
      } else {
        StandardOutput.line("\(file): nothing to repair")
      }
      return .done
    }
  }

  private static func guarded(_ body: () throws(RecordingError) -> ExitCode) -> Int32 {
    do throws(RecordingError) {
      return try body().rawValue
    } catch {
      StandardError.line(error.description)
      return error.exitCode
    }
  }
}
