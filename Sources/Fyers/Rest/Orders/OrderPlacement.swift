public import Money
public import WireText

/// A new order as the broker's interface wants it (FYERS.md, section 6.1).
public struct OrderPlacement: Sendable, Equatable {
  /// Buy or sell.
  public enum Side: Int64, Sendable {
    /// Buy.
    case buy = 1
    /// Sell.
    case sell = -1
  }

  /// How it is priced.
  public enum Kind: Sendable, Equatable {
    /// At this price or better.
    case limit(Price)
    /// At the market; the broker turns it into a limit order with a band.
    case market
    /// A market order once the trigger is touched.
    case stop(trigger: Price)
    /// A limit order once the trigger is touched.
    case stopLimit(trigger: Price, limit: Price)
  }

  /// The symbol.
  public var symbol: String
  /// Units, or lots for commodities and currency; above zero.
  public var quantity: Int64
  /// Buy or sell.
  public var side: Side
  /// How it is priced.
  public var kind: Kind
  /// `INTRADAY`, `CNC`, `MARGIN` or `MTF`.
  public var product: String
  /// Whether what does not fill at once is dropped.
  public var isImmediateOrCancel = false
  /// Whether it is an after-market order.
  public var isAfterMarket = false
  /// The tag it is found by: 1 to 30 letters and digits; empty for none.
  public var tag: String
  /// The protective stop as a distance from the entry in rupees; nil for none.
  public var stopLoss: Price?
  /// The profit target as a distance from the entry in rupees; nil for none.
  public var takeProfit: Price?

  /// An order.
  public init(
    symbol: String, quantity: Int64, side: Side, kind: Kind, product: String, tag: String
  ) {
    self.symbol = symbol
    self.quantity = quantity
    self.side = side
    self.kind = kind
    self.product = product
    self.tag = tag
  }

  /// The body of the call.
  ///
  /// - Returns: The members in the order of the documentation.
  /// - Throws: ``FyersError/invalidRequest(_:)`` when the order breaks a rule that needs no market
  ///   data; tick size, lot and bands are the risk gate's.
  public func body() throws(FyersError) -> JSONObject {
    guard !symbol.isEmpty else { throw .invalidRequest("order: expected a symbol, was empty") }
    guard quantity > 0 else {
      throw .invalidRequest("order quantity: expected above zero, was \(quantity) (\(symbol))")
    }
    guard ["INTRADAY", "CNC", "MARGIN", "MTF"].contains(product) else {
      throw .invalidRequest(
        "order product: expected INTRADAY, CNC, MARGIN or MTF, was \(product) (\(symbol))")
    }
    guard tag.isEmpty || BrokerTag.isAllowed(tag, accountID: nil) else {
      throw .invalidRequest("order tag: expected 1 to 30 letters and digits (\(symbol))")
    }
    try checkPrices()
    var body: JSONObject = [
      "symbol": .string(symbol), "qty": .integer(quantity), "type": .integer(typeNumber),
      "side": .integer(side.rawValue), "productType": .string(product),
      "limitPrice": Self.number(limit), "stopPrice": Self.number(trigger),
      "validity": .string(isImmediateOrCancel ? "IOC" : "DAY"), "disclosedQty": .integer(0),
      "offlineOrder": .bool(isAfterMarket),
    ]
    if !tag.isEmpty { body.append("orderTag", .string(tag)) }
    body.append("takeProfit", ifPresent: takeProfit.map(Self.distance))
    body.append("stopLoss", ifPresent: stopLoss.map(Self.distance))
    if takeProfit != nil || stopLoss != nil { body.append("legType", .integer(1)) }
    return body
  }

  private func checkPrices() throws(FyersError) {
    let stopSign: Int64 = side == .buy ? 1 : -1
    let isValid: Bool =
      switch kind {
      case .market: true
      case .limit(let price): price > .zero
      case .stop(let trigger): trigger > .zero
      case .stopLimit(let trigger, let limit):
        // A buy's trigger lies below its limit, a sell's above.
        trigger > .zero && limit > .zero
          && (stopSign > 0 ? trigger < limit : trigger > limit)
      }
    guard isValid, stopLoss.map({ $0 > .zero }) ?? true, takeProfit.map({ $0 > .zero }) ?? true
    else {
      throw .invalidRequest(
        "order prices: expected above zero, and a stop's trigger before its limit (\(symbol))")
    }
  }

  private var typeNumber: Int64 {
    switch kind {
    case .limit: 1
    case .market: 2
    case .stop: 3
    case .stopLimit: 4
    }
  }

  private var limit: Price {
    switch kind {
    case .limit(let price), .stopLimit(_, let price): price
    case .market, .stop: .zero
    }
  }

  private var trigger: Price {
    switch kind {
    case .stop(let price), .stopLimit(let price, _): price
    case .market, .limit: .zero
    }
  }

  /// A price as its shortest exact digits: `0`, `1068.45`.
  static func number(_ price: Price) -> JSONValue {
    .number(DecimalText.format(price.micros, decimals: 6, minimumDecimals: 0))
  }

  /// A distance; the official client's are floats, so one decimal is always written.
  static func distance(_ price: Price) -> JSONValue {
    .number(DecimalText.format(price.micros, decimals: 6, minimumDecimals: 1))
  }
}

/// A change of a working order; what is nil stays as it is (FYERS.md, section 6.2).
public struct OrderModification: Sendable, Equatable {
  /// The broker's order id.
  public var id: String
  /// The type the order has from now on: 1 limit, 2 market, 3 stop, 4 stop-limit.
  public var type: Int64
  /// The new limit.
  public var limitPrice: Price?
  /// The new trigger.
  public var stopPrice: Price?
  /// The new total quantity.
  public var quantity: Int64?

  /// A change.
  public init(
    id: String, type: Int64, limitPrice: Price? = nil, stopPrice: Price? = nil,
    quantity: Int64? = nil
  ) {
    self.id = id
    self.type = type
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
    self.quantity = quantity
  }

  /// The body of the call.
  ///
  /// - Returns: The members, in the order of the documentation.
  /// - Throws: ``FyersError/invalidRequest(_:)`` when the change cannot be meant.
  public func body() throws(FyersError) -> JSONObject {
    guard !id.isEmpty, (1...4).contains(type), quantity.map({ $0 > 0 }) ?? true,
      limitPrice.map({ $0 > .zero }) ?? true, stopPrice.map({ $0 > .zero }) ?? true
    else {
      throw .invalidRequest("modification: expected an id, a type of 1 to 4, values above zero")
    }
    var body: JSONObject = ["id": .string(id), "type": .integer(type)]
    body.append("limitPrice", ifPresent: limitPrice.map(OrderPlacement.number))
    body.append("stopPrice", ifPresent: stopPrice.map(OrderPlacement.number))
    body.append("qty", ifPresent: quantity.map { .integer($0) })
    return body
  }
}
