/// Why the account's limiter refuses a call outright.
public enum ThrottleRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Too many calls are waiting.
  case queueFull
  /// The day's calls are used up.
  case dayUsedUp
  /// The broker limited the rate so often that another breach could block the account: for the
  /// rest of the day only exits and cancels are sent.
  case breaches(Int)
  /// The program is ending.
  case stopped

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .queueFull: "rate limiter: too many calls are waiting"
    case .dayUsedUp: "rate limiter: the day's calls are used up"
    case .breaches(let count):
      "rate limiter: \(count) breaches today; only exits and cancels until midnight IST"
    case .stopped: "rate limiter: stopped"
    }
  }
}
