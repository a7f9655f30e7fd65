/// A part of an exchange whose instruments keep the same hours.
public struct MarketSegment: Hashable, Sendable, CustomStringConvertible {
  /// What is traded there; the raw value is the word of the calendar's text.
  public enum Kind: String, Hashable, CaseIterable, Sendable {
    /// Shares that trade continuously to the end.
    case cash
    /// Shares whose day ends in the closing auction (those with derivatives).
    case auctionCash = "auction-cash"
    /// Futures and options on shares and indices.
    case derivative
    /// Index values, which are not traded.
    case index
    /// Commodity futures and options.
    case commodity
  }

  /// The exchange.
  public let exchange: Exchange
  /// What is traded.
  public let kind: Kind

  /// A segment from its parts.
  public init(exchange: Exchange, kind: Kind) {
    self.exchange = exchange
    self.kind = kind
  }

  /// What it is called in a message: `shares with a closing auction`.
  public var description: String {
    switch kind {
    case .cash: "\(exchange.rawValue) shares without a closing auction"
    case .auctionCash: "\(exchange.rawValue) shares with a closing auction"
    case .derivative: "\(exchange.rawValue) derivatives"
    case .index: "\(exchange.rawValue) indices"
    case .commodity: "\(exchange.rawValue) commodities"
    }
  }
}

/// An Indian exchange, by the prefix FYERS gives its symbols.
public enum Exchange: String, Hashable, CaseIterable, Sendable {
  /// The National Stock Exchange.
  case nse = "NSE"
  /// The BSE.
  case bse = "BSE"
  /// The Multi Commodity Exchange.
  case mcx = "MCX"
}

/// What FYERS' text for an instrument says about it: `NSE:SBIN-EQ`, `NSE:NIFTY26NOV24500CE`.
///
/// The forms are those of FYERS' symbol masters; a symbol of no exchange known here (`SIM:`) has
/// none.
public struct ListedSymbol: Equatable, Sendable {
  /// What the form of the text says.
  public enum Form: Equatable, Sendable {
    /// A share, and the name without its series: `SBIN`.
    case share(name: String)
    /// A future or an option of a stock exchange.
    case derivative
    /// An index value.
    case index
    /// Anything on the commodity exchange.
    case commodity
  }

  /// The exchange.
  public let exchange: Exchange
  /// The form.
  public let form: Form

  /// Whether it is a future or an option, which may be sold short over night.
  public var isDerivative: Bool { form == .derivative || form == .commodity }

  /// The parts of a symbol; nil when its prefix is not an Indian exchange's.
  public init?(parsing symbol: String) {
    guard let colon = symbol.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    guard let exchange = Exchange(rawValue: String(symbol[..<colon])) else { return nil }
    let name = symbol[symbol.utf8.index(after: colon)...]
    self.exchange = exchange
    if exchange == .mcx {
      form = .commodity
    } else if name.hasSuffix("-INDEX") {
      form = .index
    } else if Self.isDerivative(Array(name.utf8)) {
      form = .derivative
    } else {
      let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")) ?? name.endIndex
      form = .share(name: String(name[..<dash]))
    }
  }

  /// `…26NOVFUT`, or digits before `CE` or `PE`: `…26NOV24500CE`, `…26N2424500PE`.
  private static func isDerivative(_ name: [UInt8]) -> Bool {
    func isDigit(_ offset: Int) -> Bool {
      guard name.count >= offset else { return false }
      return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(name[name.count - offset])
    }
    if name.suffix(3).elementsEqual("FUT".utf8) { return isDigit(7) && isDigit(8) }
    let right = name.suffix(2)
    return (right.elementsEqual("CE".utf8) || right.elementsEqual("PE".utf8)) && isDigit(3)
  }
}
