/// One failure of a script.
public struct ScriptErrorReport: Equatable, Sendable {
  /// What kind of failure it was.
  public enum Kind: String, Sendable {
    /// The script raised an error.
    case error
    /// A callback spent its time.
    case time
    /// The script spent its memory.
    case memory
    /// The interpreter died.
    case crash
  }

  /// What kind of failure it was.
  public var kind: Kind
  /// The callback that failed, such as `on_tick`.
  public var callback: String
  /// What the script, or the host, said.
  public var message: String
  /// `file.lua:line`; nil when it is not known.
  public var source: String?
  /// The sequence number of the tick; nil before the first.
  public var tick: Int64?
  /// The Lua traceback; empty when there is none.
  public var traceback: String

  /// A failure from its parts.
  public init(
    kind: Kind, callback: String, message: String, source: String?, tick: Int64?,
    traceback: String
  ) {
    self.kind = kind
    self.callback = callback
    self.message = message
    self.source = source
    self.tick = tick
    self.traceback = traceback
  }
}

extension ScriptErrorReport {
  /// The most bytes of a message or of a line of a traceback that reach a terminal.
  private static let textLimit = 1_024
  /// The most lines of a traceback that reach a terminal.
  private static let tracebackLimit = 40

  /// The line that ends what a failed run says: the kind of failure first, in words that no script
  /// controls, then place and message, escaped.
  public var closingLine: String {
    let message = SafeText.escaped(self.message, limit: Self.textLimit)
    let place = source.map { SafeText.escaped($0, limit: Self.textLimit) + ": " } ?? ""
    let isPlaced = message.hasPrefix(place)
    let when = tick.map { "\(callback), tick \($0)" } ?? callback
    return "\(kind.phrase): \(isPlaced ? "" : place)\(message) "
      + "(\(SafeText.escaped(when, limit: 128)))"
  }

  /// The traceback as lines that are escaped and begin with a tab, so that none can pass for a line
  /// of the log; the middle of a very long one is left out.
  public var tracebackLines: [String] {
    // By bytes: a carriage return and a line feed are one Character, which is no separator.
    let lines = traceback.utf8.split(separator: UInt8(ascii: "\n")).map { line in
      let text = line.drop { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
      return "\t" + SafeText.escaped(String(decoding: text, as: UTF8.self), limit: Self.textLimit)
    }
    guard lines.count > Self.tracebackLimit else { return lines }
    let half = Self.tracebackLimit / 2
    return lines.prefix(half) + ["\t… \(lines.count - 2 * half) lines left out"]
      + lines.suffix(half)
  }
}

extension ScriptErrorReport.Kind {
  /// The words that begin the closing line of a failed run.
  public var phrase: String {
    switch self {
    case .error: "script error"
    case .time: "time budget exceeded"
    case .memory: "memory budget exceeded"
    case .crash: "interpreter crashed"
    }
  }
}
