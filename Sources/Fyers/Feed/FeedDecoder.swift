import Market

/// Turns frames of the FYERS data socket into updates, notices and faults.
///
/// It is pure: bytes in, events out, no socket and no clock. Any bytes are accepted; what cannot be
/// read becomes a fault and never a wrong value: a damaged record changes nothing, and values are
/// only ever given to the symbol whose snapshot bound their topic id in this connection.
///
/// In compatibility mode it imitates the official Python client 3.2.0 with all its bugs, so that
/// recorded output can be compared; that mode is for tests and for the `decode` verb.
public struct FeedDecoder: Sendable {
  /// How much the session asked for.
  public let mode: FeedMode
  /// Whether the official client's bugs are reproduced.
  public let isCompatible: Bool
  /// The interval at which the server asks for acknowledgements, as it states it; 0 when it did not.
  public internal(set) var acknowledgementInterval: UInt32 = 0

  var subscriptions: [FeedTopicName: FeedSubscription] = [:]
  /// Topics in the order of the last subscription, which is what the official client may
  /// unsubscribe.
  var lastSubscribed: [FeedTopicName] = []
  /// Topics whose unsubscription the server has not confirmed yet, a list a request.
  var leaving: [[FeedTopicName]] = []
  var states: [FeedTopicState] = []
  var statesByName: [FeedTopicName: Int] = [:]
  var ids = FeedTopicIDTable()
  var framesSinceAcknowledgement: UInt32 = 0

  /// The value that means "unchanged" or "none".
  static let sentinel = Int32.min
  static let recordsOffset = 9

  /// A decoder without subscriptions.
  public init(mode: FeedMode, isCompatible: Bool = false) {
    self.mode = mode
    self.isCompatible = isCompatible
  }

  /// Names what topics are subscribed; only these are emitted.
  public mutating func subscribe(_ added: [FeedSubscription]) {
    lastSubscribed = added.map { FeedTopicName($0.topic) }
    for (name, subscription) in zip(lastSubscribed, added) {
      subscriptions[name] = subscription
      guard let state = statesByName[name], !isCompatible else { continue }
      states[state].symbol = subscription.symbol
      states[state].instrument = subscription.instrument
    }
  }

  /// Notes that topics are being unsubscribed by one request; they end with its confirmation.
  ///
  /// - Parameter topics: Names of topics.
  /// - Returns: The topics to send, and a notice instead when there are none.
  public mutating func unsubscribe(_ topics: [String]) -> (sent: [String], notice: FeedNotice?) {
    var asked = topics.map { FeedTopicName($0) }
    if isCompatible {
      // The official client removes from the list it walks over, and so skips the next entry.
      var position = 0
      while position < asked.count {
        if !lastSubscribed.contains(asked[position]) { asked.remove(at: position) }
        position += 1
      }
    } else {
      asked = asked.filter { subscriptions[$0] != nil }
    }
    // The official client knows its last request only.
    if isCompatible { leaving = [] }
    if !asked.isEmpty { leaving.append(asked) }
    let sent = asked.map { String(decoding: $0.bytes, as: UTF8.self) }
    return (sent, sent.isEmpty ? .nothingToUnsubscribe : nil)
  }

  /// Forgets every topic id and value, for a new connection; subscriptions stay.
  public mutating func reset() {
    states = []
    statesByName = [:]
    ids = FeedTopicIDTable()
    leaving = []
    acknowledgementInterval = 0
    framesSinceAcknowledgement = 0
  }

  /// Decodes one frame and appends what it means, in order.
  public mutating func decode(_ frame: [UInt8], into events: inout [FeedEvent]) {
    decode(frame.span.bytes, into: &events)
  }

  /// Decodes one frame and appends what it means, in order.
  public mutating func decode(_ frame: RawSpan, into events: inout [FeedEvent]) {
    var reader = WireReader(offset: 2)
    guard let type = reader.uint8(frame) else {
      if !isCompatible { events.append(.fault(.truncatedFrame(type: 0))) }
      return
    }
    switch FeedFrame.Reply(rawValue: type) {
    case .data where isCompatible: decodeDataLikeOfficial(frame, into: &events)
    case .data: decodeData(frame, into: &events)
    case .authentication: decodeAuthentication(frame, into: &events)
    case .subscribed: decodeSubscribed(frame, into: &events)
    case .unsubscribed: decodeUnsubscribed(frame, into: &events)
    case .paused, .resumed, .mode: decodeStatus(frame, type: type, into: &events)
    case .custom: decodeCustom(frame, into: &events)
    case nil: break
    }
  }

  /// Emits a state where it has what the mode needs.
  @inline(__always)
  func emit(_ state: Int, isSnapshot: Bool, into events: inout [FeedEvent]) {
    let update = FeedUpdate(state: states[state], mode: mode, isSnapshot: isSnapshot)
    guard isCompatible ? update.isEmittedByOfficial : update.isEmitted else { return }
    events.append(.update(update))
  }
}

/// Which state the server's two-byte topic ids stand for.
///
/// The official client keeps one table a kind and looks in the order of the kinds; so does this one
/// when asked to. Pages of 256 ids are made on first use.
struct FeedTopicIDTable: Sendable {
  private static let pageSize = 256
  private static let kindCount = 3
  /// Page number by high byte; 0 is the empty page.
  private var pages = [UInt16](repeating: 0, count: 256)
  private var entries = [Int32](repeating: -1, count: pageSize * kindCount)

  private func offset(_ id: UInt16) -> Int {
    (Int(pages[Int(id >> 8)]) * Self.pageSize + Int(id & 0xFF)) * Self.kindCount
  }

  /// The state of an id: the first of the kinds it is bound under; nil when unknown.
  @inline(__always)
  func state(of id: UInt16, kinds: Int = kindCount) -> Int? {
    let start = offset(id)
    for index in start..<(start + kinds) where entries[index] >= 0 { return Int(entries[index]) }
    return nil
  }

  /// Binds an id under one kind and leaves its bindings under others.
  mutating func bind(_ id: UInt16, kind: FeedTopicKind, to state: Int) {
    let high = Int(id >> 8)
    if pages[high] == 0 {
      pages[high] = UInt16(entries.count / (Self.pageSize * Self.kindCount))
      entries.append(
        contentsOf: repeatElement(-1, count: Self.pageSize * Self.kindCount))
    }
    entries[offset(id) + Int(kind.rawValue)] = Int32(truncatingIfNeeded: state)
  }

  /// Forgets an id.
  mutating func unbind(_ id: UInt16) {
    guard pages[Int(id >> 8)] != 0 else { return }
    let start = offset(id)
    for index in start..<(start + Self.kindCount) { entries[index] = -1 }
  }

  /// Forgets every id of a state.
  mutating func unbindAll(of state: Int) {
    for index in entries.indices where entries[index] == Int32(truncatingIfNeeded: state) {
      entries[index] = -1
    }
  }
}
