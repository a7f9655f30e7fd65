/// Sends one HTTP request and brings the answer back.
public protocol FyersTransport: Sendable {
  /// Sends a request once; it never repeats one by itself and follows no redirect.
  ///
  /// - Parameter call: The request.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``TransportFailure`` when none came.
  func send(_ call: HTTPCall) async throws(TransportFailure) -> HTTPAnswer
}

/// Why no answer came back.
public enum TransportFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// No connection was made, so nothing was sent.
  case unreachable(String)
  /// The answer did not come in time; the call may have taken effect.
  case timedOut
  /// The connection broke before the answer was complete; the call may have taken effect.
  case broken(String)
  /// The answer is larger than allowed; the call may have taken effect.
  case tooLarge(limit: Int)
  /// The program is ending.
  case cancelled

  /// Whether it is certain that the broker never saw the call.
  public var wasNeverSent: Bool {
    if case .unreachable = self { true } else { false }
  }

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .unreachable(let why): "broker unreachable: \(why)"
    case .timedOut: "broker did not answer in time"
    case .broken(let why): "connection to the broker broke: \(why)"
    case .tooLarge(let limit): "reply: expected at most \(limit) bytes, was larger"
    case .cancelled: "call cancelled"
    }
  }
}
