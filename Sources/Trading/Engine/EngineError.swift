/// What makes a session impossible to go on with.
public enum EngineError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A tick's price makes the value of a position leave the range of amounts.
  case valueOutOfRange(symbol: String, sequence: Int64)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .valueOutOfRange(let symbol, let sequence):
      "tick \(sequence): the value of the position in \(symbol) is out of range "
        + "(expected at most ±9223372036854.775807 rupees)"
    }
  }
}
