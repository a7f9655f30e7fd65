/// A live feed of market data that keeps itself up until it is stopped.
public protocol MarketFeed: Sendable {
  /// Begins to connect; returns at once.
  func start() async
  /// Says goodbye and ends for good.
  func stop() async
}
