public import Market

/// One line of the log: `09:15:00.123 INFO ema_cross text`, in Indian time.
///
/// The text is escaped by ``SafeText``, so nothing a script says can begin a line or break one.
public struct LogLine: Equatable, Sendable {
  /// The time of the event that is being handled; nil before the first.
  public var time: EventTime?
  /// How much it matters.
  public var level: LogLevel
  /// Who says it: a script's name, or a part of the program.
  public var name: String
  /// What is said; any bytes.
  public var text: [UInt8]

  /// The most bytes of a line, its line feed included.
  public static let byteLimit = 8_192

  private static let timeUnknown = "--:--:--.---"
  // Room for the longest mark: an ellipsis, brackets, words and nineteen digits.
  private static let markLimit = 48

  /// A line from its parts.
  public init(time: EventTime?, level: LogLevel, name: String, text: [UInt8]) {
    self.time = time
    self.level = level
    self.name = name
    self.text = text
  }

  /// A line of well-formed text.
  public init(time: EventTime?, level: LogLevel, name: String, text: String) {
    self.init(time: time, level: level, name: name, text: Array(text.utf8))
  }

  /// The bytes of the line with its line feed, at most ``byteLimit``.
  ///
  /// A text that is too long ends in a mark that says how much is missing.
  public var bytes: [UInt8] {
    let clock = time.map { IndianTime($0).clockTextWithMilliseconds } ?? Self.timeUnknown
    var line = Array("\(clock) \(level.rawValue) ".utf8)
    SafeText.appendEscaped(Array(name.utf8), to: &line, limit: 128)
    line.append(UInt8(ascii: " "))
    let head = line
    if SafeText.appendEscaped(text, to: &line, limit: Self.byteLimit - 1) > 0 {
      line = head
      let left = SafeText.appendEscaped(
        text, to: &line, limit: Self.byteLimit - 1 - Self.markLimit)
      line += Array("… [\(left) bytes cut]".utf8)
    }
    line.append(UInt8(ascii: "\n"))
    return line
  }
}

/// How much a line matters.
public enum LogLevel: String, CaseIterable, Comparable, Sendable {
  /// For whoever writes the script.
  case debug = "DEBUG"
  /// What happened.
  case info = "INFO"
  /// Something to look at.
  case warn = "WARN"
  /// Something went wrong.
  case error = "ERROR"
  /// Something a person must see now.
  case alert = "ALERT"

  /// A level from its name in any case; nil when there is none of that name.
  public init?(name: String) {
    guard let level = Self.allCases.first(where: { $0.rawValue == name.uppercased() }) else {
      return nil
    }
    self = level
  }

  /// Orders from `debug` to `alert`.
  public static func < (left: LogLevel, right: LogLevel) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warn: 2
    case .error: 3
    case .alert: 4
    }
  }
}
