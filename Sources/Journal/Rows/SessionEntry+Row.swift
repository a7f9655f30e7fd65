import Market
import Money
import Trading

extension SessionEntry: TableEntry {
  static var table: JournalTable { .sessions }

  func write(to row: inout CellWriter) {
    row.add(folder)
    row.add(mode)
    row.add(broker)
    row.add(predecessor)
    row.add(build)
    row.add(program)
    row.add(rules)
    row.add(options)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      folder: try row.text(), mode: try row.text(), broker: try row.text(),
      predecessor: try row.optionalInteger(), build: try row.text(), program: try row.text(),
      rules: try row.integer(), options: try row.text())
  }
}

/// How a session came to stand; the newest of a session holds.
struct SealRow: TableEntry {
  static var table: JournalTable { .seals }
  /// The session that is sealed, often not the one that seals.
  var sealed: Int64
  var seal: SessionSeal
  var reason: String

  init(sealed: Int64, seal: SessionSeal, reason: String) {
    self.sealed = sealed
    self.seal = seal
    self.reason = reason
  }

  func write(to row: inout CellWriter) {
    row.add(sealed)
    row.add(seal.rawValue)
    row.add(reason)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    sealed = try row.integer()
    seal = try row.word(SessionSeal.init(rawValue:))
    reason = try row.text()
  }
}

/// A script as its row has it: its text by its hash.
struct ScriptRow: TableEntry {
  static var table: JournalTable { .scripts }
  var entry: ScriptEntry
  /// SHA-256 of the text.
  var digest: [UInt8]

  init(_ entry: ScriptEntry) {
    self.entry = entry
    digest = Digest.of(entry.text)
  }

  func write(to row: inout CellWriter) {
    row.add(entry.script)
    row.add(entry.name)
    row.add(entry.file)
    row.add(digest)
    row.add(entry.parameters)
    row.add(entry.cash)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    let (script, name, file) = (try row.int(), try row.text(), try row.text())
    digest = try row.bytes()
    entry = ScriptEntry(
      script: script, name: name, file: file, text: [], parameters: try row.text(),
      cash: try row.amount())
  }
}

/// What a script keeps, as its row has it: by its hash.
struct StateRow: TableEntry {
  static var table: JournalTable { .states }
  var script: Int
  var digest: [UInt8]
  var size: Int

  init(script: Int, digest: [UInt8], size: Int) {
    self.script = script
    self.digest = digest
    self.size = size
  }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(digest)
    row.add(size)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    script = try row.int()
    digest = try row.bytes()
    size = try row.int()
  }
}

/// A snapshot as its row has it: by its hash.
struct SnapshotRow: TableEntry {
  static var table: JournalTable { .snapshots }
  var entry: SnapshotEntry
  var digest: [UInt8]

  init(_ entry: SnapshotEntry) {
    self.entry = entry
    digest = Digest.of(entry.bytes)
  }

  func write(to row: inout CellWriter) {
    row.add(entry.input)
    row.add(entry.decisions)
    row.add(entry.version)
    row.add(digest)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    entry = SnapshotEntry(
      input: try row.integer(), decisions: try row.integer(), version: try row.integer(),
      bytes: [])
    digest = try row.bytes()
  }
}
