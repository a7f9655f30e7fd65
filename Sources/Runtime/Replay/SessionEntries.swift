import Market
import Recording
import Trading

/// The events of a recorded session, one after the other, each with the calls that were lost in it.
struct SessionEntries {
  /// One event.
  struct Event {
    /// What entered the engine.
    var input: SessionInput
    /// Calls that were lost in it.
    var lostCalls: [LostCall]
  }

  private let reader: RecordingReader
  private let path: String
  /// An entry that was read to see that it is not of the event before.
  private var ahead: RecordedEntry?
  /// Gaps so far.
  private(set) var gaps = 0

  init(_ reader: RecordingReader, path: String) {
    self.reader = reader
    self.path = path
  }

  /// The next event of the session; nil at the end.
  mutating func next(_ table: borrowing InstrumentTable) throws(Stop) -> Event? {
    while let entry = try take() {
      switch entry {
      case .tick(let tick): return try event(of: .tick(tick))
      case .event(let event): return try self.event(of: input(of: event, table))
      case .gap: gaps += 1
      case .metadata, .end: break
      }
    }
    return nil
  }

  private mutating func take() throws(Stop) -> RecordedEntry? {
    if let ahead {
      self.ahead = nil
      return ahead
    }
    do throws(RecordingError) {
      return try reader.next()
    } catch {
      throw Stop(error)
    }
  }

  private mutating func event(of input: SessionInput) throws(Stop) -> Event {
    var event = Event(input: input, lostCalls: [])
    while let entry = try take() {
      guard case .event(let recorded) = entry, let lost = LostCall(recorded) else {
        ahead = entry
        break
      }
      event.lostCalls.append(lost)
    }
    return event
  }

  private func input(of event: RecordedEvent, _ table: borrowing InstrumentTable) throws(Stop)
    -> SessionInput
  {
    guard let input = SessionInput(event, table) else {
      throw Stop(
        .badInput,
        "\(path): an event of code \(event.code) cannot be replayed with these scripts; "
          + "expected the scripts and the version of the session")
    }
    if case .instrument(let instrument, _) = input {
      throw Stop(
        .badInput,
        "\(path): \(instrument.symbol) was traded by hand alone; expected a session of scripts")
    }
    return input
  }
}
