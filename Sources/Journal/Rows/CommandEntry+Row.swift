import Market
import Money
import Trading

extension CommandEntry: TableEntry {
  static var table: JournalTable { .commands }

  func write(to row: inout CellWriter) {
    row.add(origin)
    row.add(verb)
    row.add(arguments)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(origin: try row.text(), verb: try row.text(), arguments: try row.text())
  }
}

extension AnswerEntry: TableEntry {
  static var table: JournalTable { .answers }

  func write(to row: inout CellWriter) {
    row.add(key)
    row.add(request)
    row.add(status)
    row.add(body)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    self.init(
      key: try row.text(), request: try row.bytes(), status: try row.integer(),
      body: try row.bytes())
  }
}

/// Something a person was told.
public struct AlertEntry: TableEntry {
  static var table: JournalTable { .alerts }
  /// The script's place; nil when the session said it.
  public var script: Int?
  /// What was said.
  public var text: String

  init(script: Int?, text: String) {
    self.script = script
    self.text = text
  }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(text)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    script = try row.optionalInt()
    text = try row.text()
  }
}

/// A decision's canonical line.
public struct DecisionEntry: TableEntry {
  static var table: JournalTable { .decisions }
  /// The script's place.
  public var script: Int
  /// Its number in the session, from 1.
  public var number: Int64
  /// The line, without its line feed.
  public var line: String

  init(script: Int, number: Int64, line: String) {
    self.script = script
    self.number = number
    self.line = line
  }

  func write(to row: inout CellWriter) {
    row.add(script)
    row.add(number)
    row.add(line)
  }

  init(_ row: inout CellReader) throws(JournalError) {
    script = try row.int()
    number = try row.integer()
    line = try row.text()
  }
}
