import Market
import Reporting
import Scripting

/// What scripts say, as lines on stderr.
final class ScriptLog {
  /// One script's voice; its name is known once it has declared itself.
  final class Voice {
    var name: String
    private let log: ScriptLog

    fileprivate init(name: String, log: ScriptLog) {
      self.name = name
      self.log = log
    }

    func take(_ output: ScriptOutput, at time: EventTime?) {
      guard case .line(let level, let text) = output,
        let logLevel = LogLevel(name: level.rawValue), logLevel >= log.threshold
      else { return }
      log.write(LogLine(time: time, level: logLevel, name: name, text: text).bytes)
    }
  }

  private let threshold: LogLevel
  /// Called before a line is written, to take a progress bar away.
  var beforeLine: () -> Void = {}
  private let output: ([UInt8]) -> Void

  /// A log of lines of a level and above; `info` for a word that is no level.
  ///
  /// - Parameters:
  ///   - level: The word.
  ///   - output: Takes the lines; without one, stderr.
  init(level: String, output: @escaping ([UInt8]) -> Void = { StandardError.write($0) }) {
    threshold = LogLevel(name: level) ?? .info
    self.output = output
  }

  func voice(fallback: String) -> Voice { Voice(name: fallback, log: self) }

  func write(_ bytes: [UInt8]) {
    beforeLine()
    output(bytes)
  }
}
