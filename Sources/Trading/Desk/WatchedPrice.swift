/// Which price of a tick a level or the best price of a position is compared with.
public enum WatchedPrice: Sendable {
  /// The last traded price.
  case last
  /// The bid.
  case bid
  /// The ask.
  case ask
}
