/// The broker's result codes that decide what happens next (FYERS.md, section 3).
enum BrokerCode {
  /// The token is expired, invalid, or was not accepted.
  static let deadToken: Set<Int64> = [-8, -15, -16, -17]
  /// Too many calls; the second number is the older interface's.
  static let rateLimited: Set<Int64> = [-429, -353]
  /// Sent, but not acknowledged.
  static let unacknowledged: Int64 = 201
  /// An order was rejected.
  static let rejected: Int64 = -99
  /// Nothing to exit, when an exit is answered; an invalid app id elsewhere.
  ///
  /// With it the position codes of the older interface: quantity zero, no open positions, no
  /// pending orders.
  static let nothingToExit: Set<Int64> = [-352, -397, -398, -399]
  /// Trouble behind the gateway: whether the order arrived is unknown.
  static let unclear: Set<Int64> = [-96, -201, -202, -204, -205, -329]
}
