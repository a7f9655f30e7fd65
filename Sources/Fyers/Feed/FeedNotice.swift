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
