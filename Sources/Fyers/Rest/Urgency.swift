/// How a call ranks in the account's throttle.
public enum Urgency: Int, Sendable, Comparable, CaseIterable {
  /// Reads: quotes, history, books.
  case read = 0
  /// New orders and modifications.
  case entry = 1
  /// Cancels, exits, and the reads that find out what became of an order: they jump the queue.
  case exit = 2

  /// Orders by rank; the exit is the greatest.
  public static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
}
