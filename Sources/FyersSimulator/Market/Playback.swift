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
    /// The recording started again; ask once more.
    case looped
    /// Nothing is due for this many nanoseconds.
    case wait(Int64)
    /// The recording is over.
    case ended
  }

  private let options: SimulatorOptions
  private let registry: SymbolRegistry
  private var reader: TickReader
  private var upcoming: Tick?
  private var lastRecorded: EventTime?
  /// Nanoseconds of play up to the upcoming tick, at the recording's own speed.
  private var elapsed: Int64 = 0
  private var startedAt: Int64?
  private var shift: Int64
  private var loopShift: Int64 = 0
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
    reader = try TickReader(files: options.files, options: options.reading, registry: registry)
    shift = options.clock.shift(first: scan.firstTime, wall: wall)
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
      advance(to: tick.time)
      upcoming = tick
    }
    guard var tick = upcoming else { return .ended }
    if case .times(let factor) = options.speed {
      let due = start + elapsed / Int64(factor)
      if due > wall { return .wait(due - wall) }
    }
    upcoming = nil
    tick.time = simulated(tick.time)
    return .tick(tick)
  }

  private func advance(to time: EventTime) {
    if let lastRecorded {
      elapsed += min(max(0, time.nanoseconds - lastRecorded.nanoseconds), options.gapMax)
    }
    lastRecorded = time
  }

  private func atEnd() throws(RecordingError) -> Step {
    guard options.loops, lastRecorded != nil else {
      isOver = true
      return .ended
    }
    reader = try TickReader(files: options.files, options: options.reading, registry: registry)
    elapsed += Self.loopGap
    loopShift = loopShift &+ span &+ Self.loopGap
    lastRecorded = nil
    return .looped
  }
}
