/// A protective level as asked for: a price, or a distance from the average price.
public enum LevelRequest: Hashable, Sendable {
  /// A price.
  case price(RequestedPrice)
  /// A distance, anchored on the average fill price.
  case distance(Distance)

  /// Whether it needs a first stop to mean anything.
  public var needsRisk: Bool {
    guard case .distance(let distance) = self else { return false }
    return distance.needsRisk
  }
}
