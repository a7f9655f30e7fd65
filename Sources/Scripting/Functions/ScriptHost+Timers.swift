import Market
import Trading

/// Timers: `at`, `every`, `after`.
extension ScriptHost {
  /// `setTimer(kind, value, local)`: 1 after seconds, 2 every seconds, 3 daily at a text.
  func setTimer(_ values: HostArguments) throws(HostRefusal) {
    let schedule = try schedule(values)
    guard let local = values.integer(2) else { throw HostRefusal("no timer") }
    guard let desk = door.desk else {
      guard loading.isUnderWay, timers.wait(local: local, schedule: schedule) else {
        throw HostRefusal("expected at most \(TimerBook.atMost) timers")
      }
      return
    }
    guard let id = desk.pointee.setTimer(schedule) else {
      throw HostRefusal("expected at most \(TimerBook.atMost) timers")
    }
    timers.add(local: local, desk: id, schedule: schedule)
  }

  private func schedule(_ values: HostArguments) throws(HostRefusal) -> TimerSchedule {
    if values.integer(0) == 3 {
      guard let text = values.text(1) else {
        throw HostRefusal("at: expected text such as \"15:10\", was \(values.kind(1))")
      }
      guard let second = ClockText.secondOfDay(text) else {
        throw HostRefusal("at: expected HH:MM in Indian time, was '\(text.prefix(80))'")
      }
      return .daily(secondOfDay: second)
    }
    let isOnce = values.integer(0) == 1
    let verb = isOnce ? "after" : "every"
    guard let seconds = values.number(1) else {
      throw HostRefusal("\(verb): expected seconds, was \(values.kind(1))")
    }
    let least = isOnce ? 0 : 0.001
    // A thousand days keep every sum of times within its range.
    guard seconds >= least, seconds <= 86_400_000, let nanos = NumberReading.nanos(seconds) else {
      throw HostRefusal("\(verb): expected seconds from \(least) to 86400000, was \(seconds)")
    }
    return isOnce ? .after(nanoseconds: nanos) : .every(nanoseconds: nanos)
  }

  /// `cancelTimer(local)`: whether it was still set.
  func cancelTimer(_ values: HostArguments, _ reply: inout HostReply) {
    guard let local = values.integer(0) else { return reply.append(false) }
    if let id = timers.remove(local: local) {
      reply.append(door.desk?.pointee.cancelTimer(id) ?? false)
    } else {
      reply.append(timers.removeWaiting(local: local))
    }
  }

  /// Hands the timers set at the top level to the desk, at the first call it makes.
  func startWaitingTimers(_ desk: inout Port) {
    for timer in timers.takeWaiting() {
      guard let id = desk.setTimer(timer.schedule) else { continue }
      timers.add(local: timer.local, desk: id, schedule: timer.schedule)
    }
  }
}

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
