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

  /// What makes an option of a contract.
  private struct Option: Sendable, Equatable {
    let type: OptionType
    let strike: Price?
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
  /// The smallest tradable quantity; 1 where the broker counts lots, 0 for an index.
  public let lot: Int64
  /// The largest quantity of one order; nil where there is no limit, and in a CSV file, which has no
  /// column for it.
  public let freeze: Int64?
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
  private let option: Option?

  /// The strike; nil when it is no option.
  public var strike: Price? { option?.strike }
  /// Call or put; nil when it is no option.
  public var optionType: OptionType? { option?.type }

  /// Whether it is an index, which cannot be traded and has no depth.
  public var isIndex: Bool { instrumentType == 10 }
}

/// What is wrong with one instrument of a symbol master: what was expected, and what was there.
struct SymbolFlaw: Error, Equatable {
  /// Both, as in `expected a lot of zero or more in column 4, was x`.
  let sentence: String

  /// A flaw of a field; what was there comes without control bytes, and not in full.
  init(_ expected: String, in place: String, was found: String?) {
    let shown = found.map { text in
      text.isEmpty ? "empty" : Redactor.cleaned(String(text.prefix(40)))
    }
    sentence = "expected \(expected) in \(place), was \(shown ?? "missing")"
  }

  init(_ sentence: String) { self.sentence = sentence }
}

// MARK: - A row of CSV

extension SymbolRecord {
  /// The columns of a row.
  static let columnCount = 21
  /// The columns that must be there; the last ones came later.
  private static let columnsNeeded = 17

  /// Reads the columns of a row.
  ///
  /// - Throws: What is missing or malformed of what trading depends on.
  init(columns: [Substring]) throws(SymbolFlaw) {
    guard columns.count >= Self.columnsNeeded else {
      throw SymbolFlaw("expected \(Self.columnCount) columns, were \(columns.count)")
    }
    guard !columns[0].isEmpty, columns[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw Self.flaw("the broker's token, digits", 0, columns)
    }
    guard !columns[9].isEmpty else {
      throw Self.flaw("a symbol such as NSE:SBIN-EQ", 9, columns)
    }
    guard let lot = Int64(columns[3]), lot >= 0 else {
      throw Self.flaw("a lot, a whole number from 0", 3, columns)
    }
    guard let increment = Self.price(columns[4]), increment > .zero else {
      throw Self.flaw("a price increment such as 0.05", 4, columns)
    }
    symbol = String(columns[9])
    description = Redactor.cleaned(String(columns[1]))
    fyToken = String(columns[0])
    instrumentType = try Self.number(2, columns)
    self.lot = lot
    freeze = nil
    self.increment = increment
    isin = String(columns[5])
    sessions = String(columns[6])
    exchange = try Self.number(10, columns)
    segment = try Self.number(11, columns)
    exchangeToken = String(columns[12])
    underlying = Underlying(
      name: String(columns[13]), fyToken: columns.count > 17 ? String(columns[17]) : "")
    option = OptionType(rawValue: String(columns[16]))
      .map { Option(type: $0, strike: Self.price(columns[15])) }
    guard let expiry = Self.expiry(String(columns[8])) else {
      throw Self.flaw("an expiry in seconds since 1970, or nothing,", 8, columns)
    }
    self.expiry = expiry
  }

  private static func number(_ column: Int, _ columns: [Substring]) throws(SymbolFlaw) -> Int64 {
    guard let number = Int64(columns[column]) else {
      throw flaw("a whole number", column, columns)
    }
    return number
  }

  private static func flaw(
    _ expected: String, _ column: Int, _ columns: [Substring]
  ) -> SymbolFlaw {
    SymbolFlaw(expected, in: "column \(column + 1)", was: String(columns[column]))
  }

  private static func price(_ text: Substring) -> Price? {
    ExactDecimal(String(text), .broker)?.units(decimals: 6).exact.map(Price.init(micros:))
  }

  /// An expiry from seconds since 1970; nil when it is none, a nil within when the text is empty.
  private static func expiry(_ text: String) -> EventTime?? {
    if text.isEmpty { return .some(nil) }
    guard let seconds = Int64(text), (0...9_000_000_000).contains(seconds) else { return nil }
    return EventTime(milliseconds: seconds * 1_000)
  }
}

// MARK: - A member of JSON

extension SymbolRecord {
  /// Reads a member of a JSON master.
  ///
  /// The broker writes some numbers as texts and leaves what it does not know empty. Only the lot and
  /// the increment must be there.
  ///
  /// - Parameters:
  ///   - symbol: The member's name.
  ///   - json: Its value.
  /// - Throws: What is missing or malformed of what trading depends on.
  init(_ symbol: String, _ json: JSONObject) throws(SymbolFlaw) {
    guard !symbol.isEmpty else {
      throw SymbolFlaw("a symbol such as NSE:SBIN-EQ", in: "a member's name", was: symbol)
    }
    guard let lot = json["minLotSize"]?.int64, lot >= 0 else {
      throw Self.flaw("a lot, a whole number from 0", "minLotSize", json)
    }
    guard let increment = json["tickSize"]?.price, increment > .zero else {
      throw Self.flaw("a price increment such as 0.05", "tickSize", json)
    }
    self.symbol = symbol
    description = Redactor.cleaned(json["symDetails"]?.text ?? json["symbolDesc"]?.text ?? "")
    fyToken = json["fyToken"]?.text ?? ""
    instrumentType = json["exInstType"]?.int64 ?? 0
    self.lot = lot
    freeze = try Self.freeze(json)
    self.increment = increment
    isin = json["isin"]?.text ?? ""
    sessions = json["tradingSession"]?.text ?? ""
    exchange = json["exchange"]?.int64 ?? 0
    segment = json["segment"]?.int64 ?? 0
    exchangeToken = json["exToken"]?.text ?? ""
    underlying = Underlying(
      name: json["underSym"]?.text ?? "", fyToken: json["underFyTok"]?.text ?? "")
    option = json["optType"]?.string.flatMap(OptionType.init)
      .map { Option(type: $0, strike: json["strikePrice"]?.price) }
    guard let expiry = Self.expiry(json["expiryDate"]?.text ?? "") else {
      throw Self.flaw("an expiry in seconds since 1970, or nothing,", "expiryDate", json)
    }
    self.expiry = expiry
  }

  /// The largest quantity of one order; nothing and numbers that are not above zero set no limit.
  private static func freeze(_ json: JSONObject) throws(SymbolFlaw) -> Int64? {
    guard let value = json["qtyFreeze"], !value.isNull, value.string != "" else { return nil }
    guard let freeze = value.int64 else {
      throw flaw("a largest quantity, or nothing,", "qtyFreeze", json)
    }
    return freeze > 0 ? freeze : nil
  }

  private static func flaw(_ expected: String, _ name: String, _ json: JSONObject) -> SymbolFlaw {
    SymbolFlaw(expected, in: name, was: json[name].map { $0.text ?? "no number" })
  }
}
