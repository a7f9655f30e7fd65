import Market

/// A timer that is set.
struct DeskTimer: Sendable {
  /// Its number, in order of creation.
  var id: Int32
  /// When it fires next.
  var next: EventTime
  /// How it goes on.
  var schedule: TimerSchedule
}
