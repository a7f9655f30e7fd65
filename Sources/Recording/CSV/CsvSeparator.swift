/// What stands between cells in files that are no CSV of commas.
enum CsvSeparator: CaseIterable {
  case tab
  case semicolon

  /// The separator of a line; nil when it has more commas than of any other.
  init?(of line: UnsafeRawBufferPointer) {
    func count(_ byte: UInt8) -> Int { line.count { $0 == byte } }
    let counts = Self.allCases.map { (separator: $0, count: count($0.byte)) }
    guard let most = counts.max(by: { $0.count < $1.count }), most.count > 0,
      most.count > count(UInt8(ascii: ","))
    else { return nil }
    self = most.separator
  }

  /// The byte.
  var byte: UInt8 {
    switch self {
    case .tab: UInt8(ascii: "\t")
    case .semicolon: UInt8(ascii: ";")
    }
  }

  /// Its name, for messages.
  var name: String {
    switch self {
    case .tab: "tabs"
    case .semicolon: "semicolons"
    }
  }

  /// How a shell writes it.
  private var shellText: String {
    switch self {
    case .tab: "'\\t'"
    case .semicolon: "';'"
    }
  }

  /// The fault of a line that is separated by this.
  ///
  /// - Parameters:
  ///   - line: The line, without its end.
  ///   - isHeader: Whether it is the first, or one below a header of commas.
  /// - Returns: The fault.
  func fault(_ line: UnsafeRawBufferPointer, isHeader: Bool) -> CsvFault {
    let advice =
      "(tr \(shellText) ',' <FILE >NEW makes them, where prices have decimal points)"
    return CsvFault(
      offset: line.firstIndex(of: byte) ?? 0, subject: isHeader ? "header" : nil,
      expected: "commas between the cells \(isHeader ? advice : "as in the header")",
      found: "\(name): \(QuotedText.of(line))")
  }
}

/// Looks at the first line of a file, to say of one that is no header what it is instead.
enum CsvFirstLine {
  /// Refuses a first line that is separated by something else than commas, or is a row.
  static func check(_ line: UnsafeRawBufferPointer) throws(CsvFault) {
    let cells = cells(of: line, by: UInt8(ascii: ","))
    if cells.contains(where: { $0.elementsEqual("time".utf8) }) { return }
    if let separator = CsvSeparator(of: line) { throw separator.fault(line, isHeader: true) }
    guard !cells.contains(where: isName), cells.contains(where: isValue) else { return }
    throw CsvFault(
      offset: 0, subject: "header",
      expected: "a first line that names the columns, such as time,symbol,bid,ask,ltp,volume",
      found: "no header: the first line is a row, \(QuotedText.of(line))")
  }

  private static func cells(of line: UnsafeRawBufferPointer, by separator: UInt8)
    -> [UnsafeRawBufferPointer]
  {
    line.split(separator: separator, omittingEmptySubsequences: false).map {
      // Quotes and blanks are faults of their own; here they would only hide what a cell is.
      let isAround = { (byte: UInt8) in byte == UInt8(ascii: "\"") || byte == UInt8(ascii: " ") }
      let inner = $0.drop(while: isAround)
      let end = inner.lastIndex { !isAround($0) } ?? inner.startIndex - 1
      return UnsafeRawBufferPointer(rebasing: inner[..<max(end + 1, inner.startIndex)])
    }
  }

  private static func isName(_ cell: UnsafeRawBufferPointer) -> Bool {
    let lowercased = String(decoding: cell, as: UTF8.self).lowercased()
    return Array(lowercased.utf8).withUnsafeBytes { CsvColumn(headerCell: $0) != nil }
      || CsvLookalike.column(of: cell) != nil
  }

  private static func isValue(_ cell: UnsafeRawBufferPointer) -> Bool {
    CellNumber.micros(cell) >= 0 || CellNumber.whole(cell) >= 0 || IsoTime.parse(cell) != nil
  }
}
