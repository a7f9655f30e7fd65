/// Follows the phase of one segment through the events of a run.
///
/// Asking costs one comparison until the phase can have changed.
public struct SessionClock: Sendable {
  private let calendar: TradingCalendar
  private let segment: MarketSegment
  private var validFrom = Int64.max
  private var validUntil = Int64.min

  /// The phase at the last update; closed before the first.
  public private(set) var phase = SessionPhase.closed
  /// The session of the day of the last update; nil when that is no trading day.
  public private(set) var session: TradingSession?

  /// A clock that has seen no event.
  public init(calendar: TradingCalendar, segment: MarketSegment) {
    self.calendar = calendar
    self.segment = segment
  }

  /// The time in nanoseconds at which the phase may be another.
  public var nextChange: Int64 { validUntil }

  /// Moves to an event's time.
  ///
  /// - Parameter time: The event's time; usually not before the last.
  /// - Returns: The phase, if it is another than before.
  @inline(__always)
  public mutating func update(to time: EventTime) -> SessionPhase? {
    if time.nanoseconds >= validFrom, time.nanoseconds < validUntil { return nil }
    return move(to: time)
  }

  private mutating func move(to time: EventTime) -> SessionPhase? {
    let local = IndianTime(time)
    let before = phase
    session = calendar.session(of: segment, on: local.date)
    let clock = ClockTime(secondOfDay: local.secondOfDay) ?? .midnight
    phase = session?.phase(at: clock) ?? .closed
    let edges = (session?.parts ?? []).flatMap { [$0.from, $0.to] }
    let last = edges.last { $0 <= clock } ?? .midnight
    let next = edges.first { $0 > clock } ?? .endOfDay
    validFrom = last.on(day: local.day).nanoseconds
    validUntil = next.on(day: local.day).nanoseconds
    return phase == before ? nil : phase
  }
}
