public import Market
public import Money
public import WireText

/// What the server says on the order socket.
public enum OrderSocketMessage: Hashable, Sendable {
  /// An order changed.
  case order(OrderUpdate)
  /// An order was filled, in part or whole.
  case trade(TradeUpdate)
  /// A position changed.
  case position(PositionUpdate)
  /// Anything else, unchanged: acknowledgements, demat authorisations, price alerts, logins.
  case general(JSONValue)
  /// The answer to a ping.
  case pong

  /// Reads one text.
  ///
  /// The first of the keys `orders`, `positions`, `trades` decides, as in the official client; a
  /// body that is no object makes the message a general one.
  ///
  /// - Parameter text: The whole text.
  /// - Throws: `JSONFault` when it is no JSON and not the word `pong`.
  public init(text: String) throws(JSONFault) {
    guard text != "pong" else {
      self = .pong
      return
    }
    let json = try BrokerJSON.message(text)
    if let body = json["orders"], body.object?.members != nil {
      self = .order(OrderUpdate(body))
    } else if let body = json["positions"], body.object?.members != nil {
      self = .position(PositionUpdate(body))
    } else if let body = json["trades"], body.object?.members != nil {
      self = .trade(TradeUpdate(body))
    } else {
      self = .general(json)
    }
  }

  /// Whether it acknowledges a subscription (code 1605), which the server does for any request.
  public var isAcknowledgement: Bool {
    guard case .general(let json) = self else { return false }
    return json["code"]?.text == "1605"
  }
}

/// A change of an order, as the order socket tells it.
///
/// Every field but the raw object may be missing: first messages lack what is not known yet. The
/// status is `org_ord_status`; `ord_status` is another set of codes and is not used.
public struct OrderUpdate: Hashable, Sendable {
  /// The states of an order.
  public enum Status: Int64, Sendable, CaseIterable {
    /// Canceled; part of it may be filled.
    case canceled = 1
    /// Filled.
    case filled = 2
    /// Not used by FYERS.
    case reserved = 3
    /// Not acknowledged by the exchange yet.
    case transit = 4
    /// Rejected; the reason is in ``OrderUpdate/message``.
    case rejected = 5
    /// Waiting, for a trigger too; part of it may be filled.
    case pending = 6
    /// Expired.
    case expired = 7
  }

  /// The object as received.
  public let raw: JSONValue

  init(_ raw: JSONValue) { self.raw = raw }

  /// The order's id.
  public var id: String? { raw["id"]?.text }
  /// The id that exists from the moment of queueing.
  public var fyersID: String? { raw["id_fyers"]?.text }
  /// The exchange's id.
  public var exchangeID: String? { raw["id_exchange"]?.text }
  /// The id of the order this one is a leg of.
  public var parentID: String? { raw["id_parent"]?.text }
  /// The symbol.
  public var symbol: String? { raw["symbol"]?.string }
  /// The state; nil when missing or unknown.
  public var status: Status? {
    WireDecimal.integer(raw["org_ord_status"]).flatMap(Status.init(rawValue:))
  }
  /// 1 for a buy, −1 for a sell.
  public var side: Int64? { WireDecimal.integer(raw["tran_side"]) }
  /// 1 limit, 2 market, 3 stop, 4 stop-limit.
  public var type: Int64? { WireDecimal.integer(raw["ord_type"]) }
  /// CNC, INTRADAY, MARGIN, MTF, CO or BO.
  public var product: String? { raw["product_type"]?.string }
  /// Units ordered.
  public var quantity: Int64? { WireDecimal.integer(raw["qty"]) }
  /// Units filled so far.
  public var filledQuantity: Int64? { WireDecimal.integer(raw["qty_filled"]) }
  /// Units still open.
  public var remainingQuantity: Int64? { WireDecimal.integer(raw["qty_remaining"]) }
  /// The limit; nil when 0.
  public var limitPrice: Price? { WireDecimal.price(raw["price_limit"]) }
  /// The trigger; nil when 0.
  public var stopPrice: Price? { WireDecimal.price(raw["price_stop"]) }
  /// The average price of what is filled, rounded to a millionth; nil when 0.
  public var tradedPrice: Price? { WireDecimal.price(raw["price_traded"], surplus: .round) }
  /// The broker's text, which has the reason of a rejection.
  public var message: String? { raw["oms_msg"]?.string }
  /// The tag with its prefix, such as `1:mytag` or `2:Untagged`.
  public var tag: String? { raw["ordertag"]?.string }
  /// When the broker changed it, to the second.
  public var time: EventTime? { raw["time_oms"]?.string.flatMap(FyersClock.time) }
}

