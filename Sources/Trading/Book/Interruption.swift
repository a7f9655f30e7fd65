/// What has happened to a symbol's prices since its last tick: until the next one nothing is entered.
///
/// Of two the graver one counts.
enum Interruption: UInt8, Comparable, Codable, Sendable {
  /// Nothing.
  case none
  /// The feed's connection was lost; what is held may still be sold at the last price.
  case lostFeed
  /// Nobody was there for a while: the last price fills no order.
  case absence

  /// Orders by gravity.
  static func < (left: Interruption, right: Interruption) -> Bool {
    left.rawValue < right.rawValue
  }
}
