/// The phases of one segment on one day.
public struct TradingSession: Equatable, Sendable {
  /// A phase and its time, from inclusive, to exclusive.
  public struct Part: Equatable, Sendable {
    /// The phase.
    public let phase: SessionPhase
    /// When it begins.
    public let from: ClockTime
    /// When it has ended.
    public let to: ClockTime

    /// A phase from its parts.
    public init(phase: SessionPhase, from: ClockTime, to: ClockTime) {
      self.phase = phase
      self.from = from
      self.to = to
    }
  }

  /// The phases in the order of the day, without overlap; exactly one is ``SessionPhase/open``.
  public let parts: [Part]
  /// When continuous trading begins.
  public let open: ClockTime
  /// When continuous trading ends.
  public let close: ClockTime
  /// When the closing price is known: the end of the auction, or ``close`` without one.
  public let end: ClockTime
  /// Whether these are not the segment's usual hours (Muhurat, a Saturday, an evening only).
  public let isSpecial: Bool
  /// Whether the source is stale or contradicted; `sauda doctor` says so.
  public let isUncertain: Bool
  /// Where the times are from.
  public let source: String

  /// A session; nil unless the parts are in order and exactly one is open.
  public init?(parts: [Part], isSpecial: Bool, isUncertain: Bool, source: String) {
    guard let open = parts.first(where: { $0.phase == .open }) else { return nil }
    guard parts.filter({ $0.phase == .open }).count == 1 else { return nil }
    guard parts.allSatisfy({ $0.from < $0.to && $0.phase != .closed }) else { return nil }
    guard zip(parts, parts.dropFirst()).allSatisfy({ $0.to <= $1.from }) else { return nil }
    self.parts = parts
    self.open = open.from
    self.close = open.to
    self.end = parts.last { $0.phase == .open || $0.phase == .auction }?.to ?? open.to
    self.isSpecial = isSpecial
    self.isUncertain = isUncertain
    self.source = source
  }

  /// The phase at a time of day.
  public func phase(at time: ClockTime) -> SessionPhase {
    parts.first { $0.from <= time && time < $0.to }?.phase ?? .closed
  }
}

/// A part of an exchange's day; the raw value is what scripts and the calendar's text call it.
public enum SessionPhase: String, Hashable, CaseIterable, Sendable {
  /// Nothing is traded.
  case closed
  /// The opening auction, its matching and the pause after it.
  case preOpen = "preopen"
  /// Continuous trading.
  case open
  /// The closing auction, from the end of continuous trading to the end of matching.
  case auction
  /// Trading at the closing price.
  case postClose = "postclose"
}
