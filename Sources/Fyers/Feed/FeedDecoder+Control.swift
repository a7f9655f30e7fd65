/// Replies to requests: one status text, `K` for done.
extension FeedDecoder {
  private static let done: [UInt8] = [UInt8(ascii: "K")]

  /// The status text of field 1, as long as it is there; nil when the frame ends before it.
  private func status(_ frame: RawSpan, _ reader: inout WireReader) -> [UInt8]? {
    reader.offset = 5
    return reader.uint16(frame).map { reader.takeAtMost(Int($0), frame) }
  }

  /// Reports an unreadable reply; the official client keeps silent.
  private func report(_ fault: FeedFault, into events: inout [FeedEvent]) {
    if !isCompatible { events.append(.fault(fault)) }
  }

  mutating func decodeAuthentication(_ frame: RawSpan, into events: inout [FeedEvent]) {
    let type = FeedFrame.Reply.authentication.rawValue
    var reader = WireReader(offset: 5)
    guard let text = status(frame, &reader) else {
      return report(.truncatedFrame(type: type), into: &events)
    }
    guard String(validating: text, as: UTF8.self) != nil else {
      return report(.unreadableStatus(type: type), into: &events)
    }
    events.append(
      .notice(
        text == Self.done
          ? .done("cn", "Authentication done") : .failed("cn", 11001, "Authentication failed")))
    reader.offset += 1
    guard let length = reader.uint16(frame) else { return }
    if isCompatible {
      // The official client reads four bytes whatever the length says.
      if let interval = reader.uint32(frame) { acknowledgementInterval = interval }
    } else if length <= 4, let bytes = reader.take(Int(length), frame) {
      acknowledgementInterval = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  /// The first byte of the status, which is all that is looked at here: nil when the frame ends
  /// before the status, 0 when the status is empty.
  private func firstStatusByte(_ frame: RawSpan) -> UInt8? {
    var reader = WireReader(offset: 5)
    guard reader.uint16(frame) != nil else { return nil }
    return reader.uint8(frame) ?? 0
  }

  func decodeSubscribed(_ frame: RawSpan, into events: inout [FeedEvent]) {
    guard let first = firstStatusByte(frame) else {
      return report(.truncatedFrame(type: FeedFrame.Reply.subscribed.rawValue), into: &events)
    }
    events.append(
      .notice(
        first == Self.done[0]
          ? .done("sub", "Subscribed") : .failed("sub", 11011, "subscription failed")))
  }

  mutating func decodeUnsubscribed(_ frame: RawSpan, into events: inout [FeedEvent]) {
    guard let first = firstStatusByte(frame) else {
      return report(.truncatedFrame(type: FeedFrame.Reply.unsubscribed.rawValue), into: &events)
    }
    let isDone = first == Self.done[0]
    events.append(
      .notice(
        isDone ? .done("unsub", "Unsubscribed") : .failed("unsub", 11012, "unsubscription failed")))
    // After a refusal the official client still holds its list, for the next reply.
    guard !leaving.isEmpty, isDone || !isCompatible else { return }
    let confirmed = leaving.removeFirst()
    guard isDone else { return }
    for name in confirmed {
      subscriptions[name] = nil
      // The official client keeps the values and goes on emitting them, without a type.
      guard !isCompatible, let state = statesByName[name] else { continue }
      ids.unbindAll(of: state)
    }
  }

  func decodeStatus(_ frame: RawSpan, type: UInt8, into events: inout [FeedEvent]) {
    var reader = WireReader(offset: 3)
    let isMode = type == FeedFrame.Reply.mode.rawValue
    if isMode {
      guard let fieldCount = reader.uint8(frame) else {
        return report(.truncatedFrame(type: type), into: &events)
      }
      guard fieldCount > 0 else { return }
    }
    guard let text = status(frame, &reader) else {
      return report(.truncatedFrame(type: type), into: &events)
    }
    guard String(validating: text, as: UTF8.self) != nil else {
      return report(.unreadableStatus(type: type), into: &events)
    }
    let isDone = text == Self.done
    switch FeedFrame.Reply(rawValue: type) {
    case .paused where isDone: events.append(.notice(.done("cp", "Channel Paused")))
    case .paused:
      // The official client lacks the constant for its own message and says nothing.
      if !isCompatible { events.append(.notice(.failed("cp", 11031, "Mode change failed"))) }
    case .resumed:
      events.append(
        .notice(
          isDone ? .done("cr", "Channel Resumed") : .failed("cr", 11032, "Mode change failed")))
    default:
      guard isDone else {
        events.append(.notice(.failed(nil, 12001, "Mode change failed")))
        return
      }
      events.append(
        .notice(mode == .lite ? .done("lit", "Lite Mode On") : .done("ful", "Full Mode On")))
    }
  }

  /// A frame of type 51: a code, a text, and the request it is about.
  func decodeCustom(_ frame: RawSpan, into events: inout [FeedEvent]) {
    let type = FeedFrame.Reply.custom.rawValue
    var reader = WireReader(offset: 0)
    guard let length = reader.uint16(frame), frame.byteCount >= 4,
      2 + Int(length) <= frame.byteCount
    else { return report(.truncatedFrame(type: type), into: &events) }
    let body = frame.extracting(0..<(2 + Int(length)))
    reader.offset = 3
    var code: Int32 = 0
    var message = ""
    var request: UInt8 = 0
    // The count lies before the end of the frame, but perhaps not before the end of the body.
    for _ in 0..<Int(reader.uint8(frame) ?? 0) {
      guard let id = reader.uint8(body), let size = reader.uint16(body),
        let value = reader.take(Int(size), body)
      else { return report(.truncatedFrame(type: type), into: &events) }
      switch (id, size) {
      case (1, 4): code = Int32(bitPattern: value.reduce(0) { $0 << 8 | UInt32($1) })
      case (2, _): message = String(decoding: value, as: UTF8.self)
      case (3, 1): request = value[0]
      default: break
      }
    }
    events.append(.notice(.failed(Self.topic(ofRequest: request), code, message)))
  }

  private static func topic(ofRequest type: UInt8) -> String {
    switch type {
    case 1: "cn"
    case 4: "sub"
    case 5: "unsub"
    case 7: "cp"
    case 8: "cr"
    default: "msg"
    }
  }
}
