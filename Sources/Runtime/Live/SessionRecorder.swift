import Market
import Recording
import Trading

/// Writes down everything that enters the engine, before it does.
///
/// Trouble with the disk ends the recording, and is told once; the session goes on.
struct SessionRecorder: ~Copyable {
  private let writer: RecordingWriter
  /// Where the recording is.
  let path: String
  /// Why the recording ended early; nil while all is well.
  private(set) var trouble: String?

  /// Begins a recording.
  ///
  /// - Parameters:
  ///   - path: The file; it must not be there.
  ///   - metadata: What a replay needs to know.
  /// - Throws: ``Stop`` with exit code 74.
  init(_ path: String, metadata: [(key: String, value: String)]) throws(Stop) {
    self.path = path
    writer = try Self.begin(path, metadata)
  }

  private static func begin(_ path: String, _ metadata: [(key: String, value: String)])
    throws(Stop) -> RecordingWriter
  {
    do throws(RecordingError) {
      let writer = try RecordingWriter(creating: path, metadata: metadata)
      // A session that is killed in its first second leaves a readable file.
      try writer.flush()
      return writer
    } catch {
      throw Stop(error)
    }
  }

  /// Writes an input down.
  ///
  /// - Returns: Why it could not be, the first time that happens.
  mutating func record(_ input: SessionInput, _ table: borrowing InstrumentTable) -> String? {
    guard trouble == nil else { return nil }
    do throws(RecordingError) {
      if case .tick(let tick) = input {
        try writer.append(tick, of: table)
      } else if let event = input.event(table) {
        try writer.append(event)
      }
      return nil
    } catch {
      trouble = error.description
      return error.description
    }
  }

  /// Writes down calls that were lost in the event that was recorded last.
  mutating func record(_ calls: [LostCall], at time: EventTime) -> String? {
    guard trouble == nil else { return nil }
    do throws(RecordingError) {
      for call in calls { try writer.append(call.event(at: time)) }
      return nil
    } catch {
      trouble = error.description
      return error.description
    }
  }

  /// Notes ticks that were replaced by later ones before the engine saw them.
  mutating func note(
    conflated: [Int32: Int64], since start: EventTime, until end: EventTime,
    _ table: borrowing InstrumentTable
  ) -> String? {
    guard trouble == nil else { return nil }
    do throws(RecordingError) {
      for (index, count) in conflated.sorted(by: { $0.key < $1.key }) {
        try writer.append(
          RecordedGap(
            start: min(start, end), end: end, instrument: InstrumentID(index: index),
            reason: .overrun, lostTicks: count), of: table)
      }
      return nil
    } catch {
      trouble = error.description
      return error.description
    }
  }

  /// Closes the file; after trouble there is nothing to close.
  mutating func close() -> String? {
    guard trouble == nil else { return nil }
    do throws(RecordingError) {
      try writer.close()
      return nil
    } catch {
      trouble = error.description
      return error.description
    }
  }
}
