/// How a fill changed a position; the word scripts see.
public enum PositionChange: String, Sendable {
  /// From flat.
  case opened
  /// Grew.
  case increased
  /// Shrank, but is still open.
  case reduced
  /// To flat.
  case closed
}
