import Market
import Reporting
import Trading

/// When a script's symbols are squared off, for its report.
enum SquareOffFacts {
  /// Dates that are looked at, so that a file of many years takes no longer.
  private static let datesAtMost: Int64 = 400

  /// The times in force on the dates of a desk's ticks; `never` where the clock ends nothing.
  static func reports(of desk: Desk) -> [SquareOffReport] {
    desk.symbols.map { symbol in
      SquareOffReport(
        symbol: desk.instrument(symbol).symbol, time: times(of: symbol, desk),
        isAutomatic: isAutomatic(symbol, desk))
    }
  }

  private static func segment(of symbol: InstrumentID, _ desk: Desk) -> MarketSegment? {
    desk.settings.calendar?.segment(of: desk.instrument(symbol).symbol)
  }

  private static func isAutomatic(_ symbol: InstrumentID, _ desk: Desk) -> Bool {
    guard segment(of: symbol, desk) != nil, desk.declaration.product == .intraday else {
      return false
    }
    if case .at = desk.declaration.squareOff { return false }
    return true
  }

  /// `15:10`, or `15:10, 14:55` where it changed; `never` when there is none.
  private static func times(of symbol: InstrumentID, _ desk: Desk) -> String {
    if segment(of: symbol, desk) != nil, !isAutomatic(symbol, desk) {
      guard case .at = desk.declaration.squareOff else { return "never" }
    }
    var times: [ClockTime] = []
    for day in days(of: desk) {
      if let time = desk.squareOffTime(of: symbol, on: day), !times.contains(time) {
        times.append(time)
      }
    }
    return times.isEmpty ? "never" : times.map(\.description).joined(separator: ", ")
  }

  private static func days(of desk: Desk) -> ClosedRange<Int64> {
    guard let first = desk.firstTick.map({ IndianTime($0).day }) else { return 0...0 }
    let last = desk.lastTick.map { IndianTime($0).day } ?? first
    return first...max(first, min(last, first + datesAtMost))
  }

  /// What a person should know of times that the broker would not have waited for.
  static func warnings(of desk: Desk) -> [String] {
    let declaration = desk.declaration
    var warnings: [String] = []
    for symbol in desk.symbols {
      let name = desk.instrument(symbol).symbol
      guard let segment = segment(of: symbol, desk) else { continue }
      switch declaration.squareOff {
      case .never where declaration.product == .intraday:
        warnings.append(
          "\(declaration.name): square_off = \"never\" was treated as \"auto\" for \(name): the "
            + "broker closes INTRADAY positions itself; expected product = \"CNC\" or \"MARGIN\"")
      case .at(let second):
        let late = days(of: desk).first { day in
          let session = desk.settings.calendar?.session(of: segment, on: CivilDate(day: day))
          guard let session, !session.isSpecial else { return false }
          return second >= session.close.secondOfDay
        }
        guard let late, let time = desk.squareOffTime(of: symbol, on: late),
          let given = ClockTime(secondOfDay: second)
        else { continue }
        warnings.append(
          "\(declaration.name): square_off = \"\(given)\" comes after the end of trading of \(name) "
            + "on \(CivilDate(day: late)); \(time) was taken")
      default: break
      }
    }
    return warnings
  }
}
