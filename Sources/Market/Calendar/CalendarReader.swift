/// Reads the lines of a calendar's text into a calendar.
struct CalendarReader {
  private(set) var calendar = TradingCalendar()
  /// The lines that say something, without comments and with single blanks, in their order.
  private(set) var records: [String] = []
  private var line = 0

  /// Reads a whole text, whose lines end as on any system.
  init(reading text: String) throws(CalendarError) {
    let rest = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
    // A line feed behind a carriage return makes one character with it.
    let lines = rest.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for line in lines { try read(line) }
  }

  /// Reads one line; a comment or an empty one says nothing.
  private mutating func read(_ text: Substring) throws(CalendarError) {
    line += 1
    let content = text.prefix { $0 != "#" }
    let halves = content.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    var words = (halves.first ?? "").split(whereSeparator: \.isWhitespace)[...]
    guard let verb = words.popFirst() else {
      guard halves.count < 2 else { throw error("expected a record before the source") }
      return
    }
    guard halves.count == 2 else { throw error("expected \"; source\" at the end") }
    let record = words
    let source = halves[1].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !source.isEmpty else { throw error("expected a source after the semicolon") }
    switch verb {
    case "hours": try readHours(&words, source)
    case "holiday": try readHoliday(&words, source)
    case "special": try readSpecial(&words, source)
    case "squareoff": try readSquareOff(&words, source)
    case "auction": calendar.auctionShares.formUnion(words.map(String.init))
    default: throw error("expected hours, holiday, special, squareoff or auction, was \(verb)")
    }
    records.append("\(([verb] + record).joined(separator: " ")) ; \(source)")
  }

  private mutating func readHours(
    _ words: inout ArraySlice<Substring>, _ source: String
  ) throws(CalendarError) {
    let exchanges = try exchanges(&words)
    let kind = try kind(&words)
    let day = try day(&words)
    let session = try session(&words, isSpecial: false, source)
    for exchange in exchanges {
      let segment = MarketSegment(exchange: exchange, kind: kind)
      calendar.hours[segment, default: .init()].insert(session, from: day)
    }
  }

  private mutating func readHoliday(
    _ words: inout ArraySlice<Substring>, _ source: String
  ) throws(CalendarError) {
    let exchanges = try exchanges(&words)
    let day = try day(&words)
    _ = isUncertain(&words)
    guard words.isEmpty else { throw error("expected nothing more before the semicolon") }
    for exchange in exchanges { calendar.holidays[.init(exchange: exchange, day: day)] = source }
  }

  private mutating func readSpecial(
    _ words: inout ArraySlice<Substring>, _ source: String
  ) throws(CalendarError) {
    let exchanges = try exchanges(&words)
    let day = try day(&words)
    let session = try session(&words, isSpecial: true, source)
    for exchange in exchanges { calendar.specials[.init(exchange: exchange, day: day)] = session }
  }

  private mutating func readSquareOff(
    _ words: inout ArraySlice<Substring>, _ source: String
  ) throws(CalendarError) {
    let exchanges = try exchanges(&words)
    let kind = try kind(&words)
    guard let word = words.popFirst(), let product = HoldingProduct(rawValue: String(word)) else {
      throw error("expected INTRADAY, CNC or MARGIN")
    }
    let day = try day(&words)
    let isUncertain = isUncertain(&words)
    let automatic = try moment("auto", &words)
    let warn = try moment("warn", &words)
    guard let latest = try moment("latest", &words), words.isEmpty else {
      throw error("expected auto=, warn= and latest= with a time")
    }
    let rule = SquareOffRule(
      automatic: automatic, warn: warn, latest: latest, isUncertain: isUncertain, source: source)
    for exchange in exchanges {
      let segment = MarketSegment(exchange: exchange, kind: kind)
      let key = TradingCalendar.RuleKey(segment: segment, product: product)
      calendar.rules[key, default: .init()].insert(rule, from: day)
    }
  }
}

extension CalendarReader {
  private func error(_ reason: String) -> CalendarError {
    CalendarError(line: line, reason: reason)
  }

  private func exchanges(_ words: inout ArraySlice<Substring>) throws(CalendarError) -> [Exchange] {
    var exchanges: [Exchange] = []
    for name in (words.popFirst() ?? "").split(separator: ",") {
      guard let exchange = Exchange(rawValue: String(name)) else {
        throw error("expected NSE, BSE or MCX, was \(name)")
      }
      exchanges.append(exchange)
    }
    guard !exchanges.isEmpty else { throw error("expected an exchange") }
    return exchanges
  }

  private func kind(
    _ words: inout ArraySlice<Substring>
  ) throws(CalendarError) -> MarketSegment.Kind {
    guard let word = words.popFirst(), let kind = MarketSegment.Kind(rawValue: String(word)) else {
      throw error("expected cash, auction-cash, derivative, index or commodity")
    }
    return kind
  }

  private func day(_ words: inout ArraySlice<Substring>) throws(CalendarError) -> Int64 {
    guard let word = words.popFirst(), let date = CivilDate(parsing: word) else {
      throw error("expected a date like 2026-11-23")
    }
    return date.dayNumber
  }

  private func isUncertain(_ words: inout ArraySlice<Substring>) -> Bool {
    guard words.first == "uncertain" else { return false }
    words.removeFirst()
    return true
  }

  private func session(
    _ words: inout ArraySlice<Substring>, isSpecial: Bool, _ source: String
  ) throws(CalendarError) -> TradingSession {
    let isUncertain = isUncertain(&words)
    var parts: [TradingSession.Part] = []
    for word in words {
      let pieces = word.split(whereSeparator: { $0 == "=" || $0 == "-" })
      guard pieces.count == 3, let phase = SessionPhase(rawValue: String(pieces[0])),
        let from = ClockTime(parsing: pieces[1]), let to = ClockTime(parsing: pieces[2])
      else { throw error("expected a phase like open=09:15-15:30, was \(word)") }
      parts.append(TradingSession.Part(phase: phase, from: from, to: to))
    }
    let session = TradingSession(
      parts: parts, isSpecial: isSpecial, isUncertain: isUncertain, source: source)
    guard let session else { throw error("expected phases in order, one of them open") }
    return session
  }

  private func moment(
    _ name: String, _ words: inout ArraySlice<Substring>
  ) throws(CalendarError) -> SquareOffRule.Moment? {
    guard let word = words.popFirst(), word.hasPrefix(name + "=") else {
      throw error("expected \(name)=")
    }
    let value = word.dropFirst(name.count + 1)
    if value == "none" { return nil }
    if let time = ClockTime(parsing: value) { return .at(time) }
    guard value.hasPrefix("close-"), let minutes = Int64(value.dropFirst(6)), minutes > 0 else {
      throw error("expected \(name)=HH:MM, \(name)=close-MINUTES or \(name)=none")
    }
    return .beforeClose(minutes: minutes)
  }
}

extension TradingCalendar {
  /// A calendar from its text; the format is described at the head of `trading-calendar.txt`.
  ///
  /// - Parameter text: The whole text.
  /// - Throws: ``CalendarError``, naming the line.
  public init(parsing text: String) throws(CalendarError) {
    self = try CalendarReader(reading: text).calendar
  }
}

/// A calendar's text that cannot be read: the line, counted from 1, and what was expected.
public struct CalendarError: Error, Equatable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// What was expected there.
  public let reason: String

  /// `trading calendar, line 12: expected a date like 2026-11-23`.
  public var description: String { "trading calendar, line \(line): \(reason)" }
}
