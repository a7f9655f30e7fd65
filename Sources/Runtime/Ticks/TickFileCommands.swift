import Market
import Recording

/// The verbs of `sauda ticks`.
public enum TickFileCommands {
  /// `sauda ticks head`: the first ticks as CSV, a side that nobody quotes as `-`.
  public static func head(file: String, count: Int, symbols: [String]) -> Int32 {
    guarded { () throws(RecordingError) in
      guard count >= 0 else {
        throw RecordingError(
          .usage, file: "--count", expected: "a whole number from 0", found: "\(count)")
      }
      _ = try SessionFacts(recording: file)
      let reader = try TickReader(files: [file], options: reading(symbols, [file]))
      let row = TickRowText(width: reader.recordWidth)
      StandardOutput.line(row.header)
      var tick = Tick.blank
      var shown = 0
      while shown < count, try reader.next(into: &tick) {
        let name = reader.registry.table[tick.instrument].symbol
        StandardOutput.line(row.text(tick, symbol: name))
        shown += 1
      }
      warn(reader.counts)
      return .done
    }
  }

  /// `sauda ticks info`: what files contain.
  public static func info(files: [String], symbols: [String], isJSON: Bool) -> Int32 {
    guarded { () throws(RecordingError) in
      var code = ExitCode.done
      let options = try reading(symbols, files)
      for file in files {
        let info = try TickFileInfo(file, options: options)
        StandardOutput.line(isJSON ? TickFileText.json(info) : TickFileText.text(info))
        warn(info.counts)
        if let error = info.error ?? sessionFault(file) {
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
  ///   - symbols: The symbols of files without a symbol column, as ``FileSymbols`` reads them.
  ///   - sorts: Whether rows may come in any order.
  ///   - replaces: Whether an existing output is replaced.
  /// - Returns: The exit code.
  public static func convert(
    files: [String], output: String, symbols: [String], sorts: Bool, replaces: Bool
  ) -> Int32 {
    guarded { () throws(RecordingError) in
      for file in files { _ = try SessionFacts(recording: file) }
      let converter = TickConverter(
        files: files, options: try reading(symbols, files), sorts: sorts, replaces: replaces)
      let counts =
        try output.hasSuffix(".ticks")
        ? converter.writeRecording(to: output) : converter.writeCSV(to: output)
      warn(counts)
      StandardError.line("\(output): \(counts.ticks) ticks written")
      return .done
    }
  }

  /// `sauda ticks repair`: cuts the damaged tail of a recording off.
  public static func repair(file: String) -> Int32 {
    guarded { () throws(RecordingError) in
      _ = try SessionFacts(recording: file)
      if let damage = try RecordingRepair.cutTail(of: file) {
        StandardOutput.line("\(damage); it was cut off")
      } else {
        StandardOutput.line("\(file): nothing to repair")
      }
      return .done
    }
  }

  /// What is wrong with what a recording says of its session; nil when nothing is.
  private static func sessionFault(_ file: String) -> RecordingError? {
    do throws(RecordingError) {
      _ = try SessionFacts(recording: file)
      return nil
    } catch {
      return error
    }
  }

  /// How files are read whose symbols were given so.
  private static func reading(_ symbols: [String], _ files: [String]) throws(RecordingError)
    -> TickReadOptions
  {
    var options = TickReadOptions()
    options.fileSymbols = try FileSymbols(symbols, files: files)
    return options
  }

  /// Says what is no error, but should be known.
  private static func warn(_ counts: TickReadCounts) {
    for warning in counts.fileWarnings { StandardError.line("warning: \(warning)") }
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
