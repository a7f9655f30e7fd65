/// The book-keeping of what a data-socket connection has asked for, and the frames that ask for it.
///
/// It has no socket: every verb returns the frames to send, in order. After a reconnect
/// ``reopen(key:)`` asks for everything again. In compatibility mode it keeps its books as the
/// official client does: an unsubscription finds only the topics of the last subscription of its
/// channel, and every second unknown topic slips through.
public struct FeedSession: Sendable {
  /// The most topics of a connection.
  public static let maximumTopics = 5000

  /// How much is asked for.
  public let mode: FeedMode
  /// Whether the official client's book-keeping is reproduced.
  public let isCompatible: Bool
  private let encoder: FeedRequestEncoder
  private var active: FeedChannel?
  private var used: [FeedChannel] = []
  /// Subscribed topics by channel, in order; in compatibility mode those of the last call.
  private var topics: [FeedChannel: [String]] = [:]

  /// Frames to send, and what to tell the user.
  public struct Outcome: Equatable, Sendable {
    /// Frames in the order to send them.
    public var frames: [[UInt8]] = []
    /// The topics of each topic frame that no other channel carries, for
    /// ``FeedDecoder/unsubscribe(_:)``.
    public var topics: [[String]] = []
    /// Errors noticed before anything was sent.
    public var notices: [FeedNotice] = []
  }

  /// A session in which nothing is subscribed.
  public init(mode: FeedMode, encoder: FeedRequestEncoder, isCompatible: Bool = false) {
    self.mode = mode
    self.encoder = encoder
    self.isCompatible = isCompatible
  }

  /// All topics asked for.
  public var allTopics: [String] { used.flatMap { topics[$0] ?? [] } }

  /// The first frames of a connection: authentication and mode.
  public func open(key: String) throws(FeedRequestError) -> [[UInt8]] {
    let authentication = try encoder.authentication(key: key)
    return [authentication, FeedRequestEncoder.mode(mode, channel: active ?? .standard)]
  }

  /// The first frames of a connection that replaces a lost one: everything is asked for again, and
  /// the channels that were paused are paused.
  public func reopen(key: String) throws(FeedRequestError) -> [[UInt8]] {
    var frames = try open(key: key)
    for channel in used {
      for chunk in Self.chunks(topics[channel] ?? []) {
        frames.append(try encoder.subscribe(topics: chunk, channel: channel))
      }
      if channel != active { frames.append(FeedRequestEncoder.pause(channel)) }
    }
    return frames
  }

  /// Asks for topics on a channel, which becomes the one that flows.
  public mutating func subscribe(
    _ asked: FeedTopics, channel: FeedChannel = .standard
  ) throws(FeedRequestError) -> Outcome {
    var outcome = Outcome(frames: flow(through: channel), notices: asked.notices)
    let added = asked.subscriptions.map(\.topic)
    let known = Set(allTopics)
    let fresh = added.count { !known.contains($0) }
    // The official client counts topics it asks for again twice.
    guard known.count + (isCompatible ? added.count : fresh) <= Self.maximumTopics else {
      outcome.notices.append(.tooManySymbols)
      return outcome
    }
    let here = isCompatible ? [] : topics[channel] ?? []
    let old = Set(here)
    topics[channel] = here + added.filter { !old.contains($0) }
    for chunk in Self.chunks(added) {
      outcome.frames.append(try encoder.subscribe(topics: chunk, channel: channel))
      outcome.topics.append(chunk)
    }
    return outcome
  }

  /// Ends topics of a channel, which becomes the one that flows.
  public mutating func unsubscribe(
    _ asked: FeedTopics, channel: FeedChannel = .standard
  ) throws(FeedRequestError) -> Outcome {
    var outcome = Outcome(frames: flow(through: channel), notices: asked.notices)
    var leaving = asked.subscriptions.map(\.topic)
    let here = topics[channel] ?? []
    if isCompatible {
      var position = 0
      while position < leaving.count {
        if !here.contains(leaving[position]) { leaving.remove(at: position) }
        position += 1
      }
    } else {
      let known = Set(here)
      leaving = leaving.filter { known.contains($0) }
      let gone = Set(leaving)
      topics[channel] = here.filter { !gone.contains($0) }
    }
    if leaving.isEmpty { outcome.notices.append(.nothingToUnsubscribe) }
    let elsewhere = Set(used.filter { $0 != channel }.flatMap { topics[$0] ?? [] })
    for chunk in Self.chunks(leaving) {
      outcome.frames.append(try encoder.unsubscribe(topics: chunk, channel: channel))
      outcome.topics.append(chunk.filter { !elsewhere.contains($0) })
    }
    return outcome
  }

  /// Lets another channel flow: pauses the one that does, and resumes the other if it was used.
  public mutating func flow(through channel: FeedChannel) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    if let active, active != channel {
      frames.append(FeedRequestEncoder.pause(active))
      if used.contains(channel) { frames.append(FeedRequestEncoder.resume(channel)) }
    }
    if !used.contains(channel) { used.append(channel) }
    active = channel
    return frames
  }

  private static func chunks(_ topics: [String]) -> [[String]] {
    stride(from: 0, to: topics.count, by: FeedRequestEncoder.maximumTopics).map {
      Array(topics[$0..<min($0 + FeedRequestEncoder.maximumTopics, topics.count)])
    }
  }
}

/// How much the data socket is asked to send.
public enum FeedMode: String, Sendable, CaseIterable {
  /// Every field of a topic.
  case full
  /// The last traded price only.
  case lite
}

/// A channel of the data socket, a group of topics that is paused and resumed as one.
public struct FeedChannel: Hashable, Sendable {
  /// The number, from 1 to 30: the range the official client keeps tables for.
  public let number: UInt8

  /// The channel the official client uses when none is named.
  public static let standard = FeedChannel(unchecked: 11)

  private init(unchecked number: UInt8) { self.number = number }

  /// A channel; nil when the number is not from 1 to 30.
  public init?(number: UInt8) {
    guard (1...30).contains(number) else { return nil }
    self.number = number
  }

  /// The bit the server knows the channel by.
  var bitmap: UInt64 { 1 << UInt64(number) }
}
