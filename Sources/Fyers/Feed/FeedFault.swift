/// What was wrong with a frame of the data socket.
///
/// A fault never stops the decoder; it says what was lost.
public enum FeedFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The frame is too short for its type.
  case truncatedFrame(type: UInt8)
  /// A status text is no text.
  case unreadableStatus(type: UInt8)
  /// A record ends before its last value; it and all that follow in the frame are lost.
  case truncatedRecord(index: Int)
  /// A record of an unknown type; it and all that follow in the frame are lost.
  case unknownRecord(type: UInt8, index: Int)
  /// A topic's multiplier is 0, which was read as 1.
  case zeroMultiplier(topic: String)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .truncatedFrame(let type):
      "data frame: expected a whole frame of type \(type), it was cut short"
    case .unreadableStatus(let type):
      "data frame: expected a status text in the reply of type \(type), it is not UTF-8"
    case .truncatedRecord(let index):
      "data frame: expected a whole record \(index), it was cut short"
    case .unknownRecord(let type, let index):
      "data frame: expected record \(index) to be S, U or L, its type byte is \(type)"
    case .zeroMultiplier(let topic):
      "data frame: expected a multiplier above zero for \(topic), was 0 and is read as 1"
    }
  }

  /// Whether records were lost, so that fresh snapshots should be asked for.
  public var lostRecords: Bool {
    switch self {
    case .truncatedRecord, .unknownRecord: true
    case .truncatedFrame, .unreadableStatus, .zeroMultiplier: false
    }
  }
}
