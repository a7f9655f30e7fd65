public import Market
public import Money
import WireText

/// One instrument of the symbol master.
public struct SymbolRecord: Sendable, Equatable {
  /// Call or put.
  public enum OptionType: String, Sendable {
    /// A call.
    case call = "CE"
    /// A put.
    case put = "PE"
  }

  /// What an instrument is derived from.
  public struct Underlying: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The broker's token; empty when it is not given.
    public let fyToken: String
  }

  /// The broker's text for the instrument, such as `NSE:SBIN-EQ`.
  public let symbol: String
  /// Words for people.
  public let description: String
  /// The broker's token: exchange, segment, expiry and exchange token in digits.
  public let fyToken: String
  /// The number of the instrument's type (FYERS.md, section 12): 0 share, 10 index, 11 index
  /// future, 14 index option.
  public let instrumentType: Int64
  /// The smallest tradable quantity; 1 where the broker counts lots, and for indices.
  public let lot: Int64
  /// The smallest price step, above zero.
  public let increment: Price
  /// The ISIN; empty when there is none.
  public let isin: String
  /// The hours, as the broker writes them: `0915-1530|1815-1915:`.
  public let sessions: String
  /// The end of the last session of a contract; nil for what does not expire.
  public let expiry: EventTime?
  /// 10 NSE, 11 MCX, 12 BSE.
  public let exchange: Int64
  /// 10 cash, 11 equity derivatives, 12 currency, 20 commodity.
  public let segment: Int64
  /// The exchange's number of the instrument.
  public let exchangeToken: String
  /// What it is derived from; a share's is the share itself.
  public let underlying: Underlying
  /// The strike; nil when it is no option.
  public let strike: Price?
  /// Call or put; nil when it is no option.
  public let optionType: OptionType?

  /// The columns of a row.
  static let columnCount = 21

  /// Reads the columns of a row; nil when what trading depends on is missing or malformed.
  init?(columns: [Substring]) {
    guard columns.count >= 17, !columns[9].isEmpty,
      !columns[0].isEmpty, columns[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let type = Int64(columns[2]), let lot = Int64(columns[3]), lot >= 0,
      let increment = Self.price(columns[4]), increment > .zero,
      let exchange = Int64(columns[10]), let segment = Int64(columns[11])
    else { return nil }
    symbol = String(columns[9])
    description = Redactor.cleaned(String(columns[1]))
    fyToken = String(columns[0])
    instrumentType = type
    self.lot = max(lot, 1)
    self.increment = increment
    isin = String(columns[5])
    sessions = String(columns[6])
    self.exchange = exchange
    self.segment = segment
    exchangeToken = String(columns[12])
    underlying = Underlying(
      name: String(columns[13]), fyToken: columns.count > 17 ? String(columns[17]) : "")
    optionType = OptionType(rawValue: String(columns[16]))
    strike = optionType == nil ? nil : Self.price(columns[15])
    if columns[8].isEmpty {
      expiry = nil
    } else {
      guard let seconds = Int64(columns[8]), (0...9_000_000_000).contains(seconds) else {
        return nil
      }
      expiry = EventTime(milliseconds: seconds * 1_000)
    }
  }

  private static func price(_ text: Substring) -> Price? {
    ExactDecimal(String(text), .broker)?.units(decimals: 6).exact.map(Price.init(micros:))
  }

  /// Whether it is an index, which cannot be traded and has no depth.
  public var isIndex: Bool { instrumentType == 10 }
}

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
  /// The number of the first row that could not be read, from 1; nil when there was none.
  public private(set) var firstBadRow: Int?

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
    if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
    guard !pending.isEmpty || isTooLong else { return }
    rowCount += 1
    let columns = isTooLong ? [] : Self.columns(String(decoding: pending, as: UTF8.self))
    guard let record = SymbolRecord(columns: columns) else {
      badRowCount += 1
      firstBadRow = firstBadRow ?? rowCount
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
