import Market
import Money

/// What the engine wants known or done, in order; the Runtime carries it out.
public enum Effect: Sendable {
  /// A decision of a desk.
  case decision(desk: Int, Decision)
  /// An execution, with the book after it.
  case filled(desk: Int, Fill, Ledger)
  /// An order leaves for the exchange outside; `order` is its place in the desk's list.
  case submit(desk: Int, order: Int, ApprovedOrder)
  /// An order is to be taken back at the exchange outside.
  case cancel(desk: Int, order: Int)
  /// An order is to get new terms at the exchange outside.
  case modify(desk: Int, order: Int, ApprovedChange)
  /// A script failed at a tick.
  case scriptFailed(desk: Int, ScriptFailure, sequence: Int64)
  /// Something a person should know at once.
  case alert(desk: Int, String)
  /// What is allowed at a desk changed.
  case modeChanged(desk: Int, Desk.Mode)
}

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
