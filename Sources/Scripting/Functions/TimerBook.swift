import Trading

/// The script's timers: its own numbers for them, and the desk's.
///
/// Timers set while the script loads wait here until the first tick gives them a desk and a time.
struct TimerBook {
  /// The most timers a script may have while it loads; the desk has the same bound.
  static let atMost = 10_000

  private(set) var waiting: [(local: Int64, schedule: TimerSchedule)] = []
  private var localByDesk: [Int32: Int64] = [:]
  private var deskByLocal: [Int64: Int32] = [:]
  private var once: Set<Int32> = []

  /// Keeps a timer until ``start(_:)``; false when there are too many.
  mutating func wait(local: Int64, schedule: TimerSchedule) -> Bool {
    guard waiting.count < Self.atMost else { return false }
    waiting.append((local, schedule))
    return true
  }

  /// Gives what waits, once.
  mutating func takeWaiting() -> [(local: Int64, schedule: TimerSchedule)] {
    defer { waiting = [] }
    return waiting
  }

  /// Notes the desk's number of a timer.
  mutating func add(local: Int64, desk: Int32, schedule: TimerSchedule) {
    localByDesk[desk] = local
    deskByLocal[local] = desk
    if case .after = schedule { once.insert(desk) }
  }

  /// The script's number of a desk's timer that fires; one that fires once is forgotten.
  mutating func fire(desk: Int32) -> Int64? {
    guard let local = localByDesk[desk] else { return nil }
    if once.contains(desk) { _ = remove(local: local) }
    return local
  }

  /// Forgets a timer and gives the desk's number; nil when it waits or is unknown.
  mutating func remove(local: Int64) -> Int32? {
    guard let desk = deskByLocal.removeValue(forKey: local) else { return nil }
    localByDesk.removeValue(forKey: desk)
    once.remove(desk)
    return desk
  }

  /// Forgets a timer that waits; whether it did.
  mutating func removeWaiting(local: Int64) -> Bool {
    guard let index = waiting.firstIndex(where: { $0.local == local }) else { return false }
    waiting.remove(at: index)
    return true
  }
}
