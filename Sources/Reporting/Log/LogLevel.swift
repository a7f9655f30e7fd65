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
