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

/// A stretch of time of which a recording has no, or not all, ticks.
public struct RecordedGap: Hashable, Sendable {
  /// Why ticks are missing.
  public enum Reason: UInt16, Sendable {
    /// Not said.
    case unknown = 0
    /// The feed was not connected.
    case disconnected = 1
    /// Ticks came faster than they could be taken.
    case overrun = 2
    /// The recorder was not running.
    case stopped = 3
    /// What was recorded there is damaged and was cut.
    case damaged = 4
  }

  /// The last moment before it that is complete.
  public var start: EventTime
  /// The moment from which ticks are complete again.
  public var end: EventTime
  /// The instrument concerned; nil when it is all.
  public var instrument: InstrumentID?
  /// Why.
  public var reason: Reason
  /// Ticks that are known to be missing; nil when nobody counted.
  public var lostTicks: Int64?

  /// A gap from its parts.
  public init(
    start: EventTime, end: EventTime, instrument: InstrumentID? = nil, reason: Reason = .unknown,
    lostTicks: Int64? = nil
  ) {
    self.start = start
    self.end = end
    self.instrument = instrument
    self.reason = reason
    self.lostTicks = lostTicks
  }
}
