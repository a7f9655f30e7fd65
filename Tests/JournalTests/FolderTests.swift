import Foundation
import GRDB
import Glibc
import Market
import Money
import TestSupport
import Testing

@testable import Journal

@Suite("The place of a journal")
struct FolderTests {
  private func failure(_ body: () throws -> Void) -> JournalError? {
    do {
      try body()
      return nil
    } catch {
      return error as? JournalError
    }
  }

  @Test("a second writer is refused, with the process and the port of the first")
  func twoWriters() throws {
    let place = try Place()
    let first = try place.open()
    #expect(
      failure { _ = try place.open() }
        == .inUse(path: place.path + "/journal.lock", process: Int64(getpid()), port: nil))
    try first.publish(port: 8_080)
    let error = failure { _ = try place.open() }
    #expect(
      error == .inUse(path: place.path + "/journal.lock", process: Int64(getpid()), port: 8_080))
    #expect(error?.isTemporary == true)
    #expect(
      error?.description == "\(place.path)/journal.lock: the account is in use by process "
        + "\(getpid()), port 8080; stop that session first, or use another folder")
    try first.close()
    _ = try place.open()
  }

  @Test("an account that was given back is free, though a starting process has its file")
  func givenBack() throws {
    let place = try Place()
    let journal = try place.open()
    let other = try #require(sharedDescriptor(of: place.path + "/journal.lock"))
    defer { close(other) }
    try journal.close()
    try place.open().close()
  }

  @Test("where somebody removes the lock, the writer that was overtaken fails at its next commit")
  func removedLock() throws {
    let place = try Place()
    let first = try place.open()
    try FileManager.default.removeItem(atPath: place.path + "/journal.lock")
    // The file is another one now, and with it the lock: the numbers of the commits tell.
    let second = try place.open()
    _ = try second.begin(.fixture(), at: EventTime(milliseconds: 1))
    #expect(failure { _ = try first.begin(.fixture(), at: EventTime(milliseconds: 2)) } != nil)
  }

  @Test("a reader reads beside the writer, and sees what is committed")
  func readers() throws {
    let place = try Place()
    let journal = try place.open()
    let session = try journal.begin(.fixture(), at: EventTime(milliseconds: 1))
    let reader = try JournalReader(in: place.path)
    for number in 1...20 as ClosedRange<Int64> {
      journal.append(.order(.fixture(number: number)), at: .fixture(number))
      #expect(try reader.orders().count == Int(number) - 1)
      try journal.commit(through: number)
      #expect(try reader.orderCount(of: session) == number)
    }
    #expect(try JournalAudit.inspect(place.path).entries == 21)
  }

  @Test("a folder that other machines share is refused, by name")
  func networkFolders() throws {
    for system in JournalFolder.sharedFileSystems {
      #expect(
        failure { try JournalFolder.refuseNetwork("/d", kind: system.magic) }
          == .networkFolder(path: "/d", kind: system.name))
    }
    try JournalFolder.refuseNetwork("/", kind: 0xEF53)
    #expect(
      failure { try JournalFolder.refuseNetwork("/d", kind: 0x6969) }?.description
        == "/d: expected a disk of this machine, found NFS, on which a journal can lose orders; "
        + "choose another folder")
    #expect(failure { try JournalFolder.refuseNetwork("/nowhere/at/all") } != nil)
  }

  @Test("what durability rests on is set, and is read back")
  func settings() throws {
    let place = try Place()
    let journal = try place.open()
    func settings() throws -> [String] {
      try journal.reader.queue.inDatabase { database in
        try ["journal_mode", "synchronous", "locking_mode", "cell_size_check"].map { name in
          try String.fetchOne(database, sql: "PRAGMA \(name)") ?? ""
        }
      }
    }
    #expect(try settings() == ["wal", "2", "normal", "1"])
    let changes = [
      ("synchronous", "PRAGMA synchronous = NORMAL"),
      ("journal_mode", "PRAGMA journal_mode = DELETE"),
      ("cell_size_check", "PRAGMA cell_size_check = OFF"),
      ("trusted_schema", "PRAGMA trusted_schema = ON"),
      ("ignore_check_constraints", "PRAGMA ignore_check_constraints = ON"),
    ]
    for (name, statement) in changes {
      let other = try Place()
      try other.open().close()
      let queue = try Connection.openForWriting(other.file)
      try queue.inDatabase { database in
        try database.execute(sql: statement)
        guard
          case .setting(_, name, _, _)? = failure({
            try Connection.checkSettings(of: database, other.file)
          })
        else {
          Issue.record("\(name) was not looked at")
          return
        }
      }
    }
  }

  @Test("other files are refused, and left as they are")
  func foreignFiles() throws {
    let text = try Place()
    try Data("not a database, and long enough to look at".utf8).write(
      to: URL(filePath: text.file))
    guard case .foreign? = failure({ _ = try text.open() }) else {
      Issue.record("a text passed for a journal")
      return
    }
    let other = try Place()
    let queue = try DatabaseQueue(path: other.file)
    try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL; CREATE TABLE t (a)") }
    try queue.close()
    #expect(
      failure { _ = try other.open() }
        == .foreign(path: other.file, found: "a database of another program"))
    #expect(
      failure { _ = try JournalReader(in: "/nowhere") } == .missing(path: "/nowhere"))
  }

  @Test("a journal of a later version is refused by its number")
  func newer() throws {
    let place = try Place()
    try place.open().close()
    try place.tamper("PRAGMA user_version = 9")
    let expected = JournalError.newer(path: place.file, version: 9, known: 1)
    #expect(failure { _ = try place.open() } == expected)
    #expect(failure { _ = try JournalReader(in: place.path) } == expected)
  }

  @Test("a journal of version 1 is brought up to date, and its chain still holds")
  func migration() throws {
    let place = try Place()
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 1))
    journal.append(.order(.fixture(number: 1)), at: .fixture(1))
    try journal.commit(through: 1)
    try journal.close()

    let broken = Schema(
      steps: Schema.current.steps + [
        .init(version: 2, statements: "ALTER TABLE orders ADD COLUMN venue TEXT; SELECT nothing")
      ])
    #expect(
      failure {
        _ = try Journal(
          in: place.path, account: .fixture(), inspection: .whole, schema: broken)
      } != nil)
    // What fails half way leaves version 1.
    #expect(try JournalReader(in: place.path).orders().count == 1)

    let next = Schema(
      steps: Schema.current.steps + [
        .init(version: 2, statements: "ALTER TABLE orders ADD COLUMN venue TEXT;")
      ])
    let later = try Journal(
      in: place.path, account: .fixture(), inspection: .whole, schema: next)
    #expect(try later.reader.orders().map(\.order.entry) == [.fixture(number: 1)])
    try later.close()
    #expect(
      failure { _ = try place.open() } == .newer(path: place.file, version: 2, known: 1))
  }

  @Test("the tables have the columns that are written, and keep whole numbers alone")
  func columns() throws {
    let place = try Place()
    let journal = try place.open()
    try journal.reader.queue.inDatabase { database in
      for table in JournalTable.allCases {
        let columns = try Row.fetchAll(database, sql: "PRAGMA table_info(\(table.rawValue))")
        #expect(columns.map { $0["name"] as String } == JournalTable.leading + table.columns)
        #expect(
          columns.allSatisfy { ["INTEGER", "TEXT", "BLOB"].contains($0["type"] as String) })
        let isStrict = try Bool.fetchOne(
          database, sql: "SELECT strict FROM pragma_table_list WHERE name = ?",
          arguments: [table.rawValue])
        #expect(isStrict == true, "\(table.rawValue)")
      }
    }
  }

  @Test("a copy made beside the writer is whole; it replaces nothing")
  func backup() throws {
    let place = try Place()
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 1))
    journal.append(.order(.fixture(number: 1)), at: .fixture(1))
    try journal.commit(through: 1)
    let copy = place.path + "/copy.sqlite"
    try Journal.backup(place.path, to: copy)
    #expect(try JournalReader(at: copy).orders().count == 1)
    #expect(try JournalAudit.inspect(copy).entries == 2)
    #expect(
      failure { try Journal.backup(place.path, to: copy) }
        == .refused(path: copy, reason: "there is a file by that name; choose another"))
  }

  @Test("an account begins afresh, and the old one stays under its name")
  func setAside() throws {
    let place = try Place()
    let journal = try place.open()
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 1))
    guard case .inUse? = failure({ try Journal.setAside(in: place.path, as: "old") }) else {
      Issue.record("a journal in use was set aside")
      return
    }
    try journal.close()
    let file = try Journal.setAside(in: place.path, as: "old")
    #expect(file == place.path + "/journal-old.sqlite")
    #expect(try JournalReader(at: file).sessionCount() == 1)
    let fresh = try place.open()
    #expect(fresh.isNew)
    #expect(try fresh.reader.sessionCount() == 0)
    try fresh.close()
    for name in ["old", "", "a/b", "..", String(repeating: "a", count: 61)] {
      guard case .refused? = failure({ try Journal.setAside(in: place.path, as: name) }) else {
        Issue.record("\(name) was taken")
        continue
      }
    }
  }

  @Test("a creation that was cut short is begun again")
  func cutCreation() throws {
    let place = try Place()
    for file in ["journal.sqlite.new", "journal.sqlite.new-journal"] {
      try Data("half of a page".utf8).write(to: URL(filePath: place.path + "/" + file))
    }
    _ = try place.open()
    #expect(!FileManager.default.fileExists(atPath: place.path + "/journal.sqlite.new"))
  }

  @Test(
    "the room on the disk decides what is traded",
    arguments: [
      (Int64.max, DiskRoom.ample), (200_000_000, .ample), (199_999_999, .noEntries),
      (50_000_000, .noEntries), (49_999_999, .exitsOnly), (16_000_000, .exitsOnly),
      (15_999_999, .last), (0, .last),
    ])
  func room(bytes: Int64, expected: DiskRoom) {
    #expect(DiskRoom(freeBytes: bytes) == expected)
    #expect((DiskRoom(freeBytes: bytes).warning == nil) == (expected == .ample))
  }

  @Test("the reserve takes up room until it is given up")
  func reserve() throws {
    let place = try Place()
    let journal = try Journal(in: place.path, account: .fixture())
    let path = JournalFolder.reserve(in: place.path)
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
    #expect(size == ReserveFile.bytes)
    try journal.releaseReserve()
    try journal.releaseReserve()
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try JournalFolder.freeBytes(in: place.path) > 0)
  }

  @Test("every error says what was found and what to do")
  func errors() {
    let errors: [JournalError] = [
      .inUse(path: "p", process: 1, port: nil), .networkFolder(path: "p", kind: "NFS"),
      .missing(path: "p"), .foreign(path: "p", found: "x"),
      .newer(path: "p", version: 2, known: 1), .damaged(path: "p", finding: "x"),
      .setting(path: "p", name: "n", expected: "1", found: "2"),
      .commitFailed(path: "p", reason: "x"),
    ]
    for error in errors {
      #expect(error.description.hasPrefix("p: "))
      #expect(!error.description.contains("\n"))
      #expect(error.description.contains(";"), "\(error.description)")
    }
  }
}
