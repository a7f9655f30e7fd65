/// Where a live session's prices come from; the raw value is the word of `--feed`.
enum LiveFeedKind: String, CaseIterable, Sendable {
  /// FYERS' data socket.
  case fyers
  /// The guide's JSON quote socket.
  case fyersJSON = "fyers-json"
  /// The API's `/update-price`.
  case manual
}
