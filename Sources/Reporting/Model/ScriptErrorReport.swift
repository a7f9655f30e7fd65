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
