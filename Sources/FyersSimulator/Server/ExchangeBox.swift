/// Carries the exchange from the thread that built it to the event loop, once.
final class ExchangeBox: @unchecked Sendable {
  // The one who builds the box gives the exchange away (`sending`), so no two threads ever see it.
  let exchange: SimulatedExchange

  /// A box around an exchange that nobody else holds.
  init(_ exchange: sending SimulatedExchange) { self.exchange = exchange }
}
