public import Market

/// The life of the account's token: valid, expiring, expired.
///
/// A plain value without clock or I/O: events go in with their time, effects come out. The first
/// refusal stops all calls and gives one alert; only a new token starts them again. Calls carry the
/// number of the token they were made with, so that a late refusal of the old token cannot kill the
/// new one.
public struct TokenMachine: Sendable {
  /// Where the token stands.
  public enum State: Sendable, Equatable {
    /// Usable.
    case valid
    /// Usable, but its end is near.
    case expiring
    /// Not usable, or none was given yet.
    case expired(Reason)
  }

  /// Why there is no usable token.
  public enum Reason: Sendable, Equatable {
    /// None was given yet.
    case missing
    /// Its time is over.
    case timeOver
    /// The broker refused it with this code (or HTTP 401).
    case refused(code: Int64)
  }

  /// What the owner has to do.
  public enum Effect: Sendable, Equatable {
    /// Stop every call and socket that needs a token.
    case stop
    /// Go on with the new token: sockets may connect again.
    case resume
    /// Tell people, once.
    case alert(TokenAlert)
  }

  /// What happens.
  public enum Event: Sendable {
    /// Time passed.
    case time
    /// The broker refused the token of that generation.
    case refused(code: Int64, generation: Int)
    /// A new token was given.
    case renewed(AccessToken)
  }

  /// Where the token stands.
  public private(set) var state: State = .expired(.missing)
  /// The token; nil until the first was given.
  ///
  /// It may be expired.
  public private(set) var token: AccessToken?
  /// The number of the token, counted from 1.
  public private(set) var generation = 0
  /// How long before its end a token counts as expiring, in nanoseconds.
  public let warningNanoseconds: Int64

  /// A machine without a token.
  ///
  /// - Parameter warningNanoseconds: How long before the end people are warned; 30 minutes.
  public init(warningNanoseconds: Int64 = 1_800 * EventTime.nanosecondsPerSecond) {
    self.warningNanoseconds = warningNanoseconds
  }

  /// The token when calls may be made with it; nil otherwise.
  public var usable: AccessToken? {
    if case .expired = state { nil } else { token }
  }

  /// Takes an event.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - now: When.
  /// - Returns: What to do, in order.
  public mutating func handle(_ event: Event, now: EventTime) -> [Effect] {
    switch event {
    case .time: return timePassed(now)
    case .refused(let code, let refused):
      guard refused == generation, usable != nil else { return [] }
      state = .expired(.refused(code: code))
      return [.stop, .alert(.refused(code: code))]
    case .renewed(let token): return renew(token, now)
    }
  }

  private mutating func timePassed(_ now: EventTime) -> [Effect] {
    guard let token = usable else { return [] }
    if now >= token.expiry {
      state = .expired(.timeOver)
      return [.stop, .alert(.expired)]
    }
    guard state == .valid, now >= token.expiry.advanced(byNanoseconds: -warningNanoseconds) else {
      return []
    }
    state = .expiring
    return [.alert(.expiring(at: token.expiry))]
  }

  private mutating func renew(_ new: AccessToken, _ now: EventTime) -> [Effect] {
    guard now < new.expiry else { return usable == nil ? [.alert(.expired)] : [] }
    // The same token again proves nothing when the broker has refused it.
    if let token, token == new {
      if case .expired = state { return [.alert(.unchanged)] }
      return []
    }
    let wasUsable = usable != nil
    token = new
    generation += 1
    state = .valid
    let warnings = timePassed(now)
    return (wasUsable ? [.stop, .resume] : [.resume]) + warnings
  }
}

/// What people are told about the token.
public enum TokenAlert: Sendable, Equatable, CustomStringConvertible {
  /// It ends soon.
  case expiring(at: EventTime)
  /// Its time is over.
  case expired
  /// The broker refused it.
  case refused(code: Int64)
  /// The token that was given again is the one that was refused.
  case unchanged

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .expiring(let time):
      "the FYERS token ends at \(IndianTime(time).clockText) IST: run `sauda login`"
    case .expired: "the FYERS token has expired: no orders, no feed; run `sauda login`"
    case .refused(let code):
      "FYERS refuses the token (\(code)): no orders, no feed; run `sauda login`"
    case .unchanged: "the FYERS token given is the one that was refused; run `sauda login`"
    }
  }
}
