import Foundation
import WireText

/// Frames captured from a data socket, with what the session had asked for.
public struct FeedCase: Hashable, Sendable {
  /// An unsubscription in the middle of the frames.
  public struct Unsubscription: Hashable, Sendable {
    /// The frame it comes before, from 0.
    public let frame: Int
    /// The topics it is about.
    public let topics: [String]
  }

  /// What the case is called.
  public let name: String
  /// How much the session asked for.
  public let mode: FeedMode
  /// The subscribed topics in the order given.
  public let subscriptions: [FeedSubscription]
  /// The frames in the order received.
  public let frames: [[UInt8]]
  /// Unsubscriptions in the order made.
  public let unsubscriptions: [Unsubscription]

  /// Reads a case from one line of JSON: `{"name","mode","symbols":{topic:symbol},"frames_b64"}`.
  ///
  /// `mode` is `full` when absent, `symbols` empty; an optional `client_actions` lists
  /// unsubscriptions. Other keys are ignored.
  ///
  /// - Parameter line: The whole line.
  /// - Throws: ``FeedCaseError`` with what is wrong.
  public init(line: String) throws(FeedCaseError) {
    let json: JSONValue
    do { json = try BrokerJSON.message(line) } catch { throw .malformed(error.socketSentence) }
    guard json.object?.members != nil else { throw .malformed("expected an object") }
    guard let name = json["name"]?.string else { throw .malformed("expected a text for name") }
    self.name = name
    switch json["mode"] {
    case nil, .null?: mode = .full
    case .string(let text)?:
      guard let known = FeedMode(rawValue: text) else {
        throw .malformed("expected the mode full or lite, was \(text)")
      }
      mode = known
    default: throw .malformed("expected a text for mode")
    }
    subscriptions = try Self.subscriptions(json["symbols"])
    frames = try Self.frames(json["frames_b64"])
    unsubscriptions = try Self.unsubscriptions(json["client_actions"])
  }

  private static func subscriptions(
    _ json: JSONValue?
  ) throws(FeedCaseError) -> [FeedSubscription] {
    guard let json, json != .null else { return [] }
    guard let members = json.object?.members else {
      throw .malformed("expected an object of topics for symbols")
    }
    var subscriptions: [FeedSubscription] = []
    for member in members {
      guard let symbol = member.value.string else {
        throw .malformed("expected a text for the symbol of \(member.key)")
      }
      subscriptions.append(FeedSubscription(topic: member.key, symbol: symbol))
    }
    return subscriptions
  }

  private static func frames(_ json: JSONValue?) throws(FeedCaseError) -> [[UInt8]] {
    guard let elements = json?.array else {
      throw .malformed("expected a list for frames_b64")
    }
    var frames: [[UInt8]] = []
    for (index, element) in elements.enumerated() {
      guard let text = element.string, let data = Data(base64Encoded: text) else {
        throw .malformed("expected base64 for frame \(index)")
      }
      frames.append(Array(data))
    }
    return frames
  }

  private static func unsubscriptions(
    _ json: JSONValue?
  ) throws(FeedCaseError) -> [Unsubscription] {
    guard let json, json != .null else { return [] }
    guard let actions = json.array else {
      throw .malformed("expected a list for client_actions")
    }
    var unsubscriptions: [Unsubscription] = []
    for action in actions {
      guard action["op"]?.string == "unsubscribe",
        case .number(let digits)? = action["before_frame"], let frame = Int(digits),
        let topics = action["topics"]?.array
      else {
        throw .malformed("expected before_frame, op unsubscribe and topics in client_actions")
      }
      unsubscriptions.append(Unsubscription(frame: frame, topics: topics.compactMap(\.string)))
    }
    return unsubscriptions
  }
}

/// Why a line of a case file cannot be read.
public enum FeedCaseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line is no case; the text says what was expected.
  case malformed(String)
  /// A line of a file is no case; lines count from 1.
  case malformedLine(Int, String)

  /// The same error as one of a line of a file.
  func inLine(_ line: Int) -> FeedCaseError {
    switch self {
    case .malformed(let reason): .malformedLine(line, reason)
    case .malformedLine: self
    }
  }

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .malformed(let reason): "feed case: \(reason)"
    case .malformedLine(let line, let reason): "feed case, line \(line): \(reason)"
    }
  }
}
