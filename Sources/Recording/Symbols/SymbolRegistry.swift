public import Market

/// The instruments that tick files speak of, shared by all files of one reading.
///
/// What the session declared comes first, so that ``isDeclared(_:)`` is one comparison. Symbols that
/// only the files know get ids after those, in the order of first mention. Not thread-safe: it
/// belongs to the thread that reads.
public final class SymbolRegistry {
  /// Instruments by id and symbol; it grows while files are read.
  public private(set) var table: InstrumentTable
  /// How many instruments the session declared: ids below this are declared ones.
  public let declaredCount: Int

  /// Symbols a reading may mention at most, so that memory stays bounded.
  public static let symbolsMax = 65_536
  /// Bytes of UTF-8 a symbol may have at most.
  public static let symbolBytesMax = 64

  /// A registry that knows what the session declared.
  public init(declared table: InstrumentTable = InstrumentTable()) {
    self.table = table
    self.declaredCount = table.count
  }

  /// Whether the session declared this instrument.
  @inline(__always)
  public func isDeclared(_ id: InstrumentID) -> Bool { id.position < declaredCount }

  /// The id of a symbol, which is added when it is new.
  ///
  /// - Parameter bytes: The symbol's UTF-8.
  /// - Returns: The id; or, as text, what the bytes should have been.
  func intern(_ bytes: UnsafeRawBufferPointer) -> SymbolLookup {
    let key = Array(bytes)
    if let id = table.id(ofBytes: key) { return .id(id) }
    if let expected = Self.expectation(brokenBy: key) { return .refused(expected: expected) }
    guard table.count < Self.symbolsMax else {
      return .refused(expected: "at most \(Self.symbolsMax) different symbols")
    }
    return .id(table.intern(String(decoding: key, as: UTF8.self)))
  }

  /// What the bytes of a symbol should have been; nil when they are one.
  static func expectation(brokenBy symbol: [UInt8]) -> String? {
    guard symbol.count <= symbolBytesMax else {
      return "a symbol of at most \(symbolBytesMax) bytes"
    }
    guard let first = symbol.first, let last = symbol.last else { return "a symbol" }
    guard first != UInt8(ascii: " "), last != UInt8(ascii: " "),
      symbol.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }),
      String(validating: symbol, as: UTF8.self) != nil
    else { return "a symbol in plain text, without blanks around it" }
    return nil
  }
}

/// The outcome of asking for a symbol's id.
enum SymbolLookup {
  case id(InstrumentID)
  case refused(expected: String)
}
