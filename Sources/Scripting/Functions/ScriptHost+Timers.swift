import Market
import Trading

/// Timers: `at`, `every`, `after`.
extension ScriptHost {
  /// `setTimer(kind, value, local)`: 1 after seconds, 2 every seconds, 3 daily at a text.
  func setTimer(_ values: HostArguments) throws(HostRefusal) {
    let schedule = try schedule(values)
    guard let local = values.integer(2) else { throw HostRefusal("no timer") }
    guard let port else {
      guard isLoading, timers.wait(local: local, schedule: schedule) else {
        throw HostRefusal("expected at most \(TimerBook.atMost) timers")
      }
      return
    }
    guard let id = port.pointee.setTimer(schedule) else {
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
    if let desk = timers.remove(local: local) {
      reply.append(port?.pointee.cancelTimer(desk) ?? false)
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
