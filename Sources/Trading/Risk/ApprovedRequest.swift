import Money

/// What the gate found out about a request that it approved.
struct ApprovedRequest: Sendable {
  /// Whether it opens or increases.
  var isEntry: Bool
  /// The cash to hold for it.
  var hold: Amount
}
