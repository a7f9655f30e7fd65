/// Reads a symbol master file piece by piece, as it comes from disk or the network.
///
/// The file has no header and 21 columns a row. A row that cannot be read is counted and skipped,
/// and the first such row is remembered: one bad row of a hundred thousand must not stop a day.
public struct SymbolMasterParser: Sendable {
  /// The longest row taken, in bytes.
  static let longestRow = 4_096

  /// Rows read, bad ones included.
  public private(set) var rowCount = 0
  /// Rows that could not be read.
  public private(set) var badRowCount = 0
  /// The first row that could not be read: its line, from 1, and what was expected; nil when there was
  /// none.
  public private(set) var firstFlaw: SymbolMasterFlaw?

  private var lineCount = 0
  private var pending: [UInt8] = []
  private var isTooLong = false

  /// A parser at the start of a file.
  public init() {}

  /// Reads a piece.
  ///
  /// - Parameters:
  ///   - bytes: The piece; rows may be cut anywhere.
  ///   - take: Takes every instrument, in the order of the file.
  public mutating func read(_ bytes: some Sequence<UInt8>, _ take: (SymbolRecord) -> Void) {
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        endRow(take)
      } else if pending.count < Self.longestRow {
        pending.append(byte)
      } else {
        isTooLong = true
      }
    }
  }

  /// Reads what is left at the end of the file.
  ///
  /// - Parameter take: Takes the last instrument.
  public mutating func finish(_ take: (SymbolRecord) -> Void) {
    if !pending.isEmpty { endRow(take) }
  }

  private mutating func endRow(_ take: (SymbolRecord) -> Void) {
    defer {
      pending.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    lineCount += 1
    if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
    guard !pending.isEmpty || isTooLong else { return }
    rowCount += 1
    let record: SymbolRecord
    do throws(SymbolFlaw) {
      guard !isTooLong else {
        throw SymbolFlaw("expected a row of at most \(Self.longestRow) bytes, is longer")
      }
      record = try SymbolRecord(columns: Self.columns(String(decoding: pending, as: UTF8.self)))
    } catch {
      badRowCount += 1
      firstFlaw = firstFlaw ?? SymbolMasterFlaw(line: lineCount, sentence: error.sentence)
      return
    }
    take(record)
  }

  /// The columns of a row; a quoted column may hold commas.
  private static func columns(_ row: String) -> [Substring] {
    guard row.utf8.contains(UInt8(ascii: "\"")) else {
      return row.split(separator: ",", omittingEmptySubsequences: false)
    }
    var columns: [Substring] = []
    var column = ""
    var isQuoted = false
    for character in row {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        columns.append(column[...])
        column = ""
      default: column.append(character)
      }
    }
    columns.append(column[...])
    return columns
  }
}
