/// One client of the data socket: what it may do, what it wants, what it is told.
///
/// Pure: frames in, answers out; the topics' numbers come from the hub.
struct DataSession: Sendable {
  /// What the server does after a frame.
  enum Answer: Equatable, Sendable {
    /// Send these bytes.
    case frame([UInt8])
    /// Send a snapshot of each of these topics' numbers.
    case snapshots([UInt16])
    /// What the client gets has changed.
    case routesChanged
  }

  private enum Phase {
    case greeting
    case open
    case refused
  }

  private var phase = Phase.greeting
  /// The channels each topic was asked for on, as bits.
  private(set) var channelsByTopic: [UInt16: UInt64] = [:]
  private var paused: UInt64 = 0
  private var lite: UInt64 = 0
  private let topicsMax: Int

  /// A session that may have this many topics.
  init(topicsMax: Int) { self.topicsMax = topicsMax }

  /// Whether it has been let in.
  var isOpen: Bool { phase == .open }

  /// Whether the client gets a topic now, and in which form.
  ///
  /// - Returns: nil when it does not; else whether in the short form.
  func route(_ topic: UInt16) -> Bool? {
    guard let channels = channelsByTopic[topic], channels & ~paused != 0 else { return nil }
    return channels & ~paused & ~lite == 0
  }

  /// Takes a request.
  ///
  /// - Parameters:
  ///   - request: What came in.
  ///   - accepts: Whether a data key belongs to a valid token.
  ///   - number: The number of a topic; nil when it is not listed.
  /// - Returns: What to do, in order.
  mutating func receive(
    _ request: DataRequest, accepts: (String) -> Bool, number: (String) -> UInt16?
  ) -> [Answer] {
    switch request {
    case .authenticate(let key):
      phase = accepts(key) ? .open : .refused
      return [.frame(DataFrameWriter.authentication(isOK: phase == .open))]
    case .ping: return [.frame(DataFrameWriter.pong)]
    case .acknowledge, .unknown, .malformed: return []
    case .subscribe(let topics, let channel):
      return subscribe(topics, channel: channel, number: number)
    case .unsubscribe(let topics, let channel):
      return unsubscribe(topics, channel: channel, number: number)
    case .pause(let channels):
      guard isOpen else { return [.frame(DataFrameWriter.status(7, isOK: false))] }
      paused |= channels
      return [.frame(DataFrameWriter.status(7, isOK: true)), .routesChanged]
    case .resume(let channels):
      guard isOpen else { return [.frame(DataFrameWriter.status(8, isOK: false))] }
      let back = paused & channels
      paused &= ~channels
      let topics = channelsByTopic.filter { $0.value & back != 0 }.map(\.key).sorted()
      return [
        .frame(DataFrameWriter.status(8, isOK: true)), .routesChanged, .snapshots(topics),
      ]
    case .mode(let channels, let isLite):
      guard isOpen else { return [.frame(DataFrameWriter.status(12, isOK: false))] }
      lite = isLite ? lite | channels : lite & ~channels
      return [.frame(DataFrameWriter.status(12, isOK: true)), .routesChanged]
    }
  }

  private mutating func subscribe(
    _ topics: [String], channel: UInt8, number: (String) -> UInt16?
  ) -> [Answer] {
    guard isOpen, (1...63).contains(channel) else {
      return [.frame(DataFrameWriter.subscription(4, isOK: false))]
    }
    var fresh: [UInt16] = []
    var isOverLimit = false
    for topic in topics {
      guard let id = number(topic) else { continue }
      guard channelsByTopic[id] != nil || channelsByTopic.count < topicsMax else {
        isOverLimit = true
        continue
      }
      channelsByTopic[id, default: 0] |= 1 << UInt64(channel)
      fresh.append(id)
    }
    var answers: [Answer] = [.frame(DataFrameWriter.subscription(4, isOK: true)), .routesChanged]
    if isOverLimit {
      answers.append(
        .frame(
          DataFrameWriter.message(
            code: 51_001, text: "Symbol limit exceeded, \(topicsMax) are allowed", request: 4)))
    }
    answers.append(.snapshots(fresh.filter { route($0) != nil }))
    return answers
  }

  private mutating func unsubscribe(
    _ topics: [String], channel: UInt8, number: (String) -> UInt16?
  ) -> [Answer] {
    guard isOpen, (1...63).contains(channel) else {
      return [.frame(DataFrameWriter.subscription(5, isOK: false))]
    }
    for topic in topics {
      guard let id = number(topic), let channels = channelsByTopic[id] else { continue }
      let rest = channels & ~(1 << UInt64(channel))
      channelsByTopic[id] = rest == 0 ? nil : rest
    }
    return [.frame(DataFrameWriter.subscription(5, isOK: true)), .routesChanged]
  }
}
