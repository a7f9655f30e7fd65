public import Market

/// An engine between two events, as values: all that its further decisions depend on.
public struct EngineSnapshot: Sendable {
  /// The desks, in the order of the command line.
  public let desks: [DeskSnapshot]
  /// What each script keeps as plain data.
  public let tables: [[UInt8]]
  /// The time of the last event.
  public let clock: EventTime
  /// Ticks of declared symbols so far.
  public let sequence: Int64
  let ignoredTicks: Int64
  let nextDue: Int64
  let dayEnd: Int64
  let lastNumber: Int32
  let hasStarted: Bool
  let hasFailed: Bool
  let tally: AccountTally
}

/// Why an engine cannot go on from a snapshot.
public enum SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It is of desks set up otherwise; the names of the scripts on both sides.
  case otherDesks(expected: [String], found: [String])
  /// A script does not take what it had kept.
  case refused(ScriptFailure)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .otherDesks(let expected, let found):
      "the snapshot is of \(found.joined(separator: ", ")), with their symbols and exchange; expected "
        + expected.joined(separator: ", ")
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
