import Market

/// The official client's reading of data frames, bugs included (FyersWebsocket/data_ws.py 3.2.0).
///
/// Each step happens in that client's order, because a frame that ends in the middle leaves what
/// was done so far. Where that client raises an exception, the rest of the frame is abandoned.
extension FeedDecoder {
  mutating func decodeDataLikeOfficial(_ frame: RawSpan, into events: inout [FeedEvent]) {
    var reader = WireReader(offset: 3)
    if acknowledgementInterval > 0 {
      framesSinceAcknowledgement &+= 1
      guard let number = reader.uint32(frame) else { return }
      if framesSinceAcknowledgement == acknowledgementInterval {
        events.append(.acknowledge(number))
        framesSinceAcknowledgement = 0
      }
    }
    reader.offset = 7
    guard let count = reader.uint16(frame) else { return }
    for _ in 0..<Int(count) {
      guard let type = reader.uint8(frame) else { return }
      let goesOn: Bool
      switch FeedFrame.Record(rawValue: type) {
      case .snapshot: goesOn = officialSnapshot(frame, &reader, into: &events)
      case .update: goesOn = officialUpdate(frame, &reader, into: &events)
      case .lite: goesOn = officialLite(frame, &reader, into: &events)
      // The cursor never moves again: the rest of the frame is lost.
      case nil: goesOn = false
      }
      guard goesOn else { return }
    }
  }

  private mutating func officialSnapshot(
    _ frame: RawSpan, _ reader: inout WireReader, into events: inout [FeedEvent]
  ) -> Bool {
    guard let id = reader.uint16(frame), let length = reader.uint8(frame) else { return false }
    let bytes = reader.takeAtMost(Int(length), frame)
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    // A topic of an unknown kind is not skipped: its bytes are read as the next records.
    guard let kind = FeedTopicKind(topicName: bytes) else { return true }
    let name = FeedTopicName(bytes)
    let state = place(FeedTopicState(kind: kind), named: name)
    ids.bind(id, kind: kind, to: state)
    guard let count = reader.uint8(frame) else { return false }
    for slot in 0..<Int(count) {
      guard let value = reader.int32(frame) else { return false }
      guard value != Self.sentinel else { continue }
      guard slot < kind.officialSlotCount else { return false }
      _ = officialStore(value, in: slot, of: state)
    }
    reader.offset += 2
    guard let multiplier = reader.uint16(frame), let precision = reader.uint8(frame) else {
      return false
    }
    states[state].scale = FeedScale(multiplier: multiplier, precision: precision)
    for text in 0..<3 {
      guard let length = reader.uint8(frame) else { return false }
      let bytes = reader.takeAtMost(Int(length), frame)
      guard text == 2 else { continue }
      states[state].symbol = LenientText.droppingInvalidBytes(bytes)
      states[state].symbolLabel = .text
    }
    if kind == .depth { states[state].typeLabel = .text }
    guard let subscription = subscriptions[name] else { return false }
    states[state].symbol = subscription.symbol
    states[state].instrument = subscription.instrument
    states[state].typeLabel = .text
    emit(state, isSnapshot: true, into: &events)
    return true
  }

  private mutating func officialUpdate(
    _ frame: RawSpan, _ reader: inout WireReader, into events: inout [FeedEvent]
  ) -> Bool {
    guard let id = reader.uint16(frame), let count = reader.uint8(frame) else { return false }
    let state = ids.state(of: id)
    var isChanged = false
    for slot in 0..<Int(count) {
      guard let value = reader.int32(frame) else { return false }
      guard let state else { continue }
      guard slot < states[state].kind.officialSlotCount else { return false }
      guard value != Self.sentinel else { continue }
      if officialStore(value, in: slot, of: state) { isChanged = true }
    }
    if isChanged, let state { emit(state, isSnapshot: false, into: &events) }
    return true
  }

  private mutating func officialLite(
    _ frame: RawSpan, _ reader: inout WireReader, into events: inout [FeedEvent]
  ) -> Bool {
    guard let id = reader.uint16(frame) else { return false }
    // The value of an unknown or depth id is not skipped: its bytes are read as the next records.
    guard let state = ids.state(of: id, kinds: 2) else { return true }
    guard let value = reader.int32(frame) else { return false }
    guard let last = states[state][FeedSlot.Scrip.ltp] else { return false }
    guard value != last, value != Self.sentinel else { return true }
    _ = states[state].store(value, in: FeedSlot.Scrip.ltp)
    states[state].typeLabel = .text
    emit(state, isSnapshot: false, into: &events)
    return true
  }

  /// Stores a value; one in the place of `type` or `symbol` replaces that text.
  private mutating func officialStore(_ value: Int32, in slot: Int, of state: Int) -> Bool {
    let isChanged = states[state].store(value, in: slot)
    let kind = states[state].kind
    if slot == kind.officialTypeSlot {
      defer { states[state].typeLabel = .number }
      return isChanged || states[state].typeLabel != .number
    }
    if slot == kind.officialTypeSlot + 1 {
      defer { states[state].symbolLabel = .number }
      return isChanged || states[state].symbolLabel != .number
    }
    return isChanged
  }
}

extension FeedTopicKind {
  /// The length of the official client's table of field names, which ends in `type` and `symbol`.
  var officialSlotCount: Int { officialTypeSlot + 2 }

  /// Where the official client's table says `type`.
  var officialTypeSlot: Int {
    switch self {
    case .scrip: 21
    case .index: 6
    case .depth: 30
    }
  }
}

/// Text from bytes that may not be UTF-8.
enum LenientText {
  /// The text without the bytes that are not UTF-8, as Python's `errors="ignore"` reads it.
  static func droppingInvalidBytes(_ bytes: [UInt8]) -> String {
    var scalars = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): scalars.append(Unicode.UTF8.decode(scalar))
      case .error: continue
      case .emptyInput: return String(scalars)
      }
    }
  }
}
