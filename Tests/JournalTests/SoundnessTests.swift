import Foundation
import GRDB
import Market
import Money
import TestSupport
import Testing

@testable import Journal

@Suite("What a journal refuses")
struct SoundnessTests {
  /// A journal with one session of some entries, closed.
  private func written(seed: UInt64, entries: Int = 60) throws -> Place {
    let place = try Place()
    var source = EntrySource(seed: seed)
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    for number in 0..<entries {
      journal.append(source.next(), at: source.moment())
      if source.below(5) == 0 { try journal.commit(through: Int64(number)) }
    }
    try journal.seal(1, as: .ended, reason: "end", at: EventTime(milliseconds: 6))
    try journal.close()
    return place
  }

  private func finding(_ place: Place) throws -> String {
    do {
      _ = try JournalAudit.inspect(place.path)
    } catch JournalError.damaged(_, let finding) {
      return finding
    }
    return "sound"
  }

  @Test("every changed, missing or added row is found", arguments: JournalTable.allCases)
  func changedRows(table: JournalTable) throws {
    let place = try written(seed: 7, entries: 150)
    let copy = try Place()
    let name = table.rawValue
    // The row in the middle of the table.
    let row = "(SELECT sequence FROM \(name) ORDER BY sequence LIMIT 1)"
    var changes = ["DELETE FROM \(name) WHERE sequence = \(row)"]
    for column in ["session", "time", "tick"] {
      changes.append("UPDATE \(name) SET \(column) = \(column) + 1 WHERE sequence = \(row)")
    }
    changes.append(
      "UPDATE \(name) SET sequence = (SELECT max(last) + 1 FROM commits) WHERE sequence = \(row)")
    for change in changes {
      try place.copyFiles(to: copy)
      try copy.tamper(change)
      #expect(try finding(copy) != "sound", "\(change)")
    }
  }

