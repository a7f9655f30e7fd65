/// How fast a recording is played.
public enum PlaybackSpeed: Sendable, Equatable {
  /// This many times its own speed, 1 to 1000.
  case times(Int)
  /// As fast as the clients take it.
  case max

  /// The speed of `1x`, `10x` or `max`; nil for other text.
  public init?(text: String) {
    if text == "max" {
      self = .max
      return
    }
    guard text.hasSuffix("x"), let factor = Int(text.dropLast()), (1...1_000).contains(factor)
    else { return nil }
    self = .times(factor)
  }
}
