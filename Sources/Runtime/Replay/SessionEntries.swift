import Market
import Recording
import Trading

/// The events of a recorded session, one after the other, each with the calls that were lost and the modules
/// that were required in it.
struct SessionEntries {
  /// One event.
  struct Event {
    /// What entered the engine.
    var input: SessionInput
    /// Calls that were lost in it.
    var lostCalls: [LostCall] = []
    /// Modules that were required in it.
    var modules: [RecordedModule] = []
  }

  private let reader: RecordingReader
  private let path: String
  /// Whether symbols may come that no script declares.
  private let takesInstruments: Bool
  /// An entry that was read to see that it is not of the event before.
  private var ahead: (entry: RecordedEntry, offset: Int)?
  /// The byte at which the entry that was taken last begins.
  private var offset = 0
  /// Gaps so far.
  private(set) var gaps = 0

  init(_ reader: RecordingReader, path: String, takesInstruments: Bool) {
    self.reader = reader
    self.path = path
    self.takesInstruments = takesInstruments
  }

  /// What was cut off the end; nil when nothing was.
  var damage: String? { reader.damage?.description }

  /// The next event of the session; nil at the end.
  mutating func next(_ table: borrowing InstrumentTable) throws(Stop) -> Event? {
    while let entry = try take() {
      switch entry {
      case .tick(let tick): return try event(of: .tick(tick), table)
      case .event(let event): return try self.event(of: input(of: event, table), table)
      case .gap: gaps += 1
      case .metadata, .end: break
      }
    }
    return nil
  }

  private mutating func take() throws(Stop) -> RecordedEntry? {
    if let ahead {
      self.ahead = nil
      offset = ahead.offset
      return ahead.entry
    }
    do throws(RecordingError) {
      let entry = try reader.next()
      offset = reader.entryOffset
      return entry
    } catch {
      throw Stop(error)
    }
  }

  private mutating func event(
    of input: SessionInput, _ table: borrowing InstrumentTable
  ) throws(Stop) -> Event {
    var event = Event(input: input)
    while let entry = try take() {
      guard case .event(let recorded) = entry else {
        ahead = (entry, offset)
        break
      }
      if let lost = LostCall(recorded) {
        event.lostCalls.append(lost)
      } else if let module = RecordedModule(recorded) {
        event.modules.append(module)
      } else if let last = event.lostCalls.indices.last,
        event.lostCalls[last].take(recorded, table)
      {
        continue
      } else {
        ahead = (entry, offset)
        break
      }
    }
    return event
  }

  private func input(of event: RecordedEvent, _ table: borrowing InstrumentTable) throws(Stop)
    -> SessionInput
  {
    guard let input = SessionInput(event, table) else {
      throw Stop(
        .badInput,
        "\(path): byte \(offset): an event of code \(event.code) cannot be replayed with these "
          + "scripts; expected the scripts and the version of the session")
    }
    if case .instrument(let instrument, _) = input, !takesInstruments {
      throw Stop(
        .badInput,
        "\(path): byte \(offset): \(instrument.symbol) was traded by hand alone; "
          + "expected a session of scripts")
    }
    return input
  }
}
