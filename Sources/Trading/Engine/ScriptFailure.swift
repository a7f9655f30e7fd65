/// How a script failed, judged by the host.
public struct ScriptFailure: Error, Equatable, Codable, Sendable {
  /// What ran out or went wrong.
  public enum Kind: String, Codable, Sendable {
    /// An error was raised.
    case error
    /// The time budget was spent.
    case time
    /// The memory budget was spent.
    case memory
    /// The interpreter died.
    case crash

    /// The words the last line on stderr begins with.
    public var phrase: String {
      switch self {
      case .error: "script error"
      case .time: "time budget exceeded"
      case .memory: "memory budget exceeded"
      case .crash: "interpreter crashed"
      }
    }
  }

  /// What kind of failure.
  public var kind: Kind
  /// The callback that ran: `on_tick`, `rule:NAME`, `load`.
  public var callback: String
  /// One printable line.
  public var message: String
  /// Where: `file.lua:12`; empty when unknown.
  public var source: String
  /// The traceback, lines separated by line feeds; each printable.
  public var traceback: String

  /// A failure.
  public init(
    kind: Kind, callback: String, message: String, source: String = "", traceback: String = ""
  ) {
    self.kind = kind
    self.callback = callback
    self.message = message
    self.source = source
    self.traceback = traceback
  }
}

/// How a callback ended.
///
/// The payloads are indirect, so that the outcome of almost every call is one word in a register.
public enum CallOutcome: Sendable {
  /// It returned.
  case completed
  /// A rule returned, with this decision.
  indirect case decided(RuleDecision)
  /// It failed: entries it asked for are dropped, exits kept.
  indirect case failed(ScriptFailure)
}
