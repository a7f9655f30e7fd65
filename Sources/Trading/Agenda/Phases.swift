import Market

/// The market phase of each symbol of a desk, as of the moment it was last moved to.
///
/// Symbols outside the calendar are open at all hours.
struct Phases: Sendable {
  /// A phase that begins at an instant.
  struct Change: Sendable {
    /// The phase.
    let phase: SessionPhase
    /// The declared symbols it begins for, in their order.
    let places: [Int]
  }

  /// One for each segment that a symbol is of.
  private var clocks: [SessionClock] = []
  private var segments: [MarketSegment] = []
  /// By symbol, its clock; nil: always open.
  private var clockOf: [Int?] = []
  /// By symbol, whether it trades continuously.
  private(set) var isOpen: [Bool] = []
  /// The first moment at which a phase may be another, in nanoseconds.
  private(set) var nextChange = Int64.max

  /// Takes the next symbol; without a segment or a calendar it is always open.
  ///
  /// - Parameters:
  ///   - segment: Where it trades.
  ///   - calendar: The calendar.
  ///   - time: The moment of the symbols before it; nil before event time has begun.
  mutating func addSymbol(
    _ segment: MarketSegment?, _ calendar: TradingCalendar?, at time: EventTime?
  ) {
    guard let segment, let calendar else {
      clockOf.append(nil)
      isOpen.append(true)
      return
    }
    if let known = segments.firstIndex(of: segment) {
      clockOf.append(known)
    } else {
      var clock = SessionClock(calendar: calendar, segment: segment)
      if let time {
        _ = clock.update(to: time)
        nextChange = min(nextChange, clock.nextChange)
      }
      clocks.append(clock)
      segments.append(segment)
      clockOf.append(clocks.count - 1)
    }
    isOpen.append(clocks[clockOf[clockOf.count - 1] ?? 0].phase == .open)
  }

  /// The phase of a symbol; nil for one outside the calendar.
  func phase(of place: Int) -> SessionPhase? { clockOf[place].map { clocks[$0].phase } }

  /// The segment of a symbol; nil for one outside the calendar.
  func segment(of place: Int) -> MarketSegment? { clockOf[place].map { segments[$0] } }

  /// Whether every one of some symbols is in the phase `closed`.
  func areAllClosed(_ places: [Int]) -> Bool {
    !places.isEmpty && places.allSatisfy { phase(of: $0) == .closed }
  }

  /// Moves to a moment.
  ///
  /// - Parameters:
  ///   - time: The moment, not before the last.
  ///   - declared: The declared symbols, in their order.
  /// - Returns: The phases that begin, in the order of the first symbol each begins for; those that
  ///   begin for undeclared symbols alone are not among them.
  mutating func move(to time: EventTime, declared: [Int]) -> [Change] {
    var begun: [SessionPhase?] = []
    nextChange = .max
    for index in clocks.indices {
      begun.append(clocks[index].update(to: time))
      nextChange = min(nextChange, clocks[index].nextChange)
    }
    guard begun.contains(where: { $0 != nil }) else { return [] }
    for place in clockOf.indices {
      if let clock = clockOf[place] { isOpen[place] = clocks[clock].phase == .open }
    }
    var changes: [(phase: SessionPhase, places: [Int])] = []
    for place in declared {
      guard let clock = clockOf[place], let phase = begun[clock] else { continue }
      if let known = changes.firstIndex(where: { $0.phase == phase }) {
        changes[known].places.append(place)
      } else {
        changes.append((phase, [place]))
      }
    }
    return changes.map { Change(phase: $0.phase, places: $0.places) }
  }
}
