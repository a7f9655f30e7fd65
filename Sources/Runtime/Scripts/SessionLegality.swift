import Market
import Trading

/// What the calendar has against the times that scripts declare.
enum SessionLegality {
  /// The problems of a declaration.
  ///
  /// - Parameters:
  ///   - declaration: What the script declares.
  ///   - calendar: The calendar.
  ///   - day: The day it is to run on.
  /// - Returns: The problems, with what to write instead.
  static func problems(
    of declaration: StrategyDeclaration, _ calendar: TradingCalendar, on day: CivilDate
  ) -> [CalendarProblem] {
    let squareOff: SquareOffTime =
      switch declaration.squareOff {
      case .standard: .never
      case .never: .never
      case .auto: .automatic
      case .at(let second): ClockTime(secondOfDay: second).map { .at($0) } ?? .never
      }
    // What the script leaves to its product cannot be wrong, and contradicts no other time of it.
    let product =
      declaration.squareOff == .standard
      ? .delivery : HoldingProduct(rawValue: declaration.product.rawValue) ?? .intraday
    return calendar.problems(
      squareOff: squareOff,
      noEntryAfter: declaration.noEntryAfterSecond.flatMap { ClockTime(secondOfDay: $0) },
      symbols: declaration.symbols,
      product: product, on: day)
  }

  /// Refuses a live session whose scripts declare what the broker would not do.
  ///
  /// - Parameters:
  ///   - desks: The desks of the scripts.
  ///   - files: The scripts' files.
  ///   - day: The day of the session; nil in a rehearsal, whose day is the simulator's: then only what is
  ///     wrong on every day is refused.
  /// - Throws: ``Stop`` with exit code 65.
  static func check(_ desks: [Desk], files: [String], on day: CivilDate?) throws(Stop) {
    for (place, desk) in desks.enumerated() {
      guard let calendar = desk.settings.calendar else { continue }
      let declaration = desk.declaration
      let today = day ?? CivilDate(day: 0)
      for problem in problems(of: declaration, calendar, on: today)
      where problem.severity == .refusal && problem.setting == "square_off"
        && (day != nil || declaration.squareOff == .never)
      {
        throw Stop(.badInput, "\(files[place]): \(problem.setting): \(problem.description)")
      }
    }
  }
}
