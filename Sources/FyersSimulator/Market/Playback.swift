import Market
import Money
import Recording

/// Plays a recording against the wall clock: which tick is due, with its time moved.
///
/// Not a clock itself: the caller says what time it is.
final class Playback {
  /// What there is to do at a moment.
  enum Step {
    /// A tick is due.
    case tick(Tick)
    /// Closed hours were passed over; ask once more.
    case skipped(ClosedHours.Leap)
    /// The recording started again, on a later day or right behind its end; ask once more.
    case looped(isNewDay: Bool)
    /// Nothing is due for this many nanoseconds.
    case wait(Int64)
    /// The recording is over.
    case ended
  }

  private let options: SimulatorOptions
  private let registry: SymbolRegistry
  private var reader: TickReader
  /// The next tick, on the simulated clock.
  private var upcoming: Tick?
  /// The simulated time of the tick before.
  private var lastTime: EventTime?
  /// The closed hours to pass over; nil when none are.
  private var closedHours: ClosedHours?
  /// The closed hours before the upcoming tick, each with the play up to its beginning.
  private var leaps: ArraySlice<(leap: ClosedHours.Leap, elapsed: Int64)> = []
  /// Nanoseconds of play up to the upcoming tick, at the recording's own speed.
  private var elapsed: Int64 = 0
  private var startedAt: Int64?
  private var shift: Int64
  private var loopShift: Int64 = 0
  private let firstTime: EventTime
  private let span: Int64
  private(set) var isOver = false

  /// A gap between the end of the recording and its next round.
  private static let loopGap: Int64 = 1_000_000_000

  /// A play of the options' files from the beginning.
  ///
  /// - Parameters:
  ///   - options: Files, speed and clock.
  ///   - registry: The instruments of the scan.
  ///   - scan: The first pass over the files.
  ///   - wall: The wall clock now.
  /// - Throws: What is wrong with the input.
  init(
    _ options: SimulatorOptions, registry: SymbolRegistry, scan: RecordingScan, wall: EventTime
  ) throws(RecordingError) {
    self.options = options
    self.registry = registry
    reader = try TickReader(files: options.files, options: options.reading(), registry: registry)
    shift = options.clock.shift(first: scan.firstTime, wall: wall)
    firstTime = scan.firstTime
    if options.pauses.skipsClosed {
      let played = registry.table.all.filter { scan.row(of: $0.id.position) != nil }
      closedHours = ClosedHours(of: played.map(\.symbol))
    }
    span = scan.lastTime.nanoseconds - scan.firstTime.nanoseconds
  }

  /// A recorded time on the simulated clock of this round.
  func simulated(_ time: EventTime) -> EventTime {
    time.advanced(byNanoseconds: shift).advanced(byNanoseconds: loopShift)
  }

  /// What there is to do.
  ///
  /// - Parameter wall: Nanoseconds of a clock that only moves forward.
  /// - Returns: The next step.
  /// - Throws: What is wrong with the input.
  func step(at wall: Int64) throws(RecordingError) -> Step {
    if isOver { return .ended }
    let start = startedAt ?? wall
    startedAt = start
    if upcoming == nil {
      var tick = Tick.blank
      guard try reader.next(into: &tick) else { return try atEnd() }
      tick.time = simulated(tick.time)
      advance(to: tick.time)
      upcoming = tick
    }
    guard let tick = upcoming else { return .ended }
    if case .times(let factor) = options.speed {
      let due = start + (leaps.first?.elapsed ?? elapsed) / Int64(factor)
      if due > wall { return .wait(due - wall) }
    }
    if let next = leaps.popFirst() { return .skipped(next.leap) }
    upcoming = nil
    return .tick(tick)
  }

  /// Counts the play up to a tick: the time since the one before, without closed hours, a long pause
  /// shortened.
  private func advance(to time: EventTime) {
    defer { lastTime = time }
    guard let lastTime, time > lastTime else { return }
    var place = lastTime
    var rest = options.pauses.longest
    func walk(to next: EventTime) {
      let step = min(next.nanoseconds - place.nanoseconds, rest)
      rest -= step
      elapsed += step
      place = next
    }
    for leap in closedHours?.leaps(from: lastTime, to: time) ?? [] {
      walk(to: leap.from)
      leaps.append((leap, elapsed))
      place = leap.to
    }
    walk(to: time)
  }

  private func atEnd() throws(RecordingError) -> Step {
    guard options.loops, let lastTime else {
      isOver = true
      return .ended
    }
    reader = try TickReader(files: options.files, options: options.reading(), registry: registry)
    guard let closedHours else {
      loopShift = loopShift &+ span &+ Self.loopGap
      return .looped(isNewDay: false)
    }
    // Whole days, so that the next round finds its own hours open.
    let next = closedHours.nextTradingDay(after: IndianTime(lastTime).day)
    let days = next - IndianTime(simulated(firstTime)).day
    loopShift = loopShift &+ days &* IndianTime.nanosecondsPerDay
    return .looped(isNewDay: true)
  }
}

/// Which dates and times the played ticks carry.
public enum PlaybackClock: String, Sendable, CaseIterable {
  /// The recording's own time of day, on today's date (before 05:30 Indian time on yesterday's,
  /// because a trading day belongs to the past or to now, not to the hours before it); on a day
  /// without trading on the last that had some, so that a rehearsal on a Sunday finds its session open.
  case today
  /// The recording's own date and time.
  case recording
  /// The wall clock: the first tick happens when the play begins.
  case now

  /// Nanoseconds to add to a recorded time.
  ///
  /// - Parameters:
  ///   - first: The recording's first time.
  ///   - wall: The wall clock at the beginning.
  /// - Returns: The shift.
  func shift(first: EventTime, wall: EventTime) -> Int64 {
    switch self {
    case .recording: 0
    case .now: wall.nanoseconds - first.nanoseconds
    case .today:
      (Self.tradingDay(upTo: wall.nanoseconds / IndianTime.nanosecondsPerDay)
        - IndianTime(first).day) * IndianTime.nanosecondsPerDay
    }
  }
}

extension PlaybackClock {
  /// The last day, up to a day, on which NSE's shares trade; the day itself when none is near.
  static func tradingDay(upTo day: Int64) -> Int64 {
    guard let shares = TradingCalendar.standard.segment(of: "NSE:SBIN-EQ") else { return day }
    let near = ((day - 14)...day).reversed()
    return near.first { day in
      TradingCalendar.standard.session(of: shares, on: CivilDate(day: day)) != nil
    } ?? day
  }
}

/// How fast a recording is played.
public enum PlaybackSpeed: Sendable, Equatable {
  /// This many times its own speed, 1 to 1000.
  case times(Int)
  /// As fast as the clients take it.
  case max

  /// The speed of `1x`, `10x` or `max`; nil for other text.
  public init?(text: String) {
    if text == "max" {
      self = .max
      return
    }
    guard text.hasSuffix("x"), let factor = Int(text.dropLast()), (1...1_000).contains(factor)
    else { return nil }
    self = .times(factor)
  }
}
