/// What a reply means, by the endpoint it answers.
public enum Verdict: Sendable, Equatable {
  /// Done; the code is missing in some replies.
  case success(code: Int64?)
  /// A valid question without an answer: an empty range of candles.
  case noData
  /// Sent to the exchange without an acknowledgement: look in the order book, never send again.
  case unacknowledged
  /// The counter order of an exit is placed and not filled yet.
  case exitUnfilled
  /// There was nothing to exit.
  case nothingToExit
  /// The broker or the exchange rejected the order.
  case orderRejected(message: String)
  /// The broker refused the call and nothing happened.
  case refused(code: Int64, message: String)
  /// The token is not accepted any more.
  case tokenDead(code: Int64)
  /// Too many calls; nothing happened. The wait is as told, nil when the broker told none.
  case rateLimited(waitNanoseconds: Int64?)
  /// Nobody knows whether the call took effect: an unreadable reply or trouble behind the gateway.
  case unclear(reason: String)
}
