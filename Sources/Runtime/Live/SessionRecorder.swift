import Market
import Recording
import Trading

/// Writes down everything that enters the engine, before it does.
///
/// Trouble with the disk ends the recording, and is told once; the session goes on.
struct SessionRecorder: ~Copyable {
  private let writer: RecordingWriter
  private let file: RecordedFile
  private var log: DecisionLog
  /// Where the session and its account are kept.
  let place: SessionPlace
  /// Where the recording is.
  let path: String
  /// Why the recording ended early; nil while all is well.
  private(set) var trouble: String?

  /// Begins a recording.
  ///
  /// - Parameters:
  ///   - place: Where the session is kept; it must have no recording.
  ///   - metadata: What a replay needs to know.
  /// - Throws: ``Stop`` with exit code 74.
  init(in place: SessionPlace, metadata: [(key: String, value: String)]) throws(Stop) {
    let path = place.archive.recording
    let begun = try Self.begin(path, place.archive.disk, metadata)
    log = try DecisionLog(place.archive.decisions, on: place.archive.disk)
    (writer, file) = begun
    self.place = place
    self.path = path
  }

  /// Writes down what has entered so far: it survives the process from now on.
  ///
  /// Whoever is told of it, or is answered, is told afterwards.
  ///
  /// - Parameter decided: The lines of what was decided meanwhile.
  /// - Returns: Why it could not be, the first time that happens.
  mutating func secure(_ decided: [UInt8] = []) -> String? {
    guard trouble == nil else { return nil }
    do throws(RecordingError) {
      try writer.flush()
    } catch {
      trouble = error.description
      return error.description
    }
    return log.add(decided) ? writeDecisions() : nil
  }

  /// Writes down decisions that wait.
  mutating func writeDecisions() -> String? {
    guard trouble == nil else { return nil }
    do throws(DiskError) {
      try log.flush()
      return nil
    } catch {
      trouble = RecordedFile.unwritable(error).description
      return trouble
    }
  }

  private static func begin(
    _ path: String, _ disk: any SessionDisk, _ metadata: [(key: String, value: String)]
  ) throws(Stop) -> (RecordingWriter, RecordedFile) {
    do throws(RecordingError) {
      let file = try RecordedFile(path, on: disk)
      let writer = try RecordingWriter(to: file, metadata: metadata)
      // A session that is killed in its first second leaves a readable file.
      try writer.flush()
      return (writer, file)
    } catch {
      throw Stop(error)
    }
  }

  /// Looks whether the file still is where it was made.
  ///
  /// - Returns: That it is not, the first time; what would be written to it would be lost.
  mutating func lookForFile() -> String? {
    guard trouble == nil, !file.isInPlace else { return nil }
    trouble = "\(path): expected the file of this session, it was removed or replaced"
    return trouble
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
  mutating func record(
    _ calls: [LostCall], at time: EventTime, _ table: borrowing InstrumentTable
  ) -> String? {
    guard trouble == nil else { return nil }
    do throws(RecordingError) {
      for call in calls {
        for event in call.events(at: time, table) { try writer.append(event) }
      }
      return nil
    } catch {
      trouble = error.description
      return error.description
    }
  }

  /// Writes down modules that were required in the event that was recorded last.
  mutating func record(_ modules: [RecordedModule], at time: EventTime) -> String? {
    guard trouble == nil else { return nil }
    do throws(RecordingError) {
      for module in modules { try writer.append(module.event(at: time)) }
      return nil
    } catch {
      trouble = error.description
      return error.description
    }
  }

  /// Ends the recording, because what belongs to it cannot be kept.
  mutating func give(up reason: String) { trouble = trouble ?? reason }

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
    if let trouble = writeDecisions() { return trouble }
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

/// A file of a session's disk as the output of a recording.
private final class RecordedFile: RecordingOutput {
  let name: String
  private let file: any SessionFile

  init(_ path: String, on disk: any SessionDisk) throws(RecordingError) {
    name = path
    do throws(DiskError) {
      file = try disk.create(path)
    } catch {
      throw Self.unwritable(error)
    }
  }

  var size: Int { file.size }

  var isInPlace: Bool { file.isInPlace }

  func write(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
    do throws(DiskError) { try file.append(bytes) } catch { throw Self.unwritable(error) }
  }

  func synchronize() throws(RecordingError) {
    do throws(DiskError) { try file.synchronize() } catch { throw Self.unwritable(error) }
  }

  /// The error of a recording; its words go on in the middle of a sentence.
  static func unwritable(_ error: DiskError) -> RecordingError {
    RecordingError(
      .inputOutput, file: error.path, expected: "a writable file",
      found: error.reason.prefix(1).lowercased() + error.reason.dropFirst())
  }
}

/// The folder of one session under the data folder: `sessions/20261123-091500-ema_cross`.
struct SessionFolder: Sendable {
  /// Its path.
  let path: String

  /// The recording in it.
  var recording: String { path + "/recording.ticks" }

  /// Makes the folder, and those above it, readable for their owner alone.
  ///
  /// - Parameters:
  ///   - data: The data folder.
  ///   - name: The first script's name, or what else the session is called.
  ///   - time: When it begins.
  ///   - disk: Where it is made.
  /// - Throws: ``Stop`` with exit code 74.
  init(
    in data: String, name: String, at time: EventTime, on disk: any SessionDisk
  ) throws(Stop) {
    let sessions = data + "/sessions"
    try Self.make(data, on: disk)
    try Self.make(sessions, on: disk)
    let clock = IndianTime(time)
    let stamp = "\(clock.date)".filter(\.isNumber) + "-" + clock.clockText.filter(\.isNumber)
    var number = 1
    while true {
      let candidate = "\(sessions)/\(stamp)-\(name)" + (number > 1 ? "-\(number)" : "")
      do throws(DiskError) {
        try disk.makeFolder(candidate)
        path = candidate
        return
      } catch {
        guard error.isAlreadyThere, number < 1_000 else {
          throw Self.stop(candidate, error)
        }
      }
      number += 1
    }
  }

  /// Makes a folder with all above it, unless it is there.
  static func make(_ path: String, on disk: any SessionDisk) throws(Stop) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/\(part)"
      do throws(DiskError) {
        try disk.makeFolder(made)
      } catch {
        if !error.isAlreadyThere { throw stop(path, error) }
      }
    }
  }

  private static func stop(_ path: String, _ error: DiskError) -> Stop {
    Stop(
      .inputOutput,
      "\(path): cannot be made: \(error.reason); choose another folder with --data")
  }
}
