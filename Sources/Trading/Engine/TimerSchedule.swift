/// When a timer fires.
public enum TimerSchedule: Equatable, Sendable {
  /// Once, this many nanoseconds after the event that sets it.
  case after(nanoseconds: Int64)
  /// Again and again, on a grid that starts at the event that sets it.
  case every(nanoseconds: Int64)
  /// Daily at a second of the day in India.
  case daily(secondOfDay: Int64)
}
