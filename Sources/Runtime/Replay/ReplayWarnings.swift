import Market
import Money
import Recording
import Trading

/// What a person should know of a dry run before believing its result.
struct ReplayWarnings {
  private let options: ReplayOptions
  private let desks: [Desk]
  private let table: InstrumentTable

  /// The warnings of a replay that is over.
  init(_ options: ReplayOptions, _ desks: [Desk], _ table: InstrumentTable) {
    self.options = options
    self.desks = desks
    self.table = table
  }

  /// All of them, as sentences.
  ///
  /// - Parameters:
  ///   - counts: What the reader counted.
  ///   - isRepeatable: Whether the files can be read again.
  /// - Returns: The sentences.
  func all(_ counts: TickReadCounts, isRepeatable: Bool) -> [String] {
    var warnings = counts.fileWarnings
    for desk in desks {
      for symbol in desk.symbols where desk.quote(symbol) == nil {
        warnings.append(
          "\(desk.declaration.name) declares \(desk.instrument(symbol).symbol), which never ticked")
      }
      warnings += SquareOffFacts.warnings(of: desk)
    }
    if counts.crossedQuotes > 0 {
      warnings.append("\(counts.crossedQuotes) ticks with a bid above the ask (crossed quotes)")
    }
    if counts.gaps > 0 { warnings.append("\(counts.gaps) gaps in the recording") }
    for damage in counts.damage { warnings.append(damage.description) }
    for desk in desks { warnings += time(desk, isRepeatable: isRepeatable) }
    return warnings
  }

  /// What a script's times and its ticks' do not agree on.
  private func time(_ desk: Desk, isRepeatable: Bool) -> [String] {
    var warnings: [String] = []
    let name = desk.declaration.name
    if desk.ticksOutsideOpen * 10 > desk.tickCount {
      warnings.append(
        "\(name): \(desk.ticksOutsideOpen) of \(desk.tickCount) ticks lie outside of the market's "
          + "continuous trading, where nothing is filled; --calendar none trades at all hours")
    }
    let seconds = desk.settings.stalenessNanoseconds / EventTime.nanosecondsPerSecond
    let entries = desk.entriesAsked
    if desk.staleDenialCount * 10 > entries {
      let spacing = isRepeatable ? medianSpacing().map { ", ticks are \($0) apart (median)" } : nil
      warnings.append(
        "\(name): \(desk.staleDenialCount) of \(entries) entries were denied STALE_FEED, because "
          + "the last price was more than \(seconds) s old\(spacing ?? ""); --staleness says how "
          + "old it may be")
    }
    if desk.staleExitCount > 0 {
      let ids = desk.staleExits.map { desk.orders[$0].id }.joined(separator: ", ")
      let more = desk.staleExitCount > desk.staleExits.count ? " and others" : ""
      warnings.append(
        "\(name): exits by time filled at quotes more than \(seconds) s old, because the file has "
          + "nothing newer: \(desk.staleExitCount) (\(ids)\(more))")
    }
    return warnings
  }

  /// The median time from a tick to the next of its symbol, as text; nil without two ticks.
  ///
  /// Read anew, so that a replay that needs no warning does not pay for it.
  private func medianSpacing() -> String? {
    var reading = TickReadOptions(skipsBadRows: true, from: options.from, to: options.to)
    reading.fileSymbols = options.fileSymbols
    var last: [EventTime?] = []
    var spacings: [Int64] = []
    do throws(RecordingError) {
      let reader = try TickReader(
        files: options.ticks, options: reading, registry: SymbolRegistry(declared: table))
      var tick = Tick(
        time: EventTime(nanoseconds: 0), instrument: InstrumentID(index: 0), bid: .zero, ask: .zero,
        ltp: .zero)
      while spacings.count < Self.ticksRead, try reader.next(into: &tick) {
        let place = tick.instrument.position
        while last.count <= place { last.append(nil) }
        if let before = last[place] {
          spacings.append(tick.time.nanoseconds &- before.nanoseconds)
        }
        last[place] = tick.time
      }
    } catch {
      return nil
    }
    guard !spacings.isEmpty else { return nil }
    spacings.sort()
    let median = spacings[spacings.count / 2]
    return median < EventTime.nanosecondsPerSecond
      ? "\(median / EventTime.nanosecondsPerMillisecond) ms"
      : "\(median / EventTime.nanosecondsPerSecond) s"
  }

  /// Spacings that are looked at; the first million say enough.
  private static let ticksRead = 1_000_000
}
