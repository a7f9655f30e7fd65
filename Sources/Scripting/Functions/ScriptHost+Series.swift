import CLuaBridge
import Market
import Trading

/// Bars, series and indicators.
extension ScriptHost {
  /// Answers a question about bars and indicators.
  func study(
    _ function: HostFunction?, _ values: HostArguments, _ reply: inout HostReply
  ) throws(HostRefusal) {
    switch function {
    case .series: try series(values, &reply)
    case .barCount: barCount(values, &reply)
    case .bar: try bar(values, &reply)
    case .barValue: try barValue(values, &reply)
    case .newIndicator: try newIndicator(values, &reply)
    case .updateIndicator: try updateIndicator(values, &reply)
    case .indicatorValue: try indicatorValue(values, &reply)
    case .indicatorPast: try indicatorPast(values, &reply)
    case .indicatorReady: try indicatorReady(values, &reply)
    default: throw HostRefusal("no question about bars")
    }
  }

  /// `series(position, interval)`: the place of the bars of a declared symbol.
  func series(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    guard let word = values.text(1) else {
      throw HostRefusal("bars: interval: expected text such as \"5m\", was \(values.kind(1))")
    }
    guard let interval = BarInterval(rawValue: word) else {
      let words = BarInterval.allCases.map(\.rawValue)
      throw HostRefusal(
        "bars: interval: expected one of \(words.joined(separator: " ")), was '\(word.prefix(80))'")
    }
    let declared = loading.isUnderWay ? loading.declaration.declaration.bars : declaration.bars
    guard declared.contains(word) else {
      throw HostRefusal(
        "bars: interval: \(word) is not declared: strategy{ bars = { \"\(word)\" } }")
    }
    reply.append(Int64(store.place(position: values.integer(0) ?? 0, interval: interval)))
  }

  /// `barCount(series)`.
  func barCount(_ values: HostArguments, _ reply: inout HostReply) {
    reply.append(Int64(store.history(values.integer(0) ?? -1)?.count ?? 0))
  }

  /// `bar(series, n)`: open, high, low, close, volume, time; nil beyond the first.
  func bar(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let place = try place(values, "bars")
    guard let bar = store.history(values.integer(0) ?? -1)?[place] else { return reply.appendNil() }
    reply.append(bar.open)
    reply.append(bar.high)
    reply.append(bar.low)
    reply.append(bar.close)
    reply.append(bar.volume)
    reply.append(bar.time)
  }

  /// `barValue(series, n, column)`.
  func barValue(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let place = try place(values, "a series")
    guard let bar = store.history(values.integer(0) ?? -1)?[place],
      let column = SeriesBar.Column(rawValue: values.integer(2) ?? -1)
    else { return reply.appendNil() }
    switch column {
    case .volume: reply.append(bar.volume)
    case .time: reply.append(bar.time)
    default: reply.append(bar.number(column))
    }
  }

  /// The place asked for, 1 for the newest.
  private func place(_ values: HostArguments, _ what: String) throws(HostRefusal) -> Int64 {
    guard let number = values.number(1), let place = Int64(exactly: number), place >= 1 else {
      let given = values.number(1).map { plainText($0) } ?? values.kind(1)
      throw HostRefusal("\(what): expected a place from 1, the newest closed one; was \(given)")
    }
    return place
  }

  /// `newIndicator(kind, series, column, arguments…)`: its place.
  func newIndicator(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    guard let name = values.text(0), let kind = IndicatorKind(rawValue: name) else {
      throw HostRefusal("unknown indicator")
    }
    var arguments: [Double?] = []
    for index in 3..<max(3, values.count) {
      guard let number = values.number(index) else {
        guard values.isNil(index) else {
          throw HostRefusal("ta.\(name): expected numbers, was \(values.kind(index))")
        }
        arguments.append(nil)
        continue
      }
      arguments.append(number)
    }
    while arguments.last == .some(nil) { arguments.removeLast() }
    let specification: IndicatorSpecification
    do throws(IndicatorError) {
      specification = try IndicatorSpecification(kind, arguments)
    } catch {
      throw HostRefusal(error.description)
    }
    guard let place = store.add(specification, source: try source(values, kind)) else {
      throw HostRefusal("ta.\(name): too many indicators, or too long ones")
    }
    // Without shortcuts every question comes here: what the bridge answers is held to it.
    if settings.takesShortcuts {
      _ = sauda_show_indicator(
        interpreter.script, Int32(truncatingIfNeeded: place), store.slots[place].indicator.record)
    }
    reply.append(Int64(place))
  }

