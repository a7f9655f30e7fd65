import Market
import Money
import Trading

/// The rows of entries on their way into a commit, and the contents they name by hash.
struct PendingRows: Sendable {
  /// Bytes that rows name by their hash.
  struct Content: Sendable {
    let digest: [UInt8]
    let bytes: [UInt8]
  }

  private(set) var rows: [JournalRow] = []
  private(set) var contents: [Content] = []
  private(set) var next: Int64
  var session: Int64 = 0

  /// No rows yet; the first gets this number.
  init(next: Int64) { self.next = next }

  /// Forgets the rows, which are written.
  mutating func clear() {
    rows.removeAll(keepingCapacity: true)
    contents.removeAll(keepingCapacity: true)
  }

  /// Adds the rows of an entry.
  mutating func add(_ entry: JournalEntry, at moment: JournalMoment) {
    switch entry {
    case .script(let script):
      let row = ScriptRow(script)
      contents.append(Content(digest: row.digest, bytes: script.text))
      add(row, at: moment)
    case .order(let order): add(order, at: moment)
    case .orderChange(let change): add(change, at: moment)
    case .fill(let fill):
      let number = add(fill, at: moment)
      for charge in fill.charges { add(ChargeRow(fill: number, charge: charge), at: moment) }
    case .wallet(let wallet): add(wallet, at: moment)
    case .position(let position): add(position, at: moment)
    case .protection(let protection):
      let number = add(protection, at: moment)
      for target in protection.targets {
        add(TargetRow(protection: number, target: target), at: moment)
      }
    case .state(let script, let bytes):
      let digest = Digest.of(bytes)
      contents.append(Content(digest: digest, bytes: bytes))
      add(StateRow(script: script, digest: digest, size: bytes.count), at: moment)
    case .alert(let script, let text): add(AlertEntry(script: script, text: text), at: moment)
    case .command(let command): add(command, at: moment)
    case .answer(let answer): add(answer, at: moment)
    case .denial(let denial): add(denial, at: moment)
    case .decision(let script, let number, let line):
      add(
        DecisionEntry(
          script: script, number: number, line: String(decoding: line, as: UTF8.self)),
        at: moment)
    case .snapshot(let snapshot):
      let row = SnapshotRow(snapshot)
      contents.append(Content(digest: row.digest, bytes: snapshot.bytes))
      add(row, at: moment)
    }
  }

  /// Adds one row.
  ///
  /// - Returns: Its number.
  @discardableResult
  mutating func add(_ entry: some TableEntry, at moment: JournalMoment) -> Int64 {
    let sequence = next
    rows.append(
      JournalRow(
        table: type(of: entry).table, sequence: sequence, session: session, moment: moment,
        cells: CellWriter.cells(of: entry)))
    next += 1
    return sequence
  }
}
