/// The texts of an order, pooled.
struct OrderLabels: Sendable {
  /// The asker's label.
  var tag: TextPool.Index = 0
  /// Where it was asked.
  var source: TextPool.Index = 0
  /// Who asked.
  var reason: TextPool.Index
}
