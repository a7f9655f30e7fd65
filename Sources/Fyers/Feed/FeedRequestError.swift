/// Why a request cannot be written as a frame of the data socket.
public enum FeedRequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// More topics than one frame carries.
  case tooManyTopics(Int)
  /// A topic's name is longer than 255 bytes or not ASCII.
  case topicNotSendable(String)
  /// A length does not fit its two bytes.
  case tooLong(Int)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .tooManyTopics(let count):
      "data request: expected at most \(FeedRequestEncoder.maximumTopics) topics, was \(count)"
    case .topicNotSendable(let topic):
      "data request: expected a topic of at most 255 ASCII characters, was \(topic)"
    case .tooLong(let length):
      "data request: expected at most 65535 bytes, was \(length)"
    }
  }
}
