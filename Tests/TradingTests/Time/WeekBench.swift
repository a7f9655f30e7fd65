import Market
import Money

@testable import Trading

/// A moment of the week of Monday, 16 November 2026, on Indian clocks, in milliseconds.
///
/// `09:15` and `09:15:00.500` are Monday's, `2 09:15` is Wednesday's.
func week(_ text: String) -> Int64 {
  let halves = text.split(separator: " ")
  let days = halves.count == 2 ? Int64(halves[0]) ?? 0 : 0
  let pieces = (halves.last ?? "").split(separator: ".")
  let clock = ClockTime(parsing: pieces.first ?? "") ?? .midnight
  let milliseconds = pieces.count == 2 ? Int64(pieces[1]) ?? 0 : 0
  let monday = CivilDate(year: 2026, month: 11, day: 16)?.dayNumber ?? 0
  return clock.on(day: monday + days).milliseconds + milliseconds
}

/// What Indian clocks show, to the second, with the day of that week where it is not Monday.
func weekText(_ time: EventTime) -> String {
  let local = IndianTime(time)
  let monday = CivilDate(year: 2026, month: 11, day: 16)?.dayNumber ?? 0
  return local.day == monday ? local.clockText : "\(local.day - monday) \(local.clockText)"
}

/// Symbols of the calendar whose hours differ.
enum Listed {
  /// A share: open 09:15 to 15:15, auction to 15:35, post-close 15:50 to 16:00.
  static let share = "NSE:SBIN-EQ"
  /// Open 09:15 to 15:40.
  static let future = "NSE:NIFTY26NOVFUT"
  /// Open 09:00 to 23:55.
  static let gold = "MCX:GOLD26DECFUT"
}

extension Bench {
  /// A bench of symbols of the calendar; the session starts at a moment of the week.
  init(
    week start: String, _ symbols: [String] = [Listed.share],
    _ change: (inout Setup) -> Void = { _ in }
  ) {
    self.init {
      $0.start = week(start) - 1_000
      $0.symbols = symbols
      $0.calendar = .standard
      $0.rate = CommissionRate(nanos: 0) ?? .standard
      // Held over night, and squared off by nobody, unless a test says otherwise.
      $0.declaration.product = .cnc
      change(&$0)
    }
  }

  /// One tick at a moment of the week, of one price.
  mutating func tick(
    at moment: String, _ ltp: String, _ instrument: InstrumentID = sbin,
    doing action: @escaping (inout Desk) -> Void = { _ in }
  ) throws {
    try at(ltp, instrument, gap: week(moment) - time, doing: action)
  }

  /// One tick at a moment of the week.
  mutating func quote(
    at moment: String, _ bid: String, _ ask: String, _ ltp: String,
    _ instrument: InstrumentID = sbin, doing action: @escaping (inout Desk) -> Void = { _ in }
  ) throws {
    try tick(bid, ask, ltp, instrument, gap: week(moment) - time, doing: action)
  }

  /// A clock event at a moment of the week.
  mutating func clock(at moment: String) { clock(after: week(moment) - time) }

  /// Nobody was there between two moments of the week.
  mutating func gap(from start: String, to end: String) {
    time = week(end)
    engine.passGap(
      from: EventTime(milliseconds: week(start)), to: EventTime(milliseconds: time), into: &effects)
  }

  /// An operator's command at a moment of the week.
  mutating func command(_ command: OperatorCommand, at moment: String) {
    time = week(moment) - 1_000
    self.command(command)
  }

  /// What the script does when a timer fires.
  mutating func onTimers(_ action: @escaping (_ id: Int32, _ desk: inout Desk) -> Void) {
    engine.rules.onCall = { call, desk in
      if case .timer(let id) = call { action(id, &desk) }
      return .completed
    }
  }

  /// The fills so far with their times: `09:15:00 SELL 10 @ 95.00 stop_loss`.
  var timedFills: [String] {
    zip(fillTimes, fills).map { "\(weekText(EventTime(milliseconds: $0))) \($1)" }
  }

  /// When each fill was, in milliseconds.
  var fillTimes: [Int64] {
    effects.compactMap { effect in
      guard case .filled(_, let fill, _) = effect else { return nil }
      return fill.time.milliseconds
    }
  }

  /// What became of each order: `BUY-1 cancelled day_end`, `SELL-2 failed SESSION_CLOSED`.
  var outcomes: [String] {
    (0..<desk.orders.count).map { index in
      let order = desk.orders[index]
      let text = "\(order.id) \(order.status.text)"
      switch order.status {
      case .failed: return "\(text) \(order.failure?.rawValue ?? "none")"
      case .cancelled: return "\(text) \(desk.texts[order.reason])"
      default: return text
      }
    }
  }

  /// When orders ended without a fill, and why: `15:15:00 BUY-1 day_end`.
  var endings: [String] {
    effects.compactMap { effect in
      guard case .decision(_, let decision) = effect,
        decision.kind == .cancel || decision.kind == .failure
      else { return nil }
      let side = decision.side?.text ?? ""
      return
        "\(weekText(decision.time)) \(side)-\(decision.number) \(desk.texts[decision.reason])"
    }
  }

  /// What persons were told.
  var alertTexts: [String] {
    effects.compactMap { effect in
      guard case .alert(_, let text) = effect else { return nil }
      return text
    }
  }
}
