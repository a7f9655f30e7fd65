/// A calendar's text that cannot be read: the line, counted from 1, and what was expected.
public struct CalendarError: Error, Equatable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// What was expected there.
  public let reason: String

  /// `trading calendar, line 12: expected a date like 2026-11-23`.
  public var description: String { "trading calendar, line \(line): \(reason)" }
}
