public import Market
public import Money
public import WireText

/// One order of the day's order book.
public struct OrderBookRow: Sendable, Equatable {
  /// The units of an order.
  public struct Quantities: Sendable, Equatable {
    /// Units ordered.
    public let ordered: Int64
    /// Units filled.
    public let filled: Int64
    /// Units that may still fill.
    public let remaining: Int64
  }

  /// The prices of an order.
  public struct Prices: Sendable, Equatable {
    /// The limit; zero when there is none.
    public let limit: Price
    /// The trigger; zero when there is none.
    public let stop: Price
    /// The average of the fills; zero without one.
    public let average: Price
  }

  /// The broker's order id.
  public let id: String
  /// The broker's second id, a UUID; it is what asynchronous placement answers with.
  public let fyersID: String?
  /// The exchange's order id; empty until it has one.
  public let exchangeID: String
  /// The id of the order this one is a leg of.
  public let parentID: String?
  /// The symbol.
  public let symbol: String
  /// 1 for buy, -1 for sell.
  public let side: Int64
  /// 1 limit, 2 market, 3 stop, 4 stop-limit.
  public let type: Int64
  /// The product: `INTRADAY`, `CNC`, `MARGIN`, `MTF`.
  public let product: String
  /// `DAY` or `IOC`.
  public let validity: String
  /// The state; nil when the broker sent a number that is not known.
  public let status: BrokerOrderStatus?
  /// How many units it is about.
  public let quantities: Quantities
  /// What they cost.
  public let prices: Prices
  /// The broker's or the exchange's reason.
  public let message: String
  /// The tag.
  public let tag: BrokerTag
  /// When the order was last changed, in whole seconds.
  public let time: EventTime?

  /// Reads a row; nil when it has no id or no symbol.
  public init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, !id.isEmpty, let symbol = json["symbol"]?.text else {
      return nil
    }
    self.id = id
    self.symbol = symbol
    fyersID = json["id_fyers"]?.text
    exchangeID = json["exchOrdId"]?.text ?? ""
    parentID = json["parentId"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    side = json["side"]?.int64 ?? 0
    type = json["type"]?.int64 ?? 0
    product = json["productType"]?.text ?? ""
    validity = json["orderValidity"]?.text ?? ""
    status = json["status"]?.int64.flatMap(BrokerOrderStatus.init(rawValue:))
    quantities = Quantities(
      ordered: json["qty"]?.int64 ?? 0, filled: json["filledQty"]?.int64 ?? 0,
      remaining: json["remainingQuantity"]?.int64 ?? 0)
    prices = Prices(
      limit: json["limitPrice"]?.price ?? .zero, stop: json["stopPrice"]?.price ?? .zero,
      average: json["tradedPrice"]?.price ?? .zero)
    message = Redactor.cleaned(json["message"]?.text ?? "")
    tag = BrokerTag(json["orderTag"]?.text ?? "")
    time = json["orderDateTime"]?.text.flatMap(BrokerTime.parse)
  }
}

/// The broker's order states (FYERS.md, section 6.7).
///
/// There is none for a partly filled order: it is pending with a filled quantity above zero, and a
/// cancelled order may have one too.
public enum BrokerOrderStatus: Int64, Sendable {
  /// Cancelled; what was filled before stays filled.
  case cancelled = 1
  /// Filled whole.
  case filled = 2
  /// Not used by the broker at present.
  case reserved = 3
  /// Not acknowledged by the exchange yet.
  case transit = 4
  /// Rejected by the broker or the exchange.
  case rejected = 5
  /// At the exchange, or waiting for its trigger.
  case pending = 6
  /// Expired at the end of the day.
  case expired = 7

  /// Whether nothing more can happen to the order.
  public var isFinal: Bool {
    switch self {
    case .cancelled, .filled, .rejected, .expired: true
    case .reserved, .transit, .pending: false
    }
  }
}

/// One fill of the day's trade book.
public struct TradeBookRow: Sendable, Equatable {
  /// The fill's number, `<order id>-<exchange number>` in live rows.
  public let tradeID: String
  /// The broker's id of the order.
  public let orderID: String
  /// The exchange's id of the order.
  public let exchangeOrderID: String
  /// The symbol.
  public let symbol: String
  /// 1 for buy, -1 for sell.
  public let side: Int64
  /// The product.
  public let product: String
  /// Units filled.
  public let quantity: Int64
  /// The price of the fill.
  public let price: Price
  /// The tag of the order.
  public let tag: BrokerTag
  /// When it happened, in whole seconds.
  public let time: EventTime?

  /// Reads a row; nil when it lacks an id, a quantity or a price.
  public init?(_ json: JSONValue) {
    guard let tradeID = json["tradeNumber"]?.text, let orderID = json["orderNumber"]?.text,
      let quantity = json["tradedQty"]?.int64, let price = json["tradePrice"]?.price,
      let symbol = json["symbol"]?.text
    else { return nil }
    self.tradeID = tradeID
    self.orderID = orderID
    self.quantity = quantity
    self.price = price
    self.symbol = symbol
    exchangeOrderID = json["exchangeOrderNo"]?.text ?? ""
    side = json["side"]?.int64 ?? 0
    product = json["productType"]?.text ?? ""
    tag = BrokerTag(json["orderTag"]?.text ?? "")
    time = json["orderDateTime"]?.text.flatMap(BrokerTime.parse)
  }
}

/// The tag of an order as the broker gives it back: a prefix that tells who set it, and the text.
public struct BrokerTag: Sendable, Equatable {
  /// The text that was sent as `orderTag`; nil when the order has no tag of ours.
  public let text: String?

  /// Reads `1:tag`, `2:Untagged` and their like; a text without prefix is taken as it is.
  public init(_ raw: String) {
    if raw.hasPrefix("2:") {
      text = nil
    } else {
      let body = raw.hasPrefix("1:") ? String(raw.dropFirst(2)) : raw
      text = body.isEmpty || body == "Untagged" ? nil : body
    }
  }

  /// Whether a text may be sent as `orderTag`: 1 to 30 letters and digits, not `Untagged`, and not
  /// the account's id.
  public static func isAllowed(_ text: String, accountID: String?) -> Bool {
    (1...30).contains(text.utf8.count) && text != "Untagged" && text != accountID
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
      }
  }
}

/// The broker's texts for moments, all in Indian time.
public enum BrokerTime {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads `09-Mar-2023 09:34:38`, `04-08-2023 10:12:58` or epoch seconds; nil for anything else.
  public static func parse(_ text: String) -> EventTime? {
    if let seconds = ExactDecimal(text, .broker)?.units(decimals: 0).exact {
      guard (0...9_000_000_000).contains(seconds) else { return nil }
      return EventTime(milliseconds: seconds * 1_000)
    }
    let halves = text.split(separator: " ")
    guard halves.count == 2 else { return nil }
    let date = halves[0].split(separator: "-")
    let clock = halves[1].split(separator: ":")
    guard date.count == 3, clock.count == 3, let day = Int(date[0]), let year = Int(date[2]),
      let month = Int(date[1]) ?? months.firstIndex(of: String(date[1])).map({ $0 + 1 }),
      let civil = CivilDate(year: year, month: month, day: day),
      let hour = Int64(clock[0]), (0...23).contains(hour),
      let minute = Int64(clock[1]), (0...59).contains(minute),
      let second = Int64(clock[2]), (0...59).contains(second)
    else { return nil }
    let secondOfDay = hour * 3_600 + minute * 60 + second
    return IndianTime(day: civil.dayNumber, secondOfDay: secondOfDay).eventTime
  }
}
