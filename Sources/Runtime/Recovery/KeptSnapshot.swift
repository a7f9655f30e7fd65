import Market
import Money
import Reporting
import Trading

/// What a session hands on to the one that takes over from it, in one file.
///
/// It is the engine between two inputs, its instruments, and how they were found out.
struct KeptSnapshot: Equatable {
  /// How it was found out.
  struct Origin: Equatable {
    /// Inputs of the session.
    var inputs = 0
    /// Decisions of the session.
    var decisions = 0
    /// The reason with which the session was stopped; nil when it was not.
    var stopReason: String?
    /// Why what was decided then is not what is decided now; nil when it is.
    var difference: String?
    /// Decisions that were written down and whose inputs are lost.
    var lostDecisions = 0
    /// What was cut off the end of the recording; nil when nothing was.
    var damage: String?
  }

  /// The engine, as ``EngineSnapshot/bytes``.
  var engine: [UInt8]
  /// Its instruments, in the order of their ids.
  var instruments: [Instrument]
  /// When the account's first session began; nil before its first event.
  var since: EventTime?
  /// How it was found out.
  var origin = Origin()

  /// The first line of any such file.
  private static let title = "sauda snapshot 1"

  /// The bytes of the file: a line for each fact, an empty one, the engine; over all of it a fingerprint.
  var bytes: [UInt8] {
    var fields = EventFields()
    if let since { fields["since"] = String(since.nanoseconds) }
    fields["inputs"] = String(origin.inputs)
    fields["decisions"] = String(origin.decisions)
    fields["lost_decisions"] = String(origin.lostDecisions)
    if let reason = origin.stopReason { fields.put(reason, as: "stop") }
    if let difference = origin.difference { fields.put(difference, as: "difference") }
    if let damage = origin.damage { fields.put(damage, as: "damage") }
    for (place, instrument) in instruments.enumerated() {
      let freeze = instrument.freeze.map { " \($0)" } ?? ""
      fields["instrument.\(place)"] =
        "\(instrument.symbol) \(instrument.increment) \(instrument.lot)\(freeze)"
    }
    let body = fields.payload + Array("\n\n".utf8) + engine
    return Array("\(Self.title) \(Fingerprint.sha256(of: body))\n".utf8) + body
  }

  init(
    engine: [UInt8], instruments: [Instrument], since: EventTime?, origin: Origin = Origin()
  ) {
    self.engine = engine
    self.instruments = instruments
    self.since = since
    self.origin = origin
  }

  /// Reads the bytes of a file; nil when they are damaged.
  init?(bytes: [UInt8]) {
    guard let line = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let words = String(decoding: bytes[..<line], as: UTF8.self).split(separator: " ")
    let body = Array(bytes[(line + 1)...])
    guard words.dropLast().joined(separator: " ") == Self.title,
      words.last.map(String.init) == Fingerprint.sha256(of: body),
      let end = Self.endOfFacts(body), let fields = EventFields(Array(body[..<end]))
    else { return nil }
    engine = Array(body[(end + 2)...])
    since = fields.number("since").map { EventTime(nanoseconds: $0) }
    origin.inputs = Int(clamping: fields.number("inputs") ?? 0)
    origin.decisions = Int(clamping: fields.number("decisions") ?? 0)
    origin.lostDecisions = Int(clamping: fields.number("lost_decisions") ?? 0)
    origin.stopReason = fields.text("stop")
    origin.difference = fields.text("difference")
    origin.damage = fields.text("damage")
    instruments = []
    while let text = fields["instrument.\(instruments.count)"] {
      guard let instrument = Self.instrument(text, instruments.count) else { return nil }
      instruments.append(instrument)
    }
  }

  private static func endOfFacts(_ body: [UInt8]) -> Int? {
    let feed = UInt8(ascii: "\n")
    return body.indices.dropLast().first { body[$0] == feed && body[$0 + 1] == feed }
  }

  private static func instrument(_ text: String, _ place: Int) -> Instrument? {
    let parts = text.split(separator: " ")
    guard (3...4).contains(parts.count), let increment = Price(parsing: parts[1]),
      let lot = Int64(parts[2])
    else { return nil }
    return Instrument(
      id: InstrumentID(index: Int32(place)), symbol: String(parts[0]), increment: increment,
      lot: lot, freeze: parts.count == 4 ? Int64(parts[3]) : nil)
  }

  /// The engine's snapshot.
  ///
  /// - Throws: ``Stop`` with exit code 65 when this build cannot read it.
  func snapshot(in path: String) throws(Stop) -> EngineSnapshot {
    do throws(SnapshotError) {
      return try EngineSnapshot(bytes: engine)
    } catch {
      throw Stop(.badInput, "\(path): \(error)")
    }
  }
}
