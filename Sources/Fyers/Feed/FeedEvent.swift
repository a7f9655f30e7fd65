/// What a frame of the data socket means.
public enum FeedEvent: Sendable {
  /// A topic changed.
  case update(FeedUpdate)
  /// An acknowledgement or an error of the server.
  case notice(FeedNotice)
  /// The server wants this message acknowledged (``FeedRequest/acknowledge(_:)``).
  ///
  /// Only a decoder in compatibility mode says so: the live server names an interval in a form the
  /// official client misreads, and sends on without acknowledgements.
  case acknowledge(UInt32)
  /// A frame could not be read, in part or as a whole.
  case fault(FeedFault)
}

/// A control message of the data socket: an acknowledgement or an error.
///
/// The codes and texts are those of the official client, except for frames of type 51, which carry
/// the server's own.
public struct FeedNotice: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it is about, in the official client's words: `cn`, `sub`, `unsub`, `cp`, `cr`, `ful`,
  /// `lit` or `msg`; nil where that client gives none.
  public let type: String?
  /// The code: 200 for acknowledgements.
  public let code: Int32
  /// The text for people.
  public let message: String
  /// Whether it reports a failure.
  public let isError: Bool
  /// The symbols the server refused; empty in all but one notice.
  public let invalidSymbols: [String]

  /// A notice.
  public init(
    type: String?, code: Int32, message: String, isError: Bool, invalidSymbols: [String] = []
  ) {
    self.type = type
    self.code = code
    self.message = message
    self.isError = isError
    self.invalidSymbols = invalidSymbols
  }

  /// The sentence shown to people.
  public var description: String { "data socket: \(message) (code \(code))" }
}

extension FeedNotice {
  static func done(_ type: String, _ message: String) -> FeedNotice {
    FeedNotice(type: type, code: 200, message: message, isError: false)
  }

  static func failed(_ type: String?, _ code: Int32, _ message: String) -> FeedNotice {
    FeedNotice(type: type, code: code, message: message, isError: true)
  }

  /// The token has run out; codes and texts of the official client.
  public static let tokenExpired = failed("cn", -99, "Token is expired")
  /// The token is no token this socket can use.
  public static let tokenInvalid = failed("cn", -300, "Please provide valid token")
  /// Nothing of what was asked for is subscribed.
  public static let nothingToUnsubscribe = failed(nil, -300, "Please provide a valid symbol")
  /// Depth was asked for an index.
  public static let indexHasNoDepth = failed("sub", -300, "Index does not have market depth")
  /// More than the 5,000 symbols a connection carries.
  public static let tooManySymbols = failed(nil, -99, "Please provide less than 5000 symbols")

  /// Some symbols are unknown to FYERS.
  public static func invalidSymbols(_ symbols: [String]) -> FeedNotice {
    FeedNotice(
      type: "sub", code: -300, message: "Please provide a valid symbol", isError: true,
      invalidSymbols: symbols)
  }
}

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
  /// A snapshot has a last price, but no bid or no ask, not even 0; there are no ticks until an
  /// update has told them.
  case bookUntold(symbol: String)

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
    case .bookUntold(let symbol):
      "data frame: expected bid and ask in the snapshot of \(symbol), not both are there; "
        + "it has no ticks until they are told"
    }
  }

  /// Whether records were lost, so that fresh snapshots should be asked for.
  public var lostRecords: Bool {
    switch self {
    case .truncatedRecord, .unknownRecord: true
    case .truncatedFrame, .unreadableStatus, .zeroMultiplier, .bookUntold: false
    }
  }
}
