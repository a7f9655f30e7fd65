/// Sends one HTTP request and brings the answer back.
public protocol FyersTransport: Sendable {
  /// Sends a request once; it never repeats one by itself and follows no redirect.
  ///
  /// - Parameter call: The request.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``TransportFailure`` when none came.
  func send(_ call: HTTPCall) async throws(TransportFailure) -> HTTPAnswer
}
