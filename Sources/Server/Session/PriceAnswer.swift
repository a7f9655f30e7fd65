public import Reporting
public import Trading

/// What became of a price given by hand.
public enum PriceAnswer: Sendable, Equatable {
  /// It is in the book; the fills it caused, oldest first.
  case updated(fills: [OrderReport])
  /// The session's prices come from elsewhere.
  case notManual
  /// It was refused.
  case denied(Denial)
}