  private func source(
    _ values: HostArguments, _ kind: IndicatorKind
  ) throws(HostRefusal) -> IndicatorSlot.Source? {
    guard let series = values.integer(1), store.history(series) != nil else { return nil }
    let column = values.integer(2).flatMap { SeriesBar.Column(rawValue: $0) }
    if kind.input == .bars, column != nil {
      throw HostRefusal(
        "ta.\(kind.rawValue): expected bars(symbol, interval), was one of its series")
    }
    return IndicatorSlot.Source(
      series: Int(series), column: kind.input == .series ? column ?? .close : column)
  }

  /// `updateIndicator(place, x)` or `(place, high, low, close, volume)`: the first output.
  func updateIndicator(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let place = try indicator(values)
    let running = store.slots[place].indicator
    let kind = running.kind
    guard store.slots[place].source == nil else {
      throw HostRefusal("update: this ta.\(kind.rawValue) is fed by its series")
    }
    guard let first = values.number(1) else { throw misfit(values, 1, kind) }
    if values.isNil(2) {
      guard kind.input != .bars else { throw misfit(values, 2, kind) }
      guard running.update(first) else { throw unusable([first], kind) }
    } else {
      guard let low = values.number(2) else { throw misfit(values, 2, kind) }
      guard let close = values.number(3) else { throw misfit(values, 3, kind) }
      if kind.usesVolume || !values.isNil(4), values.number(4) == nil {
        throw misfit(values, 4, kind)
      }
      let bar = [first, low, close, values.number(4) ?? 0]
      guard running.update(high: first, low: low, close: close, volume: bar[3]) else {
        throw unusable(kind.input == .series ? [close] : bar, kind)
      }
    }
    append(running.value(), &reply)
  }

  /// Among the numbers is one that no indicator could go on from.
  private func unusable(_ numbers: [Double], _ kind: IndicatorKind) -> HostRefusal {
    let largest = Indicator.largestInput
    let wrong = numbers.first { !(abs($0) <= largest) } ?? .nan
    return HostRefusal(
      "ta.\(kind.rawValue): expected finite numbers of at most \(plainText(largest)), "
        + "was \(wrong.isNaN ? "nan" : plainText(wrong))")
  }

  private func misfit(_ values: HostArguments, _ index: Int, _ kind: IndicatorKind) -> HostRefusal {
    let expected =
      switch kind.input {
      case .series: "update(x)"
      case .seriesOrBars: "update(x), update(high, low, close) or update(bar)"
      case .bars where kind.usesVolume: "update(high, low, close, volume) or update(bar)"
      case .bars: "update(high, low, close) or update(bar)"
      }
    return HostRefusal("ta.\(kind.rawValue): expected \(expected), was \(values.kind(index))")
  }

  /// `indicatorValue(place, output)`: an output now; nil before it is ready.
  func indicatorValue(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let place = try indicator(values)
    append(store.slots[place].indicator.value(at: Int(values.integer(1) ?? 0)), &reply)
  }

  /// `indicatorPast(place, n)`: the first output n updates ago, 1 for now.
  func indicatorPast(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let running = store.slots[try indicator(values)].indicator
    append(running.past(try place(values, "ta.\(running.kind.rawValue)")), &reply)
  }

  /// `indicatorReady(place)`.
  func indicatorReady(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    reply.append(store.slots[try indicator(values)].indicator.isReady)
  }

  private func indicator(_ values: HostArguments) throws(HostRefusal) -> Int {
    guard let place = values.integer(0), place >= 0, place < store.slots.count else {
      throw HostRefusal("unknown indicator")
    }
    return Int(place)
  }

  private func append(_ number: Double?, _ reply: inout HostReply) {
    if let number { reply.append(number) } else { reply.appendNil() }
  }
}
