/// Holds a script's times against one symbol's session and rule.
struct SquareOffCheck {
  let symbol: String
  let segment: MarketSegment
  let product: HoldingProduct
  let day: CivilDate
  let session: TradingSession
  let rule: SquareOffRule?

  /// The problems of both settings.
  func problems(squareOff: SquareOffTime, noEntryAfter: ClockTime?) -> [CalendarProblem] {
    var problems: [CalendarProblem] = []
    if squareOff == .never, product == .intraday {
      problems.append(
        problem(
          .refusal, "square_off",
          "square_off \"never\" is not possible for \(symbol) INTRADAY: the broker closes intraday "
            + "positions itself; set square_off to \"auto\", or product to \"CNC\" or \"MARGIN\""))
    }
    if case .at(let time) = squareOff, let problem = squareOffProblem(time) {
      problems.append(problem)
    }
    if let noEntryAfter, let problem = entryProblem(noEntryAfter, squareOff) {
      problems.append(problem)
    }
    return problems
  }

  private func squareOffProblem(_ time: ClockTime) -> CalendarProblem? {
    guard time > session.open else {
      return problem(
        .refusal, "square_off",
        "square_off \(time) is not after the open of \(segment) at \(session.open)\(onDay); "
          + "set square_off to a later time, \"\(latest)\" at the latest")
    }
    if time > latest {
      return problem(
        .refusal, "square_off",
        "square_off \(time) is too late for \(symbol) \(product.rawValue)\(onDay): \(segment) "
          + "trade continuously until \(session.close)\(brokerRemark); "
          + fix(latest))
    }
    guard let warn = rule?.warn?.time(in: session), time > warn else { return nil }
    return problem(
      .warning, "square_off",
      "square_off \(time) leaves little time for \(symbol) \(product.rawValue)\(onDay)"
        + "\(brokerRemark); \(fix(warn))")
  }

  private func entryProblem(_ time: ClockTime, _ squareOff: SquareOffTime) -> CalendarProblem? {
    guard time > session.open else {
      return problem(
        .refusal, "no_entry_after",
        "no_entry_after \(time) leaves no time for entries: \(segment) open at "
          + "\(session.open)\(onDay)")
    }
    if time > session.close {
      let reason =
        session.end > session.close
        ? "the closing auction begins at \(session.close)" : "trading ends at \(session.close)"
      return problem(
        .refusal, "no_entry_after",
        "no_entry_after \(time) is too late for \(symbol)\(onDay): \(reason) for \(segment); "
          + "set no_entry_after to \"\(session.close)\" or earlier")
    }
    guard let exit = exitTime(squareOff), time > exit else { return nil }
    return problem(
      .refusal, "no_entry_after",
      "no_entry_after \(time) is later than square_off at \(exit) for \(symbol)\(onDay); "
        + "set no_entry_after to \"\(exit)\" or earlier")
  }

  private func exitTime(_ squareOff: SquareOffTime) -> ClockTime? {
    switch squareOff {
    case .never: nil
    case .automatic: rule?.automatic?.time(in: session)
    case .at(let time): time
    }
  }

  /// The latest time to close: the rule's, or the end of continuous trading.
  private var latest: ClockTime {
    min(rule?.latest.time(in: session) ?? session.close, session.close)
  }

  private var onDay: String { " on \(day)" }

  private var brokerRemark: String {
    product == .intraday ? " and the broker closes intraday positions itself" : ""
  }

  private func fix(_ time: ClockTime) -> String {
    let automatic = rule?.automatic?.time(in: session).description
    let remark = automatic.map { ", or to \"auto\" (\($0))" } ?? ""
    return "set square_off to \"\(time)\" or earlier\(remark)"
  }

  private func problem(
    _ severity: CalendarProblem.Severity, _ setting: String, _ text: String
  ) -> CalendarProblem {
    CalendarProblem(severity: severity, setting: setting, symbol: symbol, description: text)
  }
}
