public import Market

/// One entry of a recording, in the order it was written.
public enum RecordedEntry: Equatable, Sendable {
  /// A tick.
  case tick(Tick)
  /// A stretch without ticks.
  case gap(RecordedGap)
  /// Opaque bytes of the recording session.
  case event(RecordedEvent)
  /// A named fact about the recording.
  case metadata(key: String, value: String)
  /// The writer closed the recording; more may follow when it was opened again.
  case end
}
