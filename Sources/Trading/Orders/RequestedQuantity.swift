/// A quantity as it was asked for.
public enum RequestedQuantity: Hashable, Sendable {
  /// A whole number, of any sign.
  case whole(Int64)
  /// What was given instead: `1.5`, `nan`, `1e+300`.
  case invalid(String)

  /// What was given, for sentences.
  public var text: String {
    switch self {
    case .whole(let number): String(number)
    case .invalid(let text): text
    }
  }

  /// The whole number; nil when there was none.
  public var wholeNumber: Int64? {
    guard case .whole(let number) = self else { return nil }
    return number
  }
}
