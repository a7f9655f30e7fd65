import Market
import Money

extension RecordingCursor {
  /// Reads the record at the cursor and moves behind it; records that go on are read as one.
  ///
  /// - Returns: What it says; nil for a symbol, which is only remembered.
  /// - Throws: What is wrong with it, though its checksum is right.
  mutating func takeRecord() throws(RecordingError) -> RecordedEntry? {
    let record = Slot(slot)
    let entry: RecordedEntry?
    // Whoever skips such a block by its times relies on it.
    guard record.kind == .tick || block?.holdsOnlyTicks != true else {
      throw fault(
        "a tick, as in all of its block",
        "kind \(record.start.byte(at: RecordingFormat.Offset.kind))")
    }
    switch record.kind {
    case .tick: entry = .tick(try tick(record))
    case .gap: entry = .gap(try gap(record))
    case .symbol:
      try define(record.symbol)
      return nil
    case .metadata:
      let (key, value) = Self.parts(of: try payload())
      return .metadata(key: key, value: value)
    case .event:
      let time = try advance(to: record.time)
      let payload = try payload()
      return .event(
        RecordedEvent(
          time: EventTime(nanoseconds: time), code: record.symbol, payload: payload))
    case .end: entry = .end
    case .blockHeader, .fileHeader, nil:
      throw fault("a record", "kind \(record.start.byte(at: RecordingFormat.Offset.kind))")
    }
    slot += width.bytes
    return entry
  }

  private mutating func tick(_ record: Slot) throws(RecordingError) -> Tick {
    let time = try advance(to: record.time)
    let instrument = try id(of: record.symbol)
    let body = RecordingFormat.Offset.body
    func value(_ index: Int) -> Int64 { record.signed(body + 8 * index) }
    guard value(0) >= 0, value(1) >= 0, value(2) > 0 else {
      throw fault(
        "a bid and an ask from 0 and an ltp above it", "\(value(0)) \(value(1)) \(value(2))")
    }
    let isIndex = areIndexes[Int(record.symbol)]
    let (first, second) = record.quantities(width)
    guard value(3) >= 0, min(first.min(), second.min()) >= Tick.unknown else {
      throw fault("quantities from 0, or -1 when unknown", "others")
    }
    return Tick(
      time: EventTime(nanoseconds: time), instrument: instrument,
      bid: Price(micros: value(isIndex ? 2 : 0)), ask: Price(micros: value(isIndex ? 2 : 1)),
      ltp: Price(micros: value(2)), volume: value(3),
      lastQuantity: first[0], bidQuantity: first[1], askQuantity: second[0],
      openInterest: second[1])
  }

  private mutating func gap(_ record: Slot) throws(RecordingError) -> RecordedGap {
    let end = try advance(to: record.time)
    let start = record.signed(RecordingFormat.Offset.body)
    let lost = record.signed(RecordingFormat.Offset.body + 8)
    guard (0...end).contains(start), lost >= -1 else {
      throw fault("a gap that begins before it ends", "\(start) ... \(end)")
    }
    let isOfAll = record.symbol == RecordingFormat.allSymbols
    return RecordedGap(
      start: EventTime(nanoseconds: start), end: EventTime(nanoseconds: end),
      instrument: isOfAll ? nil : try id(of: record.symbol),
      reason: RecordedGap.Reason(rawValue: UInt16(record.length)) ?? .unknown,
      lostTicks: lost < 0 ? nil : lost)
  }

  private mutating func define(_ symbol: UInt32) throws(RecordingError) {
    guard Int(symbol) == ids.count else {
      throw fault("symbol \(ids.count)", "symbol \(symbol)")
    }
    let place = slot
    let text = try payload()
    switch text.withUnsafeBytes({ registry.intern($0) }) {
    case .id(let id):
      ids.append(id.index)
      areIndexes.append(IndexSymbol.isNamed(by: text))
      hasIndexes = hasIndexes || areIndexes[ids.count - 1]
    case .refused(let expected):
      slot = place
      throw fault(expected, QuotedText.of(text))
    }
  }

  private func id(of symbol: UInt32) throws(RecordingError) -> InstrumentID {
    guard Int(symbol) < ids.count else {
      throw fault("a symbol below \(ids.count)", "symbol \(symbol)")
    }
    return InstrumentID(index: ids[Int(symbol)])
  }

  private mutating func advance(to time: Int64) throws(RecordingError) -> Int64 {
    guard time >= lastTime else { throw fault("a time from \(lastTime) ns on", "\(time)") }
    lastTime = time
    return time
  }

  /// The payload of the record at the cursor and of those that continue it; moves behind them.
  private mutating func payload() throws(RecordingError) -> [UInt8] {
    let kind = Slot(slot).kind
    var bytes: [UInt8] = []
    var goesOn = true
    while goesOn {
      guard slot < blockEnd, Slot(slot).kind == kind, let part = Slot(slot).payload(width)
      else {
        throw fault("the rest of a payload", "something else")
      }
      bytes += part
      goesOn = Slot(slot).flags & RecordingFormat.continues != 0
      slot += width.bytes
    }
    return bytes
  }

  /// The parts of `key=value`; a text without `=` is a key.
  private static func parts(of bytes: [UInt8]) -> (key: String, value: String) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let sign = text.firstIndex(of: "=") else { return (text, "") }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }
}
