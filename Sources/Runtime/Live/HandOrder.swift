import Market
import Trading

/// A market order that a person or a program asked for over the API.
struct HandOrder: Equatable, Sendable {
  /// Which way.
  var side: OrderSide
  /// Of what.
  var instrument: InstrumentID
  /// Units; what is no whole number is for the gate to deny.
  var quantity: RequestedQuantity
  /// The protection of what is bought.
  var protection: ProtectionRequest?

  /// The request as the gate takes it.
  var request: OrderRequest {
    OrderRequest(
      side: side, instrument: instrument, quantity: quantity, protection: protection,
      reason: .api, source: "api")
  }
}
