/// A value that travels between the engine's process and a script's worker.
///
/// Reading is strict: one value has one form, and what is out of range is refused. What was read and
/// is written again gives the same bytes.
protocol MessageValue {
  /// Reads the value.
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Self
  /// Writes the value.
  func write(_ writer: inout MessageWriter)
}
