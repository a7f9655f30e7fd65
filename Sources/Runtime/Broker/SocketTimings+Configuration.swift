import Fyers

extension SocketTimings {
  /// The waits as they are configured: `WEBSOCKET_RETRY_DELAY`, `WEBSOCKET_RETRIES`.
  init(_ configuration: Configuration) throws(Stop) {
    self.init()
    retry = max(1, try configuration.nanoseconds("WEBSOCKET_RETRY_DELAY", standard: "5s"))
    let text = configuration.text("WEBSOCKET_RETRIES") ?? "5"
    guard let count = Int(text), (1...1_000).contains(count) else {
      throw Stop(.usage, "WEBSOCKET_RETRIES: expected a number from 1 to 1000, was \(text)")
    }
    reportedRetries = count
  }
}
