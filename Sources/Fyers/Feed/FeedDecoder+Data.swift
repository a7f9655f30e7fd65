import Market

extension FeedDecoder {
  /// Reads the records of a data frame; one that is cut short changes nothing.
  mutating func decodeData(_ frame: RawSpan, into events: inout [FeedEvent]) {
    var reader = WireReader(offset: 7)
    guard let count = reader.uint16(frame) else {
      events.append(.fault(.truncatedFrame(type: FeedFrame.Reply.data.rawValue)))
      return
    }
    for index in 0..<Int(count) {
      guard let type = reader.uint8(frame) else {
        events.append(.fault(.truncatedRecord(index: index)))
        return
      }
      let isWhole: Bool
      switch FeedFrame.Record(rawValue: type) {
      case .snapshot: isWhole = readSnapshot(frame, &reader, into: &events)
      case .update: isWhole = readUpdate(frame, &reader, into: &events)
      case .lite: isWhole = readLite(frame, &reader, into: &events)
      case nil:
        events.append(.fault(.unknownRecord(type: type, index: index)))
        return
      }
      guard isWhole else {
        events.append(.fault(.truncatedRecord(index: index)))
        return
      }
    }
  }

  private mutating func readUpdate(
    _ frame: RawSpan, _ reader: inout WireReader, into events: inout [FeedEvent]
  ) -> Bool {
    guard let id = reader.uint16(frame), let count = reader.uint8(frame) else { return false }
    let size = Int(count) * 4
    guard reader.has(size, in: frame) else { return false }
    let start = reader.offset
    reader.offset += size
    guard let state = ids.state(of: id) else { return true }
    var isChanged = false
    for slot in 0..<min(Int(count), states[state].kind.slotCount) {
      let value = Int32(
        bigEndian: frame.unsafeLoadUnaligned(fromByteOffset: start + slot * 4, as: Int32.self))
      guard value != Self.sentinel else { continue }
      if states[state].store(value, in: slot) { isChanged = true }
    }
    if isChanged { emit(state, isSnapshot: false, into: &events) }
    return true
  }

  private mutating func readLite(
    _ frame: RawSpan, _ reader: inout WireReader, into events: inout [FeedEvent]
  ) -> Bool {
    guard let id = reader.uint16(frame), let value = reader.int32(frame) else { return false }
    guard let state = ids.state(of: id), states[state].kind != .depth, value != Self.sentinel,
      states[state].store(value, in: FeedSlot.Scrip.ltp)
    else { return true }
    emit(state, isSnapshot: false, into: &events)
    return true
  }

  private mutating func readSnapshot(
    _ frame: RawSpan, _ reader: inout WireReader, into events: inout [FeedEvent]
  ) -> Bool {
    guard let id = reader.uint16(frame) else { return false }
    // From here on the id belongs to this record's topic, whichever it turns out to be: without a
    // whole record for a wanted topic, later updates of the id belong to nobody.
    ids.unbind(id)
    guard let nameLength = reader.uint8(frame), let bytes = reader.take(Int(nameLength), frame),
      let count = reader.uint8(frame), reader.has(Int(count) * 4, in: frame)
    else { return false }
    let start = reader.offset
    reader.offset += Int(count) * 4 + 2
    guard let multiplier = reader.uint16(frame), let precision = reader.uint8(frame) else {
      return false
    }
    for _ in 0..<3 {
      guard let length = reader.uint8(frame), reader.has(Int(length), in: frame) else {
        return false
      }
      reader.offset += Int(length)
    }
    let name = FeedTopicName(bytes)
    guard let kind = FeedTopicKind(topicName: bytes), let subscription = subscriptions[name] else {
      return true
    }
    var state = FeedTopicState(kind: kind)
    for slot in 0..<min(Int(count), kind.slotCount) {
      let value = Int32(
        bigEndian: frame.unsafeLoadUnaligned(fromByteOffset: start + slot * 4, as: Int32.self))
      if value != Self.sentinel { _ = state.store(value, in: slot) }
    }
    state.scale = FeedScale(multiplier: multiplier, precision: precision)
    state.symbol = subscription.symbol
    state.instrument = subscription.instrument
    state.symbolLabel = .text
    state.typeLabel = .text
    if multiplier == 0 { events.append(.fault(.zeroMultiplier(topic: subscription.topic))) }
    let position = place(state, named: name)
    ids.bind(id, kind: kind, to: position)
    emit(position, isSnapshot: true, into: &events)
    return true
  }

  /// Stores a topic's state under its name and returns where.
  mutating func place(_ state: FeedTopicState, named name: FeedTopicName) -> Int {
    if let position = statesByName[name] {
      states[position] = state
      return position
    }
    statesByName[name] = states.count
    states.append(state)
    return states.count - 1
  }
}
