/// What the calendar has against a script's times, with what to write instead.
public struct CalendarProblem: Equatable, Sendable, CustomStringConvertible {
  /// Whether the script may run all the same.
  public enum Severity: String, Equatable, Sendable {
    /// It may not.
    case refusal
    /// It may.
    case warning
  }

  /// Whether the script may run all the same.
  public let severity: Severity
  /// The declaration: `square_off` or `no_entry_after`.
  public let setting: String
  /// The symbol whose segment is concerned.
  public let symbol: String
  /// What is wrong and what to write instead.
  public let description: String
}