/// A fill, as the order socket tells it.
public struct TradeUpdate: Hashable, Sendable {
  /// The object as received.
  public let raw: JSONValue

  init(_ raw: JSONValue) { self.raw = raw }

  /// The fill's number, unique within the day.
  public var id: String? { raw["id_fill"]?.text }
  /// The id of the order that was filled.
  public var orderID: String? { raw["id"]?.text }
  /// The id that exists from the moment of queueing.
  public var fyersID: String? { raw["id_fyers"]?.text }
  /// The symbol.
  public var symbol: String? { raw["symbol"]?.string }
  /// 1 for a buy, −1 for a sell.
  public var side: Int64? { WireDecimal.integer(raw["tran_side"]) }
  /// CNC, INTRADAY, MARGIN, MTF, CO or BO.
  public var product: String? { raw["product_type"]?.string }
  /// Units filled.
  public var quantity: Int64? { WireDecimal.integer(raw["qty_traded"]) }
  /// The price of the fill.
  public var price: Price? { WireDecimal.price(raw["price_traded"], surplus: .round) }
  /// Price times quantity.
  public var value: Amount? { WireDecimal.amount(raw["traded_val"]) }
  /// The tag with its prefix.
  public var tag: String? { raw["ordertag"]?.string }
  /// When it happened, to the second.
  public var time: EventTime? { raw["fill_time"]?.string.flatMap(FyersClock.time) }
}

/// A change of a position, as the order socket tells it.
public struct PositionUpdate: Hashable, Sendable {
  /// The object as received.
  public let raw: JSONValue

  init(_ raw: JSONValue) { self.raw = raw }

  /// The position's id: symbol and product.
  public var id: String? { raw["id"]?.text }
  /// The symbol.
  public var symbol: String? { raw["symbol"]?.string }
  /// CNC, INTRADAY, MARGIN, MTF, CO or BO.
  public var product: String? { raw["product_type"]?.string }
  /// Units held, negative when short.
  public var netQuantity: Int64? { WireDecimal.integer(raw["net_qty"]) }
  /// The average price of what is held, rounded to a millionth; nil when 0.
  public var netAverage: Price? { WireDecimal.price(raw["net_avg"], surplus: .round) }
  /// Profit booked today.
  public var realized: Amount? { WireDecimal.amount(raw["pl_realized"]) }
  /// Profit of what is held.
  public var unrealized: Amount? { WireDecimal.amount(raw["pl_unrealized"]) }
  /// Both profits.
  public var total: Amount? { WireDecimal.amount(raw["pl_total"]) }
  /// Units a commodity's quantity of one stands for.
  public var multiplier: Int64? { WireDecimal.integer(raw["qty_multiplier"]) }
}

/// Times as FYERS writes them: day first, Indian time, to the second.
public enum FyersClock {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The moment of `04-08-2023 10:12:58` or `01-Oct-2026 10:12:58`.
  ///
  /// Nil when the text has another form, is no date, or is the 1970 that means "never".
  public static func time(_ text: String) -> EventTime? {
    let halves = text.split(separator: " ")
    guard halves.count == 2 else { return nil }
    let date = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    let clock = halves[1].split(separator: ":", omittingEmptySubsequences: false)
      .compactMap { Int($0) }
    guard date.count == 3, clock.count == 3, let day = Int(date[0]), let year = Int(date[2]),
      let month = Int(date[1]) ?? months.firstIndex(of: String(date[1])).map({ $0 + 1 }),
      year > 1970, let civil = CivilDate(year: year, month: month, day: day),
      (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0..<60).contains(clock[2])
    else { return nil }
    let second = Int64(clock[0] * 3_600 + clock[1] * 60 + clock[2])
    return IndianTime(day: civil.dayNumber, secondOfDay: second).eventTime
  }
}
