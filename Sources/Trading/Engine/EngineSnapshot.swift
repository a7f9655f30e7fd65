public import Market

/// An engine between two events, as values: all that its further decisions depend on.
public struct EngineSnapshot: Codable, Sendable {
  /// The desks, in the order of the command line.
  public let desks: [DeskSnapshot]
  /// What each script keeps as plain data.
  public internal(set) var tables: [[UInt8]]
  /// The time of the last event.
  public let clock: EventTime
  /// Ticks of declared symbols so far.
  public let sequence: Int64
  let ignoredTicks: Int64
  let nextDue: Int64
  let dayEnd: Int64
  let lastNumber: Int32
  /// Whether a first event had come.
  public let hasStarted: Bool
  let hasFailed: Bool
  let tally: AccountTally
}

/// Why an engine cannot go on from a snapshot.
public enum SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It is of desks set up otherwise; the names of the scripts on both sides.
  case otherDesks(expected: [String], found: [String])
  /// A script does not take what it had kept.
  case refused(ScriptFailure)
  /// Its bytes are none of a snapshot; what was expected, and where.
  case malformed(String)
  /// Its bytes are of another version; the one found, and the one that is read here.
  case otherVersion(found: UInt32, read: UInt32)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .otherDesks(let expected, let found):
      "the snapshot is of \(found.joined(separator: ", ")), with their symbols and exchange; expected "
        + expected.joined(separator: ", ")
    case .malformed(let sentence): "the snapshot is damaged: \(sentence)"
    case .otherVersion(let found, let read):
      "the snapshot is of version \(found); expected version \(read), or the build that wrote it"
    case .refused(let failure): "a script does not take what it had kept: \(failure.message)"
    }
  }
}

extension Engine where Rules: ~Copyable {
  /// Takes a snapshot between two events, after all effects were carried out.
  public func snapshot() -> EngineSnapshot {
    EngineSnapshot(
      desks: desks.map { $0.snapshot() }, tables: desks.indices.map { rules.tables(script: $0) },
      clock: clock, sequence: sequence, ignoredTicks: ignoredTicks, nextDue: nextDue,
      dayEnd: dayEnd, lastNumber: lastNumber, hasStarted: hasStarted, hasFailed: hasFailed,
      tally: tally)
  }

  /// Goes on from a snapshot, with desks that are set up as those were and scripts that were freshly loaded.
  ///
  /// - Throws: ``SnapshotError``; the engine is then not to be used.
  public mutating func restore(_ snapshot: EngineSnapshot) throws(SnapshotError) {
    guard desks.count == snapshot.desks.count,
      zip(desks, snapshot.desks).allSatisfy({ $0.fits($1) })
    else {
      throw .otherDesks(
        expected: desks.map(\.declaration.name), found: snapshot.desks.map(\.name))
    }
    for number in desks.indices {
      desks[number].restore(snapshot.desks[number])
      do throws(ScriptFailure) {
        try rules.restore(snapshot.tables[number], script: number)
      } catch {
        throw .refused(error)
      }
    }
    clock = snapshot.clock
    sequence = snapshot.sequence
    ignoredTicks = snapshot.ignoredTicks
    nextDue = snapshot.nextDue
    dayEnd = snapshot.dayEnd
    lastNumber = snapshot.lastNumber
    hasStarted = snapshot.hasStarted
    hasFailed = snapshot.hasFailed
    tally = snapshot.tally
  }
}

/// Snapshots as bytes: a version, then every value in the order of its declaration.
///
/// The bytes have no checksum; whoever keeps them adds one.
extension EngineSnapshot {
  /// The version of the bytes; it changes with any field of what a snapshot holds.
  public static let version: UInt32 = 1
  /// The first bytes of any snapshot.
  private static let magic = Array("SAUDASNP".utf8)

  /// The bytes of the snapshot.
  public var bytes: [UInt8] {
    let writer = SnapshotWriter()
    for byte in Self.magic { writer.put(number: byte) }
    writer.put(number: Self.version)
    do {
      try writer.put(self)
    } catch {
      preconditionFailure("a snapshot has a kind of value that its bytes have not: \(error)")
    }
    return writer.bytes
  }

  /// Reads a snapshot.
  ///
  /// - Parameter bytes: What ``bytes`` gave.
  /// - Throws: ``SnapshotError/malformed(_:)`` or ``SnapshotError/otherVersion(found:read:)``.
  public init(bytes: [UInt8]) throws(SnapshotError) {
    guard bytes.starts(with: Self.magic) else {
      throw .malformed("byte 0: expected a snapshot of sauda")
    }
    let reader = SnapshotReader(bytes)
    do {
      for _ in Self.magic { _ = try reader.number(UInt8.self) }
      let version = try reader.number(UInt32.self)
      guard version == Self.version else {
        throw SnapshotError.otherVersion(found: version, read: Self.version)
      }
      self = try reader.value(EngineSnapshot.self)
      guard reader.left == 0 else { throw reader.damage("the end, found \(reader.left) bytes") }
    } catch let error as SnapshotError {
      throw error
    } catch DecodingError.dataCorrupted(let context) {
      throw .malformed(context.debugDescription)
    } catch {
      throw .malformed("byte \(reader.place): expected another value")
    }
  }
}
