import Foundation
import GRDB
import Market
import Money
import Testing
import Trading

@testable import Journal

@Suite("The journal")
struct JournalTests {
  /// All that a reader finds of a session, as the entries that were appended.
  private func entries(of session: Int64, _ reader: JournalReader) throws -> [Int64: JournalEntry] {
    var found: [Int64: JournalEntry] = [:]
    for record in try reader.orders(of: session) {
      found[record.order.sequence] = .order(record.order.entry)
      for change in record.changes { found[change.sequence] = .orderChange(change.entry) }
    }
    for record in try reader.fills(of: session) { found[record.sequence] = .fill(record.entry) }
    for record in try reader.wallets(of: session) { found[record.sequence] = .wallet(record.entry) }
    for record in try reader.protections(of: session) {
      found[record.sequence] = .protection(record.entry)
    }
    for record in try reader.alerts(of: session) {
      found[record.sequence] = .alert(script: record.entry.script, text: record.entry.text)
    }
    for record in try reader.commands(of: session) {
      found[record.sequence] = .command(record.entry)
    }
    for record in try reader.answers(of: session) { found[record.sequence] = .answer(record.entry) }
    for record in try reader.denials(of: session) { found[record.sequence] = .denial(record.entry) }
    for record in try reader.decisions(of: session) {
      found[record.sequence] = .decision(
        script: record.entry.script, number: record.entry.number,
        line: Array(record.entry.line.utf8))
    }
    return found
  }

  /// Whether the readers of the test above give an entry back one by one.
  private func isListed(_ entry: JournalEntry) -> Bool {
    switch entry {
    case .script, .position, .state, .snapshot: false
    // A change of an order that the session does not know is in no history.
    default: true
    }
  }

  @Test("what goes in comes out, for any entries", arguments: 0..<12 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    let place = try Place()
    var source = EntrySource(seed: seed)
    let journal = try place.open()
    let session = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    var expected: [JournalEntry] = []
    // So that every change and fill has its order.
    journal.append(.order(.fixture(number: 1_000_000)), at: .fixture(0))
    while expected.count < 200 {
      let entry = source.next()
      if case .orderChange = entry, source.orders == 0 { continue }
      journal.append(entry, at: source.moment())
      expected.append(entry)
      if source.below(10) == 0 { try journal.commit(through: Int64(expected.count)) }
    }
    try journal.commit(through: Int64(expected.count))
    try journal.close()

    let reader = try JournalReader(in: place.path)
    let found = try entries(of: session, reader).sorted { $0.key < $1.key }.map(\.value)
      .filter { $0 != .order(.fixture(number: 1_000_000)) }
    #expect(found == expected.filter(isListed), "seed \(seed)")
    try expectKept(expected, session, reader)
    let audit = try JournalAudit.inspect(place.path)
    #expect(audit.lastCommit == (try reader.lastCommit(of: session)?.number))
    #expect(try reader.lastCommit(of: session)?.input == Int64(expected.count))
  }

  /// Scripts, states, positions and snapshots as they were appended last.
  private func expectKept(
    _ entries: [JournalEntry], _ session: Int64, _ reader: JournalReader
  ) throws {
    var states: [Int: [UInt8]] = [:]
    var scripts: [ScriptEntry] = []
    var newest: SnapshotEntry?
    var positions: [String: PositionEntry] = [:]
    for entry in entries {
      switch entry {
      case .state(let script, let bytes): states[script] = bytes
      case .script(let script): scripts.append(script)
      case .snapshot(let snapshot): newest = snapshot
      case .position(let position):
        positions["\(position.script) \(position.symbol)"] = position
      default: continue
      }
    }
    for script in 0..<3 {
      #expect(try reader.state(of: session, script: script, at: nil) == states[script])
    }
    #expect(try reader.newestSnapshot(of: session)?.entry == newest)
    let read = try reader.scripts(of: session).map { record in
      var entry = record.entry
      entry.text = try #require(try reader.content(record.digest))
      return entry
    }
    #expect(read.count == scripts.count && scripts.allSatisfy { read.contains($0) })
    let held = try reader.positions(of: session).map(\.entry)
    let open = positions.values.filter { $0.quantity != 0 }
    #expect(held.count == open.count && open.allSatisfy { held.contains($0) })
  }

  @Test("an order is told with all that became of it")
  func history() throws {
    let place = try Place()
    let journal = try place.open()
    let session = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    journal.append(.order(.fixture(number: 1)), at: .fixture(1))
    journal.append(
      .orderChange(
        OrderChangeEntry(number: 1, status: .partial, filled: 40, quantity: 100)), at: .fixture(2))
    journal.append(
      .fill(
        FillEntry(
          script: 0, number: 1, side: .buy, symbol: "NSE:SBIN-EQ", quantity: 40,
          price: Price(micros: 550_000_000), realized: Amount(micros: -11_000_000),
          charges: [.init(name: "commission", amount: Amount(micros: 11_000_000))])),
      at: .fixture(2))
    journal.append(
      .orderChange(
        OrderChangeEntry(
          number: 1, status: .cancelled, filled: 40, quantity: 100, reason: "day_end")),
      at: .fixture(3))
    #expect(try journal.reader.order(1) == nil)
    try journal.commit(through: 3)

    let order = try #require(try JournalReader(in: place.path).order(1))
    #expect(order.order.entry.id == "BUY-1")
    #expect(order.changes.map(\.entry.status) == [.partial, .cancelled])
    #expect(order.status == "cancelled" && order.filled == 40)
    #expect(order.changed == JournalMoment.fixture(3).time)
    let fills = try journal.reader.fills(order: 1)
    #expect(fills.map(\.entry.charges.first?.amount.micros) == [11_000_000])
    #expect(fills.first?.session == session)
  }