  @Test("every changed value is found", arguments: 0..<3 as Range<UInt64>)
  func changedValues(seed: UInt64) throws {
    let place = try written(seed: seed)
    let copy = try Place()
    for table in JournalTable.allCases {
      for column in table.columns {
        try place.copyFiles(to: copy)
        // One byte more, one millionth more: whatever the column is.
        try copy.tamper(
          """
          PRAGMA ignore_check_constraints = ON;
          UPDATE \(table.rawValue) SET \(column) = CASE typeof(\(column))
            WHEN 'integer' THEN \(column) + 1 WHEN 'text' THEN \(column) || ' '
            WHEN 'blob' THEN CAST(CAST(\(column) AS TEXT) || 'x' AS BLOB) END
          WHERE sequence = (SELECT max(sequence) FROM \(table.rawValue))
          """)
        let count = try DatabaseQueue(path: copy.file).read {
          try Int.fetchOne(
            $0, sql: "SELECT count(\(column)) FROM \(table.rawValue)") ?? 0
        }
        let (found, written) = (try value(column, table, copy), try value(column, table, place))
        let isChanged = count > 0 && found != written
        #expect(
          try (finding(copy) != "sound") == isChanged, "seed \(seed) \(table.rawValue).\(column)")
      }
    }
  }

  private func value(_ column: String, _ table: JournalTable, _ place: Place) throws
    -> DatabaseValue?
  {
    try DatabaseQueue(path: place.file).read {
      try DatabaseValue.fetchOne(
        $0, sql: "SELECT \(column) FROM \(table.rawValue) ORDER BY sequence DESC LIMIT 1")
    }
  }

  @Test(
    "commits that were changed, removed or exchanged are found, and the account too",
    arguments: [
      "DELETE FROM commits WHERE number = 3",
      "UPDATE commits SET input = input + 1 WHERE number = 3",
      "UPDATE commits SET hash = zeroblob(32) WHERE number = 3",
      "UPDATE commits SET last = last - 1 WHERE number = 3",
      "UPDATE account SET initial = initial + 1", "UPDATE account SET name = 'x'",
      """
      CREATE TEMP TABLE a AS SELECT * FROM commits WHERE number IN (3, 4);
      DELETE FROM commits WHERE number IN (3, 4);
      INSERT INTO commits SELECT 7 - number, first, last, session, input, time, hash FROM a
      """,
      "UPDATE contents SET bytes = CAST(bytes || 'x' AS BLOB) WHERE length(bytes) > 0",
      "DELETE FROM contents",
    ])
  func changedCommits(change: String) throws {
    let place = try written(seed: 11, entries: 150)
    try place.tamper(change)
    #expect(try finding(place) != "sound", "\(change)")
  }

  @Test("two rows that change places are found")
  func exchanged() throws {
    let place = try Place()
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    for text in ["first", "second"] {
      journal.append(.alert(script: nil, text: text), at: .fixture(1))
    }
    try journal.commit(through: 1)
    try journal.close()
    try place.tamper(
      """
      UPDATE alerts SET sequence = 99 WHERE text = 'first';
      UPDATE alerts SET sequence = sequence - 1 WHERE text = 'second';
      UPDATE alerts SET sequence = (SELECT last FROM commits ORDER BY number DESC LIMIT 1)
        WHERE text = 'first'
      """)
    #expect(try finding(place).contains("entry was changed"))
  }

  @Test("books that do not balance are found")
  func books() throws {
    let place = try Place()
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    journal.append(
      .script(
        ScriptEntry(
          script: 0, name: "a", file: "a.lua", text: [1], parameters: "{}",
          cash: Amount(rupees: 1_000))), at: .fixture(1))
    func wallet(_ cost: Int64) -> JournalEntry {
      .wallet(
        WalletEntry(
          script: 0, cause: "fill", order: 1, change: Amount(rupees: -400),
          wallet: Amount(rupees: 600), realized: Amount(micros: -10_000),
          commission: Amount(micros: 10_000), cost: Amount(micros: cost)))
    }
    journal.append(wallet(399_990_000), at: .fixture(2))
    try journal.commit(through: 2)
    _ = try JournalAudit.inspect(place.path)
    journal.append(wallet(399_990_001), at: .fixture(3))
    try journal.commit(through: 3)
    try journal.close()
    #expect(try finding(place).contains("the books of script 0 do not balance"))
    // Nothing is traded on such books.
    #expect(throws: JournalError.self) { try place.open() }
  }

  @Test(
    "bits that turn over in the file are found or change nothing",
    arguments: 0..<60 as Range<UInt64>)
  func bits(seed: UInt64) throws {
    let place = try written(seed: 3)
    var random = SplitMix64(seed: seed)
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: place.file)))
    let before = try JournalReader(in: place.path).orders()
    bytes[random.below(bytes.count)] ^= 1 << (random.below(8) as UInt8)
    try Data(bytes).write(to: URL(filePath: place.file))
    let journal: Journal
    do {
      journal = try place.open()
    } catch {
      return #expect(!error.description.isEmpty)
    }
    #expect(try journal.reader.orders() == before, "seed \(seed)")
  }

  @Test(
    "what was committed before a crash is there, whenever it comes",
    arguments: 0..<10 as Range<UInt64>)
  func crashes(seed: UInt64) throws {
    let place = try Place()
    var source = EntrySource(seed: seed)
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    var (appended, committed): (Int64, Int64) = (0, 0)
    for number in 1...60 as ClosedRange<Int64> {
      appended += 1
      journal.append(.order(.fixture(number: appended)), at: .fixture(number))
      if source.below(3) == 0 {
        try journal.commit(through: number)
        committed = appended
      }
      guard source.below(6) == 0 else { continue }
      let copy = try Place()
      try place.copyFiles(to: copy)
      let found = try copy.open()
      #expect(try found.reader.orders().count == Int(committed), "seed \(seed)")
      _ = try found.begin(.fixture(predecessor: 1), at: EventTime(milliseconds: 9))
    }
  }
}
