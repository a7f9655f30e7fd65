import Market
import Reporting
import Trading

/// The machine's clocks: a time in which nobody was there, and a wall clock that was set.
extension LiveLoop where Rules: ~Copyable {
  /// Looks whether nobody was there for a while, and whether the wall clock was set; the engine is told
  /// before anything that came meanwhile.
  func lookAtClocks() {
    let (wall, boot) = clock.wallAndBoot()
    if pace.wasAway(at: boot) { passGap(boot) }
    guard let step = time.step(to: wall, boot: boot) else { return }
    let direction = step.by < 0 ? "back" : "forward"
    let what = "the machine's clock was set \(direction) by \(Self.length(of: step.by))"
    // Before the first event there is nothing that a clock could have upset.
    guard core.engine.hasStarted else { return audience.note(what, .warn, at: step.until) }
    enter(.step(by: step.by, since: step.since, until: step.until))
    let time =
      step.since < step.until
      ? "the session's time is \(IndianTime(step.until).clockText) from now on"
      : "the session's time goes on at \(IndianTime(step.until).clockText)"
    tell("\(what); \(time), and entries of scripts are denied until resume")
    publish()
  }

  /// Looks whether nobody was there since the last look.
  ///
  /// - Returns: Nanoseconds of the boot-time clock, now.
  func lookForGap() -> Int64 {
    let boot = clock.bootNanoseconds()
    if pace.wasAway(at: boot) { passGap(boot) }
    return boot
  }

  private func passGap(_ boot: Int64) {
    guard time.hasBegun, core.engine.hasStarted else { return }
    let since = core.engine.clock
    let until = time.afterGap(boot: boot)
    guard since < until else { return }
    enter(.gap(since: since, until: until))
    tell("nobody was there from \(IndianTime(since).clockText) to \(IndianTime(until).clockText)")
  }

  /// A length of time for people, in its two largest units, the rest rounded: `2 h 5 min`, `7 s`.
  private static func length(of nanoseconds: Int64) -> String {
    // A step is measured a few milliseconds after it was made: two hours are not 1 h 59 min.
    let whole = Int64((nanoseconds.magnitude + 500_000_000) / 1_000_000_000)
    let grain: Int64 = whole < 3_600 ? 1 : whole < 86_400 ? 60 : 3_600
    let seconds = (whole + grain / 2) / grain * grain
    let parts = [
      (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"),
      (seconds % 60, "s"),
    ]
    let told = parts.filter { $0.0 > 0 }.prefix(2).map { "\($0.0) \($0.1)" }
    return told.isEmpty ? "0 s" : told.joined(separator: " ")
  }
}
