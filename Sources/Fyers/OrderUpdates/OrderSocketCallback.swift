public import WireText

/// What the official client hands to its user for one text of the order socket.
public enum OrderSocketCallback: Hashable, Sendable {
  /// To `on_orders`; nil when its mapping fails.
  case orders(JSONValue?)
  /// To `on_trades`; nil when its mapping fails.
  case trades(JSONValue?)
  /// To `on_positions`; nil when its mapping fails.
  case positions(JSONValue?)
  /// To `on_general`.
  case general(JSONValue)
  /// To `on_error`: the text is no JSON.
  case malformed(JSONFault)
  /// To `on_error`: a number, a truth value or null, in which no key can be looked for.
  case unexpected(JSONValue)

  /// The callback of a text; nil for `pong`.
  public init?(text: String) {
    guard text != "pong" else { return nil }
    let json: JSONValue
    do {
      json = try BrokerJSON.message(text)
    } catch {
      self = .malformed(error)
      return
    }
    guard let hasOrders = json.officiallyContains("orders") else {
      self = .unexpected(json)
      return
    }
    if hasOrders {
      self = .orders(Self.mapped(json, "orders", OrderSocketFields.orders))
    } else if json.officiallyContains("positions") == true {
      self = .positions(Self.mapped(json, "positions", OrderSocketFields.positions))
    } else if json.officiallyContains("trades") == true {
      self = .trades(Self.mapped(json, "trades", OrderSocketFields.trades))
    } else {
      self = .general(json)
    }
  }

  /// The message with the body's fields renamed, or nil where the official code raises.
  private static func mapped(
    _ json: JSONValue, _ key: String, _ fields: [OrderSocketFields.Pair]
  ) -> JSONValue? {
    guard let body = json[key], let status = json["s"] else { return nil }
    var renamed: JSONObject = [:]
    for field in fields + [("id_fyers", "id_fyers")] {
      guard let isThere = body.officiallyContains(field.raw) else { return nil }
      guard isThere else { continue }
      guard let value = body[field.raw] else { return nil }
      renamed.append(field.official, value)
    }
    return .object(["s": status, key: .object(renamed)])
  }
}

extension JSONValue {
  /// Python's `key in value`: keys of objects, elements of lists, parts of texts.
  ///
  /// Nil where Python raises.
  fileprivate func officiallyContains(_ key: String) -> Bool? {
    switch self {
    case .object: self[key] != nil
    case .array(let elements): elements.contains(.string(key))
    case .string(let text): text.contains(key)
    case .null, .bool, .number: nil
    }
  }
}

/// The official client's names for the fields of the order socket (FyersWebsocket/map.json 3.2.0).
///
/// Fields that are not listed are dropped by that client, except `id_fyers`.
enum OrderSocketFields {
  typealias Pair = (raw: String, official: String)

  static let orders: [Pair] = [
    ("client_id", "clientId"), ("id", "id"), ("id_parent", "parentId"),
    ("id_exchange", "exchOrdId"), ("qty", "qty"), ("qty_remaining", "remainingQuantity"),
    ("qty_filled", "filledQty"), ("price_limit", "limitPrice"), ("price_stop", "stopPrice"),
    ("price_traded", "tradedPrice"), ("ord_type", "type"), ("fy_token", "fyToken"),
    ("exchange", "exchange"), ("segment", "segment"), ("symbol", "symbol"),
    ("instrument", "instrument"), ("oms_msg", "message"), ("offline_flag", "offlineOrder"),
    ("time_oms", "orderDateTime"), ("validity", "orderValidity"), ("product_type", "productType"),
    ("tran_side", "side"), ("org_ord_status", "status"), ("ord_source", "source"),
    ("symbol_exch", "ex_sym"), ("symbol_desc", "description"), ("ordertag", "orderTag"),
    ("take_profit", "takeProfit"), ("stop_loss", "stopLoss"), ("leg_type", "legType"),
  ]

  static let trades: [Pair] = [
    ("id_fill", "tradeNumber"), ("id", "orderNumber"), ("qty_traded", "tradedQty"),
    ("price_traded", "tradePrice"), ("traded_val", "tradeValue"), ("product_type", "productType"),
    ("client_id", "clientId"), ("id_exchange", "exchangeOrderNo"), ("ord_type", "orderType"),
    ("tran_side", "side"), ("symbol", "symbol"), ("fill_time", "orderDateTime"),
    ("fy_token", "fyToken"), ("exchange", "exchange"), ("segment", "segment"),
    ("ordertag", "orderTag"),
  ]

  static let positions: [Pair] = [
    ("symbol", "symbol"), ("id", "id"), ("buy_avg", "buyAvg"), ("buy_qty", "buyQty"),
    ("buy_val", "buyVal"), ("sell_avg", "sellAvg"), ("sell_qty", "sellQty"),
    ("sell_val", "sellVal"), ("net_avg", "netAvg"), ("net_qty", "netQty"), ("tran_side", "side"),
    ("qty", "qty"), ("product_type", "productType"), ("pl_realized", "realized_profit"),
    ("rbirefrate", "rbiRefRate"), ("fy_token", "fyToken"), ("exchange", "exchange"),
    ("segment", "segment"), ("day_buy_qty", "dayBuyQty"), ("day_sell_qty", "daySellQty"),
    ("cf_buy_qty", "cfBuyQty"), ("cf_sell_qty", "cfSellQty"), ("qty_multiplier", "qtyMulti_com"),
    ("pl_total", "pl"), ("cross_curr_flag", "crossCurrency"),
    ("pl_unrealized", "unrealized_profit"), ("take_profit", "takeProfit"),
    ("stop_loss", "stopLoss"), ("leg_type", "legType"),
  ]
}