  @Test("lists come in pages that join without gaps")
  func pages() throws {
    let place = try Place()
    let journal = try place.open()
    let session = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    for number in 1...25 as ClosedRange<Int64> {
      journal.append(.order(.fixture(number: number)), at: .fixture(number))
      journal.append(
        .decision(script: 0, number: number, line: Array("line \(number)".utf8)),
        at: .fixture(number))
    }
    try journal.commit(through: 25)
    var (orders, lines): ([Int64], [String]) = ([], [])
    while true {
      let page = try journal.reader.orders(of: session, after: orders.last ?? 0, limit: 10)
      if page.isEmpty { break }
      #expect(page.count <= 10)
      orders += page.map(\.order.entry.number)
    }
    while true {
      let page = try journal.reader.decisions(of: session, after: Int64(lines.count), limit: 7)
      if page.isEmpty { break }
      lines += page.map(\.entry.line)
    }
    #expect(orders == Array(1...25))
    #expect(lines == (1...25).map { "line \($0)" })
    #expect(try journal.reader.decisionCount(of: session) == 25)
  }

  @Test("sessions are numbered, sealed, and seen as running until then")
  func sessions() throws {
    let place = try Place()
    do {
      let journal = try place.open()
      #expect(journal.isNew)
      #expect(try journal.begin(.fixture(), at: EventTime(milliseconds: 5)) == 1)
      journal.append(.alert(script: nil, text: "said"), at: .fixture(1))
      // The process dies here: nothing is sealed.
    }
    let journal = try Journal(in: place.path, account: .fixture("another"))
    #expect(!journal.isNew && journal.account == .fixture())
    #expect(try journal.reader.session(1)?.seal == .running)
    let next = try journal.begin(.fixture(predecessor: 1), at: EventTime(milliseconds: 9))
    #expect(next == 2)
    try journal.seal(1, as: .recovered, reason: "its process died", at: EventTime(milliseconds: 9))
    try journal.seal(2, as: .ended, reason: "operator", at: EventTime(milliseconds: 10))
    let sessions = try journal.reader.sessions()
    #expect(sessions.map(\.seal) == [.recovered, .ended])
    #expect(sessions.map(\.entry.predecessor) == [nil, 1])
    #expect(sessions[0].reason == "its process died")
    #expect(try journal.reader.alerts().isEmpty)
  }

  @Test("an idempotency key has its first answer, and takes no second")
  func answers() throws {
    let place = try Place()
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    let answer = AnswerEntry(key: "k", request: [1], status: 200, body: Array("{}".utf8))
    journal.append(.answer(answer), at: .fixture(1))
    try journal.commit(through: 1)
    #expect(try journal.reader.answer(to: "k")?.entry == answer)
    #expect(try journal.reader.answer(to: "l") == nil)
    journal.append(.answer(answer), at: .fixture(2))
    #expect(throws: JournalError.self) { try journal.commit(through: 2) }
  }

  @Test("what a script keeps is known as it was at any time")
  func states() throws {
    let place = try Place()
    let journal = try place.open()
    let session = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    for number in 1...3 as ClosedRange<Int64> {
      journal.append(.state(script: 0, bytes: [UInt8(number)]), at: .fixture(number * 10))
    }
    try journal.commit(through: 3)
    func state(_ number: Int64) throws -> [UInt8]? {
      try journal.reader.state(of: session, script: 0, at: JournalMoment.fixture(number).time)
    }
    #expect(try state(9) == nil)
    #expect(try state(10) == [1])
    #expect(try state(25) == [2])
    #expect(try state(99) == [3])
  }

  @Test("old snapshots are forgotten, the newest stay, and the journal is sound")
  func snapshots() throws {
    let place = try Place()
    let journal = try place.open()
    let session = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    for number in 1...5 as ClosedRange<Int64> {
      journal.append(
        .snapshot(
          SnapshotEntry(input: number, decisions: 0, version: 1, bytes: [UInt8(number)])),
        at: .fixture(number))
      try journal.commit(through: number)
    }
    try journal.forgetSnapshots(keeping: 2)
    #expect(try journal.reader.newestSnapshot(of: session)?.entry.bytes == [5])
    let kept = try (1...5).map { try journal.reader.content(Digest.of([UInt8($0)])) != nil }
    #expect(kept == [false, false, false, true, true])
    _ = try JournalAudit.inspect(place.path)
  }

  @Test("a NUL in a text is kept as its symbol")
  func noTextIsCut() throws {
    let place = try Place()
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    journal.append(.alert(script: nil, text: "a\0b"), at: .fixture(1))
    try journal.commit(through: 1)
    #expect(try journal.reader.alerts().first?.entry.text == "a\u{2400}b")
    _ = try JournalAudit.inspect(place.path)
  }

  @Test("paper commits are grouped by count and by the caller's clock")
  func grouping() throws {
    let place = try Place()
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    let policy = CommitPolicy(entries: 3, nanoseconds: 100)
    #expect(!journal.isDue(at: 1_000, under: policy))
    journal.append(.alert(script: nil, text: "1"), at: .fixture(1))
    #expect(!journal.isDue(at: 1_000, under: policy))
    #expect(!journal.isDue(at: 1_099, under: policy))
    #expect(journal.isDue(at: 1_100, under: policy))
    try journal.commit(through: 1)
    #expect(!journal.isDue(at: 5_000, under: policy))
    for number in 2...4 as ClosedRange<Int64> {
      journal.append(.alert(script: nil, text: "\(number)"), at: .fixture(number))
    }
    #expect(journal.isDue(at: 5_000, under: policy))
    #expect(journal.pendingCount == 3)
  }
}
