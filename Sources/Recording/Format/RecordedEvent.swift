public import Market

/// Something else than a tick in a recording: opaque bytes whose meaning their writer knows.
public struct RecordedEvent: Hashable, Sendable {
  /// When it happened.
  public var time: EventTime
  /// What it is; the numbers belong to whoever writes the recording.
  public var code: UInt32
  /// Its content, at most ``payloadBytesMax`` bytes.
  public var payload: [UInt8]

  /// Bytes a payload may have at most.
  public static let payloadBytesMax = RecordingFormat.payloadMax

  /// An event from its parts.
  public init(time: EventTime, code: UInt32, payload: [UInt8]) {
    self.time = time
    self.code = code
    self.payload = payload
  }
}
