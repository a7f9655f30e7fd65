/// Reads a symbol master that a person names: FYERS' CSV or its JSON, told apart by content.
///
/// Unlike a day's download it is refused whole when a part of it is malformed.
public enum SymbolMasterText {
  /// The largest file taken: 256 MiB.
  public static let largest = 256 << 20

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - bytes: Its bytes.
  ///   - take: Takes every instrument, in the order of the file.
  /// - Throws: ``SymbolMasterFlaw`` for the first part that is malformed; instruments before it were
  ///   taken.
  public static func read(
    _ bytes: [UInt8], _ take: (SymbolRecord) -> Void
  ) throws(SymbolMasterFlaw) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes[start...].first { !SymbolMasterMembers.isBlank($0) }
    guard let first else {
      throw SymbolMasterFlaw(
        line: 1, sentence: "expected rows of \(SymbolRecord.columnCount) columns or a JSON object")
    }
    if first == UInt8(ascii: "{") {
      try readJSON(bytes, from: start, take)
    } else {
      var parser = SymbolMasterParser()
      parser.read(bytes[start...], take)
      parser.finish(take)
      if let flaw = parser.firstFlaw { throw flaw }
    }
  }

  private static func readJSON(
    _ bytes: [UInt8], from start: Int, _ take: (SymbolRecord) -> Void
  ) throws(SymbolMasterFlaw) {
    var members = SymbolMasterMembers(bytes, from: start)
    while let member = try members.next() {
      do throws(SymbolFlaw) {
        take(try SymbolRecord(member.name, member.value))
      } catch {
        throw SymbolMasterFlaw(
          line: members.line(of: member.offset),
          sentence: "\(Redactor.cleaned(String(member.name.prefix(64)))): \(error.sentence)")
      }
    }
  }
}

/// Why a file is no symbol master.
public struct SymbolMasterFlaw: Error, Equatable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// What was expected there, and what was found.
  public let sentence: String
}
