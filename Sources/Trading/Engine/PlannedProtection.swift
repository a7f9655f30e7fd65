/// The protection of an order under way, kept aside: orders are moved about more often than read.
final class PlannedProtection: Sendable {
  /// What was asked for.
  let request: ProtectionRequest

  /// Keeps a request.
  init(_ request: ProtectionRequest) { self.request = request }
}
